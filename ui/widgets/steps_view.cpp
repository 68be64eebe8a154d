#include "ui/widgets/steps_view.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QPainter>

#include "ui/figure/colour_bar.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/fonts.h"
#include "ui/widgets/appearance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace attenscope {

namespace {

constexpr std::size_t kMostKeys = 8;
constexpr double kPadding = 24;
constexpr double kTitle = 28;
constexpr double kStep = 26; ///< a step's heading
constexpr double kRow = 30;
constexpr double kVector = 22; ///< height of a vector's bars
constexpr double kGap = 18;
constexpr double kNumber = 76; ///< width of a column of numbers, where there is room
constexpr double kLeastNumber = 52;
constexpr double kName = 104;
constexpr double kLeastName = 94;
constexpr double kBars = 132;
constexpr double kLeastBars = 32;
constexpr double kLeastGap = 8;
constexpr int kNumbers = 6;

QString number(float value)
{
    if (std::isinf(value)) {
        return value < 0 ? QStringLiteral("−∞") : QStringLiteral("∞");
    }
    return numberText(static_cast<double>(value));
}

/// A vector as bars up and down from the middle, coloured by sign and size.
void paintVector(QPainter& painter,
                 const QRectF& box,
                 const Eigen::RowVectorXf& vector,
                 float largest,
                 const Theme& theme)
{
    const double middle = box.center().y();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(box, theme.stage);
    const ColourTable& colours = colourTable("cool-warm");
    const double width = box.width() / std::max<double>(1, static_cast<double>(vector.size()));
    for (Index i = 0; i < vector.size(); ++i) {
        const double part = largest > 0 ? static_cast<double>(vector(i) / largest) : 0;
        const double height = std::abs(part) * box.height() / 2;
        const double left = box.left() + static_cast<double>(i) * width;
        painter.fillRect(QRectF(left, part > 0 ? middle - height : middle,
                                std::max(1.0, width - (width > 3 ? 1 : 0)), height),
                         colours.colourAt((part + 1) / 2));
    }
    painter.fillRect(QRectF(box.left(), middle, box.width(), 1), theme.control);
}

float largestOf(const Eigen::RowVectorXf& vector)
{
    return vector.size() > 0 ? vector.cwiseAbs().maxCoeff() : 0.0F;
}

} // namespace

/// Columns: name, k, the numbers, v. Every one of them is as wide as its share of the room between
/// the least and the most that it needs.
struct StepsView::Columns {
    double name = kName;
    double bars = kBars; ///< width of each of the two vectors
    std::array<double, kNumbers> numbers{};
    double gap = kGap;
    double least = 0; ///< of the view

    Columns(int width, const QStringList& names)
    {
        const QFontMetricsF metrics(labelFont());
        double mostNumbers = 0;
        double leastNumbers = 0;
        for (int column = 0; column < kNumbers; ++column) {
            const double title = metrics.horizontalAdvance(names.value(column)) + 10;
            const double needed = std::ceil(std::max(kLeastNumber, title));
            numbers.at(static_cast<std::size_t>(column)) = needed;
            leastNumbers += needed;
            mostNumbers += std::max(kNumber, needed);
        }
        least = 2 * kPadding + kLeastName + leastNumbers + 2 * kLeastGap + 2 * kLeastBars;
        const double most = 2 * kPadding + kName + mostNumbers + 2 * kGap + 2 * kBars;
        const double share = std::clamp((width - least) / (most - least), 0.0, 1.0);
        const auto between = [share](double few, double many) {
            return std::floor(few + share * (many - few));
        };
        name = between(kLeastName, kName);
        bars = between(kLeastBars, kBars);
        gap = between(kLeastGap, kGap);
        for (double& needed : numbers) {
            needed = between(needed, std::max(kNumber, needed));
        }
    }

    double key() const { return kPadding + name; }

    double number(int column) const
    {
        return std::accumulate(numbers.begin(), numbers.begin() + column, key() + bars + gap);
    }

    /// Of a column of numbers, `height` high.
    QRectF box(int column, double top, double height) const
    {
        return {number(column), top, numbers.at(static_cast<std::size_t>(column)), height};
    }

    double value() const { return number(kNumbers) + gap; }
};

