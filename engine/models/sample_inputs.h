#pragma once

#include "engine/blocks/convolution.h"
#include "engine/models/model.h"
#include "engine/text/tokenizer.h"
#include "engine/vision/preprocessor.h"

#include <functional>
#include <vector>

namespace attenscope {

/// A caption as a model is fed with it.
struct TextInput {
    Tokens tokens;
    std::vector<bool> isMasked; ///< by the user's intervention
    std::vector<bool> isHidden; ///< masked or padding: its key is closed at every site
};

/// The caption's tokens, padded as the options say.
/// limit  the model's positions
/// Throws E_USAGE_INDEX for a padded length beyond the limit.
Tokens encodeCaption(const Tokenizer& tokenizer,
                     const std::string& caption,
                     int limit,
                     const RunOptions& options);

/// Tokens with what the intervention masks of them. Throws E_USAGE_INDEX for a masked word that
/// they do not have.
TextInput maskWords(Tokens tokens, const RunOptions& options);

/// Puts a token before the token `place`. It is a word of its own, behind all others: theirs keep
/// their numbers.
void insertToken(Tokens& tokens, std::size_t place, Token token);

/// Encodes the caption and masks what is masked of it.
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

/// The units that a picture gives.
struct PatchLayout {
    int patchSize = 0;
    std::vector<std::string> specialUnits{"[CLS]"}; ///< before the patches
};

/// Throws E_USAGE_INDEX for a masked unit that the layout does not have, E_LIMIT_IMAGE for a
/// picture of no or too many patches.
ImageInput prepareImage(const Preprocessor& preprocessor,
                        const Image& image,
                        const PatchLayout& layout,
                        const RunOptions& options);

/// The same with a class token as the only special unit, or none.
ImageInput prepareImage(const Preprocessor& preprocessor,
                        const Image& image,
                        int patchSize,
                        bool hasClassUnit,
                        const RunOptions& options);

/// What `compute` makes of a picture's pixels before a tower's layers, or made in an earlier run.
/// patches  the tower's first step, which tells it from others
Matrix rememberedPatches(const PixelValues& pixels,
                         const Convolution& patches,
                         RunMemory* memory,
                         const std::function<Matrix()>& compute);

/// A detector's regions as a model is fed with them.
struct RegionInput {
    Regions regions; ///< padded as the options say
    VisualUnits units;
    std::vector<bool> isMasked; ///< by the user's intervention
    std::vector<bool> isHidden; ///< masked or padding
};

/// Whether a model sees the picture as a whole as one more region.
enum class WholeImage {
    LeftOut,
    FirstRegion ///< box 0 0 1 1; the sample's feature of it, else the mean of the valid regions
};

/// Throws E_REGIONS_NEEDED for a sample without regions, E_REGIONS_SHAPE for features of another
/// width, E_USAGE_INDEX for a masked region that there is none of.
RegionInput prepareRegions(const Sample& sample,
                           Index featureWidth,
                           const RunOptions& options,
                           WholeImage wholeImage = WholeImage::LeftOut);

/// x0 y0 x1 y1 and the area, all as fractions.
/// boxes    [regions, 4]
/// returns  [regions, 5]
Matrix boxesWithArea(const Matrix& boxes);

/// Move what the model was fed with into the trace: tokens or units, masks, warnings, and the
/// arrays (input_ids, attention_mask, pixel_values, visual_feats, …) where they are to be kept.
/// input_ids and its companions are those of the caption alone.
void recordText(TextInput text, const RunOptions& options, Trace& trace);
void recordImage(ImageInput image, const RunOptions& options, Trace& trace);
void recordRegions(RegionInput regions, const RunOptions& options, Trace& trace);

} // namespace attenscope
