#include "ui/figure/depth_plot.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainterPath>
#include <QPolygonF>

#include "ui/figure/fonts.h"
#include "ui/figure/statistic_text.h"

#include <algorithm>
#include <cmath>

namespace attenscope {

namespace {

struct DepthText {
    Q_DECLARE_TR_FUNCTIONS(DepthPlot)
};

constexpr int kPixels = 11; ///< of numbers
constexpr double kLegend = 26;
constexpr double kBelow = 44; ///< layers' numbers and the axis' name
constexpr double kTickGap = 6;
constexpr double kTickSpacing = 48;
constexpr double kLayerSpacing = 24;
constexpr std::size_t kMostLines = 16; ///< of heads; more become a band
constexpr double kDot = 3.5;
constexpr double kWidestMark = 64; ///< of the chosen layer

bool hasHead(const DepthPlot& plot)
{
    return plot.head && !plot.table.heads.empty() &&
           *plot.head < static_cast<int>(plot.table.heads.front().size());
}

std::size_t headCount(const DepthPlot& plot)
{
    return plot.table.heads.empty() ? 0 : plot.table.heads.front().size();
}

/// The numbers of one head, layer after layer.
std::vector<double> lineOf(const DepthPlot& plot, std::size_t head)
{
    std::vector<double> numbers;
    for (const std::vector<double>& layer : plot.table.heads) {
        numbers.push_back(layer[head]);
    }
    return numbers;
}

struct Spread {
    double smallest = 0;
    double largest = 0;
};

std::optional<Spread> spreadOf(const std::vector<double>& numbers)
{
    std::optional<Spread> spread;
    for (const double number : numbers) {
        if (std::isfinite(number)) {
            spread = spread ? Spread{std::min(spread->smallest, number),
                                     std::max(spread->largest, number)}
                            : Spread{number, number};
        }
    }
    return spread;
}

void paintLine(QPainter& painter,
               const DepthPlotLayout& layout,
               const std::vector<double>& numbers,
               const QPen& pen)
{
    QPainterPath path;
    bool isOpen = false;
    for (std::size_t layer = 0; layer < numbers.size(); ++layer) {
        if (!std::isfinite(numbers[layer])) {
            isOpen = false;
            continue;
        }
        const QPointF point(layout.x(static_cast<double>(layer)), layout.y(numbers[layer]));
        if (isOpen) {
            path.lineTo(point);
        } else {
            path.moveTo(point);
        }
        isOpen = true;
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(pen);
    painter.drawPath(path);
}

void paintDots(QPainter& painter,
               const DepthPlotLayout& layout,
               const std::vector<double>& numbers,
               const QColor& colour)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    for (std::size_t layer = 0; layer < numbers.size(); ++layer) {
        if (std::isfinite(numbers[layer])) {
            painter.drawEllipse(
                QPointF(layout.x(static_cast<double>(layer)), layout.y(numbers[layer])), kDot,
                kDot);
        }
    }
}

/// The area between the heads' smallest and largest number, one piece for each run of layers.
void paintBand(QPainter& painter,
               const DepthPlotLayout& layout,
               const StatisticTable& table,
               const QColor& colour)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    QPolygonF upper;
    QPolygonF lower;
    const auto close = [&] {
        std::reverse(lower.begin(), lower.end());
        painter.drawPolygon(upper + lower);
        upper.clear();
        lower.clear();
    };
    for (std::size_t layer = 0; layer < table.heads.size(); ++layer) {
        const std::optional<Spread> spread = spreadOf(table.heads[layer]);
        if (!spread) {
            close();
            continue;
        }
        const double x = layout.x(static_cast<double>(layer));
        upper << QPointF(x, layout.y(spread->largest));
        lower << QPointF(x, layout.y(spread->smallest));
    }
    close();
}

void paintAxes(QPainter& painter,
               const DepthPlotLayout& layout,
               const DepthPlot& plot,
               const Theme& theme)
{
    const QRectF& box = layout.plot;
    painter.setFont(figureFont(kPixels));
    for (const Tick& tick : layout.ticks) {
        const double y = layout.y(tick.value);
        painter.setPen(QPen(theme.line, 1));
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
        painter.setPen(theme.text2);
        painter.drawText(QRectF(box.left() - kTickGap - 80, y - 8, 80, 16),
                         Qt::AlignRight | Qt::AlignVCenter, tick.text);
    }
    const int step = std::max(
        1, static_cast<int>(std::ceil(kLayerSpacing * layout.layers / std::max(1.0, box.width()))));
    for (int layer = 0; layer < layout.layers; layer += step) {
        const bool isChosen = plot.layer == layer;
        painter.setFont(figureFont(kPixels, isChosen ? QFont::DemiBold : QFont::Normal));
        painter.setPen(isChosen ? theme.text1 : theme.text2);
        painter.drawText(QRectF(layout.x(layer) - 20, box.bottom() + 6, 40, 16), Qt::AlignCenter,
                         QString::number(layer));
    }
    painter.setFont(figureFont(kPixels));
    painter.setPen(theme.text3);
    painter.drawText(QRectF(box.left(), box.bottom() + 24, box.width(), 16), Qt::AlignCenter,
                     DepthText::tr("layer"));
}

/// What each kind of line is, above the plot, at its right end; the axis' name at its left end.
void paintLegend(QPainter& painter,
                 const DepthPlotLayout& layout,
                 const DepthPlot& plot,
                 const Theme& theme)
{
    const double y = layout.plot.top() - kLegend + 8;
    painter.setFont(figureFont(12));
    painter.setPen(theme.text2);
    painter.drawText(QRectF(layout.plot.left() - 40, y - 10, layout.plot.width(), 20),
                     Qt::AlignLeft | Qt::AlignVCenter, statisticAxis(plot.statistic));

    struct Entry {
        QString text;
        QPen pen;
    };

    std::vector<Entry> entries;
    const bool isBand = headCount(plot) > kMostLines;
    if (headCount(plot) > 1) {
        entries.push_back(
            {isBand ? DepthText::tr("smallest to largest head") : DepthText::tr("each head"),
             QPen(isBand ? theme.line : theme.control, isBand ? 8 : 1)});
    }
    entries.push_back({DepthText::tr("mean over heads"), QPen(theme.text1, 2.5)});
    if (hasHead(plot)) {
        entries.push_back({DepthText::tr("head %1").arg(*plot.head), QPen(theme.accent, 2)});
    }
    const QFontMetricsF metrics(figureFont(kPixels));
    painter.setFont(figureFont(kPixels));
    double right = layout.plot.right();
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        const double width = metrics.horizontalAdvance(entry->text);
        painter.setPen(theme.text2);
        painter.drawText(QRectF(right - width, y - 8, width + 1, 16),
                         Qt::AlignLeft | Qt::AlignVCenter, entry->text);
        painter.setPen(entry->pen);
        painter.drawLine(QPointF(right - width - 24, y), QPointF(right - width - 6, y));
        right -= width + 40;
    }
}

