// How the picture, its map and what stands around it are drawn.
#include <QPainter>

#include "ui/figure/figure_text.h"
#include "ui/figure/hatch.h"
#include "ui/figure/region_outlines.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/canvas_measures.h"
#include "ui/widgets/image_canvas.h"

#include <algorithm>

namespace attenscope {

namespace {

constexpr double kLeastBarHeight = 160;

} // namespace

const ColourBar ImageCanvas::colourBar() const
{
    ColourBar bar;
    bar.table = &colourTable(content_.style.colourTable);
    bar.range = content_.range;
    bar.scale = content_.style.scale;
    bar.label = content_.map && content_.map->isSimilarity ? tr("cosine similarity")
                                                           : tr("attention weight");
    bar.isClippedAbove = content_.map && content_.map->maximum() > content_.range.maximum;
    bar.isClippedBelow = content_.map && content_.map->minimum() < content_.range.minimum;
    if (content_.pointed && content_.map) {
        const auto unit = static_cast<std::size_t>(*content_.pointed);
        if (content_.map->states[unit] == Map::KeyState::Shown) {
            bar.marker = static_cast<double>(content_.map->values[unit]);
        }
    }
    return bar;
}

void ImageCanvas::renderRaster(const QRectF& visible)
{
    const double dpr = devicePixelRatioF();
    OverlayView view;
    view.source = widgetFromPicture().inverted().mapRect(visible);
    view.size = (visible.size() * dpr).toSize();
    if (view.size.isEmpty()) {
        return;
    }
    if (isPeeking_) {
        raster_ = overlay_.paintBare(trace_->units, {}, content_.style, view);
    } else if (content_.map) {
        raster_ =
            overlay_.paint(trace_->units, *content_.map, content_.range, content_.style, view);
    } else {
        raster_ = overlay_.paintBare(trace_->units, trace_->isUnitMasked, content_.style, view);
    }
    raster_.setDevicePixelRatio(dpr);
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
        renderRaster(visible);
    }
    painter.drawImage(visible.topLeft(), raster_);
    paintHeading(painter, visible);
    if (!content_.absence.isEmpty()) {
        paintAbsence(painter);
    }
    if (!isPeeking_) {
        paintOutlines(painter, visible);
    }
    if (!band_.isEmpty()) {
        paintBand(painter);
    }
    if (content_.map) {
        QRectF bar(visible.right() + kBarGap, visible.top(), kBarWidth, visible.height());
        const double most = height() - kHeadingHeight - kPadding;
        if (bar.height() < kLeastBarHeight) { // a single row of cells would leave it no room
            bar.setHeight(std::min(kLeastBarHeight, most));
            bar.moveTop(
                std::clamp(visible.center().y() - bar.height() / 2, kHeadingHeight,
                           std::max(kHeadingHeight, this->height() - kPadding - bar.height())));
        }
        paintColourBar(painter, bar, colourBar(), Qt::Vertical, theme);
    }
    if (showsFocus_) {
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(visible.adjusted(-4, -4, 4, 4));
    }
}

void ImageCanvas::paintHeading(QPainter& painter, const QRectF& visible) const
{
    const Theme& theme = themeOf(*this);
    const double width = std::max(visible.width(), std::min(420.0, this->width() - 2 * kPadding));
    const double left = std::clamp(visible.center().x() - width / 2, kPadding,
                                   std::max(kPadding, this->width() - kPadding - width));
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
    const QRectF area(kPadding, kHeadingHeight, width() - 2 * kPadding, kAbsenceHeight - 12);
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
        paintLabel(painter, visible, unit);
    }
    if (content_.pointed) {
        paintLabel(painter, visible, *content_.pointed);
    }
}

void ImageCanvas::paintBand(QPainter& painter) const
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Qt::black, 1));
    painter.drawRect(band_);
    painter.setPen(QPen(Qt::white, 1, Qt::DashLine));
    painter.drawRect(band_);
}

/// A region's name and weight.
void ImageCanvas::paintLabel(QPainter& painter, const QRectF& visible, int unit) const
{
    const auto index = static_cast<std::size_t>(unit);
    const VisualUnit& what = trace_->units.units[index];
    if (what.kind != VisualUnit::Kind::Region || what.box.isEmpty()) {
        return;
    }
    QString text = unitText(*trace_, unit);
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