StepsView::Columns StepsView::columns() const
{
    return {width(), content_.steps ? columnNames() : QStringList()};
}

StepsView::StepsView(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Attention step by step"));
}

void StepsView::setContent(Content content)
{
    content_ = std::move(content);
    shown_.clear();
    largestKeyPart_ = largestValuePart_ = 0;
    if (content_.steps) {
        const AttentionSteps& steps = *content_.steps;
        shown_.resize(static_cast<std::size_t>(steps.weights.size()));
        std::iota(shown_.begin(), shown_.end(), Index{0});
        std::stable_sort(shown_.begin(), shown_.end(),
                         [&](Index a, Index b) { return steps.weights(a) > steps.weights(b); });
        shown_.resize(std::min(shown_.size(), kMostKeys));
        largestKeyPart_ = largestOf(steps.query);
        largestValuePart_ = largestOf(steps.context);
        for (const Index key : shown_) {
            largestKeyPart_ = std::max(largestKeyPart_, largestOf(steps.keys.row(key)));
            if (steps.values.size() > 0) {
                largestValuePart_ = std::max(largestValuePart_, largestOf(steps.values.row(key)));
            }
        }
    }
    setAccessibleDescription(content_.steps ? QString() : content_.hint);
    announceTable();
    updateGeometry();
    update();
}

double StepsView::tableTop() const
{
    return kPadding + kTitle + kGap + kStep + kVector;
}

double StepsView::tableHeight() const
{
    return 2 * kStep + kRow * static_cast<double>(shown_.size() + 2);
}

QSize StepsView::minimumSizeHint() const
{
    const double height =
        content_.steps ? tableTop() + tableHeight() + kGap + kStep + kVector + kGap + kPadding
                       : 200;
    return {qRound(columns().least), qRound(height)};
}

QSize StepsView::sizeHint() const
{
    return minimumSizeHint();
}

// 1/√16 where the scale is that of a width, else the number.
QString StepsView::scaleText() const
{
    const auto scale = static_cast<double>(content_.steps->scale);
    const auto width = static_cast<double>(content_.steps->query.size());
    const bool isUsual = std::abs(scale * std::sqrt(width) - 1) < 1e-5;
    return isUsual ? QStringLiteral("√%1").arg(content_.steps->query.size())
                   : numberText(1 / scale);
}

QStringList StepsView::cells(Index key) const
{
    const AttentionSteps& steps = *content_.steps;
    return {number(steps.products(key)),     number(steps.products(key) * steps.scale),
            number(steps.mask(key)),         number(steps.scores(key)),
            number(steps.exponentials(key)), number(steps.weights(key))};
}

/// What all other keys have together; only exponentials and weights add up.
QStringList StepsView::restCells() const
{
    const AttentionSteps& steps = *content_.steps;
    double exponentials = static_cast<double>(steps.sum);
    double weights = steps.weights.cast<double>().sum();
    for (const Index key : shown_) {
        exponentials -= static_cast<double>(steps.exponentials(key));
        weights -= static_cast<double>(steps.weights(key));
    }
    const QString dots = QStringLiteral("…");
    return {dots,
            dots,
            dots,
            dots,
            numberText(std::max(0.0, exponentials)),
            numberText(std::max(0.0, weights))};
}

QString StepsView::text() const
{
    if (!content_.steps) {
        return {};
    }
    const AttentionSteps& steps = *content_.steps;
    const QString tab = QStringLiteral("\t");
    QStringList lines{content_.title + QStringLiteral(", ") + content_.place};
    lines << tr("key") + tab + columnNames().join(tab);
    for (const Index key : shown_) {
        lines << content_.keys.value(key) + tab + cells(key).join(tab);
    }
    const auto rest = steps.weights.size() - static_cast<Index>(shown_.size());
    if (rest > 0) {
        lines << tr("%n other keys", nullptr, static_cast<int>(rest)) + tab + restCells().join(tab);
    }
    return lines.join(QLatin1Char('\n'));
}

QStringList StepsView::columnNames() const
{
    return {tr("q·k"),       tr("÷ %1").arg(scaleText()),
            tr("+ mask"),    tr("= score"),
            tr("exp(−max)"), tr("÷ sum = A")};
}

