#pragma once

#include <QString>

#include <optional>

namespace attenscope {

/// How well a text answers what was typed: its letters in order, with anything between them. More
/// is better: letters at the beginning of words and letters side by side count more, letters
/// skipped before the first one less. Case and blanks don't matter.
/// returns  nothing if a letter is missing; 0 for an empty pattern
std::optional<int> fuzzyScore(const QString& pattern, const QString& text);

} // namespace attenscope
