// What is compared: A, which was pinned, with B, which is looked at.
#include "ui/state/document.h"

#include <utility>

namespace attenscope {

/// The present, without what is pinned itself, and whichever tab it is looked at in.
Moment Document::momentToPin() const
{
    Moment now = moment();
    now.view.pinned.reset();
    now.view.tab = {};
    return now;
}

void Document::pin()
{
    if (!result_) {
        return;
    }
    Moment now = momentToPin();
    if (view_.pinned && isSameMoment(*view_.pinned, now)) {
        return;
    }
    View view = view_;
    view.pinned = std::make_shared<const Moment>(std::move(now));
    change(std::move(view));
}

void Document::unpin()
{
    if (view_.pinned) {
        View view = view_;
        view.pinned.reset();
        change(std::move(view));
    }
}

void Document::swapPinned()
{
    if (!pinnedResult_) {
        return;
    }
    View view = fitted(view_.pinned->view, *pinnedResult_->trace);
    view.tab = view_.tab;
    view.style = view_.style; // one for both
    view.pinned = std::make_shared<const Moment>(momentToPin());
    adopt(*pinnedResult_, std::move(view));
}

void Document::goToPinned()
{
    if (!pinnedResult_) {
        return;
    }
    View view = fitted(view_.pinned->view, *pinnedResult_->trace);
    view.tab = view_.tab;
    view.pinned = view_.pinned;
    adopt(*pinnedResult_, std::move(view));
}

/// Looks at a result that is at hand: one step of the history.
void Document::adopt(RunResult result, View view)
{
    if (isSameRun(result.request, result_->request)) {
        return change(std::move(view));
    }
    dropRun();
    const Moment before = moment();
    showResult(std::move(result), std::move(view));
    remember(before, gesture_);
}

void Document::retryPinned()
{
    if (view_.pinned && !pinnedResult_ && !pinWorker_.isBusy()) {
        runPinned();
        Q_EMIT pinnedChanged();
    }
}

std::optional<Selection> Document::pinnedSelection() const
{
    if (!pinnedResult_) {
        return std::nullopt;
    }
    const View view = fitted(view_.pinned->view, *pinnedResult_->trace);
    return fitted(*pinnedResult_->trace, view.selection(view.active));
}

/// A result of this request that is at hand.
/// before  what was looked at until now
std::optional<RunResult> Document::knownResult(const RunRequest& request,
                                               const std::optional<RunResult>& before) const
{
    if (!request.picture) { // not run yet: it equals every other such one
        return std::nullopt;
    }
    for (const std::optional<RunResult>* known : {&result_, &pinnedResult_, &before}) {
        if (*known && isSameRun((*known)->request, request)) {
            return *known;
        }
    }
    return cache_.find(request);
}

/// Gets the result of what the view has pinned now: from what is at hand, or by a run.
void Document::followPin(const std::optional<RunResult>& before)
{
    if (view_.pinned == pinned_) {
        return;
    }
    pinned_ = view_.pinned;
    pinWorker_.drop();
    pinnedResult_ = pinned_ ? knownResult(pinned_->request, before) : std::nullopt;
    if (pinned_ && !pinnedResult_) {
        runPinned();
    }
    Q_EMIT pinnedChanged();
}

void Document::runPinned()
{
    Kept atHand = kept(pinned_->request);
    atHand.memory.reset(); // the other worker's, which may be at work with it
    pinWorker_.start([this, request = pinned_->request, atHand = std::move(atHand),
                      sources = sources_](const Progress& progress) -> RunWorker::Done {
        auto result = std::make_shared<RunResult>(performRun(request, atHand, sources, progress));
        return [this, result] { pinnedResult_ = std::move(*result); };
    });
}

} // namespace attenscope
