#pragma once

/// The head matrix's lengths in pixels, for its two source files.
namespace attenscope::head_matrix {

constexpr double kRowLabel = 28;
constexpr double kColumnLabel = 22;
constexpr double kEdge = 4; ///< room for the ring around the chosen head
constexpr double kTextFrom = 60;
constexpr double kTextHeight = 22;
constexpr double kWideGap = 6;
constexpr double kNarrowGap = 3;
constexpr double kSmallestSide = 8;
constexpr double kLargestSide = 96;
constexpr double kNumberHeight = 26; ///< of a cell with a number
constexpr double kScaleGap = 12;     ///< above the numbers' colours
constexpr double kScaleHeight = 8;
constexpr double kScaleInset = 12; ///< for the numbers at its ends
constexpr double kScaleRoom = 60;  ///< with its numbers and its label

} // namespace attenscope::head_matrix
