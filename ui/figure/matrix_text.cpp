#include "ui/figure/matrix_text.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/figure/matrix_painter.h"
#include "ui/figure/scale_text.h"

#include <algorithm>

namespace attenscope {

namespace {

struct GridContent {
    Q_DECLARE_TR_FUNCTIONS(GridContent)
};

/// What becomes of special keys, in the matrix as a whole.
QString specialNote(SpecialTokens special)
{
    switch (special) {
    case SpecialTokens::Show:
        return {};
    case SpecialTokens::Hide:
        return GridContent::tr("special keys hidden");
    case SpecialTokens::Renormalise:
        break;
    }
    return GridContent::tr("special keys dropped, rows renormalised");
}

/// The weight that hidden keys have in a row: "0.041", "0.010 to 0.142"; empty where they have
/// none.
QString hiddenText(const AttentionMatrix& matrix)
{
    if (matrix.hiddenSums.size() == 0 || matrix.hiddenSums.maxCoeff() <= 0) {
        return {};
    }
    const auto text = [](float number) {
        return QString::number(static_cast<double>(number), 'f', 3);
    };
    const QString least = text(matrix.hiddenSums.minCoeff());
    const QString most = text(matrix.hiddenSums.maxCoeff());
    return least == most ? least : GridContent::tr("%1 to %2").arg(least, most);
}

QString specialText(const Selection& selection, const AttentionMatrix& matrix)
{
    if (std::ranges::none_of(matrix.columns.items, &MatrixItem::isSpecial)) {
        return GridContent::tr("none among the keys");
    }
    const QString note = specialNote(selection.special);
    const QString hidden = hiddenText(matrix);
    return note.isEmpty()     ? GridContent::tr("shown as the others")
           : hidden.isEmpty() ? note
                              : GridContent::tr("%1: %2 of a row").arg(note, hidden);
}

} // namespace

QString matrixTitle(const AttentionMatrix& matrix)
{
    const auto side = [](const MatrixAxis& axis) {
        if (axis.sides.size() > 1) {
            return axis.sides.front().isImage ? GridContent::tr("image and text")
                                              : GridContent::tr("text and image");
        }
        return axis.sides.front().isImage ? GridContent::tr("image") : GridContent::tr("text");
    };
    const QString title = QStringLiteral("%1 → %2").arg(side(matrix.rows), side(matrix.columns));
    return title.left(1).toUpper() + title.mid(1);
}

QString matrixNote(const Trace& trace, const Selection& selection, const AttentionMatrix& matrix)
{
    QStringList parts{matrixSizeText(trace, matrix, selection.showsPieces)};
    if (matrix.isSimilarity) {
        parts << GridContent::tr("cosine similarity, not attention");
        return parts.join(QStringLiteral("; "));
    }
    if (const QString special = specialNote(selection.special); !special.isEmpty()) {
        parts << special;
    }
    if (matrix.isConditional) {
        parts << GridContent::tr("each block's rows divided by their share");
    }
    return parts.join(QStringLiteral("; "));
}

QString matrixUnit(const AttentionMatrix& matrix)
{
    return matrix.isSimilarity ? GridContent::tr("cosine similarity")
                               : GridContent::tr("attention weight");
}

ColourBar
matrixBar(const AttentionMatrix& matrix, const ScaleRange& range, const FigureStyle& style)
{
    ColourBar bar{.table = &tableOf(style),
                  .range = range,
                  .scale = style.scale,
                  .label = matrixUnit(matrix),
                  .marker = {}};
    if (!range.isLift) {
        bar.isClippedAbove = matrix.maximum() > range.maximum;
        bar.isClippedBelow = matrix.minimum() < range.minimum;
    }
    return bar;
}

std::vector<LegendLine> matrixLegendLines(const Trace& trace,
                                          const Selection& selection,
                                          const FigureStyle& style,
                                          const AttentionMatrix& matrix,
                                          const ScaleRange& range,
                                          const QString& chosen)
{
    const QString size = matrixSizeText(trace, matrix, selection.showsPieces);
    QString scale = scaleText(style.scale, range, matrix.isSimilarity);
    if (style.scale == Scale::Shared) {
        scale = GridContent::tr("shared by all cells, %1").arg(rangeText(range));
    }
    std::vector<LegendLine> lines{
        {GridContent::tr("Matrix"),
         GridContent::tr("%1: queries × keys, %2").arg(matrixTitle(matrix), size)},
        {matrix.isSimilarity ? GridContent::tr("Similarity") : GridContent::tr("Attention"),
         sitesText(placeText(trace, selection), matrix.siteNames)},
        {GridContent::tr("Scale"), scale},
        {GridContent::tr("Special keys"), specialText(selection, matrix)},
    };
    if (matrix.isConditional) {
        lines.push_back(
            {GridContent::tr("Rows"), GridContent::tr("each block's rows divided by their share")});
    }
    if (!chosen.isEmpty()) {
        lines.push_back({GridContent::tr("Outlined"), chosen});
    }
    if (!matrix.isSimilarity) {
        lines.push_back({GridContent::tr("Margins"),
                         GridContent::tr("sums of the shown weights of a row; means of the columns "
                                         "over all queries that are not special")});
    }
    for (LegendLine& line : runLegendLines(trace)) {
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace attenscope
