// How the window is put together; what it does stands in main_window.cpp.
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSlider>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/figure/engine_text.h"
#include "ui/figure/fonts.h"
#include "ui/figure/overlay_text.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/caption_field.h"
#include "ui/widgets/compare_view.h"
#include "ui/widgets/depth_view.h"
#include "ui/widgets/display_text.h"
#include "ui/widgets/error_bar.h"
#include "ui/widgets/figure_handle.h"
#include "ui/widgets/found_heads_panel.h"
#include "ui/widgets/full_matrix_view.h"
#include "ui/widgets/heads_panel.h"
#include "ui/widgets/hint_card.h"
#include "ui/widgets/image_canvas.h"
#include "ui/widgets/inspector.h"
#include "ui/widgets/interventions_panel.h"
#include "ui/widgets/labelled_combo.h"
#include "ui/widgets/main_window.h"
#include "ui/widgets/mode_control.h"
#include "ui/widgets/model_panel.h"
#include "ui/widgets/prediction_panel.h"
#include "ui/widgets/question_bar.h"
#include "ui/widgets/sample_panel.h"
#include "ui/widgets/stepping_bar.h"
#include "ui/widgets/steps_view.h"
#include "ui/widgets/view_tabs.h"
#include "ui/widgets/word_cells_pane.h"
#include "ui/widgets/word_grid_pane.h"
#include "ui/widgets/word_pane.h"

