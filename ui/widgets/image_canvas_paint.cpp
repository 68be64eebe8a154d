// How the picture, its map and what stands around it are drawn.
#include <QPainter>
#include <QPainterPath>

#include "ui/figure/figure_text.h"
#include "ui/figure/hatch.h"
#include "ui/figure/region_outlines.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/canvas_measures.h"
#include "ui/widgets/image_canvas.h"

#include <algorithm>
#include <array>

namespace attenscope {

namespace {

constexpr double kLeastBarHeight = 160;

} // namespace

const ColourBar ImageCanvas::colourBar() const
{
    ColourBar bar;
    bar.table = &tableOf(content_.style);
    bar.range = content_.range;
    bar.scale = content_.style.scale;
    bar.label = content_.map && content_.map->isSimilarity ? tr("cosine similarity")
                                                           : tr("attention weight");
    if (content_.map) {
        const NumberExtent shown = shownExtent(*content_.map, content_.range);
        bar.isClippedAbove = shown.largest > content_.range.maximum;
        bar.isClippedBelow = shown.smallest < content_.range.minimum;
        bar.marker = content_.marker;
    }
    return bar;
}

QImage ImageCanvas::renderedRaster(const QRectF& visible, bool isBare)
{
    const double dpr = devicePixelRatioF();
    constexpr double kPixelsFrom = 2; // below it squares would come out unequal
    OverlayView view;
    view.source = widgetFromPicture().inverted().mapRect(visible);
    view.size = (visible.size() * dpr).toSize();
    view.pixelsPerUnit = dpr;
    view.showsPixels = zoom_ > 1 && magnification() >= kPixelsFrom;
    if (view.size.isEmpty()) {
        return {};
    }
    QImage raster;
    if (isPeeking_) {
        raster = overlay_.paintBare(trace_->units, {}, content_.style, view);
    } else if (content_.map && !isBare) {
        raster = overlay_.paint(trace_->units, *content_.map, content_.range, content_.style, view);
    } else {
        raster = overlay_.paintBare(trace_->units, trace_->isUnitMasked, content_.style, view);
    }
    raster.setDevicePixelRatio(dpr);
    return raster;
}

/// The bar beside the picture, or below it. A single row of cells would leave it no room: then it
/// is longer.
QRectF ImageCanvas::barArea() const
{
    const QRectF visible = visiblePicture();
    if (isBarBelow()) {
        const double length = std::max(visible.width(), std::min(kLeastBarHeight, stage().width()));
        return {visible.center().x() - length / 2,
                visibleWhole().bottom() + kBarGapBelow + barBelow_.before, length, kBarWidth};
    }
    QRectF bar(visibleWhole().right() + kBarGap, visible.top(), kBarWidth, visible.height());
    if (bar.height() < kLeastBarHeight) {
        bar.setHeight(std::min(kLeastBarHeight, height() - kHeadingHeight - kPadding));
        bar.moveTop(std::clamp(visible.center().y() - bar.height() / 2, kHeadingHeight,
                               std::max(kHeadingHeight, this->height() - kPadding - bar.height())));
    }
    return bar;
}

/// Where the model's input reaches beyond the picture.
void ImageCanvas::paintPadding(QPainter& painter, const QRectF& visible) const
{
    const Theme& theme = themeOf(*this);
    const QRectF whole = visibleWhole();
    const std::array<QRectF, 4> sides{
        QRectF(whole.topLeft(), QPointF(whole.right(), visible.top())),
        QRectF(QPointF(whole.left(), visible.bottom()), whole.bottomRight()),
        QRectF(QPointF(whole.left(), visible.top()), QPointF(visible.left(), visible.bottom())),
        QRectF(QPointF(visible.right(), visible.top()), QPointF(whole.right(), visible.bottom()))};
    for (const QRectF& side : sides) {
        if (!side.isEmpty()) {
            paintHatch(painter, side, theme.hatchLine, theme.hatchBackground);
        }
    }
}

void ImageCanvas::paintPicture(QPainter& painter, const QImage& raster, const QRectF& visible) const
{
    painter.drawImage(visible.topLeft(), raster);
    if (isPeeking_) {
        return;
    }
    if (seen_) {
        if (seen_->isPadded) {
            paintPadding(painter, visible);
        }
        paintSeenFrame(painter, widgetFromPicture().mapRect(seen_->frame),
                       visibleWhole().adjusted(-1, -1, 1, 1));
    }
    paintOutlines(painter, visible);
    if (!band_.isEmpty()) {
        paintBand(painter, visible);
    }
}

void ImageCanvas::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.stage);
    if (overlay_.picture().isNull() || !trace_) {
        painter.setFont(titleFont());
        painter.setPen(theme.text3);
        painter.drawText(rect(), Qt::AlignCenter, tr("Open an image, or drop one here"));
        return;
    }
    const QRectF visible = visiblePicture();
    if (raster_.isNull()) {
        raster_ = renderedRaster(visible, false);
    }
    paintPicture(painter, raster_, visible);
    if (const double step = bareStep(); step > 0) {
        if (bare_.isNull()) {
            bare_ = renderedRaster(visible, true);
        }
        painter.save();
        painter.translate(-step, 0);
        paintPicture(painter, bare_, visible);
        painter.restore();
    }
    paintHeading(painter, visible.adjusted(-bareStep(), 0, 0, 0));
    if (!content_.absence.isEmpty()) {
        paintAbsence(painter);
    }
    if (content_.map) {
        paintColourBar(painter, barArea(), colourBar(),
                       isBarBelow() ? Qt::Horizontal : Qt::Vertical, theme);
    }
    if (showsFocus_) {
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(visible.adjusted(-4 - bareStep(), -4, 4, 4));
    }
}

