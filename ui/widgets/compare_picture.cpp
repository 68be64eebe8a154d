#include "ui/widgets/compare_picture.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/figure/comparison_text.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/unit_outline.h"
#include "ui/widgets/appearance.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attenscope {

namespace {

constexpr std::array kParts{ComparePicture::Part::A, ComparePicture::Part::B,
                            ComparePicture::Part::Difference};

std::size_t indexOf(ComparePicture::Part part)
{
    return static_cast<std::size_t>(part);
}

} // namespace

ComparePicture::ComparePicture(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("A, B and their difference"));
    setToolTip(tr("Point at a place to see it in both; click one of B to choose it"));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setSizePolicy(policy);
}

void ComparePicture::setViews(FigureRequest request, std::optional<int> mark)
{
    request.style.theme = themeKindOf(palette());
    views_ = comparedViews(std::move(request), false);
    chosen_ = mark;
    pointed_.reset();
    pair_.reset();
    place();
    announceTable();
    Q_EMIT markChanged();
}

void ComparePicture::clear()
{
    views_.reset();
    figure_.reset();
    image_ = {};
    pointed_.reset();
    pair_.reset();
    chosen_.reset();
}

QSize ComparePicture::sizeHint() const
{
    return {900, 560};
}

/// The figure in the widget's size; the widget becomes as high as the figure needs it.
void ComparePicture::place()
{
    if (!views_ || width() <= 0) {
        return;
    }
    constexpr int kLeastWidth = 360; // three pictures of a readable size
    setMinimumSize(kLeastWidth, static_cast<int>(leastComparisonHeight(
                                    views_->content, std::max(kLeastWidth, width()))));
    const qreal ratio = devicePixelRatioF();
    constexpr double kDotsPerUnit = 96;
    views_->b.style.dpi = kDotsPerUnit * ratio;
    const QSize size = QWidget::size().expandedTo(minimumSize());
    views_->b.style.size = size * ratio;
    figure_.emplace(*views_);
    render();
    setAccessibleDescription(figure_->description());
    update();
}

void ComparePicture::render()
{
    image_ = QImage(views_->b.style.size, QImage::Format_RGB32);
    QPainter painter(&image_);
    painter.scale(figure_->pixelsPerUnit(), figure_->pixelsPerUnit());
    figure_->paint(painter);
    painter.end();
    image_.setDevicePixelRatio(devicePixelRatioF());
}

