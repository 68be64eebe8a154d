// Menus, keys and dialogs of the window.
#include <QAction>
#include <QFileDialog>
#include <QKeyEvent>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QToolButton>

#include "engine/io/tokenizer_choices.h"
#include "ui/widgets/caption_field.h"
#include "ui/widgets/display_text.h"
#include "ui/widgets/error_bar.h"
#include "ui/widgets/image_canvas.h"
#include "ui/widgets/main_window.h"
#include "ui/widgets/mode_control.h"
#include "ui/widgets/word_pane.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <iterator>

namespace attenscope {

namespace {

constexpr double kZoomStep = 1.25;
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

QAction* MainWindow::addKey(QMenu* menu,
                            const QString& text,
                            const QKeySequence& key,
                            std::function<void()> action)
{
    QAction* entry = menu->addAction(text);
    entry->setShortcut(key);
    connect(entry, &QAction::triggered, this, std::move(action));
    return entry;
}

void MainWindow::buildMenus()
{
    QMenu* file = menuBar()->addMenu(tr("&File"));
    addKey(file, tr("&Open image…"), QKeySequence::Open, [this] { askForPicture(); });
    addKey(file, tr("Open &checkpoint…"), QKeySequence(tr("Ctrl+Shift+O")),
           [this] { askForModel(); });
    addKey(file, tr("Open &regions…"), QKeySequence(tr("Ctrl+R")), [this] { askForRegions(); });
    buildSamplesMenu();
    file->addSeparator();
    QMenu* exports = buildExportMenu();
    file->addMenu(exports);
    exportButton_->setMenu(exports);
    file->addSeparator();
    addKey(file, tr("&Quit"), QKeySequence::Quit, [this] { close(); });

    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    undo_ = addKey(edit, tr("&Undo"), QKeySequence::Undo, [this] { document_->undo(); });
    redo_ =
        addKey(edit, tr("&Redo"), QKeySequence(tr("Ctrl+Shift+Z")), [this] { document_->redo(); });
    edit->addSeparator();
    addKey(edit, tr("&Paste image or caption"), QKeySequence::Paste, [this] { paste(); });
    addKey(edit, tr("Edit &caption"), QKeySequence(tr("Ctrl+L")),
           [this] { caption_->focusField(); });
    edit->addSeparator();
    addKey(edit, tr("&Mask or unmask the chosen"), QKeySequence(tr("Ctrl+M")),
           [this] { maskFocused(); });
    addKey(edit, tr("Choose &nothing"), QKeySequence(tr("Ctrl+Shift+A")),
           [this] { document_->clearFocus(); });

    QMenu* view = menuBar()->addMenu(tr("&View"));
    addKey(view, tr("Zoom &in"), QKeySequence::ZoomIn, [this] { canvas_->zoomBy(kZoomStep); });
    addKey(view, tr("Zoom &out"), QKeySequence::ZoomOut,
           [this] { canvas_->zoomBy(1 / kZoomStep); });
    addKey(view, tr("&Fit"), QKeySequence(tr("Ctrl+0")), [this] { canvas_->fit(); });
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    addKey(help, tr("All &keys"), QKeySequence(tr("F1")), [this] { showKeys(); });
}

void MainWindow::buildSamplesMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Samples"));
    for (const SampleEntry& sample : samples_) {
        QAction* entry = menu->addAction(QString::fromStdString(sample.title));
        entry->setToolTip(QString::fromStdString(sample.caption));
        connect(entry, &QAction::triggered, this, [this, sample] {
            document_->openSample(sample.file, sample.caption, sample.regions);
        });
    }
    menu->setToolTipsVisible(true);
    menu->menuAction()->setVisible(!samples_.empty());
}

QMenu* MainWindow::buildExportMenu()
{
    auto* menu = new QMenu(tr("&Export"), exportButton_);
    for (const FigureFormat& format : figureFormats()) {
        const QString suffix = displayText(format.id);
        const QString name = displayText(format.name);
        QAction* entry = menu->addAction(tr("Figure as %1…").arg(name));
        if (&format == &figureFormats().front()) {
            entry->setShortcut(QKeySequence(tr("Ctrl+E")));
        }
        connect(entry, &QAction::triggered, this, [this, suffix] { askForFigure(suffix); });
    }
    menu->addSeparator();
    addKey(menu, tr("Numbers (NPZ and JSON)…"), QKeySequence(tr("Ctrl+Shift+E")),
           [this] { askForNumbers(); });
    return menu;
}

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
            [this](const QString& folder) { document_->openModel(folder.toStdString()); });
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

