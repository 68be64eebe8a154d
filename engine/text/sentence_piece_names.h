#pragma once

#include "engine/text/added_tokens.h"
#include "engine/text/caption_tokenizer.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sentencepiece {
class SentencePieceProcessor;
}

namespace attenscope {

using SentencePieceProcessorPtr = std::unique_ptr<const sentencepiece::SentencePieceProcessor>;

/// The library with a model that puts no blank in front of a text.
/// model  the bytes of a `spiece.model`
/// file   what messages call it
/// Throws what checkSentencePieceFile throws, E_TOKENIZER_MODEL when the library can't use it.
SentencePieceProcessorPtr loadSentencePiece(std::string model, const std::string& file);

/// Throws E_TOKENIZER_MODEL with what the library says.
[[noreturn]] void failInSentencePiece(const std::string& file, std::string message);

/// The pieces of a model, and the tokens that were added behind them.
class SentencePieceNames {
public:
    /// Throws E_TOKENIZER_DUPLICATE and E_TOKENIZER_ENTRY for tokens whose ids are not those of
    /// their pieces or those that follow, E_TOKENIZER_UNSUPPORTED for one that must be a word
    /// alone.
    SentencePieceNames(SentencePieceProcessorPtr processor,
                       const std::vector<AddedToken>& added,
                       const std::string& file);

    const sentencepiece::SentencePieceProcessor& processor() const { return *processor_; }

    std::int64_t size() const;
    std::string token(std::int64_t id) const; ///< empty if there is none
    std::optional<std::int64_t> id(const std::string& name) const;
    /// Throws E_TOKENIZER_SPECIAL when there is none.
    NamedToken required(const std::string& name, const std::string& file) const;

private:
    void add(const AddedToken& token, const std::string& file);

    SentencePieceProcessorPtr processor_;
    std::vector<std::string> more_;
};

} // namespace attenscope
