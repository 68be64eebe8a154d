#pragma once

#include <QString>

#include "engine/analysis/scale.h"
#include "engine/trace/trace.h"
#include "ui/figure/figure_style.h"
#include "ui/figure/scale_text.h"

#include <vector>

namespace attenscope {

/// Whether the text side is a module's rows, which have numbers in place of words.
bool hasNumberedRows(const Trace& trace);

/// "“red”"; "row 3" of numbered rows.
QString wordText(const Trace& trace, int word);

// What titles and legends say about a selection; one wording for window, figures and tooltips.

/// "“red” → image", "Patch (6, 4) → words", "Every word (mean) → image"; the query stands first.
QString titleText(const Trace& trace, const Selection& selection);

/// The query side alone: "“red”", "“red”, “circle” (mean)", "patch (6, 4)", "every patch (mean)".
QString focusText(const Trace& trace, const Selection& selection);

/// "patch (6, 4)", "region 5: dog", "[CLS]".
QString unitText(const Trace& trace, int unit);

/// The same with a patch's number, row by row: "patch 76 (6, 4)".
QString numberedUnitText(const Trace& trace, int unit);

/// A key of this direction by its name: "“red”", "patch (6, 4)".
QString keyText(const Trace& trace, Direction direction, int key);

/// The same of a selection, whose keys on the text side may be tokens.
QString keyText(const Trace& trace, const Selection& selection, int key);

/// "“##ing”".
QString pieceText(const Trace& trace, int token);

/// "layer 2, head 1", "layers 0–3, mean of 12 heads".
QString placeText(const Trace& trace, const Selection& selection);

/// "hidden: [CLS] [SEP] 0.109", "dropped: [CLS] [SEP] 0.109, the rest renormalised", "shown: …".
QString specialTokensText(const Trace& trace, const Selection& selection, const Map& map);

/// "324 patches; hidden: [CLS] 0.041".
QString keysText(const Trace& trace, const Selection& selection, const Map& map);

/// "hybrid (as trained)".
QString modeText(const Trace& trace);

/// "scenes · 3f9c…a21e".
QString modelText(const Trace& trace);

/// First and last four digits: "3f9c…a21e"; unchanged up to nine.
QString shortDigest(const std::string& digest);

/// One statement of a legend: "Scale" and "shared, 0 to 0.112".
struct LegendLine {
    QString label;
    QString text;
};

/// "layer 2, head 1 · attn_cross_text_to_image_L02 … attn_cross_text_to_image_L04": where numbers
/// come from, with the first and the last tensor.
QString sitesText(const QString& place, const std::vector<std::string>& siteNames);

/// "text→image"; "text→text · text self" of attention inside one side.
QString siteText(Direction direction, const std::string& kind);

/// "text→image" of a kind that crosses, "text self" of another.
QString kindText(const std::string& kind);

/// What a legend says about the run, whatever is shown of it: mode, model, masks, what the model
/// does not see, heads that are off.
std::vector<LegendLine> runLegendLines(const Trace& trace);

/// Everything a figure always carries beside its title and the caption's words: direction, layers
/// and heads, focus, scale, special tokens, mode, model.
std::vector<LegendLine> legendLines(const Trace& trace,
                                    const Selection& selection,
                                    const FigureStyle& style,
                                    const Map& map,
                                    const ScaleRange& range);

} // namespace attenscope
