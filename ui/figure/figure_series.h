#pragma once

#include <QString>

#include "engine/analysis/map.h"
#include "engine/analysis/scale.h"
#include "engine/trace/trace.h"
#include "ui/figure/figure_kind.h"
#include "ui/figure/figure_style.h"
#include "ui/figure/figure_text.h"

#include <vector>

namespace attenscope {

/// One of the maps of a sheet or an animation.
struct SeriesMap {
    Selection selection;
    Map map;
    QString label;      ///< "layer 3", "“red”", "layer 3, head 5"
    bool isOff = false; ///< its head is switched off
};

/// Several maps and the scale that they share.
struct FigureSeries {
    Series over = Series::Heads;
    std::vector<SeriesMap> maps; ///< at least one; heads: layer by layer
    int columns = 0;             ///< heads in a layer; otherwise 0
    ScaleRange range;            ///< holds the range that each would have alone
};

/// Every head of every layer of the selection's kind, every layer that has it, or every word that
/// is not special as the query; everything else as the selection says.
/// Throws E_USAGE_SELECTION if the selection does not fit the trace, or for words where units ask.
FigureSeries
figureSeries(const Trace& trace, const Selection& selection, const FigureStyle& style, Series over);

/// "layer 3": the map's one layer.
QString layerLabel(const SeriesMap& one);

/// "“red” → image", "Each word → image".
QString seriesTitleText(const Trace& trace, const Selection& selection, Series over);
/// "every head of layers 0–3", "every layer, mean of 4 heads".
QString seriesPlaceText(const Trace& trace, const Selection& selection, Series over);

/// A scale that several maps share: "common to all maps shown, 0 to 0.112"; a fixed one as it is.
QString seriesScaleText(Scale scale, const ScaleRange& range, bool isSimilarity);

/// What the maps of a sheet have in common, as legendLines says it of one.
std::vector<LegendLine> seriesLegendLines(const Trace& trace,
                                          const Selection& selection,
                                          const FigureStyle& style,
                                          const FigureSeries& series);

/// The style with a scale per map made a common one.
FigureStyle seriesStyle(FigureStyle style);

} // namespace attenscope
