#include "engine/blocks/attention.h"

#include "engine/tensor/attention_weights.h"

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

Matrix Attention::attend(const MatrixView& x,
                         const MatrixView& k,
                         const MatrixView& v,
                         const MatrixView& mask,
                         SiteRecorder& recorder,
                         ThreadPool& pool) const
{
    const Index keyWidth = k.cols() / heads;
    const Index headWidth = v.cols() / heads;
    assert(headWidth * heads == v.cols());
    assert(mask.size() == 0 || mask.cols() == v.rows());
    const float usedScale = scale.value_or(1.0F / std::sqrt(static_cast<float>(keyWidth)));
    Matrix q = query.forward(x, pool);
    Matrix mixed = Matrix::Zero(x.rows(), v.cols());
    pool.forEach(static_cast<std::size_t>(heads), [&](std::size_t index) {
        const int head = static_cast<int>(index);
        const Index first = head * headWidth;
        Matrix weights = attentionWeights(q.middleCols(head * keyWidth, keyWidth),
                                          k.middleCols(head * keyWidth, keyWidth), mask, usedScale);
        if (!recorder.isHeadOff(head)) {
            mixed.middleCols(first, headWidth).noalias() = weights * v.middleCols(first, headWidth);
        }
        if (recorder.keeping() == AttentionKeeping::Weights) {
            recorder.record(head, std::move(weights));
        } else {
            recorder.inspect(head, weights);
        }
    });
    if (recorder.keeping() != AttentionKeeping::Weights) {
        recorder.record(QueriesAndKeys{
            .query = std::move(q), .key = k, .mask = mask, .scale = usedScale, .heads = heads});
    }
    if (recorder.keeping() == AttentionKeeping::Projections) {
        recorder.recordValues(v);
    }
    return output.forward(mixed, pool);
}

void Attention::identify(StepId& step) const
{
    for (const Linear* projection : {&query, &key, &value, &output}) {
        step.add(projection->weight.data).add(projection->bias.data);
    }
    step.add(heads).add(scale.has_value()).add(scale.value_or(0));
}

} // namespace attenscope
