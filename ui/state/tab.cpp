#include "ui/state/tab.h"

#include <algorithm>
#include <array>

namespace attenscope {

namespace {

constexpr std::array<TabInfo, 6> kTabs{{
    {Tab::Image, "image", "Image", "The image with the map over it"},
    {Tab::Words, "words", "Words", "A small map for every word"},
    {Tab::FullMatrix, "matrix", "Matrix", "All queries and all keys"},
    {Tab::Depth, "depth", "Depth", "A statistic over the layers"},
    {Tab::Compare, "compare", "Compare", "Two views and their difference"},
    {Tab::Steps, "steps", "Steps", "One row of one head, number by number"},
}};

} // namespace

std::span<const TabInfo> tabs()
{
    return kTabs;
}

const TabInfo& tabInfo(Tab tab)
{
    return *std::ranges::find(kTabs, tab, &TabInfo::tab); // has a row for every tab
}

std::optional<Tab> tabFromId(std::string_view id)
{
    const auto* found = std::ranges::find(kTabs, id, &TabInfo::id);
    return found == kTabs.end() ? std::nullopt : std::optional(found->tab);
}

FigureView figureViewOf(Tab tab)
{
    return figureViewFromId(tabInfo(tab).id).value_or(FigureView::Image); // the ids are the same
}

} // namespace attenscope
