#include "ui/figure/overlay.h"

#include <QPainter>

#include "ui/figure/colour_table.h"
#include "ui/figure/hatch.h"
#include "ui/figure/oklab.h"
#include "ui/figure/unit_raster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace attenscope {

namespace {

using MixTable = std::array<OklabMix, kUnitCodes>;

/// The OKLab mix of the map's colour at opacity alpha over the picture: L = alpha L_map +
/// (1 - alpha) L_picture; the map keeps its full colour, the picture 0.7 (1 - alpha) of its own.
/// Below alpha = 0.5 both go over into the bare picture.
OklabMix tintEntry(QRgb colour, float alpha, bool keepsPictureColour)
{
    const float rest = 1 - alpha;
    const float below = std::max(0.0F, 1 - 2 * alpha);
    const float bare = below * below;
    Oklab lab = labFromRoots(rootsFromColour(colour));
    lab = {.lightness = alpha * lab.lightness, .a = (1 - bare) * lab.a, .b = (1 - bare) * lab.b};
    const float chroma = rest * ((keepsPictureColour ? 0.7F * (1 - bare) : 0) + bare);
    return {.own = rootsFromLab(lab), .light = rest - chroma, .colour = chroma};
}

/// A flat colour that lets the picture's lightness shine through a little.
OklabMix signEntry(const QColor& background)
{
    constexpr float kOpacity = 0.75F;
    const OklabRoots roots = rootsFromColour(background.rgb());
    return {.own = {.l = kOpacity * roots.l, .m = kOpacity * roots.m, .s = kOpacity * roots.s},
            .light = 1 - kOpacity,
            .colour = 0};
}

MixTable mixTable(const FigureStyle& style)
{
    const ColourTable& table = colourTable(style.colourTable);
    const Theme& colours = theme(style.theme);
    const bool isSigned = table.kind == ColourTable::Kind::Signed;
    const auto opacity = static_cast<float>(std::clamp(style.opacity, 0.0, 1.0));
    MixTable result;
    for (int i = 0; i < ColourTable::kSize; ++i) {
        const QRgb colour = table.colour(i).rgb();
        const float place = static_cast<float>(i) / (ColourTable::kSize - 1);
        // Spotlight: opacity grows with the number, faster at first so that the middle is seen.
        const float weight = style.overlay == OverlayKind::Tint
                                 ? 1
                                 : std::sqrt(isSigned ? std::abs(2 * place - 1) : place);
        result.at(static_cast<std::size_t>(i)) = tintEntry(colour, opacity * weight, !isSigned);
    }
    result.at(kOutsideCode) = {.own = {}, .light = 1, .colour = 0};
    result.at(kMaskedCode) = signEntry(colours.hatchBackground);
    result.at(kNotANumberCode) = signEntry(notANumberColour());
    result.at(kBareCode) = {.own = {}, .light = 0, .colour = 1};
    return result;
}

/// Fully opaque cells have exactly the table's colours, whatever rounding says.
void setOpaqueColours(QImage& image,
                      const std::vector<std::uint16_t>& codes,
                      const ColourTable& table)
{
    const std::uint16_t* code = codes.data();
    for (int y = 0; y < image.height(); ++y) {
        auto* const pixels = reinterpret_cast<QRgb*>(image.scanLine(y)); // QImage's own access
        for (int x = 0; x < image.width(); ++x, ++code) {
            if (*code < ColourTable::kSize) {
                pixels[x] = table.colour(*code).rgb();
            }
        }
    }
}

/// Diagonal lines over masked and NaN pixels.
void hatch(QImage& image,
           const std::vector<std::uint16_t>& codes,
           const FigureStyle& style,
           qreal pixelsPerUnit)
{
    const int period = std::max(4, static_cast<int>(std::lround(6 * pixelsPerUnit)));
    const QRgb line = theme(style.theme).hatchLine.rgb();
    const std::uint16_t* code = codes.data();
    for (int y = 0; y < image.height(); ++y) {
        auto* const pixels = reinterpret_cast<QRgb*>(image.scanLine(y)); // QImage's own access
        for (int x = 0; x < image.width(); ++x, ++code) {
            if ((*code == kMaskedCode || *code == kNotANumberCode) && isHatchLine(x, y, period)) {
                pixels[x] = line;
            }
        }
    }
}

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
    scaled_ = QImage(view.size, QImage::Format_RGB32);
    scaled_.fill(Qt::black);
    {
        QPainter painter(&scaled_);
        const QRect whole = picture_.rect();
        const bool isWhole = view.source == QRectF(whole);
        if (isWhole) { // averages by area when it shrinks, which drawImage does not
            painter.drawImage(
                0, 0, picture_.scaled(view.size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
        } else {
            painter.setRenderHint(QPainter::SmoothPixmapTransform);
            painter.drawImage(QRectF(QPointF(), QSizeF(view.size)), picture_, view.source);
        }
    }
    planes_ = planesFromPixels(pixelsOf(scaled_));
}

QImage OverlayPainter::mixed(const std::vector<std::uint16_t>& codes,
                             const FigureStyle& style) const
{
    QImage image(view_.size, QImage::Format_RGB32);
    // An RGB32 image has no padding between its lines.
    mixPixels(planes_, codes, mixTable(style),
              {reinterpret_cast<QRgb*>(image.bits()), codes.size()});
    if (style.overlay == OverlayKind::Tint && style.opacity >= 1) {
        setOpaqueColours(image, codes, colourTable(style.colourTable));
    }
    hatch(image, codes, style, view_.pixelsPerUnit);
    return image;
}

QImage OverlayPainter::paint(const VisualUnits& units,
                             const Map& map,
                             const ScaleRange& range,
                             const FigureStyle& style,
                             const OverlayView& view)
{
    prepare(view);
    QImage image = mixed(unitRaster(units, map, range, style.isSmooth, view), style);
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