void ImageCanvas::paintHeading(QPainter& painter, const QRectF& visible) const
{
    const Theme& theme = themeOf(*this);
    const double room = this->width() - aside_ - 2 * kPadding;
    const double width = std::max(visible.width(), std::min(420.0, room));
    const double left = std::clamp(visible.center().x() - width / 2, kPadding,
                                   std::max(kPadding, kPadding + room - width));
    QRectF line(left, 8, width, kHeadingHeight - 16);
    painter.setPen(theme.text3);
    painter.setFont(labelFont());
    const double noteWidth = painter.fontMetrics().horizontalAdvance(content_.note);
    painter.setFont(titleFont());
    const double titleWidth = painter.fontMetrics().horizontalAdvance(content_.title);
    painter.setFont(labelFont());
    const double placeWidth = painter.fontMetrics().horizontalAdvance(content_.place);
    const bool hasRoomForNote = titleWidth + placeWidth + noteWidth + 40 < width;
    painter.setFont(titleFont());

    painter.setPen(theme.text1);
    painter.drawText(
        line, Qt::AlignVCenter | Qt::AlignLeft,
        painter.fontMetrics().elidedText(content_.title, Qt::ElideRight, qRound(line.width())));
    painter.setFont(labelFont());
    painter.setPen(theme.text2);
    painter.drawText(line.adjusted(titleWidth + 10, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     content_.place);
    if (hasRoomForNote) {
        painter.setPen(theme.text3);
        painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight, content_.note);
    }
}

void ImageCanvas::paintAbsence(QPainter& painter) const
{
    const Theme& theme = themeOf(*this);
    const QRectF area(kPadding, kHeadingHeight, width() - aside_ - 2 * kPadding,
                      kAbsenceHeight - 12);
    paintHatch(painter, area, theme.hatchLine, theme.hatchBackground);
    painter.setFont(valueFont());
    QRectF text = painter.boundingRect(area.adjusted(12, 0, -12, 0),
                                       Qt::AlignCenter | Qt::TextWordWrap, content_.absence);
    painter.fillRect(text.adjusted(-8, -3, 8, 3), theme.panel);
    painter.setPen(theme.text1);
    painter.drawText(text, Qt::AlignCenter | Qt::TextWordWrap, content_.absence);
}

