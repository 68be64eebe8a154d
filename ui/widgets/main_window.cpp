#include "ui/widgets/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSlider>
#include <QStatusBar>
#include <QTimer>
#include <QToolButton>
#include <QUrl>

#include "ui/figure/engine_text.h"
#include "ui/figure/fonts.h"
#include "ui/state/export.h"
#include "ui/state/layer_player.h"
#include "ui/state/module_draft.h"
#include "ui/state/sources.h"
#include "ui/state/step_recorder.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/caption_field.h"
#include "ui/widgets/command_palette.h"
#include "ui/widgets/depth_view.h"
#include "ui/widgets/error_bar.h"
#include "ui/widgets/export_control.h"
#include "ui/widgets/found_heads_panel.h"
#include "ui/widgets/heads_panel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/inspector.h"
#include "ui/widgets/interventions_panel.h"
#include "ui/widgets/key_editor.h"
#include "ui/widgets/key_sheet.h"
#include "ui/widgets/labelled_combo.h"
#include "ui/widgets/mode_control.h"
#include "ui/widgets/model_panel.h"
#include "ui/widgets/prediction_panel.h"
#include "ui/widgets/question_bar.h"
#include "ui/widgets/sample_panel.h"
#include "ui/widgets/session_control.h"
#include "ui/widgets/view_tabs.h"
#include "ui/widgets/window_content.h"
#include "ui/widgets/word_cells_pane.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attenscope {

namespace {

constexpr int kSpokenOfAfterMs = 150;
constexpr int kPlayEveryMs = 700;
constexpr int kCompactModesBelow = 1400;
constexpr int kNoDescriptionBelow = 1250;
constexpr int kNoRightColumnBelow = 1000;
constexpr int kNoStripUnderMapsBelow = 800; ///< height
constexpr int kNoLeftColumnBelow = 760;
constexpr int kNoSliderBelow = 720; ///< of the centre; keys change the opacity all the same

} // namespace

MainWindow::MainWindow(StartOptions options, QWidget* parent)
    : MainWindow(options, programSources(options.threads, options.kept), parent)
{
}

MainWindow::MainWindow(StartOptions options, Sources sources, QWidget* parent)
    : MainWindow(std::move(options),
                 Work{.document = std::make_unique<Document>(std::move(sources)), .session = {}},
                 parent)
{
    start();
    if (options_.session) {
        session_->open(*options_.session);
    } else {
        session_->offerRecovery();
    }
    tellDamage();
}

MainWindow::MainWindow(StartOptions options, Work work, QWidget* parent)
    : QMainWindow(parent),
      options_(std::move(options)),
      damaged_(setDamagedAside(options_.kept)),
      settings_(options_.kept.settings),
      theme_(settings_.theme()),
      language_(options_.language.value_or(settings_.language())),
      desktopPalette_(std::move(work.desktopPalette)),
      document_(work.document.release()),
      exporter_(new RunWorker(this)),
      moduleDraft_(new ModuleDraft(options_.kept.modules, this)),
      player_(new LayerPlayer(*document_, kPlayEveryMs, this)),
      stepRecorder_(new StepRecorder(*document_, this)),
      actions_(new Actions(Remembered(options_.kept.keys), *this)),
      runningTimer_(new QTimer(this))
{
    document_->setParent(this);
    setWindowTitle(tr("Attenscope"));
    setAcceptDrops(true);
    setFont(valueFont());
    resize(1600, 1000);
    setMinimumSize(720, 480);
    std::optional<ErrorInfo> sampleError;
    try {
        samples_ = readSamples(options_.dataFolder / "samples");
    } catch (const Error& error) {
        sampleError = error.info(); // shown once there is a bar to show it in
    }
    models_ = options_.models;
    buildWindow();
    session_ =
        new SessionControl(*document_, *questions_, options_.kept, options_.dataFolder, this);
    exports_ = new ExportControl(*document_, options_.kept, *this, this);
    buildMenus();
    connectDocument();
    connectSession();
    connectInputs();
    connectViews();
    connectSteps();
    connectGrids();
    connectModules();
    connectCompare();
    connectExports();
    applyAppearance();
    fillModelChooser();
    runningTimer_->setSingleShot(true);
    showHistory();
    restorePlace();
    qApp->installEventFilter(this);
    exports_->restorePage();
    if (sampleError) {
        showError(*sampleError);
    }
    goOn(work.session);
}

