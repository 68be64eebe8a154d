#pragma once

#include "ui/figure/figure.h"
#include "ui/figure/figure_series.h"

namespace attenscope {

/// The pages of an animation: one map each, on a common scale, every part in the same place.
class FigureFrames {
public:
    /// request  its style's kind is one of the animations
    /// Throws as Figure and figureSeries do.
    explicit FigureFrames(const FigureRequest& request);

    int count() const { return static_cast<int>(series_.maps.size()); }

    Figure frame(int index) const;

private:
    FigureRequest request_;
    FigureSeries series_;
    FigureLayout layout_; ///< of the frame that leaves the picture the least room
};

} // namespace attenscope
