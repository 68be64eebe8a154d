// Opening files of weights: a module that stands alone, or a checkpoint.
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "engine/checkpoint/weight_files.h"
#include "ui/state/command_text.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/display_text.h"
#include "ui/widgets/main_window.h"
#include "ui/widgets/model_panel.h"
#include "ui/widgets/module_panel.h"
#include "ui/widgets/session_control.h"

#include <algorithm>
#include <system_error>

namespace attenscope {

namespace {

namespace fs = std::filesystem;

bool isCheckpointFolder(const fs::path& folder)
{
    std::error_code ignored;
    return fs::exists(folder / "config.json", ignored);
}

/// The file that may hold a module: a file of weights or the only one of a folder, with no config
/// beside it. Nothing for a checkpoint.
std::optional<fs::path> moduleFileAt(const fs::path& path)
{
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) {
        return isWeightsName(path) && !isCheckpointFolder(path.parent_path()) ? std::optional(path)
                                                                              : std::nullopt;
    }
    if (isCheckpointFolder(path)) {
        return std::nullopt;
    }
    std::optional<fs::path> found;
    for (fs::directory_iterator file(path, ignored); file != fs::directory_iterator();
         file.increment(ignored)) {
        if (isWeightsName(file->path()) && found) {
            return std::nullopt;
        }
        if (isWeightsName(file->path())) {
            found = file->path();
        }
    }
    return found;
}

} // namespace

QWidget* MainWindow::buildModulePage()
{
    modulePanel_ = new ModulePanel(moduleDraft_);
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(24, 16, 24, 16);
    column->addWidget(modulePanel_);
    column->addStretch(1);
    column->setAlignment(modulePanel_, Qt::AlignTop);
    auto* area = new QScrollArea;
    setRole(*area, "stage");
    area->setWidget(page);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    connect(modulePanel_, &ModulePanel::focusMoved, area,
            [area](QWidget* control) { area->ensureWidgetVisible(control); });
    return area;
}

void MainWindow::connectModules()
{
    connect(moduleDraft_, &ModuleDraft::opened, this, [this] {
        perhapsRegions_.clear();
        showRunning();
        if (moduleDraft_->check().isComplete()) { // it was asked for another time
            document_->openModule(moduleDraft_->setup());
        } else {
            showModulePanel();
        }
    });
    connect(moduleDraft_, &ModuleDraft::refused, this,
            [this](const fs::path& file, const ErrorInfo& error) {
                showRunning();
                if (std::exchange(perhapsRegions_, {}) == file) {
                    document_->openRegions(file);
                } else {
                    showError(error);
                }
            });
    connect(moduleDraft_, &ModuleDraft::ready, this,
            [this] { document_->openModule(moduleDraft_->completed()); });
    connect(modulePanel_, &ModulePanel::closed, this, &MainWindow::closeModulePanel);
    connect(modulePanel_, &ModulePanel::copyRequested, this, &MainWindow::copyModuleCommand);
    connect(modelPanel_, &ModelPanel::changeRequested, this, &MainWindow::changeModule);
    connect(document_, &Document::runStarted, this, [this] {
        if (!document_->request().module) {
            closeModulePanel();
        }
    });
}

void MainWindow::askForModule()
{
    auto* dialog = new QFileDialog(this, tr("Open a module's state dict"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(
        {tr("Weights (*.safetensors *.pt *.pth *.bin *.ckpt *.th *.npz)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& file) { openModule(file.toStdString()); });
    dialog->open();
}

void MainWindow::openModule(const fs::path& weights)
{
    statusRun_->setText(
        tr("Reading %1…").arg(displayText(escapedForDisplay(weights.filename().string()))));
    moduleDraft_->open(weights);
}

void MainWindow::openWeights(const fs::path& path)
{
    if (const std::optional<fs::path> module = moduleFileAt(path)) {
        openModule(*module);
    } else {
        document_->openModel(path);
    }
}

void MainWindow::openChoice(const fs::path& path)
{
    const auto choice = std::find_if(models_.begin(), models_.end(),
                                     [&](const ModelChoice& one) { return one.path == path; });
    if (choice != models_.end() && choice->module) {
        document_->openModule(*choice->module);
    } else {
        document_->openModel(path);
    }
}

void MainWindow::openFile(const fs::path& file)
{
    const std::string suffix = file.extension().string();
    const bool isArray = suffix == ".npy" || suffix == ".npz" || suffix == ".safetensors";
    std::error_code ignored;
    if (isAskingForModule() && isArray && modulePanel_->takeFeatures(file.string())) {
        return;
    }
    if (fs::is_directory(file, ignored) || isWeightsName(file)) {
        openWeights(file);
    } else if (suffix == ".npz") {
        perhapsRegions_ = file;
        openModule(file);
    } else if (suffix == ".tsv") {
        document_->openRegions(file);
    } else {
        session_->open(file); // a session, a figure that carries one, or a picture
    }
}

void MainWindow::changeModule()
{
    if (document_->request().module) {
        moduleDraft_->change(*document_->request().module);
        showModulePanel();
    }
}

bool MainWindow::isAskingForModule() const
{
    return pages_->currentIndex() == 1;
}

void MainWindow::showModulePanel()
{
    pages_->setCurrentIndex(1);
    modulePanel_->focusFirst();
}

void MainWindow::closeModulePanel()
{
    pages_->setCurrentIndex(0);
}

void MainWindow::takeOverModule()
{
    closeModulePanel();
    try {
        moduleDraft_->remember(*document_->result()->request.module);
    } catch (const Error& error) {
        showError(error.info());
    }
}

// What an answer would mend is said beside it, everything else in the bar.
void MainWindow::showRunError(const ErrorInfo& error)
{
    const std::optional<RunRequest>& failed = document_->failedRequest();
    if (failed && failed->module) {
        const std::vector<ModuleProblem> problems = problemsOf(error, *failed->module);
        const auto isAboutAnswer = [](const ModuleProblem& problem) {
            return problem.field != ModuleField::Weights;
        };
        if (std::any_of(problems.begin(), problems.end(), isAboutAnswer)) {
            moduleDraft_->fail(*failed->module, error);
            showModulePanel();
            return;
        }
    }
    showError(error);
}

void MainWindow::copyModuleCommand()
{
    const RunRequest& now = document_->request();
    RunRequest request;
    request.module = moduleDraft_->completed();
    if (now.module && now.module->weights == request.module->weights) {
        request.caption = now.caption;
        request.picture = now.picture;
    }
    copyCommand(request);
}

void MainWindow::copyCommand(const RunRequest& request)
{
    try {
        QGuiApplication::clipboard()->setText(QString::fromStdString(runCommandText(request)));
        statusRun_->setText(tr("Copied the command line"));
    } catch (const Error& error) {
        showError(error.info());
    }
}

} // namespace attenscope
