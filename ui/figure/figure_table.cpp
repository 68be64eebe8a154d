#include "ui/figure/figure_table.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/figure/comparison_figure.h"
#include "ui/figure/depth_figure.h"
#include "ui/figure/figure_parts.h"
#include "ui/figure/figure_series.h"
#include "ui/figure/map_table.h"
#include "ui/figure/matrix_painter.h"

#include <cmath>

namespace attenscope {

namespace {

struct FigureTable {
    Q_DECLARE_TR_FUNCTIONS(FigureTable)
};

QString numberField(double number)
{
    constexpr int kDigits = 9; // enough to read a float back
    return std::isnan(number) ? QString() : QString::number(number, 'g', kDigits);
}

QString shownField(const Map& map, std::size_t key)
{
    return map.states[key] == Map::KeyState::Shown
               ? numberField(static_cast<double>(map.values[key]))
               : QString();
}

/// A field must not end its line or its column.
QString field(QString text)
{
    return text.replace(QLatin1Char('\t'), QLatin1Char(' '))
        .replace(QLatin1Char('\n'), QLatin1Char(' '))
        .replace(QLatin1Char('\r'), QLatin1Char(' '));
}

/// Lines of fields.
class Table {
public:
    void add(const QStringList& fields)
    {
        for (qsizetype i = 0; i < fields.size(); ++i) {
            text_ += (i == 0 ? QString() : QStringLiteral("\t")) + field(fields[i]);
        }
        text_ += QLatin1Char('\n');
    }

    QString take() { return std::move(text_); }

private:
    QString text_;
};

QString wordsTable(const FigureRequest& request)
{
    const Trace& trace = *request.trace;
    const FigureSeries series =
        figureSeries(trace, request.selection, request.style, Series::Words);
    const Direction direction = series.maps.front().map.direction == Direction::TextToText
                                    ? Direction::TextToText
                                    : Direction::TextToImage; // of keys' names
    Table table;
    QStringList head{FigureTable::tr("key")};
    for (const SeriesMap& one : series.maps) {
        head << one.label.name;
    }
    table.add(head);
    Selection keys = request.selection;
    keys.direction = direction;
    for (std::size_t key = 0; key < series.maps.front().map.values.size(); ++key) {
        QStringList line{keyText(trace, keys, static_cast<int>(key))};
        for (const SeriesMap& one : series.maps) {
            line << shownField(one.map, key);
        }
        table.add(line);
    }
    return table.take();
}

QString matrixTable(const FigureRequest& request)
{
    const Trace& trace = *request.trace;
    const AttentionMatrix matrix = attentionMatrix(trace, request.selection, request.blocks);
    const auto nameOf = [&](const MatrixItem& item) {
        return matrixItemName(trace, item, request.selection.showsPieces);
    };
    Table table;
    QStringList head{FigureTable::tr("query")};
    for (const MatrixItem& item : matrix.columns.items) {
        head << nameOf(item);
    }
    table.add(head);
    for (int row = 0; row < matrix.rows.size(); ++row) {
        QStringList line{nameOf(matrix.rows.items[static_cast<std::size_t>(row)])};
        for (int column = 0; column < matrix.columns.size(); ++column) {
            const Map::KeyState state = matrix.stateAt(row, column);
            const bool isThere = state == Map::KeyState::Shown || state == Map::KeyState::Hidden;
            line << (isThere ? numberField(static_cast<double>(matrix.weights(row, column)))
                             : QString());
        }
        table.add(line);
    }
    return table.take();
}

QString depthTable(const FigureRequest& request)
{
    const StatisticTable numbers =
        statisticTable(*request.trace, request.selection, request.statistic,
                       headMaps(*request.trace, request.selection));
    Table table;
    QStringList head{FigureTable::tr("layer"), FigureTable::tr("mean over heads")};
    const std::size_t heads = numbers.heads.empty() ? 0 : numbers.heads.front().size();
    for (std::size_t h = 0; h < heads; ++h) {
        head << FigureTable::tr("head %1").arg(h);
    }
    table.add(head);
    for (std::size_t layer = 0; layer < numbers.layers.size(); ++layer) {
        QStringList line{QString::number(layer), numberField(numbers.layers[layer])};
        for (const double number : numbers.heads[layer]) {
            line << numberField(number);
        }
        table.add(line);
    }
    return table.take();
}

/// The name of a key that both sides have.
QString commonKeyText(const ComparedViews& views, std::size_t key)
{
    const MapComparison& maps = views.maps;
    if (maps.pairs.empty()) {
        const VisualUnit& unit = maps.units.units[key];
        return unit.kind == VisualUnit::Kind::Patch
                   ? QStringLiteral("(%1, %2)").arg(unit.row).arg(unit.column)
                   : unitText(*views.a.trace, static_cast<int>(key));
    }
    const AlignedPair& pair = maps.pairs[key];
    const FigureRequest& side = pair.a ? views.a : views.b;
    return keyText(*side.trace, side.selection, pair.a ? *pair.a : *pair.b);
}

QString comparisonTable(const FigureRequest& request)
{
    const ComparedViews views = comparedViews(request);
    const MapComparison& maps = views.maps;
    Table table;
    if (maps.refusal != NoDifference::None) { // each on its own keys
        return FigureTable::tr("A") + QLatin1Char('\n') + mapTable(*views.a.trace, maps.a) +
               FigureTable::tr("B") + QLatin1Char('\n') + mapTable(*views.b.trace, maps.b);
    }
    table.add({FigureTable::tr("key"), QStringLiteral("A"), QStringLiteral("B"),
               QStringLiteral("A − B")});
    for (std::size_t key = 0; key < maps.difference.values.size(); ++key) {
        table.add({commonKeyText(views, key), shownField(maps.commonA, key),
                   shownField(maps.commonB, key), shownField(maps.difference, key)});
    }
    return table.take();
}

} // namespace

QString figureTable(const FigureRequest& asked)
{
    const FigureRequest request = withKind(asked);
    switch (request.view) {
    case FigureView::Image:
        break;
    case FigureView::Words:
        return wordsTable(request);
    case FigureView::FullMatrix:
        return matrixTable(request);
    case FigureView::Depth:
        return depthTable(request);
    case FigureView::Compare:
        return comparisonTable(request);
    }
    return mapTable(*request.trace, computeMap(*request.trace, request.selection));
}

} // namespace attenscope
