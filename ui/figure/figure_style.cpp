#include "ui/figure/figure_style.h"

#include "ui/figure/colour_table.h"

#include <algorithm>
#include <array>

namespace attenscope {

namespace {

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

FigureStyle styleOnPlain(FigureStyle style)
{
    style.overlay = OverlayKind::Tint;
    style.opacity = 1;
    style.showsGrid = true;
    return style;
}

} // namespace attenscope
