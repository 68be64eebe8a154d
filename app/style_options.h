#pragma once

#include "ui/figure/figure_style.h"

#include <string>

namespace CLI {
class App;
}

namespace attenscope {

/// The options that say how a figure is drawn, and what its page is and holds.
class StyleArguments {
public:
    void add(CLI::App& command);

    /// Throws E_USAGE_VALUE, and E_USAGE_OPTION for options that exclude each other.
    FigureStyle read() const;

private:
    CLI::App* command_ = nullptr;
    std::string scale_;
    std::string colourTable_;
    std::string differenceTable_;
    std::string overlay_;
    double opacity_ = FigureStyle().opacity;
    bool showsGrid_ = false;
    std::string size_;
    std::string theme_;
    double dpi_ = 0;
    std::string sheet_;
    std::string animate_;
    double frameSeconds_ = 0;
    bool isSmooth_ = false;
    bool hasNoMetadata_ = false;
    bool hasNoLegend_ = false;
    bool hasNoWords_ = false;
    bool hasNoColourBar_ = false;
    bool embedsImage_ = false;

    void addPage();
    void readParts(FigureStyle& style) const;
    void refuseBesideSeries(FigureKind kind) const;
};

} // namespace attenscope
