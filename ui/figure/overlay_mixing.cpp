#include "ui/figure/overlay_mixing.h"

#include "ui/figure/colour_table.h"
#include "ui/figure/hatch.h"
#include "ui/figure/unit_raster.h"

#include <algorithm>
#include <array>
#include <cmath>

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

/// How opaque the map is over the picture.
/// distance  of the number from where "nothing" lies on the scale, 0 to 1
float alphaOf(const FigureStyle& style, float distance)
{
    const auto opacity = static_cast<float>(std::clamp(style.opacity, 0.0, 1.0));
    switch (style.overlay) {
    case OverlayKind::Tint:
        return opacity;
    case OverlayKind::Spotlight:
        return opacity * std::sqrt(distance); // faster at first so that the middle is seen
    case OverlayKind::SideBySide:
        return 1;
    case OverlayKind::Contour:
    case OverlayKind::Multiply: // done after this
        break;
    }
    return 0;
}

MixTable mixTable(const FigureStyle& style)
{
    const ColourTable& table = tableOf(style);
    const Theme& colours = theme(style.theme);
    const bool isSigned = table.kind == ColourTable::Kind::Signed;
    MixTable result;
    for (int i = 0; i < ColourTable::kSize; ++i) {
        const QRgb colour = table.colour(i).rgb();
        const float place = static_cast<float>(i) / (ColourTable::kSize - 1);
        const float distance = isSigned ? std::abs(2 * place - 1) : place;
        result.at(static_cast<std::size_t>(i)) =
            tintEntry(colour, alphaOf(style, distance), !isSigned);
    }
    result.at(kOutsideCode) = {.own = {}, .light = 1, .colour = 0};
    result.at(kMaskedCode) = signEntry(colours.hatchBackground);
    result.at(kNotANumberCode) = signEntry(notANumberColour());
    result.at(kBareCode) = {.own = {}, .light = 0, .colour = 1};
    return result;
}

/// Each channel of the picture times the map's, as far as the opacity says.
void multiply(QImage& image,
              const QImage& picture,
              const std::vector<std::uint16_t>& codes,
              const FigureStyle& style)
{
    struct Factors {
        unsigned red = 256; // of 256
        unsigned green = 256;
        unsigned blue = 256;
    };

    const ColourTable& table = tableOf(style);
    const double opacity = std::clamp(style.opacity, 0.0, 1.0);
    const auto factorOf = [&](int channel) {
        return static_cast<unsigned>(std::lround(256 * (1 - opacity + opacity * channel / 255.0)));
    };
    std::array<Factors, ColourTable::kSize> factors;
    for (int i = 0; i < ColourTable::kSize; ++i) {
        const QColor colour = table.colour(i);
        factors.at(static_cast<std::size_t>(i)) = {factorOf(colour.red()), factorOf(colour.green()),
                                                   factorOf(colour.blue())};
    }
    constexpr unsigned kHalf = 128;
    const std::uint16_t* code = codes.data();
    const int width = image.width();
    for (int y = 0; y < image.height(); ++y) {
        auto* const pixels = reinterpret_cast<QRgb*>(image.scanLine(y)); // QImage's own access
        const auto* const below = reinterpret_cast<const QRgb*>(picture.constScanLine(y));
        for (int x = 0; x < width; ++x, ++code) {
            if (*code < ColourTable::kSize) {
                const Factors& factor = factors[*code];
                const auto scaled = [](int channel, unsigned by) {
                    return static_cast<int>((static_cast<unsigned>(channel) * by + kHalf) >> 8U);
                };
                pixels[x] =
                    qRgb(scaled(qRed(below[x]), factor.red), scaled(qGreen(below[x]), factor.green),
                         scaled(qBlue(below[x]), factor.blue));
            }
        }
    }
}

/// Fully opaque cells have exactly the table's colours, whatever rounding says.
void setOpaqueColours(QImage& image,
                      const std::vector<std::uint16_t>& codes,
                      const ColourTable& table)
{
    const std::uint16_t* code = codes.data();
    const int width = image.width();
    for (int y = 0; y < image.height(); ++y) {
        auto* const pixels = reinterpret_cast<QRgb*>(image.scanLine(y)); // QImage's own access
        for (int x = 0; x < width; ++x, ++code) {
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
    unsigned signs = 0; // without a jump in the loop, which is long and mostly finds none
    for (const std::uint16_t code : codes) {
        signs |= static_cast<unsigned>(code == kMaskedCode) |
                 static_cast<unsigned>(code == kNotANumberCode);
    }
    if (signs == 0) {
        return;
    }
    const int period = std::max(4, static_cast<int>(std::lround(6 * pixelsPerUnit)));
    const QRgb line = theme(style.theme).hatchLine.rgb();
    const std::uint16_t* code = codes.data();
    const int width = image.width();
    for (int y = 0; y < image.height(); ++y) {
        auto* const pixels = reinterpret_cast<QRgb*>(image.scanLine(y)); // QImage's own access
        for (int x = 0; x < width; ++x, ++code) {
            if ((*code == kMaskedCode || *code == kNotANumberCode) && isHatchLine(x, y, period)) {
                pixels[x] = line;
            }
        }
    }
}

} // namespace

void mixOverlay(const QImage& picture,
                const OklabPlanes& planes,
                const std::vector<std::uint16_t>& codes,
                const FigureStyle& style,
                qreal pixelsPerUnit,
                QImage& image)
{
    if (image.size() != picture.size()) {
        image = QImage(picture.size(), QImage::Format_RGB32);
    }
    // An RGB32 image has no padding between its lines.
    mixPixels(planes, codes, mixTable(style),
              {reinterpret_cast<QRgb*>(image.bits()), codes.size()});
    const bool isOpaque = style.overlay == OverlayKind::SideBySide ||
                          (style.overlay == OverlayKind::Tint && style.opacity >= 1);
    if (isOpaque) {
        setOpaqueColours(image, codes, tableOf(style));
    } else if (style.overlay == OverlayKind::Multiply) {
        multiply(image, picture, codes, style);
    }
    hatch(image, codes, style, pixelsPerUnit);
}

} // namespace attenscope
