#include "engine/text/byte_pairs.h"

#include <queue>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/text/code_points.h"

#include <algorithm>
#include <cassert>
#include <tuple>
#include <utility>

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

constexpr bool isPrintable(unsigned byte)
{
    return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
}

} // namespace

std::string byteSpelling(unsigned char byte)
{
    char32_t value = byte;
    if (!isPrintable(byte)) {
        value = 0x100;
        for (unsigned other = 0; other < byte; ++other) {
            value += isPrintable(other) ? 0U : 1U;
        }
    }
    std::string text;
    appendUtf8(text, value);
    return text;
}

Merge mergeOf(std::string_view line, const std::string& place, const std::string& file)
{
    const std::size_t blank = line.find(' ');
    const std::string_view left = line.substr(0, blank);
    const std::string_view right =
        blank == std::string_view::npos ? std::string_view() : line.substr(blank + 1);
    if (left.empty() || right.empty() || right.find(' ') != std::string_view::npos) {
        throw failure("E_TOKENIZER_MERGE", file, place, "two symbols with a blank between",
                      line.empty() ? "an empty line"
                                   : "\"" + std::string(line.substr(0, 80)) + "\"");
    }
    if (left.size() + right.size() > limits::kVocabularyTokenBytes) {
        throw failure("E_LIMIT_TOKEN", file, place,
                      "at most " + std::to_string(limits::kVocabularyTokenBytes) + " bytes",
                      std::to_string(left.size() + right.size()));
    }
    return {.left = std::string(left), .right = std::string(right), .place = place};
}

std::vector<Merge> readMerges(std::string_view text, const std::string& file)
{
    if (const std::optional<std::size_t> place = firstInvalidByte(text)) {
        throw failure("E_TOKENIZER_ENCODING", file, "byte " + std::to_string(*place), "UTF-8",
                      "another byte sequence");
    }
    while (text.ends_with('\n') || text.ends_with('\r')) {
        text.remove_suffix(1);
    }
    std::vector<Merge> merges;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (number == 1 && line.starts_with("#version")) {
            continue;
        }
        if (merges.size() == limits::kMerges) {
            throw failure("E_LIMIT_MERGES", file, "line " + std::to_string(number),
                          "at most " + std::to_string(limits::kMerges) + " merges", "more");
        }
        merges.push_back(mergeOf(line, "line " + std::to_string(number), file));
    }
    return merges;
}

BytePairs::BytePairs(Vocabulary vocabulary,
                     const std::vector<Merge>& merges,
                     std::string endOfWord,
                     std::optional<std::int64_t> unknown,
                     const std::string& file)
    : vocabulary_(std::move(vocabulary)), endOfWord_(std::move(endOfWord))
{
    for (std::size_t byte = 0; byte < bytes_.size(); ++byte) {
        const std::string spelling = byteSpelling(static_cast<unsigned char>(byte));
        const auto idOf = [&](const std::string& name) {
            const std::optional<std::int64_t> id = vocabulary_.id(name);
            if (!id && !unknown) {
                throw failure("E_TOKENIZER_ENTRY", vocabulary_.file(), name,
                              "an entry for every byte, or an unknown token", "neither");
            }
            return id ? *id : *unknown;
        };
        bytes_[byte] = idOf(spelling);
        lastBytes_[byte] = idOf(spelling + endOfWord_);
    }
    rules_.reserve(merges.size());
    for (std::size_t rank = 0; rank < merges.size(); ++rank) {
        addRule(merges[rank], rank, file);
    }
    const auto key = [](const Rule& rule) { return std::tie(rule.left, rule.right); };
    std::sort(rules_.begin(), rules_.end(), [&](const Rule& a, const Rule& b) {
        return std::tie(a.left, a.right, a.rank) < std::tie(b.left, b.right, b.rank);
    });
    const auto twice =
        std::adjacent_find(rules_.begin(), rules_.end(),
                           [&](const Rule& a, const Rule& b) { return key(a) == key(b); });
    if (twice != rules_.end()) {
        throw failure("E_TOKENIZER_DUPLICATE", file, merges[std::next(twice)->rank].place,
                      "every pair once", "the pair of " + merges[twice->rank].place + " again");
    }
}

