// What leaves the window: figures, numbers, and what is copied.
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>

#include "ui/figure/engine_text.h"
#include "ui/state/export.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/display_text.h"
#include "ui/widgets/error_bar.h"
#include "ui/widgets/export_control.h"
#include "ui/widgets/figure_handle.h"
#include "ui/widgets/main_window.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace attenscope {

void MainWindow::connectExports()
{
    exports_->serve(*figureHandle_);
    connect(exports_, &ExportControl::fileWanted, this, &MainWindow::askForFigure);
    connect(exports_, &ExportControl::told, statusRun_, &QLabel::setText);
    connect(exports_, &ExportControl::failed, this, &MainWindow::showError);
    connect(exporter_, &RunWorker::progressed, this, &MainWindow::showExporting);
    connect(exporter_, &RunWorker::finished, this, [this] { showExporting(0, 0, {}); });
    connect(exporter_, &RunWorker::failed, this, [this](const ErrorInfo& error) {
        showExporting(0, 0, {});
        errorBar_->showError(error, document_->result().has_value(), false);
    });
    connect(exporter_, &RunWorker::cancelled, this, [this] {
        showExporting(0, 0, {});
        statusRun_->setText(tr("Nothing was exported"));
    });
    connect(cancelButton_, &QPushButton::clicked, exporter_, &RunWorker::cancel);
}

/// Only of exports that take more than a step, such as animations.
void MainWindow::showExporting(int done, int total, const QString& task)
{
    if (document_->isRunning() || total == 1) {
        return; // the run is what the line is about
    }
    cancelButton_->setVisible(total > 1);
    progressLine_->setRange(0, std::max(1, total));
    progressLine_->setValue(done);
    if (total > 1) {
        statusRun_->setText(
            tr("Exporting: %1, %2 of %3").arg(engineText(task.toStdString())).arg(done).arg(total));
    }
}

QMenu* MainWindow::buildExportMenu()
{
    auto* menu = new QMenu(tr("&Export"), exportButton_);
    const QString group = tr("File");
    const auto has = [this] { return hasResult(); };
    addCommand(*menu, {"file.export-figure", group, tr("Export &figure…"),
                       tr("Choose what the figure is and holds, with a preview"), keyList("Ctrl+E"),
                       [this] { exports_->open(); }, has});
    addCommand(*menu, {"file.export-numbers",
                       group,
                       tr("Export &numbers (NPZ and JSON)…"),
                       {},
                       keyList("Ctrl+Shift+E"),
                       [this] { askForNumbers(); },
                       has});
    return menu;
}

void MainWindow::buildCopyCommands(QMenu& menu)
{
    const QString group = tr("Edit");
    const auto add = [&](const char* id, const QString& text, const QString& description,
                         const char* key, std::function<void()> does) {
        addCommand(menu,
                   {QString::fromLatin1(id), group, text, description, keyList(key),
                    std::move(does), [this] { return document_->hasFigure(); }});
    };
    add("edit.copy-figure", tr("&Copy figure"), tr("As pixels and as SVG"), "Ctrl+C",
        [this] { exports_->copyFigure(); });
    add("edit.copy-values", tr("Copy &values"), tr("The numbers of what is shown, as a table"),
        "Ctrl+Alt+C", [this] { exports_->copyValues(); });
    add("edit.copy-figure-command", tr("Copy &figure as command"),
        tr("The command line that makes the same figure"), "Ctrl+Alt+F",
        [this] { exports_->copyCommand(); });
    add("edit.copy-python", tr("Copy as P&ython"),
        tr("Lines that rebuild what is shown from the exported numbers"), "Ctrl+Alt+P",
        [this] { exports_->copyPython(); });
    addCommand(menu,
               {"edit.copy-command", group, tr("Copy &run as command"),
                tr("The command line that runs the same"), keyList("Ctrl+Shift+C"),
                [this] { copyCommand(document_->request()); }, [this] { return hasResult(); }});
}

void MainWindow::askForFigure(const QString& suffix)
{
    auto* dialog = new QFileDialog(this, tr("Export the figure"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->setNameFilter(QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& file) { exportFigure(file.toStdString()); });
    dialog->open();
}

void MainWindow::exportFigure(const std::filesystem::path& file)
{
    const std::optional<FigureRequest> figure = document_->figureRequest();
    if (!figure) {
        showError({.id = "E_USAGE_SELECTION",
                   .place = "export",
                   .expected = "a map on screen",
                   .found = "none",
                   .remedy = "Choose a mode and a direction that has one."});
        return;
    }
    exporter_->start([this, figure = *figure, file](const Progress& progress) {
        writeFigure(figure, file, progress);
        return [this, file] { showExported(file); };
    });
}

void MainWindow::exportNumbers(const std::filesystem::path& folder)
{
    if (!document_->result()) {
        return;
    }
    exporter_->start([this, result = *document_->result(), folder](const Progress& progress) {
        writeNumbers(result, folder, progress);
        return [this, folder] { showExported(folder); };
    });
}

void MainWindow::showExported(const std::filesystem::path& path)
{
    statusRun_->setText(tr("Saved %1").arg(QString::fromStdString(path.string())));
}

} // namespace attenscope
