#include "ui/figure/colour_bar.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLinearGradient>
#include <QPolygonF>

#include "ui/figure/fonts.h"
#include "ui/figure/scale_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <initializer_list>

namespace attenscope {

namespace {

struct ColourBarText {
    Q_DECLARE_TR_FUNCTIONS(ColourBarText)
};

constexpr int kTickPixels = 11;
constexpr qreal kTickLength = 4;
constexpr qreal kTickGap = 4;
constexpr qreal kLabelGap = 8;
constexpr qreal kLabelHeight = 16;
constexpr qreal kMarkerSize = 8;
constexpr qreal kTickSpacing = 64; ///< least distance of two numbers along a vertical bar
constexpr qreal kWideTickSpacing = 56;
constexpr int kMostTicks = 8;

QString withRealMinus(QString text)
{
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

/// The smallest round step that makes at most `most` ticks.
double niceStep(double minimum, double maximum, int most)
{
    constexpr std::array<double, 4> kFactors{1, 2, 2.5, 5};
    const double least = (maximum - minimum) / most;
    for (double power = std::pow(10, std::floor(std::log10(least)));; power *= 10) {
        for (const double factor : kFactors) {
            const double step = factor * power;
            const double slack = step * 1e-6;
            const double count =
                std::floor((maximum + slack) / step) - std::ceil((minimum - slack) / step) + 1;
            if (count <= most) {
                return step;
            }
        }
    }
}

/// Decimals that write a multiple of the step exactly.
int decimalsFor(double step)
{
    for (int decimals = 0; decimals < 12; ++decimals) {
        const double scaled = step * std::pow(10, decimals);
        if (std::abs(scaled - std::round(scaled)) < 1e-6 * scaled) {
            return decimals;
        }
    }
    return 12;
}

QString tickText(double value, double step, double largest)
{
    constexpr double kSmallest = 1e-3; // below it leading zeros would fill the figure
    if (std::abs(value) < step * 1e-6) {
        return QStringLiteral("0");
    }
    if (largest >= kSmallest) {
        return withRealMinus(QString::number(value, 'f', decimalsFor(step)));
    }
    const auto exponent = static_cast<int>(std::floor(std::log10(largest)));
    const double unit = std::pow(10, exponent);
    return withRealMinus(QStringLiteral("%1e%2")
                             .arg(QString::number(value / unit, 'f', decimalsFor(step / unit)))
                             .arg(exponent));
}

QString labelOf(const ColourBar& bar)
{
    const QString unit = bar.range.isLift ? ColourBarText::tr("× uniform") : bar.label;
    if (!bar.scaleNote.isEmpty()) {
        return unit + QStringLiteral(" · ") + bar.scaleNote;
    }
    return bar.scale == Scale::PerMap ? unit : unit + QStringLiteral(" · ") + scaleName(bar.scale);
}

/// 10^exponent times a digit, as short as it goes: "0.02", "2e−5".
QString decadeText(int digit, int exponent)
{
    constexpr int kSmallest = -3;
    return exponent >= kSmallest
               ? QString::number(digit * std::pow(10, exponent), 'f', std::max(0, -exponent))
               : withRealMinus(QStringLiteral("%1e%2").arg(digit).arg(exponent));
}

/// Powers of ten, every n-th where they are too many, times 2 and 5 where there is room for all.
std::vector<Tick> decadeTicks(const ScaleRange& range, int most)
{
    constexpr double kSlack = 1e-6; // ends are floats
    const double low = std::log10(static_cast<double>(range.minimum)) - kSlack;
    const double high = std::log10(static_cast<double>(range.maximum)) + kSlack;
    const auto ticksOf = [&](std::initializer_list<int> digits, int step) {
        std::vector<Tick> ticks;
        for (auto exponent = static_cast<int>(std::floor(low)); exponent <= high; ++exponent) {
            for (const int digit : digits) {
                const double place = exponent + std::log10(digit);
                if (exponent % step == 0 && place >= low && place <= high) {
                    ticks.push_back({.value = digit * std::pow(10, exponent),
                                     .text = decadeText(digit, exponent)});
                }
            }
        }
        return ticks;
    };
    std::vector<Tick> ticks = ticksOf({1, 2, 5}, 1);
    for (int step = 1; ticks.size() > static_cast<std::size_t>(most); ++step) {
        ticks = ticksOf({1}, step);
    }
    return ticks;
}

/// Powers of two, every n-th on both sides of 1.
std::vector<Tick> factorTicks(const ScaleRange& range, int most)
{
    constexpr double kSlack = 1e-6;
    const auto largest = static_cast<int>(std::log2(static_cast<double>(range.maximum)) + kSlack);
    int step = 1;
    while (2 * (largest / step) + 1 > most && step <= largest) {
        ++step;
    }
    std::vector<Tick> ticks;
    for (int exponent = -(largest / step) * step; exponent <= largest; exponent += step) {
        const long long factor = 1LL << std::abs(exponent);
        ticks.push_back({.value = std::exp2(exponent),
                         .text = exponent < 0 ? QStringLiteral("×1/%1").arg(factor)
                                              : QStringLiteral("×%1").arg(factor)});
    }
    return ticks;
}

qreal widestTick(const std::vector<Tick>& ticks)
{
    const QFontMetricsF metrics(figureFont(kTickPixels));
    qreal widest = 0;
    for (const Tick& tick : ticks) {
        widest = std::max(widest, metrics.horizontalAdvance(tick.text));
    }
    return widest;
}

std::vector<Tick> ticksFor(const ColourBar& bar, qreal length, Qt::Orientation orientation)
{
    const qreal spacing = orientation == Qt::Vertical ? kTickSpacing : kWideTickSpacing;
    return niceTicks(bar.range, std::clamp(static_cast<int>(length / spacing) + 1, 2, kMostTicks));
}

void paintColours(QPainter& painter,
                  const QRectF& colours,
                  const ColourTable& table,
                  Qt::Orientation orientation)
{
    QLinearGradient gradient = orientation == Qt::Vertical
                                   ? QLinearGradient(colours.bottomLeft(), colours.topLeft())
                                   : QLinearGradient(colours.topLeft(), colours.topRight());
    QGradientStops stops;
    for (int i = 0; i < ColourTable::kSize; ++i) {
        stops.append({(i + 0.5) / ColourTable::kSize, table.colour(i)});
    }
    gradient.setStops(stops);
    painter.fillRect(colours, gradient);
}

/// An end that is an arrow: there are numbers beyond it.
void paintClippedEnds(QPainter& painter,
                      const QRectF& colours,
                      const ColourBar& bar,
                      Qt::Orientation orientation)
{
    const auto arrow = [&](const QColor& colour, QPointF a, QPointF b, QPointF tip) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawPolygon(QPolygonF({a, b, tip}));
    };
    const bool isVertical = orientation == Qt::Vertical;
    const qreal height = 0.7 * (isVertical ? colours.width() : colours.height());
    const QPointF centre = colours.center();
    if (bar.isClippedAbove) {
        const QColor colour = bar.table->colour(ColourTable::kSize - 1);
        if (isVertical) {
            arrow(colour, colours.topLeft(), colours.topRight(),
                  {centre.x(), colours.top() - height});
        } else {
            arrow(colour, colours.topRight(), colours.bottomRight(),
                  {colours.right() + height, centre.y()});
        }
    }
    if (bar.isClippedBelow) {
        const QColor colour = bar.table->colour(0);
        if (isVertical) {
            arrow(colour, colours.bottomLeft(), colours.bottomRight(),
                  {centre.x(), colours.bottom() + height});
        } else {
            arrow(colour, colours.topLeft(), colours.bottomLeft(),
                  {colours.left() - height, centre.y()});
        }
    }
}

/// Where a number lies along the bar.
qreal placeOf(double value,
              const QRectF& colours,
              const ColourBar& bar,
              Qt::Orientation orientation)
{
    const double position =
        std::clamp(scalePosition(static_cast<float>(value), bar.range), 0.0, 1.0);
    return orientation == Qt::Vertical ? colours.bottom() - position * colours.height()
                                       : colours.left() + position * colours.width();
}

void paintTicks(QPainter& painter,
                const QRectF& colours,
                const ColourBar& bar,
                const std::vector<Tick>& ticks,
                Qt::Orientation orientation,
                const Theme& theme)
{
    painter.setFont(figureFont(kTickPixels));
    for (const Tick& tick : ticks) {
        const qreal place = placeOf(tick.value, colours, bar, orientation);
        painter.setPen(QPen(theme.text3, 1));
        if (orientation == Qt::Vertical) {
            painter.drawLine(QPointF(colours.right(), place),
                             QPointF(colours.right() + kTickLength, place));
            painter.setPen(theme.text2);
            painter.drawText(QRectF(colours.right() + kTickLength + kTickGap, place - 8, 80, 16),
                             Qt::AlignLeft | Qt::AlignVCenter, tick.text);
        } else {
            painter.drawLine(QPointF(place, colours.bottom()),
                             QPointF(place, colours.bottom() + kTickLength));
            painter.setPen(theme.text2);
            painter.drawText(QRectF(place - 40, colours.bottom() + kTickLength, 80, 16),
                             Qt::AlignHCenter | Qt::AlignVCenter, tick.text);
        }
    }
}

void paintMarker(QPainter& painter,
                 const QRectF& colours,
                 const ColourBar& bar,
                 Qt::Orientation orientation,
                 const Theme& theme)
{
    if (!bar.marker || std::isnan(*bar.marker)) {
        return;
    }
    const qreal place = placeOf(*bar.marker, colours, bar, orientation);
    constexpr qreal kHalf = 5;
    const QPolygonF triangle =
        orientation == Qt::Vertical
            ? QPolygonF({QPointF(colours.left() - 2, place),
                         QPointF(colours.left() - 2 - kMarkerSize, place - kHalf),
                         QPointF(colours.left() - 2 - kMarkerSize, place + kHalf)})
            : QPolygonF({QPointF(place, colours.top() - 2),
                         QPointF(place - kHalf, colours.top() - 2 - kMarkerSize),
                         QPointF(place + kHalf, colours.top() - 2 - kMarkerSize)});
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.text1);
    painter.drawPolygon(triangle);
}

/// The label, and for a map's own scale an amber badge after it, centred on the origin's x.
void paintLabel(QPainter& painter, const ColourBar& bar, const Theme& theme)
{
    const QFont font = figureFont(kTickPixels);
    const QFont badgeFont = figureFont(kTickPixels, QFont::DemiBold);
    const QString label = labelOf(bar);
    const bool hasBadge = bar.scale == Scale::PerMap && bar.scaleNote.isEmpty();
    const QString badge = hasBadge ? scaleName(bar.scale) : QString();
    const qreal labelWidth = QFontMetricsF(font).horizontalAdvance(label);
    constexpr qreal kPadding = 5;
    constexpr qreal kGap = 8;
    const qreal badgeWidth =
        badge.isEmpty() ? 0
                        : QFontMetricsF(badgeFont).horizontalAdvance(badge) + 2 * kPadding + kGap;
    const qreal left = -(labelWidth + badgeWidth) / 2;
    painter.setFont(font);
    painter.setPen(theme.text3);
    painter.drawText(QRectF(left, 0, labelWidth + 1, kLabelHeight),
                     Qt::AlignLeft | Qt::AlignVCenter, label);
    if (!badge.isEmpty()) {
        const QRectF pill(left + labelWidth + kGap, 0, badgeWidth - kGap, kLabelHeight);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.interventionSoft);
        painter.drawRoundedRect(pill, 3, 3);
        painter.setFont(badgeFont);
        painter.setPen(theme.intervention);
        painter.drawText(pill, Qt::AlignCenter, badge);
    }
}

} // namespace

