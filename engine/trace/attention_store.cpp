#include "engine/trace/attention_store.h"

#include "engine/tensor/attention_weights.h"
#include "engine/trace/run_memory.h"

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

SiteRecorder::SiteRecorder(int heads,
                           AttentionKeeping keeping,
                           std::vector<bool> isHeadOff,
                           RunMemory* memory)
    : keeping_(keeping),
      isHeadOff_(std::move(isHeadOff)),
      memory_(memory),
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

void SiteRecorder::recordValues(Matrix values)
{
    values_ = std::move(values);
}

std::vector<Matrix> SiteRecorder::rememberedAll(StepId step,
                                                std::initializer_list<MatrixView> inputs,
                                                const std::function<std::vector<Matrix>()>& compute)
{
    if (memory_ == nullptr) {
        return compute();
    }
    step.add(keeping_).add(weights_.size()).add(isHeadOff_);
    if (const auto result = memory_->find(step, inputs)) {
        finished_ = result->attention;
        isTakenOver_ = !result->isOfThisRun;
        std::vector<Matrix> values;
        for (const RunMemory::SharedMatrix& value : result->values) {
            values.push_back(*value);
        }
        return values;
    }
    std::vector<Matrix> values = compute();
    memory_->keep(step, inputs, std::vector<MatrixView>(values.begin(), values.end()), finish());
    return values;
}

Matrix SiteRecorder::remembered(StepId step,
                                std::initializer_list<MatrixView> inputs,
                                const std::function<Matrix()>& compute)
{
    std::vector<Matrix> values = rememberedAll(std::move(step), inputs, [&compute] {
        std::vector<Matrix> one;
        one.push_back(compute());
        return one;
    });
    return std::move(values.front());
}

AttentionRecordPtr SiteRecorder::finish()
{
    if (finished_) {
        return finished_;
    }
    AttentionRecord record{
        .kept = {},
        .values = std::move(values_),
        .rowsNotFinite = std::accumulate(rowsNotFinite_.begin(), rowsNotFinite_.end(), Index{0})};
    // A similarity has no projections that would give it by a softmax.
    const bool hasProjections = projections_.query.size() > 0;
    if (keeping_ == AttentionKeeping::Weights || !hasProjections) {
        record.kept = std::move(weights_);
    } else {
        record.kept = std::move(projections_);
    }
    finished_ = std::make_shared<const AttentionRecord>(std::move(record));
    return finished_;
}

std::size_t AttentionRecord::sizeBytes() const
{
    Index floats = values.size();
    if (const auto* weights = std::get_if<std::vector<Matrix>>(&kept)) {
        for (const Matrix& matrix : *weights) {
            floats += matrix.size();
        }
    } else {
        const auto& projections = std::get<QueriesAndKeys>(kept);
        floats += projections.query.size() + projections.key.size() + projections.mask.size();
    }
    return static_cast<std::size_t>(floats) * sizeof(float);
}

void AttentionStore::add(SiteRecorder&& recorder)
{
    AttentionRecordPtr record = recorder.finish();
    entries_.push_back({.record = std::move(record), .isTakenOver = recorder.isTakenOver()});
}

Matrix AttentionStore::head(std::size_t site, int head) const
{
    const auto& kept = entries_.at(site).record->kept;
    if (const auto* weights = std::get_if<std::vector<Matrix>>(&kept)) {
        return weights->at(static_cast<std::size_t>(head));
    }
    return std::get<QueriesAndKeys>(kept).weights(head);
}

Eigen::RowVectorXf AttentionStore::row(std::size_t site, int head, Index query) const
{
    const auto& kept = entries_.at(site).record->kept;
    if (const auto* weights = std::get_if<std::vector<Matrix>>(&kept)) {
        return weights->at(static_cast<std::size_t>(head)).row(query);
    }
    return std::get<QueriesAndKeys>(kept).row(head, query);
}

const QueriesAndKeys* AttentionStore::queriesAndKeys(std::size_t site) const
{
    return std::get_if<QueriesAndKeys>(&entries_.at(site).record->kept);
}

std::size_t AttentionStore::sizeBytes() const
{
    std::size_t bytes = 0;
    for (const Entry& entry : entries_) {
        bytes += entry.record->sizeBytes();
    }
    return bytes;
}

} // namespace attenscope
