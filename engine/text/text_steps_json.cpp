#include "engine/text/text_steps_json.h"

#include "engine/base/base64.h"
#include "engine/base/error.h"
#include "engine/text/normal_forms.h"

#include <optional>
#include <string_view>
#include <utility>

namespace attenscope {

namespace {

std::u32string valuesOf(std::string_view text)
{
    std::u32string values;
    for (const CodePoint& point : codePointsOf(text, 0, text.size())) {
        values += point.value;
    }
    return values;
}

/// A character, white space or one of a class, so and so often.
struct Pattern {
    std::u32string characters; ///< empty: white space
    std::size_t least = 1;
    bool isRun = false; ///< as many as there are

    bool matches(char32_t value) const
    {
        return characters.empty() ? isWhiteSpace(value)
                                  : characters.find(value) != std::u32string::npos;
    }

    std::size_t lengthAt(const CodePoints& text, std::size_t place) const
    {
        std::size_t length = 0;
        while (place + length < text.size() && matches(text[place + length].value) &&
               (isRun || length < least)) {
            ++length;
        }
        return length < least ? 0 : length;
    }
};

/// The characters of a class between brackets. None for what means more than itself there: a class
/// within it, an intersection, a range, the complement, an escaped letter.
std::optional<std::u32string> readClass(std::u32string_view text)
{
    constexpr std::u32string_view kPunctuation = U"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    std::u32string characters;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isEscaped = text[i] == U'\\';
        if (isEscaped) {
            ++i;
        }
        if (i == text.size()) {
            return std::nullopt;
        }
        const bool isMark = kPunctuation.find(text[i]) != std::u32string_view::npos;
        const bool isFirst = i == 0;
        const bool isLast = i + 1 == text.size();
        const bool isOperator = text[i] == U'[' || text[i] == U']' ||
                                (text[i] == U'^' && isFirst) ||
                                (text[i] == U'-' && !isFirst && !isLast) ||
                                (text[i] == U'&' && !isLast && text[i + 1] == U'&');
        if (isEscaped ? !isMark && text[i] != U' ' : isOperator) {
            return std::nullopt;
        }
        characters += text[i];
    }
    return characters.empty() ? std::nullopt : std::optional(characters);
}

std::optional<Pattern> readPattern(std::string_view text)
{
    Pattern pattern;
    if (text == R"(\s+)") {
        pattern.isRun = true;
        return pattern;
    }
    if (text.ends_with("{2,}")) {
        pattern.isRun = true;
        pattern.least = 2;
        text.remove_suffix(4);
    } else if (text.size() > 1 && text.ends_with('+') && !text.ends_with("\\+")) {
        pattern.isRun = true;
        text.remove_suffix(1);
    }
    if (text == " ") {
        pattern.characters = U" ";
        return pattern;
    }
    if (text.size() < 2 || !text.starts_with('[') || !text.ends_with(']')) {
        return std::nullopt;
    }
    const auto characters = readClass(valuesOf(text.substr(1, text.size() - 2)));
    pattern.characters = characters.value_or(U"");
    return characters ? std::optional(pattern) : std::nullopt;
}

TextStep readReplace(const JsonPlace& normalizer)
{
    const JsonPlace pattern = normalizer.at("pattern");
    std::u32string content = valuesOf(normalizer.at("content").text());
    if (const std::optional<JsonPlace> regex = pattern.find("Regex")) {
        const std::optional<Pattern> read = readPattern(regex->text());
        if (!read) {
            regex->unsupported(
                R"(\s+, a blank or a class of characters, with + or {2,} behind it)");
        }
        return replacing([read = *read](const CodePoints& text,
                                        std::size_t place) { return read.lengthAt(text, place); },
                         std::move(content));
    }
    const std::u32string wanted = valuesOf(pattern.at("String").text());
    const auto lengthAt = [wanted](const CodePoints& text, std::size_t place) {
        std::size_t length = 0;
        while (length < wanted.size() && place + length < text.size() &&
               text[place + length].value == wanted[length]) {
            ++length;
        }
        return length == wanted.size() ? length : 0;
    };
    return replacing(lengthAt, std::move(content));
}

TextStep readTable(const JsonPlace& normalizer)
{
    const JsonPlace place = normalizer.at("precompiled_charsmap");
    const std::optional<std::string> bytes = fromBase64(place.text());
    std::optional<CharacterTable> table = bytes ? CharacterTable::parse(*bytes) : std::nullopt;
    if (!table) {
        throw Error({.id = "E_TOKENIZER_MODEL",
                     .file = place.file(),
                     .place = place.pointer(),
                     .expected = "a table of characters in base64",
                     .found = bytes ? "one that leads outside itself" : "something else",
                     .remedy = "Download the file again."});
    }
    return mapping(std::make_shared<const CharacterTable>(std::move(*table)));
}

void appendSteps(const JsonPlace& normalizer, std::vector<TextStep>& steps)
{
    if (normalizer.isType("Sequence")) {
        const JsonPlace parts = normalizer.at("normalizers");
        for (std::size_t i = 0; i < parts.size(); ++i) {
            appendSteps(parts.item(i), steps);
        }
    } else if (normalizer.isType("NFC")) {
        steps.emplace_back(composed);
    } else if (normalizer.isType("NFD")) {
        steps.emplace_back(decomposed);
    } else if (normalizer.isType("NFKC")) {
        steps.emplace_back(compatiblyComposed);
    } else if (normalizer.isType("NFKD")) {
        steps.emplace_back(compatiblyDecomposed);
    } else if (normalizer.isType("Lowercase")) {
        steps.emplace_back(lowerCased);
    } else if (normalizer.isType("Strip")) {
        steps.emplace_back([atStart = normalizer.flag("strip_left", true),
                            atEnd = normalizer.flag("strip_right", true)](const CodePoints& text) {
            return stripped(text, atStart, atEnd);
        });
    } else if (normalizer.isType("Replace")) {
        steps.push_back(readReplace(normalizer));
    } else if (normalizer.isType("Prepend")) {
        steps.push_back(prepending(valuesOf(normalizer.at("prepend").text())));
    } else if (normalizer.isType("Precompiled")) {
        steps.push_back(readTable(normalizer));
    } else {
        normalizer.unsupported(
            "NFC, NFD, NFKC, NFKD, Lowercase, Strip, Replace, Prepend or Precompiled");
    }
}

} // namespace

std::vector<TextStep> readTextSteps(const JsonPlace& normalizer)
{
    std::vector<TextStep> steps;
    appendSteps(normalizer, steps);
    return steps;
}

} // namespace attenscope
