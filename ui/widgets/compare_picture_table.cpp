// What a comparison says to assistive technology.
#include "ui/figure/colour_bar.h"
#include "ui/figure/comparison_text.h"
#include "ui/widgets/compare_picture.h"

#include <algorithm>

namespace attenscope {

int ComparePicture::tableRows() const
{
    return figure_ ? static_cast<int>(views_->maps.difference.values.size()) : 0;
}

QString ComparePicture::tableRowName(int row) const
{
    return keyName(row);
}

QString ComparePicture::tableColumnName(int column) const
{
    switch (static_cast<Part>(column)) {
    case Part::A:
        return QStringLiteral("A");
    case Part::B:
        return QStringLiteral("B");
    case Part::Difference:
        break;
    }
    return tr("A − B");
}

TableCell ComparePicture::tableCell(int row, int column) const
{
    const auto part = static_cast<Part>(column);
    const MapComparison& maps = views_->maps;
    const Map& map = part == Part::A   ? maps.commonA
                     : part == Part::B ? maps.commonB
                                       : maps.difference;
    const auto key = static_cast<std::size_t>(row);
    const auto value = static_cast<double>(map.values.at(key));
    const auto text = [&] {
        switch (map.states.at(key)) {
        case Map::KeyState::Shown:
            return part == Part::Difference ? signedNumberText(value) : numberText(value);
        case Map::KeyState::Hidden:
            return tr("hidden");
        case Map::KeyState::Masked:
            return tr("masked");
        case Map::KeyState::Absent:
            break;
        }
        return tr("none");
    };
    return {.text = text(), .box = boxOf(row, part), .isChosen = markedKey() == std::optional(row)};
}

/// Where a common key is drawn.
QRectF ComparePicture::boxOf(int key, Part part) const
{
    const auto index = static_cast<std::size_t>(part);
    if (!views_->content.areKeysWords) {
        const ComparisonLayout::Column& column = figure_->layout().columns.at(index);
        const Box& box = views_->maps.units.units.at(static_cast<std::size_t>(key)).box;
        return column.pageFromPicture
            .mapRect(QRectF(QPointF(box.x0, box.y0), QPointF(box.x1, box.y1)))
            .intersected(column.picture);
    }
    const AlignedPair& pair = views_->maps.pairs.at(static_cast<std::size_t>(key));
    const std::optional<int> wanted = part == Part::A   ? pair.a
                                      : part == Part::B ? pair.b
                                                        : std::optional(key);
    const auto& strips = figure_->layout().strips;
    if (!wanted || index >= strips.size()) {
        return {};
    }
    const std::vector<int>& keys = views_->content.strips[index].words.keys;
    const auto found = std::ranges::find(keys, *wanted);
    return found == keys.end() ? QRectF()
                               : strips[index]
                                     .cells.cells.at(static_cast<std::size_t>(found - keys.begin()))
                                     .translated(strips[index].place);
}

std::optional<TablePlace> ComparePicture::tableCurrent() const
{
    const std::optional<int> key = markedKey();
    return key ? std::optional(TablePlace{*key, static_cast<int>(Part::Difference)}) : std::nullopt;
}

void ComparePicture::pressTableCell(const TablePlace& place)
{
    if (views_->content.areKeysWords) {
        const std::optional<int> word =
            views_->maps.pairs.at(static_cast<std::size_t>(place.row)).b;
        if (word && !views_->b.selection.showsPieces) {
            Q_EMIT wordClicked(*word, false);
        }
        return;
    }
    const Box& box = views_->maps.units.units.at(static_cast<std::size_t>(place.row)).box;
    const std::optional<int> unit =
        box.isEmpty() ? std::nullopt : views_->b.trace->units.unitAt(box.centreX(), box.centreY());
    if (unit) {
        Q_EMIT unitClicked(*unit, false);
    }
}

} // namespace attenscope
