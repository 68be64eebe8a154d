#include "ui/figure/figure_style.h"

#include "ui/figure/colour_table.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attenscope {

namespace {

constexpr double kMillimetresPerInch = 25.4;

constexpr std::array kOverlays{
    OverlayInfo{OverlayKind::Tint, "tint"},
    OverlayInfo{OverlayKind::Spotlight, "spotlight"},
    OverlayInfo{OverlayKind::Contour, "contour"},
    OverlayInfo{OverlayKind::Multiply, "multiply"},
    OverlayInfo{OverlayKind::SideBySide, "side-by-side", false},
};

} // namespace

std::span<const OverlayInfo> overlayKinds()
{
    return kOverlays;
}

const OverlayInfo& overlayInfo(OverlayKind kind)
{
    return *std::ranges::find(kOverlays, kind, &OverlayInfo::kind);
}

std::string_view overlayId(OverlayKind kind)
{
    return overlayInfo(kind).id;
}

std::optional<OverlayKind> overlayFromId(std::string_view id)
{
    const auto* const found = std::ranges::find(kOverlays, id, &OverlayInfo::id);
    return found == kOverlays.end() ? std::nullopt : std::optional(found->kind);
}

const ColourTable& tableOf(const FigureStyle& style)
{
    return colourTable(scaleInfo(style.scale).isSigned ? style.signedTable : style.colourTable);
}

bool fitsScale(const ColourTable& table, Scale scale)
{
    return (table.kind == ColourTable::Kind::Signed) == scaleInfo(scale).isSigned;
}

void setTable(FigureStyle& style, const ColourTable& table)
{
    (table.kind == ColourTable::Kind::Signed ? style.signedTable : style.colourTable) = table.id;
}

bool isSamePage(const FigureStyle& a, const FigureStyle& b)
{
    return a.kind == b.kind && a.frameMs == b.frameMs && a.size == b.size && a.dpi == b.dpi &&
           a.hasColourBar == b.hasColourBar && a.hasLegend == b.hasLegend &&
           a.hasWords == b.hasWords && a.hasMetadata == b.hasMetadata &&
           a.embedsPicture == b.embedsPicture;
}

FigureStyle withPage(FigureStyle style, const FigureStyle& page)
{
    style.kind = page.kind;
    style.frameMs = page.frameMs;
    style.size = page.size;
    style.dpi = page.dpi;
    style.hasColourBar = page.hasColourBar;
    style.hasLegend = page.hasLegend;
    style.hasWords = page.hasWords;
    style.hasMetadata = page.hasMetadata;
    style.embedsPicture = page.embedsPicture;
    return style;
}

QSize pixelsFromMillimetres(const QSizeF& millimetres, double dpi)
{
    const auto pixels = [dpi](double length) {
        constexpr double kBeyondAll = 1e9; // so that it fits an int
        return static_cast<int>(
            std::lround(std::clamp(length / kMillimetresPerInch * dpi, 1.0, kBeyondAll)));
    };
    return {pixels(millimetres.width()), pixels(millimetres.height())};
}

QSizeF millimetresFromPixels(const QSize& pixels, double dpi)
{
    return QSizeF(pixels) * (kMillimetresPerInch / dpi);
}

FigureStyle styleOnPlain(FigureStyle style)
{
    style.overlay = OverlayKind::Tint;
    style.opacity = 1;
    style.showsGrid = true;
    return style;
}

} // namespace attenscope
