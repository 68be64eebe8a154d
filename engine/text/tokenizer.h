#pragma once

#include "engine/base/export.h"
#include "engine/text/tokens.h"

#include <memory>
#include <optional>
#include <span>
#include <string>

namespace attenscope {

class ModelFolder;

/// How a token reads in running text.
struct Spelling {
    std::string bytes;          ///< "ing" of "##ing"; may be but a part of a character
    bool continuesWord = false; ///< whether it belongs to the word before it, without a blank
};

/// Turns a caption into tokens with their places in it.
class ATTENSCOPE_EXPORT Tokenizer {
public:
    virtual ~Tokenizer() = default;
    Tokenizer(const Tokenizer&) = delete;
    Tokenizer& operator=(const Tokenizer&) = delete;
    Tokenizer(Tokenizer&&) = delete;
    Tokenizer& operator=(Tokenizer&&) = delete;

    /// caption  valid UTF-8, else E_TEXT_ENCODING with the byte offset; at most
    ///          limits::kCaptionBytes, else E_LIMIT_CAPTION
    /// limit    most tokens of the result, special ones included, at least 2; the rest is cut
    ///          with the warning W_CAPTION_CUT
    /// padTo    pad with the padding token up to this many tokens
    virtual Tokens
    encode(const std::string& caption, int limit, std::optional<int> padTo) const = 0;

    virtual std::int64_t vocabularySize() const = 0;
    /// The vocabulary's spelling of an id; empty if there is none.
    virtual std::string token(std::int64_t id) const = 0;

    /// How a model that writes this token means it; none if the vocabulary does not have the id.
    virtual std::optional<Spelling> spelling(std::int64_t id) const = 0;

    /// What a model wrote, as the reference's decode() has it but for blanks at the start: words
    /// with blanks between them, characters put together from their bytes, U+FFFD for what is none;
    /// without the blanks before punctuation unless `clean_up_tokenization_spaces` is false.
    /// Special tokens and ids that the vocabulary does not have are left out.
    virtual std::string written(std::span<const std::int64_t> ids) const = 0;

    /// The id of [MASK], if the vocabulary has one.
    virtual std::optional<std::int64_t> maskId() const = 0;
    virtual std::int64_t padId() const = 0;

    /// model_max_length: the most tokens of a caption, special ones included; the largest number if
    /// the files name none.
    virtual int maximumTokens() const = 0;

protected:
    Tokenizer() = default;
};

/// The tokenizer that a checkpoint's folder describes. The first of these files counts:
/// `spiece.model` (SigLIP's SentencePiece; a `tokenizer.json` beside it repeats it for a library
/// that cleans text in another way); then as in the reference's fast tokenizers `tokenizer.json`,
/// `vocab.txt` (WordPiece), `vocab.json` with `merges.txt` (byte-level BPE). A file that can't be
/// used is an error, not a reason to take the next one. Throws E_TOKENIZER_MISSING when there is
/// none, other E_TOKENIZER_… when it can't be used.
ATTENSCOPE_EXPORT std::unique_ptr<const Tokenizer> readTokenizer(const ModelFolder& folder);

} // namespace attenscope