MainWindow::Work MainWindow::release()
{
    document_->disconnect(this);
    document_->headNumbers().disconnect(this);
    document_->setParent(nullptr);
    theme_ = ThemeChoice::Desktop; // the next window has it
    return {.document = std::unique_ptr<Document>(document_),
            .session = session_->file(),
            .desktopPalette = std::exchange(desktopPalette_, std::nullopt)};
}

MainWindow::~MainWindow()
{
    theme_ = ThemeChoice::Desktop;
    adoptTheme();
}

/// Shows what the document has, if it is another window's.
void MainWindow::goOn(const std::filesystem::path& session)
{
    session_->continueAs(session);
    showTitle();
    showRequest();
    if (document_->result()) {
        showResult();
        showView();
    }
    if (document_->isRunning()) {
        runningTimer_->start();
    }
}

void MainWindow::start()
{
    const std::filesystem::path model =
        options_.model.value_or(options_.dataFolder / "models" / "scenes");
    const bool hasSample = !samples_.empty();
    std::filesystem::path picture = hasSample ? samples_.front().file : std::filesystem::path();
    std::filesystem::path regions = hasSample ? samples_.front().regions : std::filesystem::path();
    std::string caption = hasSample ? samples_.front().caption : std::string();
    if (options_.image) {
        picture = *options_.image;
        regions = options_.regions;
        caption.clear(); // the sample's says nothing about this picture
        caption_->focusField();
    } else {
        canvas_->setFocus();
    }
    caption = options_.caption.value_or(caption);
    caption_->setCaption(QString::fromStdString(caption));
    document_->start(model, picture, regions, caption, std::nullopt);
}

void MainWindow::connectDocument()
{
    connect(document_, &Document::runStarted, this, [this] {
        showRequest();
        showHistory();
        progress_.reset();
        if (cancelButton_->isHidden()) { // else it goes on being spoken of
            runningTimer_->start(kSpokenOfAfterMs);
        }
    });
    connect(runningTimer_, &QTimer::timeout, this, &MainWindow::showRunning);
    connect(document_, &Document::runEnded, this, [this] {
        runningTimer_->stop();
        showRequest();
        showHistory();
        showRunning();
    });
    connect(document_, &Document::resultChanged, this, &MainWindow::showResult);
    connect(document_, &Document::historyChanged, this, &MainWindow::showHistory);
    connect(document_, &Document::modelIdentified, this, &MainWindow::showModel);
    connect(document_, &Document::viewChanged, this, &MainWindow::showView);
    connect(document_, &Document::hoverChanged, this, &MainWindow::showHover);
    connect(&document_->headNumbers(), &HeadNumbers::ready, this, &MainWindow::showHeads);
    connect(&document_->headNumbers(), &HeadNumbers::failed, this, &MainWindow::showError);
    connect(document_, &Document::progressed, this,
            [this](int done, int total, const QString& task) {
                progress_ = {.done = done, .total = total, .task = task};
                if (!cancelButton_->isHidden()) {
                    showProgress();
                }
            });
    connect(document_, &Document::failed, this, &MainWindow::showRunError);
    connect(errorBar_, &ErrorBar::retryRequested, document_, &Document::retry);
    connect(errorBar_, &ErrorBar::regionsRequested, this, &MainWindow::askForRegions);
    connect(errorBar_, &ErrorBar::tokenizerRequested, this, &MainWindow::askForTokenizer);
}

void MainWindow::connectInputs()
{
    connect(openButton_, &QPushButton::clicked, this, &MainWindow::askForPicture);
    connect(caption_, &CaptionField::captionEntered, this,
            [this](const QString& caption) { document_->setCaption(caption.toStdString()); });
    connect(caption_, &CaptionField::captionTyped, this, &MainWindow::followTyping);
    connect(modelChooser_, &QComboBox::activated, this, &MainWindow::chooseModel);
    connect(modes_, &ModeControl::modeChosen, document_, &Document::setMode);
    connect(fusion_, &QComboBox::activated, this,
            [this] { document_->setFusion(fusion_->currentData().toString().toStdString()); });
    connect(cancelButton_, &QPushButton::clicked, document_, &Document::cancel);
    connect(interventions_, &InterventionsPanel::undoRequested, document_,
            &Document::undoIntervention);
    connect(interventions_, &InterventionsPanel::removeRequested, this,
            [this](const InterventionsPanel::Item& item) {
                switch (item.kind) {
                case InterventionsPanel::Item::Kind::Word:
                    return document_->setWordMasked(item.index, false);
                case InterventionsPanel::Item::Kind::Unit:
                    return document_->setUnitMasked(item.index, false);
                case InterventionsPanel::Item::Kind::Head:
                    return document_->setHeadOff(item.head, false);
                }
            });
}

