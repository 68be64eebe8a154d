// What the picture's units say to assistive technology.
#include "ui/figure/figure_text.h"
#include "ui/widgets/image_canvas.h"
#include "ui/widgets/key_state_text.h"

#include <algorithm>
#include <cmath>

namespace attenscope {

namespace {

enum Column { Weight, Place, State, Count };

} // namespace

int ImageCanvas::tableRows() const
{
    return trace_ ? trace_->units.size() : 0;
}

int ImageCanvas::tableColumns() const
{
    return trace_ ? Count : 0;
}

QString ImageCanvas::tableRowName(int row) const
{
    return unitText(*trace_, row);
}

QString ImageCanvas::tableColumnName(int column) const
{
    return column == Weight ? tr("weight") : column == Place ? tr("place") : tr("state");
}

TableCell ImageCanvas::tableCell(int row, int column) const
{
    const auto index = static_cast<std::size_t>(row);
    const VisualUnit& unit = trace_->units.units[index];
    const bool isChosen =
        std::find(content_.focus.begin(), content_.focus.end(), row) != content_.focus.end();
    TableCell cell;
    cell.isChosen = isChosen;
    if (!unit.box.isEmpty()) {
        const QRectF box(QPointF(unit.box.x0, unit.box.y0), QPointF(unit.box.x1, unit.box.y1));
        cell.box = widgetFromPicture().mapRect(box).intersected(visiblePicture());
    }
    switch (column) {
    case Weight:
        cell.text = content_.map
                        ? keyWeightText(content_.map->states[index], content_.map->values[index])
                        : keyWeightText(Map::KeyState::Shown, std::nullopt);
        break;
    case Place:
        cell.text = unit.box.isEmpty() ? tr("none")
                                       : tr("x %1–%2, y %3–%4 px")
                                             .arg(std::lround(unit.box.x0))
                                             .arg(std::lround(unit.box.x1))
                                             .arg(std::lround(unit.box.y0))
                                             .arg(std::lround(unit.box.y1));
        break;
    default:
        cell.text = keyStateText(isMasked(row), isChosen, content_.pointed == row);
    }
    return cell;
}

std::optional<TablePlace> ImageCanvas::tableCurrent() const
{
    const bool exists =
        trace_ && !content_.focus.empty() && content_.focus.back() < trace_->units.size();
    return exists ? std::optional(TablePlace{content_.focus.back(), Weight}) : std::nullopt;
}

void ImageCanvas::pressTableCell(const TablePlace& place)
{
    Q_EMIT unitClicked(place.row, false);
}

} // namespace attenscope
