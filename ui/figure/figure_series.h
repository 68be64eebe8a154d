#pragma once

#include <QString>

#include "engine/analysis/map.h"
#include "engine/analysis/scale.h"
#include "engine/trace/trace.h"
#include "ui/figure/figure_kind.h"
#include "ui/figure/figure_style.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/word_grid.h"

#include <optional>
#include <vector>

namespace attenscope {

/// One of the maps of a sheet or an animation.
struct SeriesMap {
    Selection selection;
    Map map;
    ScaleRange range;          ///< that a sheet draws it on
    WordGridLabel label;       ///< "layer 3", "red", "layer 3, head 5"
    std::optional<int> word{}; ///< of words: its index; of pieces, the token's
    bool isOff = false;        ///< its head is switched off
};

/// Several maps and the scale that they share.
struct FigureSeries {
    Series over = Series::Heads;
    std::vector<SeriesMap> maps; ///< at least one; heads: layer by layer
    int columns = 0;             ///< heads in a layer; otherwise 0
    ScaleRange range;            ///< that all of them can be drawn on
};

/// Every head of every layer of the selection's kind, every layer that has it, or every word as the
/// query (see wordMaps: with pieces every token, special ones only where they are shown);
/// everything else as the selection says. Where words ask nothing, the words of an image→text
/// selection are those that are looked at. The range of heads and layers holds what each would have
/// alone; that of words is the one that the maps in view have together, as in the window's words.
/// Throws E_USAGE_SELECTION if the selection does not fit the trace, for words of a selection that
/// has none on one of its sides, or where the words could ask themselves.
FigureSeries
figureSeries(const Trace& trace, const Selection& selection, const FigureStyle& style, Series over);

/// "layer 3": the map's one layer.
QString layerLabel(const SeriesMap& one);

/// "“red” → image", "Every word → image".
QString seriesTitleText(const Trace& trace, const Selection& selection, Series over);
/// "every head of layers 0–3", "every layer, mean of 4 heads".
QString seriesPlaceText(const Trace& trace, const Selection& selection, Series over);

/// Right of the title: "one scale for all 10 maps"; empty but of words.
QString seriesNoteText(const FigureSeries& series, Scale scale);

/// A scale that several maps share: "common to all maps shown, 0 to 0.112"; a fixed one as it is.
QString seriesScaleText(Scale scale, const ScaleRange& range, bool isSimilarity);

/// What the maps of a sheet have in common, as legendLines says it of one.
std::vector<LegendLine> seriesLegendLines(const Trace& trace,
                                          const Selection& selection,
                                          const FigureStyle& style,
                                          const FigureSeries& series);

/// The style of a sheet: with a scale per map made a common one, but of words, each of which may
/// have its own.
FigureStyle seriesStyle(FigureStyle style, Series over);

/// The style of an animation's frames: always on a common scale.
FigureStyle frameStyle(FigureStyle style);

} // namespace attenscope
