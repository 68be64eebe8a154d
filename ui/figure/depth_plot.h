#pragma once

#include <QPainter>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <QStringList>

#include "engine/analysis/statistics.h"
#include "ui/figure/colour_bar.h"
#include "ui/figure/theme.h"

#include <optional>
#include <vector>

namespace attenscope {

/// A statistic over the layers: the mean over heads as a thick line, the heads as thin ones, or as
/// the band between their smallest and largest where they are many.
struct DepthPlot {
    StatisticInfo statistic;
    StatisticTable table;
    std::optional<int> layer;   ///< chosen: marked
    std::optional<int> head;    ///< chosen: its line stands out
    std::optional<int> pointed; ///< layer whose numbers are shown
};

/// Where things lie, in the painter's units.
struct DepthPlotLayout {
    QRectF plot; ///< inside the axes
    double bottom = 0;
    double top = 1;          ///< of the axis; 0 is always on it
    std::vector<Tick> ticks; ///< of the number
    int layers = 0;

    double x(double layer) const;
    double y(double number) const;

    /// The layer whose column covers the point; nothing outside the plot.
    std::optional<int> layerAt(const QPointF& point) const;
};

DepthPlotLayout depthPlotLayout(const QRectF& area, const DepthPlot& plot);

/// Lines and text, so that it stays vectors in SVG and PDF. Gaps where a layer has no number.
void paintDepthPlot(QPainter& painter,
                    const QRectF& area,
                    const DepthPlot& plot,
                    const Theme& theme);

/// What is said of a layer: "layer 2", "mean 0.733", "head 1: 0.75", "heads: 0.61 to 0.92".
QStringList depthTexts(const DepthPlot& plot, int layer);

} // namespace attenscope
