#pragma once

#include <QString>

#include "engine/analysis/attention_matrix.h"
#include "engine/trace/trace.h"
#include "ui/figure/colour_bar.h"
#include "ui/figure/figure_style.h"
#include "ui/figure/figure_text.h"

#include <vector>

namespace attenscope {

// What the window and figures say about a matrix.

/// "Text → image"; "Text and image → text and image" where all blocks are shown.
QString matrixTitle(const AttentionMatrix& matrix);

/// "12 words × 144 patches; special keys hidden".
QString matrixNote(const Trace& trace, const Selection& selection, const AttentionMatrix& matrix);

/// "attention weight".
QString matrixUnit(const AttentionMatrix& matrix);

/// The matrix's scale as it is drawn.
ColourBar
matrixBar(const AttentionMatrix& matrix, const ScaleRange& range, const FigureStyle& style);

/// Everything that stands below a matrix on a page.
/// chosen  names of the queries that are outlined; empty: none
std::vector<LegendLine> matrixLegendLines(const Trace& trace,
                                          const Selection& selection,
                                          const FigureStyle& style,
                                          const AttentionMatrix& matrix,
                                          const ScaleRange& range,
                                          const QString& chosen);

} // namespace attenscope
