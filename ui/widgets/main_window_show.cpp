// How the document's state gets into the widgets.
#include <QAction>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QSplitter>
#include <QTimer>

#include "ui/figure/engine_text.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/overlay_text.h"
#include "ui/state/layer_player.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/caption_field.h"
#include "ui/widgets/depth_view.h"
#include "ui/widgets/display_text.h"
#include "ui/widgets/error_bar.h"
#include "ui/widgets/heads_panel.h"
#include "ui/widgets/hint_card.h"
#include "ui/widgets/interventions_panel.h"
#include "ui/widgets/labelled_combo.h"
#include "ui/widgets/main_window.h"
#include "ui/widgets/mode_control.h"
#include "ui/widgets/model_panel.h"
#include "ui/widgets/prediction_panel.h"
#include "ui/widgets/sample_panel.h"
#include "ui/widgets/steps_content.h"
#include "ui/widgets/view_tabs.h"
#include "ui/widgets/window_content.h"
#include "ui/widgets/word_cells_pane.h"
#include "ui/widgets/word_grid_pane.h"
#include "ui/widgets/word_pane.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attenscope {

namespace {

constexpr int kProgressEveryMs = 500; ///< that the time that is left is told anew

/// What the open list says beside a model's name: "LXMERT, 0.9 GB", "can't be opened".
QString choiceRemark(const ModelChoice& choice)
{
    QStringList parts;
    if (!choice.problem.empty()) {
        parts << MainWindow::tr("can't be opened");
    }
    if (!choice.family.empty()) {
        parts << QString::fromStdString(escapedForDisplay(choice.family));
    }
    if (choice.sizeBytes > 0) {
        parts << QLocale().formattedDataSize(static_cast<qint64>(choice.sizeBytes), 1,
                                             QLocale::DataSizeSIFormat);
    }
    return parts.isEmpty() ? engineText(choice.remark) : parts.join(", ");
}

} // namespace

void MainWindow::showResult()
{
    const RunResult& result = *document_->result();
    const ModelInfo& info = result.model->info();
    const Picture& picture = *result.request.picture;
    const QImage image = shownImage(result.request.picture);
    errorBar_->dismiss();
    rememberModel(result);
    modes_->setStandings(info.modes);
    fillFusions();
    fillSites();
    if (picture.isPlain) {
        samplePanel_->setPlain(gridText(result.trace->units));
    } else {
        samplePanel_->setSample(image, QString::fromStdString(picture.name),
                                gridText(result.trace->units));
    }
    caption_->setAsksForNames(result.request.module.has_value());
    showModel();
    canvas_->setPicture(image, result.trace);
    showHint();
    wordGrid_->grid()->setPicture(image);
    showWarnings();
    showRequest();
    if (result.request.module) {
        takeOverModule();
    }
}

// The same one as long as the picture is: whoever prepares something from it can tell.
const QImage& MainWindow::shownImage(const PicturePtr& picture)
{
    if (picture != shownPicture_) {
        shownPicture_ = picture;
        shownImage_ = qImageFrom(picture->image);
    }
    return shownImage_;
}

void MainWindow::showModel()
{
    const RunResult& result = *document_->result();
    modelPanel_->setModel(result.model->info(), result.model->stacks(*result.request.mode));
}

void MainWindow::showView()
{
    if (!document_->result()) {
        return;
    }
    const RunResult& result = *document_->result();
    const View& view = document_->view();
    const bool isMasked = result.trace != result.plainTrace;
    prediction_->setOutputs(result.trace->outputs, isMasked ? &result.plainTrace->outputs : nullptr,
                            view.fusion);
    interventions_->setItems(interventionItems(*document_), document_->canUndoIntervention());
    if (document_->headNumbers().isReady()) { // else they are shown when they come
        showHeads();
    }
    stepping_->setContent(steppingContent(*document_));
    fillSites();
    showTab();
    showGrids();
    showOverlay();
    showFound();
    actions_->refresh();
    showHover();
}

void MainWindow::showHeads()
{
    if (document_->result()) {
        heads_->setContent(headsContent(*document_));
        depth_->setContent(depthContent(*document_));
        inspector_->setDepth(depthPlot(*document_));
    }
}

