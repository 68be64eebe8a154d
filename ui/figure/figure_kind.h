#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace attenscope {

/// What one file shows of a run: one map, or several on a common scale.
enum class FigureKind {
    Map,
    HeadSheet, ///< every head of every layer
    LayerSheet,
    WordSheet, ///< each word as the query
    LayerAnimation,
    WordAnimation
};

/// What differs from map to map of a sheet or an animation.
enum class Series { Heads, Layers, Words };

/// One row of the registry of figures.
struct FigureKindInfo {
    FigureKind kind = FigureKind::Map;
    std::string_view id;   ///< "sheet-heads"
    std::string_view name; ///< for people
    std::optional<Series> series{};
    bool isAnimation = false;
};

/// All of them; the first is the default.
std::span<const FigureKindInfo> figureKinds();
const FigureKindInfo& figureKindInfo(FigureKind kind);
std::optional<FigureKind> figureKindFromId(std::string_view id);

std::string_view seriesId(Series series); ///< "heads"
std::optional<Series> seriesFromId(std::string_view id);

/// Nothing for an animation of heads.
std::optional<FigureKind> figureKindOf(Series series, bool isAnimation);

} // namespace attenscope
