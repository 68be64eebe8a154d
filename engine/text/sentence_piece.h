#pragma once

#include "engine/base/export.h"
#include "engine/text/caption_tokenizer.h"
#include "engine/text/code_points.h"
#include "engine/text/sentence_piece_names.h"
#include "engine/text/tokenizer_options.h"

#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace attenscope {

class ModelFolder;

/// What a SentencePiece vocabulary is used with.
struct SentencePieceOptions {
    bool lowersCase = true; ///< character by character; not special tokens
    SpecialName unknown{.text = "<unk>"};
    SpecialName last{.text = "</s>"};
    SpecialName padding{.text = "</s>"};
    std::vector<SpecialName> others; ///< further special tokens; those that are no piece are text
    std::vector<AddedToken> added;   ///< they win over those of the same name
    int maximumTokens = std::numeric_limits<int>::max(); ///< the end's token included
    bool cleansBlanks = true;                            ///< clean_up_tokenization_spaces
};

/// SigLIP's tokenizer (tokenization_siglip.py): punctuation of ASCII is removed, blanks are joined,
/// and the SentencePiece library cuts what is left, unigram models by their best score. Added
/// tokens that stand literally in the text are split out, special ones with the blanks around them
/// unless the files say otherwise. A token's place is that of its characters in the caption,
/// without blanks and punctuation at its ends.
///
/// The reference puts no end behind a caption that already ends with one. Here it gets it, which
/// makes the same ids, since padding is the same token and captions are always padded.
class ATTENSCOPE_EXPORT SentencePiece final : public CaptionTokenizer {
public:
    /// model  the bytes of a `spiece.model`
    /// file   what messages call it
    /// Throws what checkSentencePieceFile throws, E_TOKENIZER_MODEL when the library can't use the
    /// model, E_TOKENIZER_SPECIAL when a special token is neither a piece of it nor added,
    /// E_TOKENIZER_DUPLICATE and E_TOKENIZER_ENTRY for added tokens whose ids are not those of
    /// their pieces or those that follow, E_TOKENIZER_UNSUPPORTED for one that must be a word
    /// alone.
    SentencePiece(std::string model, SentencePieceOptions options, std::string file);
    ~SentencePiece() override;
    SentencePiece(const SentencePiece&) = delete;
    SentencePiece& operator=(const SentencePiece&) = delete;
    SentencePiece(SentencePiece&&) = delete;
    SentencePiece& operator=(SentencePiece&&) = delete;

    std::int64_t vocabularySize() const override;
    std::string token(std::int64_t id) const override;
    std::optional<Spelling> spelling(std::int64_t id) const override;

protected:
    const std::vector<AddedToken>& added() const override { return tokens_; }

private:
    static CaptionFrame frameOf(const SentencePieceNames& names,
                                const SentencePieceOptions& options,
                                const std::string& file);
    static std::vector<AddedToken> tokensOf(const SentencePieceNames& names,
                                            const SentencePieceOptions& options);

    SentencePiece(SentencePieceNames names, const SentencePieceOptions& options, std::string file);
    void appendText(const std::string& caption,
                    std::size_t begin,
                    std::size_t end,
                    std::vector<Token>& tokens,
                    int& words) const override;
    void appendPieces(const CodePoints& text, std::vector<Token>& tokens) const;

    SentencePieceNames names_;
    std::string file_;
    bool lowersCase_;
    std::vector<AddedToken> tokens_;
    AddedTokens added_;
    AddedTokens asWritten_;      // what keeps its case
    std::size_t leadPieces_ = 0; // how many the unknown token's name is cut into
};

/// From a folder with `spiece.model` and the options of its tokenizer_config.json. Throws
/// E_TOKENIZER_OPTION for the tokenizer of another class, and what SentencePiece's constructor
/// throws.
std::unique_ptr<const Tokenizer> readSentencePiece(const ModelFolder& folder);

} // namespace attenscope
