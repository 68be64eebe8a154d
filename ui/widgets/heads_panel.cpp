#include "ui/widgets/heads_panel.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/figure/engine_text.h"
#include "ui/figure/statistic_text.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/choice_names.h"
#include "ui/widgets/display_text.h"
#include "ui/widgets/labelled_combo.h"
#include "ui/widgets/segments.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attenscope {

namespace {

/// The mean of all numbers, a limit to begin with; two digits.
double middleOf(const StatisticTable& table)
{
    double sum = 0;
    int count = 0;
    for (const std::vector<double>& layer : table.heads) {
        for (const double number : layer) {
            if (std::isfinite(number)) {
                sum += number;
                ++count;
            }
        }
    }
    return count == 0 ? 0 : shortNumber(sum / count, 2).toDouble();
}

} // namespace

HeadsPanel::HeadsPanel(QWidget* parent)
    : Section(tr("Heads"), parent),
      count_(makeLabel(labelFont(), "label", this)),
      order_(new LabelledCombo(tr("Sort"), tr("How the heads stand: by layer, or by the number"))),
      statistic_(new LabelledCombo(tr("Number"), tr("What is said of each head"))),
      filter_(new LabelledCombo(tr("Show"), tr("Which heads stand here"))),
      limit_(new QDoubleSpinBox(this)),
      looks_(new Segments(tr("Heads as"), this)),
      absence_(makeLabel(labelFont(), "prose", this)),
      matrix_(new HeadMatrix(this))
{
    titleRow()->addWidget(count_);
    count_->setAccessibleName(tr("How many heads stand here"));
    buildOrders();
    buildFilters();
    buildLooks();
    absence_->setWordWrap(true);
    absence_->setAccessibleName(tr("Why there are no numbers"));
    body()->addWidget(buildControls());
    body()->addWidget(absence_);
    body()->addWidget(matrix_);
    connect(statistic_, &QComboBox::activated, this, [this] {
        HeadListing listing = listing_;
        listing.statistic = statistic_->currentData().toString().toStdString();
        if (listing.filter == HeadFilter::AtLeast && listing.statistic != listing_.statistic) {
            listing.filter = HeadFilter::All; // the limit was one of the other number
        }
        Q_EMIT listingChosen(listing);
    });
}

QWidget* HeadsPanel::buildControls()
{
    auto* controls = new QWidget(this);
    auto* rows = new QVBoxLayout(controls);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(6);
    auto* first = new QHBoxLayout;
    first->addWidget(statistic_, 1);
    first->addStretch(0);
    first->addWidget(looks_);
    auto* second = new QHBoxLayout;
    second->addWidget(order_);
    second->addWidget(filter_);
    second->addWidget(limit_);
    second->addStretch(1);
    rows->addLayout(first);
    rows->addLayout(second);
    return controls;
}

void HeadsPanel::buildOrders()
{
    for (const auto& [order, name] : headOrderChoices()) {
        order_->addItem(name, static_cast<int>(order));
    }
    connect(order_, &QComboBox::activated, this, [this] {
        HeadListing listing = listing_;
        listing.order = static_cast<HeadOrder>(order_->currentData().toInt());
        Q_EMIT listingChosen(listing);
    });
}

void HeadsPanel::buildFilters()
{
    constexpr double kLargestLimit = 1e9;
    for (const auto& [filter, name] : headFilterChoices()) {
        filter_->addItem(name, static_cast<int>(filter));
    }
    connect(filter_, &QComboBox::activated, this,
            [this] { chooseFilter(static_cast<HeadFilter>(filter_->currentData().toInt())); });
    limit_->setRange(0, kLargestLimit);
    limit_->setDecimals(3);
    limit_->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    limit_->setKeyboardTracking(false);
    limit_->setFixedSize(84, 28);
    limit_->setFont(valueFont());
    limit_->hide(); // until the filter asks for it
    describeControl(*limit_, tr("Least number"), tr("Heads with a smaller number are left out"));
    connect(limit_, &QDoubleSpinBox::valueChanged, this, [this](double limit) {
        HeadListing listing = listing_;
        listing.limit = limit;
        Q_EMIT listingChosen(listing);
    });
}

void HeadsPanel::buildLooks()
{
    looks_->setItems({{tr("Maps"), tr("Each head's map, small (H)")},
                      {tr("Numbers"), tr("Each head's number on its colour (H)")}});
    connect(looks_, &Segments::chosen, this, [this](int index) {
        HeadListing listing = listing_;
        listing.showsNumbers = index == 1;
        Q_EMIT listingChosen(listing);
    });
}

void HeadsPanel::chooseFilter(HeadFilter filter)
{
    HeadListing listing = listing_;
    if (filter == HeadFilter::AtLeast && listing.filter != filter) {
        listing.limit = middleOf(numbers_);
    }
    listing.filter = filter;
    Q_EMIT listingChosen(listing);
}

void HeadsPanel::setContent(Content content)
{
    listing_ = content.matrix.listing;
    numbers_ = content.matrix.numbers;
    fillStatistics(content.absences);
    const auto chosen = static_cast<std::size_t>(std::max(0, statistic_->currentIndex()));
    showListing(chosen < content.absences.size() ? content.absences[chosen] : std::string());
    matrix_->setContent(std::move(content.matrix));
    count_->setText(countText());
}

// Only where a reason is another one: an open list would close.
void HeadsPanel::fillStatistics(const std::vector<std::string>& absences)
{
    if (statistic_->count() == 0 || absences != absences_) {
        absences_ = absences;
        statistic_->clear();
        for (std::size_t row = 0; row < statistics().size(); ++row) {
            const StatisticInfo& info = statistics()[row];
            statistic_->addItem(statisticName(info), displayText(info.id));
            const auto index = static_cast<int>(row);
            statistic_->setItemData(index, engineText(info.formula), Qt::ToolTipRole);
            if (row < absences.size() && !absences[row].empty()) {
                statistic_->refuseItem(index, engineText(absences[row]));
            }
        }
    }
    statistic_->setCurrentIndex(statistic_->findData(displayText(listing_.statistic)));
    const StatisticInfo& info = *findStatistic(listing_.statistic);
    statistic_->setToolTip(tr("What is said of each head: %1").arg(engineText(info.formula)));
}

void HeadsPanel::showListing(const std::string& absence)
{
    order_->setCurrentIndex(order_->findData(static_cast<int>(listing_.order)));
    filter_->setCurrentIndex(filter_->findData(static_cast<int>(listing_.filter)));
    limit_->setVisible(listing_.filter == HeadFilter::AtLeast);
    const QSignalBlocker blocker(limit_);
    limit_->setValue(listing_.limit);
    looks_->setCurrent(listing_.showsNumbers ? 1 : 0);
    absence_->setText(absence.empty() ? QString() : tr("No numbers: %1.").arg(engineText(absence)));
    absence_->setVisible(!absence.empty());
}

QString HeadsPanel::countText() const
{
    std::size_t all = 0;
    for (const std::vector<double>& layer : numbers_.heads) {
        all += layer.size();
    }
    const std::size_t listed = matrix_->listed().size();
    return listed == all ? QString() : tr("%1 of %2 heads").arg(listed).arg(all);
}

} // namespace attenscope
