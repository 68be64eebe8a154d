// What is looked at; the runs stand in document.cpp.
#include "ui/state/document.h"

#include <algorithm>
#include <set>
#include <utility>

namespace attenscope {

namespace {

/// With `adds`, puts an index in or takes it out; otherwise it alone is in focus.
std::vector<int> withFocus(std::vector<int> focus, int index, bool adds)
{
    if (!adds) {
        return {index};
    }
    const auto found = std::find(focus.begin(), focus.end(), index);
    if (found != focus.end()) {
        focus.erase(found);
    } else {
        focus.push_back(index);
        std::sort(focus.begin(), focus.end());
    }
    return focus;
}

std::optional<int> wordOf(const Trace* trace, std::optional<int> token)
{
    return trace && token
               ? std::optional(trace->tokens.tokens.at(static_cast<std::size_t>(*token)).word)
               : std::nullopt;
}

} // namespace

std::shared_ptr<const AttentionMatrix> Document::matrix() const
{
    return result_ ? matrices_.of(result_->trace, view_.selection(view_.active), view_.matrixBlocks)
                   : nullptr;
}

std::shared_ptr<const AttentionMatrix> Document::wordMaps() const
{
    return result_ ? matrices_.of(result_->trace, view_.wordsAskingImage(), MatrixBlocks::One)
                   : nullptr;
}

std::shared_ptr<const AttentionMatrix> Document::wordColumns() const
{
    return result_ ? matrices_.of(result_->trace, view_.imageAskingWords(), MatrixBlocks::One)
                   : nullptr;
}

StackSize Document::stackSize() const
{
    const PaneContent& active = pane(view_.active);
    return active.selection ? attenscope::stackSize(*trace(), active.selection->kind) : StackSize{};
}

bool Document::canSwitchHeads() const
{
    const PaneContent& active = pane(view_.active);
    return active.selection && !isSimilarity(*trace(), *active.selection);
}

FigureStyle Document::shownStyle() const
{
    const bool isPlain = result_ && result_->request.picture->isPlain;
    return isPlain ? styleOnPlain(view_.style) : view_.style;
}

void Document::change(View view)
{
    const View before = std::exchange(view_, std::move(view));
    refresh();
    if (result_) {
        remember({.request = result_->request, .view = before}, gesture_);
    }
    followPin();
    Q_EMIT viewChanged();
}

void Document::show(View view)
{
    view.style.theme = view_.style.theme;
    view_ = std::move(view);
    refresh();
    followPin();
    Q_EMIT viewChanged();
}

void Document::setTab(Tab tab)
{
    View view = view_;
    view.tab = tab;
    change(std::move(view));
}

void Document::setActive(Pane pane)
{
    if (pane != view_.active) {
        View view = view_;
        view.active = pane;
        change(std::move(view));
    }
}

void Document::setSite(Direction direction, const std::string& kind)
{
    View view = view_;
    view.active = looksAtImage(direction) ? Pane::Image : Pane::Words;
    if (view.active == Pane::Image) {
        view.imageDirection = direction;
        view.imageKind = kind;
    } else {
        view.wordDirection = direction;
        view.wordKind = kind;
    }
    change(std::move(view));
}

void Document::setLayer(int layer)
{
    View view = view_;
    view.layer = std::clamp(layer, 0, std::max(0, stackSize().layers - 1));
    change(std::move(view));
}

void Document::stepLayer(int by)
{
    const PaneContent& active = pane(view_.active);
    if (active.selection) {
        setLayer(active.selection->firstLayer + by);
    }
}

void Document::stepHead(int by)
{
    const PaneContent& active = pane(view_.active);
    if (!active.selection) {
        return;
    }
    const int all = by > 0 ? -1 : stackSize().heads;
    setHead(active.selection->head.value_or(all) + by);
}

void Document::setHead(std::optional<int> head)
{
    View view = view_;
    view.head = head;
    if (head) {
        view.head = std::clamp(*head, 0, std::max(0, stackSize().heads - 1));
    }
    change(std::move(view));
}

void Document::setLayerAndHead(int layer, int head)
{
    View view = view_;
    view.layer = layer;
    view.head = head;
    change(std::move(view));
}

void Document::setAggregation(const std::string& aggregation)
{
    View view = view_;
    view.aggregation = aggregation;
    view.head.reset();
    change(std::move(view));
}

void Document::setFusion(const std::string& id)
{
    View view = view_;
    view.fusion = id;
    change(std::move(view));
}

void Document::setSpecialTokens(SpecialTokens special)
{
    View view = view_;
    view.special = special;
    change(std::move(view));
}

void Document::setJointRows(JointRows rows)
{
    View view = view_;
    view.jointRows = rows;
    change(std::move(view));
}

void Document::setHeadListing(const HeadListing& listing)
{
    View view = view_;
    view.heads = listing;
    change(std::move(view));
}

void Document::setStyle(const FigureStyle& style)
{
    View view = view_;
    view.style = style;
    change(std::move(view));
}

void Document::setFigureTheme(std::optional<ThemeKind> theme)
{
    View view = view_;
    view.figureTheme = theme;
    change(std::move(view));
}

void Document::setTheme(ThemeKind theme)
{
    View view = view_;
    view.style.theme = theme;
    change(std::move(view)); // the history takes no notice of it
}

void Document::focusWord(int word, bool adds)
{
    View view = view_;
    view.words = withFocus(view.words, word, adds);
    view.pieces.clear();
    change(std::move(view));
}

void Document::focusPiece(int token, bool adds)
{
    View view = view_;
    if (view.pieces.empty()) { // all of the words in focus
        for (const int word : view.words) {
            const std::vector<int>& tokens =
                trace()->tokens.words.at(static_cast<std::size_t>(word)).tokens;
            view.pieces.insert(view.pieces.end(), tokens.begin(), tokens.end());
        }
    }
    view.pieces = withFocus(view.pieces, token, adds);
    std::set<int> words;
    for (const int piece : view.pieces) {
        words.insert(trace()->tokens.tokens.at(static_cast<std::size_t>(piece)).word);
    }
    view.words.assign(words.begin(), words.end());
    change(std::move(view));
}

void Document::setShowsPieces(bool shows)
{
    View view = view_;
    view.showsPieces = shows;
    change(std::move(view));
}

void Document::setMatrixBlocks(MatrixBlocks blocks)
{
    View view = view_;
    view.matrixBlocks = blocks;
    change(std::move(view));
}

void Document::focusUnit(int unit, bool adds)
{
    View view = view_;
    view.units = withFocus(view.units, unit, adds);
    change(std::move(view));
}

void Document::focusUnits(const std::vector<int>& units, bool adds)
{
    std::set<int> chosen(units.begin(), units.end());
    if (adds) {
        chosen.insert(view_.units.begin(), view_.units.end());
    }
    View view = view_;
    view.units.assign(chosen.begin(), chosen.end());
    change(std::move(view));
}

std::vector<HeadShare> Document::foundHeads() const
{
    if (!result_ || view_.units.empty()) {
        return {};
    }
    const std::optional<Selection> asked = fitted(*trace(), view_.wordsAskingImage());
    return asked ? headsByShare(*headMaps_.of(result_->trace, *asked), view_.units)
                 : std::vector<HeadShare>();
}

void Document::lookAtFound(const HeadShare& head)
{
    View view = view_;
    const Selection asked = view_.wordsAskingImage();
    view.active = Pane::Image;
    view.imageDirection = asked.direction;
    view.imageKind = asked.kind;
    view.layer = head.layer;
    view.head = head.head;
    change(std::move(view));
}

void Document::clearFocus()
{
    View view = view_;
    view.words.clear();
    view.pieces.clear();
    view.units.clear();
    change(std::move(view));
}

void Document::setHover(std::optional<int> word, std::optional<int> piece, std::optional<int> unit)
{
    if (word == hoveredWord_ && piece == hoveredPiece_ && unit == hoveredUnit_) {
        return;
    }
    hoveredWord_ = word;
    hoveredPiece_ = piece;
    hoveredUnit_ = unit;
    refreshPanes();
    Q_EMIT hoverChanged();
}

void Document::hoverWord(std::optional<int> word)
{
    setHover(word, std::nullopt, hoveredUnit_);
}

void Document::hoverPiece(std::optional<int> token)
{
    setHover(wordOf(trace(), token), token, hoveredUnit_);
}

void Document::hoverUnit(std::optional<int> unit)
{
    setHover(hoveredWord_, hoveredPiece_, unit);
}

void Document::hoverCell(std::optional<int> word, std::optional<int> unit)
{
    if (view_.showsPieces) {
        setHover(wordOf(trace(), word), word, unit);
    } else {
        setHover(word, std::nullopt, unit);
    }
}

View Document::viewWithHover() const
{
    View view = view_;
    if (hoveredWord_) {
        view.words = {*hoveredWord_};
        view.pieces.clear();
        if (hoveredPiece_) {
            view.pieces = {*hoveredPiece_};
        }
    }
    if (hoveredUnit_) {
        view.units = {*hoveredUnit_};
    }
    return view;
}

PaneContent Document::content(Pane pane, const View& view) const
{
    PaneContent content;
    content.direction = view.direction(pane);
    if (!trace()) {
        return content;
    }
    content.selection = fitted(*trace(), view.selection(pane));
    if (content.selection) {
        content.map = computeMap(*trace(), *content.selection);
        content.scale = scaleFor(content.map, view.style.scale);
        content.range = scaleRangeWithin(
            content.map, headMaps_.extent(result_->trace, *content.selection, content.scale),
            content.scale);
    }
    return content;
}

void Document::refreshPanes()
{
    const View view = viewWithHover();
    image_ = content(Pane::Image, view);
    words_ = content(Pane::Words, view);
}

void Document::refresh()
{
    refreshPanes();
    const bool isPointed = hoveredWord_ || hoveredUnit_; // which changes the panes alone
    const PaneContent apart = isPointed ? content(view_.active, view_) : PaneContent();
    const PaneContent& active = isPointed ? apart : pane(view_.active);
    if (!active.selection) {
        heads_ = std::make_shared<const HeadMaps>();
        headNumbers_.askNothing();
        return;
    }
    heads_ = headMaps_.of(result_->trace, *active.selection);
    headsRange_ = active.range;
    headNumbers_.ask({.trace = result_->trace,
                      .selection = *active.selection,
                      .statistic = view_.heads.statistic,
                      .maps = heads_});
}

std::vector<ListedHead> Document::headsOff() const
{
    const PaneContent& active = pane(view_.active);
    std::vector<ListedHead> heads;
    if (active.selection) {
        for (const HeadId& head : trace()->headsOff) {
            if (head.kind == active.selection->kind) {
                heads.push_back({head.layer, head.head});
            }
        }
    }
    return heads;
}

} // namespace attenscope
