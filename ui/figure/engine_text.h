#pragma once

#include <QString>

#include <span>
#include <string_view>

namespace attenscope {

/// A text that the engine, or a table of this program, gives in English, in the language that texts
/// come in now: names of modes and aggregations, reasons, warnings, facts about a model. What the
/// catalogue does not have (names from files, messages with paths) stays as it is.
QString engineText(std::string_view text);

/// The catalogue: English texts, with "%1" to "%9" for the parts that differ.
std::span<const char* const> engineTexts();

} // namespace attenscope
