// BLIP question answering (Li et al. 2022), as BlipForQuestionAnswering of the Hugging Face library
// computes it: the question is read with the image, the answer is written while a decoder looks at
// the question.

#include "engine/blocks/key_mask.h"
#include "engine/models/blip_model.h"

#include <utility>

namespace attenscope {

namespace {

class BlipAnswering final : public BlipModel {
public:
    BlipAnswering(ModelInfo info,
                  const BlipConfig& config,
                  GenerationRules rules,
                  LoadContext& context);

    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

private:
    /// The parts of the text: question, padding included, then the answer that was given.
    struct Parts {
        TextInput text;
        Index question = 0; ///< tokens
        Index answer = 0;

        std::vector<bool> hiddenQuestion() const
        {
            return {text.isHidden.begin(), text.isHidden.begin() + question};
        }

        std::vector<bool> hiddenAnswer() const
        {
            return {text.isHidden.begin() + question, text.isHidden.end()};
        }
    };

    Parts prepare(const Sample& sample, const RunOptions& options) const;
    void readAnswer(const Parts& parts, const Matrix& question, Run& run, Outputs& outputs) const;
    void writeAnswer(Parts& parts, const Matrix& question, Run& run, Outputs& outputs) const;

    GenerationRules rules_;
    BlipText question_;
    BlipDecoder answer_;
};

BlipAnswering::BlipAnswering(ModelInfo info,
                             const BlipConfig& config,
                             GenerationRules rules,
                             LoadContext& context)
    : BlipModel(std::move(info), config, context), rules_(std::move(rules))
{
    bindWeights(context, [&](WeightBinder& binder) {
        bindVision(binder);
        question_ = BlipText::bind(binder, "text_encoder", config.text);
        answer_ = BlipDecoder::bind(binder, "text_decoder", config.text);
    });
}

std::vector<StackInfo> BlipAnswering::stacks(Mode /*mode*/) const
{
    const BlipTextSizes& text = config().text;
    std::vector<StackInfo> stacks{
        {"vision_self", config().vision.layers, config().vision.layer.heads}};
    for (const char* kind :
         {"text_self", "cross_text_to_image", "answer_self", "cross_answer_to_text",
          "gen_answer_self", "gen_cross_answer_to_text"}) {
        stacks.push_back({kind, text.layers, text.layer.heads});
    }
    return stacks;
}

BlipAnswering::Parts BlipAnswering::prepare(const Sample& sample, const RunOptions& options) const
{
    const auto room = static_cast<int>(config().text.positions);
    Tokens tokens = encodeCaption(tokenizer(), sample.caption, room, options);
    checkTokenIds(tokens, config().text.vocabulary, info().path);
    const std::vector<std::int64_t> answer =
        givenAnswer(options, tokenizer(), rules_.start.front(), config().text.vocabulary, room);
    Parts parts{.text = {}, .question = tokens.size(), .answer = static_cast<Index>(answer.size())};
    appendTokens(tokens, answer, TokenPart::Answer, tokenizer(), specialIds(rules_));
    parts.text = maskWords(std::move(tokens), options);
    return parts;
}

void BlipAnswering::readAnswer(const Parts& parts,
                               const Matrix& question,
                               Run& run,
                               Outputs& outputs) const
{
    const Axis tokens = Axis::textOnly(parts.answer, parts.question);
    BlipDecoder::Reading reading =
        answer_.begin(question, keyMask(parts.hiddenQuestion()), run.options.memory, pool());
    const std::vector<std::int64_t> ids = parts.text.tokens.ids(TokenPart::Answer);
    const Matrix states =
        answer_.read(ids, reading, causalMask(parts.hiddenAnswer(), kBertMaskedScore),
                     {.self = "answer_self",
                      .cross = "cross_answer_to_text",
                      .query = tokens,
                      .key = tokens,
                      .context = Axis::textOnly(parts.question)},
                     run.sites, pool());
    outputs.arrays.push_back(batchOfOne("answer_logits", answer_.head.forward(states, pool())));
}

void BlipAnswering::writeAnswer(Parts& parts,
                                const Matrix& question,
                                Run& run,
                                Outputs& outputs) const
{
    // The reference looks at the question's padding here, though not in the plain pass.
    const std::vector<bool>& masked = parts.text.isMasked;
    const std::vector<bool> isClosed(masked.begin(), masked.begin() + parts.question);
    const GenerationRules rules =
        rules_.fitted(run.options, static_cast<int>(config().text.positions));
    const std::vector<std::int64_t> ids =
        answer_.write(rules, answer_.begin(question, keyMask(isClosed), run.options.memory, pool()),
                      {.self = "gen_answer_self",
                       .cross = "gen_cross_answer_to_text",
                       .query = {},
                       .key = {},
                       .context = Axis::textOnly(parts.question)},
                      parts.question + parts.answer, run.options, run.sites, run.progress, pool());
    appendWritten(parts.text, ids, specialIds(rules), tokenizer(), outputs);
}

Trace BlipAnswering::forward(const Sample& sample,
                             Mode /*mode: text→image is the only one*/,
                             const RunOptions& options,
                             const Progress& progress) const
{
    Parts parts = prepare(sample, options);
    Run run = see(sample, options, progress, config().vision.layers + config().text.layers);
    const Matrix question =
        encode(question_, question_.embed(parts.text.tokens.ids(TokenPart::Caption)),
               keyMask(parts.hiddenQuestion(), kBertMaskedScore), run);

    Trace trace;
    if (parts.answer > 0) {
        readAnswer(parts, question, run, trace.outputs);
    }
    const std::vector<std::int64_t> given = parts.text.tokens.ids(TokenPart::Answer);
    writeAnswer(parts, question, run, trace.outputs);
    if (options.keepStates) {
        trace.outputs.states.push_back(batchOfOne("text_hidden", question));
    }
    if (options.keepInputs && !given.empty()) {
        trace.inputs.push_back(batchOfOne("decoder_input_ids", given));
    }
    finish(run, std::move(parts.text), trace);
    return trace;
}

} // namespace

std::unique_ptr<const Model> loadBlipAnswering(LoadContext& context)
{
    const BlipConfig config = readBlipConfig(context.config);
    ModelInfo info = blipInfo(std::move(context.info), config, kBlipAnswering);
    info.tasks = {"answer"};
    info.takesAnswers = true;
    info.writes = true;
    // The decoder's cross-attention has the image's width and looks at the question's states.
    if (config.text.layer.width != config.vision.layer.width) {
        throw Error({.id = "E_CONFIG_RANGE",
                     .file = context.config.file(),
                     .place = "/text_config/hidden_size",
                     .expected = std::to_string(config.vision.layer.width) +
                                 ", the image tower's width, for question answering",
                     .found = std::to_string(config.text.layer.width),
                     .remedy = {}});
    }
    return std::make_unique<const BlipAnswering>(std::move(info), config,
                                                 readBlipWriting(context.config, config), context);
}

} // namespace attenscope
