#pragma once

#include "engine/models/config_fields.h"
#include "engine/models/model.h"
#include "engine/models/sample_inputs.h"
#include "engine/text/tokenizer.h"
#include "engine/trace/trace_builder.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace attenscope {

/// How a model that writes begins and ends.
struct GenerationRules {
    std::vector<std::int64_t> start; ///< what every text begins with, before anything is written
    std::int64_t end = 0;            ///< the token that ends it
    int longest = 20;                ///< tokens in all, start and end included

    /// With the run's own longest text, where the options give one.
    /// room  the most tokens that the model has positions for
    /// Throws E_USAGE_INDEX for a length that is below 1 or beyond the room.
    GenerationRules fitted(const RunOptions& options, int room) const;
};

/// The scores of all tokens to come next.
/// written  everything so far, start included
/// returns  [vocabulary]
using NextScores = std::function<Eigen::RowVectorXf(std::span<const std::int64_t> written)>;

/// What the scores of a text that is written depend on beside the model's weights and the rules.
struct WritingBasis {
    RunMemory* memory = nullptr;    ///< of earlier runs; null: nothing is taken over
    StepId step;                    ///< of Kind::Writing: who writes, which heads are off
    std::vector<MatrixView> inputs; ///< what is looked at

    /// writer  the first of the weights that write
    WritingBasis(const TraceBuilder& trace, const float* writer, std::vector<MatrixView> inputs);
};

/// Greedy decoding: each time the token with the highest score, the first of several, until the
/// end token was written or the text is as long as it may be.
/// Where an earlier run wrote by the same rules on the same basis, its text is taken over.
/// returns  start and everything written, the end token included
/// Throws Cancelled.
std::vector<std::int64_t> generateGreedily(const GenerationRules& rules,
                                           WritingBasis basis,
                                           const NextScores& nextScores,
                                           const Progress& progress);

/// What sites know of a text that was written from left to right: the row of a token is the one of
/// the position that wrote it, so that a word's row says where the model looked when it wrote the
/// word. Row 0 stands for the second token, column 0 for the first.
struct WrittenAxes {
    Axis query; ///< positions that wrote a token
    Axis key;   ///< tokens that were there to be looked at

    /// first    where the text begins in Trace::tokens
    /// written  its tokens, start and end included; at least 2
    static WrittenAxes of(Index first, Index written)
    {
        return {.query = Axis::textOnly(written - 1, first + 1),
                .key = Axis::textOnly(written - 1, first)};
    }
};

/// Puts tokens that are no part of the caption behind those that are there: pieces join the word
/// before them, as the tokenizer spells them.
/// special  ids that are no words: start, end, padding
void appendTokens(Tokens& tokens,
                  std::span<const std::int64_t> ids,
                  TokenPart part,
                  const Tokenizer& tokenizer,
                  std::span<const std::int64_t> special);

/// Puts what a model wrote behind the tokens that are there, and says it: Outputs::text and
/// generated_ids.
void appendWritten(TextInput& text,
                   const std::vector<std::int64_t>& ids,
                   std::span<const std::int64_t> special,
                   const Tokenizer& tokenizer,
                   Outputs& outputs);

/// The tokens of an answer that the model is made to say, `start` before them; nothing where the
/// options give no answer.
/// limit  the model's positions
/// Throws E_USAGE_INDEX for ids that the vocabulary does not have, or too many of them.
std::vector<std::int64_t> givenAnswer(const RunOptions& options,
                                      const Tokenizer& tokenizer,
                                      std::int64_t start,
                                      Index vocabulary,
                                      int limit);

} // namespace attenscope
