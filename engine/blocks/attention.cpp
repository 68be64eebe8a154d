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

Matrix Attention::forward(const MatrixView& x,
                          const MatrixView& context,
                          const MatrixView& mask,
                          SiteRecorder& recorder,
                          ThreadPool& pool) const
{
    const Matrix v = value.forward(context, pool);
    const Index headWidth = v.cols() / heads;
    assert(headWidth * heads == v.cols());
    assert(mask.size() == 0 || mask.cols() == context.rows());
    QueriesAndKeys projections{.query = query.forward(x, pool),
                               .key = key.forward(context, pool),
                               .mask = mask,
                               .scale = 1.0F / std::sqrt(static_cast<float>(headWidth)),
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
        }
    });
    if (recorder.keeping() == AttentionKeeping::QueriesAndKeys) {
        recorder.record(std::move(projections));
    }
    return output.forward(mixed, pool);
}

} // namespace attenscope
