#pragma once

#include "ui/figure/figure_view.h"

#include <optional>
#include <span>
#include <string_view>

namespace attenscope {

/// What the centre of the window shows.
enum class Tab {
    Image,      ///< the picture with its map
    Words,      ///< one small map for every word
    FullMatrix, ///< queries × keys
    Depth,      ///< a statistic over the layers
    Compare,    ///< two views and their difference
    Steps       ///< one row of one head, number by number
};

/// One row of the registry of tabs.
struct TabInfo {
    Tab tab = Tab::Image;
    std::string_view id;          ///< "image"
    std::string_view name;        ///< for people
    std::string_view description; ///< what it shows
};

/// All of them in their order; the first is the default.
std::span<const TabInfo> tabs();
const TabInfo& tabInfo(Tab tab);
std::optional<Tab> tabFromId(std::string_view id);

/// The view whose figure a tab exports; the image of a tab that has no figure.
FigureView figureViewOf(Tab tab);

} // namespace attenscope
