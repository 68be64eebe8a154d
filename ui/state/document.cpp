#include "ui/state/document.h"

#include "ui/state/focus_rules.h"

#include <algorithm>
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

std::vector<int> withMask(std::vector<int> masked, int index, bool isMasked)
{
    masked.erase(std::remove(masked.begin(), masked.end(), index), masked.end());
    if (isMasked) {
        masked.push_back(index);
        std::sort(masked.begin(), masked.end());
    }
    return masked;
}

bool isSameGrid(const VisualUnits& a, const VisualUnits& b)
{
    return a.gridRows == b.gridRows && a.gridColumns == b.gridColumns && a.size() == b.size();
}

} // namespace

Document::Document(Sources sources, QObject* parent) : QObject(parent), sources_(std::move(sources))
{
    connect(&worker_, &RunWorker::progressed, this, &Document::progressed);
    connect(&worker_, &RunWorker::finished, this, &Document::runEnded);
    connect(&worker_, &RunWorker::cancelled, this, [this] {
        recover();
        Q_EMIT runEnded();
    });
    connect(&worker_, &RunWorker::failed, this, [this](const ErrorInfo& error) {
        failed_ = wanted_;
        recover();
        Q_EMIT runEnded();
        Q_EMIT failed(error);
    });
}

StackSize Document::stackSize() const
{
    const PaneContent& active = pane(view_.active);
    return active.selection ? attenscope::stackSize(*trace(), active.selection->kind) : StackSize{};
}

std::optional<FigureRequest> Document::figureRequest() const
{
    if (!result_) {
        return std::nullopt;
    }
    const PaneContent active = content(view_.active, view_);
    if (!active.selection) {
        return std::nullopt;
    }
    FigureRequest figure;
    figure.trace = result_->trace;
    figure.picture = qImageFrom(result_->request.picture->image);
    figure.selection = *active.selection;
    figure.style = view_.style;
    figure.origin.imagePath = result_->request.picture->file.string();
    figure.origin.imageDigest = result_->request.picture->digest;
    return figure;
}

// ---- Runs
// ----------------------------------------------------------------------------------------

void Document::run(RunRequest request, Purpose purpose)
{
    wanted_ = std::move(request);
    purpose_ = purpose;
    failed_.reset();
    worker_.start([this, request = wanted_, kept = kept(wanted_),
                   sources = sources_](const Progress& progress) -> RunWorker::Done {
        auto result = std::make_shared<RunResult>(performRun(request, kept, sources, progress));
        return [this, result] { takeOver(std::move(*result)); };
    });
    Q_EMIT runStarted();
}

Kept Document::kept(const RunRequest& request) const
{
    Kept kept;
    if (!result_) {
        return kept;
    }
    const RunRequest& last = result_->request;
    kept.modelPath = last.model;
    kept.model = result_->model;
    if (request.model == last.model && request.picture == last.picture &&
        request.caption == last.caption && request.mode == last.mode) {
        kept.plainTrace = result_->plainTrace;
        kept.plainElapsedMs = result_->plainElapsedMs;
    }
    return kept;
}

void Document::takeOver(RunResult result)
{
    wanted_ = result.request;
    const std::optional<RunResult> before = std::exchange(result_, std::move(result));
    hoveredWord_.reset();
    hoveredUnit_.reset();
    if (before) {
        keepHistory(before->request);
    }
    if (!before || before->model != result_->model) {
        chooseFirstView();
    } else {
        adaptFocus(*before, *result_);
    }
    refresh();
    Q_EMIT resultChanged();
    Q_EMIT viewChanged();
}

void Document::keepHistory(const RunRequest& before)
{
    const RunRequest& now = result_->request;
    if (now.model != before.model || now.picture != before.picture ||
        now.caption != before.caption) {
        undone_.clear(); // words and patches are others
    } else if (purpose_ == Purpose::Undo) {
        undone_.pop_back();
    } else if (now.intervention != before.intervention) {
        undone_.push_back(before.intervention);
    }
}

// After a failure or Cancel everything is again as the last good run made it.
void Document::recover()
{
    if (result_) {
        wanted_ = result_->request;
    }
}

void Document::chooseFirstView()
{
    view_.imageDirection = Direction::TextToImage;
    view_.wordDirection = Direction::ImageToText;
    view_.imageKind.clear();
    view_.wordKind.clear();
    view_.fusion.clear();
    view_.active = kindsFor(*trace(), Direction::TextToImage).empty() ? Pane::Words : Pane::Image;
    view_.layer = 0;
    const Selection selection = view_.selection(view_.active);
    const std::vector<std::string> kinds = kindsFor(*trace(), selection.direction);
    if (!kinds.empty()) {
        view_.layer = attenscope::stackSize(*trace(), kinds.front()).layers - 1;
    }
    view_.head.reset();
    view_.words = wordToStartWith(*trace(), view_);
    view_.units = unitToStartWith(*trace(), view_);
}

