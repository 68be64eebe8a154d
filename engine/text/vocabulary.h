#pragma once

#include "engine/base/export.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// A token of a vocabulary that names its ids.
struct VocabularyEntry {
    std::string token;
    std::int64_t id;
};

/// A tokenizer's tokens by id, from 0 on without gaps.
class ATTENSCOPE_EXPORT Vocabulary {
public:
    /// The entries in any order.
    /// file  what messages call it
    /// Throws E_TOKENIZER_DUPLICATE (a token or an id twice), E_TOKENIZER_ENTRY (an empty token, an
    /// id that is missing between others, no entry at all), E_LIMIT_VOCABULARY, E_LIMIT_TOKEN.
    Vocabulary(std::vector<VocabularyEntry> entries, std::string file);

    /// A `vocab.txt`: one token a line, the id is the line's number from 0.
    /// Throws E_TOKENIZER_ENCODING (not UTF-8), E_TOKENIZER_DUPLICATE, E_TOKENIZER_ENTRY (an empty
    /// line between others, no entry at all), E_LIMIT_VOCABULARY, E_LIMIT_TOKEN.
    Vocabulary(std::string_view text, std::string file);

    /// Adds the entries whose tokens it does not have, in any order. Throws as the constructors,
    /// and E_TOKENIZER_DUPLICATE for a token that it has with another id.
    void append(std::vector<VocabularyEntry> entries);

    Vocabulary(Vocabulary&&) = default;
    Vocabulary& operator=(Vocabulary&&) = default;
    Vocabulary(const Vocabulary&) = delete; // its views would look into the other's tokens
    Vocabulary& operator=(const Vocabulary&) = delete;
    ~Vocabulary() = default;

    const std::string& file() const { return file_; }

    std::int64_t size() const { return static_cast<std::int64_t>(tokens_.size()); }

    /// Empty if there is no such id.
    std::string token(std::int64_t id) const;
    /// The same without a copy; valid as long as the vocabulary is or what it is moved to.
    std::string_view spelling(std::int64_t id) const;
    std::optional<std::int64_t> id(std::string_view token) const;
    /// Throws E_TOKENIZER_SPECIAL when there is none.
    std::int64_t requiredId(const std::string& token) const;

private:
    void add(std::string_view token, const std::string& place);

    std::string file_;
    std::map<std::string, std::int64_t, std::less<>> ids_; // a hash could be made to collide
    std::vector<std::string_view> tokens_;                 // views of the keys of ids_
};

} // namespace attenscope
