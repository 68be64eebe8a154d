#pragma once

#include <QImage>
#include <QPainter>
#include <QString>

#include "engine/analysis/comparison.h"
#include "ui/figure/comparison_layout.h"
#include "ui/figure/figure.h"

#include <array>
#include <optional>
#include <vector>

namespace attenscope {

/// Two views with their numbers, before they are placed on a page.
struct ComparedViews {
    FigureRequest a;
    FigureRequest b; ///< its style is that of both
    MapComparison maps;
    ScaleRange range;           ///< of A and of B
    ScaleRange differenceRange; ///< from minus the largest difference to it; of equal maps, from
                                ///< minus their largest number
    ComparisonContent content;
    std::size_t outputs = 0; ///< how many of the legend's last lines are what the runs say
};

/// request  B, its `compared` is A
/// Throws what Figure's constructor throws but E_USAGE_SIZE; E_USAGE_COLORMAP for a signed table
/// that is none.
/// hasLegend  whether scale, models, outputs and agreement stand on the page, if the style wants a
///            legend at all
ComparedViews comparedViews(FigureRequest request, bool hasLegend = true);

/// A, B and their signed difference on one page: titles with what differs emphasised, both maps on
/// one scale, A - B on a signed one, both captions. Of many outputs those stay that leave the
/// pictures room; the description has all of them.
class ComparisonFigure : public FigurePage {
public:
    /// The three things that stand side by side.
    enum class Part { A, B, Difference };

    /// Throws as comparedViews does, and E_USAGE_SIZE for a page too small for its parts.
    explicit ComparisonFigure(FigureRequest request);
    explicit ComparisonFigure(ComparedViews views);

    const FigureRequest& request() const override { return request_; }

    const ComparedViews& views() const { return views_; }

    const ComparisonLayout& layout() const { return layout_; }

    QRectF page() const override { return layout_.page; }

    qreal pixelsPerUnit() const override { return layout_.pixelsPerUnit; }

    void paint(QPainter& painter) const override;

    /// One picture with its map, or bare where words are the keys, in pixels of the PNG; null where
    /// nothing is drawn.
    QImage overlay(Part part) const;

    /// The units that a picture's cells stand for; the common ones for the difference.
    const VisualUnits& units(Part part) const;
    /// What is drawn in them.
    const Map& map(Part part) const;

    QString title() const override; ///< "“red” → image, layer 2 | “blue” → image, layer 2"
    /// Facts, outputs and agreement in lines of text.
    QString description() const override;
    /// One per unit of each picture whose keys are units.
    std::vector<FigureCell> cells() const override;
    std::size_t picturesBelowCells() const override;

private:
    FigureRequest request_; ///< B with its scale as it was asked for
    ComparedViews views_;
    std::vector<LegendLine> legend_; ///< all of it
    ComparisonLayout layout_;

    void paintColumns(QPainter& painter) const;
    void paintStrips(QPainter& painter) const;
};

} // namespace attenscope