void Document::adaptFocus(const RunResult& before, const RunResult& after)
{
    const Trace& old = *before.trace;
    const Trace& now = *after.trace;
    if (before.request.caption != after.request.caption) {
        const bool hadFocus = !view_.words.empty();
        view_.words = sameWords(old.tokens, view_.words, now.tokens);
        if (hadFocus && view_.words.empty()) {
            view_.words = wordToStartWith(now, view_);
        }
    }
    const bool hasOtherPicture = before.request.picture != after.request.picture;
    if (hasOtherPicture || !isSameGrid(old.units, now.units)) {
        view_.units = unitToStartWith(now, view_);
    }
    if (before.request.mode != after.request.mode) { // the sites are others
        view_.imageKind.clear();
        view_.wordKind.clear();
        view_.imageDirection = Direction::TextToImage;
        view_.wordDirection = Direction::ImageToText;
        const bool hasImagePane = !kindsFor(now, Direction::TextToImage).empty();
        const bool hasWordPane = !kindsFor(now, Direction::ImageToText).empty();
        if (hasImagePane != hasWordPane) {
            view_.active = hasImagePane ? Pane::Image : Pane::Words;
        } else if (kindsFor(old, Direction::TextToImage).empty()) {
            view_.active = Pane::Image; // back from a mode that had only the other direction
        }
    }
}

void Document::start(const std::filesystem::path& model,
                     const std::filesystem::path& picture,
                     const std::string& caption,
                     std::optional<Mode> mode)
{
    RunRequest request;
    request.model = model;
    request.readPicture = readerOf(picture);
    request.caption = caption;
    request.mode = mode;
    run(std::move(request));
}

void Document::openModel(const std::filesystem::path& folder)
{
    RunRequest request = wanted_;
    request.model = folder;
    request.mode.reset(); // its native one
    request.intervention = {};
    run(std::move(request));
}

std::function<Picture()> Document::readerOf(const std::filesystem::path& file) const
{
    return [read = sources_.readPicture, file] { return read(file); };
}

void Document::openPicture(const std::filesystem::path& file)
{
    usePicture(readerOf(file));
}

void Document::openSample(const std::filesystem::path& file, const std::string& caption)
{
    RunRequest request = wanted_;
    request.picture.reset();
    request.readPicture = readerOf(file);
    request.caption = caption;
    request.intervention = {};
    run(std::move(request));
}

void Document::usePicture(std::function<Picture()> read)
{
    RunRequest request = wanted_;
    request.picture.reset();
    request.readPicture = std::move(read);
    request.intervention.maskedUnits.clear();
    run(std::move(request));
}

void Document::setCaption(const std::string& caption)
{
    RunRequest request = wanted_;
    if (caption != request.caption) { // words have other indices
        request.caption = caption;
        request.intervention.maskedWords.clear();
    }
    run(std::move(request));
}

void Document::setMode(Mode mode)
{
    if (wanted_.mode == mode) {
        return;
    }
    RunRequest request = wanted_;
    request.mode = mode;
    run(std::move(request));
}

void Document::changeMasks(Intervention intervention, Purpose purpose)
{
    if (!result_ || intervention == wanted_.intervention) {
        return;
    }
    RunRequest request = wanted_;
    request.intervention = std::move(intervention);
    run(std::move(request), purpose);
}

void Document::setWordMasked(int word, bool isMasked)
{
    Intervention intervention = wanted_.intervention;
    intervention.maskedWords = withMask(intervention.maskedWords, word, isMasked);
    changeMasks(std::move(intervention), Purpose::Change);
}

void Document::setUnitMasked(int unit, bool isMasked)
{
    Intervention intervention = wanted_.intervention;
    intervention.maskedUnits = withMask(intervention.maskedUnits, unit, isMasked);
    changeMasks(std::move(intervention), Purpose::Change);
}

void Document::undoIntervention()
{
    if (!undone_.empty()) {
        changeMasks(undone_.back(), Purpose::Undo);
    }
}

void Document::retry()
{
    if (failed_) {
        run(*failed_);
    }
}

void Document::cancel()
{
    worker_.cancel();
}

// ---- Views
// ---------------------------------------------------------------------------------------

void Document::change(View view)
{
    view_ = std::move(view);
    refresh();
    Q_EMIT viewChanged();
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

void Document::setStyle(const FigureStyle& style)
{
    View view = view_;
    view.style = style;
    change(std::move(view));
}

void Document::focusWord(int word, bool adds)
{
    View view = view_;
    view.words = withFocus(view.words, word, adds);
    change(std::move(view));
}

void Document::focusUnit(int unit, bool adds)
{
    View view = view_;
    view.units = withFocus(view.units, unit, adds);
    change(std::move(view));
}

void Document::clearFocus()
{
    View view = view_;
    view.words.clear();
    view.units.clear();
    change(std::move(view));
}

void Document::hoverWord(std::optional<int> word)
{
    if (word != hoveredWord_) {
        hoveredWord_ = word;
        refreshPanes();
        Q_EMIT hoverChanged();
    }
}

void Document::hoverUnit(std::optional<int> unit)
{
    if (unit != hoveredUnit_) {
        hoveredUnit_ = unit;
        refreshPanes();
        Q_EMIT hoverChanged();
    }
}

View Document::viewWithHover() const
{
    View view = view_;
    if (hoveredWord_) {
        view.words = {*hoveredWord_};
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
        content.range = scaleRange(*trace(), *content.selection, view.style.scale);
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
    heads_.clear();
    const PaneContent active = content(view_.active, view_);
    if (active.selection) {
        heads_ = headMaps(*trace(), *active.selection);
        headsRange_ = active.range;
    }
}

} // namespace attenscope
