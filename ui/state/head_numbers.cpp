#include "ui/state/head_numbers.h"

#include <limits>
#include <utility>

namespace attenscope {

namespace {

/// Weights that are looked at without a worker: about a millisecond.
constexpr Index kFewWeights = 20000;

/// How many weights the statistic looks at.
Index weightsOf(const HeadNumbers::Question& question)
{
    Index weights = 0;
    const bool isOfFocus = findStatistic(question.statistic)->isOfFocus;
    for (const Site& site : question.trace->sites) {
        if (site.kind == question.selection.kind) {
            weights += site.heads * site.key.size() * (isOfFocus ? 1 : site.query.size());
        }
    }
    return weights;
}

/// Whether both have the same answer.
bool isSame(const HeadNumbers::Question& a, const HeadNumbers::Question& b)
{
    if (a.trace != b.trace || a.statistic != b.statistic) {
        return false;
    }
    if (findStatistic(a.statistic)->isOfFocus) {
        return a.maps == b.maps;
    }
    const auto asked = [](Selection selection) { // by every query, of every head
        selection.focus.clear();
        selection.pieces.clear();
        selection.firstLayer = selection.lastLayer = 0;
        selection.head.reset();
        selection.aggregation.clear();
        return selection;
    };
    return asked(a.selection) == asked(b.selection);
}

StatisticTable emptyTable(const HeadMaps& maps)
{
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    StatisticTable table;
    for (const std::vector<Map>& layer : maps) {
        table.heads.emplace_back(layer.size(), kNone);
        table.layers.push_back(kNone);
    }
    return table;
}

StatisticTable tableFor(const HeadNumbers::Question& question, const Progress& progress)
{
    return statisticTable(*question.trace, question.selection, question.statistic, *question.maps,
                          progress);
}

} // namespace

HeadNumbers::HeadNumbers(QObject* parent) : QObject(parent), table_(StatisticTable())
{
    connect(&worker_, &RunWorker::finished, this, &HeadNumbers::ready);
    connect(&worker_, &RunWorker::failed, this, &HeadNumbers::failed);
}

void HeadNumbers::ask(Question question)
{
    const bool isKnown = question_.trace && isSame(question, question_);
    question_ = std::move(question);
    if (isKnown) {
        return;
    }
    worker_.drop();
    table_.reset();
    absence_ = statisticAbsence(*question_.trace, question_.selection, question_.statistic);
    if (!absence_.empty()) {
        table_ = emptyTable(*question_.maps);
    } else if (weightsOf(question_) <= kFewWeights) {
        table_ = tableFor(question_, {});
    } else {
        worker_.start([this, asked = question_](const Progress& progress) -> RunWorker::Done {
            auto table = std::make_shared<StatisticTable>(tableFor(asked, progress));
            return [this, table] { table_ = std::move(*table); };
        });
    }
}

void HeadNumbers::askNothing()
{
    worker_.drop();
    question_ = {};
    absence_.clear();
    table_ = StatisticTable();
}

const StatisticTable& HeadNumbers::table() const
{
    if (!table_) {
        table_ = tableFor(question_, {});
    }
    return *table_;
}

} // namespace attenscope
