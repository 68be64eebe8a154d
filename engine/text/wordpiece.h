#pragma once

#include "engine/base/export.h"
#include "engine/text/basic_pieces.h"
#include "engine/text/tokenizer.h"
#include "engine/text/vocabulary.h"

#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// How a checkpoint wants its captions cut: `tokenizer_config.json`, `special_tokens_map.json`.
struct WordPieceOptions {
    BasicOptions basic;
    std::string unknown = "[UNK]";
    std::string first = "[CLS]";
    std::string last = "[SEP]";
    std::string padding = "[PAD]";
    std::string mask = "[MASK]"; ///< need not be in the vocabulary
    std::vector<std::string>
        others; ///< further special tokens; those not in the vocabulary are text
    int maximumTokens =
        std::numeric_limits<int>::max(); ///< model_max_length, special ones included
};

/// BERT's tokenizer (tokenization.py): special tokens that stand literally in the text are split
/// out, the rest goes through basicPieces, and each piece is cut greedily into the longest tokens
/// of the vocabulary from the left, `##` before those that continue a piece. A piece that can't be
/// cut, or has more than 100 characters, is one unknown token; so time is linear in the caption.
class ATTENSCOPE_EXPORT WordPiece final : public Tokenizer {
public:
    /// Throws E_TOKENIZER_SPECIAL if the vocabulary lacks a special token other than the mask.
    WordPiece(Vocabulary vocabulary, WordPieceOptions options);

    Tokens encode(const std::string& caption, int limit, std::optional<int> padTo) const override;

    std::int64_t vocabularySize() const override { return vocabulary_.size(); }

    std::string token(std::int64_t id) const override { return vocabulary_.token(id); }

    Spelling spelling(std::int64_t id) const override;

    std::optional<std::int64_t> maskId() const override { return maskId_; }

    std::int64_t padId() const override { return padId_; }

private:
    struct Special {
        std::string name;
        std::int64_t id;
    };

    void addSpecial(std::int64_t id);
    std::optional<std::int64_t> specialAt(std::string_view rest) const;
    void appendText(std::string_view caption,
                    std::size_t begin,
                    std::size_t end,
                    std::vector<Token>& tokens,
                    int& words) const;
    void appendPiece(const CodePoints& piece, int word, std::vector<Token>& tokens) const;
    std::vector<Token> captionTokens(const std::string& caption) const;
    Token specialToken(std::int64_t id) const;

    Vocabulary vocabulary_;
    WordPieceOptions options_;
    std::int64_t unknownId_;
    std::int64_t firstId_;
    std::int64_t lastId_;
    std::int64_t padId_;
    std::optional<std::int64_t> maskId_;
    std::vector<Special> specials_; // longest name first
};

} // namespace attenscope