std::vector<Tick> niceTicks(const ScaleRange& range, int most)
{
    if (range.isLogarithmic && range.minimum > 0 && range.maximum > range.minimum) {
        return range.isLift ? factorTicks(range, std::max(2, most))
                            : decadeTicks(range, std::max(2, most));
    }
    const auto minimum = static_cast<double>(range.minimum);
    const auto maximum = static_cast<double>(range.maximum);
    if (!(maximum > minimum)) {
        return {{.value = minimum, .text = numberText(minimum)}};
    }
    const double step = niceStep(minimum, maximum, std::max(2, most));
    const double slack = step * 1e-6;
    const double largest = std::max(std::abs(minimum), std::abs(maximum));
    std::vector<Tick> ticks;
    const auto first = static_cast<long long>(std::ceil((minimum - slack) / step));
    const auto last = static_cast<long long>(std::floor((maximum + slack) / step));
    for (long long n = first; n <= last; ++n) {
        const double value = static_cast<double>(n) * step;
        ticks.push_back({.value = value, .text = tickText(value, step, largest)});
    }
    return ticks;
}

QString numberText(double value)
{
    if (std::isnan(value)) {
        return QStringLiteral("NaN");
    }
    if (value == 0) {
        return QStringLiteral("0");
    }
    if (value == 1) {
        return QStringLiteral("1");
    }
    constexpr int kDigits = 3;
    // Of the rounded number: 0.99999 has as many decimals as 1.00001.
    const QString rounded = QString::number(value, 'e', kDigits - 1);
    const int exponent = rounded.mid(rounded.indexOf(QLatin1Char('e')) + 1).toInt();
    if (exponent < -4 || exponent > 5) {
        const double mantissa = value / std::pow(10, exponent);
        return withRealMinus(
            QStringLiteral("%1e%2").arg(QString::number(mantissa, 'f', kDigits - 1)).arg(exponent));
    }
    return withRealMinus(QString::number(value, 'f', std::max(0, kDigits - 1 - exponent)));
}

