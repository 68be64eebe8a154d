#include "ui/figure/word_maps.h"

#include <QCoreApplication>

#include "ui/figure/matrix_painter.h"

#include <algorithm>

namespace attenscope {

namespace {

struct GridContent {
    Q_DECLARE_TR_FUNCTIONS(GridContent)
};

/// A key's column as a map over the patches that look at it.
Map columnMap(const AttentionMatrix& matrix, int column)
{
    Map map;
    map.direction = Direction::ImageToText;
    map.isJoint = matrix.isJoint;
    map.isConditional = matrix.isConditional;
    map.isSimilarity = matrix.isSimilarity;
    map.siteNames = matrix.siteNames;
    for (int r = 0; r < matrix.rows.size(); ++r) {
        const auto unit =
            static_cast<std::size_t>(matrix.rows.items[static_cast<std::size_t>(r)].index);
        map.values.resize(std::max(map.values.size(), unit + 1), 0);
        map.states.resize(map.values.size(), Map::KeyState::Masked);
        map.values[unit] = matrix.weights(r, column);
        map.states[unit] = matrix.stateAt(r, column);
    }
    return map;
}

/// How many keys a word's map has.
std::size_t keysOfWords(const Trace& trace, const Selection& selection)
{
    return selection.direction != Direction::TextToText ? trace.units.units.size()
           : selection.showsPieces                      ? trace.tokens.tokens.size()
                                                        : trace.tokens.words.size();
}

} // namespace

std::vector<WordMap>
wordMaps(const Trace& trace, const Selection& selection, const AttentionMatrix& matrix, Scale scale)
{
    const bool areColumns = selection.direction == Direction::ImageToText;
    const ScaleRange common = wordMapsRange(matrix, scale);
    const std::size_t keys = keysOfWords(trace, selection);
    const MatrixAxis& words = areColumns ? matrix.columns : matrix.rows;
    std::vector<WordMap> maps;
    for (int i = 0; i < words.size(); ++i) {
        const MatrixItem& word = words.items[static_cast<std::size_t>(i)];
        if (word.isSpecial && selection.special != SpecialTokens::Show) {
            continue;
        }
        WordMap one{.item = word,
                    .map = areColumns ? columnMap(matrix, i) : matrix.rowMap(i, 0),
                    .range = common,
                    .label = {}};
        one.map.values.resize(keys, 0);
        one.map.states.resize(keys, Map::KeyState::Masked);
        if (scale == Scale::PerMap) {
            one.range = {one.map.minimum(), one.map.maximum()};
        }
        one.label = {.name = matrixItemName(trace, word, selection.showsPieces),
                     .note = GridContent::tr("peak %1").arg(
                         numberText(static_cast<double>(one.map.maximum()))),
                     .isSpecial = word.isSpecial,
                     .isMasked = word.state == Map::KeyState::Masked};
        maps.push_back(std::move(one));
    }
    return maps;
}

ScaleRange wordMapsRange(const AttentionMatrix& matrix, Scale scale)
{
    return matrixRange(matrix, scale == Scale::PerMap ? Scale::Shared : scale);
}

QString wordMapsTitle(const Selection& selection)
{
    const bool shows = selection.showsPieces;
    switch (selection.direction) {
    case Direction::ImageToText:
        return shows ? GridContent::tr("Image → every token")
                     : GridContent::tr("Image → every word");
    case Direction::TextToText:
        return shows ? GridContent::tr("Every token → tokens")
                     : GridContent::tr("Every word → words");
    case Direction::TextToImage:
    case Direction::ImageToImage:
        break;
    }
    return shows ? GridContent::tr("Every token → image") : GridContent::tr("Every word → image");
}

QString wordMapsNote(Scale scale, std::size_t count)
{
    return scale == Scale::PerMap
               ? GridContent::tr("each map has a scale of its own")
               : GridContent::tr("one scale for all %n maps", nullptr, static_cast<int>(count));
}

ColourBar ownScalesBar(const FigureStyle& style)
{
    return {.table = &tableOf(style),
            .range = {0, 1},
            .scale = Scale::PerMap,
            .label = GridContent::tr("part of each map’s range"),
            .marker = {}};
}

std::vector<int> chosenTextItems(const Trace& trace,
                                 const std::vector<int>& words,
                                 const std::vector<int>& pieces,
                                 bool showsPieces)
{
    if (!showsPieces || !pieces.empty()) {
        return showsPieces ? pieces : words;
    }
    std::vector<int> tokens;
    for (const int word : words) {
        const Word& chosen = trace.tokens.words.at(static_cast<std::size_t>(word));
        tokens.insert(tokens.end(), chosen.tokens.begin(), chosen.tokens.end());
    }
    return tokens;
}

} // namespace attenscope