void MainWindow::askForFigure(const QString& suffix)
{
    QFileDialog* dialog = makeDialog(this, tr("Export the figure"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->setNameFilter(QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& file) { exportFigure(file.toStdString()); });
    dialog->open();
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

void MainWindow::cycleMode()
{
    if (!document_->result()) {
        return;
    }
    const std::vector<ModeStanding>& modes = document_->result()->model->info().modes;
    const auto isRunnable = [&](Mode mode) { return modes_->segment(mode)->isEnabled(); };
    const auto now = std::find_if(modes.begin(), modes.end(), [this](const ModeStanding& mode) {
        return mode.mode == document_->request().mode;
    });
    for (std::size_t step = 1; step <= modes.size() && now != modes.end(); ++step) {
        const auto index = (static_cast<std::size_t>(now - modes.begin()) + step) % modes.size();
        if (isRunnable(modes[index].mode)) {
            document_->setMode(modes[index].mode);
            return;
        }
    }
}

void MainWindow::cycleScale()
{
    constexpr std::array kScales{Scale::Shared, Scale::Fixed, Scale::PerMap};
    FigureStyle style = document_->view().style;
    const auto* now = std::find(kScales.begin(), kScales.end(), style.scale);
    style.scale = kScales[static_cast<std::size_t>(now - kScales.begin() + 1) % kScales.size()];
    document_->setStyle(style);
}

void MainWindow::maskFocused()
{
    if (!document_->result()) {
        return;
    }
    const View& view = document_->view();
    const Intervention& intervention = document_->request().intervention;
    const auto has = [](const std::vector<int>& masked, int index) {
        return std::find(masked.begin(), masked.end(), index) != masked.end();
    };
    if (words_->strip()->hasFocus() && !view.words.empty()) {
        const int word = view.words.back();
        document_->setWordMasked(word, !has(intervention.maskedWords, word));
    } else if (!view.units.empty()) {
        const int unit = view.units.back();
        document_->setUnitMasked(unit, !has(intervention.maskedUnits, unit));
    }
}

// Single letters come here only if no text field has taken them.
void MainWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) {
        QMainWindow::keyPressEvent(event);
        return;
    }
    FigureStyle style = document_->view().style;
    switch (event->key()) {
    case Qt::Key_PageUp:
        return document_->stepLayer(-1);
    case Qt::Key_PageDown:
        return document_->stepLayer(1);
    case Qt::Key_BracketLeft:
        return document_->stepHead(-1);
    case Qt::Key_BracketRight:
        return document_->stepHead(1);
    case Qt::Key_M:
        return cycleMode();
    case Qt::Key_N:
        return cycleScale();
    case Qt::Key_I:
        style.isSmooth = !style.isSmooth;
        return document_->setStyle(style);
    case Qt::Key_O:
        return canvas_->setPeeking(true);
    case Qt::Key_0:
        return canvas_->fit();
    case Qt::Key_Left:
        return canvas_->stepUnit(0, -1);
    case Qt::Key_Right:
        return canvas_->stepUnit(0, 1);
    case Qt::Key_Up:
        return canvas_->stepUnit(-1, 0);
    case Qt::Key_Down:
        return canvas_->stepUnit(1, 0);
    case Qt::Key_Question:
        return showKeys();
    case Qt::Key_Escape:
        return escape();
    default:
        QMainWindow::keyPressEvent(event);
    }
}

void MainWindow::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_O && !event->isAutoRepeat()) {
        canvas_->setPeeking(false);
    } else {
        QMainWindow::keyReleaseEvent(event);
    }
}

void MainWindow::showKeys()
{
    const std::array<std::pair<QString, QString>, 19> keys{{
        {tr("Enter"), tr("run the caption")},
        {tr("arrows"), tr("move the chosen patch; the word or head where it has the focus")},
        {tr("Shift+click"), tr("choose several words or patches")},
        {tr("right click"), tr("mask a word or patch")},
        {tr("PgUp, PgDn"), tr("layer")},
        {tr("[ ]"), tr("head")},
        {tr("M"), tr("next mode")},
        {tr("N"), tr("next scale")},
        {tr("I"), tr("cells or smooth")},
        {tr("O, held"), tr("the bare image")},
        {tr("wheel, Ctrl+±"), tr("zoom; 0 fits")},
        {tr("middle button"), tr("move the image, also Ctrl+drag")},
        {tr("Ctrl+O, Ctrl+Shift+O"), tr("open an image, a checkpoint")},
        {tr("Ctrl+R"), tr("open the image's regions, for models that need them")},
        {tr("Ctrl+V"), tr("paste an image or a caption")},
        {tr("Ctrl+M"), tr("mask the chosen")},
        {tr("Ctrl+Z, Ctrl+Shift+Z"), tr("undo, redo")},
        {tr("Ctrl+E, Ctrl+Shift+E"), tr("export the figure, the numbers")},
        {tr("Esc"), tr("cancel, close the message, choose nothing")},
    }};
    QString rows;
    for (const auto& [key, does] : keys) {
        rows += QStringLiteral("<tr><td style='padding-right:16px'><b>%1</b></td><td>%2</td></tr>")
                    .arg(key.toHtmlEscaped(), does.toHtmlEscaped());
    }
    auto* box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("Keys"));
    box->setTextFormat(Qt::RichText);
    box->setText(QStringLiteral("<table>%1</table>").arg(rows));
    box->setModal(false);
    box->show();
}

} // namespace attenscope
