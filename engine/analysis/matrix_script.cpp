#include "engine/analysis/matrix_script.h"

#include "engine/analysis/block_direction.h"
#include "engine/analysis/focus.h"
#include "engine/analysis/key_groups.h"
#include "engine/analysis/python_text.h"
#include "engine/analysis/query_rows.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace attenscope {

namespace {

/// The tokens or units that an item of an axis stands for.
std::vector<int> membersOf(const Trace& trace, const Selection& selection, const MatrixItem& item)
{
    if (item.isImage || selection.showsPieces) {
        return {item.index};
    }
    return trace.tokens.words[static_cast<std::size_t>(item.index)].tokens;
}

std::string nameOf(const Trace& trace, const Selection& selection, const MatrixItem& item)
{
    const auto index = static_cast<std::size_t>(item.index);
    if (!item.isImage) {
        return selection.showsPieces ? trace.tokens.tokens[index].text
                                     : trace.tokens.words[index].text;
    }
    const VisualUnit& unit = trace.units.units[index];
    return unit.kind == VisualUnit::Kind::Patch
               ? "patch " + std::to_string(unit.row) + ", " + std::to_string(unit.column)
           : unit.name.empty() ? "unit " + std::to_string(item.index)
                               : unit.name;
}

std::string namesText(const char* variable,
                      const Trace& trace,
                      const Selection& selection,
                      const MatrixAxis& axis)
{
    return std::string(variable) + " = " +
           pythonList(axis.items,
                      [&](const MatrixItem& item) {
                          return pythonString(nameOf(trace, selection, item));
                      }) +
           "\n";
}

/// The function that reads one block.
std::string functionText(const Selection& selection, bool isConditional, bool isRenormalised)
{
    std::string text = "def block(rows_of_site, groups, first, last, columns, special):\n"
                       "    rows = np.concatenate([\n"
                       "        attention[name][0, heads][:, own, first:last]\n"
                       "        for name, own in rows_of_site.items()\n"
                       "    ]).astype(np.float64)  # [head, query, key]\n";
    if (isConditional) {
        text += "    mass = rows.sum(axis=-1, keepdims=True)  # of the joint row on this side\n"
                "    rows = np.divide(rows, mass, out=np.zeros_like(rows), where=mass > 0)\n";
    }
    text += "    fused = rows." + selection.aggregation +
            "(axis=0)  # heads and layers together\n"
            "    asking = np.array([fused[own].mean(axis=0) for own in groups])\n"
            "    values = np.array([asking[:, own].sum(axis=1) for own in columns]).T\n";
    if (isRenormalised) {
        text += "    # special keys are dropped; the others are divided by what is left\n"
                "    others = np.setdiff1d(np.arange(values.shape[1]), special)\n"
                "    kept = asking.sum(axis=1, keepdims=True) - "
                "values[:, special].sum(axis=1, keepdims=True)\n"
                "    values[:, others] = np.divide(values[:, others], kept,\n"
                "                                  out=values[:, others], where=kept > 0)\n";
    }
    return text + "    return values\n\n\n";
}

/// One block's call of that function, or zeros.
class BlockText {
public:
    BlockText(const Trace& trace, const Selection& selection, const AttentionMatrix& matrix)
        : trace_(trace), selection_(selection), matrix_(matrix)
    {
    }

    std::string of(const MatrixSide& asking, const MatrixSide& keys) const;

private:
    std::string queriesText(const Selection& block, const MatrixSide& asking) const;
    std::string keysText(const Selection& block, const MatrixSide& keys) const;

