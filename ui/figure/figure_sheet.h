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

/// Several maps of one run on one page and one scale: all heads, all layers, or all words.
class FigureSheet : public FigurePage {
public:
    /// request  its style's kind is one of the sheets
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
    void paintLabels(QPainter& painter) const;
    void paintHeads(QPainter& painter) const;
};

} // namespace attenscope
