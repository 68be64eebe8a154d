#include "ui/widgets/compare_view.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

#include "ui/figure/comparison_text.h"
#include "ui/figure/engine_text.h"
#include "ui/figure/fonts.h"
#include "ui/state/document.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/compare_picture.h"
#include "ui/widgets/numbers_table.h"
#include "ui/widgets/section.h"

#include <utility>

namespace attenscope {

namespace {

/// Why a run has no map to compare; empty where it has one.
QString absenceOfMap(const QString& side, const RunResult& result, const View& view)
{
    const Direction direction = view.direction(view.active);
    const std::string reason = absenceReason(*result.trace, direction);
    return reason.empty() ? QString()
                          : CompareView::tr("%1 has no such map: %2")
                                .arg(side, engineText(escapedForDisplay(reason)));
}

QList<NumbersTable::Row> rowsOf(const std::vector<ComparedNumber>& numbers)
{
    QList<NumbersTable::Row> rows;
    for (const ComparedNumber& number : numbers) {
        rows.append({.texts = {number.name, number.a, number.b, number.difference}});
    }
    return rows;
}

QStringList headersOf(const QString& what)
{
    return {what, QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("A − B")};
}

} // namespace

CompareContent compareContent(const Document& document)
{
    using State = CompareContent::State;
    CompareContent content;
    const View& view = document.view();
    if (!document.result() || !view.pinned) {
        return content;
    }
    if (!document.pinnedResult()) {
        content.state = document.isPinnedRunning() ? State::Running : State::Failed;
        content.message = document.isPinnedRunning() ? CompareView::tr("A is being run again…")
                                                     : CompareView::tr("A could not be run again.");
        return content;
    }
    content.timing = CompareView::tr("A ran in %1 ms, B in %2 ms")
                         .arg(document.pinnedResult()->elapsedMs, 0, 'f', 0)
                         .arg(document.result()->elapsedMs, 0, 'f', 0);
    content.request = document.comparisonRequest();
    content.state = content.request ? State::Ready : State::NoMap;
    if (!content.request) {
        const QString a =
            absenceOfMap(QStringLiteral("A"), *document.pinnedResult(), view.pinned->view);
        const QString b = absenceOfMap(QStringLiteral("B"), *document.result(), view);
        content.message = a.isEmpty() && b.isEmpty()
                              ? CompareView::tr("One of the two has no such map.")
                              : (a.isEmpty() ? b : a);
        return content;
    }
    if (looksAtImage(content.request->selection.direction) && !view.units.empty()) {
        content.mark = view.units.back();
    }
    return content;
}

CompareView::CompareView(QWidget* parent) : QWidget(parent), tools_(new QWidget(this))
{
    setAccessibleName(tr("Comparison of two views"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    buildTools();
    tools_->hide(); // until somebody puts it beside the tabs
    pages_ = new QStackedWidget;
    pages_->addWidget(buildMessage());
    pages_->addWidget(buildComparison());
    column->addWidget(pages_, 1);
    setContent({});
}

void CompareView::buildTools()
{
    auto* layout = new QHBoxLayout(tools_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    timing_ = makeLabel(labelFont(), "label", tools_);
    timing_->setAccessibleName(tr("Duration of both runs"));
    layout->addWidget(timing_);
    layout->addStretch(1);
    const auto add = [&](const QString& text, const QString& toolTip) {
        auto* button = new QPushButton(text);
        button->setFont(valueFont());
        button->setFixedHeight(28);
        describeControl(*button, text, toolTip);
        layout->addWidget(button);
        return button;
    };
    pin_ = add(tr("Pin as A"), tr("What is looked at now becomes A"));
    swap_ = add(tr("Swap A and B"), tr("Look at A; what is looked at now becomes A"));
    back_ = add(tr("Go back to A"), tr("Look at A again; it stays pinned"));
    unpin_ = add(tr("Unpin"), tr("Compare with nothing"));
    heads_ = add(tr("Show heads"), tr("The heads and the inspector beside the comparison"));
    heads_->setCheckable(true);
    connect(pin_, &QPushButton::clicked, this, &CompareView::pinRequested);
    connect(swap_, &QPushButton::clicked, this, &CompareView::swapRequested);
    connect(back_, &QPushButton::clicked, this, &CompareView::backRequested);
    connect(unpin_, &QPushButton::clicked, this, &CompareView::unpinRequested);
    connect(heads_, &QPushButton::clicked, this, &CompareView::headsRequested);
}

void CompareView::setHeadsShown(bool areShown)
{
    heads_->setChecked(areShown);
}

QWidget* CompareView::buildMessage()
{
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setSpacing(16);
    message_ = makeLabel(figureFont(15, QFont::Medium), "prose", page);
    message_->setWordWrap(true);
    message_->setAlignment(Qt::AlignCenter);
    action_ = new QPushButton;
    action_->setFont(figureFont(13, QFont::Medium));
    action_->setFixedHeight(32);
    connect(action_, &QPushButton::clicked, this, [this] {
        if (content_.state == CompareContent::State::Failed) {
            Q_EMIT retryRequested();
        } else {
            Q_EMIT pinRequested();
        }
    });
    column->addStretch(1);
    column->addWidget(message_);
    column->addWidget(action_, 0, Qt::AlignHCenter);
    column->addStretch(1);
    return page;
}

QWidget* CompareView::buildComparison()
{
    auto* content = new QWidget;
    setRole(*content, "column");
    parts_ = new QBoxLayout(QBoxLayout::TopToBottom, content);
    parts_->setContentsMargins(0, 0, 0, 0);
    parts_->setSpacing(0);
    parts_->addWidget(picture_ = new ComparePicture, 1);
    numbers_ = new QWidget;
    tables_ = new QBoxLayout(QBoxLayout::LeftToRight, numbers_);
    maps_ = new NumbersTable(headersOf(tr("Map")), tr("Numbers of both maps"));
    outputs_ = new NumbersTable(headersOf(tr("Prediction")), tr("What both runs say"));
    agreement_ = new NumbersTable({tr("Agreement"), QString()}, tr("How alike both maps are"));
    tables_->addWidget(maps_, 3, Qt::AlignTop);
    tables_->addWidget(outputs_, 3, Qt::AlignTop);
    tables_->addWidget(agreement_, 2, Qt::AlignTop);
    tables_->addStretch(0);
    parts_->addWidget(numbers_);
    arrange();
    auto* area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    connect(picture_, &ComparePicture::markChanged, this, &CompareView::showNumbers);
    connect(picture_, &ComparePicture::unitClicked, this, &CompareView::unitClicked);
    connect(picture_, &ComparePicture::wordClicked, this, &CompareView::wordClicked);
    return area;
}

/// Pictures and numbers at once, whatever the window's shape.
void CompareView::arrange()
{
    constexpr int kLow = 620; ///< the pictures would leave no room for the tables
    constexpr int kBeside = 344;
    constexpr int kLeastWidth = 900;
    const bool isBeside = height() < kLow && width() >= kLeastWidth;
    parts_->setDirection(isBeside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    tables_->setDirection(isBeside ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    tables_->setContentsMargins(isBeside ? 8 : 24, isBeside ? 12 : 0, isBeside ? 12 : 24,
                                isBeside ? 12 : 16);
    tables_->setSpacing(isBeside ? 10 : 36);
    int place = 0;
    for (const int share : {3, 3, 2, 0}) { // the last one is what is left below
        tables_->setStretch(place++, isBeside ? (share == 0 ? 1 : 0) : share);
    }
    numbers_->setMinimumWidth(isBeside ? kBeside : 0);
    numbers_->setMaximumWidth(isBeside ? kBeside : QWIDGETSIZE_MAX);
}

void CompareView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void CompareView::setPinKey(const QString& key)
{
    pinKey_ = key;
    if (content_.state == CompareContent::State::NothingPinned) {
        setContent(content_);
    }
}

void CompareView::setContent(const CompareContent& content)
{
    using State = CompareContent::State;
    content_ = content;
    const bool isPinned = content.state != State::NothingPinned;
    const bool hasResult = content.state == State::Ready || content.state == State::NoMap;
    swap_->setEnabled(hasResult);
    back_->setEnabled(hasResult);
    unpin_->setEnabled(isPinned);
    pin_->setVisible(isPinned); // the empty page has its own
    timing_->setText(content.timing);
    if (content.state == State::Ready) {
        picture_->setViews(*content.request, content.mark);
        pages_->setCurrentIndex(1);
        return;
    }
    picture_->clear();
    message_->setText(
        isPinned ? content.message
        : pinKey_.isEmpty()
            ? tr("Pin this view as A, then change anything: the caption, the layer, the mode, the "
                 "image, the model.")
            : tr("Pin this view as A (%1), then change anything: the caption, the layer, the mode, "
                 "the image, the model.")
                  .arg(pinKey_));
    action_->setVisible(!isPinned || content.state == State::Failed);
    const QString action = content.state == State::Failed ? tr("Run A again") : tr("Pin as A");
    action_->setText(action);
    describeControl(*action_, action,
                    content.state == State::Failed ? tr("Try once more to run what was pinned")
                                                   : tr("What is looked at now becomes A"));
    pages_->setCurrentIndex(0);
}

void CompareView::showNumbers()
{
    if (!picture_->figure()) {
        return;
    }
    const ComparedViews& views = picture_->figure()->views();
    maps_->setRows(rowsOf(mapNumbers(views.maps, picture_->markedKey(), picture_->markedName())));
    outputs_->setRows(rowsOf(outputNumbers(views.a.trace->outputs, views.b.trace->outputs)));
    outputs_->setVisible(outputs_->rowCount() > 0);
    QList<NumbersTable::Row> measures;
    if (views.maps.refusal == NoDifference::None) {
        for (const AgreementLine& line : agreementLines(views.maps.agreement)) {
            measures.append({.texts = {line.name, line.value}, .toolTip = line.formula});
        }
    }
    agreement_->setRows(measures);
    agreement_->setVisible(!measures.isEmpty());
}

} // namespace attenscope
