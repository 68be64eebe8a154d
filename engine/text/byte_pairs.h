#pragma once

#include "engine/base/export.h"
#include "engine/text/vocabulary.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// One line of `merges.txt`: two symbols that become one.
struct Merge {
    std::string left;
    std::string right;
    std::string place; ///< where it stands, for messages: "line 5"
};

/// The lines of `merges.txt` in their order, which is their rank; a first line that starts with
/// `#version` is none of them.
/// file  what messages call it
/// Throws E_TOKENIZER_ENCODING, E_TOKENIZER_MERGE (a line that is not two symbols with a blank
/// between), E_LIMIT_MERGES, E_LIMIT_TOKEN.
ATTENSCOPE_EXPORT std::vector<Merge> readMerges(std::string_view text, const std::string& file);

/// One merge of two symbols with a blank between. Throws as readMerges.
ATTENSCOPE_EXPORT Merge mergeOf(std::string_view text,
                                const std::string& place,
                                const std::string& file);

/// Byte-level byte-pair encoding (GPT-2, encoder.py; CLIP, simple_tokenizer.py): every byte of a
/// word is a symbol, then the adjacent pair of the lowest rank becomes one, until no pair is left
/// that may.
class ATTENSCOPE_EXPORT BytePairs {
public:
    /// endOfWord  belongs to the last symbol of a word ("</w>"); may be empty
    /// unknown    stands for a byte that is not in the vocabulary
    /// file       what messages call the merges
    /// Throws E_TOKENIZER_MERGE (a merge of or into what is not in the vocabulary),
    /// E_TOKENIZER_DUPLICATE (the same pair twice), E_TOKENIZER_ENTRY (a byte that is not in the
    /// vocabulary while there is no unknown token).
    BytePairs(Vocabulary vocabulary,
              const std::vector<Merge>& merges,
              std::string endOfWord,
              std::optional<std::int64_t> unknown,
              const std::string& file);

    const Vocabulary& vocabulary() const { return vocabulary_; }

    /// A token of a word: its bytes [begin, end).
    struct Piece {
        std::int64_t id;
        std::size_t begin;
        std::size_t end;
    };

    /// word  not empty
    /// The time is that of sorting its bytes, whatever the merges are.
    std::vector<Piece> cut(std::string_view word) const;

    /// The bytes that a token of the vocabulary stands for, without the end of a word; none if it
    /// is not spelled in bytes, as special tokens may be.
    std::optional<std::string> bytesOf(std::string_view token) const;

private:
    struct Rule {
        std::int64_t left;
        std::int64_t right;
        std::size_t rank;
        std::int64_t merged;
    };

    void addRule(const Merge& merge, std::size_t rank, const std::string& file);
    const Rule* rule(std::int64_t left, std::int64_t right) const;
    std::int64_t byteId(char byte, bool isLast) const;

    Vocabulary vocabulary_;
    std::string endOfWord_;
    std::vector<Rule> rules_; // in the order of left and right
    std::array<std::int64_t, 256> bytes_{};
    std::array<std::int64_t, 256> lastBytes_{};
};

/// A byte as vocabularies spell it: printable Latin-1 as itself, the others in order from U+0100.
ATTENSCOPE_EXPORT std::string byteSpelling(unsigned char byte);

} // namespace attenscope
