#pragma once

namespace attenscope {

/// How numbers become positions on the colour table (analysis.md A20).
enum class Scale {
    Fixed,    ///< 0 to 1; -1 to 1 for similarities
    Shared,   ///< 0 (or the smallest, if negative) to the largest shown weight over all layers and
              ///< heads for this focus
    PerMap,   ///< this map's own minimum to maximum: hides magnitude, always labelled
    Quantile, ///< from the kLowQuantile to the kHighQuantile of all weights shown in all layers and
              ///< heads for this focus; what lies beyond is clipped
    Log,      ///< log10 from kLogFloor times the largest shown weight over all layers and heads up
              ///< to that; what is smaller is clipped
    Lift      ///< log2 of the lift over uniform: 1 in the middle, as far below it as the largest of
              ///< all layers and heads lies above, at least a factor of 2
};

/// The ends of a scale, and how numbers lie between them.
struct ScaleRange {
    float minimum = 0;
    float maximum = 1;
    bool isLogarithmic = false; ///< equal ratios are equally far apart
    bool isLift = false;        ///< counts lifts over uniform in place of weights

    friend bool operator==(const ScaleRange&, const ScaleRange&) = default;
};

} // namespace attenscope
