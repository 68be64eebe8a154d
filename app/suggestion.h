#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace attenscope {

/// Fewest insertions, deletions, replacements and swaps of neighbours that turn a into b.
int editDistance(std::string_view a, std::string_view b);

/// The candidate nearest to `word`, if it is near enough to have been meant.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

/// "Did you mean X?", or a list of what there is where nothing is near.
std::string suggestion(std::string_view word, std::span<const std::string> candidates);

} // namespace attenscope