void MainWindow::showHistory()
{
    const auto describe = [](QAction* action, bool isPossible, const QString& text) {
        action->setEnabled(isPossible);
        action->setText(text);
    };
    const QString undo = document_->undoText();
    const QString redo = document_->redoText();
    describe(actions_->action("edit.undo"), document_->canUndo(),
             undo.isEmpty() ? tr("&Undo") : tr("&Undo %1").arg(undo));
    describe(actions_->action("edit.redo"), document_->canRedo(),
             redo.isEmpty() ? tr("&Redo") : tr("&Redo %1").arg(redo));
}

void MainWindow::showTab()
{
    const Tab tab = document_->view().tab;
    views_->setCurrent(tab);
    stepRecorder_->setWanted(tab == Tab::Steps);
    showSteps();
    showColumns();
    showCompare();
}

void MainWindow::showSteps()
{
    if (hasResult() && document_->view().tab == Tab::Steps) { // they cost a run
        steps_->setContent(stepsContent(*document_, *stepRecorder_));
    }
}

void MainWindow::showOverlay()
{
    const FigureStyle style = document_->shownStyle();
    const bool hasPicture = !document_->result()->request.picture->isPlain;
    const QSignalBlocker blocker(opacity_);
    opacity_->setValue(static_cast<int>(std::lround(100 * style.opacity)));
    opacity_->setEnabled(hasPicture && overlayInfo(style.overlay).hasOpacity);
    opacity_->setToolTip(opacityMeaning(style.overlay));
    opacityText_->setText(tr("%1 %").arg(opacity_->value()));
    opacityText_->setEnabled(opacity_->isEnabled());
    overlayKind_->setCurrentIndex(overlayKind_->findData(static_cast<int>(style.overlay)));
    overlayKind_->setEnabled(hasPicture);
}

void MainWindow::showHover()
{
    if (!document_->result()) {
        return;
    }
    canvas_->setContent(canvasContent(*document_));
    showWords();
    inspector_->setContent(inspectorContent(*document_));
    statusUnit_->setText(statusText(*document_));
}

// Both directions get a pane each where there is room for two; else the words below are shaded.
void MainWindow::showWords()
{
    constexpr int kRoomForTwo = 800;
    const bool areTwo = stage_->width() >= kRoomForTwo && hasBothDirections(*document_) &&
                        !hint_->isWanted(); // which needs the room
    if (areTwo != !cells_->isHidden()) {
        cells_->setVisible(areTwo);
        stage_->setSizes({stage_->width() / 2, stage_->width() / 2});
    }
    if (areTwo) {
        cells_->setContent(wordPaneContent(*document_));
    }
    words_->setContent(areTwo ? plainWordsContent(*document_) : wordPaneContent(*document_));
}

void MainWindow::showRequest()
{
    const RunRequest& request = document_->request();
    if (document_->result()) { // before the first result there is nothing to go back to
        caption_->setCaption(QString::fromStdString(request.caption));
    }
    if (request.mode) {
        modes_->setCurrent(*request.mode);
        modeDescription_->setText(engineText(modeDescription(*request.mode)));
    }
    for (int row = 0; row < static_cast<int>(models_.size()); ++row) {
        const ModelChoice& choice = models_[static_cast<std::size_t>(row)];
        if (choice.path == request.model) {
            modelChooser_->setCurrentIndex(row);
            modelChooser_->setRemark(engineText(choice.remark));
        }
    }
}

void MainWindow::showRunning()
{
    const bool isRunning = document_->isRunning();
    cancelButton_->setVisible(isRunning);
    if (isRunning) {
        showProgress();
        runningTimer_->start(kProgressEveryMs);
        return;
    }
    progress_.reset();
    progressLine_->setRange(0, 1);
    progressLine_->setValue(0);
    if (document_->result()) {
        statusRun_->setText(runText(*document_->result()));
    } else {
        statusRun_->setText(tr("Nothing has run yet"));
    }
}

// Of the step that is under way; what the last good run gave stays on screen meanwhile.
void MainWindow::showProgress()
{
    if (!progress_) {
        const bool isStill = player_->hasReducedMotion(); // else the line runs to and fro
        progressLine_->setRange(0, isStill ? 1 : 0);
        progressLine_->setValue(isStill ? 1 : 0);
        statusRun_->setText(tr("Running…"));
        return;
    }
    progressLine_->setRange(0, progress_->total);
    progressLine_->setValue(progress_->done);
    statusRun_->setText(progressText(*progress_, document_->secondsLeft()));
}

