// Where the picture lies and which part of it is seen.
#include "ui/widgets/image_canvas.h"

#include "ui/widgets/appearance.h"
#include "ui/widgets/canvas_measures.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attenscope {

namespace {

constexpr double kMostMagnified = 32; ///< device pixels for a pixel of the picture

/// Whether two maps are drawn alike.
bool isSameMap(const std::optional<Map>& a, const std::optional<Map>& b)
{
    return a.has_value() == b.has_value() &&
           (!a || (a->values == b->values && a->states == b->states)); // NaN is drawn anew
}

} // namespace

ImageCanvas::ImageCanvas(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    describeControl(*this, tr("Image with attention map"),
                    QString()); // a tooltip would cover what is pointed at
}

void ImageCanvas::setPicture(const QImage& picture, TracePtr trace)
{
    if (overlay_.picture().cacheKey() != picture.cacheKey()) {
        const bool isOtherSize = overlay_.picture().size() != picture.size();
        overlay_ = OverlayPainter(picture);
        if (isOtherSize) {
            zoom_ = 1;
            centre_ = QRectF(picture.rect()).center();
        }
    }
    trace_ = std::move(trace);
    seen_ = trace_ ? seenFrame(trace_->units) : std::nullopt;
    content_.map.reset(); // of the trace before
    moved();
    announceTable();
}

void ImageCanvas::setContent(Content content)
{
    const bool isSameRaster = content.style == content_.style && content.range == content_.range &&
                              isSameMap(content.map, content_.map);
    const QRectF before = visiblePicture();
    content_ = std::move(content);
    barBeside_ = barBelow_ = {};
    if (content_.map) {
        barBeside_ = colourBarMargins(colourBar(), Qt::Vertical);
        barBelow_ = colourBarMargins(colourBar(), Qt::Horizontal);
    }
    const bool isMoved = visiblePicture() != before; // a reason or a colour bar takes room
    if (isMoved) {
        moved();
    } else if (!isSameRaster) {
        raster_ = {};
    }
    describe();
    announceTable();
    update();
}

void ImageCanvas::setPeeking(bool isPeeking)
{
    if (isPeeking != isPeeking_) {
        isPeeking_ = isPeeking;
        moved();
    }
}

void ImageCanvas::setAside(int width)
{
    if (width != aside_) {
        aside_ = width;
        moved();
    }
}

bool ImageCanvas::showsBare() const
{
    return content_.map && content_.style.overlay == OverlayKind::SideBySide && !isPeeking_;
}

double ImageCanvas::bareStep() const
{
    return showsBare() ? stage().width() + kBetween : 0;
}

QRectF ImageCanvas::stage() const
{
    const double top = kHeadingHeight + (content_.absence.isEmpty() ? 0 : kAbsenceHeight);
    QRectF area = QRectF(rect()).adjusted(kPadding, top, -kPadding - aside_, -kPadding);
    if (content_.map && isBarBelow()) {
        area.adjust(0, 0, 0, -kBarGapBelow - barBelow_.before - kBarWidth - barBelow_.after);
    } else if (content_.map) {
        area.adjust(0, 0, -kBarGap - kBarWidth - barBeside_.after, 0);
    }
    if (showsBare()) {
        area.setLeft(area.right() - (area.width() - kBetween) / 2);
    }
    return area;
}

bool ImageCanvas::isBarBelow() const
{
    return width() - aside_ < height();
}

QRectF ImageCanvas::wholePicture() const
{
    const QRectF picture(overlay_.picture().rect());
    return seen_ && seen_->isPadded ? picture.united(seen_->frame) : picture;
}

double ImageCanvas::fittingScale() const
{
    const QSizeF whole = wholePicture().size();
    const QRectF area = stage();
    if (whole.isEmpty() || area.width() < 1 || area.height() < 1) {
        return 1;
    }
    const double fitting = std::min(area.width() / whole.width(), area.height() / whole.height());
    if (!trace_ || trace_->units.gridColumns == 0) {
        return fitting;
    }
    // Cells are equal and sharp when the visible part is a whole multiple of the grid, in device
    // pixels.
    const Box box = trace_->units.geometry.visibleOriginal();
    const double columns = trace_->units.gridColumns;
    const double cell = std::floor(fitting * (box.x1 - box.x0) * devicePixelRatioF() / columns);
    return cell >= 1 ? cell * columns / (box.x1 - box.x0) / devicePixelRatioF() : fitting;
}

double ImageCanvas::magnification() const
{
    return scale() * devicePixelRatioF();
}

QTransform ImageCanvas::widgetFromPicture() const
{
    const double s = scale();
    const QPointF middle = stage().center();
    const double dpr = devicePixelRatioF();
    // The picture's corner lies on a device pixel.
    const double dx = std::round((middle.x() - s * centre_.x()) * dpr) / dpr;
    const double dy = std::round((middle.y() - s * centre_.y()) * dpr) / dpr;
    return QTransform(s, 0, 0, s, dx, dy);
}

QRectF ImageCanvas::visiblePicture() const
{
    const QRectF whole = widgetFromPicture().mapRect(QRectF(overlay_.picture().rect()));
    return whole.intersected(stage());
}

QRectF ImageCanvas::visibleWhole() const
{
    return widgetFromPicture().mapRect(wholePicture()).intersected(stage());
}