namespace attenscope {

namespace {

constexpr int kLeftWidth = 240;
constexpr int kRightWidth = 424;

QFrame* makeRow(int height)
{
    auto* row = new QFrame;
    setRole(*row, "row");
    row->setFixedHeight(height);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(16, 0, 16, 0);
    layout->setSpacing(12);
    return row;
}

QFrame* makeSeparator()
{
    auto* line = new QFrame;
    setRole(*line, "separator");
    line->setFixedHeight(1);
    return line;
}

/// A column that scrolls when the window is low.
QScrollArea* makeColumn(QWidget* content)
{
    setRole(*content, "column");
    auto* area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    return area;
}

} // namespace

void MainWindow::buildWindow()
{
    auto* centre = new QWidget;
    auto* rows = new QVBoxLayout(centre);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(buildInputRow());
    rows->addWidget(buildModeRow());
    rows->addWidget(makeSeparator());
    progressLine_ = new QProgressBar;
    progressLine_->setFixedHeight(2);
    progressLine_->setTextVisible(false);
    progressLine_->setAccessibleName(tr("Progress of the run"));
    rows->addWidget(progressLine_);
    errorBar_ = new ErrorBar;
    rows->addWidget(errorBar_);
    questions_ = new QuestionBar;
    rows->addWidget(questions_);

    columns_ = new QSplitter(Qt::Horizontal);
    columns_->setHandleWidth(1);
    columns_->addWidget(leftColumn_ = buildLeftColumn());
    pages_ = new QStackedWidget;
    pages_->addWidget(buildCentre());
    pages_->addWidget(buildModulePage());
    columns_->addWidget(pages_);
    columns_->addWidget(rightColumn_ = buildRightColumn());
    columns_->setStretchFactor(0, 0);
    columns_->setStretchFactor(1, 1);
    columns_->setStretchFactor(2, 0);
    columns_->setCollapsible(1, false);
    columns_->setSizes({kLeftWidth, 936, kRightWidth});
    rows->addWidget(columns_, 1);
    rows->addWidget(makeSeparator());
    rows->addWidget(stepping_ = new SteppingBar);
    setCentralWidget(centre);
    buildStatusLine();
}

QWidget* MainWindow::buildInputRow()
{
    QFrame* row = makeRow(48);
    openButton_ = new QPushButton(tr("Open image…"));
    openButton_->setFont(figureFont(13, QFont::Medium));
    openButton_->setFixedHeight(32);
    describeControl(*openButton_, tr("Open image"), tr("Open an image file (Ctrl+O)"));
    caption_ = new CaptionField;
    modelChooser_ =
        new LabelledCombo(QString(), tr("Model: the bundled one, found ones, or a folder"));
    modelChooser_->setAccessibleName(tr("Model"));
    modelChooser_->setPlaceholderText(tr("Model"));
    modelChooser_->setFixedHeight(32);
    modelChooser_->setMinimumWidth(150);
    modelChooser_->setMaximumWidth(292);
    exportButton_ = new QToolButton;
    exportButton_->setText(tr("Export"));
    exportButton_->setFont(figureFont(13, QFont::Medium));
    exportButton_->setFixedHeight(32);
    exportButton_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    exportButton_->setPopupMode(QToolButton::InstantPopup);
    exportButton_->setFocusPolicy(Qt::StrongFocus);
    describeControl(*exportButton_, tr("Export"), tr("Save the figure or the numbers (Ctrl+E)"));
    row->layout()->addWidget(openButton_);
    static_cast<QHBoxLayout*>(row->layout())->addWidget(caption_, 1);
    row->layout()->addWidget(modelChooser_);
    row->layout()->addWidget(exportButton_);
    return row;
}

QWidget* MainWindow::buildModeRow()
{
    QFrame* row = makeRow(56);
    modes_ = new ModeControl;
    modeDescription_ = new QLabel;
    modeDescription_->setFont(labelFont());
    modeDescription_->setWordWrap(true);
    modeDescription_->setMaximumWidth(380);
    setRole(*modeDescription_, "prose");
    fusion_ = new LabelledCombo(tr("Fusion"),
                                tr("How the two pooled states become the match score shown large"));
    auto* layout = static_cast<QHBoxLayout*>(row->layout());
    layout->addWidget(modes_);
    layout->addWidget(modeDescription_, 1);
    layout->addStretch(0);
    layout->addWidget(fusion_);
    return row;
}

QWidget* MainWindow::buildLeftColumn()
{
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(samplePanel_ = new SamplePanel);
    column->addWidget(modelPanel_ = new ModelPanel);
    column->addWidget(prediction_ = new PredictionPanel);
    column->addWidget(interventions_ = new InterventionsPanel);
    column->addStretch(1);
    QScrollArea* area = makeColumn(content);
    area->setMinimumWidth(200);
    return area;
}

QWidget* MainWindow::buildCentre()
{
    auto* centre = new QWidget;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    words_ = new WordPane(centre);
    stage_ = new QSplitter(Qt::Horizontal);
    stage_->setHandleWidth(1);
    stage_->setChildrenCollapsible(false);
    stage_->addWidget(canvas_ = new ImageCanvas);
    stage_->addWidget(cells_ = new WordCellsPane);
    cells_->hide();
    views_ = new ViewTabs;
    buildHint();
    auto* imagePage = new QWidget;
    auto* imageColumn = new QVBoxLayout(imagePage);
    imageColumn->setContentsMargins(0, 0, 0, 0);
    imageColumn->setSpacing(0);
    imageColumn->addWidget(hint_->strip());
    imageColumn->addWidget(stage_, 1);
    views_->addPage(Tab::Image, imagePage, buildImageTools());
    views_->addPage(Tab::Depth, depth_ = new DepthView);
    QScrollArea* steps = makeColumn(steps_ = new StepsView);
    steps->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    views_->addPage(Tab::Steps, steps);
    wordGrid_ = new WordGridPane;
    views_->addPage(Tab::Words, wordGrid_, buildWordTools());
    matrixView_ = new FullMatrixView;
    views_->addPage(Tab::FullMatrix, matrixView_, buildMatrixTools());
    compare_ = new CompareView;
    views_->addPage(Tab::Compare, compare_, compare_->tools());
    views_->setNotice(buildNotice());
    column->addWidget(views_, 1);
    column->addWidget(makeSeparator());
    column->addWidget(words_);
    centre->setMinimumWidth(420);
    return centre;
}

QWidget* MainWindow::buildNotice()
{
    notice_ = new QLabel;
    notice_->setFont(labelFont());
    notice_->setWordWrap(true);
    notice_->setTextFormat(Qt::PlainText);
    notice_->setMargin(6);
    setRole(*notice_, "notice");
    notice_->setAccessibleName(tr("Notices about this result"));
    notice_->hide();
    return notice_;
}

/// How the map lies over the image, and how large both are.
QWidget* MainWindow::buildImageTools()
{
    auto* tools = new QWidget;
    auto* layout = new QHBoxLayout(tools);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    overlayKind_ = new LabelledCombo(QString(), tr("How the map is laid over the image"));
    overlayKind_->setAccessibleName(tr("Kind of overlay"));
    for (const OverlayInfo& info : overlayKinds()) {
        overlayKind_->addItem(overlayChoiceText(info.kind), static_cast<int>(info.kind));
        overlayKind_->allowItem(overlayKind_->count() - 1, overlayMeaning(info.kind));
    }
    opacity_ = new QSlider(Qt::Horizontal);
    opacity_->setRange(0, 100);
    opacity_->setFixedWidth(96);
    describeControl(*opacity_, tr("Overlay"), tr("How strongly the map covers the image"));
    opacityText_ = new QLabel;
    opacityText_->setFont(valueFont());
    opacityText_->setMinimumWidth(40);
    zoomButton_ = new QPushButton;
    setRole(*zoomButton_, "flat");
    zoomButton_->setFont(valueFont());
    zoomButton_->setMinimumWidth(84);
    describeControl(
        *zoomButton_, tr("Fit"),
        tr("Fit the image (0). Zoom: wheel, Ctrl+±; pixel by pixel: P. Move: middle button, "
           "Space or Ctrl with the mouse, Ctrl+arrows"));
    layout->addStretch(1);
    layout->addWidget(overlayKind_);
    layout->addWidget(opacity_);
    layout->addWidget(opacityText_);
    layout->addWidget(zoomButton_);
    layout->addWidget(figureHandle_ = new FigureHandle);
    return tools;
}

QWidget* MainWindow::buildRightColumn()
{
    site_ = new LabelledCombo(tr("Map"),
                              tr("Which of the model's attention weights are shown: query → key"));
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(heads_ = new HeadsPanel);
    heads_->titleRow()->addWidget(site_);
    matrix_ = heads_->matrix();
    column->addWidget(found_ = new FoundHeadsPanel);
    found_->hide();
    column->addWidget(inspector_ = new Inspector, 1);
    QScrollArea* area = makeColumn(content);
    area->setMinimumWidth(280);
    return area;
}

void MainWindow::buildStatusLine()
{
    statusRun_ = new QLabel;
    statusUnit_ = new QLabel;
    for (QLabel* label : {statusRun_, statusUnit_}) {
        label->setFont(labelFont());
        setRole(*label, "prose");
        label->setContentsMargins(8, 0, 8, 0);
    }
    statusRun_->setAccessibleName(tr("State of the run"));
    statusUnit_->setAccessibleName(tr("Place in the image"));
    cancelButton_ = new QPushButton(tr("Cancel"));
    cancelButton_->setFont(labelFont());
    cancelButton_->setFixedHeight(22);
    setRole(*cancelButton_, "flat");
    describeControl(*cancelButton_, tr("Cancel"), tr("Stop the run; the last result stays (Esc)"));
    cancelButton_->hide();
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(statusRun_);
    statusBar()->addWidget(cancelButton_);
    statusBar()->addWidget(statusUnit_, 1);
    auto* keys = new QPushButton(tr("Keys: ?"));
    keys->setFont(labelFont());
    keys->setFixedHeight(22);
    setRole(*keys, "flat");
    describeControl(*keys, tr("All keys"), tr("Show all keys (?)"));
    connect(keys, &QPushButton::clicked, this, &MainWindow::showKeys);
    statusBar()->addPermanentWidget(keys);
}

} // namespace attenscope
