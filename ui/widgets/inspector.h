#pragma once

#include "engine/analysis/map.h"
#include "engine/trace/trace.h"
#include "ui/figure/depth_plot.h"
#include "ui/figure/figure_style.h"
#include "ui/widgets/section.h"

#include <optional>

namespace attenscope {

class InspectorLists;

/// The number that is pointed at, with everything that tells what it is.
class Inspector : public Section {
    Q_OBJECT

public:
    struct Content {
        TracePtr trace;
        std::optional<Selection> selection;
        Map map;
        ScaleRange range;
        FigureStyle style;
        std::optional<int> key;     ///< unit or word; nothing: none is pointed at or chosen
        std::optional<double> back; ///< what the key gives back in the other direction
        QString absence;            ///< why there is no map
    };

    explicit Inspector(QWidget* parent = nullptr);

    void setContent(const Content& content);
    /// plot  of the heads' number; empty table: none
    void setDepth(DepthPlot plot);

Q_SIGNALS:
    void stepsRequested(); ///< to see how the row comes about, number by number

private:
    void buildNumbers();
    void buildSource();
    void showNumber(const Content& content, std::size_t key);
    void showFacts(const Content& content, std::size_t key);
    void showSource(const Content& content);

    QLabel* pair_;
    QLabel* hint_;
    QWidget* numbers_;
    QLabel* weight_;
    QLabel* meaning_; ///< of the number
    QLabel* rank_;
    FactsTable* facts_;
    QWidget* source_;
    QLabel* formula_;
    QLabel* tensor_;
    QLabel* shape_;
    InspectorLists* lists_;
};

} // namespace attenscope
