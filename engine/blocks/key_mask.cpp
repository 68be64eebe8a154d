#include "engine/blocks/key_mask.h"

namespace attenscope {

Matrix keyMask(const std::vector<bool>& isMasked, float maskedScore)
{
    Matrix mask = Matrix::Zero(1, static_cast<Index>(isMasked.size()));
    for (std::size_t key = 0; key < isMasked.size(); ++key) {
        if (isMasked[key]) {
            mask(0, static_cast<Index>(key)) = maskedScore;
        }
    }
    return mask;
}

Matrix causalMask(const std::vector<bool>& isMasked, float maskedScore)
{
    Matrix mask = keyMask(isMasked, maskedScore).replicate(static_cast<Index>(isMasked.size()), 1);
    mask.triangularView<Eigen::StrictlyUpper>().setConstant(maskedScore);
    return mask;
}

} // namespace attenscope
