#pragma once

#include <QString>

#include "ui/state/document.h"
#include "ui/state/run_step.h"
#include "ui/widgets/depth_view.h"
#include "ui/widgets/found_heads_panel.h"
#include "ui/widgets/heads_panel.h"
#include "ui/widgets/image_canvas.h"
#include "ui/widgets/inspector.h"
#include "ui/widgets/interventions_panel.h"
#include "ui/widgets/stepping_bar.h"
#include "ui/widgets/word_pane.h"

#include <optional>
#include <vector>

/// What the document's state looks like in each widget. Functions of the document alone.
/// All but absenceText need a result.
namespace attenscope {

/// Why a pane has no map: "In text→image mode …"; empty if it has one.
QString absenceText(const Document& document, Pane pane);

/// Words in focus; while pieces are shown, their tokens.
std::vector<int> chosenTextItems(const Document& document);

ImageCanvas::Content canvasContent(const Document& document);
WordPane::Content wordPaneContent(const Document& document);
/// The words alone: what stands below where a pane of its own shows the weights.
WordPane::Content plainWordsContent(const Document& document);
/// Whether picture and words each have weights, of the two directions of one mode.
bool hasBothDirections(const Document& document);
HeadsPanel::Content headsContent(const Document& document);
DepthPlot depthPlot(const Document& document);
DepthView::Content depthContent(const Document& document);
FoundHeadsPanel::Content foundHeadsContent(const Document& document);
Inspector::Content inspectorContent(const Document& document);
SteppingBar::Content steppingContent(const Document& document);
std::vector<InterventionsPanel::Item> interventionItems(const Document& document);

/// "12 × 12 patches", "36 regions".
QString gridText(const VisualUnits& units);

/// "Ran in 24 ms"; from which layer, where an earlier run had what lies before it: "Ran from layer
/// 3 (text→image) in 11 ms".
QString runText(const RunResult& result);

/// "Running: image tower, 4 of 36, about 12 s left".
QString progressText(const RunStep& step, std::optional<double> secondsLeft);

/// The unit under the pointer in pixels, or the run's time: what stands in the status line.
QString statusText(const Document& document);

} // namespace attenscope
