#include "ui/widgets/grid_content.h"

#include <QCoreApplication>

#include "ui/figure/figure_text.h"
#include "ui/widgets/display_text.h"
#include "ui/widgets/window_content.h"

#include <algorithm>

namespace attenscope {

namespace {

struct GridContent {
    Q_DECLARE_TR_FUNCTIONS(GridContent)
};

/// The selection that a pane asks for, whatever is in focus.
std::optional<Selection> unfocused(const Document& document, Selection selection)
{
    selection.focus.clear();
    selection.pieces.clear();
    return fitted(*document.trace(), std::move(selection));
}

/// "Text → image"; "Text and image → text and image" where all blocks are shown.
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

/// What becomes of special keys, in the matrix as a whole.
QString specialNote(const View& view)
{
    switch (view.special) {
    case SpecialTokens::Show:
        return {};
    case SpecialTokens::Hide:
        return GridContent::tr("special keys hidden");
    case SpecialTokens::Renormalise:
        break;
    }
    return GridContent::tr("special keys dropped, rows renormalised");
}

QString matrixNote(const Document& document, const AttentionMatrix& matrix)
{
    const View& view = document.view();
    QStringList parts{matrixSizeText(*document.trace(), matrix, view.showsPieces)};
    if (matrix.isSimilarity) {
        parts << GridContent::tr("cosine similarity, not attention");
        return parts.join(QStringLiteral("; "));
    }
    if (const QString special = specialNote(view); !special.isEmpty()) {
        parts << special;
    }
    if (matrix.isConditional) {
        parts << GridContent::tr("each block's rows divided by their share");
    }
    return parts.join(QStringLiteral("; "));
}

std::vector<MatrixItem> focusedItems(const Document& document)
{
    const View& view = document.view();
    std::vector<MatrixItem> items;
    for (const int item : chosenTextItems(document)) {
        items.push_back({.isImage = false, .index = item});
    }
    for (const int unit : view.units) {
        items.push_back({.isImage = true, .index = unit});
    }
    return items;
}

/// The style with the shared scale where its own one is for weights and these are none.
FigureStyle styleFor(FigureStyle style, const AttentionMatrix& matrix)
{
    Map numbers;
    numbers.isSimilarity = matrix.isSimilarity;
    style.scale = scaleFor(numbers, style.scale);
    return style;
}

/// A key's column as a map over the patches that look at it.
Map columnMap(const AttentionMatrix& matrix, int column)
{
    Map map;
    map.direction = Direction::ImageToText;
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

/// The words that get a picture, each with its map. `isColumns`: words are the matrix's keys.
std::vector<WordGridView::Item>
wordItems(const Document& document, const AttentionMatrix& matrix, bool isColumns)
{
    const View& view = document.view();
    const Trace& trace = *document.trace();
    const Scale scale = styleFor(view.style, matrix).scale;
    const ScaleRange common = matrixRange(matrix, scale);
    const std::vector<int> chosen = chosenTextItems(document);
    std::vector<WordGridView::Item> items;
    const MatrixAxis& words = isColumns ? matrix.columns : matrix.rows;
    for (int i = 0; i < words.size(); ++i) {
        const MatrixItem& word = words.items[static_cast<std::size_t>(i)];
        if (word.isSpecial && view.special != SpecialTokens::Show) {
            continue;
        }
        WordGridView::Item item;
        item.key = word.index;
        item.map = isColumns ? columnMap(matrix, i) : matrix.rowMap(i, 0);
        item.map.values.resize(trace.units.units.size(), 0);
        item.map.states.resize(trace.units.units.size(), Map::KeyState::Masked);
        item.range =
            scale == Scale::PerMap ? ScaleRange{item.map.minimum(), item.map.maximum()} : common;
        item.label = {
            .name = matrixItemName(trace, word, view.showsPieces),
            .note =
                GridContent::tr("peak %1").arg(numberText(static_cast<double>(item.map.maximum()))),
            .isSpecial = word.isSpecial,
            .isFocused = std::find(chosen.begin(), chosen.end(), word.index) != chosen.end(),
            .isMasked = word.state == Map::KeyState::Masked};
        items.push_back(std::move(item));
    }
    return items;
}

ColourBar gridBar(const Document& document, const AttentionMatrix& matrix)
{
    const FigureStyle style = styleFor(document.view().style, matrix);
    const bool isOwn = style.scale == Scale::PerMap;
    ColourBar bar;
    bar.table = &tableOf(style);
    bar.range = isOwn ? ScaleRange{0, 1} : matrixRange(matrix, style.scale);
    bar.scale = style.scale;
    bar.label = isOwn ? GridContent::tr("part of each map’s range") : GridContent::tr("weight");
    bar.isClippedAbove = !isOwn && !bar.range.isLift && matrix.maximum() > bar.range.maximum;
    bar.isClippedBelow = !isOwn && !bar.range.isLift && matrix.minimum() < bar.range.minimum;
    return bar;
}

/// What each map is, for people who see one for the first time.
QString mapMeaning(const Document& document, const AttentionMatrix& matrix, bool isColumns)
{
    if (isColumns) {
        return GridContent::tr(
            "Attention weight of every patch on the word. Such maps don’t sum to 1.");
    }
    if (matrix.isSimilarity) {
        return GridContent::tr("Cosine similarity of the word and every patch; not attention.");
    }
    const QString units = gridText(document.trace()->units);
    if (document.view().special == SpecialTokens::Renormalise || matrix.isConditional) {
        return GridContent::tr("Attention weight over %1. Each map sums to 1.").arg(units);
    }
    return matrix.isJoint
               ? GridContent::tr("Attention weight over %1. The rest of each row lies on words.")
                     .arg(units)
               : GridContent::tr("Attention weight over %1.").arg(units);
}

} // namespace

WordGridPane::Content wordGridContent(const Document& document)
{
    const View& view = document.view();
    WordGridPane::Content content;
    content.grid.trace = document.result()->trace;
    content.grid.style = document.shownStyle();
    std::shared_ptr<const AttentionMatrix> matrix = document.wordMaps();
    const bool isColumns = !matrix;
    if (isColumns) {
        content.absence = absenceText(document, Pane::Image);
        matrix = document.wordColumns();
    }
    if (!matrix) {
        content.title = GridContent::tr("Words");
        return content;
    }
    Selection selection = view.selection(isColumns ? Pane::Words : Pane::Image);
    selection.direction = isColumns ? Direction::ImageToText : Direction::TextToImage;
    content.grid.items = wordItems(document, *matrix, isColumns);
    content.title =
        isColumns ? GridContent::tr("Image → every word") : GridContent::tr("Every word → image");
    if (view.showsPieces) {
        content.title = isColumns ? GridContent::tr("Image → every token")
                                  : GridContent::tr("Every token → image");
    }
    content.place = placeText(*content.grid.trace, *unfocused(document, selection));
    content.note = view.style.scale == Scale::PerMap
                       ? GridContent::tr("each map has a scale of its own")
                       : GridContent::tr("one scale for all %n maps", nullptr,
                                         static_cast<int>(content.grid.items.size()));
    content.meaning = mapMeaning(document, *matrix, isColumns);
    content.hint =
        isColumns ? GridContent::tr("A bright patch looks at the word.")
                  : GridContent::tr("An even, dark map belongs to a word that spreads its weight.");
    content.bar = gridBar(document, *matrix);
    return content;
}

FullMatrixView::Content matrixViewContent(const Document& document)
{
    const View& view = document.view();
    FullMatrixView::Content content;
    content.trace = document.result()->trace;
    content.matrix = document.matrix();
    content.showsPieces = view.showsPieces;
    content.style = view.style;
    content.focus = focusedItems(document);
    if (!content.matrix) {
        content.title = GridContent::tr("Matrix");
        content.absence = absenceText(document, view.active);
        return content;
    }
    const AttentionMatrix& matrix = *content.matrix;
    content.style = styleFor(view.style, matrix);
    content.range = matrixRange(matrix, content.style.scale);
    content.title = matrixTitle(matrix);
    content.place = placeText(*content.trace, *unfocused(document, view.selection(view.active)));
    content.note = matrixNote(document, matrix);
    content.unit = matrix.isSimilarity ? GridContent::tr("cosine similarity")
                                       : GridContent::tr("attention weight");
    return content;
}

} // namespace attenscope
