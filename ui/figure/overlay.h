#pragma once

#include <QImage>
#include <QRectF>
#include <QSize>

#include "engine/analysis/scale.h"
#include "engine/vision/image.h"
#include "engine/vision/visual_units.h"
#include "ui/figure/figure_style.h"
#include "ui/figure/oklab.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace attenscope {

/// The engine's picture for Qt: Format_RGB888, deep copy.
QImage qImageFrom(const Image& image);

/// What part of a picture is drawn, and at which size. The picture's pixel (0, 0) has its outer
/// corner at (0, 0); target pixel i shows the point source.x + (i + 1/2) source.width / size.width.
struct OverlayView {
    QRectF source;            ///< in pixels of the original picture
    QSize size;               ///< in device pixels
    qreal pixelsPerUnit = 1;  ///< device pixel ratio: the width of lines and hatches
    bool showsPixels = false; ///< a magnified picture's pixels stay squares

    friend bool operator==(const OverlayView&, const OverlayView&) = default;
};

/// Lays maps over one picture: the raster that the window's canvas and every exported figure share.
/// Keeps what depends on picture, view and grid alone, so that a new map costs one pass over the
/// pixels (24 × 24 patches at 1024 × 1024: a few ms).
class OverlayPainter {
public:
    OverlayPainter() = default;
    /// picture  in the pixels that the units' boxes are measured in
    explicit OverlayPainter(QImage picture);

    const QImage& picture() const { return picture_; }

    /// The picture with the map over it. Cells are crisp; masked and NaN units are hatched; units
    /// without a box (special ones) don't appear; what no unit covers keeps the picture's lightness
    /// and loses its colour.
    /// map  values and states, one per unit
    QImage paint(const VisualUnits& units,
                 const Map& map,
                 const ScaleRange& range,
                 const FigureStyle& style,
                 const OverlayView& view);

    /// The picture alone with the masked units hatched: what stands beside shaded words.
    /// isUnitMasked  one per unit, or empty
    QImage paintBare(const VisualUnits& units,
                     const std::vector<bool>& isUnitMasked,
                     const FigureStyle& style,
                     const OverlayView& view);

private:
    /// What decides which pixel belongs to which cell.
    struct Cells {
        std::array<int, 11> geometry{}; ///< grid, patch, and the way from picture to input
        std::size_t units = 0;

        friend bool operator==(const Cells&, const Cells&) = default;
    };

    QImage picture_;
    OverlayView view_;   ///< what the ones below were made for
    QImage scaled_;      ///< the view's pixels, Format_RGB32
    OklabPlanes planes_; ///< of each of them
    Cells cells_;
    std::vector<std::uint32_t> cellOfPixel_; ///< unitOfPixel's, for `cells_`
    std::vector<std::uint16_t> codes_;       ///< memory that is used again
    QImage image_;                           ///< likewise

    void prepare(const OverlayView& view);
    const std::vector<std::uint16_t>& codesOf(const VisualUnits& units,
                                              const Map& map,
                                              const ScaleRange& range,
                                              bool isSmooth);
    QImage mixed(const std::vector<std::uint16_t>& codes, const FigureStyle& style);
};

} // namespace attenscope
