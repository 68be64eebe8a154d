#pragma once

#include <QObject>

#include "engine/models/module_answers.h"
#include "ui/state/module_check.h"
#include "ui/state/run_worker.h"

#include <filesystem>

namespace attenscope {

/// A module that someone is about to look at: its file, what was said about it so far, and what
/// that comes to. Files are read on a worker.
class ModuleDraft : public QObject {
    Q_OBJECT

public:
    /// answers  where ModuleAnswers are kept; empty: nothing is remembered
    explicit ModuleDraft(const std::filesystem::path& answers, QObject* parent = nullptr);

    /// Recognises the module in a file and takes the answers that were given for it before.
    /// `opened` or `refused` follows; until then the draft stays what it was.
    void open(const std::filesystem::path& weights);

    /// Takes a setup with a problem that a run has told.
    void fail(const ModuleSetup& setup, const ErrorInfo& error);

    /// Takes other answers; `checked` follows.
    void change(const ModuleSetup& setup);

    /// As `change`; then `ready` if everything was said and fits.
    void prepareRun(const ModuleSetup& setup);

    /// Keeps the answers for the next time. Throws E_OUTPUT.
    void remember(const ModuleSetup& setup) const { answers_.remember(setup); }

    const ModuleSetup& setup() const { return setup_; }

    /// Of the setup, as far as it was checked.
    const ModuleCheck& check() const { return check_; }

    /// The setup with the grid that is offered where none was chosen.
    ModuleSetup completed() const;

    bool isBusy() const { return worker_.isBusy(); }

    /// Whether what was not said counts as a mistake: someone wanted to run.
    bool isInsisting() const { return isInsisting_; }

Q_SIGNALS:
    void opened(); ///< complete if it can be run as it was the last time
    void refused(std::filesystem::path weights, attenscope::ErrorInfo error);
    void checked();
    void ready();    ///< `completed` can be run
    void notReady(); ///< something has to be said or mended first

private:
    void startCheck(const ModuleSetup& setup);

    ModuleAnswers answers_;
    ModuleSetup setup_;
    ModuleCheck check_;
    std::filesystem::path opening_; ///< empty while a setup is being checked
    bool wantsRun_ = false;
    bool isInsisting_ = false;
    RunWorker worker_;
};

} // namespace attenscope
