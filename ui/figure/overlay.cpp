#include "ui/figure/overlay.h"

#include <QPainter>

#include "ui/figure/contours.h"
#include "ui/figure/oklab.h"
#include "ui/figure/overlay_mixing.h"
#include "ui/figure/unit_raster.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace attenscope {

namespace {

std::span<const QRgb> pixelsOf(const QImage& image)
{
    // An RGB32 image has no padding between its lines.
    return {reinterpret_cast<const QRgb*>(image.constBits()),
            static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.height())};
}

/// Thin lines on the inner edges of cells that are large enough to carry them.
void drawGrid(QImage& image, const VisualUnits& units, const OverlayView& view)
{
    const qreal scaleX = view.size.width() / view.source.width();
    const qreal scaleY = view.size.height() / view.source.height();
    constexpr qreal kSmallestCell = 6;
    QPainter painter(&image);
    painter.setPen(QPen(QColor(0, 0, 0, 70), 1));
    for (const VisualUnit& unit : units.units) {
        const Box& box = unit.box;
        const QRectF cell((box.x0 - view.source.x()) * scaleX, (box.y0 - view.source.y()) * scaleY,
                          (box.x1 - box.x0) * scaleX, (box.y1 - box.y0) * scaleY);
        if (unit.kind != VisualUnit::Kind::Patch ||
            std::min(cell.width(), cell.height()) < kSmallestCell) {
            continue;
        }
        const QRect pixels(QPoint(static_cast<int>(std::lround(cell.left())),
                                  static_cast<int>(std::lround(cell.top()))),
                           QPoint(static_cast<int>(std::lround(cell.right())) - 1,
                                  static_cast<int>(std::lround(cell.bottom())) - 1));
        painter.drawLine(pixels.bottomLeft(), pixels.bottomRight());
        painter.drawLine(pixels.topRight(), pixels.bottomRight());
    }
}

} // namespace

QImage qImageFrom(const Image& image)
{
    if (image.isEmpty()) {
        return {};
    }
    return QImage(image.rgb.data(), image.width, image.height, qsizetype{3} * image.width,
                  QImage::Format_RGB888)
        .copy();
}

OverlayPainter::OverlayPainter(QImage picture) : picture_(std::move(picture)) {}

void OverlayPainter::prepare(const OverlayView& view)
{
    if (view == view_ && !planes_.l.empty()) {
        return;
    }
    view_ = view;
    cellOfPixel_.clear();
    scaled_ = QImage(view.size, QImage::Format_RGB32);
    scaled_.fill(Qt::black);
    {
        QPainter painter(&scaled_);
        const QRect whole = picture_.rect();
        const bool isWhole = view.source == QRectF(whole);
        if (view.showsPixels) {
            painter.drawImage(QRectF(QPointF(), QSizeF(view.size)), picture_, view.source);
        } else if (isWhole) { // averages by area when it shrinks, which drawImage does not
            painter.drawImage(
                0, 0, picture_.scaled(view.size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
        } else {
            painter.setRenderHint(QPainter::SmoothPixmapTransform);
            painter.drawImage(QRectF(QPointF(), QSizeF(view.size)), picture_, view.source);
        }
    }
    planes_ = planesFromPixels(pixelsOf(scaled_));
}

QImage OverlayPainter::mixed(const std::vector<std::uint16_t>& codes, const FigureStyle& style)
{
    mixOverlay(scaled_, planes_, codes, style, view_.pixelsPerUnit, image_);
    return image_;
}

/// One pass over the pixels for crisp cells of a grid, whose places are kept.
const std::vector<std::uint16_t>& OverlayPainter::codesOf(const VisualUnits& units,
                                                          const Map& map,
                                                          const ScaleRange& range,
                                                          bool isSmooth)
{
    if (isSmooth || units.gridRows == 0) {
        codes_ = unitRaster(units, map, range, isSmooth, view_);
        return codes_;
    }
    const ImageGeometry& g = units.geometry;
    const Cells cells{.geometry = {units.gridRows, units.gridColumns, units.patchSize,
                                   g.originalWidth, g.originalHeight, g.resizedWidth,
                                   g.resizedHeight, g.cropX, g.cropY, g.inputWidth, g.inputHeight},
                      .units = units.units.size()};
    if (cellOfPixel_.empty() || cells != cells_) {
        cells_ = cells;
        cellOfPixel_ = cellRaster(units, view_);
    }
    const std::vector<std::uint16_t> codes = cellCodes(units, map, range);
    codes_.resize(cellOfPixel_.size());
    for (std::size_t p = 0; p < codes_.size(); ++p) {
        codes_[p] = codes[cellOfPixel_[p]];
    }
    return codes_;
}

QImage OverlayPainter::paint(const VisualUnits& units,
                             const Map& map,
                             const ScaleRange& range,
                             const FigureStyle& style,
                             const OverlayView& view)
{
    prepare(view);
    QImage image = mixed(codesOf(units, map, range, style.isSmooth), style);
    if (style.overlay == OverlayKind::Contour) {
        drawContours(image, contoursOf(units, map, range, view), range, style, view.pixelsPerUnit);
    }
    if (style.showsGrid) {
        drawGrid(image, units, view);
    }
    return image;
}

QImage OverlayPainter::paintBare(const VisualUnits& units,
                                 const std::vector<bool>& isUnitMasked,
                                 const FigureStyle& style,
                                 const OverlayView& view)
{
    prepare(view);
    QImage image = mixed(maskRaster(units, isUnitMasked, view), style);
    if (style.showsGrid) {
        drawGrid(image, units, view);
    }
    return image;
}

} // namespace attenscope
