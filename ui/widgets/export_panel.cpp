#include "ui/widgets/export_panel.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/figure/engine_text.h"
#include "ui/figure/figure_parts.h"
#include "ui/figure/fonts.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/display_text.h"
#include "ui/widgets/figure_preview.h"
#include "ui/widgets/form_row.h"
#include "ui/widgets/labelled_combo.h"
#include "ui/widgets/section.h"
#include "ui/widgets/segments.h"

#include <array>
#include <cmath>

namespace attenscope {

namespace {

constexpr int kFormWidth = 402;
constexpr int kFieldHeight = 28;
constexpr const char* kUnitKey = "export.unit";
constexpr const char* kFormatKey = "export.format";
constexpr const char* kAnimationKey = "export.animation-format";
constexpr double kMsPerSecond = 1000;

/// In the order of the segments.
constexpr std::array<std::optional<ThemeKind>, 3> kThemes{std::nullopt, ThemeKind::Light,
                                                          ThemeKind::Dark};

const char* formatKey(FigureKind kind)
{
    return figureKindInfo(kind).isAnimation ? kAnimationKey : kFormatKey;
}

LabelledCombo* makeCombo(const QString& name, const QString& toolTip)
{
    auto* combo = new LabelledCombo(QString(), toolTip);
    combo->setAccessibleName(name);
    combo->setFixedHeight(kFieldHeight);
    return combo;
}

template <typename Spin>
Spin* makeSpin(const QString& name, const QString& toolTip)
{
    auto* spin = new Spin;
    spin->setFont(valueFont());
    spin->setFixedHeight(kFieldHeight);
    spin->setKeyboardTracking(false); // half a number is none
    describeControl(*spin, name, toolTip);
    return spin;
}

} // namespace

ExportPanel::ExportPanel(const Remembered& settings, QWidget& window)
    : OverlayPanel(tr("Export the figure"), window), settings_(settings)
{
    auto* columns = new QHBoxLayout;
    columns->setSpacing(20);
    preview_ = new FigurePreview(this);
    columns->addWidget(preview_, 1);
    columns->addWidget(buildForm());
    body()->addLayout(columns, 1);
    connectFields();
}

QWidget* ExportPanel::buildForm()
{
    kind_ = makeCombo(tr("Shows"), tr("What the open tab shows; of the image also several maps on "
                                      "a common scale"));
    format_ = makeCombo(tr("Format"), tr("The kind of file"));
    seconds_ = makeSpin<QDoubleSpinBox>(tr("Time for each map"),
                                        tr("How long an animation shows each map"));
    seconds_->setRange(kLeastFrameMs / kMsPerSecond, kMostFrameMs / kMsPerSecond);
    seconds_->setSingleStep(0.25);
    seconds_->setSuffix(tr(" s"));
    dpi_ = makeSpin<QSpinBox>(tr("Resolution"),
                              tr("Pixels per inch: more of them make text larger in pixels"));
    dpi_->setRange(static_cast<int>(kLeastDpi), static_cast<int>(kMostDpi));
    dpi_->setSuffix(tr(" dpi"));
    theme_ = new Segments(tr("Colours of the page"));
    theme_->setItems({{tr("As the window"), tr("Light or dark as the window is")},
                      {tr("Light"), tr("Dark text on white")},
                      {tr("Dark"), tr("Light text on dark grey")}});
    facts_ = makeLabel(labelFont(), "label", this);
    facts_->setWordWrap(true);
    facts_->setAccessibleName(tr("Size of the figure"));

    auto* form = new QWidget(this);
    form->setFixedWidth(kFormWidth);
    auto* column = new QVBoxLayout(form);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(9);
    column->addWidget(new FormRow(tr("Shows"), kind_, form));
    column->addWidget(new FormRow(tr("Format"), format_, form));
    column->addWidget(secondsRow_ = new FormRow(tr("Each map"), seconds_, form));
    column->addWidget(new FormRow(tr("Size"), buildSizeRow(), form));
    column->addWidget(new FormRow(tr("Resolution"), dpi_, form));
    column->addWidget(new FormRow(tr("Page"), theme_, form));
    column->addWidget(new FormRow(tr("With"), buildParts(), form));
    column->addWidget(new FormRow(tr("In the file"), buildFileParts(), form));
    column->addWidget(facts_);
    column->addStretch(1);
    column->addWidget(buildButtons());
    return form;
}

QWidget* ExportPanel::buildSizeRow()
{
    width_ = makeSpin<QDoubleSpinBox>(tr("Width"), tr("Width of the page"));
    height_ = makeSpin<QDoubleSpinBox>(tr("Height"), tr("Height of the page"));
    unit_ = makeCombo(tr("Unit of the size"), tr("Pixels, or millimetres at the resolution"));
    unit_->addItem(tr("px"), false);
    unit_->addItem(tr("mm"), true);
    unit_->setCurrentIndex(settings_.find(kUnitKey) == "mm" ? 1 : 0);
    auto* row = new QWidget;
    row->setFocusProxy(width_);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    auto* times = makeLabel(valueFont(), "label", row);
    times->setText(QStringLiteral("×"));
    layout->addWidget(width_);
    layout->addWidget(times);
    layout->addWidget(height_);
    layout->addWidget(unit_);
    return row;
}

QCheckBox*
ExportPanel::makeCheck(const QString& text, const QString& toolTip, bool FigureStyle::*member)
{
    auto* check = new QCheckBox(text);
    check->setFont(valueFont());
    check->setFixedHeight(24);
    describeControl(*check, text, toolTip);
    connect(check, &QCheckBox::clicked, this, [this, member](bool isOn) {
        FigureStyle style = content_.style;
        style.*member = isOn;
        changePage(style);
    });
    return check;
}

QWidget* ExportPanel::buildParts()
{
    legend_ = makeCheck(tr("Legend"), tr("Direction, focus, scale, mode and model"),
                        &FigureStyle::hasLegend);
    words_ = makeCheck(tr("Caption"), tr("The caption's words; always there where they are keys"),
                       &FigureStyle::hasWords);
    bar_ = makeCheck(tr("Colour bar"), tr("The scale's colours and numbers"),
                     &FigureStyle::hasColourBar);
    auto* parts = new QWidget;
    parts->setFocusProxy(legend_);
    auto* column = new QVBoxLayout(parts);
    column->setContentsMargins(0, 2, 0, 0);
    column->setSpacing(2);
    column->addWidget(legend_);
    column->addWidget(words_);
    column->addWidget(bar_);
    return parts;
}

QWidget* ExportPanel::buildFileParts()
{
    recipe_ = makeCheck(tr("Recipe"),
                        tr("Dropping the file on the window brings the view back; names the image "
                           "by its path and digest"),
                        &FigureStyle::hasMetadata);
    picture_ = makeCheck(tr("The image itself"),
                         tr("Beside the recipe, so that the view comes back without its file"),
                         &FigureStyle::embedsPicture);
    auto* parts = new QWidget;
    parts->setFocusProxy(recipe_);
    auto* column = new QVBoxLayout(parts);
    column->setContentsMargins(0, 2, 0, 0);
    column->setSpacing(2);
    column->addWidget(recipe_);
    column->addWidget(picture_);
    return parts;
}

QWidget* ExportPanel::buildButtons()
{
    copy_ = new QPushButton(tr("Copy"), this);
    copy_->setFont(valueFont());
    copy_->setFixedHeight(32);
    describeControl(*copy_, tr("Copy the figure"), tr("To the clipboard, as pixels and as SVG"));
    export_ = new QPushButton(tr("Export…"), this);
    export_->setFont(figureFont(13, QFont::Medium));
    export_->setFixedHeight(32);
    export_->setMinimumWidth(104);
    setRole(*export_, "primary");
    describeControl(*export_, tr("Export"), tr("Choose where to save the figure"));
    auto* buttons = new QWidget(this);
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addStretch(1);
    row->addWidget(copy_);
    row->addWidget(export_);
    return buttons;
}

void ExportPanel::connectFields()
{
    connect(kind_, &QComboBox::activated, this, [this] {
        FigureStyle style = content_.style;
        style.kind = static_cast<FigureKind>(kind_->currentData().toInt());
        changePage(style);
    });
    connect(format_, &QComboBox::activated, this, [this] {
        remember(formatKey(kind()), format_->currentData().toString());
        showState();
    });
    connect(seconds_, &QDoubleSpinBox::valueChanged, this, [this](double seconds) {
        FigureStyle style = content_.style;
        style.frameMs = static_cast<int>(std::lround(seconds * kMsPerSecond));
        changePage(style);
    });
    connect(unit_, &QComboBox::activated, this, [this] {
        remember(kUnitKey, isInMillimetres() ? "mm" : "px");
        showSize();
    });
    connect(width_, &QDoubleSpinBox::valueChanged, this, &ExportPanel::takeSize);
    connect(height_, &QDoubleSpinBox::valueChanged, this, &ExportPanel::takeSize);
    connect(dpi_, &QSpinBox::valueChanged, this, &ExportPanel::takeResolution);
    connect(theme_, &Segments::chosen, this, [this](int index) {
        content_.theme = kThemes.at(static_cast<std::size_t>(index));
        Q_EMIT themeChanged(content_.theme);
    });
    connect(preview_, &FigurePreview::drawn, this, &ExportPanel::showState);
    connect(copy_, &QPushButton::clicked, this, &ExportPanel::copyRequested);
    connect(export_, &QPushButton::clicked, this,
            [this] { Q_EMIT exportRequested(format_->currentData().toString()); });
}

void ExportPanel::setContent(const Content& content)
{
    content_ = content;
    if (!isHidden()) {
        showStyle();
        preview_->setFigure(content_.figure);
    }
}

void ExportPanel::open()
{
    showStyle();
    OverlayPanel::open();
    preview_->setFigure(content_.figure);
}

bool ExportPanel::isInMillimetres() const
{
    return unit_->currentData().toBool();
}

FigureKind ExportPanel::kind() const
{
    return content_.view == FigureView::Image ? content_.style.kind : FigureKind::Map;
}

void ExportPanel::showKinds()
{
    kind_->clear();
    for (const FigureKindInfo& info : figureKinds()) {
        const std::string_view name =
            info.kind == FigureKind::Map ? figureViewInfo(content_.view).name : info.name;
        if (info.kind == FigureKind::Map || content_.view == FigureView::Image) {
            kind_->addItem(engineText(name), static_cast<int>(info.kind));
        }
    }
    kind_->setCurrentIndex(kind_->findData(static_cast<int>(kind())));
    kind_->setEnabled(kind_->count() > 1);
}

void ExportPanel::showStyle()
{
    const FigureStyle& style = content_.style;
    showKinds();
    showFormats();
    secondsRow_->setAsked(figureKindInfo(kind()).isAnimation);
    const QSignalBlocker quietSeconds(seconds_);
    seconds_->setValue(style.frameMs / kMsPerSecond);
    const QSignalBlocker quietDpi(dpi_);
    dpi_->setValue(static_cast<int>(std::lround(style.dpi)));
    showSize();
    const auto theme = std::find(kThemes.begin(), kThemes.end(), content_.theme);
    theme_->setCurrent(static_cast<int>(theme - kThemes.begin()));
    showParts();
    showState();
}

/// Which parts the page has, and which of them there is a choice about.
void ExportPanel::showParts()
{
    const FigureStyle& style = content_.style;
    const bool areWordsKeys = content_.figure && hasWordsAsKeys(*content_.figure);
    legend_->setChecked(style.hasLegend);
    words_->setChecked(style.hasWords || areWordsKeys);
    words_->setEnabled(!areWordsKeys);
    const bool hasBar = figureViewInfo(content_.view).hasColourBar;
    bar_->setChecked(style.hasColourBar && hasBar);
    bar_->setEnabled(hasBar);
    recipe_->setChecked(style.hasMetadata);
    picture_->setChecked(style.embedsPicture && style.hasMetadata);
    picture_->setEnabled(style.hasMetadata);
}

void ExportPanel::showFormats()
{
    const FigureKind kind = this->kind();
    format_->clear();
    for (const FigureFormat& format : figureFormats()) {
        if (format.isAnimation == figureKindInfo(kind).isAnimation) {
            format_->addItem(engineText(format.name), displayText(format.id));
        }
    }
    const std::optional<std::string> kept = settings_.find(formatKey(kind));
    const int found = kept ? format_->findData(QString::fromStdString(*kept)) : -1;
    format_->setCurrentIndex(std::max(0, found));
}

/// In the unit that was chosen. What the fields already say to their last digit stays.
void ExportPanel::showSize()
{
    const bool isMm = isInMillimetres();
    const FigureStyle& style = content_.style;
    const QSizeF size = isMm ? millimetresFromPixels(style.size, style.dpi) : QSizeF(style.size);
    const double largest = isMm ? millimetresFromPixels({kLargestFigureSide, 1}, style.dpi).width()
                                : kLargestFigureSide;
    const auto show = [&](QDoubleSpinBox& spin, double length) {
        const QSignalBlocker quiet(spin);
        spin.setDecimals(isMm ? 1 : 0);
        spin.setRange(1, largest);
        spin.setSingleStep(isMm ? 5 : 100);
        spin.setValue(length);
    };
    show(*width_, size.width());
    show(*height_, size.height());
}

void ExportPanel::takeSize()
{
    FigureStyle style = content_.style;
    const QSizeF size(width_->value(), height_->value());
    style.size = isInMillimetres() ? pixelsFromMillimetres(size, style.dpi) : size.toSize();
    style.size = style.size.boundedTo({kLargestFigureSide, kLargestFigureSide});
    changePage(style);
}

/// Millimetres stay what they are; so do pixels, and then the text changes its size.
void ExportPanel::takeResolution()
{
    FigureStyle style = content_.style;
    style.dpi = dpi_->value();
    if (isInMillimetres()) {
        const QSizeF size(width_->value(), height_->value());
        style.size = pixelsFromMillimetres(size, style.dpi)
                         .boundedTo({kLargestFigureSide, kLargestFigureSide});
    }
    changePage(style);
}

void ExportPanel::changePage(const FigureStyle& style)
{
    content_.style = style;
    Q_EMIT pageChanged(style);
}

void ExportPanel::showState()
{
    const FigureStyle& style = content_.style;
    const QSizeF size = millimetresFromPixels(style.size, style.dpi);
    facts_->setText(tr("%1 × %2 pixels, %3 × %4 mm in print")
                        .arg(style.size.width())
                        .arg(style.size.height())
                        .arg(size.width(), 0, 'f', 0)
                        .arg(size.height(), 0, 'f', 0));
    export_->setEnabled(preview_->isGood());
    copy_->setEnabled(preview_->isGood());
}

void ExportPanel::remember(const char* key, const QString& text)
{
    try {
        settings_.remember(key, text.toStdString());
    } catch (const Error& error) {
        Q_EMIT failed(error.info());
    }
}

QSize ExportPanel::wantedSize() const
{
    return {1080, 660};
}

QWidget* ExportPanel::firstFocus()
{
    return kind_->isEnabled() ? kind_ : format_;
}

} // namespace attenscope
