#pragma once

#include <QWidget>

#include "engine/analysis/map.h"
#include "engine/trace/trace.h"
#include "ui/figure/depth_plot.h"
#include "ui/figure/figure_style.h"

#include <optional>

namespace attenscope {

/// The largest weights, and the heads' number over the layers: as much of it as there is room for,
/// down to nothing.
class InspectorLists : public QWidget {
    Q_OBJECT

public:
    struct Content {
        TracePtr trace;
        Map map;
        ScaleRange range;
        FigureStyle style;
        std::optional<int> key; ///< stands out
    };

    explicit InspectorLists(QWidget* parent = nullptr);

    void setContent(Content content);
    void setDepth(DepthPlot plot);

    QSize sizeHint() const override { return {0, 0}; }

    QSize minimumSizeHint() const override { return {0, 0}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool hasDepth() const;
    void paintTitle(QPainter& painter,
                    const QRectF& line,
                    const QString& title,
                    const QString& note) const;
    void paintLargest(QPainter& painter, const QRectF& area) const;
    void describe();

    Content content_;
    DepthPlot depth_;
    std::vector<std::size_t> largest_; ///< keys, the largest first
};

} // namespace attenscope
