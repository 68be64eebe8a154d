#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace attenscope {

/// Which way of looking at a run a figure is drawn in; the window has a tab for each.
enum class FigureView {
    Image,      ///< a map over its picture, or over the caption's words
    Words,      ///< one small map for every word
    FullMatrix, ///< queries × keys
    Depth,      ///< a statistic over the layers
    Compare     ///< two maps and their difference
};

/// One row of the registry of views.
struct FigureViewInfo {
    FigureView view = FigureView::Image;
    std::string_view id;   ///< "image"
    std::string_view name; ///< for people: "this map"
    bool hasColourBar = true;
};

/// All of them; the first is the default.
std::span<const FigureViewInfo> figureViews();
const FigureViewInfo& figureViewInfo(FigureView view);
std::optional<FigureView> figureViewFromId(std::string_view id);

} // namespace attenscope
