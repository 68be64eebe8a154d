#pragma once

#include "engine/models/model.h"
#include "engine/text/tokenizer.h"
#include "engine/vision/preprocessor.h"

#include <vector>

namespace attenscope {

/// A caption as a model is fed with it.
struct TextInput {
    Tokens tokens;
    std::vector<bool> isMasked; ///< by the user's intervention
    std::vector<bool> isHidden; ///< masked or padding: its key is closed at every site
};

/// limit  the model's positions
/// Throws E_USAGE_INDEX for a masked word that the caption does not have, or a padded length beyond
/// the limit.
TextInput prepareText(const Tokenizer& tokenizer,
                      const std::string& caption,
                      int limit,
                      const RunOptions& options);

/// A picture as a model is fed with it.
struct ImageInput {
    PixelValues pixels;
    VisualUnits units;
    std::vector<bool> isMasked;
};

/// Throws E_USAGE_INDEX for a masked unit that the grid does not have.
ImageInput prepareImage(const Preprocessor& preprocessor,
                        const Image& image,
                        int patchSize,
                        bool hasClassUnit,
                        const RunOptions& options);

/// Moves tokens, units, masks and warnings into the trace, and the arrays that were fed to the
/// model (input_ids, attention_mask, pixel_values) where they are to be kept.
void recordInputs(TextInput text, ImageInput image, const RunOptions& options, Trace& trace);

} // namespace attenscope
