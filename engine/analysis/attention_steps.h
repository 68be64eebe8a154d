#pragma once

#include "engine/base/export.h"
#include "engine/tensor/matrix.h"
#include "engine/trace/trace.h"

#include <optional>

namespace attenscope {

/// How one query's row of one head comes about, number by number ("Attention Is All You Need",
/// 2017, section 3.2.1). n keys; d, d_v: width of a head's keys and values.
struct AttentionSteps {
    Eigen::RowVectorXf query;        ///< q, [d]
    Matrix keys;                     ///< k, [n, d]
    float scale = 1;                 ///< of the products: 1/√d, or the model's own
    Eigen::RowVectorXf products;     ///< q · k, [n]
    Eigen::RowVectorXf mask;         ///< added to what is scaled, [n]: 0 keeps a key, -inf hides it
    Eigen::RowVectorXf scores;       ///< q · k · scale + mask, [n]
    float largestScore = 0;          ///< subtracted first, so that no exponential overflows
    Eigen::RowVectorXf exponentials; ///< exp(score - largest), [n]; 0 in a row without open keys
    float sum = 0;                   ///< of the exponentials
    Eigen::RowVectorXf weights;      ///< [n], the run's own, bit for bit
    Matrix values;                   ///< v, [n, d_v]; 0 × 0 where a block has none (alignments)
    Eigen::RowVectorXf context;      ///< Σ weights · v, [d_v]; zeros for a head that is off
    bool isOff = false;
};

/// trace  of a run that kept its projections (AttentionKeeping::Projections)
/// site   index into Trace::sites
/// row    of its query axis
/// returns nothing for a site that has none: a similarity, a recorded run
ATTENSCOPE_EXPORT std::optional<AttentionSteps>
attentionSteps(const Trace& trace, std::size_t site, int head, Index row);

} // namespace attenscope