void MainWindow::showWarnings()
{
    const RunResult& result = *document_->result();
    QStringList lines;
    for (const Warnings* warnings : std::array<const Warnings*, 4>{
             &result.request.picture->warnings, &result.model->info().warnings,
             &result.trace->tokens.warnings, &result.trace->warnings}) {
        for (const Warning& warning : *warnings) {
            const QString line = engineText(escapedForDisplay(warning.text, 1024));
            if (!lines.contains(line)) {
                lines << line;
            }
        }
    }
    notice_->setText(lines.join(QLatin1Char('\n')));
    notice_->setVisible(!lines.isEmpty());
}

void MainWindow::showError(const ErrorInfo& error)
{
    errorBar_->showError(error, document_->result().has_value(), document_->canRetry());
}

void MainWindow::fillModelChooser()
{
    const std::filesystem::path bundled = options_.dataFolder / "models" / "scenes";
    const auto isBundled = [&](const ModelChoice& choice) { return choice.path == bundled; };
    if (std::none_of(models_.begin(), models_.end(), isBundled)) {
        models_.insert(models_.begin(), {.name = "scenes", .remark = "bundled", .path = bundled});
    }
    modelChooser_->clear();
    for (const ModelChoice& choice : models_) {
        modelChooser_->addItem(QString::fromStdString(escapedForDisplay(choice.name)));
        const int row = modelChooser_->count() - 1;
        modelChooser_->setItemRemark(row, choiceRemark(choice));
        if (!choice.problem.empty()) {
            modelChooser_->refuseItem(row, QString::fromStdString(choice.problem));
        }
    }
    modelChooser_->insertSeparator(modelChooser_->count());
    modelChooser_->addItem(tr("Open a checkpoint's folder…"));
    modelChooser_->setCurrentIndex(-1); // none is loaded until a request says so
    addModelCommands();
}

void MainWindow::rememberModel(const RunResult& result)
{
    const std::filesystem::path& path = result.request.model;
    const auto known = std::find_if(models_.begin(), models_.end(),
                                    [&](const ModelChoice& choice) { return choice.path == path; });
    if (known != models_.end()) {
        known->module = result.request.module;
        return;
    }
    models_.push_back({.name = result.model->info().name,
                       .remark = result.request.module ? "module" : "checkpoint",
                       .path = path,
                       .module = result.request.module});
    fillModelChooser();
}

void MainWindow::chooseModel(int index)
{
    if (static_cast<std::size_t>(index) < models_.size()) {
        openChoice(models_[static_cast<std::size_t>(index)].path);
    } else {
        showRequest(); // the chooser goes back to what is loaded
        askForModel();
    }
}

void MainWindow::fillFusions()
{
    fusion_->clear();
    for (const FusionInfo& fusion : document_->result()->model->info().fusions) {
        fusion_->addItem(engineText(fusion.name), QString::fromStdString(fusion.id));
    }
    fusion_->setEnabled(fusion_->count() > 1);
    fusion_->setVisible(fusion_->count() > 0);
    const int chosen = fusion_->findData(QString::fromStdString(document_->view().fusion));
    fusion_->setCurrentIndex(std::max(0, chosen));
}

void MainWindow::fillSites()
{
    QStringList texts;
    QList<QStringList> sites;
    int chosen = -1;
    const Trace& trace = *document_->trace();
    const PaneContent& active = document_->pane(document_->view().active);
    for (const Direction direction : {Direction::TextToImage, Direction::ImageToText,
                                      Direction::TextToText, Direction::ImageToImage}) {
        for (const std::string& kind : kindsFor(trace, direction)) {
            if (active.selection && active.selection->kind == kind &&
                active.direction == direction) {
                chosen = static_cast<int>(sites.size());
            }
            texts << siteText(direction, kind);
            sites << QStringList{QString::number(static_cast<int>(direction)),
                                 QString::fromStdString(kind)};
        }
    }
    bool isSame = site_->count() == sites.size();
    for (int row = 0; isSame && row < site_->count(); ++row) {
        isSame = site_->itemData(row).toStringList() == sites[row];
    }
    if (!isSame) { // an open list would close, and the layout would move
        site_->clear();
        for (int row = 0; row < sites.size(); ++row) {
            site_->addItem(texts[row], sites[row]);
        }
    }
    site_->setCurrentIndex(chosen);
}

} // namespace attenscope
