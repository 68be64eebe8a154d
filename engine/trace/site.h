#pragma once

#include "engine/base/export.h"
#include "engine/tensor/matrix.h"

#include <string>

namespace attenscope {

/// A run of consecutive rows or columns.
struct Span {
    Index begin = 0;
    Index count = 0;

    bool isEmpty() const { return count == 0; }
};

/// What the rows (or the columns) of a site's matrices stand for. A joint axis holds both spans.
struct Axis {
    Span text;  ///< tokens, as in Trace::tokens
    Span image; ///< units, as in Trace::units

    Index size() const { return text.count + image.count; }

    bool isJoint() const { return !text.isEmpty() && !image.isEmpty(); }

    static Axis textOnly(Index tokens) { return {.text = {0, tokens}, .image = {}}; }

    static Axis imageOnly(Index units) { return {.text = {}, .image = {0, units}}; }

    /// Text first, then image.
    static Axis joint(Index tokens, Index units)
    {
        return {.text = {0, tokens}, .image = {tokens, units}};
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

    /// The array's name in attention.npz: "attn_<kind>_L<nn>".
    ATTENSCOPE_EXPORT std::string name() const;
};

} // namespace attenscope
