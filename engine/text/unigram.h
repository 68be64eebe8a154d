#pragma once

#include "engine/base/export.h"
#include "engine/text/caption_tokenizer.h"
#include "engine/text/text_steps.h"
#include "engine/text/unigram_pieces.h"

#include <string>
#include <vector>

namespace attenscope {

/// Where a mark for a blank is put in front of a text that starts with none (prepend_scheme).
enum class LeadingMark { Always, First, Never };

/// How a Unigram tokenizer changes and cuts a text.
struct UnigramOptions {
    std::vector<TextStep> steps;
    char32_t mark = 0x2581; ///< ▁, which stands for a blank
    LeadingMark leading = LeadingMark::Always;
    bool cutsAtMarks = true;   ///< no piece reaches over the start of a word
    bool cutsAtBlanks = false; ///< WhitespaceSplit before: white space is dropped
};

/// A SentencePiece vocabulary of the unigram kind from a `tokenizer.json`, as the `tokenizers`
/// library runs it (Unigram behind a Metaspace pre-tokenizer): T5's, ALBERT's, SigLIP's as
/// exported. A token's place is that of its characters, without the blanks before a word; a mark
/// alone has the empty place in front of what is behind it.
class ATTENSCOPE_EXPORT Unigram final : public CaptionTokenizer {
public:
    Unigram(UnigramPieces pieces, UnigramOptions options, CaptionFrame frame);

    std::int64_t vocabularySize() const override { return pieces_.vocabulary().size(); }

    std::string token(std::int64_t id) const override { return pieces_.vocabulary().token(id); }

    std::optional<Spelling> spelling(std::int64_t id) const override;

private:
    void appendText(const std::string& caption,
                    std::size_t begin,
                    std::size_t end,
                    std::vector<Token>& tokens,
                    int& words) const override;
    void appendPart(const CodePoints& text, bool isCaptionStart, std::vector<Token>& tokens) const;
    void
    appendMarked(const CodePoints& text, bool isCaptionStart, std::vector<Token>& tokens) const;
    void appendPieces(const CodePoints& text, std::vector<Token>& tokens) const;

    UnigramPieces pieces_;
    UnigramOptions options_;
    std::string mark_;
    AddedTokens normalized_;
};

} // namespace attenscope
