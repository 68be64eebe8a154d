#pragma once

#include "engine/base/export.h"
#include "engine/text/byte_pairs.h"
#include "engine/text/caption_tokenizer.h"
#include "engine/text/text_steps.h"
#include "engine/text/word_cuts.h"

#include <string>
#include <vector>

namespace attenscope {

/// How a byte-level tokenizer changes and cuts a text.
struct ByteBpeOptions {
    std::vector<TextStep> steps;
    Cutting cutting = Cutting::Gpt2;
    bool addsBlankBefore = false; ///< add_prefix_space: a text that starts with none gets a blank
};

/// Byte-pair encoding over bytes: CLIP's, RoBERTa's and GPT-2's tokenizers, as the `tokenizers`
/// library runs them. A token's place is that of the characters that its bytes are of, without
/// the blanks before a word; a token of blanks alone has theirs.
class ATTENSCOPE_EXPORT ByteBpe final : public CaptionTokenizer {
public:
    ByteBpe(BytePairs pairs, ByteBpeOptions options, CaptionFrame frame);

    std::int64_t vocabularySize() const override { return pairs_.vocabulary().size(); }

    std::string token(std::int64_t id) const override { return pairs_.vocabulary().token(id); }

    /// Its bytes, without the blank before a word; the vocabulary's spelling of what is not spelled
    /// in bytes.
    std::optional<Spelling> spelling(std::int64_t id) const override;

private:
    void appendText(const std::string& caption,
                    std::size_t begin,
                    std::size_t end,
                    std::vector<Token>& tokens,
                    int& words) const override;
    void appendNormalized(const CodePoints& text, std::vector<Token>& tokens) const;
    void appendWord(const CodePoints& word, std::vector<Token>& tokens) const;

    BytePairs pairs_;
    ByteBpeOptions options_;
    AddedTokens normalized_;
};

} // namespace attenscope
