#include "ui/figure/overlay.h"

#include "ui/figure/colour_table.h"
#include "ui/figure/hatch.h"
#include "ui/figure/oklab.h"
#include "ui/figure/unit_raster.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace attenscope {

namespace {

/// How a code mixes with the picture's pixel p, in roots: own + lightness L(p) + colour p.
/// A mix in OKLab that leaves the picture `share` of its lightness and `chroma` of its colour has
/// lightness = share - chroma and colour = chroma.
struct MixEntry {
    OklabRoots own;
    float lightness = 0;
    float colour = 0;
    QRgb opaque = 0; ///< exact colour where the picture has no share
    bool isOpaque = false;
};

using MixTable = std::array<MixEntry, kUnitCodes>;

/// The OKLab mix of the map's colour at opacity alpha over the picture: L = alpha L_map +
/// (1 - alpha) L_picture; the map keeps its full colour, the picture 0.7 (1 - alpha) of its own.
/// Near alpha = 0 both go over into the bare picture.
MixEntry tintEntry(QRgb colour, float alpha, bool keepsPictureColour)
{
    const float rest = 1 - alpha;
    const float bare = rest * rest * rest * rest; // 0.01 at the usual 0.68
    Oklab lab = labFromRoots(rootsFromColour(colour));
    lab = {.lightness = alpha * lab.lightness, .a = (1 - bare) * lab.a, .b = (1 - bare) * lab.b};
    const float chroma = rest * ((keepsPictureColour ? 0.7F * (1 - bare) : 0) + bare);
    return {.own = rootsFromLab(lab),
            .lightness = rest - chroma,
            .colour = chroma,
            .opaque = colour,
            .isOpaque = alpha >= 1};
}

/// Opacity in proportion to the number's place on the scale, everything mixed alike.
MixEntry spotlightEntry(QRgb colour, float alpha)
{
    const OklabRoots roots = rootsFromColour(colour);
    return {.own = {.l = alpha * roots.l, .m = alpha * roots.m, .s = alpha * roots.s},
            .lightness = 0,
            .colour = 1 - alpha,
            .opaque = colour,
            .isOpaque = alpha >= 1};
}

/// A flat colour that lets the picture's lightness shine through a little.
MixEntry signEntry(const QColor& background)
{
    constexpr float kOpacity = 0.75F;
    const OklabRoots roots = rootsFromColour(background.rgb());
    return {.own = {.l = kOpacity * roots.l, .m = kOpacity * roots.m, .s = kOpacity * roots.s},
            .lightness = 1 - kOpacity,
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
        const float weight = isSigned ? std::abs(2 * place - 1) : place;
        result.at(static_cast<std::size_t>(i)) =
            style.overlay == OverlayKind::Tint ? tintEntry(colour, opacity, !isSigned)
                                               : spotlightEntry(colour, opacity * weight);
    }
    result.at(kOutsideCode) = {.own = {}, .lightness = 1, .colour = 0};
    result.at(kMaskedCode) = signEntry(colours.hatchBackground);
    result.at(kNotANumberCode) = signEntry(notANumberColour());
    result.at(kBareCode) = {.own = {}, .lightness = 0, .colour = 1};
    return result;
}

QImage mixed(const std::vector<std::uint16_t>& raster,
             const std::vector<float>& roots,
             const MixTable& table,
             QSize size)
{
    static const SrgbEncoder kEncoder;
    QImage image(size, QImage::Format_RGB32);
    const float* p = roots.data();
    const std::uint16_t* code = raster.data();
    for (int y = 0; y < size.height(); ++y) {
        auto* const line = reinterpret_cast<QRgb*>(image.scanLine(y)); // QImage's own access
        for (int x = 0; x < size.width(); ++x, p += 3, ++code) {
            const MixEntry& entry = table[*code];
            const float light =
                entry.lightness * OklabRoots{.l = p[0], .m = p[1], .s = p[2]}.lightness();
            line[x] = entry.isOpaque ? entry.opaque
                                     : kEncoder.colour(entry.own.l + light + entry.colour * p[0],
                                                       entry.own.m + light + entry.colour * p[1],
                                                       entry.own.s + light + entry.colour * p[2]);
        }
    }
    return image;
}

/// Diagonal lines over masked and NaN pixels.
void hatch(QImage& image,
           const std::vector<std::uint16_t>& raster,
           const FigureStyle& style,
           qreal pixelsPerUnit)
{
    const int period = std::max(4, static_cast<int>(std::lround(6 * pixelsPerUnit)));
    const QRgb line = theme(style.theme).hatchLine.rgb();
    const std::uint16_t* code = raster.data();
    for (int y = 0; y < image.height(); ++y) {
        auto* const pixels = reinterpret_cast<QRgb*>(image.scanLine(y)); // QImage's own access
        for (int x = 0; x < image.width(); ++x, ++code) {
            if ((*code == kMaskedCode || *code == kNotANumberCode) && isHatchLine(x, y, period)) {
                pixels[x] = line;
            }
        }
    }
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
        const QRectF cell((box.x0 - view.source.x()) * scaleX,
                          (box.y0 - view.source.y()) * scaleY,
                          (box.x1 - box.x0) * scaleX,
                          (box.y1 - box.y0) * scaleY);
        if (box.isEmpty() || std::min(cell.width(), cell.height()) < kSmallestCell) {
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
    return QImage(image.rgb.data(), image.width, image.height, 3 * image.width,
                  QImage::Format_RGB888)
        .copy();
}

OverlayPainter::OverlayPainter(QImage picture)
    : picture_(std::move(picture))
{
}

void OverlayPainter::prepare(const OverlayView& view)
{
    if (view == view_ && !lms_.empty()) {
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
                0,
                0,
                picture_.scaled(view.size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
        } else {
            painter.setRenderHint(QPainter::SmoothPixmapTransform);
            painter.drawImage(QRectF(QPointF(), QSizeF(view.size)), picture_, view.source);
        }
    }
    const auto pixels = static_cast<std::size_t>(view.size.width()) *
                        static_cast<std::size_t>(view.size.height());
    lms_.resize(3 * pixels);
    float* target = lms_.data();
    for (int y = 0; y < view.size.height(); ++y) {
        const auto* const line = reinterpret_cast<const QRgb*>(scaled_.constScanLine(y));
        for (int x = 0; x < view.size.width(); ++x, target += 3) {
            const OklabRoots roots = rootsFromColour(line[x]);
            target[0] = roots.l;
            target[1] = roots.m;
            target[2] = roots.s;
        }
    }
}

QImage OverlayPainter::paint(const VisualUnits& units,
                             const Map& map,
                             const ScaleRange& range,
                             const FigureStyle& style,
                             const OverlayView& view)
{
    prepare(view);
    const std::vector<std::uint16_t> raster = unitRaster(units, map, range, style.isSmooth, view);
    QImage image = mixed(raster, lms_, mixTable(style), view.size);
    hatch(image, raster, style, view.pixelsPerUnit);
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
    const std::vector<std::uint16_t> raster = maskRaster(units, isUnitMasked, view);
    QImage image = mixed(raster, lms_, mixTable(style), view.size);
    hatch(image, raster, style, view.pixelsPerUnit);
    if (style.showsGrid) {
        drawGrid(image, units, view);
    }
    return image;
}

} // namespace attenscope
