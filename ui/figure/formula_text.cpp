#include "ui/figure/formula_text.h"

#include <QCoreApplication>

#include "engine/analysis/focus.h"
#include "ui/figure/figure_text.h"

#include <algorithm>

namespace attenscope {

namespace {

struct FormulaText {
    Q_DECLARE_TR_FUNCTIONS(FormulaText)
};

QString sub(const QString& text)
{
    return QStringLiteral("<sub>%1</sub>").arg(text);
}

/// What stands before the attention weights where heads are put together.
QString headsSign(const Selection& selection, int heads)
{
    const QString over = sub(QStringLiteral("h"));
    if (selection.aggregation == "mean") {
        return QStringLiteral("1/%1 Σ%2 ").arg(heads).arg(over);
    }
    return QString::fromStdString(selection.aggregation) + over + QLatin1Char(' ');
}

/// The rows that a query stands for: pieces of words, or units.
qsizetype queryCount(const Trace& trace, const Selection& selection)
{
    const auto site = std::ranges::find_if(trace.sites, [&](const Site& candidate) {
        return candidate.kind == selection.kind && candidate.layer == selection.firstLayer;
    });
    const std::vector<Index> queries = focusedQueries(trace, selection);
    return std::ranges::count_if(queries, [&](Index query) {
        return site != trace.sites.end() && queriesOf(*site, selection.direction).covers(query);
    });
}

bool hasPieces(const Trace& trace, const Selection& selection)
{
    return !looksAtImage(selection.direction) && !selection.showsPieces &&
           std::ranges::any_of(trace.tokens.words,
                               [](const Word& word) { return word.tokens.size() > 1; });
}

} // namespace

QString formulaHtml(const Trace& trace, const Selection& selection, const Map& map)
{
    const QString query = focusText(trace, selection).toHtmlEscaped();
    if (map.isSimilarity) {
        return FormulaText::tr("S(%1, k) = cosine of the projected states").arg(query);
    }
    const StackSize size = stackSize(trace, selection.kind);
    const bool isOneHead = selection.head.has_value() || size.heads == 1;
    const QString head =
        isOneHead ? QString::number(selection.head.value_or(0)) : QStringLiteral("h");
    QString right = QStringLiteral("softmax%1(q·k / √d)").arg(sub(QStringLiteral("k")));
    const qsizetype queries = queryCount(trace, selection);
    if (queries > 1) {
        right = QStringLiteral("1/%1 Σ%2 ").arg(queries).arg(sub(QStringLiteral("q"))) + right;
    }
    if (!isOneHead) {
        right = headsSign(selection, size.heads) + right;
    }
    QString text =
        QStringLiteral("A%1(%2, k) = %3")
            .arg(sub(isOneHead ? QStringLiteral("%1,%2").arg(selection.firstLayer).arg(head)
                               : QString::number(selection.firstLayer)),
                 query, right);
    if (map.isConditional) {
        text += FormulaText::tr(", divided by the row’s sum on this side");
    }
    if (selection.special == SpecialTokens::Renormalise && map.hiddenMass > 0) {
        text += FormulaText::tr(", divided by what special tokens leave");
    }
    if (hasPieces(trace, selection)) {
        text += FormulaText::tr(", pieces of a word summed");
    }
    return text;
}

} // namespace attenscope
