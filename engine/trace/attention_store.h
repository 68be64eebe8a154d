#pragma once

#include "engine/base/export.h"
#include "engine/tensor/matrix.h"

#include <cstddef>
#include <variant>
#include <vector>

namespace attenscope {

/// What a store keeps of a site.
enum class AttentionKeeping {
    Weights,       ///< every head's matrix
    QueriesAndKeys ///< the projections; rows and heads are computed when asked, same numbers
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

/// What attention blocks write into: one site's weights and its heads that are switched off.
/// Heads may be recorded from several threads at once.
class ATTENSCOPE_EXPORT SiteRecorder {
public:
    SiteRecorder(int heads, AttentionKeeping keeping, std::vector<bool> isHeadOff = {});

    AttentionKeeping keeping() const { return keeping_; }

    /// Whether the head's context is set to zero before the output projection (analysis.md A22).
    bool isHeadOff(int head) const;

    /// Counts the rows of a head that hold no finite numbers. Recording weights does it as well;
    /// who keeps projections calls it.
    void inspect(int head, const MatrixView& weights);

    /// weights  [queries, keys]
    void record(int head, Matrix weights);
    void record(QueriesAndKeys projections);

private:
    friend class AttentionStore;
    AttentionKeeping keeping_;
    std::vector<bool> isHeadOff_;
    std::vector<Matrix> weights_;
    QueriesAndKeys projections_;
    std::vector<Index> rowsNotFinite_; ///< of each head
};

/// Every site's attention weights, in the order of Trace::sites.
class ATTENSCOPE_EXPORT AttentionStore {
public:
    void add(SiteRecorder&& recorder);

    std::size_t sites() const { return entries_.size(); }

    /// [queries, keys], rows sum to 1 over the unmasked keys.
    Matrix head(std::size_t site, int head) const;
    Eigen::RowVectorXf row(std::size_t site, int head, Index query) const;

    /// Rows of a site's heads that hold no finite numbers: weights or inputs of the model were
    /// none, or grew beyond a float's range.
    Index rowsNotFinite(std::size_t site) const { return entries_.at(site).rowsNotFinite; }

    std::size_t sizeBytes() const;

private:
    struct Entry {
        std::variant<std::vector<Matrix>, QueriesAndKeys> kept;
        Index rowsNotFinite = 0;
    };

    std::vector<Entry> entries_;
};

} // namespace attenscope
