#include "ui/state/document.h"

#include "engine/base/memory.h"
#include "ui/state/focus_rules.h"

#include <algorithm>
#include <utility>

namespace attenscope {

namespace {

constexpr std::size_t kCacheBytes = std::size_t(256) << 20;
constexpr std::uint64_t kMemoryBytes = std::uint64_t(1) << 30; ///< of RunMemory
constexpr int kSteps = 200;                                    ///< of the history

std::vector<int> withMask(std::vector<int> masked, int index, bool isMasked)
{
    masked.erase(std::remove(masked.begin(), masked.end(), index), masked.end());
    if (isMasked) {
        masked.push_back(index);
        std::sort(masked.begin(), masked.end());
    }
    return masked;
}

/// What another picture leaves of the regions: a table holds those of many.
void forgetRegions(RunRequest& request)
{
    request.regions.reset();
    if (request.regionsFile.extension() != ".tsv") {
        request.regionsFile.clear();
    }
}

bool hasHead(const std::vector<StackInfo>& stacks, const HeadId& head)
{
    return std::any_of(stacks.begin(), stacks.end(), [&](const StackInfo& stack) {
        return stack.kind == head.kind && head.layer < stack.layers && head.head < stack.heads;
    });
}

bool isSameGrid(const VisualUnits& a, const VisualUnits& b)
{
    return a.gridRows == b.gridRows && a.gridColumns == b.gridColumns && a.size() == b.size();
}

} // namespace

Document::Document(Sources sources, QObject* parent)
    : QObject(parent),
      sources_(std::move(sources)),
      cache_(kCacheBytes),
      memory_(std::make_shared<RunMemory>(
          static_cast<std::size_t>(std::min(kMemoryBytes, memoryBudgetBytes())))),
      timeLeft_(sources_.progressClockMs)
{
    history_.setUndoLimit(kSteps);
    connect(&history_, &QUndoStack::indexChanged, this, &Document::historyChanged);
    connect(&worker_, &RunWorker::progressed, this,
            [this](int done, int total, const QString& task) {
                timeLeft_.step(done, total);
                Q_EMIT progressed(done, total, task);
            });
    connect(&worker_, &RunWorker::finished, this, &Document::runEnded);
    connect(&identifier_, &RunWorker::failed, this, &Document::failed);
    connect(&pinWorker_, &RunWorker::finished, this, &Document::pinnedChanged);
    connect(&pinWorker_, &RunWorker::failed, this, [this](const ErrorInfo& error) {
        Q_EMIT pinnedChanged();
        Q_EMIT pinnedFailed(error);
    });
    connect(&worker_, &RunWorker::cancelled, this, [this] {
        recover();
        Q_EMIT runEnded();
    });
    connect(&worker_, &RunWorker::failed, this, [this](const ErrorInfo& error) {
        failed_ = wanted_;
        failedPending_ = pending_;
        failedByRegions_ = error.id.starts_with("E_REGIONS");
        recover();
        Q_EMIT runEnded();
        Q_EMIT failed(error);
    });
}

// The history would announce its end as a change, to listeners that may be half gone.
Document::~Document()
{
    history_.disconnect(this);
}

void Document::run(RunRequest request)
{
    run(std::move(request),
        {.goal = std::nullopt, .startedAt = history_.index(), .gesture = gesture_});
}

void Document::run(RunRequest request, Pending pending)
{
    if (!wanted_.module) {
        beforeModule_ = wanted_;
    }
    wanted_ = std::move(request);
    pending_ = pending;
    failed_.reset();
    timeLeft_.begin();
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
    kept.memory = memory_;
    if (!result_) {
        return kept;
    }
    kept.modelPath = result_->request.model;
    kept.module = result_->request.module;
    kept.model = result_->model;
    if (kept.modelPath != request.model && pinnedResult_ &&
        pinnedResult_->request.model == request.model) {
        kept.modelPath = request.model;
        kept.module = pinnedResult_->request.module;
        kept.model = pinnedResult_->model;
    }
    if (const std::optional<RunResult> same = cache_.findSameInput(request)) {
        kept.plainTrace = same->plainTrace;
        kept.plainElapsedMs = same->plainElapsedMs;
    }
    return kept;
}

void Document::takeOver(RunResult result)
{
    const Pending pending = std::exchange(pending_, {});
    if (pending.goal && arrive(result, *pending.goal)) {
        return;
    }
    wanted_ = result.request;
    const View viewBefore = view_;
    const std::optional<RunResult> before = std::exchange(result_, std::move(result));
    cache_.keep(*result_);
    hoveredWord_.reset();
    hoveredPiece_.reset();
    hoveredUnit_.reset();
    const bool hasOtherModel = !before || before->model != result_->model;
    if (pending.view) {
        const ThemeKind theme = view_.style.theme;
        view_ = fitted(*pending.view, *trace());
        view_.style.theme = theme;
    } else if (hasOtherModel) {
        chooseFirstView();
    } else {
        adaptFocus(*before, *result_);
    }
    refresh();
    if (before) {
        remember({.request = before->request, .view = viewBefore}, pending.gesture);
    }
    followPin(before);
    Q_EMIT resultChanged();
    Q_EMIT viewChanged();
    if (hasOtherModel) {
        identifyModel();
    }
}

void Document::identifyModel()
{
    const DeferredText& digest = result_->model->info().digest;
    if (digest.known()) {
        return;
    }
    identifier_.start([this, digest](const Progress& progress) -> RunWorker::Done {
        digest.value(progress);
        return [this] { Q_EMIT modelIdentified(); };
    });
}

// After a failure or Cancel everything is again as the last good run made it.
void Document::recover()
{
    if (result_) {
        wanted_ = result_->request;
    }
    pending_ = {};
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
    view_.pieces.clear();
    view_.units = unitToStartWith(*trace(), view_);
}

void Document::adaptFocus(const RunResult& before, const RunResult& after)
{
    const Trace& old = *before.trace;
    const Trace& now = *after.trace;
    if (before.request.caption != after.request.caption) {
        const bool hadFocus = !view_.words.empty();
        view_.pieces.clear(); // other tokens
        view_.words = sameWords(old.tokens, view_.words, now.tokens);
        if (hadFocus && view_.words.empty()) {
            view_.words = wordToStartWith(now, view_);
        }
    }
    const bool hasOtherPicture = before.request.picture != after.request.picture ||
                                 before.request.regions != after.request.regions;
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
                     const std::filesystem::path& regions,
                     const std::string& caption,
                     std::optional<Mode> mode)
{
    RunRequest request;
    request.model = model;
    request.readPicture = readerOf(picture);
    request.regionsFile = regions;
    request.caption = caption;
    request.mode = mode;
    run(std::move(request));
}

void Document::openModel(const std::filesystem::path& folder)
{
    RunRequest request = withoutModule();
    request.model = folder;
    request.mode.reset(); // its native one
    request.intervention = {};
    run(std::move(request));
}

void Document::openModule(const ModuleSetup& setup)
{
    RunRequest request;
    const bool isSameFile = wanted_.module && wanted_.module->weights == setup.weights;
    if (isSameFile) {
        request.caption = wanted_.caption;
        if (wanted_.picture && !wanted_.picture->isPlain) { // a plain one goes by the grid
            request.picture = wanted_.picture;
        }
    }
    request.model = setup.weights;
    request.module = setup;
    run(std::move(request));
}

// What is wanted, with a model. A module's caption and picture are taken along if it has them.
RunRequest Document::withoutModule() const
{
    RunRequest request = wanted_;
    if (!request.module) {
        return request;
    }
    request.module.reset();
    request.model = beforeModule_.model;
    request.mode.reset();
    request.intervention = {};
    if (!request.picture || request.picture->isPlain) {
        request.picture = beforeModule_.picture;
        request.readPicture = beforeModule_.readPicture;
        request.regionsFile = beforeModule_.regionsFile;
        request.regions = beforeModule_.regions;
    }
    if (request.caption.empty()) {
        request.caption = beforeModule_.caption;
    }
    return request;
}

std::function<Picture()> Document::readerOf(const std::filesystem::path& file) const
{
    return [read = sources_.readPicture, file] { return read(file); };
}

void Document::openPicture(const std::filesystem::path& file)
{
    usePicture(readerOf(file));
}

void Document::openSample(const std::filesystem::path& file,
                          const std::string& caption,
                          const std::filesystem::path& regions)
{
    RunRequest request = withoutModule();
    request.picture.reset();
    forgetRegions(request);
    if (!regions.empty()) {
        request.regionsFile = regions;
    }
    request.readPicture = readerOf(file);
    request.caption = caption;
    request.intervention = {};
    run(std::move(request));
}

void Document::openRegions(const std::filesystem::path& file)
{
    const bool meansFailed = failed_ && (failedByRegions_ || !failed_->regionsFile.empty());
    RunRequest request = meansFailed ? *failed_ : wanted_;
    request.regionsFile = file;
    request.regions.reset();
    request.intervention.maskedUnits.clear();
    run(std::move(request));
}

void Document::usePicture(std::function<Picture()> read)
{
    RunRequest request = wanted_;
    request.picture.reset();
    forgetRegions(request);
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
    if (!request.intervention.headsOff.empty()) { // the other mode may not have them
        std::erase_if(request.intervention.headsOff,
                      [stacks = result_->model->stacks(mode)](const HeadId& head) {
                          return !hasHead(stacks, head);
                      });
    }
    run(std::move(request));
}

void Document::changeInterventions(Intervention intervention)
{
    if (!result_ || intervention == wanted_.intervention) {
        return;
    }
    RunRequest request = wanted_;
    request.intervention = std::move(intervention);
    run(std::move(request));
}

void Document::setWordMasked(int word, bool isMasked)
{
    Intervention intervention = wanted_.intervention;
    intervention.maskedWords = withMask(intervention.maskedWords, word, isMasked);
    changeInterventions(std::move(intervention));
}

void Document::setUnitMasked(int unit, bool isMasked)
{
    Intervention intervention = wanted_.intervention;
    intervention.maskedUnits = withMask(intervention.maskedUnits, unit, isMasked);
    changeInterventions(std::move(intervention));
}

void Document::setHeadOff(const HeadId& head, bool isOff)
{
    Intervention intervention = wanted_.intervention;
    std::erase(intervention.headsOff, head);
    if (isOff) {
        intervention.headsOff.push_back(head);
    }
    changeInterventions(std::move(intervention));
}

void Document::retry()
{
    if (failed_) {
        run(*failed_, failedPending_);
    }
}

void Document::cancel()
{
    worker_.cancel();
}

} // namespace attenscope
