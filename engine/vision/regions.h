#pragma once

#include "engine/tensor/matrix.h"

#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// What a detector found in a picture: the image side of region models. Rows are regions.
struct Regions {
    Matrix features; ///< [regions, feature width]
    Matrix boxes;    ///< [regions, 4]: x0 y0 x1 y1 as fractions of the picture's width and height
    std::vector<bool> isPadding; ///< rows that hold no region; empty: all do
    std::optional<Eigen::RowVectorXf>
        wholeImage;                  ///< feature of the picture as one region (ViLBERT)
    std::vector<std::string> labels; ///< one per region, or empty

    int size() const { return static_cast<int>(features.rows()); }
};

} // namespace attenscope
