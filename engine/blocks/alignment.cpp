#include "engine/blocks/alignment.h"

#include <cmath>
#include <utility>

namespace attenscope {

Alignment Alignment::bind(WeightBinder& weights, const std::string& prefix, Index width)
{
    return {.query = Linear::bind(weights, prefix + ".query", width, width),
            .key = Linear::bind(weights, prefix + ".key", width, width),
            .weightPrefix = prefix};
}

void Alignment::record(const MatrixView& x,
                       const MatrixView& context,
                       const MatrixView& mask,
                       SiteRecorder& recorder,
                       ThreadPool& pool) const
{
    QueriesAndKeys projections{.query = query.forward(x, pool),
                               .key = key.forward(context, pool),
                               .mask = mask,
                               .scale = 1.0F / std::sqrt(static_cast<float>(x.cols())),
                               .heads = 1};
    Matrix weights = projections.weights(0);
    if (recorder.keeping() == AttentionKeeping::Weights) {
        recorder.record(0, std::move(weights));
    } else {
        recorder.inspect(0, weights);
        recorder.record(std::move(projections));
    }
}

} // namespace attenscope
