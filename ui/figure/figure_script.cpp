#include "ui/figure/figure_script.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include "engine/analysis/map_script.h"
#include "engine/analysis/matrix_script.h"
#include "ui/figure/comparison_figure.h"
#include "ui/figure/comparison_text.h"
#include "ui/figure/depth_figure.h"
#include "ui/figure/engine_text.h"
#include "ui/figure/figure_parts.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/statistic_text.h"
#include "ui/figure/word_maps.h"

#include <cmath>

namespace attenscope {

namespace {

struct FigureScript {
    Q_DECLARE_TR_FUNCTIONS(FigureScript)
};

/// One line of a comment.
QString comment(QString text)
{
    return QStringLiteral("# ") + text.replace(QLatin1Char('\n'), QLatin1Char(' ')) +
           QLatin1Char('\n');
}

QString exportedComment()
{
    return comment(FigureScript::tr("attention.npz: File, Export numbers"));
}

QString mapText(const FigureRequest& request)
{
    const Trace& trace = *request.trace;
    const Selection& selection = request.selection;
    return comment(titleText(trace, selection) + QStringLiteral(", ") +
                   placeText(trace, selection)) +
           exportedComment() + QString::fromStdString(mapScript(trace, selection));
}

QString matrixText(const FigureRequest& request, MatrixBlocks blocks)
{
    const std::string script = matrixScript(*request.trace, request.selection, blocks);
    FigureRequest plain = request;
    plain.style.hasMetadata = false;
    return comment(figurePage(plain)->title()) + exportedComment() + QString::fromStdString(script);
}

QString numberOf(double number)
{
    return std::isfinite(number) ? QString::number(number, 'g', QLocale::FloatingPointShortest)
                                 : QStringLiteral("np.nan");
}

QString depthText(const FigureRequest& request)
{
    const StatisticTable table =
        statisticTable(*request.trace, request.selection, request.statistic,
                       headMaps(*request.trace, request.selection));
    const StatisticInfo& statistic = *findStatistic(request.statistic);
    QStringList layers;
    for (const std::vector<double>& heads : table.heads) {
        QStringList numbers;
        for (const double number : heads) {
            numbers << numberOf(number);
        }
        layers << QStringLiteral("    [%1],\n").arg(numbers.join(QStringLiteral(", ")));
    }
    return comment(depthTitle(*request.trace, request.selection, statistic)) +
           comment(QStringLiteral("%1: %2").arg(statisticAxis(statistic),
                                                engineText(statistic.formula))) +
           QStringLiteral("import numpy as np\n\nheads = np.array([\n%1])  # [layer, head]\n"
                          "layers = np.nanmean(heads, axis=1)\nprint(layers)\n")
               .arg(layers.join(QString()));
}

/// Where the units lie that have a place, and which of the map's keys they are.
QString boxesText(const QString& name, const VisualUnits& units)
{
    QStringList keys;
    QStringList boxes;
    for (int u = 0; u < units.size(); ++u) {
        const Box& box = units.units[static_cast<std::size_t>(u)].box;
        if (!box.isEmpty()) {
            keys << QString::number(u);
            boxes << QStringLiteral("[%1, %2, %3, %4]")
                         .arg(numberOf(box.x0), numberOf(box.y0), numberOf(box.x1),
                              numberOf(box.y1));
        }
    }
    return QStringLiteral("keys_%1 = [%2]\nboxes_%1 = np.array([%3])\n")
        .arg(name, keys.join(QStringLiteral(", ")), boxes.join(QStringLiteral(", ")));
}

/// Brings both maps onto the common cells, each weight by the areas that it shares with them.
QString resampledText(const ComparedViews& views)
{
    const bool isSimilarity = views.maps.a.isSimilarity;
    return boxesText(QStringLiteral("a"), views.a.trace->units) +
           boxesText(QStringLiteral("b"), views.b.trace->units) +
           boxesText(QStringLiteral("common"), views.maps.units) +
           QStringLiteral(
               "\n\ndef shares(boxes):\n"
               "    low = np.maximum(boxes_common[:, None, :2], boxes[None, :, :2])\n"
               "    high = np.minimum(boxes_common[:, None, 2:], boxes[None, :, 2:])\n"
               "    shared = np.clip(high - low, 0, None).prod(axis=-1)  # [common, key]\n"
               "    return shared / %1\n\n\n"
               "values_a = shares(boxes_a) @ values_a[keys_a]\n"
               "values_b = shares(boxes_b) @ values_b[keys_b]\n"
               "difference = values_a - values_b\n")
               .arg(isSimilarity ? QStringLiteral("shared.sum(axis=1, keepdims=True)")
                                 : QStringLiteral("(boxes[:, 2:] - boxes[:, :2]).prod(axis=-1)"));
}

/// Special words that are hidden have no difference.
QString pairsText(const MapComparison& maps)
{
    QStringList shared;
    for (std::size_t i = 0; i < maps.pairs.size(); ++i) {
        const AlignedPair& pair = maps.pairs[i];
        if (maps.difference.states[i] == Map::KeyState::Shown) {
            shared << QStringLiteral("[%1, %2]").arg(*pair.a).arg(*pair.b);
        }
    }
    return QStringLiteral("pairs = np.array([%1])  # the same words of both captions\n"
                          "difference = values_a[pairs[:, 0]] - values_b[pairs[:, 1]]\n")
        .arg(shared.join(QStringLiteral(", ")));
}

QString differenceText(const ComparedViews& views)
{
    if (views.maps.refusal != NoDifference::None) {
        return comment(noDifferenceText(views.maps.refusal));
    }
    const QString text = !views.maps.pairs.empty() ? pairsText(views.maps)
                         : views.maps.isResampled
                             ? resampledText(views)
                             : QStringLiteral("difference = values_a - values_b\n");
    return text + QStringLiteral("print(difference.min(), difference.max())\n");
}

QString comparisonText(const FigureRequest& request)
{
    const ComparedViews views = comparedViews(request);
    const bool isOneRun = views.a.trace == views.b.trace;
    const auto sideText = [&](const QString& letter, const FigureRequest& side) {
        const QString file = isOneRun ? QStringLiteral("attention.npz")
                                      : QStringLiteral("attenscope-%1/attention.npz").arg(letter);
        const std::string script = mapScript(*side.trace, side.selection, file.toStdString());
        return comment(letter.toUpper() + QStringLiteral(": ") +
                       titleText(*side.trace, side.selection) + QStringLiteral(", ") +
                       placeText(*side.trace, side.selection)) +
               QString::fromStdString(script) +
               QStringLiteral("values_%1, names_%1 = values.copy(), names\n\n").arg(letter);
    };
    return (isOneRun ? exportedComment()
                     : comment(FigureScript::tr("attenscope-a, attenscope-b: the exported numbers "
                                                "of A and B, as the copied command writes them"))) +
           sideText(QStringLiteral("a"), views.a) + sideText(QStringLiteral("b"), views.b) +
           differenceText(views);
}

} // namespace

QString figureScript(const FigureRequest& asked)
{
    const FigureRequest request = withKind(asked);
    switch (request.view) {
    case FigureView::Image:
        break;
    case FigureView::Words:
        return matrixText(request, MatrixBlocks::One);
    case FigureView::FullMatrix:
        return matrixText(request, request.blocks);
    case FigureView::Depth:
        return depthText(request);
    case FigureView::Compare:
        return comparisonText(request);
    }
    return mapText(request);
}

} // namespace attenscope
