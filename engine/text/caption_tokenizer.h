#pragma once

#include "engine/text/added_tokens.h"
#include "engine/text/tokenizer.h"

#include <limits>
#include <string>
#include <vector>

namespace attenscope {

/// A token that a tokenizer knows by id and spelling.
struct NamedToken {
    std::int64_t id = 0;
    std::string text;
};

/// What every tokenizer does around cutting text.
struct CaptionFrame {
    std::vector<NamedToken> before; ///< put before the caption: [CLS], <s>
    std::vector<NamedToken> after;  ///< and behind it: [SEP], </s>
    NamedToken padding;
    std::optional<NamedToken> unknown;
    std::optional<std::int64_t> maskId;
    std::vector<AddedToken> added; ///< looked for before the text is normalised
    int maximumTokens = std::numeric_limits<int>::max(); ///< model_max_length
};

/// A tokenizer that splits added tokens out of the caption, cuts the text between them in its own
/// way, cuts the whole off at the limit, puts special tokens around it, and pads.
class ATTENSCOPE_EXPORT CaptionTokenizer : public Tokenizer {
public:
    Tokens encode(const std::string& caption, int limit, std::optional<int> padTo) const final;

    std::optional<std::int64_t> maskId() const override { return frame_.maskId; }

    std::int64_t padId() const override { return frame_.padding.id; }

protected:
    explicit CaptionTokenizer(CaptionFrame frame);

    const CaptionFrame& frame() const { return frame_; }

    /// Appends the tokens of bytes [begin, end) of the caption. Tokens of one written word get the
    /// same `word`, numbers from `words` on, which is moved on.
    virtual void appendText(const std::string& caption,
                            std::size_t begin,
                            std::size_t end,
                            std::vector<Token>& tokens,
                            int& words) const = 0;

    /// The token at its place, a word of its own.
    static Token addedToken(const AddedToken& added, std::size_t begin, std::size_t end, int word);

private:
    std::vector<Token> captionTokens(const std::string& caption) const;
    void cut(std::vector<Token>& tokens, int limit, Warnings& warnings) const;

    CaptionFrame frame_;
    AddedTokens added_;
};

} // namespace attenscope