void ComparePicture::paintEvent(QPaintEvent* /*event*/)
{
    if (!figure_) {
        return;
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawImage(QPointF(), image_);
    for (const Part part : kParts) {
        const ComparisonLayout::Column& column = figure_->layout().columns.at(indexOf(part));
        const std::optional<int> unit = unitOf(part);
        if (unit && !column.picture.isEmpty()) {
            paintUnitOutline(painter, figure_->units(part), {*unit},
                             {.painterFromPicture = column.pageFromPicture,
                              .area = column.picture,
                              .pixelsPerUnit = figure_->pixelsPerUnit()});
        }
    }
    if (hasFocus()) {
        painter.setPen(QPen(themeOf(*this).accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

void ComparePicture::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    place();
}

void ComparePicture::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange && views_) {
        views_->b.style.theme = themeKindOf(palette());
        place();
    }
    QWidget::changeEvent(event);
}

std::optional<QPointF> ComparePicture::picturePoint(const QPointF& position, Part& part) const
{
    if (figure_) {
        for (const Part candidate : kParts) {
            const ComparisonLayout::Column& column =
                figure_->layout().columns.at(indexOf(candidate));
            if (column.picture.contains(position)) {
                part = candidate;
                return column.pageFromPicture.inverted().map(position);
            }
        }
    }
    return std::nullopt;
}

/// The row of the aligned words under a place in the strips.
std::optional<int> ComparePicture::pairAt(const QPointF& position) const
{
    if (!figure_) {
        return std::nullopt;
    }
    const ComparisonLayout& layout = figure_->layout();
    for (std::size_t i = 0; i < layout.strips.size(); ++i) {
        const std::optional<int> cell =
            layout.strips[i].cells.cellAt(position - layout.strips[i].place);
        if (!cell) {
            continue;
        }
        const ComparisonStrip& strip = views_->content.strips[i];
        const int key = strip.words.keys.at(static_cast<std::size_t>(*cell));
        if (strip.isDifference) {
            return key;
        }
        const auto& pairs = views_->maps.pairs;
        const bool isOfA = i == 0;
        const auto found = std::ranges::find_if(pairs, [&](const AlignedPair& pair) {
            return (isOfA ? pair.a : pair.b) == std::optional(key);
        });
        return found == pairs.end() ? std::nullopt
                                    : std::optional(static_cast<int>(found - pairs.begin()));
    }
    return std::nullopt;
}

std::optional<QPointF> ComparePicture::markedPoint() const
{
    if (pointed_ || !chosen_ || !figure_) {
        return pointed_;
    }
    const Box& box = figure_->units(Part::B).units.at(static_cast<std::size_t>(*chosen_)).box;
    return box.isEmpty() ? std::nullopt : std::optional(QPointF(box.centreX(), box.centreY()));
}

std::optional<int> ComparePicture::unitOf(Part part) const
{
    const std::optional<QPointF> point = markedPoint();
    return point && figure_ ? figure_->units(part).unitAt(point->x(), point->y()) : std::nullopt;
}

std::optional<int> ComparePicture::markedKey() const
{
    if (!figure_ || views_->maps.refusal != NoDifference::None) {
        return std::nullopt;
    }
    return views_->content.areKeysWords ? pair_ : unitOf(Part::Difference);
}

QString ComparePicture::markedName() const
{
    const std::optional<int> key = markedKey();
    return key ? keyName(*key) : QString();
}

/// Of a common key.
QString ComparePicture::keyName(int key) const
{
    if (views_->content.areKeysWords) {
        const AlignedPair& pair = views_->maps.pairs.at(static_cast<std::size_t>(key));
        return pair.a ? keyText(*views_->a.trace, views_->a.selection.direction, *pair.a)
                      : keyText(*views_->b.trace, views_->b.selection.direction, *pair.b);
    }
    const VisualUnit& unit = views_->maps.units.units.at(static_cast<std::size_t>(key));
    return unit.kind == VisualUnit::Kind::Patch
               ? tr("patch (%1, %2)").arg(unit.row).arg(unit.column)
               : unitText(*views_->b.trace, key);
}

void ComparePicture::pointAt(std::optional<QPointF> place, std::optional<int> pair)
{
    const auto before = std::pair(markedKey(), unitOf(Part::B));
    pointed_ = place;
    pair_ = pair;
    if (before != std::pair(markedKey(), unitOf(Part::B))) {
        update();
        announceTable();
        Q_EMIT markChanged();
    }
}

void ComparePicture::mouseMoveEvent(QMouseEvent* event)
{
    Part part = Part::A;
    pointAt(picturePoint(event->position(), part), pairAt(event->position()));
}

void ComparePicture::leaveEvent(QEvent* event)
{
    pointAt(std::nullopt, std::nullopt);
    QWidget::leaveEvent(event);
}

void ComparePicture::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !figure_) {
        return QWidget::mousePressEvent(event);
    }
    const bool adds = event->modifiers().testFlag(Qt::ShiftModifier);
    Part part = Part::A;
    if (picturePoint(event->position(), part)) {
        pointAt(picturePoint(event->position(), part), std::nullopt);
        if (const std::optional<int> unit = unitOf(Part::B); unit && part == Part::B) {
            Q_EMIT unitClicked(*unit, adds);
        }
        return;
    }
    const std::vector<ComparisonLayout::Strip>& strips = figure_->layout().strips;
    for (std::size_t i = 0; i < strips.size(); ++i) {
        const ComparisonStrip& strip = views_->content.strips[i];
        const bool isOfB = !strip.isDifference && (i == 1 || strips.size() == 1);
        const std::optional<int> cell = strips[i].cells.cellAt(event->position() - strips[i].place);
        if (cell && isOfB) {
            const int key = strip.words.keys.at(static_cast<std::size_t>(*cell));
            const bool showsPieces = views_->b.selection.showsPieces;
            const int word =
                showsPieces ? views_->b.trace->tokens.tokens.at(static_cast<std::size_t>(key)).word
                            : key;
            Q_EMIT wordClicked(word, adds);
            return;
        }
    }
}

/// Moves the mark by cells of the difference's grid, or of B's where there is none.
void ComparePicture::step(int rows, int columns)
{
    if (!figure_) {
        return;
    }
    if (views_->content.areKeysWords) {
        const int last = static_cast<int>(views_->maps.pairs.size()) - 1;
        if (last >= 0) {
            pointAt(std::nullopt, std::clamp(pair_ ? *pair_ + rows + columns : 0, 0, last));
        }
        return;
    }
    const bool hasDifference = views_->maps.refusal == NoDifference::None;
    const VisualUnits& units = figure_->units(hasDifference ? Part::Difference : Part::B);
    const std::optional<int> now = unitOf(hasDifference ? Part::Difference : Part::B);
    const auto isWanted = [&](const VisualUnit& unit) {
        if (!now) {
            return !unit.box.isEmpty();
        }
        const VisualUnit& from = units.units.at(static_cast<std::size_t>(*now));
        return unit.kind == VisualUnit::Kind::Patch && unit.row == from.row + rows &&
               unit.column == from.column + columns;
    };
    const auto next = std::ranges::find_if(units.units, isWanted);
    if (next != units.units.end()) {
        pointAt(QPointF(next->box.centreX(), next->box.centreY()), std::nullopt);
    }
}

void ComparePicture::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return step(0, -1);
    case Qt::Key_Right:
        return step(0, 1);
    case Qt::Key_Up:
        return step(-1, 0);
    case Qt::Key_Down:
        return step(1, 0);
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace attenscope
