#include "engine/analysis/map_script.h"

#include "engine/analysis/focus.h"
#include "engine/analysis/key_groups.h"
#include "engine/analysis/map.h"
#include "engine/analysis/python_text.h"
#include "engine/analysis/query_rows.h"
#include "engine/base/error.h"

#include <algorithm>
#include <vector>

namespace attenscope {

namespace {

std::string keyName(const Trace& trace, const Selection& selection, std::size_t key)
{
    if (looksAtImage(selection.direction)) {
        const VisualUnit& unit = trace.units.units[key];
        return unit.kind == VisualUnit::Kind::Patch
                   ? "patch " + std::to_string(unit.row) + ", " + std::to_string(unit.column)
               : unit.name.empty() ? "unit " + std::to_string(key)
                                   : unit.name;
    }
    return selection.showsPieces ? trace.tokens.tokens[key].text : trace.tokens.words[key].text;
}

/// Which columns of a row each key is the sum of.
std::vector<std::vector<Index>> columnsOf(const std::vector<KeyGroup>& groups, const Span& keys)
{
    std::vector<std::vector<Index>> columns;
    for (const KeyGroup& group : groups) {
        std::vector<Index>& own = columns.emplace_back();
        for (const int member : group.members) {
            if (keys.covers(member)) {
                own.push_back(member - keys.first);
            }
        }
    }
    return columns;
}

bool isOneEach(const std::vector<std::vector<Index>>& columns)
{
    return std::ranges::all_of(columns, [](const auto& own) { return own.size() == 1; });
}

/// The lines that read the rows of all queries in all heads.
std::string rowsText(const Trace& trace,
                     const Selection& selection,
                     const std::vector<std::size_t>& sites,
                     const std::vector<Index>& queries)
{
    std::string text = "# the queries' rows of each tensor\nqueries = {\n";
    for (const std::size_t index : sites) {
        const Site& site = trace.sites[index];
        text +=
            "    " + pythonString(site.name()) + ": " +
            pythonList(queries,
                       [&](Index query) {
                           return std::to_string(queriesOf(site, selection.direction).rowOf(query));
                       }) +
            ",\n";
    }
    const Span& keys = keysOf(trace.sites[sites.front()], selection.direction);
    const std::string heads = selection.head
                                  ? "[" + std::to_string(*selection.head) + "]"
                                  : "0:" + std::to_string(trace.sites[sites.front()].heads);
    return text + "}\nrows = np.concatenate([\n    attention[name][0, " + heads +
           "][:, rows_of_site, " + std::to_string(keys.begin) + ":" +
           std::to_string(keys.begin + keys.count) +
           "]\n    for name, rows_of_site in queries.items()\n"
           "]).astype(np.float64)  # [head, query, key]\n";
}

} // namespace

std::string mapScript(const Trace& trace, const Selection& asked, const std::string& file)
{
    const Selection selection = checkedSelection(trace, asked);
    const std::vector<std::size_t> sites = sitesOf(trace, selection);
    const QueryRows reader(trace, selection);
    const std::vector<Index> queries = reader.known(focusedQueries(trace, selection));
    const Site& first = trace.sites[sites.front()];
    const Span& keys = keysOf(first, selection.direction);
    const std::vector<KeyGroup> groups = keyGroups(trace, selection);
    const std::vector<std::vector<Index>> columns = columnsOf(groups, keys);

    std::string text = "import numpy as np\n\nattention = np.load(" + pythonString(file) + ")\n\n";
    text += rowsText(trace, selection, sites, queries);
    if (first.key.isJoint() && selection.jointRows == JointRows::Conditional) {
        text += "mass = rows.sum(axis=-1, keepdims=True)  # of the joint row on this side\n"
                "rows = np.divide(rows, mass, out=np.zeros_like(rows), where=mass > 0)\n";
    }
    text += "fused = rows." + selection.aggregation +
            "(axis=0)  # heads and layers together: [query, key]\n";
    text += queries.empty() ? "row = np.zeros(" + std::to_string(keys.count) + ")\n"
                            : "row = fused.mean(axis=0)  # [key]\n";
    if (isOneEach(columns)) {
        text += "values = row[" +
                pythonList(columns, [](const auto& own) { return std::to_string(own.front()); }) +
                "]\n";
    } else {
        text += "columns = " + pythonList(columns, pythonNumbers<std::vector<Index>>) +
                "  # the pieces of each word\n"
                "values = np.array([row[own].sum() for own in columns])\n";
    }
    text += "names = " +
            pythonList(groups,
                       [&, key = std::size_t{0}](const KeyGroup&) mutable {
                           return pythonString(keyName(trace, selection, key++));
                       }) +
            "\n";
    std::vector<std::size_t> special;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const bool isHidden = groups[i].isSpecial && !groups[i].isMasked && !columns[i].empty();
        if (isHidden) {
            special.push_back(i);
        }
    }
    if (selection.special == SpecialTokens::Renormalise && !first.isSimilarity) {
        text += "special = " + pythonNumbers(special) +
                "  # dropped; the others are divided by what is left\n"
                "others = np.setdiff1d(np.arange(len(values)), special)\n"
                "kept = row.sum() - values[special].sum()\n"
                "if kept > 0:\n    values[others] /= kept\n";
    } else if (!special.empty() && selection.special == SpecialTokens::Hide) {
        text += "special = " + pythonNumbers(special) + "  # not drawn\n";
    }
    if (looksAtImage(selection.direction) && trace.units.gridRows > 0) {
        std::vector<std::size_t> patches;
        for (std::size_t u = 0; u < trace.units.units.size(); ++u) {
            if (trace.units.units[u].kind == VisualUnit::Kind::Patch) {
                patches.push_back(u);
            }
        }
        text += "grid = values[" + pythonNumbers(patches) + "].reshape(" +
                std::to_string(trace.units.gridRows) + ", " +
                std::to_string(trace.units.gridColumns) + ")\n";
    }
    return text + "for name, value in zip(names, values):\n    print(f\"{value:.4f}  {name}\")\n";
}

} // namespace attenscope
