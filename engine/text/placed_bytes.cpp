#include "engine/text/placed_bytes.h"

#include "engine/text/normal_forms.h"

#include <algorithm>

namespace attenscope {

PlacedBytes::PlacedBytes(const CodePoints& points)
{
    for (std::size_t i = 0; i < points.size(); ++i) {
        appendUtf8(text, points[i].value);
        characters.resize(text.size(), i);
    }
}

void place(Token& token, const CodePoints& points, std::size_t first, std::size_t last)
{
    const auto isWritten = [](const CodePoint& point) {
        return point.end > point.begin && !isWhiteSpace(point.value);
    };
    const auto begin = points.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = points.begin() + static_cast<std::ptrdiff_t>(last) + 1;
    const bool isBlank = std::none_of(begin, end, isWritten);
    bool isPlaced = false;
    for (auto point = begin; point != end; ++point) {
        if (!isBlank && !isWritten(*point)) {
            continue;
        }
        token.begin = isPlaced ? std::min(token.begin, point->begin) : point->begin;
        token.end = isPlaced ? std::max(token.end, point->end) : point->end;
        isPlaced = true;
    }
}

} // namespace attenscope
