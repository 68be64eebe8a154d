#include "engine/trace/attention_store.h"

#include "engine/tensor/attention_weights.h"

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
    : keeping_(keeping), isHeadOff_(std::move(isHeadOff)), weights_(static_cast<std::size_t>(heads))
{
}

bool SiteRecorder::isHeadOff(int head) const
{
    const auto index = static_cast<std::size_t>(head);
    return index < isHeadOff_.size() && isHeadOff_[index];
}

void SiteRecorder::record(int head, Matrix weights)
{
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
    if (recorder.keeping_ == AttentionKeeping::Weights || !hasProjections) {
        entries_.emplace_back(std::move(recorder.weights_));
    } else {
        entries_.emplace_back(std::move(recorder.projections_));
    }
}

Matrix AttentionStore::head(std::size_t site, int head) const
{
    const auto& entry = entries_.at(site);
    if (const auto* weights = std::get_if<std::vector<Matrix>>(&entry)) {
        return weights->at(static_cast<std::size_t>(head));
    }
    return std::get<QueriesAndKeys>(entry).weights(head);
}

Eigen::RowVectorXf AttentionStore::row(std::size_t site, int head, Index query) const
{
    const auto& entry = entries_.at(site);
    if (const auto* weights = std::get_if<std::vector<Matrix>>(&entry)) {
        return weights->at(static_cast<std::size_t>(head)).row(query);
    }
    return std::get<QueriesAndKeys>(entry).row(head, query);
}

std::size_t AttentionStore::sizeBytes() const
{
    Index floats = 0;
    for (const auto& entry : entries_) {
        if (const auto* weights = std::get_if<std::vector<Matrix>>(&entry)) {
            for (const Matrix& matrix : *weights) {
                floats += matrix.size();
            }
        } else {
            const auto& projections = std::get<QueriesAndKeys>(entry);
            floats += projections.query.size() + projections.key.size() + projections.mask.size();
        }
    }
    return static_cast<std::size_t>(floats) * sizeof(float);
}

} // namespace attenscope
