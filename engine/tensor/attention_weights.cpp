#include "engine/tensor/attention_weights.h"

#include "engine/tensor/row_operations.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace attenscope {

namespace {

constexpr Index kTileQueries = 64;

/// softmaxRows gives nothing to a row without open keys. Where the mask does not say so, the scores
/// themselves fell below a float's range, and the row is no numbers.
void markOverflow(const MatrixView& mask,
                  Index first,
                  Eigen::Ref<Matrix, 0, Eigen::OuterStride<>> weights)
{
    constexpr float kClosed = -std::numeric_limits<float>::infinity();
    for (Index i = 0; weights.cols() > 0 && i < weights.rows(); ++i) {
        if (weights(i, 0) != 0 || !weights.row(i).isZero(0)) {
            continue;
        }
        const bool isClosed =
            mask.rows() > 0 &&
            mask.row(mask.rows() == 1 ? 0 : first + i).maxCoeff<Eigen::PropagateNaN>() == kClosed;
        if (!isClosed) {
            weights.row(i).setConstant(std::numeric_limits<float>::quiet_NaN());
        }
    }
}

/// Fills `weights` [rows of the tile, keys] for the queries from `first` on.
void computeTile(const MatrixView& q,
                 const MatrixView& k,
                 const MatrixView& mask,
                 float scale,
                 Index first,
                 Eigen::Ref<Matrix, 0, Eigen::OuterStride<>> weights)
{
    weights.noalias() = q.middleRows(first, weights.rows()) * k.transpose();
    weights *= scale;
    if (mask.rows() == 1) {
        weights.rowwise() += mask.row(0);
    } else if (mask.rows() > 1) {
        weights += mask.middleRows(first, weights.rows());
    }
    softmaxRows(weights);
    markOverflow(mask, first, weights);
}

} // namespace

Matrix
attentionWeights(const MatrixView& q, const MatrixView& k, const MatrixView& mask, float scale)
{
    assert(q.cols() == k.cols());
    Matrix weights(q.rows(), k.rows());
    for (Index first = 0; first < q.rows(); first += kTileQueries) {
        const Index rows = std::min(kTileQueries, q.rows() - first);
        computeTile(q, k, mask, scale, first, weights.middleRows(first, rows));
    }
    return weights;
}

Eigen::RowVectorXf attentionWeightsRow(
    const MatrixView& q, const MatrixView& k, const MatrixView& mask, float scale, Index query)
{
    const Index first = query / kTileQueries * kTileQueries;
    Matrix tile(std::min(kTileQueries, q.rows() - first), k.rows());
    computeTile(q, k, mask, scale, first, tile);
    return tile.row(query - first);
}

} // namespace attenscope
