#pragma once

#include "engine/base/export.h"
#include "engine/text/vocabulary.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace attenscope {

/// Cuts text into the pieces of the highest total score ("Subword Regularization", Kudo 2018; as
/// the `tokenizers` library computes it, models/unigram/model.rs: sums in double precision, of
/// equal sums the one found first). A character that is no piece is unknown, at ten below the
/// lowest score; unknown characters in a row are one token.
class ATTENSCOPE_EXPORT UnigramPieces {
public:
    /// vocabulary      its first tokens are the pieces
    /// scores          of the pieces, finite
    /// unknown         the id of the unknown token
    /// fallsBackToBytes  whether what is unknown becomes its bytes, "<0x0A>", where all are tokens
    UnigramPieces(Vocabulary vocabulary,
                  std::vector<double> scores,
                  std::int64_t unknown,
                  bool fallsBackToBytes);

    const Vocabulary& vocabulary() const { return vocabulary_; }

    bool fallsBackToBytes() const { return fallsBackToBytes_; }

    /// A token of a text: its bytes [begin, end); those of a byte are its character's.
    struct Piece {
        std::int64_t id;
        std::size_t begin;
        std::size_t end;
    };

    /// The time grows with the text's length and that of the longest piece.
    std::vector<Piece> cut(std::string_view text) const;

private:
    struct Entry {
        std::string_view text; ///< of the vocabulary
        std::int64_t id;
    };

    std::vector<Piece> bestPath(std::string_view text) const;
    void append(std::vector<Piece>& pieces, const Piece& unknown, std::string_view text) const;

    Vocabulary vocabulary_;
    std::vector<double> scores_;
    std::int64_t unknown_;
    bool fallsBackToBytes_;
    double unknownScore_;
    std::vector<Entry> entries_; // in the order of their texts
};

/// "<0x0A>"
ATTENSCOPE_EXPORT std::string byteName(unsigned char byte);

} // namespace attenscope
