#pragma once

namespace attenscope {

// Measures of the image canvas, in pixels.
inline constexpr double kPadding = 16;
inline constexpr double kHeadingHeight = 36;
inline constexpr double kAbsenceHeight = 48;
inline constexpr double kBarWidth = 14;
inline constexpr double kBarGap = 24;     ///< beside the picture: room for the marker
inline constexpr double kBarGapBelow = 8; ///< below it, before the marker
inline constexpr double kBetween = 16;    ///< two pictures side by side

} // namespace attenscope
