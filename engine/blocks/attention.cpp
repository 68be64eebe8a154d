#include "engine/blocks/attention.h"

#include <cassert>
#include <cmath>
#include <utility>

namespace attenscope {

Attention Attention::bind(WeightBinder& weights,
                          const std::string& prefix,
                          const AttentionSizes& sizes,
                          const AttentionNames& names)
{
    const std::string place = prefix + ".";
    return {.query = Linear::bind(weights, place + names.query, sizes.width, sizes.innerWidth),
            .key = Linear::bind(weights, place + names.key, sizes.contextWidth, sizes.innerWidth),
            .value =
                Linear::bind(weights, place + names.value, sizes.contextWidth, sizes.innerWidth),
            .output = Linear::bind(weights, place + names.output, sizes.innerWidth, sizes.width),
            .heads = sizes.heads,
            .weightPrefix = prefix};
}

void KeysAndValues::append(const KeysAndValues& more)
{
    const auto stack = [](Matrix& rows, const Matrix& below) {
        const Index before = rows.rows();
        rows.conservativeResize(before + below.rows(), below.cols());
        rows.bottomRows(below.rows()) = below;
    };
    stack(key, more.key);
    stack(value, more.value);
}

KeysAndValues Attention::keysAndValues(const MatrixView& context, ThreadPool& pool) const
{
    return {.key = key.forward(context, pool), .value = value.forward(context, pool)};
}

Matrix Attention::forward(const MatrixView& x,
                          KeysAndValues seen,
                          const MatrixView& mask,
                          SiteRecorder& recorder,
                          ThreadPool& pool) const
{
    const Matrix& v = seen.value;
    const Index headWidth = v.cols() / heads;
    assert(headWidth * heads == v.cols());
    assert(mask.size() == 0 || mask.cols() == v.rows());
    const float usualScale = 1.0F / std::sqrt(static_cast<float>(seen.key.cols() / heads));
    QueriesAndKeys projections{.query = query.forward(x, pool),
                               .key = std::move(seen.key),
                               .mask = mask,
                               .scale = scale.value_or(usualScale),
                               .heads = heads};

    Matrix mixed = Matrix::Zero(x.rows(), v.cols());
    pool.forEach(static_cast<std::size_t>(heads), [&](std::size_t index) {
        const int head = static_cast<int>(index);
        const Index first = head * headWidth;
        Matrix weights = projections.weights(head);
        if (!recorder.isHeadOff(head)) {
            mixed.middleCols(first, headWidth).noalias() = weights * v.middleCols(first, headWidth);
        }
        if (recorder.keeping() == AttentionKeeping::Weights) {
            recorder.record(head, std::move(weights));
        } else {
            recorder.inspect(head, weights);
        }
    });
    if (recorder.keeping() == AttentionKeeping::QueriesAndKeys) {
        recorder.record(std::move(projections));
    }
    return output.forward(mixed, pool);
}

} // namespace attenscope
