#include "ui/state/module_draft.h"

#include <memory>
#include <utility>

namespace attenscope {

ModuleDraft::ModuleDraft(const std::filesystem::path& answers, QObject* parent)
    : QObject(parent), answers_(answers)
{
    connect(&worker_, &RunWorker::failed, this, [this](const ErrorInfo& error) {
        wantsRun_ = false;
        if (!opening_.empty()) {
            Q_EMIT refused(std::exchange(opening_, {}), error);
            return;
        }
        check_.problems = {{ModuleField::Weights, error}}; // the file has gone since
        Q_EMIT checked();
    });
}

void ModuleDraft::open(const std::filesystem::path& weights)
{
    opening_ = weights;
    wantsRun_ = false;
    worker_.start([this, weights, answers = answers_](const Progress& progress) {
        ModuleSetup setup = answers.find(weights).value_or(ModuleSetup{});
        setup.weights = weights;
        auto check = std::make_shared<ModuleCheck>(checkModule(setup, progress));
        return [this, setup, check] {
            opening_.clear();
            isInsisting_ = false;
            setup_ = setup;
            check_ = std::move(*check);
            Q_EMIT opened();
        };
    });
}

void ModuleDraft::fail(const ModuleSetup& setup, const ErrorInfo& error)
{
    const bool isOther = setup.weights != setup_.weights;
    setup_ = setup;
    if (isOther) {
        check_ = {};
    }
    check_.problems = problemsOf(error, setup);
    isInsisting_ = true;
    Q_EMIT checked();
}

void ModuleDraft::change(const ModuleSetup& setup)
{
    wantsRun_ = false;
    startCheck(setup);
}

void ModuleDraft::prepareRun(const ModuleSetup& setup)
{
    wantsRun_ = true;
    isInsisting_ = true;
    startCheck(setup);
}

void ModuleDraft::startCheck(const ModuleSetup& setup)
{
    opening_.clear();
    setup_ = setup;
    worker_.start([this, setup](const Progress& progress) {
        auto check = std::make_shared<ModuleCheck>(checkModule(setup, progress));
        return [this, check] {
            check_ = std::move(*check);
            const bool wantsRun = std::exchange(wantsRun_, false);
            Q_EMIT checked();
            if (wantsRun && check_.isComplete()) {
                Q_EMIT ready();
            } else if (wantsRun) {
                Q_EMIT notReady();
            }
        };
    });
}

ModuleSetup ModuleDraft::completed() const
{
    ModuleSetup setup = setup_;
    const std::optional<FeatureFacts>& image = check_.image();
    if (!setup.grid && image && !image->grid) {
        setup.grid = proposedGrid(image->rows);
    }
    return setup;
}

} // namespace attenscope
