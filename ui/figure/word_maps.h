#pragma once

#include <QString>

#include "engine/analysis/attention_matrix.h"
#include "engine/trace/trace.h"
#include "ui/figure/colour_bar.h"
#include "ui/figure/figure_style.h"
#include "ui/figure/word_grid.h"

#include <vector>

namespace attenscope {

// A map for every word, as the window's words and a sheet of all words show them.

/// Where one word looks, or, where words are keys, from where it is looked at.
struct WordMap {
    MatrixItem item; ///< the word; a token while pieces are shown
    Map map;         ///< over the units; over the caption's items in a matrix of words alone
    ScaleRange range;
    WordGridLabel label; ///< nothing in focus
};

/// One map for each word of a matrix in its order. Special ones are left out unless they are shown.
/// matrix  of `selection`, one block. Image → text: the words are its columns.
/// scale   every map has the matrix's range (matrixRange: the maps in view share one scale), or
///         with Scale::PerMap its own one
std::vector<WordMap> wordMaps(const Trace& trace,
                              const Selection& selection,
                              const AttentionMatrix& matrix,
                              Scale scale);

/// The scale that all of these maps share; for maps with a scale each, of them together.
ScaleRange wordMapsRange(const AttentionMatrix& matrix, Scale scale);

/// "Every word → image", "Image → every token", "Every word → words".
QString wordMapsTitle(const Selection& selection);

/// "one scale for all 10 maps".
QString wordMapsNote(Scale scale, std::size_t count);

/// The bar of maps that have a scale each.
ColourBar ownScalesBar(const FigureStyle& style);

/// The words in focus; with pieces their tokens, or those of them that were chosen.
std::vector<int> chosenTextItems(const Trace& trace,
                                 const std::vector<int>& words,
                                 const std::vector<int>& pieces,
                                 bool showsPieces);

} // namespace attenscope