    const Trace& trace_;
    const Selection& selection_;
    const AttentionMatrix& matrix_;
};

/// The rows of every query in each tensor, and which of them each item is the mean of.
std::string BlockText::queriesText(const Selection& block, const MatrixSide& asking) const
{
    const QueryRows reader(trace_, block);
    std::vector<Index> all;
    std::vector<std::vector<std::size_t>> groups;
    for (int i = asking.begin; i < asking.begin + asking.count; ++i) {
        const std::vector<int> members =
            membersOf(trace_, selection_, matrix_.rows.items[static_cast<std::size_t>(i)]);
        std::vector<std::size_t>& own = groups.emplace_back();
        for (const Index query : reader.known({members.begin(), members.end()})) {
            own.push_back(all.size());
            all.push_back(query);
        }
    }
    std::string text = "    {\n";
    for (const std::size_t index : sitesOf(trace_, block)) {
        const Site& site = trace_.sites[index];
        text += "        " + pythonString(site.name()) + ": " +
                pythonList(all,
                           [&](Index query) {
                               return std::to_string(queriesOf(site, block.direction).rowOf(query));
                           }) +
                ",\n";
    }
    return text + "    },\n    " + pythonList(groups, pythonNumbers<std::vector<std::size_t>>) +
           ",\n";
}

/// Where the keys lie in a row, which of them each item is the sum of, and which are special.
std::string BlockText::keysText(const Selection& block, const MatrixSide& keys) const
{
    const Span& span = keysOf(trace_.sites[sitesOf(trace_, block).front()], block.direction);
    std::vector<std::vector<Index>> columns;
    std::vector<int> special;
    for (int i = keys.begin; i < keys.begin + keys.count; ++i) {
        const MatrixItem& item = matrix_.columns.items[static_cast<std::size_t>(i)];
        std::vector<Index>& own = columns.emplace_back();
        for (const int member : membersOf(trace_, selection_, item)) {
            if (span.covers(member)) {
                own.push_back(member - span.first);
            }
        }
        if (item.isSpecial && item.state != Map::KeyState::Masked) {
            special.push_back(i - keys.begin);
        }
    }
    return "    " + std::to_string(span.begin) + ", " + std::to_string(span.begin + span.count) +
           ",\n    " + pythonList(columns, pythonNumbers<std::vector<Index>>) + ",\n    " +
           pythonNumbers(special) + ",\n";
}

std::string BlockText::of(const MatrixSide& asking, const MatrixSide& keys) const
{
    Selection block = selection_;
    block.direction = directionOf(asking.isImage, keys.isImage);
    const Site& site = trace_.sites[sitesOf(trace_, selection_).front()];
    if (!holds(site, block.direction)) { // closed whatever the input
        return "np.zeros((" + std::to_string(asking.count) + ", " + std::to_string(keys.count) +
               "))";
    }
    return "block(\n" + queriesText(block, asking) + keysText(block, keys) + ")";
}

/// Each word's map, where the other side is the patches of a grid.
std::string mapsText(const Trace& trace, const AttentionMatrix& matrix)
{
    const bool isOneBlock = matrix.rows.sides.size() == 1 && matrix.columns.sides.size() == 1;
    const bool asks = matrix.rows.sides.front().isImage;
    const bool isLookedAt = matrix.columns.sides.front().isImage;
    if (!isOneBlock || asks == isLookedAt || trace.units.gridRows == 0) {
        return {};
    }
    const MatrixAxis& units = asks ? matrix.rows : matrix.columns;
    std::vector<std::size_t> patches;
    for (std::size_t i = 0; i < units.items.size(); ++i) {
        const auto unit = static_cast<std::size_t>(units.items[i].index);
        if (trace.units.units[unit].kind == VisualUnit::Kind::Patch) {
            patches.push_back(i);
        }
    }
    return "patches = " + pythonNumbers(patches) + "\nmaps = values" +
           (asks ? "[patches].T" : "[:, patches]") + ".reshape(-1, " +
           std::to_string(trace.units.gridRows) + ", " + std::to_string(trace.units.gridColumns) +
           ")  # of each word\n";
}

} // namespace

std::string matrixScript(const Trace& trace, const Selection& asked, MatrixBlocks blocks)
{
    const AttentionMatrix matrix = attentionMatrix(trace, asked, blocks);
    Selection selection = asked;
    selection.focus.clear();
    selection.pieces.clear();
    if (selection.kind.empty()) {
        selection.kind = fittingKind(trace, asked);
    }
    selection = checkedSelection(trace, selection);
    const bool isRenormalised =
        selection.special == SpecialTokens::Renormalise && !matrix.isSimilarity;
    const Site& first = trace.sites[sitesOf(trace, selection).front()];
    std::string text = "import numpy as np\n\nattention = np.load(\"attention.npz\")\nheads = " +
                       (selection.head ? "[" + std::to_string(*selection.head) + "]"
                                       : "slice(0, " + std::to_string(first.heads) + ")") +
                       "\n\n\n" + functionText(selection, matrix.isConditional, isRenormalised);
    const BlockText block(trace, selection, matrix);
    text += "values = np.block([\n";
    for (const MatrixSide& asking : matrix.rows.sides) {
        text += "[";
        for (const MatrixSide& keys : matrix.columns.sides) {
            text += block.of(asking, keys) + ", ";
        }
        text += "],\n";
    }
    return text + "])  # [query, key]\n" + namesText("queries", trace, selection, matrix.rows) +
           namesText("keys", trace, selection, matrix.columns) + mapsText(trace, matrix) +
           "print(values.shape, \"queries × keys; largest\", values.max())\n";
}

} // namespace attenscope
