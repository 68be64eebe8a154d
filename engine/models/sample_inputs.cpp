#include "engine/models/sample_inputs.h"

#include <utility>

namespace attenscope {

TextInput prepareText(const Tokenizer& tokenizer,
                      const std::string& caption,
                      int limit,
                      const RunOptions& options)
{
    if (options.padText && (*options.padText < 1 || *options.padText > limit)) {
        throw Error({.id = "E_USAGE_INDEX",
                     .file = {},
                     .place = "padded text length",
                     .expected = "1 to " + std::to_string(limit) + ", the model's positions",
                     .found = std::to_string(*options.padText),
                     .remedy = {}});
    }
    TextInput input;
    input.tokens = tokenizer.encode(caption, limit, options.padText);
    const auto& masked = options.intervention.maskedWords;
    checkIndices(masked, static_cast<int>(input.tokens.words.size()), "masked word");

    input.isMasked.assign(input.tokens.tokens.size(), false);
    for (const int word : masked) {
        for (const int token : input.tokens.words[static_cast<std::size_t>(word)].tokens) {
            input.isMasked[static_cast<std::size_t>(token)] = true;
        }
    }
    for (std::size_t t = 0; t < input.isMasked.size(); ++t) {
        input.isHidden.push_back(input.isMasked[t] || input.tokens.tokens[t].isPadding);
    }
    return input;
}

ImageInput prepareImage(const Preprocessor& preprocessor,
                        const Image& image,
                        int patchSize,
                        bool hasClassUnit,
                        const RunOptions& options)
{
    ImageInput input;
    input.pixels = preprocessor.apply(image);
    input.units = patchGrid(input.pixels.geometry, patchSize, hasClassUnit);
    checkIndices(options.intervention.maskedUnits, input.units.size(), "masked unit");

    input.isMasked.assign(static_cast<std::size_t>(input.units.size()), false);
    for (const int unit : options.intervention.maskedUnits) {
        input.isMasked[static_cast<std::size_t>(unit)] = true;
    }
    return input;
}

void recordInputs(TextInput text, ImageInput image, const RunOptions& options, Trace& trace)
{
    if (options.keepInputs) {
        std::vector<std::int64_t> attentionMask;
        for (const bool isHidden : text.isHidden) {
            attentionMask.push_back(isHidden ? 0 : 1);
        }
        trace.inputs.push_back(batchOfOne("input_ids", text.tokens.ids()));
        trace.inputs.push_back(batchOfOne("attention_mask", std::move(attentionMask)));
        trace.inputs.push_back(
            {.name = "pixel_values",
             .shape = {1, image.pixels.channels, image.pixels.height, image.pixels.width},
             .values = std::move(image.pixels.values)});
    }
    trace.warnings = text.tokens.warnings;
    trace.tokens = std::move(text.tokens);
    trace.units = std::move(image.units);
    trace.isTokenMasked = std::move(text.isMasked);
    trace.isUnitMasked = std::move(image.isMasked);
}

} // namespace attenscope
