#pragma once

#include "engine/text/added_tokens.h"
#include "engine/text/tokenizer.h"

#include <functional>
#include <limits>
#include <span>
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
    std::vector<AddedToken> added;
    int maximumTokens = std::numeric_limits<int>::max(); ///< model_max_length
    bool cleansBlanks = true; ///< clean_up_tokenization_spaces: no blank before punctuation
};

/// A tokenizer that splits added tokens out of the caption, those that are not normalised before
/// and the others after it changed the text, cuts the text between them in its own way, cuts the
/// whole off at the limit, puts special tokens around it, and pads.
class ATTENSCOPE_EXPORT CaptionTokenizer : public Tokenizer {
public:
    Tokens encode(const std::string& caption, int limit, std::optional<int> padTo) const final;

    std::optional<std::int64_t> maskId() const override { return frame_.maskId; }

    std::int64_t padId() const override { return frame_.padding.id; }

    int maximumTokens() const override { return frame_.maximumTokens; }

    std::string written(std::span<const std::int64_t> ids) const final;

protected:
    explicit CaptionTokenizer(CaptionFrame frame);

    const CaptionFrame& frame() const { return frame_; }

    /// What is looked for in captions.
    virtual const std::vector<AddedToken>& added() const { return frame_.added; }

    bool isAdded(std::int64_t id) const;

    /// Appends the tokens of bytes [begin, end) of the caption. Tokens of one written word get the
    /// same `word`, numbers from `words` on, which is moved on.
    virtual void appendText(const std::string& caption,
                            std::size_t begin,
                            std::size_t end,
                            std::vector<Token>& tokens,
                            int& words) const = 0;

    /// The token at its place, a word of its own. The mask and the unknown token stand for words,
    /// so they are not special.
    Token addedToken(const AddedToken& added, std::size_t begin, std::size_t end, int word) const;

    /// What is looked for in a text that was changed, their own texts changed in the same way.
    using Change = std::function<CodePoints(const CodePoints& text)>;
    static AddedTokens normalizedTokens(const CaptionFrame& frame, const Change& change);

private:
    std::vector<Token> captionTokens(const std::string& caption) const;
    void cut(std::vector<Token>& tokens, int limit, Warnings& warnings) const;

    CaptionFrame frame_;
    AddedTokens added_;
};

} // namespace attenscope
