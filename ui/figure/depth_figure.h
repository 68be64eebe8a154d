#pragma once

#include "ui/figure/depth_plot.h"
#include "ui/figure/drawing_page.h"
#include "ui/figure/figure.h"

namespace attenscope {

// A statistic over the layers, as the window and figures show it.

/// "“red” → image"; of a statistic that no focus changes, "Every query".
QString depthTitle(const Trace& trace, const Selection& selection, const StatisticInfo& statistic);

/// FigureRequest::statistic over the layers, for the queries in focus. The selection's layer is
/// marked, its head stands out.
class DepthFigure : public FigurePage {
public:
    /// Throws E_USAGE_SELECTION if the selection does not fit the trace, where the statistic says
    /// nothing about it or is unknown; E_USAGE_SIZE.
    explicit DepthFigure(FigureRequest request);

    const FigureRequest& request() const override { return request_; }

    QRectF page() const override { return layout_.page; }

    qreal pixelsPerUnit() const override { return layout_.pixelsPerUnit; }

    const DepthPlot& plot() const { return plot_; }

    /// Where the plot lies, in reference pixels.
    const QRectF& area() const { return layout_.drawing; }

    void paint(QPainter& painter) const override;
    QString title() const override;
    QString description() const override;
    /// One per layer.
    std::vector<FigureCell> cells() const override;

    std::size_t picturesBelowCells() const override { return 0; }

private:
    FigureRequest request_;
    DepthPlot plot_;
    FigureContent content_;
    DrawingLayout layout_;

    std::vector<LegendLine> legend() const;
};

} // namespace attenscope
