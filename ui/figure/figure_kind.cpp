#include "ui/figure/figure_kind.h"

#include <algorithm>
#include <array>

namespace attenscope {

namespace {

constexpr std::array kKinds{
    FigureKindInfo{FigureKind::Map, "map", "this map"},
    FigureKindInfo{FigureKind::HeadSheet, "sheet-heads", "sheet of all heads", Series::Heads},
    FigureKindInfo{FigureKind::LayerSheet, "sheet-layers", "sheet of all layers", Series::Layers},
    FigureKindInfo{FigureKind::WordSheet, "sheet-words", "sheet of all words", Series::Words},
    FigureKindInfo{FigureKind::LayerAnimation, "animation-layers", "animation over layers",
                   Series::Layers, true},
    FigureKindInfo{FigureKind::WordAnimation, "animation-words", "animation over words",
                   Series::Words, true},
};

constexpr std::array<std::string_view, 3> kSeries{"heads", "layers", "words"};

} // namespace

std::span<const FigureKindInfo> figureKinds()
{
    return kKinds;
}

const FigureKindInfo& figureKindInfo(FigureKind kind)
{
    return *std::ranges::find(kKinds, kind, &FigureKindInfo::kind);
}

std::optional<FigureKind> figureKindFromId(std::string_view id)
{
    const auto* const found = std::ranges::find(kKinds, id, &FigureKindInfo::id);
    return found == kKinds.end() ? std::nullopt : std::optional(found->kind);
}

std::string_view seriesId(Series series)
{
    return kSeries.at(static_cast<std::size_t>(series));
}

std::optional<Series> seriesFromId(std::string_view id)
{
    const auto* const found = std::ranges::find(kSeries, id);
    return found == kSeries.end() ? std::nullopt
                                  : std::optional(static_cast<Series>(found - kSeries.begin()));
}

std::optional<FigureKind> figureKindOf(Series series, bool isAnimation)
{
    const auto* const found = std::ranges::find_if(kKinds, [&](const FigureKindInfo& info) {
        return info.series == series && info.isAnimation == isAnimation;
    });
    return found == kKinds.end() ? std::nullopt : std::optional(found->kind);
}

} // namespace attenscope
