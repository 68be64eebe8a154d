// What the heads say to assistive technology.
#include "ui/figure/statistic_text.h"
#include "ui/widgets/head_matrix.h"

namespace attenscope {

std::optional<ListedHead> HeadMatrix::headIn(const TablePlace& place) const
{
    if (standsByLayer()) {
        return isListed(place.row, place.column)
                   ? std::optional(ListedHead{place.row, place.column})
                   : std::nullopt;
    }
    const auto index = static_cast<std::size_t>(place.row * columns() + place.column);
    return index < listed_.size() ? std::optional(listed_[index]) : std::nullopt;
}

int HeadMatrix::tableRows() const
{
    return heads() == 0 ? 0 : rows();
}

int HeadMatrix::tableColumns() const
{
    return heads() == 0 ? 0 : columns();
}

QString HeadMatrix::tableRowName(int row) const
{
    return standsByLayer() ? tr("layer %1").arg(row) : tr("from place %1").arg(row * columns() + 1);
}

QString HeadMatrix::tableColumnName(int column) const
{
    return standsByLayer() ? tr("head %1").arg(column) : tr("column %1").arg(column + 1);
}

TableCell HeadMatrix::tableCell(int row, int column) const
{
    const std::optional<ListedHead> head = headIn({row, column});
    if (!head) {
        return {.text = standsByLayer() ? tr("left out") : QString()};
    }
    const StatisticInfo& info = *findStatistic(content_.listing.statistic);
    const QString number =
        isOff(head->layer, head->head) ? tr("off") : statisticText(info, numberOf(*head));
    return {.text = standsByLayer()
                        ? number
                        : tr("layer %1, head %2: %3").arg(head->layer).arg(head->head).arg(number),
            .box = cell(head->layer, head->head),
            .isChosen =
                head->layer == content_.layer && (!content_.head || head->head == *content_.head)};
}

std::optional<TablePlace> HeadMatrix::tableCurrent() const
{
    const ListedHead chosen{content_.layer, content_.head.value_or(0)};
    const std::optional<std::size_t> place = placeOf(chosen);
    if (!place) {
        return std::nullopt;
    }
    const auto index = static_cast<int>(*place);
    return standsByLayer() ? TablePlace{chosen.layer, chosen.head}
                           : TablePlace{index / columns(), index % columns()};
}

void HeadMatrix::pressTableCell(const TablePlace& place)
{
    if (const std::optional<ListedHead> head = headIn(place)) {
        Q_EMIT headChosen(head->layer, head->head);
    }
}

} // namespace attenscope
