#pragma once

#include "engine/base/export.h"
#include "engine/text/caption_tokenizer.h"
#include "engine/text/code_points.h"

#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace sentencepiece {
class SentencePieceProcessor;
}

namespace attenscope {

class ModelFolder;

/// What a SentencePiece vocabulary is used with.
struct SentencePieceOptions {
    bool lowersCase = true; ///< character by character; not special tokens
    std::string unknown = "<unk>";
    std::string last = "</s>";
    std::string padding = "</s>";
    std::vector<std::string> others; ///< further special tokens; those that are no piece are text
    int maximumTokens = std::numeric_limits<int>::max(); ///< the end's token included
};

/// SigLIP's tokenizer (tokenization_siglip.py): punctuation of ASCII is removed, blanks are joined,
/// and the SentencePiece library cuts what is left, unigram models by their best score. Special
/// tokens that stand literally in the text are split out with the blanks around them. A token's
/// place is that of its characters in the caption, without blanks and punctuation at its ends.
///
/// The reference puts no end behind a caption that already ends with one. Here it gets it, which
/// makes the same ids, since padding is the same token and captions are always padded.
class ATTENSCOPE_EXPORT SentencePiece final : public CaptionTokenizer {
public:
    /// model  the bytes of a `spiece.model`
    /// file   what messages call it
    /// Throws what checkSentencePieceFile throws, E_TOKENIZER_MODEL when the library can't use the
    /// model, E_TOKENIZER_SPECIAL when a special token is no piece of it.
    SentencePiece(std::string model, SentencePieceOptions options, std::string file);
    ~SentencePiece() override;
    SentencePiece(const SentencePiece&) = delete;
    SentencePiece& operator=(const SentencePiece&) = delete;
    SentencePiece(SentencePiece&&) = delete;
    SentencePiece& operator=(SentencePiece&&) = delete;

    std::int64_t vocabularySize() const override;
    std::string token(std::int64_t id) const override;
    Spelling spelling(std::int64_t id) const override;

private:
    using Processor = std::unique_ptr<const sentencepiece::SentencePieceProcessor>;

    SentencePiece(Processor processor, const SentencePieceOptions& options, std::string file);
    void appendText(const std::string& caption,
                    std::size_t begin,
                    std::size_t end,
                    std::vector<Token>& tokens,
                    int& words) const override;
    void appendPieces(const CodePoints& text, std::vector<Token>& tokens) const;

    Processor processor_;
    std::string file_;
    bool lowersCase_;
    AddedTokens added_;
    std::size_t leadPieces_ = 0; // how many the unknown token's name is cut into
};

/// From a folder with `spiece.model` and the options of its tokenizer_config.json. Throws
/// E_TOKENIZER_OPTION for the tokenizer of another class, and what SentencePiece's constructor
/// throws.
std::unique_ptr<const Tokenizer> readSentencePiece(const ModelFolder& folder);

} // namespace attenscope
