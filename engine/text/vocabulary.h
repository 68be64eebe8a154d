#pragma once

#include "engine/base/export.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// The tokens of a `vocab.txt`: one a line, the id is the line's number from 0.
class ATTENSCOPE_EXPORT Vocabulary {
public:
    /// file  what messages call it
    /// Throws E_TOKENIZER_ENCODING (not UTF-8), E_TOKENIZER_DUPLICATE, E_TOKENIZER_ENTRY (an empty
    /// line between others, no entry at all), E_LIMIT_VOCABULARY, E_LIMIT_TOKEN.
    Vocabulary(std::string_view text, std::string file);
    Vocabulary(Vocabulary&&) = default;
    Vocabulary& operator=(Vocabulary&&) = default;
    Vocabulary(const Vocabulary&) = delete; // its views would look into the other's tokens
    Vocabulary& operator=(const Vocabulary&) = delete;
    ~Vocabulary() = default;

    std::int64_t size() const { return static_cast<std::int64_t>(tokens_.size()); }

    /// Empty if there is no such id.
    std::string token(std::int64_t id) const;
    std::optional<std::int64_t> id(std::string_view token) const;
    /// Throws E_TOKENIZER_SPECIAL when there is none.
    std::int64_t requiredId(const std::string& token) const;

private:
    void add(std::string_view token);

    std::string file_;
    std::map<std::string, std::int64_t, std::less<>> ids_; // a hash could be made to collide
    std::vector<std::string_view> tokens_;                 // views of the keys of ids_
};

} // namespace attenscope