void BytePairs::addRule(const Merge& merge, std::size_t rank, const std::string& file)
{
    const auto idOf = [&](const std::string& name) {
        const std::optional<std::int64_t> id = vocabulary_.id(name);
        if (!id) {
            throw failure("E_TOKENIZER_MERGE", file, merge.place,
                          "symbols of " + vocabulary_.file(), "\"" + name + "\", which is none");
        }
        return *id;
    };
    rules_.push_back({.left = idOf(merge.left),
                      .right = idOf(merge.right),
                      .rank = rank,
                      .merged = idOf(merge.left + merge.right)});
}

const BytePairs::Rule* BytePairs::rule(std::int64_t left, std::int64_t right) const
{
    const auto found = std::lower_bound(
        rules_.begin(), rules_.end(), std::pair(left, right),
        [](const Rule& rule, const auto& pair) { return std::pair(rule.left, rule.right) < pair; });
    const bool isThere = found != rules_.end() && found->left == left && found->right == right;
    return isThere ? &*found : nullptr;
}

std::int64_t BytePairs::byteId(char byte, bool isLast) const
{
    const auto index = static_cast<std::size_t>(static_cast<unsigned char>(byte));
    return isLast ? lastBytes_[index] : bytes_[index];
}

std::optional<std::string> BytePairs::bytesOf(std::string_view token) const
{
    if (token.ends_with(endOfWord_)) {
        token.remove_suffix(endOfWord_.size());
    }
    std::string bytes;
    for (const CodePoint& point : codePointsOf(token, 0, token.size())) {
        const std::string_view symbol = token.substr(point.begin, point.end - point.begin);
        unsigned byte = 0;
        while (byte < 256 && byteSpelling(static_cast<unsigned char>(byte)) != symbol) {
            ++byte;
        }
        if (byte == 256) {
            return std::nullopt;
        }
        bytes += static_cast<char>(byte);
    }
    return bytes;
}

std::vector<BytePairs::Piece> BytePairs::cut(std::string_view word) const
{
    assert(!word.empty());
    constexpr std::int64_t kGone = -1; // what a symbol becomes that was merged into its left one
    std::vector<Piece> symbols;        // each at the place of its first byte
    for (std::size_t i = 0; i < word.size(); ++i) {
        symbols.push_back({byteId(word[i], i + 1 == word.size()), i, i + 1});
    }
    std::vector<std::size_t> previous(word.size()); // the symbol before, for those not gone

    struct Pair {
        std::size_t rank;
        std::size_t begin;
        std::int64_t left;
        std::int64_t right;
        std::int64_t merged;
    };

    const auto isLater = [](const Pair& a, const Pair& b) {
        return std::tie(a.rank, a.begin) > std::tie(b.rank, b.begin);
    };
    std::priority_queue<Pair, std::vector<Pair>, decltype(isLater)> pairs(isLater);
    const auto consider = [&](std::size_t begin) {
        const std::size_t next = symbols[begin].end;
        if (next == word.size()) {
            return;
        }
        if (const Rule* const found = rule(symbols[begin].id, symbols[next].id)) {
            pairs.push({found->rank, begin, found->left, found->right, found->merged});
        }
    };
    for (std::size_t i = 0; i + 1 < word.size(); ++i) {
        previous[i + 1] = i;
        consider(i);
    }
    while (!pairs.empty()) {
        const Pair pair = pairs.top();
        pairs.pop();
        Piece& left = symbols[pair.begin];
        if (left.id != pair.left || left.end == word.size() || symbols[left.end].id != pair.right) {
            continue; // one of the two has become part of another
        }
        Piece& right = symbols[left.end];
        left.id = pair.merged;
        left.end = right.end;
        right.id = kGone;
        if (left.end < word.size()) {
            previous[left.end] = pair.begin;
        }
        consider(pair.begin);
        if (pair.begin > 0) {
            consider(previous[pair.begin]);
        }
    }
    std::erase_if(symbols, [](const Piece& piece) { return piece.id == kGone; });
    return symbols;
}

} // namespace attenscope