void MainWindow::connectViews()
{
    connect(views_, &ViewTabs::tabChosen, document_, &Document::setTab);
    connect(canvas_, &ImageCanvas::unitHovered, document_, &Document::hoverUnit);
    connect(canvas_, &ImageCanvas::unitClicked, document_, &Document::focusUnit);
    connect(canvas_, &ImageCanvas::unitsChosen, document_, &Document::focusUnits);
    connect(found_, &FoundHeadsPanel::headChosen, document_, &Document::lookAtFound);
    connect(found_, &FoundHeadsPanel::closed, this, [this] {
        found_->hide();
        actions_->refresh();
    });
    connect(canvas_, &ImageCanvas::maskRequested, document_, &Document::setUnitMasked);
    connect(canvas_, &ImageCanvas::zoomChanged, this, [this] {
        const double percent = 100 * canvas_->magnification();
        const bool isFitting = std::abs(canvas_->zoom() - 1) < 1e-6;
        const QString number = tr("%1 %").arg(std::lround(percent));
        zoomButton_->setText(isFitting ? tr("Fit %1").arg(number) : number);
    });
    connect(zoomButton_, &QPushButton::clicked, canvas_, &ImageCanvas::fit);
    for (WordStripView* strip : {words_->strip(), cells_->cells()}) {
        connect(strip, &WordStripView::wordHovered, document_, &Document::hoverWord);
        connect(strip, &WordStripView::wordClicked, document_, &Document::focusWord);
        connect(strip, &WordStripView::maskRequested, document_, &Document::setWordMasked);
    }
    connect(matrix_, &HeadMatrix::headChosen, document_, &Document::setLayerAndHead);
    connect(stepRecorder_, &StepRecorder::recorded, this, &MainWindow::showSteps);
    connect(stepRecorder_, &StepRecorder::failed, this, &MainWindow::showError);
    connect(inspector_, &Inspector::stepsRequested, this,
            [this] { document_->setTab(Tab::Steps); });
    connect(depth_, &DepthView::layerChosen, document_, &Document::setLayer);
    connect(heads_, &HeadsPanel::listingChosen, document_, &Document::setHeadListing);
    connect(matrix_, &HeadMatrix::switchRequested, this, &MainWindow::switchHead);
    connect(matrix_, &HeadMatrix::layerChosen, this, [this](int layer) {
        document_->setHead(std::nullopt);
        document_->setLayer(layer);
    });
    connect(site_, &QComboBox::activated, this, [this] {
        const QStringList site = site_->currentData().toStringList();
        document_->setSite(static_cast<Direction>(site.at(0).toInt()), site.at(1).toStdString());
    });
    connect(opacity_, &QSlider::valueChanged, this, [this](int percent) {
        changeStyle([percent](FigureStyle& style) { style.opacity = percent / 100.0; });
    });
    connect(overlayKind_, &QComboBox::activated, this, [this] {
        FigureStyle style = document_->view().style;
        style.overlay = static_cast<OverlayKind>(overlayKind_->currentData().toInt());
        document_->setStyle(style);
    });
}

void MainWindow::connectSteps()
{
    connect(stepping_, &SteppingBar::layerStepped, document_, &Document::stepLayer);
    connect(stepping_, &SteppingBar::headStepped, document_, &Document::stepHead);
    connect(stepping_, &SteppingBar::playRequested, player_, &LayerPlayer::toggle);
    connect(player_, &LayerPlayer::playingChanged, stepping_, &SteppingBar::setPlaying);
    connect(stepping_, &SteppingBar::oneHeadChosen, this, [this] {
        if (!document_->view().head) {
            document_->setHead(0);
        }
    });
    connect(stepping_, &SteppingBar::aggregationChosen, document_, &Document::setAggregation);
    connect(stepping_, &SteppingBar::specialTokensChosen, document_, &Document::setSpecialTokens);
    connect(stepping_, &SteppingBar::jointRowsChosen, document_, &Document::setJointRows);
    connect(stepping_, &SteppingBar::styleChosen, document_, &Document::setStyle);
}

