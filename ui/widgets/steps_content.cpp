#include "ui/widgets/steps_content.h"

#include <QCoreApplication>

#include "engine/analysis/focus.h"
#include "engine/base/error.h"
#include "ui/figure/figure_text.h"
#include "ui/widgets/window_content.h"

#include <algorithm>
#include <utility>

namespace attenscope {

namespace {

struct StepsContent {
    Q_DECLARE_TR_FUNCTIONS(StepsContent)
};

QString tokenText(const Trace& trace, Index token)
{
    return QStringLiteral("“%1”").arg(QString::fromStdString(
        escapedForDisplay(trace.tokens.tokens[static_cast<std::size_t>(token)].text)));
}

/// What the rows (or columns) of an axis stand for.
QStringList namesOn(const Trace& trace, const Axis& axis)
{
    QStringList names;
    names.resize(axis.size());
    for (Index i = 0; i < axis.text.count; ++i) {
        names[axis.text.begin + i] = tokenText(trace, axis.text.first + i);
    }
    for (Index i = 0; i < axis.image.count; ++i) {
        names[axis.image.begin + i] = unitText(trace, static_cast<int>(axis.image.first + i));
    }
    return names;
}

/// The first query in focus that the site has.
std::optional<Index> rowInFocus(const Trace& trace, const Site& site, const Selection& selection)
{
    const Span& span = queriesOf(site, selection.direction);
    const std::vector<Index> queries = focusedQueries(trace, selection);
    const auto found = std::find_if(queries.begin(), queries.end(),
                                    [&](Index query) { return span.covers(query); });
    return found == queries.end() ? std::nullopt : std::optional(span.rowOf(*found));
}

QString placeOf(const Trace& trace, const Selection& selection, int head)
{
    const int heads = stackSize(trace, selection.kind).heads;
    const QString place = StepsContent::tr("layer %1, head %2").arg(selection.firstLayer).arg(head);
    return selection.head || heads == 1
               ? place
               : StepsContent::tr("%1, one of the %2 heads that are put together")
                     .arg(place)
                     .arg(heads);
}

} // namespace

StepsView::Content stepsContent(const Document& document, const StepRecorder& recorder)
{
    const Pane active = document.view().active;
    StepsView::Content content;
    content.title = StepsContent::tr("Step by step");
    content.hint = absenceText(document, active);
    const std::optional<Selection> selection =
        fitted(*document.trace(), document.view().selection(active));
    if (!selection || !content.hint.isEmpty()) {
        return content;
    }
    const Trace* trace = recorder.trace();
    if (selection->focus.empty()) {
        content.hint = StepsContent::tr("Choose a word or a patch: its row is worked out here.");
    } else if (isSimilarity(*document.trace(), *selection)) {
        content.hint =
            StepsContent::tr("Cosine similarities come about in one step, without a softmax.");
    } else if (trace == nullptr) {
        content.hint = StepsContent::tr("Recording queries, keys and values…");
    }
    if (!content.hint.isEmpty()) {
        return content;
    }
    const std::optional<std::size_t> index =
        trace->findSite(selection->kind, selection->firstLayer);
    const std::optional<Index> row =
        index ? rowInFocus(*trace, trace->sites[*index], *selection) : std::nullopt;
    if (!row) {
        content.hint = StepsContent::tr("What is chosen asks nothing here.");
        return content;
    }
    const Site& site = trace->sites[*index];
    const int head = selection->head.value_or(0);
    content.query = namesOn(*trace, site.query).value(*row);
    content.title =
        StepsContent::tr("%1 → %2, step by step")
            .arg(content.query, looksAtImage(selection->direction) ? StepsContent::tr("image")
                                                                   : StepsContent::tr("text"));
    content.place = placeOf(*trace, *selection, head);
    content.keys = namesOn(*trace, site.key);
    content.steps = attentionSteps(*trace, *index, head, *row);
    if (!content.steps) {
        content.hint = StepsContent::tr("This model records no queries and keys.");
    }
    return content;
}

} // namespace attenscope