int StepsView::tableRows() const
{
    return static_cast<int>(shown_.size());
}

int StepsView::tableColumns() const
{
    return shown_.empty() ? 0 : kNumbers;
}

QString StepsView::tableRowName(int row) const
{
    return content_.keys.value(shown_[static_cast<std::size_t>(row)]);
}

QString StepsView::tableColumnName(int column) const
{
    return columnNames().value(column);
}

TableCell StepsView::tableCell(int row, int column) const
{
    const Columns columns = this->columns();
    const double top = tableTop() + kGap + 2 * kStep + row * kRow;
    return {.text = cells(shown_[static_cast<std::size_t>(row)]).value(column),
            .box = columns.box(column, top, kRow)};
}

// Nothing is chosen here.
void StepsView::pressTableCell(const TablePlace& /*place*/) {}

void StepsView::paintHead(QPainter& painter) const
{
    const Theme& theme = themeOf(*this);
    QRectF line(kPadding, kPadding - 4, width() - 2 * kPadding, kTitle);
    painter.setFont(titleFont());
    painter.setPen(theme.text1);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, content_.title);
    line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(content_.title) + 10);
    painter.setFont(valueFont());
    painter.setPen(theme.text3);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, content_.place);
}

void StepsView::paintQuery(QPainter& painter, double top) const
{
    const Theme& theme = themeOf(*this);
    const Columns columns = this->columns();
    painter.setFont(figureFont(13, QFont::DemiBold));
    painter.setPen(theme.text1);
    painter.drawText(QRectF(kPadding, top, width() - 2 * kPadding, kStep),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     tr("1  What asks: the query q of %1, %2 numbers")
                         .arg(content_.query)
                         .arg(content_.steps->query.size()));
    paintVector(painter, QRectF(columns.key(), top + kStep, columns.bars, kVector),
                content_.steps->query, largestKeyPart_, theme);
    painter.setFont(labelFont());
    painter.setPen(theme.text3);
    painter.drawText(QRectF(kPadding, top + kStep, columns.name, kVector),
                     Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("q"));
    painter.drawText(
        QRectF(columns.number(0), top + kStep, width(), kVector), Qt::AlignLeft | Qt::AlignVCenter,
        tr("up: positive, down: negative; q and k on one scale, ±%1").arg(number(largestKeyPart_)));
}

void StepsView::paintTable(QPainter& painter, double top) const
{
    const Theme& theme = themeOf(*this);
    const Columns columns = this->columns();
    painter.setFont(figureFont(13, QFont::DemiBold));
    painter.setPen(theme.text1);
    painter.drawText(QRectF(kPadding, top, width() - 2 * kPadding, kStep),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     tr("2  How well each key k fits, and its share: softmax(q·k / %1 + mask)")
                         .arg(scaleText()));
    painter.setFont(labelFont());
    painter.setPen(theme.text3);
    const double line = top + kStep;
    const QStringList names = columnNames();
    painter.drawText(QRectF(kPadding, line, columns.name, kStep), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("key"));
    painter.drawText(QRectF(columns.key(), line, columns.bars, kStep),
                     Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("k"));
    for (int column = 0; column < kNumbers; ++column) {
        painter.drawText(columns.box(column, line, kStep), Qt::AlignRight | Qt::AlignVCenter,
                         names[column]);
    }
    painter.drawText(QRectF(columns.value(), line, columns.bars, kStep),
                     Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("v"));
    double row = line + kStep;
    for (const Index key : shown_) {
        paintRow(painter, row, key);
        row += kRow;
    }
    paintRest(painter, row);
}

