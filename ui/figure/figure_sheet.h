#pragma once

#include "ui/figure/colour_bar.h"
#include "ui/figure/figure.h"
#include "ui/figure/figure_layout.h"
#include "ui/figure/figure_series.h"

#include <vector>

namespace attenscope {

/// Where a sheet's parts lie, in reference pixels.
struct SheetLayout {
    QRectF page;
    qreal pixelsPerUnit = 1;
    std::vector<QRectF> tiles;  ///< one per map, whole pixels of the PNG
    std::vector<QRectF> labels; ///< one per map, above its tile; none where rows and columns have
    QRectF columnHeads;         ///< above the tiles; empty where each tile has a label
    QRectF rowHeads;            ///< left of them
    QRectF colourBar;           ///< the colours alone; empty without one
    QRectF words;               ///< empty without them
    QRectF legend;              ///< empty without one
    WordStripLayout wordCells;
};

/// Several maps of one run on one page: all heads, all layers, or all words, which is the view of
/// words too. On one scale; words may have one each.
class FigureSheet : public FigurePage {
public:
    /// request  its style's kind is one of the sheets, or its view that of words
    /// Throws what Figure's constructor throws, and E_USAGE_SELECTION as figureSeries does.
    explicit FigureSheet(FigureRequest request);

    const FigureRequest& request() const override { return request_; }

    QRectF page() const override { return layout_.page; }

    qreal pixelsPerUnit() const override { return layout_.pixelsPerUnit; }

    const FigureSeries& series() const { return series_; }

    const SheetLayout& layout() const { return layout_; }

    void paint(QPainter& painter) const override;
    QString title() const override;
    QString description() const override;
    /// One per map.
    std::vector<FigureCell> cells() const override;

    std::size_t picturesBelowCells() const override { return layout_.tiles.size(); }

private:
    FigureRequest request_;
    FigureSeries series_;
    FigureContent content_;
    SheetLayout layout_;

    void paintTiles(QPainter& painter) const;
    void paintOutlines(QPainter& painter) const;
    void paintLabel(QPainter& painter, std::size_t index) const;
    void paintHeads(QPainter& painter) const;
};

} // namespace attenscope
