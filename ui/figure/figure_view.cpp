#include "ui/figure/figure_view.h"

#include <algorithm>
#include <array>

namespace attenscope {

namespace {

constexpr std::array kViews{
    FigureViewInfo{FigureView::Image, "image", "this map"},
    FigureViewInfo{FigureView::Words, "words", "a map for every word"},
    FigureViewInfo{FigureView::FullMatrix, "matrix", "the matrix"},
    FigureViewInfo{FigureView::Depth, "depth", "the plot over the layers", false},
    FigureViewInfo{FigureView::Compare, "compare", "the comparison"},
};

} // namespace

std::span<const FigureViewInfo> figureViews()
{
    return kViews;
}

const FigureViewInfo& figureViewInfo(FigureView view)
{
    return *std::ranges::find(kViews, view, &FigureViewInfo::view); // has a row for every view
}

std::optional<FigureView> figureViewFromId(std::string_view id)
{
    const auto* const found = std::ranges::find(kViews, id, &FigureViewInfo::id);
    return found == kViews.end() ? std::nullopt : std::optional(found->view);
}

} // namespace attenscope
