// Sessions, and what was opened lately.
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>

#include "ui/widgets/error_bar.h"
#include "ui/widgets/main_window.h"
#include "ui/widgets/question_bar.h"
#include "ui/widgets/session_control.h"

#include <array>
#include <system_error>
#include <utility>

namespace attenscope {

namespace {

const QString kSessionNames = QStringLiteral("*.attenscope");

QString pathText(const std::filesystem::path& path)
{
    const QString text = QString::fromStdString(escapedForDisplay(path.string(), 4096));
    const QString home = QDir::homePath();
    return text.startsWith(home + QLatin1Char('/')) ? QLatin1Char('~') + text.mid(home.size())
                                                    : text;
}

} // namespace

void MainWindow::connectSession()
{
    connect(session_, &SessionControl::failed, this, [this](const ErrorInfo& error) {
        errorBar_->showError(error, document_->result().has_value(), false);
    });
    connect(session_, &SessionControl::isNoSession, this,
            [this](const std::filesystem::path& file) { document_->openPicture(file); });
    connect(session_, &SessionControl::saved, this, &MainWindow::showExported);
    connect(session_, &SessionControl::fileChanged, this, &MainWindow::showTitle);
}

void MainWindow::showTitle()
{
    const QString name = QString::fromStdString(session_->file().filename().string());
    setWindowTitle(name.isEmpty() ? tr("Attenscope") : tr("%1 – Attenscope").arg(name));
}

void MainWindow::buildRecentMenu(QMenu& menu)
{
    QMenu* recent = menu.addMenu(tr("Open r&ecent"));
    recent->setToolTipsVisible(true);
    connect(recent, &QMenu::aboutToShow, this, [this, recent] { fillRecentMenu(*recent); });
}

void MainWindow::fillRecentMenu(QMenu& menu)
{
    menu.clear();
    using Kind = RecentFiles::Kind;
    const std::array kinds{std::pair(Kind::Picture, tr("Images")),
                           std::pair(Kind::Model, tr("Checkpoints")),
                           std::pair(Kind::Session, tr("Sessions"))};
    for (const auto& [kind, title] : kinds) {
        const std::vector<std::filesystem::path> files = session_->recent().list(kind);
        if (files.empty()) {
            continue;
        }
        menu.addSection(title);
        for (const std::filesystem::path& file : files) {
            QAction* const entry = menu.addAction(pathText(file).replace('&', QLatin1String("&&")));
            std::error_code missing; // what can't be looked at can't be opened
            if (!std::filesystem::exists(file, missing)) {
                entry->setEnabled(false);
                entry->setToolTip(tr("It is not there any more."));
            }
            connect(entry, &QAction::triggered, this, [this, kind = kind, file] {
                if (kind == Kind::Model) {
                    openWeights(file);
                } else if (kind == Kind::Picture) {
                    document_->openPicture(file);
                } else {
                    session_->open(file);
                }
            });
        }
    }
    if (menu.isEmpty()) {
        menu.addAction(tr("Nothing was opened yet"))->setEnabled(false);
        return;
    }
    menu.addSeparator();
    connect(menu.addAction(tr("&Clear the list")), &QAction::triggered, session_,
            &SessionControl::clearRecent);
}

void MainWindow::askForSession()
{
    auto* dialog = new QFileDialog(this, tr("Open session"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Sessions (%1)").arg(kSessionNames),
                            tr("Figures (*.png *.svg *.pdf)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& file) { session_->open(file.toStdString()); });
    dialog->open();
}

void MainWindow::askForSessionName()
{
    if (!document_->result()) {
        return;
    }
    auto* dialog = new QFileDialog(this, tr("Save session"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Sessions (%1)").arg(kSessionNames));
    dialog->setDefaultSuffix(QStringLiteral("attenscope"));
    if (!session_->file().empty()) {
        dialog->selectFile(QString::fromStdString(session_->file().string()));
    }
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& file) { session_->saveAs(file.toStdString()); });
    dialog->open();
}

void MainWindow::saveSession()
{
    if (!session_->save()) {
        askForSessionName();
    }
}

} // namespace attenscope