ColourBarMargins colourBarMargins(const ColourBar& bar, Qt::Orientation orientation)
{
    const qreal before = bar.marker ? kMarkerSize + 2 : 0;
    if (orientation == Qt::Horizontal) {
        return {.before = before, .after = kTickLength + 16 + 2 + kLabelHeight};
    }
    qreal numbers = 0; // for whatever length the bar will have
    for (int most = 2; most <= kMostTicks; ++most) {
        numbers = std::max(numbers, widestTick(niceTicks(bar.range, most)));
    }
    return {.before = before, .after = kTickLength + kTickGap + numbers + kLabelGap + kLabelHeight};
}

void paintColourBar(QPainter& painter,
                    const QRectF& colours,
                    const ColourBar& bar,
                    Qt::Orientation orientation,
                    const Theme& theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    paintColours(painter, colours, *bar.table, orientation);
    paintClippedEnds(painter, colours, bar, orientation);
    const bool isVertical = orientation == Qt::Vertical;
    const std::vector<Tick> ticks =
        ticksFor(bar, isVertical ? colours.height() : colours.width(), orientation);
    paintTicks(painter, colours, bar, ticks, orientation, theme);
    paintMarker(painter, colours, bar, orientation, theme);
    if (isVertical) {
        painter.translate(colours.right() + kTickLength + kTickGap + widestTick(ticks) + kLabelGap,
                          colours.center().y());
        painter.rotate(-90);
    } else {
        painter.translate(colours.center().x(), colours.bottom() + kTickLength + 16 + 2);
    }
    paintLabel(painter, bar, theme);
    painter.restore();
}

} // namespace attenscope
