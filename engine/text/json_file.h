#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace attenscope {

class ModelFolder;

/// A tokenizer's JSON file, up to limits::kTokenizerBytes. Throws E_TOKENIZER_JSON for what is no
/// JSON or has a key twice, E_LIMIT_DEPTH, E_LIMIT_FILE, E_IO.
nlohmann::ordered_json readTokenizerJson(const ModelFolder& folder, const std::string& name);

} // namespace attenscope
