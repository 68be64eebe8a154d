#include "ui/figure/map_table.h"

#include <QCoreApplication>

#include "ui/figure/figure_text.h"

namespace attenscope {

namespace {

struct MapTable {
    Q_DECLARE_TR_FUNCTIONS(MapTable)
};

QString stateText(Map::KeyState state)
{
    switch (state) {
    case Map::KeyState::Shown:
        return MapTable::tr("shown");
    case Map::KeyState::Hidden:
        return MapTable::tr("hidden");
    case Map::KeyState::Masked:
        return MapTable::tr("masked");
    case Map::KeyState::Absent:
        break;
    }
    return MapTable::tr("absent");
}

/// A field must not end its line or its column.
QString field(QString text)
{
    return text.replace(QLatin1Char('\t'), QLatin1Char(' '))
        .replace(QLatin1Char('\n'), QLatin1Char(' '))
        .replace(QLatin1Char('\r'), QLatin1Char(' '));
}

} // namespace

QString mapTable(const Trace& trace, const Map& map)
{
    const bool isImage = looksAtImage(map.direction);
    const bool hasGrid = isImage && trace.units.gridRows > 0;
    QStringList head{MapTable::tr("key"), MapTable::tr("name")};
    if (hasGrid) {
        head << MapTable::tr("row") << MapTable::tr("column");
    }
    head << (map.isSimilarity ? MapTable::tr("cosine") : MapTable::tr("weight"))
         << MapTable::tr("state");
    QStringList lines{head.join(QLatin1Char('\t'))};
    constexpr int kDigits = 9; // enough to read a float back
    for (std::size_t key = 0; key < map.values.size(); ++key) {
        const auto index = static_cast<int>(key);
        QStringList line{QString::number(index), field(keyText(trace, map.direction, index))};
        if (hasGrid) {
            const VisualUnit& unit = trace.units.units[key];
            const bool isPatch = unit.kind == VisualUnit::Kind::Patch;
            line << (isPatch ? QString::number(unit.row) : QString())
                 << (isPatch ? QString::number(unit.column) : QString());
        }
        line << QString::number(static_cast<double>(map.values[key]), 'g', kDigits)
             << stateText(map.states[key]);
        lines << line.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace attenscope
