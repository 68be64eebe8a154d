#pragma once

#include "engine/base/export.h"
#include "engine/tensor/matrix.h"

#include <string>

namespace attenscope {

/// A run of consecutive rows or columns: the first of them stands for the token or unit `first`,
/// the next one for the one after it.
struct Span {
    Index begin = 0;
    Index count = 0;
    Index first = 0;

    bool isEmpty() const { return count == 0; }

    /// Whether a row stands for this token or unit.
    bool covers(Index item) const { return item >= first && item < first + count; }

    /// The row of a token or unit that is covered.
    Index rowOf(Index item) const { return begin + item - first; }
};

/// What the rows (or the columns) of a site's matrices stand for. A joint axis holds both spans.
struct Axis {
    Span text;  ///< tokens, as in Trace::tokens
    Span image; ///< units, as in Trace::units

    Index size() const { return text.count + image.count; }

    bool isJoint() const { return !text.isEmpty() && !image.isEmpty(); }

    /// first  the token (or unit) that row 0 stands for
    static Axis textOnly(Index tokens, Index first = 0)
    {
        return {.text = {0, tokens, first}, .image = {}};
    }

    static Axis imageOnly(Index units, Index first = 0)
    {
        return {.text = {}, .image = {0, units, first}};
    }

    /// Text first, then image.
    static Axis joint(Index tokens, Index units)
    {
        return {.text = {0, tokens}, .image = {tokens, units}};
    }

    /// Image first, then text.
    static Axis imageFirst(Index units, Index tokens)
    {
        return {.text = {units, tokens}, .image = {0, units}};
    }
};

/// One head somewhere in a model.
struct HeadId {
    std::string kind;
    int layer = 0;
    int head = 0;

    friend bool operator==(const HeadId&, const HeadId&) = default;
};

/// A kind of attention at one layer.
struct Site {
    std::string kind; ///< "cross_text_to_image", "vision_self", …
    int layer = 0;
    int heads = 0;
    Axis query;
    Axis key;
    std::string weightPrefix; ///< of its tensors in the checkpoint
    /// The matrix holds cosine similarities and no attention weights: -1 to 1, no row sums.
    bool isSimilarity = false;
    /// Blocks of a joint matrix that are closed whatever the input, by an ablation or because the
    /// model is causal: their zeros say nothing.
    bool closesTextToImage = false;
    bool closesImageToText = false;

    /// The array's name: "attn_<kind>_L<nn>"; a similarity's: "<kind>_text_to_image".
    ATTENSCOPE_EXPORT std::string name() const;
};

} // namespace attenscope