/// The numbers of the layer that is pointed at, on a card that stays inside the plot.
void paintCard(QPainter& painter,
               const DepthPlotLayout& layout,
               const DepthPlot& plot,
               const Theme& theme)
{
    const int layer = *plot.pointed;
    const double x = layout.x(layer);
    painter.setPen(QPen(theme.text3, 1, Qt::DashLine));
    painter.drawLine(QPointF(x, layout.plot.top()), QPointF(x, layout.plot.bottom()));
    const QStringList lines = depthTexts(plot, layer);
    const QFontMetricsF metrics(figureFont(12));
    double width = 0;
    for (const QString& line : lines) {
        width = std::max(width, metrics.horizontalAdvance(line));
    }
    constexpr double kLine = 18;
    constexpr double kPadding = 8;
    QRectF card(x + 10, layout.plot.top() + 8, width + 2 * kPadding,
                kLine * static_cast<double>(lines.size()) + kPadding);
    if (card.right() > layout.plot.right()) {
        card.moveRight(x - 10);
    }
    painter.setPen(QPen(theme.control, 1));
    painter.setBrush(theme.panel);
    painter.drawRect(card);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        painter.setFont(figureFont(12, i == 0 ? QFont::DemiBold : QFont::Normal));
        painter.setPen(theme.text1);
        painter.drawText(QRectF(card.left() + kPadding,
                                card.top() + kPadding / 2 + kLine * static_cast<double>(i), width,
                                kLine),
                         Qt::AlignLeft | Qt::AlignVCenter, lines[i]);
    }
}

} // namespace

double DepthPlotLayout::x(double layer) const
{
    return plot.left() + (layer + 0.5) * plot.width() / std::max(1, layers);
}

double DepthPlotLayout::y(double number) const
{
    return plot.bottom() - (number - bottom) / (top - bottom) * plot.height();
}

