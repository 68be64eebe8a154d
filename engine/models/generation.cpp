#include "engine/models/generation.h"

#include "engine/text/code_points.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

namespace attenscope {

namespace {

[[noreturn]] void refuse(std::string place, std::string expected, std::string found)
{
    throw Error({.id = "E_USAGE_INDEX",
                 .file = {},
                 .place = std::move(place),
                 .expected = std::move(expected),
                 .found = std::move(found),
                 .remedy = {}});
}

/// What a vocabulary without an entry for the id leaves to say: published BLIP files start with
/// token 30522 of 30522 words.
std::string nameOf(std::int64_t id)
{
    return "[" + std::to_string(id) + "]";
}

} // namespace

GenerationRules GenerationRules::fitted(const RunOptions& options, int room) const
{
    GenerationRules result = *this;
    if (options.longestText) {
        const int least = static_cast<int>(start.size()) + 1;
        if (*options.longestText < least || *options.longestText > room) {
            refuse("longest text",
                   std::to_string(least) + " to " + std::to_string(room) + " tokens",
                   std::to_string(*options.longestText));
        }
        result.longest = *options.longestText;
    }
    result.longest = std::min(result.longest, room);
    return result;
}

WritingBasis::WritingBasis(const TraceBuilder& trace,
                           const float* writer,
                           std::vector<MatrixView> seen)
    : memory(trace.memory()), step(StepId::Kind::Writing), inputs(std::move(seen))
{
    step.add(writer);
    for (const HeadId& off : trace.headsOff()) {
        step.add(off.kind).add(off.layer).add(off.head);
    }
}

std::vector<std::int64_t> generateGreedily(const GenerationRules& rules,
                                           WritingBasis basis,
                                           const NextScores& nextScores,
                                           const Progress& progress)
{
    for (const std::int64_t id : rules.start) {
        basis.step.add(id);
    }
    basis.step.add(rules.end).add(rules.longest);
    if (basis.memory != nullptr) {
        if (auto known = basis.memory->find(basis.step, basis.inputs)) {
            return std::move(known->ids);
        }
    }
    std::vector<std::int64_t> written = rules.start;
    while (static_cast<int>(written.size()) < rules.longest) {
        progress.step(static_cast<int>(written.size()), rules.longest, "writing");
        const Eigen::RowVectorXf scores = nextScores(written);
        assert(scores.size() > 0);
        const auto best = std::ranges::max_element(scores);
        written.push_back(best - scores.begin());
        if (written.back() == rules.end) {
            break;
        }
    }
    if (basis.memory != nullptr) {
        basis.memory->keep(basis.step, basis.inputs, {}, {}, written);
    }
    return written;
}

void appendTokens(Tokens& tokens,
                  std::span<const std::int64_t> ids,
                  TokenPart part,
                  const Tokenizer& tokenizer,
                  std::span<const std::int64_t> special)
{
    const std::size_t before = tokens.words.size();
    std::string bytes; // of the last word: a character may be spread over its tokens
    for (const std::int64_t id : ids) {
        const std::optional<Spelling> spelling = tokenizer.spelling(id);
        Token token{.id = id,
                    .text = spelling ? tokenizer.token(id) : nameOf(id),
                    .isSpecial = std::ranges::find(special, id) != special.end(),
                    .part = part};
        const bool continues = spelling && spelling->continuesWord && !token.isSpecial &&
                               tokens.words.size() > before && !tokens.words.back().isSpecial;
        if (!continues) {
            tokens.words.push_back(
                {.text = {}, .tokens = {}, .isSpecial = token.isSpecial, .part = part});
            bytes.clear();
        }
        bytes += spelling ? spelling->bytes : token.text;
        Word& word = tokens.words.back();
        word.text = bytes.empty() ? " " : withReplacements(bytes); // a blank alone is a word, too
        word.tokens.push_back(tokens.size());
        token.word = static_cast<int>(tokens.words.size()) - 1;
        tokens.tokens.push_back(std::move(token));
    }
}

void appendWritten(TextInput& text,
                   const std::vector<std::int64_t>& ids,
                   std::span<const std::int64_t> special,
                   const Tokenizer& tokenizer,
                   Outputs& outputs)
{
    appendTokens(text.tokens, ids, TokenPart::Generated, tokenizer, special);
    text.isMasked.resize(text.tokens.tokens.size(), false);
    text.isHidden.resize(text.tokens.tokens.size(), false);
    std::vector<std::int64_t> words;
    std::ranges::copy_if(ids, std::back_inserter(words), [special](std::int64_t id) {
        return std::ranges::find(special, id) == special.end();
    });
    outputs.text = tokenizer.written(words);
    outputs.arrays.push_back(batchOfOne("generated_ids", ids));
}

std::vector<std::int64_t> givenAnswer(const RunOptions& options,
                                      const Tokenizer& tokenizer,
                                      std::int64_t start,
                                      Index vocabulary,
                                      int limit)
{
    std::vector<std::int64_t> ids = options.answerIds;
    if (ids.empty() && options.answer) {
        ids.push_back(start);
        for (const Token& token : tokenizer.encode(*options.answer, limit, std::nullopt).tokens) {
            if (!token.isSpecial || token.begin != token.end) { // not what is put around it
                ids.push_back(token.id);
            }
        }
    }
    if (static_cast<int>(ids.size()) > limit) {
        refuse("answer", "at most " + std::to_string(limit) + " tokens",
               std::to_string(ids.size()));
    }
    for (const std::int64_t id : ids) {
        if (id < 0 || id >= vocabulary) {
            refuse("answer token", "0 to " + std::to_string(vocabulary - 1), std::to_string(id));
        }
    }
    return ids;
}

} // namespace attenscope
