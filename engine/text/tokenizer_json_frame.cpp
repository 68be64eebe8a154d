#include "engine/text/tokenizer_json_frame.h"

#include "engine/text/special_tokens.h"

#include <utility>

namespace attenscope {

namespace {

/// What stands around the caption.
class Frame {
public:
    Frame(const Vocabulary& vocabulary, CaptionFrame& frame)
        : vocabulary_(vocabulary), frame_(frame)
    {
    }

    void read(const JsonPlace& processor)
    {
        if (processor.isType("TemplateProcessing")) {
            readTemplate(processor.at("single"));
        } else if (processor.isType("BertProcessing") || processor.isType("RobertaProcessing")) {
            frame_.before = {pair(processor.at("cls"))};
            frame_.after = {pair(processor.at("sep"))};
        } else if (processor.isType("Sequence")) {
            const JsonPlace parts = processor.at("processors");
            for (std::size_t i = 0; i < parts.size(); ++i) {
                read(parts.item(i));
            }
        } else if (!processor.isType("ByteLevel")) { // changes places only
            processor.unsupported(
                "TemplateProcessing, BertProcessing, RobertaProcessing or ByteLevel");
        }
    }

private:
    NamedToken pair(const JsonPlace& pair) const // ["[SEP]", 102]
    {
        const NamedToken token = namedToken(vocabulary_, pair.item(0).text());
        if (pair.item(1).integer() != token.id) {
            pair.item(1).unsupported("the token's id " + std::to_string(token.id));
        }
        return token;
    }

    void readTemplate(const JsonPlace& parts)
    {
        bool isBehind = false;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (const std::optional<JsonPlace> token = parts.item(i).find("SpecialToken")) {
                (isBehind ? frame_.after : frame_.before)
                    .push_back(namedToken(vocabulary_, token->at("id").text()));
            } else if (isBehind || parts.item(i).at("Sequence").at("id").text() != "A") {
                parts.item(i).unsupported("the caption once");
            } else {
                isBehind = true;
            }
        }
        if (!isBehind) {
            parts.unsupported("a place for the caption");
        }
    }

    const Vocabulary& vocabulary_;
    CaptionFrame& frame_;
};

std::vector<AddedToken> readAdded(const JsonPlace& root)
{
    std::vector<AddedToken> tokens;
    const std::optional<JsonPlace> list = root.find("added_tokens");
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const JsonPlace token = list->item(i);
        const bool isSpecial = token.flag("special", false);
        tokens.push_back({.text = token.at("content").text(),
                          .id = token.at("id").integer(),
                          .isSpecial = isSpecial,
                          .isWholeWord = token.flag("single_word", false),
                          .takesBlanksBefore = token.flag("lstrip", false),
                          .takesBlanksAfter = token.flag("rstrip", false),
                          .isNormalized = token.flag("normalized", !isSpecial)});
    }
    return tokens;
}

/// What the files name, else the usual names, else what ends a caption (CLIP) or a text (GPT-2).
NamedToken paddingOf(const JsonPlace& root,
                     const TokenizerOptions& options,
                     const Vocabulary& vocabulary,
                     const CaptionFrame& frame)
{
    if (const std::optional<SpecialName> name = options.special("pad_token")) {
        return namedToken(vocabulary, name->text);
    }
    if (const std::optional<JsonPlace> given = root.find("padding")) {
        return namedToken(vocabulary, given->at("pad_token").text());
    }
    for (const char* const name : {"[PAD]", "<pad>"}) {
        if (vocabulary.id(name)) {
            return namedToken(vocabulary, name);
        }
    }
    if (!frame.after.empty()) {
        return frame.after.back();
    }
    return namedToken(vocabulary, options.special("eos_token", "<|endoftext|>"));
}

} // namespace

NamedToken namedToken(const Vocabulary& vocabulary, const std::string& text)
{
    return {.id = vocabulary.requiredId(text), .text = text};
}

CaptionFrame
readFrame(const JsonPlace& root, const TokenizerOptions& options, Vocabulary& vocabulary)
{
    CaptionFrame frame;
    frame.added = addTokens(vocabulary, options, readAdded(root));
    addNamed(frame.added, vocabulary, options);
    if (const std::optional<JsonPlace> processor = root.find("post_processor")) {
        Frame(vocabulary, frame).read(*processor);
    }
    if (const std::optional<JsonPlace> unknown = root.at("model").find("unk_token")) {
        frame.unknown = namedToken(vocabulary, unknown->text());
    }
    frame.padding = paddingOf(root, options, vocabulary, frame);
    const bool hasBertMask = vocabulary.id("[MASK]").has_value();
    frame.maskId = vocabulary.id(options.special("mask_token", hasBertMask ? "[MASK]" : "<mask>"));
    frame.maximumTokens = options.maximumTokens();
    frame.cleansBlanks = options.cleansBlanks();
    return frame;
}

} // namespace attenscope
