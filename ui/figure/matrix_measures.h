#pragma once

#include <QFont>

#include "ui/figure/matrix_painter.h"

#include <vector>

/// Sizes of a matrix's parts, in reference pixels; for its own files.
namespace attenscope {

inline constexpr int kNamePixels = 11;
inline constexpr qreal kNameHeight = 15; ///< a name's line; nearer ones are left out
inline constexpr qreal kNameGap = 6;
inline constexpr qreal kMeanNameWidth = 92; ///< "mean of patches"
inline constexpr qreal kMarginGap = 8;      ///< between cells and sums or means
inline constexpr qreal kSumWidth = 76;      ///< a bar and its number
inline constexpr qreal kSumBar = 28;
inline constexpr qreal kMeanHeight = 18;
inline constexpr qreal kNumberWidth = 54; ///< of a cell that shows its number
inline constexpr qreal kNumberHeight = 20;

QFont matrixNameFont(bool isChosen);

/// The items of an axis in sight whose names have room: every so many of a side; patches keep to
/// the rows of their grid where a row or more is left out. needed  what a name takes along the axis
std::vector<int> namedItems(const MatrixPicture& picture,
                            const MatrixAxis& axis,
                            const MatrixScaleAxis& scale,
                            qreal needed);

} // namespace attenscope
