// Going back and forth; what is run stands in document.cpp.
#include "ui/state/document.h"

#include <algorithm>
#include <utility>

namespace attenscope {

namespace {

/// What of `these` is still among `left`, but was not among `before`.
template <typename T>
std::vector<T>
addedAndLeft(const std::vector<T>& these, const std::vector<T>& before, const std::vector<T>& left)
{
    const auto has = [](const std::vector<T>& items, const T& item) {
        return std::find(items.begin(), items.end(), item) != items.end();
    };
    std::vector<T> added;
    for (const T& item : these) {
        if (!has(before, item) && has(left, item)) {
            added.push_back(item);
        }
    }
    return added;
}

template <typename T>
void takeOut(std::vector<T>& items, const std::vector<T>& gone)
{
    std::erase_if(items, [&](const T& item) {
        return std::find(gone.begin(), gone.end(), item) != gone.end();
    });
}

} // namespace

void Document::beginGesture()
{
    ++gesture_;
}

Moment Document::moment() const
{
    return {.request = result_->request, .view = view_};
}

const ChangeCommand& Document::step(int index) const
{
    return static_cast<const ChangeCommand&>(*history_.command(index)); // the only ones pushed
}

Moment Document::momentAt(int index) const
{
    return index < history_.count() ? step(index).before() : step(index - 1).after();
}

void Document::remember(const Moment& before, int gesture)
{
    const Moment after = moment();
    if (isSameMoment(before, after)) {
        return;
    }
    if (pending_.goal && isRunning()) { // the newest wish wins
        dropRun();
    }
    history_.push(
        new ChangeCommand(before, after, changeBetween(before, after, *trace()), gesture));
}

/// Where going back or forth starts from: the place that a run is on its way to, or the present.
int Document::placeInHistory() const
{
    return isRunning() && pending_.goal ? *pending_.goal : history_.index();
}

bool Document::isChangePending() const
{
    return result_ && isRunning() && !pending_.goal && history_.index() <= pending_.startedAt;
}

bool Document::canUndo() const
{
    return result_ && (placeInHistory() > 0 || isChangePending());
}

bool Document::canRedo() const
{
    return result_ && placeInHistory() < history_.count();
}

QString Document::undoText() const
{
    const int place = placeInHistory();
    return place > 0 && !isChangePending() ? step(place - 1).text() : QString();
}

QString Document::redoText() const
{
    return canRedo() ? step(placeInHistory()).text() : QString();
}

void Document::undo()
{
    if (isChangePending()) {
        cancel(); // it is the last thing that was wished
    } else if (canUndo()) {
        goTo(placeInHistory() - 1);
    }
}

void Document::redo()
{
    if (canRedo()) {
        goTo(placeInHistory() + 1);
    }
}

void Document::goTo(int index)
{
    const Moment goal = momentAt(index);
    if (isSameRun(goal.request, result_->request)) {
        if (pending_.goal && isRunning()) {
            dropRun();
        }
        history_.setIndex(index);
        show(goal.view);
    } else if (std::optional<RunResult> kept = knownResult(goal.request, std::nullopt)) {
        dropRun();
        history_.setIndex(index);
        showResult(std::move(*kept), goal.view);
    } else {
        run(goal.request, {.goal = index, .startedAt = history_.index(), .gesture = 0});
    }
}

/// A finished run that going back or forth asked for. false if the history has become another.
bool Document::arrive(const RunResult& result, int index)
{
    if (index > history_.count() || !isSameRun(momentAt(index).request, result.request)) {
        return false;
    }
    const View view = momentAt(index).view;
    history_.setIndex(index);
    showResult(result, view);
    return true;
}

void Document::showResult(RunResult result, View view)
{
    const bool hasOtherModel = result_->model != result.model;
    const std::optional<RunResult> before = std::exchange(result_, std::move(result));
    wanted_ = result_->request;
    cache_.keep(*result_);
    hoveredWord_.reset();
    hoveredPiece_.reset();
    hoveredUnit_.reset();
    view.style.theme = view_.style.theme;
    view_ = std::move(view);
    refresh();
    followPin(before);
    Q_EMIT resultChanged();
    Q_EMIT viewChanged();
    if (hasOtherModel) {
        identifyModel();
    }
}

void Document::dropRun()
{
    if (isRunning()) {
        worker_.drop();
        wanted_ = result_->request;
        Q_EMIT runEnded();
    }
}

std::optional<Intervention> Document::withoutLastIntervention() const
{
    if (!result_) {
        return std::nullopt;
    }
    const Intervention& now = wanted_.intervention;
    for (int index = history_.index() - 1; index >= 0; --index) {
        const Intervention& before = step(index).before().request.intervention;
        const Intervention& after = step(index).after().request.intervention;
        const auto words = addedAndLeft(after.maskedWords, before.maskedWords, now.maskedWords);
        const auto units = addedAndLeft(after.maskedUnits, before.maskedUnits, now.maskedUnits);
        const auto heads = addedAndLeft(after.headsOff, before.headsOff, now.headsOff);
        if (!words.empty() || !units.empty() || !heads.empty()) {
            Intervention rest = now;
            takeOut(rest.maskedWords, words);
            takeOut(rest.maskedUnits, units);
            takeOut(rest.headsOff, heads);
            return rest;
        }
    }
    return std::nullopt;
}

void Document::undoIntervention()
{
    if (std::optional<Intervention> rest = withoutLastIntervention()) {
        changeInterventions(std::move(*rest));
    }
}

} // namespace attenscope
