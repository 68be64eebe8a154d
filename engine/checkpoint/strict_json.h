#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace attenscope {

/// Parses a JSON text that may come from anywhere into a document that keeps the order of keys.
/// Refuses what parsers usually let pass or die of: a byte-order mark, a key that occurs twice in
/// an object, more than limits::kJsonDepth levels, anything after the document but blanks, comments
/// and NaN. Throws E_CONFIG_FIELD, for the depth E_LIMIT_DEPTH, with `file` and the byte offset.
nlohmann::ordered_json parseStrictJson(std::string_view text, const std::string& file);

} // namespace attenscope