std::optional<int> DepthPlotLayout::layerAt(const QPointF& point) const
{
    if (layers == 0 || !plot.contains(point)) {
        return std::nullopt;
    }
    const double column = (point.x() - plot.left()) * layers / plot.width();
    return std::clamp(static_cast<int>(column), 0, layers - 1);
}

DepthPlotLayout depthPlotLayout(const QRectF& area, const DepthPlot& plot)
{
    DepthPlotLayout layout;
    layout.layers = static_cast<int>(plot.table.layers.size());
    const ScaleRange range = rangeOf(plot.table);
    layout.bottom = std::min(0.0, static_cast<double>(range.minimum));
    const auto largest = static_cast<double>(range.maximum);
    layout.top = largest > layout.bottom ? largest : layout.bottom + 1;
    const double height = std::max(1.0, area.height() - kLegend - kBelow);
    const int most = std::clamp(static_cast<int>(height / kTickSpacing) + 1, 2, 8);
    const auto ticksUpTo = [&](double top) {
        return niceTicks(
            {.minimum = static_cast<float>(layout.bottom), .maximum = static_cast<float>(top)},
            most);
    };
    layout.ticks = ticksUpTo(layout.top);
    if (layout.ticks.size() > 1) { // up to the next round number
        const double step = layout.ticks[1].value - layout.ticks[0].value;
        layout.top = std::max(layout.top, std::ceil(layout.top / step - 1e-6) * step);
        layout.top = std::min(layout.top, std::max(largest, plot.statistic.largest));
        layout.ticks = ticksUpTo(layout.top);
    }
    const QFontMetricsF metrics(figureFont(kPixels));
    double numbers = 0;
    for (const Tick& tick : layout.ticks) {
        numbers = std::max(numbers, metrics.horizontalAdvance(tick.text));
    }
    layout.plot = QRectF(area.left() + std::max(40.0, numbers + kTickGap + 4), area.top() + kLegend,
                         0, height);
    layout.plot.setRight(std::max(layout.plot.left() + 1, area.right() - 8));
    return layout;
}

QStringList depthTexts(const DepthPlot& plot, int layer)
{
    const auto index = static_cast<std::size_t>(layer);
    QStringList texts{DepthText::tr("layer %1").arg(layer)};
    if (index >= plot.table.layers.size()) {
        return texts;
    }
    texts << DepthText::tr("mean %1").arg(statisticText(plot.statistic, plot.table.layers[index]));
    if (hasHead(plot)) {
        const double number = plot.table.heads[index][static_cast<std::size_t>(*plot.head)];
        texts << DepthText::tr("head %1: %2")
                     .arg(*plot.head)
                     .arg(statisticText(plot.statistic, number));
    }
    const std::optional<Spread> spread = spreadOf(plot.table.heads[index]);
    if (spread && headCount(plot) > 1) {
        texts << DepthText::tr("heads: %1 to %2")
                     .arg(statisticText(plot.statistic, spread->smallest),
                          statisticText(plot.statistic, spread->largest));
    }
    return texts;
}

void paintDepthPlot(QPainter& painter,
                    const QRectF& area,
                    const DepthPlot& plot,
                    const Theme& theme)
{
    const DepthPlotLayout layout = depthPlotLayout(area, plot);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (plot.layer && *plot.layer < layout.layers) {
        const double width = std::min(kWidestMark, layout.plot.width() / layout.layers);
        painter.fillRect(QRectF(layout.x(*plot.layer) - width / 2, layout.plot.top(), width,
                                layout.plot.height()),
                         theme.accentSoft);
    }
    paintAxes(painter, layout, plot, theme);
    if (headCount(plot) > kMostLines) {
        paintBand(painter, layout, plot.table, theme.line);
    } else {
        for (std::size_t head = 0; head < headCount(plot); ++head) {
            paintLine(painter, layout, lineOf(plot, head), QPen(theme.control, 1));
        }
    }
    paintLine(painter, layout, plot.table.layers, QPen(theme.text1, 2.5));
    paintDots(painter, layout, plot.table.layers, theme.text1);
    if (hasHead(plot)) {
        const std::vector<double> line = lineOf(plot, static_cast<std::size_t>(*plot.head));
        paintLine(painter, layout, line, QPen(theme.accent, 2));
        paintDots(painter, layout, line, theme.accent);
    }
    paintLegend(painter, layout, plot, theme);
    if (plot.pointed && *plot.pointed < layout.layers) {
        paintCard(painter, layout, plot, theme);
    }
    painter.restore();
}

} // namespace attenscope
