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
};

/// request  B, its `compared` is A
/// Throws what Figure's constructor throws but E_USAGE_SIZE; E_USAGE_COLORMAP for a signed table
/// that is none.
/// hasLegend  whether scale, models, outputs and agreement stand on the page
ComparedViews comparedViews(FigureRequest request, bool hasLegend = true);

/// A, B and their signed difference on one page: titles with what differs emphasised, both maps on
/// one scale, A - B on a signed one, both captions.
class ComparisonFigure {
public:
    /// The three things that stand side by side.
    enum class Part { A, B, Difference };

    /// Throws as comparedViews does, and E_USAGE_SIZE for a page too small for its parts.
    explicit ComparisonFigure(FigureRequest request);
    explicit ComparisonFigure(ComparedViews views);

    const FigureRequest& request() const { return views_.b; }

    const ComparedViews& views() const { return views_; }

    const ComparisonLayout& layout() const { return layout_; }

    QRectF page() const { return layout_.page; }

    qreal pixelsPerUnit() const { return layout_.pixelsPerUnit; }

    void paint(QPainter& painter) const;

    /// One picture with its map, or bare where words are the keys, in pixels of the PNG; null where
    /// nothing is drawn.
    QImage overlay(Part part) const;

    /// The units that a picture's cells stand for; the common ones for the difference.
    const VisualUnits& units(Part part) const;
    /// What is drawn in them.
    const Map& map(Part part) const;

    QString title() const; ///< "“red” → image, layer 2 | “blue” → image, layer 2"
    /// Facts, outputs and agreement in lines of text.
    QString description() const;

private:
    ComparedViews views_;
    ComparisonLayout layout_;

    void paintColumns(QPainter& painter) const;
    void paintStrips(QPainter& painter) const;
};

} // namespace attenscope
