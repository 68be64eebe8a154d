#pragma once

#include <QtGlobal>

/// Measures of the matrix's view, in pixels; for its own files.
namespace attenscope::full_matrix_view {

inline constexpr qreal kPadding = 24;
inline constexpr qreal kHeading = 40;
inline constexpr qreal kFooter = 64;
inline constexpr qreal kBarWidth = 280;
inline constexpr qreal kBarHeight = 10;

} // namespace attenscope::full_matrix_view
