#include "engine/text/vocabulary.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/text/code_points.h"

#include <algorithm>

namespace attenscope {

namespace {

Error failure(std::string id,
              const std::string& file,
              std::string place,
              std::string expected,
              std::string found)
{
    return Error({.id = std::move(id),
                  .file = file,
                  .place = std::move(place),
                  .expected = std::move(expected),
                  .found = std::move(found),
                  .remedy = {}});
}

std::string line(std::size_t index)
{
    return "line " + std::to_string(index + 1);
}

} // namespace

Vocabulary::Vocabulary(std::string_view text, std::string file) : file_(std::move(file))
{
    if (const std::optional<std::size_t> place = firstInvalidByte(text)) {
        throw failure("E_TOKENIZER_ENCODING", file_, "byte " + std::to_string(*place), "UTF-8",
                      "another byte sequence");
    }
    while (text.ends_with('\n') || text.ends_with('\r')) {
        text.remove_suffix(1);
    }
    if (text.empty()) {
        throw failure("E_TOKENIZER_ENTRY", file_, line(0), "a token", "an empty file");
    }
    while (true) {
        const std::size_t end = text.find('\n');
        std::string_view token = text.substr(0, end);
        if (token.ends_with('\r')) {
            token.remove_suffix(1);
        }
        add(token, line(tokens_.size()));
        if (end == std::string_view::npos) {
            break;
        }
        text.remove_prefix(end + 1);
    }
}

Vocabulary::Vocabulary(std::vector<VocabularyEntry> entries, std::string file)
    : file_(std::move(file))
{
    if (entries.empty()) {
        throw failure("E_TOKENIZER_ENTRY", file_, {}, "a token", "none");
    }
    append(std::move(entries));
}

void Vocabulary::append(std::vector<VocabularyEntry> entries)
{
    std::stable_sort(
        entries.begin(), entries.end(),
        [](const VocabularyEntry& a, const VocabularyEntry& b) { return a.id < b.id; });
    const std::int64_t before = size();
    for (const VocabularyEntry& entry : entries) {
        if (const auto known = id(entry.token); known == entry.id && entry.id < before) {
            continue;
        }
        const std::int64_t next = size();
        const std::string place = "token " + entry.token;
        if (entry.id >= 0 && entry.id < next) {
            throw failure("E_TOKENIZER_DUPLICATE", file_, place, "every id once",
                          std::to_string(entry.id) + " again, first of " + token(entry.id));
        }
        if (entry.id != next) {
            throw failure("E_TOKENIZER_ENTRY", file_, place, "id " + std::to_string(next),
                          std::to_string(entry.id));
        }
        add(entry.token, place);
    }
}

void Vocabulary::add(std::string_view token, const std::string& place)
{
    if (tokens_.size() == limits::kVocabularyEntries) {
        throw failure("E_LIMIT_VOCABULARY", file_, place,
                      "at most " + std::to_string(limits::kVocabularyEntries) + " tokens", "more");
    }
    if (token.empty()) {
        throw failure("E_TOKENIZER_ENTRY", file_, place, "a token", "an empty one");
    }
    if (token.size() > limits::kVocabularyTokenBytes) {
        throw failure("E_LIMIT_TOKEN", file_, place,
                      "at most " + std::to_string(limits::kVocabularyTokenBytes) + " bytes",
                      std::to_string(token.size()));
    }
    const auto [position, isNew] = ids_.emplace(token, static_cast<std::int64_t>(tokens_.size()));
    if (!isNew) {
        throw failure("E_TOKENIZER_DUPLICATE", file_, place, "every token once",
                      std::string(token) + " again, first with id " +
                          std::to_string(position->second));
    }
    tokens_.push_back(position->first);
}

std::string Vocabulary::token(std::int64_t id) const
{
    return std::string(spelling(id));
}

std::string_view Vocabulary::spelling(std::int64_t id) const
{
    return id >= 0 && id < size() ? tokens_[static_cast<std::size_t>(id)] : std::string_view();
}

std::optional<std::int64_t> Vocabulary::id(std::string_view token) const
{
    const auto found = ids_.find(token);
    return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

std::int64_t Vocabulary::requiredId(const std::string& token) const
{
    if (const std::optional<std::int64_t> found = id(token)) {
        return *found;
    }
    throw failure("E_TOKENIZER_SPECIAL", file_, token, "an entry of the vocabulary", "none");
}

} // namespace attenscope
