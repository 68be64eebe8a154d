// How the heads are drawn: their cells once into a raster, names and choice over it.
#include <QPainter>

#include "ui/figure/colour_bar.h"
#include "ui/figure/fonts.h"
#include "ui/figure/hatch.h"
#include "ui/figure/head_thumbnail.h"
#include "ui/figure/overlay.h"
#include "ui/figure/statistic_text.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/head_matrix.h"
#include "ui/widgets/head_matrix_measures.h"

#include <algorithm>
#include <cmath>

namespace attenscope {

namespace {

using namespace head_matrix;

/// The most digits of a number that fit; empty if none do.
QString fittingNumber(double number, const QFontMetricsF& metrics, double width)
{
    for (int digits = 3; digits > 0; --digits) {
        const QString text = shortNumber(number, digits);
        if (metrics.horizontalAdvance(text) <= width - 2) {
            return text;
        }
    }
    return {};
}

} // namespace

void HeadMatrix::renderRaster()
{
    const qreal ratio = devicePixelRatioF();
    raster_ = QImage((QSizeF(size()) * ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
    raster_.setDevicePixelRatio(ratio);
    raster_.fill(Qt::transparent);
    QPainter painter(&raster_);
    for (const ListedHead& head : listed_) {
        if (content_.listing.showsNumbers) {
            paintNumber(painter, head);
        } else {
            paintMap(painter, head);
        }
        if (isOff(head.layer, head.head)) {
            paintOffSign(painter, cell(head.layer, head.head));
        }
    }
    paintMissing(painter);
    if (hasScale()) {
        paintScale(painter);
    }
}

void HeadMatrix::paintMap(QPainter& painter, const ListedHead& head) const
{
    const Theme& theme = themeOf(*this);
    const QRectF box = cell(head.layer, head.head);
    const qreal ratio = devicePixelRatioF();
    const QSize pixels(qRound(box.width() * ratio), qRound(box.height() * ratio));
    if (isOff(head.layer, head.head)) {
        painter.drawImage(box, headOffThumbnail(pixels, theme));
        return;
    }
    const Map& map = mapOf(head);
    const ScaleRange range =
        content_.style.scale == Scale::PerMap ? scaleRange(map, {}, Scale::PerMap) : content_.range;
    painter.drawImage(box, headThumbnail(map, content_.trace->units, range, tableOf(content_.style),
                                         pixels, theme));
}

void HeadMatrix::paintNumber(QPainter& painter, const ListedHead& head) const
{
    const Theme& theme = themeOf(*this);
    const QRectF box = cell(head.layer, head.head);
    const double number = numberOf(head);
    if (isOff(head.layer, head.head)) {
        paintHatch(painter, box, theme.intervention, theme.interventionSoft, 9);
        return;
    }
    if (std::isnan(number)) {
        paintHatch(painter, box, theme.hatchLine, theme.hatchBackground);
        return;
    }
    const QColor colour = colourTable(content_.style.colourTable)
                              .colourAt(scalePosition(static_cast<float>(number), numberRange()));
    painter.fillRect(box, colour);
    painter.setFont(figureFont(11));
    painter.setPen(textColourOn(colour));
    painter.drawText(box, Qt::AlignCenter,
                     fittingNumber(number, QFontMetricsF(painter.font()), box.width()));
}

/// The places of heads that the filter takes out of their layer's row.
void HeadMatrix::paintMissing(QPainter& painter) const
{
    painter.setPen(QPen(themeOf(*this).line, 1));
    painter.setBrush(Qt::NoBrush);
    for (int layer = 0; standsByLayer() && layer < layers(); ++layer) {
        for (int head = 0; head < heads(); ++head) {
            if (!isListed(layer, head)) {
                painter.drawRect(cellAt(layer, head).adjusted(0.5, 0.5, -0.5, -0.5));
            }
        }
    }
}

void HeadMatrix::paintScale(QPainter& painter) const
{
    const StatisticInfo& info = *findStatistic(content_.listing.statistic);
    const bool isFixed = content_.style.scale == Scale::Fixed && std::isfinite(info.largest);
    ColourBar bar;
    bar.table = &colourTable(content_.style.colourTable);
    bar.range = numberRange();
    bar.scale = isFixed ? Scale::Fixed : Scale::Shared;
    bar.label = statisticAxis(info);
    paintColourBar(painter, scaleBox(), bar, Qt::Horizontal, themeOf(*this));
}

void HeadMatrix::paintEvent(QPaintEvent* /*event*/)
{
    if (heads() == 0 || !content_.trace) {
        return;
    }
    if (raster_.isNull() || raster_.devicePixelRatio() != devicePixelRatioF()) {
        renderRaster();
    }
    QPainter painter(this);
    painter.drawImage(QPointF(), raster_);
    paintLabels(painter);
    paintChoice(painter);
}

void HeadMatrix::paintOffSign(QPainter& painter, const QRectF& box) const
{
    const Theme& theme = themeOf(*this);
    painter.setPen(theme.intervention);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
    painter.setFont(figureFont(11, QFont::DemiBold));
    const QString text = tr("off");
    QRectF label(QPointF(), QSizeF(painter.fontMetrics().size(0, text)) + QSizeF(12, 4));
    if (label.width() + 4 > box.width() || label.height() > box.height()) {
        return; // the hatching alone
    }
    label.moveCenter(box.center());
    painter.fillRect(label, theme.interventionSoft);
    painter.drawText(label, Qt::AlignCenter, text);
}

void HeadMatrix::paintLabels(QPainter& painter) const
{
    const Theme& theme = themeOf(*this);
    const Measures m = measures(width());
    const auto choose = [&](bool isChosen) {
        painter.setFont(isChosen ? figureFont(11, QFont::DemiBold) : badgeFont());
        painter.setPen(isChosen ? theme.text1 : theme.text3);
    };
    for (int head = 0; standsByLayer() && head < heads(); ++head) {
        const QRectF box = cellAt(0, head);
        choose(content_.head == head);
        const QString prefix = m.width >= 24 ? QStringLiteral("h") : QString();
        painter.drawText(QRectF(box.left() - 4, 0, box.width() + 8, kColumnLabel), Qt::AlignCenter,
                         prefix + QString::number(head));
    }
    for (int row = 0; row < rows(); ++row) { // the layer, or the first one's place in the order
        const QRectF box = cellAt(row, 0);
        choose(standsByLayer() && content_.layer == row);
        painter.drawText(QRectF(0, box.top(), kRowLabel, box.height()),
                         Qt::AlignVCenter | Qt::AlignLeft,
                         standsByLayer() ? QStringLiteral("L%1").arg(row)
                                         : QStringLiteral("%1.").arg(row * columns() + 1));
    }
    for (const ListedHead& head : listed_) {
        if (m.hasTextBelow) {
            choose(content_.layer == head.layer && content_.head == head.head);
            paintTextBelow(painter, head, m.height);
        }
    }
}

void HeadMatrix::paintTextBelow(QPainter& painter, const ListedHead& head, double height) const
{
    const QRectF box = cell(head.layer, head.head);
    const bool off = isOff(head.layer, head.head);
    const QString number = off ? QStringLiteral("—") : shortNumber(numberOf(head), 3);
    const QRectF line(box.left(), box.top() + height + 3, box.width(), 16);
    if (standsByLayer()) {
        painter.drawText(line, Qt::AlignCenter, number);
        return;
    }
    const QString name = QStringLiteral("L%1 h%2").arg(head.layer).arg(head.head);
    const QFontMetricsF metrics(painter.font());
    constexpr double kGap = 6;
    if (metrics.horizontalAdvance(name + number) + kGap > line.width()) {
        painter.drawText(line, Qt::AlignCenter, name);
        return;
    }
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, name);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, number);
}

void HeadMatrix::paintChoice(QPainter& painter) const
{
    const Theme& theme = themeOf(*this);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    const bool isThere = content_.layer >= 0 && content_.layer < layers();
    for (int head = 0; isThere && !standsByLayer() && head < heads(); ++head) {
        const bool isChosen = !content_.head || *content_.head == head;
        if (isChosen && isListed(content_.layer, head)) {
            painter.drawRect(cell(content_.layer, head).adjusted(-2, -2, 2, 2));
        }
    }
    if (isThere && standsByLayer()) {
        const int first = content_.head.value_or(0);
        const int last = content_.head.value_or(heads() - 1);
        const QRectF ring = cell(content_.layer, first).united(cell(content_.layer, last));
        painter.drawRect(ring.adjusted(-2, -2, 2, 2));
    }
    if (showsFocus_) {
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

} // namespace attenscope
