#include "engine/analysis/selection.h"

#include <array>

namespace attenscope {

namespace {

struct DirectionRow {
    Direction direction;
    std::string_view id;
    std::string_view name;
};

constexpr std::array kDirections{
    DirectionRow{Direction::TextToImage, "text-to-image", "text→image"},
    DirectionRow{Direction::ImageToText, "image-to-text", "image→text"},
    DirectionRow{Direction::TextToText, "text-to-text", "text→text"},
    DirectionRow{Direction::ImageToImage, "image-to-image", "image→image"},
};

const DirectionRow& rowOf(Direction direction)
{
    return kDirections.at(static_cast<std::size_t>(direction));
}

} // namespace

std::string_view directionId(Direction direction)
{
    return rowOf(direction).id;
}

std::string_view directionName(Direction direction)
{
    return rowOf(direction).name;
}

std::optional<Direction> directionFromId(std::string_view id)
{
    for (const DirectionRow& row : kDirections) {
        if (row.id == id) {
            return row.direction;
        }
    }
    return std::nullopt;
}

std::string_view specialTokensId(SpecialTokens special)
{
    switch (special) {
    case SpecialTokens::Show:
        return "show";
    case SpecialTokens::Hide:
        return "hide";
    case SpecialTokens::Renormalise:
        return "renormalise";
    }
    return {};
}

std::optional<SpecialTokens> specialTokensFromId(std::string_view id)
{
    for (const SpecialTokens special :
         {SpecialTokens::Show, SpecialTokens::Hide, SpecialTokens::Renormalise}) {
        if (specialTokensId(special) == id) {
            return special;
        }
    }
    return std::nullopt;
}

std::string_view jointRowsId(JointRows rows)
{
    return rows == JointRows::Raw ? "raw" : "conditional";
}

std::optional<JointRows> jointRowsFromId(std::string_view id)
{
    for (const JointRows rows : {JointRows::Raw, JointRows::Conditional}) {
        if (jointRowsId(rows) == id) {
            return rows;
        }
    }
    return std::nullopt;
}

} // namespace attenscope
