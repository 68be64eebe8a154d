#include "ui/figure/figure_style.h"

#include <algorithm>
#include <array>

namespace attenscope {

namespace {

constexpr std::array kOverlays{
    OverlayInfo{OverlayKind::Tint, "tint", "tint"},
    OverlayInfo{OverlayKind::Spotlight, "spotlight", "spotlight"},
};

} // namespace

std::span<const OverlayInfo> overlayKinds()
{
    return kOverlays;
}

std::string_view overlayId(OverlayKind kind)
{
    return std::ranges::find(kOverlays, kind, &OverlayInfo::kind)->id;
}

std::optional<OverlayKind> overlayFromId(std::string_view id)
{
    const auto* const found = std::ranges::find(kOverlays, id, &OverlayInfo::id);
    return found == kOverlays.end() ? std::nullopt : std::optional(found->kind);
}

FigureStyle styleOnPlain(FigureStyle style)
{
    style.overlay = OverlayKind::Tint;
    style.opacity = 1;
    style.showsGrid = true;
    return style;
}

} // namespace attenscope
