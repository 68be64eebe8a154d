#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace attenscope {

/// Visits the entries of a list that a text begins with, the shortest first: narrows the list down
/// to those that go on as the text does, byte by byte.
/// entries  in the order of their texts, each text once
/// textOf   the text of an entry
/// visit    called with an entry
template <typename Entries, typename TextOf, typename Visit>
void forEachPrefix(const Entries& entries, std::string_view text, TextOf textOf, Visit visit)
{
    auto first = entries.begin();
    auto last = entries.end();
    for (std::size_t length = 1; length <= text.size() && first != last; ++length) {
        const int byte = static_cast<unsigned char>(text[length - 1]);
        const auto byteOf = [&](const auto& entry) -> int {
            const std::string_view own = textOf(entry);
            return length > own.size() ? -1 : static_cast<unsigned char>(own[length - 1]);
        };
        first = std::partition_point(first, last,
                                     [&](const auto& entry) { return byteOf(entry) < byte; });
        last = std::partition_point(first, last,
                                    [&](const auto& entry) { return byteOf(entry) <= byte; });
        if (first != last && textOf(*first).size() == length) {
            visit(*first);
        }
    }
}

} // namespace attenscope
