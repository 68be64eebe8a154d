#include "ui/widgets/error_bar.h"

#include <QClipboard>
#include <QEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/figure/engine_text.h"
#include "ui/figure/fonts.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/icons.h"

#include <array>
#include <string_view>
#include <utility>

namespace attenscope {

namespace {

QString detailsOf(const ErrorInfo& error)
{
    const std::array<std::pair<QString, std::string>, 6> facts{{
        {ErrorBar::tr("Error"), error.id},
        {ErrorBar::tr("File"), error.file},
        {ErrorBar::tr("Place"), error.place},
        {ErrorBar::tr("Expected"), error.expected},
        {ErrorBar::tr("Found"), error.found},
        {ErrorBar::tr("What to do"), error.remedy},
    }};
    QStringList lines;
    for (const auto& [name, fact] : facts) {
        if (!fact.empty()) {
            lines << ErrorBar::tr("%1: %2", "a fact about an error")
                         .arg(name, engineText(escapedForDisplay(fact, 4096)));
        }
    }
    return lines.join(QLatin1Char('\n'));
}

/// As `describe`, in the language of the program.
QString factsOf(const ErrorInfo& error)
{
    QStringList facts;
    if (!error.expected.empty()) {
        facts
            << ErrorBar::tr("expected %1").arg(engineText(escapedForDisplay(error.expected, 4096)));
    }
    if (!error.found.empty()) {
        facts << ErrorBar::tr("found %1").arg(engineText(escapedForDisplay(error.found, 4096)));
    }
    QStringList parts;
    if (!error.file.empty()) {
        parts << QString::fromStdString(escapedForDisplay(error.file, 4096));
    }
    if (!error.place.empty()) {
        parts << engineText(escapedForDisplay(error.place, 4096));
    }
    if (!facts.isEmpty()) {
        parts << facts.join(ErrorBar::tr(", ", "between what was expected and what was found"));
    }
    QString text = parts.join(QStringLiteral(": "));
    if (!error.remedy.empty()) {
        const QString remedy = engineText(error.remedy);
        text = text.isEmpty()
                   ? remedy
                   : ErrorBar::tr("%1. %2", "what is wrong, what to do").arg(text, remedy);
    }
    return text.isEmpty() ? QString::fromStdString(error.id) : text;
}

} // namespace

QString errorTitle(const ErrorInfo& error)
{
    const std::string_view id = error.id;
    const auto begins = [id](std::string_view start) { return id.starts_with(start); };
    if (begins("E_IMAGE") || begins("E_LIMIT_IMAGE")) {
        return ErrorBar::tr("The image could not be opened.");
    }
    if (id == "E_TOKENIZER_MISSING") {
        return ErrorBar::tr("This checkpoint brings no tokenizer.");
    }
    if (begins("E_ST_") || begins("E_TENSOR") || begins("E_CONFIG") || begins("E_TOKENIZER") ||
        begins("E_PREPROC") || id == "E_MODEL_UNSUPPORTED" || begins("E_INDEX")) {
        return ErrorBar::tr("The checkpoint could not be opened.");
    }
    if (id == "E_MODE_UNSUPPORTED") {
        return ErrorBar::tr("This mode cannot be run.");
    }
    if (id == "E_REGIONS_NEEDED") {
        return ErrorBar::tr("This model needs the regions of an object detector.");
    }
    if (begins("E_REGIONS") || id == "E_LIMIT_REGIONS") {
        return ErrorBar::tr("These regions cannot be used.");
    }
    if (begins("E_NPZ") || begins("E_NPY")) {
        return ErrorBar::tr("The file of arrays could not be read.");
    }
    if (begins("E_TEXT") || id == "E_LIMIT_CAPTION") {
        return ErrorBar::tr("The caption cannot be used.");
    }
    if (id == "E_OUTPUT") {
        return ErrorBar::tr("The file could not be written.");
    }
    if (id == "E_MEMORY") {
        return ErrorBar::tr("There is not enough memory.");
    }
    if (id == "E_IO" || begins("E_PATH")) {
        return ErrorBar::tr("The file could not be read.");
    }
    return ErrorBar::tr("This did not work.");
}

ErrorBar::ErrorBar(QWidget* parent)
    : QFrame(parent),
      title_(new QLabel(this)),
      facts_(new QLabel(this)),
      detailsButton_(new QPushButton(tr("Details"), this)),
      copyButton_(new QPushButton(tr("Copy"), this)),
      retryButton_(new QPushButton(tr("Try again"), this)),
      regionsButton_(new QPushButton(tr("Open regions…"), this)),
      tokenizerButton_(new QPushButton(tr("Choose a tokenizer…"), this)),
      closeButton_(new QToolButton(this)),
      detailsText_(new QPlainTextEdit(this))
{
    title_->setFont(valueFont());
    facts_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    facts_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    facts_->setTextFormat(Qt::PlainText);
    facts_->setWordWrap(true);
    facts_->setAccessibleName(tr("What went wrong"));
    detailsText_->setReadOnly(true);
    detailsText_->setFixedHeight(120);
    detailsText_->setFont(facts_->font());
    describeControl(*detailsText_, tr("Details of the error"), tr("Everything that is known"));

    auto* text = new QVBoxLayout;
    text->setSpacing(2);
    text->addWidget(title_);
    text->addWidget(facts_);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addSpacing(36); // the sign
    row->addLayout(text, 1);
    row->addWidget(regionsButton_);
    row->addWidget(tokenizerButton_);
    row->addWidget(detailsButton_);
    row->addWidget(copyButton_);
    row->addWidget(retryButton_);
    row->addWidget(closeButton_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 10, 16, 10);
    column->addLayout(row);
    column->addWidget(detailsText_);
    buildButtons();
    updateColours();
    hide();
}

void ErrorBar::buildButtons()
{
    describeControl(*detailsButton_, tr("Details"), tr("Show everything that is known"));
    describeControl(*copyButton_, tr("Copy"), tr("Copy the details to the clipboard"));
    describeControl(*retryButton_, tr("Try again"), tr("Do the same once more"));
    describeControl(*regionsButton_, tr("Open regions"),
                    tr("Choose the NPZ or TSV file with the image's regions (Ctrl+R)"));
    describeControl(*tokenizerButton_, tr("Choose a tokenizer"),
                    tr("Use the tokenizer of another checkpoint; remembered for this one"));
    describeControl(*closeButton_, tr("Dismiss"), tr("Close this message (Esc)"));
    detailsButton_->setCheckable(true);
    closeButton_->setFocusPolicy(Qt::StrongFocus);
    setRole(*closeButton_, "flat");
    connect(detailsButton_, &QPushButton::toggled, detailsText_, &QWidget::setVisible);
    connect(copyButton_, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(details_); });
    connect(retryButton_, &QPushButton::clicked, this, [this] {
        dismiss();
        Q_EMIT retryRequested();
    });
    connect(regionsButton_, &QPushButton::clicked, this, &ErrorBar::regionsRequested);
    connect(tokenizerButton_, &QPushButton::clicked, this, &ErrorBar::tokenizerRequested);
    connect(closeButton_, &QToolButton::clicked, this, &ErrorBar::dismiss);
}

