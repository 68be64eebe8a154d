#pragma once

#include "engine/base/export.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// Query → key.
enum class Direction { TextToImage, ImageToText, TextToText, ImageToImage };

ATTENSCOPE_EXPORT std::string_view directionId(Direction direction);   ///< "text-to-image"
ATTENSCOPE_EXPORT std::string_view directionName(Direction direction); ///< "text→image"
ATTENSCOPE_EXPORT std::optional<Direction> directionFromId(std::string_view id);

inline bool asksFromText(Direction d)
{
    return d == Direction::TextToImage || d == Direction::TextToText;
}

inline bool looksAtImage(Direction d)
{
    return d == Direction::TextToImage || d == Direction::ImageToImage;
}

/// What happens to special keys ([CLS], [SEP], a class unit) in a map.
enum class SpecialTokens {
    Show,
    Hide,       ///< left out of the picture and of the scale; the hidden mass is printed
    Renormalise ///< dropped, the rest divided by what is left; the dropped mass is printed
};

ATTENSCOPE_EXPORT std::string_view specialTokensId(SpecialTokens special); ///< "show"
ATTENSCOPE_EXPORT std::optional<SpecialTokens> specialTokensFromId(std::string_view id);

/// How a row of a joint matrix is read, whose keys lie on both sides (analysis.md A1).
enum class JointRows {
    Raw,        ///< as they are: the shown keys' sum is what of the row lies on this side
    Conditional ///< divided by that sum
};

ATTENSCOPE_EXPORT std::string_view jointRowsId(JointRows rows); ///< "raw", "conditional"
ATTENSCOPE_EXPORT std::optional<JointRows> jointRowsFromId(std::string_view id);

/// One row of the registry of ways to put heads and layers together (analysis.md A2).
struct AggregationInfo {
    std::string_view id;      ///< "mean"
    std::string_view name;    ///< for people
    std::string_view formula; ///< "1/H Σ_h A^h"
};

/// All of them; the first is the default. GUI and command line both build their choices from it.
ATTENSCOPE_EXPORT const std::vector<AggregationInfo>& aggregations();

/// What the user looks at. A value: undone, saved, and written into a figure's recipe.
struct Selection {
    Direction direction = Direction::TextToImage;
    std::string kind; ///< site kind; empty: the mode's own one for this direction
    int firstLayer = 0;
    int lastLayer = 0;       ///< inclusive
    std::optional<int> head; ///< nothing: all heads, put together by `aggregation`
    std::string aggregation = "mean";
    std::vector<int> focus;  ///< queries: words or units; empty: all that are not special
    std::vector<int> pieces; ///< tokens of the words in focus that ask; empty: all of them
    SpecialTokens special = SpecialTokens::Hide;
    JointRows jointRows = JointRows::Raw;
    bool showsPieces = false; ///< keys on the text side are tokens instead of words

    friend bool operator==(const Selection&, const Selection&) = default;
};

} // namespace attenscope
