#pragma once

#include "engine/base/export.h"
#include "engine/text/basic_pieces.h"
#include "engine/text/caption_tokenizer.h"
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
        others;                    ///< further special tokens; those not in the vocabulary are text
    std::vector<AddedToken> added; ///< of the vocabulary; they win over those of the same name
    int maximumTokens =
        std::numeric_limits<int>::max(); ///< model_max_length, special ones included
    bool cleansBlanks = true;            ///< clean_up_tokenization_spaces
};

/// BERT's tokenizer (tokenization.py): added tokens that stand literally in the text are split
/// out, the rest goes through basicPieces, and each piece is cut greedily into the longest tokens
/// of the vocabulary from the left, `##` before those that continue a piece. A piece that can't be
/// cut, or has more than 100 characters, is one unknown token; so time is linear in the caption.
class ATTENSCOPE_EXPORT WordPiece final : public CaptionTokenizer {
public:
    /// Throws E_TOKENIZER_SPECIAL if the vocabulary lacks a special token other than the mask.
    WordPiece(Vocabulary vocabulary, WordPieceOptions options);

    /// frame  with an unknown token
    WordPiece(Vocabulary vocabulary, BasicOptions basic, CaptionFrame frame);

    std::int64_t vocabularySize() const override { return vocabulary_.size(); }

    std::string token(std::int64_t id) const override { return vocabulary_.token(id); }

    std::optional<Spelling> spelling(std::int64_t id) const override;

private:
    void appendText(const std::string& caption,
                    std::size_t begin,
                    std::size_t end,
                    std::vector<Token>& tokens,
                    int& words) const override;
    static AddedTokens normalizedIn(const CaptionFrame& frame, const BasicOptions& basic);
    void appendPiece(const CodePoints& piece, int word, std::vector<Token>& tokens) const;

    Vocabulary vocabulary_;
    BasicOptions basic_;
    AddedTokens normalized_;
};

} // namespace attenscope
