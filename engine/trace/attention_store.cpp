#include "engine/trace/attention_store.h"

#include "engine/tensor/attention_weights.h"

#include <cmath>
#include <numeric>
#include <utility>

namespace attenscope {

Matrix QueriesAndKeys::weights(int head) const
{
    const Index width = query.cols() / heads;
    return attentionWeights(query.middleCols(head * width, width),
                            key.middleCols(head * width, width), mask, scale);
}

Eigen::RowVectorXf QueriesAndKeys::row(int head, Index queryIndex) const
{
    const Index width = query.cols() / heads;
    return attentionWeightsRow(query.middleCols(head * width, width),
                               key.middleCols(head * width, width), mask, scale, queryIndex);
}

SiteRecorder::SiteRecorder(int heads, AttentionKeeping keeping, std::vector<bool> isHeadOff)
    : keeping_(keeping),
      isHeadOff_(std::move(isHeadOff)),
      weights_(static_cast<std::size_t>(heads)),
      rowsNotFinite_(static_cast<std::size_t>(heads), 0)
{
}

bool SiteRecorder::isHeadOff(int head) const
{
    const auto index = static_cast<std::size_t>(head);
    return index < isHeadOff_.size() && isHeadOff_[index];
}

void SiteRecorder::inspect(int head, const MatrixView& weights)
{
    Index& count = rowsNotFinite_[static_cast<std::size_t>(head)];
    count = 0;
    for (Index row = 0; row < weights.rows(); ++row) {
        count +=
            std::isfinite(weights.row(row).sum()) ? 0 : 1; // no sum of weights outgrows a float
    }
}

void SiteRecorder::record(int head, Matrix weights)
{
    inspect(head, weights);
    weights_[static_cast<std::size_t>(head)] = std::move(weights);
}

void SiteRecorder::record(QueriesAndKeys projections)
{
    projections_ = std::move(projections);
}

void AttentionStore::add(SiteRecorder&& recorder)
{
    // A similarity has no projections that would give it by a softmax.
    const bool hasProjections = recorder.projections_.query.size() > 0;
    Entry entry{.kept = {},
                .rowsNotFinite = std::accumulate(recorder.rowsNotFinite_.begin(),
                                                 recorder.rowsNotFinite_.end(), Index{0})};
    if (recorder.keeping_ == AttentionKeeping::Weights || !hasProjections) {
        entry.kept = std::move(recorder.weights_);
    } else {
        entry.kept = std::move(recorder.projections_);
    }
    entries_.push_back(std::move(entry));
}

Matrix AttentionStore::head(std::size_t site, int head) const
{
    const auto& kept = entries_.at(site).kept;
    if (const auto* weights = std::get_if<std::vector<Matrix>>(&kept)) {
        return weights->at(static_cast<std::size_t>(head));
    }
    return std::get<QueriesAndKeys>(kept).weights(head);
}

Eigen::RowVectorXf AttentionStore::row(std::size_t site, int head, Index query) const
{
    const auto& kept = entries_.at(site).kept;
    if (const auto* weights = std::get_if<std::vector<Matrix>>(&kept)) {
        return weights->at(static_cast<std::size_t>(head)).row(query);
    }
    return std::get<QueriesAndKeys>(kept).row(head, query);
}

std::size_t AttentionStore::sizeBytes() const
{
    Index floats = 0;
    for (const auto& [kept, unused] : entries_) {
        if (const auto* weights = std::get_if<std::vector<Matrix>>(&kept)) {
            for (const Matrix& matrix : *weights) {
                floats += matrix.size();
            }
        } else {
            const auto& projections = std::get<QueriesAndKeys>(kept);
            floats += projections.query.size() + projections.key.size() + projections.mask.size();
        }
    }
    return static_cast<std::size_t>(floats) * sizeof(float);
}

} // namespace attenscope
