#pragma once

#include "engine/base/export.h"
#include "engine/tensor/matrix.h"

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <memory>
#include <variant>
#include <vector>

namespace attenscope {

class RunMemory;
class StepId;

/// What a store keeps of a site.
enum class AttentionKeeping {
    Weights,        ///< every head's matrix
    QueriesAndKeys, ///< the projections; rows and heads are computed when asked, same numbers
    Projections     ///< values too: all that a head's step from x to its context is made of
};

/// The projections of one site, enough to compute its weights.
struct QueriesAndKeys {
    Matrix query; ///< [queries, heads × head width]
    Matrix key;   ///< [keys, heads × head width]
    Matrix mask;  ///< [queries or 1, keys], added to the scores; empty: nothing is masked
    float scale = 1;
    int heads = 1;

    /// [queries, keys] of one head.
    ATTENSCOPE_EXPORT Matrix weights(int head) const;
    /// One row of it; the same numbers bit for bit.
    ATTENSCOPE_EXPORT Eigen::RowVectorXf row(int head, Index query) const;
};

/// What one site recorded. Never changes; the traces of runs in which it is the same share it.
struct AttentionRecord {
    std::variant<std::vector<Matrix>, QueriesAndKeys> kept;
    Matrix values{}; ///< [keys, heads × value width]; 0 × 0 unless all projections were kept
    Index rowsNotFinite = 0;

    ATTENSCOPE_EXPORT std::size_t sizeBytes() const;
};

using AttentionRecordPtr = std::shared_ptr<const AttentionRecord>;

/// What attention blocks write into: one site's weights and its heads that are switched off.
/// Heads may be recorded from several threads at once.
class ATTENSCOPE_EXPORT SiteRecorder {
public:
    /// memory  what earlier runs left; null: nothing
    SiteRecorder(int heads,
                 AttentionKeeping keeping,
                 std::vector<bool> isHeadOff = {},
                 RunMemory* memory = nullptr);

    AttentionKeeping keeping() const { return keeping_; }

    /// Whether the head's context is set to zero before the output projection (analysis.md A22).
    bool isHeadOff(int head) const;

    /// Counts the rows of a head that hold no finite numbers. Recording weights does it as well;
    /// who keeps projections calls it.
    void inspect(int head, const MatrixView& weights);

    /// weights  [queries, keys]
    void record(int head, Matrix weights);
    void record(QueriesAndKeys projections);
    /// values  [keys, heads × value width]
    void recordValues(Matrix values);

    /// The step that records this site: `compute` does and gives its matrices. Where an earlier run
    /// did the same step on the same inputs with the same heads off, its matrices and record are
    /// taken over instead.
    /// inputs  everything that the step depends on beside `step` and the heads that are off
    std::vector<Matrix> rememberedAll(StepId step,
                                      std::initializer_list<MatrixView> inputs,
                                      const std::function<std::vector<Matrix>()>& compute);
    /// Of a step that gives one matrix.
    Matrix remembered(StepId step,
                      std::initializer_list<MatrixView> inputs,
                      const std::function<Matrix()>& compute);

    RunMemory* memory() const { return memory_; }

    /// Whether the record was taken over from an earlier run.
    bool isTakenOver() const { return isTakenOver_; }

    /// Closes the record; nothing may be recorded behind it.
    AttentionRecordPtr finish();

private:
    AttentionKeeping keeping_;
    std::vector<bool> isHeadOff_;
    RunMemory* memory_;
    std::vector<Matrix> weights_;
    QueriesAndKeys projections_;
    Matrix values_;
    std::vector<Index> rowsNotFinite_; ///< of each head
    AttentionRecordPtr finished_;
    bool isTakenOver_ = false;
};

/// Every site's attention weights, in the order of Trace::sites.
class ATTENSCOPE_EXPORT AttentionStore {
public:
    void add(SiteRecorder&& recorder);

    std::size_t sites() const { return entries_.size(); }

    /// [queries, keys], rows sum to 1 over the unmasked keys.
    Matrix head(std::size_t site, int head) const;
    Eigen::RowVectorXf row(std::size_t site, int head, Index query) const;

    /// Null where weights were kept.
    const QueriesAndKeys* queriesAndKeys(std::size_t site) const;

    /// [keys, heads × value width]; 0 × 0 unless all projections were kept.
    const Matrix& values(std::size_t site) const { return entries_.at(site).record->values; }

    /// Rows of a site's heads that hold no finite numbers: weights or inputs of the model were
    /// none, or grew beyond a float's range.
    Index rowsNotFinite(std::size_t site) const { return entries_.at(site).record->rowsNotFinite; }

    /// Whether the run took the site over from an earlier one in which it was the same.
    bool isTakenOver(std::size_t site) const { return entries_.at(site).isTakenOver; }

    /// A site's record, which other traces may share.
    const AttentionRecordPtr& record(std::size_t site) const { return entries_.at(site).record; }

    std::size_t sizeBytes() const;

private:
    struct Entry {
        AttentionRecordPtr record;
        bool isTakenOver = false;
    };

    std::vector<Entry> entries_;
};

} // namespace attenscope