void StepsView::paintRow(QPainter& painter, double top, Index key) const
{
    const Theme& theme = themeOf(*this);
    const Columns columns = this->columns();
    const AttentionSteps& steps = *content_.steps;
    painter.fillRect(QRectF(kPadding, top, width() - 2 * kPadding, 1), theme.line);
    painter.setFont(valueFont());
    painter.setPen(theme.text1);
    painter.drawText(QRectF(kPadding, top, columns.name - 8, kRow),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(content_.keys.value(key), Qt::ElideRight,
                                                      qRound(columns.name - 8)));
    paintVector(painter, QRectF(columns.key(), top + 4, columns.bars, kVector), steps.keys.row(key),
                largestKeyPart_, theme);
    const QStringList numbers = cells(key);
    for (int column = 0; column < kNumbers; ++column) {
        const bool isResult = column == kNumbers - 1;
        painter.setFont(isResult ? figureFont(13, QFont::DemiBold) : valueFont());
        painter.setPen(isResult ? theme.text1 : theme.text2);
        painter.drawText(columns.box(column, top, kRow), Qt::AlignRight | Qt::AlignVCenter,
                         numbers[column]);
    }
    if (steps.values.size() > 0) {
        paintVector(painter, QRectF(columns.value(), top + 4, columns.bars, kVector),
                    steps.values.row(key), largestValuePart_, theme);
    }
}

/// The other keys in one line, and the sums.
void StepsView::paintRest(QPainter& painter, double top) const
{
    const Theme& theme = themeOf(*this);
    const Columns columns = this->columns();
    const AttentionSteps& steps = *content_.steps;
    const Index rest = steps.weights.size() - static_cast<Index>(shown_.size());
    const auto paintLine = [&](double y, const QString& name, const QStringList& numbers) {
        painter.fillRect(QRectF(kPadding, y, width() - 2 * kPadding, 1), theme.line);
        painter.drawText(QRectF(kPadding, y, columns.name + columns.bars, kRow),
                         Qt::AlignLeft | Qt::AlignVCenter, name);
        for (int column = 0; column < kNumbers; ++column) {
            painter.drawText(columns.box(column, y, kRow), Qt::AlignRight | Qt::AlignVCenter,
                             numbers.value(column));
        }
    };
    painter.setFont(valueFont());
    painter.setPen(theme.text2);
    if (rest > 0) {
        paintLine(top, tr("… and %n other keys", nullptr, static_cast<int>(rest)), restCells());
        top += kRow;
    }
    painter.setFont(figureFont(13, QFont::DemiBold));
    painter.setPen(theme.text1);
    paintLine(top, tr("largest score, sums"),
              {{},
               {},
               {},
               number(steps.largestScore),
               number(steps.sum),
               numberText(steps.weights.cast<double>().sum())});
}

void StepsView::paintContext(QPainter& painter, double top) const
{
    const Theme& theme = themeOf(*this);
    const Columns columns = this->columns();
    const AttentionSteps& steps = *content_.steps;
    painter.setFont(figureFont(13, QFont::DemiBold));
    painter.setPen(theme.text1);
    const QString heading =
        steps.values.size() == 0 ? tr("3  No values: these weights are compared, and mix nothing")
        : steps.isOff            ? tr("3  What the head gives on: nothing, it is switched off")
                      : tr("3  What the head gives on: Σ A·v over all keys, %1 numbers")
                            .arg(steps.context.size());
    painter.drawText(QRectF(kPadding, top, width() - 2 * kPadding, kStep),
                     Qt::AlignLeft | Qt::AlignVCenter, heading);
    if (steps.values.size() == 0) {
        return;
    }
    paintVector(painter, QRectF(columns.value(), top + kStep, columns.bars, kVector), steps.context,
                largestValuePart_, theme);
    painter.setFont(labelFont());
    painter.setPen(theme.text3);
    painter.drawText(QRectF(kPadding, top + kStep, columns.value() - kPadding - 8, kVector),
                     Qt::AlignRight | Qt::AlignVCenter,
                     tr("v and their sum on one scale, ±%1").arg(number(largestValuePart_)));
}

void StepsView::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    paintHead(painter);
    if (!content_.steps) {
        painter.setFont(valueFont());
        painter.setPen(theme.text2);
        painter.drawText(QRectF(rect()).adjusted(kPadding, kPadding, -kPadding, -kPadding),
                         Qt::AlignCenter | Qt::TextWordWrap, content_.hint);
        return;
    }
    paintQuery(painter, kPadding + kTitle + kGap);
    paintTable(painter, tableTop() + kGap);
    paintContext(painter, tableTop() + tableHeight() + 2 * kGap);
}

void StepsView::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* copy = menu->addAction(tr("Copy the table"));
    copy->setEnabled(content_.steps.has_value());
    connect(copy, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(text()); });
    menu->popup(event->globalPos());
}

} // namespace attenscope
