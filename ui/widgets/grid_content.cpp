#include "ui/widgets/grid_content.h"

#include <QCoreApplication>

#include "ui/figure/figure_text.h"
#include "ui/figure/matrix_text.h"
#include "ui/figure/word_maps.h"
#include "ui/widgets/display_text.h"
#include "ui/widgets/window_content.h"

#include <algorithm>
#include <utility>

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

/// The words that get a picture, each with its map.
std::vector<WordGridView::Item>
wordItems(const Document& document, const Selection& selection, const AttentionMatrix& matrix)
{
    const std::vector<int> chosen = chosenTextItems(document);
    const Scale scale = styleFor(document.view().style, matrix).scale;
    std::vector<WordGridView::Item> items;
    for (WordMap& one : wordMaps(*document.trace(), selection, matrix, scale)) {
        one.label.isFocused =
            std::find(chosen.begin(), chosen.end(), one.item.index) != chosen.end();
        items.push_back({.key = one.item.index,
                         .label = std::move(one.label),
                         .map = std::move(one.map),
                         .range = one.range});
    }
    return items;
}

ColourBar gridBar(const Document& document, const AttentionMatrix& matrix)
{
    const FigureStyle style = styleFor(document.view().style, matrix);
    if (style.scale == Scale::PerMap) {
        return ownScalesBar(style);
    }
    ColourBar bar = matrixBar(matrix, wordMapsRange(matrix, style.scale), style);
    bar.label = GridContent::tr("weight");
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
    content.grid.items = wordItems(document, selection, *matrix);
    content.title = wordMapsTitle(selection);
    content.place = placeText(*content.grid.trace, *unfocused(document, selection));
    content.note = wordMapsNote(view.style.scale, content.grid.items.size());
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
    const Selection selection = view.selection(view.active);
    content.title = matrixTitle(matrix);
    content.place = placeText(*content.trace, *unfocused(document, selection));
    content.note = matrixNote(*content.trace, selection, matrix);
    content.unit = matrixUnit(matrix);
    return content;
}

} // namespace attenscope
