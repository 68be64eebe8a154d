#include "ui/widgets/inspector_lists.h"

#include <QPainter>

#include "engine/analysis/row_statistics.h"
#include "ui/figure/colour_bar.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/fonts.h"
#include "ui/figure/overlay.h"
#include "ui/figure/statistic_text.h"
#include "ui/widgets/appearance.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attenscope {

namespace {

constexpr std::size_t kMost = 5; ///< weights
constexpr double kTitle = 22;
constexpr double kRow = 18;
constexpr double kGap = 14;
constexpr double kDepth = 150;
constexpr double kName = 108;
constexpr double kNumber = 64;

double listHeight(std::size_t rows)
{
    return kGap + kTitle + kRow * static_cast<double>(rows);
}

} // namespace

InspectorLists::InspectorLists(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Expanding);
    setAccessibleName(tr("Largest weights"));
}

void InspectorLists::setContent(Content content)
{
    content_ = std::move(content);
    largest_ = keysByWeight(content_.map);
    if (largest_.size() > kMost) {
        largest_.resize(kMost);
    }
    describe();
    update();
}

void InspectorLists::setDepth(DepthPlot plot)
{
    depth_ = std::move(plot);
    update();
}

void InspectorLists::describe()
{
    QStringList texts;
    for (const std::size_t key : largest_) {
        texts << tr("%1: %2").arg(
            keyText(*content_.trace, content_.map.direction, static_cast<int>(key)),
            numberText(static_cast<double>(content_.map.values[key])));
    }
    setAccessibleDescription(texts.join(QStringLiteral("; ")));
}

bool InspectorLists::hasDepth() const
{
    return depth_.table.layers.size() > 1 &&
           std::any_of(depth_.table.layers.begin(), depth_.table.layers.end(),
                       [](double number) { return std::isfinite(number); });
}

void InspectorLists::paintTitle(QPainter& painter,
                                const QRectF& line,
                                const QString& title,
                                const QString& note) const
{
    const Theme& theme = themeOf(*this);
    painter.fillRect(QRectF(line.left(), line.top() - 7, line.width(), 1), theme.line);
    painter.setFont(figureFont(12, QFont::DemiBold));
    painter.setPen(theme.text1);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, title);
    painter.setFont(labelFont());
    painter.setPen(theme.text3);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, note);
}

void InspectorLists::paintLargest(QPainter& painter, const QRectF& area) const
{
    const Theme& theme = themeOf(*this);
    const Map& map = content_.map;
    paintTitle(painter, QRectF(area.left(), area.top() + kGap / 2, area.width(), kTitle),
               tr("Largest weights"), tr("bar: of the largest"));
    const auto greatest = static_cast<double>(map.maximum());
    const ScaleRange range =
        content_.style.scale == Scale::PerMap ? scaleRange(map, {}, Scale::PerMap) : content_.range;
    const std::vector<float> numbers = numbersOnScale(map, range);
    double top = area.top() + kGap / 2 + kTitle;
    for (const std::size_t key : largest_) {
        const bool isChosen = content_.key == static_cast<int>(key);
        const QRectF line(area.left(), top, area.width(), kRow);
        painter.setFont(isChosen ? figureFont(12, QFont::DemiBold) : labelFont());
        painter.setPen(isChosen ? theme.text1 : theme.text2);
        painter.drawText(line.adjusted(0, 0, kName - line.width() - 6, 0),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(
                             keyText(*content_.trace, map.direction, static_cast<int>(key)),
                             Qt::ElideRight, qRound(kName - 6)));
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter,
                         numberText(static_cast<double>(map.values[key])));
        const auto weight = static_cast<double>(map.values[key]);
        const double room = std::max(0.0, area.width() - kName - kNumber);
        const double part = greatest > 0 ? std::clamp(weight / greatest, 0.0, 1.0) : 0;
        const QRectF bar(area.left() + kName, top + 4, room * part, kRow - 8);
        painter.fillRect(bar, tableOf(content_.style).colourAt(scalePosition(numbers[key], range)));
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(isChosen ? theme.text1 : theme.control, 1));
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5));
        top += kRow;
    }
}

void InspectorLists::paintEvent(QPaintEvent* /*event*/)
{
    if (!content_.trace || largest_.empty()) {
        return;
    }
    QPainter painter(this);
    const double list = listHeight(largest_.size());
    if (height() < list) {
        return;
    }
    paintLargest(painter, QRectF(0, 0, width(), list));
    if (!hasDepth() || height() < list + kGap + kTitle + kDepth) {
        return;
    }
    paintTitle(painter, QRectF(0, list + kGap, width(), kTitle), tr("Over the layers"),
               statisticAxis(depth_.statistic));
    paintDepthPlot(painter, QRectF(0, list + kGap + kTitle, width(), kDepth), depth_,
                   themeOf(*this));
}

} // namespace attenscope
