#include "engine/tensor/row_operations.h"

#include <limits>

namespace attenscope {

void softmaxRows(Eigen::Ref<Matrix, 0, Eigen::OuterStride<>> scores)
{
    for (Index i = 0; i < scores.rows(); ++i) {
        auto row = scores.row(i);
        const float maximum = row.size() == 0 ? 0.0F : row.maxCoeff<Eigen::PropagateNaN>();
        if (maximum == -std::numeric_limits<float>::infinity()) {
            row.setZero();
            continue;
        }
        row = (row.array() - maximum).exp();
        // Eigen's vectorised exp never falls below 2.9e-39; a masked key gets exactly nothing.
        row = (row.array() < std::numeric_limits<float>::min()).select(0.0F, row);
        row /= row.sum();
    }
}

} // namespace attenscope
