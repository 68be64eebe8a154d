#pragma once

#include "engine/analysis/attention_matrix.h"
#include "engine/analysis/selection.h"
#include "engine/trace/trace.h"
#include "ui/figure/figure_style.h"
#include "ui/state/head_listing.h"
#include "ui/state/tab.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace attenscope {

struct Moment;

/// The two things that are drawn side by side, each with its own direction.
enum class Pane {
    Image, ///< the picture: its units are the keys
    Words  ///< the caption: its words are the keys
};

/// What the user looks at and how it is drawn; everything of the window's state that needs no run.
struct View {
    Tab tab = Tab::Image;      ///< what the centre shows
    Pane active = Pane::Image; ///< which one the matrix, the inspector and an export show
    Direction imageDirection = Direction::TextToImage;
    Direction wordDirection = Direction::ImageToText;
    std::string imageKind; ///< site kind; empty: the mode's own one
    std::string wordKind;
    int layer = 0;
    std::optional<int> head; ///< nothing: all, put together by `aggregation`
    std::string aggregation = "mean";
    SpecialTokens special = SpecialTokens::Hide;
    JointRows jointRows = JointRows::Raw;
    bool showsPieces = false;                      ///< tokens in place of words
    MatrixBlocks matrixBlocks = MatrixBlocks::All; ///< of a joint model's matrix
    std::vector<int> words;                        ///< in focus
    std::vector<int> pieces; ///< tokens of theirs that ask while pieces are shown; empty: all
    std::vector<int> units;
    std::string fusion; ///< whose match score is shown large; empty: the model's first
    HeadListing heads;  ///< of the active pane's kind
    FigureStyle style;
    std::shared_ptr<const Moment> pinned; ///< what all this is compared with, A; null: nothing
    std::optional<ThemeKind> figureTheme; ///< of what is exported; nothing: the window's

    /// The selection that a pane stands for.
    Selection selection(Pane pane) const;

    /// The image pane's selection in the direction in which words ask: what a map of every word,
    /// and the search for heads, are of.
    Selection wordsAskingImage() const;
    /// The word pane's in the direction in which patches ask, for models whose words ask nothing.
    Selection imageAskingWords() const;

    Direction direction(Pane pane) const
    {
        return pane == Pane::Image ? imageDirection : wordDirection;
    }

    friend bool operator==(const View&, const View&) = default;
};

/// The view with nothing in it that the trace does not have: layers, heads, words, units, kinds of
/// attention.
View fitted(View view, const Trace& trace);

} // namespace attenscope