void ImageCanvas::paintOutlines(QPainter& painter, const QRectF& visible) const
{
    const QTransform transform = widgetFromPicture();
    const auto outline = [&](int unit, const QColor& colour) {
        const Box& box = trace_->units.units[static_cast<std::size_t>(unit)].box;
        if (box.isEmpty()) {
            return;
        }
        const QRectF cell =
            transform.mapRect(QRectF(QPointF(box.x0, box.y0), QPointF(box.x1, box.y1)));
        painter.setPen(QPen(Qt::black, 1));
        painter.drawRect(cell.adjusted(-0.5, -0.5, 0.5, 0.5));
        painter.drawRect(cell.adjusted(3.5, 3.5, -3.5, -3.5));
        painter.setPen(QPen(colour, 3, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(cell.adjusted(1.5, 1.5, -1.5, -1.5));
    };
    painter.save();
    painter.setClipRect(visible.adjusted(-1, -1, 1, 1));
    painter.setBrush(Qt::NoBrush);
    paintRegionOutlines(painter, trace_->units, transform, visible);
    const Theme& theme = attenscope::theme(ThemeKind::Dark); // its accent stands out on every map
    for (const int unit : content_.focus) {
        outline(unit, theme.accent);
    }
    if (content_.pointed) {
        outline(*content_.pointed, Qt::white);
    }
    painter.restore();
    for (const int unit : content_.focus) {
        paintLabel(painter, visible, unit, false);
    }
    if (content_.pointed) {
        paintLabel(painter, visible, *content_.pointed, true);
    }
}

/// The box that is being drawn, what lies in it, and how much that is.
void ImageCanvas::paintBand(QPainter& painter, const QRectF& visible) const
{
    const QTransform transform = widgetFromPicture();
    const QRectF band(onMap(band_.topLeft()), band_.size());
    painter.save();
    painter.setClipRect(visible.adjusted(-1, -1, 1, 1));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    QPainterPath chosen;
    for (const int unit : inBand_) {
        const Box& box = trace_->units.units[static_cast<std::size_t>(unit)].box;
        chosen.addRect(transform.mapRect(QRectF(QPointF(box.x0, box.y0), QPointF(box.x1, box.y1))));
    }
    const bool areCells = trace_->units.gridRows > 0; // one outline around all of them
    painter.setPen(QPen(theme(ThemeKind::Dark).accent, 2));
    painter.drawPath(areCells ? chosen.simplified() : chosen);
    painter.setPen(QPen(Qt::black, 1));
    painter.drawRect(band);
    painter.setPen(QPen(Qt::white, 1, Qt::DashLine));
    painter.drawRect(band);
    painter.restore();
    paintRegionLabel(painter, band, visible,
                     areCells ? tr("patches with their centre inside: %1").arg(inBand_.size())
                              : tr("regions with their centre inside: %1").arg(inBand_.size()));
}

/// A region's name and weight; the number and weight of the patch that is pointed at.
void ImageCanvas::paintLabel(QPainter& painter,
                             const QRectF& visible,
                             int unit,
                             bool isPointed) const
{
    const auto index = static_cast<std::size_t>(unit);
    const VisualUnit& what = trace_->units.units[index];
    if (what.box.isEmpty() || !(isPointed || what.kind == VisualUnit::Kind::Region)) {
        return;
    }
    QString text = numberedUnitText(*trace_, unit);
    if (content_.map && content_.map->states[index] == Map::KeyState::Shown) {
        text +=
            QStringLiteral("   ") + numberText(static_cast<double>(content_.map->values[index]));
    }
    const QRectF box(QPointF(what.box.x0, what.box.y0), QPointF(what.box.x1, what.box.y1));
    paintRegionLabel(painter, widgetFromPicture().mapRect(box), visible, text);
}

void ImageCanvas::describe()
{
    const QString text = content_.absence.isEmpty()
                             ? QStringLiteral("%1, %2").arg(content_.title, content_.place)
                             : content_.absence;
    setAccessibleDescription(text);
}

} // namespace attenscope