QRectF ImageCanvas::covered() const
{
    QRectF area = visibleWhole();
    area.setLeft(area.left() - bareStep());
    area.setTop(0); // the heading
    if (content_.map) {
        const QRectF bar = barArea();
        area = area.united(
            isBarBelow() ? bar.adjusted(-kPadding, -barBelow_.before, kPadding, barBelow_.after)
                         : bar.adjusted(-kBarGap, 0, barBeside_.after, 0));
    }
    return area;
}

void ImageCanvas::keepInside()
{
    const QRectF whole = wholePicture();
    const QSizeF view = stage().size() / std::max(scale(), 1e-9);
    const auto clamped = [](double centre, double begin, double end, double seen) {
        return seen >= end - begin ? (begin + end) / 2
                                   : std::clamp(centre, begin + seen / 2, end - seen / 2);
    };
    centre_ = {clamped(centre_.x(), whole.left(), whole.right(), view.width()),
               clamped(centre_.y(), whole.top(), whole.bottom(), view.height())};
}

void ImageCanvas::moved()
{
    keepInside();
    raster_ = {};
    bare_ = {};
    Q_EMIT zoomChanged(scale());
    Q_EMIT placed();
    update();
}

void ImageCanvas::zoomAround(const QPointF& point, double factor)
{
    const double pixelByPixel = 1 / (fittingScale() * devicePixelRatioF());
    const QPointF fixed = widgetFromPicture().inverted().map(point);
    zoom_ = std::clamp(zoom_ * factor, std::min(1.0, pixelByPixel),
                       std::max(1.0, kMostMagnified * pixelByPixel));
    centre_ += fixed - widgetFromPicture().inverted().map(point);
    moved();
}

void ImageCanvas::zoomBy(double factor)
{
    zoomAround(stage().center(), factor);
}

void ImageCanvas::zoomTo(double magnification)
{
    zoomBy(magnification / this->magnification());
}

void ImageCanvas::fit()
{
    zoom_ = 1;
    moved();
}

void ImageCanvas::moveBy(const QPointF& picturePixels)
{
    centre_ += picturePixels;
    moved();
}

void ImageCanvas::pan(double right, double down)
{
    const QSizeF view = stage().size() / std::max(scale(), 1e-9);
    moveBy({right * view.width(), down * view.height()});
}

QPointF ImageCanvas::onMap(const QPointF& point) const
{
    const double step = bareStep();
    return step > 0 && point.x() < stage().left() ? point + QPointF(step, 0) : point;
}

std::optional<int> ImageCanvas::unitAt(const QPointF& point) const
{
    const QPointF place = onMap(point);
    if (!trace_ || !visiblePicture().contains(place)) {
        return std::nullopt;
    }
    const QPointF pixel = widgetFromPicture().inverted().map(place);
    return trace_->units.unitAt(pixel.x(), pixel.y());
}

// What a place shows that belongs to no patch.
QString ImageCanvas::unseenText(const QPointF& point) const
{
    const QPointF place = onMap(point);
    if (!seen_ || !visibleWhole().contains(place)) {
        return {};
    }
    const bool isInFrame = seen_->frame.contains(widgetFromPicture().inverted().map(place));
    if (!visiblePicture().contains(place)) {
        return isInFrame ? tr("Padding: the model's input reaches beyond the image") : QString();
    }
    return isInFrame ? QString() : tr("Not seen by the model: cut off before it reads the image");
}

bool ImageCanvas::isMasked(int unit) const
{
    const auto index = static_cast<std::size_t>(unit);
    return index < trace_->isUnitMasked.size() && trace_->isUnitMasked[index];
}

std::vector<int> ImageCanvas::unitsIn(const QRectF& band) const
{
    std::vector<int> inside;
    const QRectF box =
        widgetFromPicture().inverted().mapRect(QRectF(onMap(band.topLeft()), band.size()));
    for (int unit = 0; trace_ && unit < trace_->units.size(); ++unit) {
        const VisualUnit& what = trace_->units.units[static_cast<std::size_t>(unit)];
        if (what.kind != VisualUnit::Kind::Special && !what.isPadding && !what.box.isEmpty() &&
            box.contains(QPointF(what.box.centreX(), what.box.centreY()))) {
            inside.push_back(unit);
        }
    }
    return inside;
}

void ImageCanvas::stepUnit(int rows, int columns)
{
    if (!trace_ || trace_->units.units.empty()) {
        return;
    }
    const std::vector<VisualUnit>& units = trace_->units.units;
    if (trace_->units.gridColumns == 0) {
        stepRegion(rows + columns);
        return;
    }
    int row = trace_->units.gridRows / 2;
    int column = trace_->units.gridColumns / 2;
    if (!content_.focus.empty()) {
        const VisualUnit& unit = units[static_cast<std::size_t>(content_.focus.back())];
        row = std::clamp(unit.row + rows, 0, trace_->units.gridRows - 1);
        column = std::clamp(unit.column + columns, 0, trace_->units.gridColumns - 1);
    }
    const auto found = std::find_if(units.begin(), units.end(), [&](const VisualUnit& unit) {
        return unit.row == row && unit.column == column;
    });
    if (found != units.end()) {
        Q_EMIT unitClicked(static_cast<int>(found - units.begin()), false);
    }
}

void ImageCanvas::stepRegion(int by)
{
    const int count = trace_->units.size();
    int unit = content_.focus.empty() ? (by > 0 ? -1 : count) : content_.focus.back();
    do {
        unit += by;
    } while (unit >= 0 && unit < count &&
             trace_->units.units[static_cast<std::size_t>(unit)].isPadding);
    if (unit >= 0 && unit < count) {
        Q_EMIT unitClicked(unit, false);
    }
}

} // namespace attenscope
