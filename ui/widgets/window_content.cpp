#include "ui/widgets/window_content.h"

#include <QCoreApplication>

#include "engine/analysis/back_weight.h"
#include "ui/figure/depth_figure.h"
#include "ui/figure/engine_text.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/statistic_text.h"
#include "ui/figure/word_maps.h"
#include "ui/widgets/display_text.h"

#include <algorithm>
#include <cmath>

namespace attenscope {

namespace {

struct WindowContent {
    Q_DECLARE_TR_FUNCTIONS(WindowContent)
};

/// Where the map comes from, and that a head is off whose weights are still looked at.
QString shownPlace(const Trace& trace, const Selection& selection)
{
    const QString place = placeText(trace, selection);
    const HeadId head{selection.kind, selection.firstLayer, selection.head.value_or(-1)};
    const bool isOff =
        std::find(trace.headsOff.begin(), trace.headsOff.end(), head) != trace.headsOff.end();
    return isOff ? WindowContent::tr("%1, which is off").arg(place) : place;
}

std::vector<bool> maskedWords(const Trace& trace)
{
    std::vector<bool> masked;
    for (const Word& word : trace.tokens.words) {
        masked.push_back(!word.tokens.empty() &&
                         std::all_of(word.tokens.begin(), word.tokens.end(), [&](int token) {
                             const auto index = static_cast<std::size_t>(token);
                             return index < trace.isTokenMasked.size() &&
                                    trace.isTokenMasked[index];
                         }));
    }
    return masked;
}

QString massText(const Trace& trace, const Selection& selection, const Map& map)
{
    if (map.hiddenMass > 0) {
        return specialTokensText(trace, selection, map);
    }
    if (map.isConditional) {
        return WindowContent::tr("share of the row's mass on this side");
    }
    return map.isJoint ? WindowContent::tr("%1 of the row is here").arg(map.shownMass, 0, 'f', 3)
                       : QString();
}

QString keysNote(const Trace& trace, const Selection& selection, const Map& map)
{
    const auto shown =
        static_cast<int>(std::count(map.states.begin(), map.states.end(), Map::KeyState::Shown));
    QString note = trace.units.gridColumns > 0 ? WindowContent::tr("%n patches", nullptr, shown)
                                               : WindowContent::tr("%n regions", nullptr, shown);
    if (map.isSimilarity) {
        return WindowContent::tr("%1, cosine similarity, not attention").arg(note);
    }
    const QString mass = massText(trace, selection, map);
    note += QStringLiteral(", ");
    return note + (mass.isEmpty() ? WindowContent::tr("row sums to 1") : mass);
}

/// The number of a shown key as the pane's scale counts it.
std::optional<double> shownNumber(const PaneContent& pane, std::optional<int> key)
{
    if (!key || static_cast<std::size_t>(*key) >= pane.map.values.size()) {
        return std::nullopt;
    }
    const auto index = static_cast<std::size_t>(*key);
    return pane.map.states[index] == Map::KeyState::Shown
               ? std::optional(static_cast<double>(numbersOnScale(pane.map, pane.range)[index]))
               : std::nullopt;
}

/// The key that the inspector speaks of: what is pointed at, else what is chosen, else the largest.
std::optional<int> keyInQuestion(const Document& document, Pane pane)
{
    const bool isImage = pane == Pane::Image;
    const View& view = document.view();
    const std::optional<int> hovered = isImage            ? document.hoveredUnit()
                                       : view.showsPieces ? document.hoveredPiece()
                                                          : document.hoveredWord();
    if (hovered) {
        return hovered;
    }
    const std::vector<int> focus = isImage ? view.units : chosenTextItems(document);
    return focus.empty() ? std::nullopt : std::optional(focus.back());
}

} // namespace

std::vector<int> chosenTextItems(const Document& document)
{
    const View& view = document.view();
    return chosenTextItems(*document.trace(), view.words, view.pieces, view.showsPieces);
}

QString absenceText(const Document& document, Pane pane)
{
    const PaneContent& content = document.pane(pane);
    if (!document.trace() || content.selection) {
        return {};
    }
    const std::optional<Mode> mode = document.result()->request.mode;
    if (mode == Mode::TextToImage && pane == Pane::Words) {
        return WindowContent::tr(
            "In text→image mode patches ask nothing: there is no image→text attention.");
    }
    if (mode == Mode::ImageToText && pane == Pane::Image) {
        return WindowContent::tr(
            "In image→text mode words ask nothing: there is no text→image attention. "
            "Click a patch to see which words it looks at.");
    }
    if (absenceOf(*document.trace(), content.direction) == Absence::MaskedByDesign) {
        return WindowContent::tr(
            "Masked by design: this model is causal and reads the image before the words, "
            "so no patch looks at a word.");
    }
    return WindowContent::tr("This model records no %1 attention in this mode.")
        .arg(engineText(directionName(content.direction)));
}

ImageCanvas::Content canvasContent(const Document& document)
{
    const Trace& trace = *document.trace();
    const PaneContent& pane = document.pane(Pane::Image);
    ImageCanvas::Content content;
    content.style = document.shownStyle();
    content.style.scale = pane.scale;
    content.focus = document.view().units;
    content.pointed = document.hoveredUnit();
    content.absence = absenceText(document, Pane::Image);
    if (pane.selection) {
        content.title = titleText(trace, *pane.selection);
        content.place = shownPlace(trace, *pane.selection);
        content.note = keysNote(trace, *pane.selection, pane.map);
        content.map = pane.map;
        content.range = pane.range;
        content.marker = shownNumber(pane, keyInQuestion(document, Pane::Image));
    } else {
        content.title = WindowContent::tr("Image");
    }
    return content;
}

WordPane::Content wordPaneContent(const Document& document)
{
    const Trace& trace = *document.trace();
    const PaneContent& pane = document.pane(Pane::Words);
    WordPane::Content content;
    content.absence = absenceText(document, Pane::Words);
    content.strip.style = document.view().style;
    content.strip.style.scale = pane.scale;
    content.strip.isMasked = maskedWords(trace);
    content.strip.showsPieces = document.view().showsPieces;
    const std::optional<int> pointed =
        content.strip.showsPieces ? document.hoveredPiece() : document.hoveredWord();
    content.strip.pointed = pointed;
    content.strip.hasWeights = pane.selection.has_value();
    if (pane.selection) {
        content.strip.strip = wordStrip(trace, *pane.selection, &pane.map);
        content.strip.range = pane.range;
        content.title = titleText(trace, *pane.selection);
        content.place = shownPlace(trace, *pane.selection);
        content.note = massText(trace, *pane.selection, pane.map);
        content.marker = shownNumber(pane, keyInQuestion(document, Pane::Words));
    } else {
        content.strip.strip = wordStrip(trace, document.view().selection(Pane::Image), nullptr);
        content.title =
            hasNumberedRows(trace) ? WindowContent::tr("Text rows") : WindowContent::tr("Words");
        content.place = WindowContent::tr("point to look, click to keep, Shift adds");
    }
    const std::vector<int> chosen = chosenTextItems(document);
    for (std::size_t cell = 0; cell < content.strip.strip.cells.size(); ++cell) {
        const int word = content.strip.strip.words[cell];
        content.strip.strip.cells[cell].isFocused =
            std::find(chosen.begin(), chosen.end(), content.strip.strip.keys[cell]) != chosen.end();
        if (content.strip.isMasked[static_cast<std::size_t>(word)]) {
            content.strip.strip.cells[cell].state = Map::KeyState::Masked;
        }
    }
    return content;
}

bool hasBothDirections(const Document& document)
{
    const PaneContent& image = document.pane(Pane::Image);
    const PaneContent& words = document.pane(Pane::Words);
    return image.selection && words.selection && image.direction == Direction::TextToImage &&
           words.direction == Direction::ImageToText && !image.map.isJoint &&
           !image.map.isSimilarity;
}

WordPane::Content plainWordsContent(const Document& document)
{
    WordPane::Content content = wordPaneContent(document);
    content.title = hasNumberedRows(*document.trace()) ? WindowContent::tr("Text rows")
                                                       : WindowContent::tr("Words");
    content.place = WindowContent::tr("point to look, click to keep, Shift adds");
    content.note.clear();
    content.marker.reset();
    content.strip.hasWeights = false;
    for (WordCell& cell : content.strip.strip.cells) {
        cell.weight.reset();
        cell.state = cell.state == Map::KeyState::Masked ? cell.state : Map::KeyState::Shown;
    }
    return content;
}

HeadsPanel::Content headsContent(const Document& document)
{
    const PaneContent& pane = document.pane(document.view().active);
    HeadsPanel::Content panel;
    HeadMatrix::Content& content = panel.matrix;
    content.trace = document.result()->trace;
    content.maps = document.heads();
    content.range = document.headsRange();
    content.style = document.view().style;
    content.style.scale = pane.scale;
    content.numbers = document.headNumbers().table();
    content.listing = document.view().heads;
    content.canSwitch = document.canSwitchHeads();
    if (pane.selection) {
        content.kind = pane.selection->kind;
        content.layer = pane.selection->firstLayer;
        content.head = pane.selection->head;
        for (const StatisticInfo& info : statistics()) {
            panel.absences.push_back(statisticAbsence(*document.trace(), *pane.selection, info.id));
        }
    }
    return panel;
}

DepthPlot depthPlot(const Document& document)
{
    const PaneContent& pane = document.pane(document.view().active);
    DepthPlot plot;
    plot.statistic = *findStatistic(document.view().heads.statistic);
    plot.table = document.headNumbers().table();
    if (pane.selection) {
        plot.layer = pane.selection->firstLayer;
        plot.head = pane.selection->head;
    }
    return plot;
}

DepthView::Content depthContent(const Document& document)
{
    const Pane active = document.view().active;
    DepthView::Content content;
    content.plot = depthPlot(document);
    content.absence = absenceText(document, active);
    if (!content.absence.isEmpty()) {
        return content;
    }
    const Trace& trace = *document.trace();
    const Selection selection = document.view().selection(active);
    const StatisticInfo& info = content.plot.statistic;
    content.title = depthTitle(trace, *fitted(trace, selection), info);
    content.place = siteText(selection.direction, document.pane(active).selection->kind);
    content.formula = WindowContent::tr("%1: %2. The number is chosen under Heads.")
                          .arg(statisticName(info), engineText(info.formula));
    const std::string& absence = document.headNumbers().absence();
    if (!absence.empty()) {
        content.absence = WindowContent::tr("No numbers: %1.").arg(engineText(absence));
    }
    return content;
}

FoundHeadsPanel::Content foundHeadsContent(const Document& document)
{
    const View& view = document.view();
    Selection query;
    query.direction = Direction::TextToImage;
    query.focus = view.words;
    return {.query = focusText(*document.trace(), query),
            .units = static_cast<int>(view.units.size()),
            .heads = document.foundHeads(),
            .layer = view.layer,
            .head = view.head};
}

Inspector::Content inspectorContent(const Document& document)
{
    // What is pointed at decides which pane's number is meant.
    Pane pane = document.view().active;
    if (document.hoveredUnit() && document.pane(Pane::Image).selection) {
        pane = Pane::Image;
    } else if (document.hoveredWord() && document.pane(Pane::Words).selection) {
        pane = Pane::Words;
    }
    const PaneContent& shown = document.pane(pane);
    Inspector::Content content;
    content.trace = document.result()->trace;
    content.selection = shown.selection;
    content.map = shown.map;
    content.range = shown.range;
    content.style = document.view().style;
    content.style.scale = shown.scale;
    content.key = keyInQuestion(document, pane);
    if (shown.selection && content.key) {
        content.back = backWeight(*document.trace(), *shown.selection, *content.key);
    }
    content.absence = absenceText(document, pane);
    return content;
}

SteppingBar::Content steppingContent(const Document& document)
{
    const View& view = document.view();
    const PaneContent& pane = document.pane(view.active);
    SteppingBar::Content content;
    content.size = document.stackSize();
    if (pane.selection) {
        content.layer = pane.selection->firstLayer;
        content.head = pane.selection->head;
    }
    content.aggregation = view.aggregation;
    content.special = view.special;
    content.isJoint = pane.map.isJoint;
    content.jointRows = view.jointRows;
    content.style = view.style;
    content.style.scale = pane.scale;
    content.isSimilarity = pane.map.isSimilarity;
    return content;
}

std::vector<InterventionsPanel::Item> interventionItems(const Document& document)
{
    using Kind = InterventionsPanel::Item::Kind;
    const Trace& trace = *document.trace();
    const Intervention& intervention = document.result()->request.intervention;
    std::vector<InterventionsPanel::Item> items;
    for (const int word : intervention.maskedWords) {
        const QString text =
            WindowContent::tr("%1 masked").arg(keyText(trace, Direction::ImageToText, word));
        items.push_back({.kind = Kind::Word, .index = word, .head = {}, .text = text});
    }
    for (const int unit : intervention.maskedUnits) {
        const QString text =
            WindowContent::tr("%1 masked").arg(keyText(trace, Direction::TextToImage, unit));
        items.push_back({.kind = Kind::Unit, .index = unit, .head = {}, .text = text});
    }
    for (const HeadId& head : intervention.headsOff) {
        const QString text = WindowContent::tr("Layer %1, head %2 off (%3)")
                                 .arg(head.layer)
                                 .arg(head.head)
                                 .arg(kindText(head.kind));
        items.push_back({.kind = Kind::Head, .index = 0, .head = head, .text = text});
    }
    return items;
}

QString gridText(const VisualUnits& units)
{
    return units.gridColumns > 0
               ? WindowContent::tr("%1 × %2 patches").arg(units.gridColumns).arg(units.gridRows)
               : WindowContent::tr("%n regions", nullptr, units.size());
}

QString runText(const RunResult& result)
{
    const Trace& trace = *result.trace;
    const QString ms = QString::number(result.elapsedMs, 'f', 0);
    std::size_t layers = 0;
    std::size_t takenOver = 0;
    std::optional<std::size_t> first; // that was computed
    for (std::size_t site = 0; site < trace.sites.size(); ++site) {
        if (trace.sites[site].isSimilarity) {
            continue; // no layer
        }
        ++layers;
        if (trace.attention.isTakenOver(site)) {
            ++takenOver;
        } else if (!first) {
            first = site;
        }
    }
    if (takenOver == 0 || !first) {
        return WindowContent::tr("Ran in %1 ms").arg(ms);
    }
    if (*first == 0) { // the others follow nothing that was computed
        return WindowContent::tr("Ran %1 of %2 layers in %3 ms")
            .arg(layers - takenOver)
            .arg(layers)
            .arg(ms);
    }
    return WindowContent::tr("Ran from layer %1 (%2) in %3 ms")
        .arg(trace.sites[*first].layer)
        .arg(kindText(trace.sites[*first].kind), ms);
}

QString progressText(const RunStep& step, std::optional<double> secondsLeft)
{
    const QString text = WindowContent::tr("Running: %1, %2 of %3")
                             .arg(engineText(step.task.toStdString()))
                             .arg(step.done)
                             .arg(step.total);
    if (!secondsLeft) {
        return text;
    }
    constexpr long kMinute = 60;
    return std::lround(*secondsLeft) < kMinute
               ? WindowContent::tr("%1, about %2 s left").arg(text).arg(std::lround(*secondsLeft))
               : WindowContent::tr("%1, about %2 min left")
                     .arg(text)
                     .arg(std::lround(*secondsLeft / double{kMinute}));
}

QString statusText(const Document& document)
{
    const std::optional<int> unit = document.hoveredUnit();
    if (unit) {
        const Box& box = document.trace()->units.units[static_cast<std::size_t>(*unit)].box;
        return WindowContent::tr("%1: x %2–%3, y %4–%5 px")
            .arg(keyText(*document.trace(), Direction::TextToImage, *unit))
            .arg(std::lround(box.x0))
            .arg(std::lround(box.x1))
            .arg(std::lround(box.y0))
            .arg(std::lround(box.y1));
    }
    return {};
}

} // namespace attenscope