void MainWindow::applyAppearance()
{
    adoptTheme();
    const ThemeKind kind = themeKindOf(QGuiApplication::palette());
    setPalette(paletteOf(theme(kind)));
    std::vector<QWidget*> parts{centralWidget(), menuBar(), statusBar()};
    const std::vector<OverlayPanel*> panels = overlays();
    parts.insert(parts.end(), panels.begin(), panels.end());
    for (QWidget* part : parts) {
        part->setStyleSheet(styleSheetOf(theme(kind))); // dialogs keep the desktop's look
    }
    updateIcons();
    document_->setTheme(kind);
}

void MainWindow::updateIcons()
{
    const Theme& colours = themeOf(*this);
    openButton_->setIcon(glyphIcon(Glyph::Picture, colours.text1, colours.disabledText));
    exportButton_->setIcon(glyphIcon(Glyph::Export, colours.text1, colours.disabledText));
}

bool MainWindow::event(QEvent* event)
{
    if (event->type() == QEvent::ApplicationPaletteChange) {
        applyAppearance();
    } else if (event->type() == QEvent::WindowDeactivate) {
        actions_->releaseHeld(); // its end would go to another window
    }
    return QMainWindow::event(event);
}

// What one press of a button or of a key changes, however long it is held, is one step of the
// history; so are the turns of the wheel, and what is typed into the caption, until the next press.
bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    const auto begin = [this](Gesture gesture) {
        if (std::exchange(gesture_, gesture) != gesture || gesture == Gesture::Press) {
            document_->beginGesture();
        }
    };
    switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonDblClick:
    case QEvent::Drop:
        begin(Gesture::Press);
        break;
    case QEvent::ShortcutOverride: // comes before every press of a key
        if (!static_cast<QKeyEvent*>(event)->isAutoRepeat()) {
            begin(caption_->isTyping(*static_cast<QKeyEvent*>(event)) ? Gesture::Typing
                                                                      : Gesture::Press);
        }
        break;
    case QEvent::KeyRelease:
        actions_->release(*static_cast<QKeyEvent*>(event));
        break;
    case QEvent::Wheel:
        begin(Gesture::Wheel);
        break;
    case QEvent::Resize:
        if (watched == views_) {
            const bool hasRoom = views_->width() >= kNoSliderBelow;
            opacity_->setVisible(hasRoom);
            opacityText_->setVisible(hasRoom);
        }
        break;
    default:
        break;
    }
    return QMainWindow::eventFilter(watched, event);
}

// First the badges go, then the description, the right column and the left one.
void MainWindow::resizeEvent(QResizeEvent* event)
{
    modes_->setCompact(width() < kCompactModesBelow);
    modeDescription_->setVisible(width() >= kNoDescriptionBelow);
    showColumns();
    QMainWindow::resizeEvent(event);
    if (document_->result()) {
        showWords();
    }
}

// A comparison needs the heads' room, unless they are asked for. In a low window small maps of all
// words need that of the strip of words.
void MainWindow::showColumns()
{
    const Tab tab = document_->view().tab;
    words_->setVisible(tab == Tab::Image ||
                       (tab == Tab::Words && height() >= kNoStripUnderMapsBelow));
    const bool isFolded = document_->view().tab == Tab::Compare && !showsHeadsInCompare_;
    rightColumn_->setVisible(width() >= kNoRightColumnBelow && !isFolded);
    leftColumn_->setVisible(width() >= kNoLeftColumnBelow);
}

bool MainWindow::take(const QMimeData& mime)
{
    if (mime.hasUrls() && mime.urls().first().isLocalFile()) {
        openFile(mime.urls().first().toLocalFile().toStdString());
        return true;
    }
    if (mime.hasImage()) {
        const auto image = qvariant_cast<QImage>(mime.imageData());
        document_->usePicture(
            [image, name = tr("pasted image").toStdString()] { return pictureFrom(image, name); });
        return true;
    }
    const QString caption = mime.text().simplified();
    if (!caption.isEmpty()) {
        document_->setCaption(caption.toStdString());
        return true;
    }
    return false;
}

void MainWindow::paste()
{
    if (const QMimeData* mime = QGuiApplication::clipboard()->mimeData()) {
        take(*mime);
    }
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const QMimeData* mime = event->mimeData();
    if (mime->hasUrls() || mime->hasImage() || mime->hasText()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event)
{
    if (take(*event->mimeData())) {
        event->acceptProposedAction();
    }
}

} // namespace attenscope