void ErrorBar::showError(const ErrorInfo& error, bool hasResult, bool canRetry)
{
    details_ = detailsOf(error);
    QString title = QStringLiteral("<span style='font-weight:600'>%1</span>")
                        .arg(errorTitle(error).toHtmlEscaped());
    if (hasResult) {
        title += QStringLiteral("&nbsp;&nbsp;") + tr("The last result stays on screen.");
    }
    title_->setText(title);
    facts_->setText(QStringLiteral("%1  %2").arg(factsOf(error), QString::fromStdString(error.id)));
    setAccessibleName(errorTitle(error));
    setAccessibleDescription(details_);
    detailsText_->setPlainText(details_);
    detailsButton_->setChecked(false);
    detailsText_->hide();
    const bool isAboutRegions = error.id.starts_with("E_REGIONS") || error.id == "E_LIMIT_REGIONS";
    regionsButton_->setVisible(isAboutRegions);
    const bool lacksTokenizer = error.id == "E_TOKENIZER_MISSING";
    tokenizerButton_->setVisible(lacksTokenizer);
    retryButton_->setVisible(canRetry && error.id != "E_REGIONS_NEEDED" &&
                             !lacksTokenizer); // it would fail again
    show();
}

void ErrorBar::dismiss()
{
    hide();
}

void ErrorBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        updateColours();
    }
    QFrame::changeEvent(event);
}

void ErrorBar::updateColours()
{
    const Theme& theme = themeOf(*this);
    closeButton_->setIcon(glyphIcon(Glyph::Close, theme.text2, theme.line));
    copyButton_->setIcon(glyphIcon(Glyph::Copy, theme.text2, theme.line));
}

void ErrorBar::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.errorSoft);
    painter.fillRect(QRect(0, 0, 4, height()), theme.error);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.errorLine);
    paintGlyph(painter, QRectF(20, 18, 20, 20), Glyph::Failure, theme.error);
}

} // namespace attenscope
