// What the window asks for: files and folders.
#include <QFileDialog>
#include <QMenu>

#include "engine/io/tokenizer_choices.h"
#include "ui/widgets/error_bar.h"
#include "ui/widgets/main_window.h"

#include <algorithm>
#include <filesystem>
#include <iterator>

namespace attenscope {

namespace {

/// Only what the dialog shows first: the reader goes by content.
const QString kImageNames =
    QStringLiteral("*.png *.jpg *.jpeg *.bmp *.gif *.webp *.tif *.tiff *.pnm *.pgm *.ppm *.pbm");

bool hasTokenizer(const std::filesystem::path& folder)
{
    std::error_code ignored;
    return std::filesystem::exists(folder / "vocab.txt", ignored) ||
           std::filesystem::exists(folder / "vocab.json", ignored) ||
           std::filesystem::exists(folder / "tokenizer.json", ignored);
}

/// A dialog that asks without stopping the program; gone when it is closed.
QFileDialog* makeDialog(QWidget* parent, const QString& title)
{
    auto* dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    return dialog;
}

} // namespace

void MainWindow::askForPicture()
{
    QFileDialog* dialog = makeDialog(this, tr("Open image"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Images (%1)").arg(kImageNames), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& file) { document_->openPicture(file.toStdString()); });
    dialog->open();
}

void MainWindow::askForModel()
{
    QFileDialog* dialog = makeDialog(this, tr("Open a checkpoint's folder"));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& folder) { openWeights(folder.toStdString()); });
    dialog->open();
}

void MainWindow::askForRegions()
{
    QFileDialog* dialog = makeDialog(this, tr("Open the image's regions"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Regions (*.npz *.tsv)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& file) { document_->openRegions(file.toStdString()); });
    dialog->open();
}

void MainWindow::askForTokenizer()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    std::vector<ModelChoice> choices;
    std::copy_if(models_.begin(), models_.end(), std::back_inserter(choices),
                 [this](const ModelChoice& choice) {
                     return hasTokenizer(choice.path) &&
                            choice.path.parent_path() != options_.dataFolder / "models";
                 });
    std::stable_partition(choices.begin(), choices.end(), [](const ModelChoice& choice) {
        return choice.name.find("bert") != std::string::npos &&
               choice.name.find("uncased") != std::string::npos;
    });
    for (const ModelChoice& choice : choices) {
        QAction* entry = menu->addAction(QString::fromStdString(escapedForDisplay(choice.name)));
        connect(entry, &QAction::triggered, this, [this, choice] { useTokenizer(choice.path); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Another folder…")), &QAction::triggered, this,
            &MainWindow::askForTokenizerFolder);
    menu->popup(errorBar_->mapToGlobal(errorBar_->rect().bottomRight()) -
                QPoint(menu->sizeHint().width(), 0));
}

void MainWindow::askForTokenizerFolder()
{
    QFileDialog* dialog = makeDialog(this, tr("Choose a folder with a tokenizer"));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& folder) { useTokenizer(folder.toStdString()); });
    dialog->open();
}

void MainWindow::useTokenizer(const std::filesystem::path& folder)
{
    if (!document_->failedRequest()) {
        return;
    }
    try {
        TokenizerChoices(options_.kept.tokenizers)
            .remember(document_->failedRequest()->model, folder);
    } catch (const Error& error) {
        showError(error.info());
        return;
    }
    document_->retry();
}

void MainWindow::askForNumbers()
{
    QFileDialog* dialog = makeDialog(this, tr("Export the numbers into a folder"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Folders (*)"));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& folder) { exportNumbers(folder.toStdString()); });
    dialog->open();
}

} // namespace attenscope
