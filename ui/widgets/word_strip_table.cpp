// What the words say to assistive technology.
#include "ui/widgets/key_state_text.h"
#include "ui/widgets/word_strip_view.h"

namespace attenscope {

int WordStripView::tableRows() const
{
    return static_cast<int>(content_.strip.cells.size());
}

int WordStripView::tableColumns() const
{
    return content_.strip.cells.empty() ? 0 : 2;
}

QString WordStripView::tableRowName(int row) const
{
    return content_.strip.cells[static_cast<std::size_t>(row)].text;
}

QString WordStripView::tableColumnName(int column) const
{
    return column == 0 ? tr("weight") : tr("state");
}

TableCell WordStripView::tableCell(int row, int column) const
{
    const WordCell& word = content_.strip.cells[static_cast<std::size_t>(row)];
    const auto index = static_cast<std::size_t>(content_.strip.keys[static_cast<std::size_t>(row)]);
    TableCell cell{
        .text = {},
        .box = layout_.cells[static_cast<std::size_t>(row)].translated(kStripMargin, kStripMargin),
        .isChosen = word.isFocused};
    if (column == 0) {
        cell.text = keyWeightText(word.state, word.weight);
    } else {
        const bool isMasked = index < content_.isMasked.size() && content_.isMasked[index];
        cell.text = keyStateText(isMasked, word.isFocused, word.isHovered);
    }
    return cell;
}

std::optional<TablePlace> WordStripView::tableCurrent() const
{
    const std::optional<int> row = focusedCell();
    return row ? std::optional(TablePlace{*row, 0}) : std::nullopt;
}

void WordStripView::pressTableCell(const TablePlace& place)
{
    Q_EMIT wordClicked(content_.strip.keys[static_cast<std::size_t>(place.row)], false);
}

} // namespace attenscope
