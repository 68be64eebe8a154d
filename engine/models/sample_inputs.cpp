#include "engine/models/sample_inputs.h"

#include "engine/base/limits.h"

#include <algorithm>
#include <utility>

namespace attenscope {

Tokens encodeCaption(const Tokenizer& tokenizer,
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
    return tokenizer.encode(caption, limit, options.padText);
}

TextInput maskWords(Tokens tokens, const RunOptions& options)
{
    TextInput input;
    input.tokens = std::move(tokens);
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

void insertToken(Tokens& tokens, std::size_t place, Token token)
{
    for (Word& word : tokens.words) {
        for (int& index : word.tokens) {
            index += index >= static_cast<int>(place) ? 1 : 0;
        }
    }
    token.word = static_cast<int>(tokens.words.size());
    tokens.words.push_back({.text = token.text,
                            .tokens = {static_cast<int>(place)},
                            .isSpecial = token.isSpecial,
                            .part = token.part});
    tokens.tokens.insert(tokens.tokens.begin() + static_cast<std::ptrdiff_t>(place),
                         std::move(token));
}

TextInput prepareText(const Tokenizer& tokenizer,
                      const std::string& caption,
                      int limit,
                      const RunOptions& options)
{
    return maskWords(encodeCaption(tokenizer, caption, limit, options), options);
}

namespace {

/// Where the picture decides about the grid, the config's own limit says nothing about it.
void checkPatches(const VisualUnits& units)
{
    const auto patches = std::int64_t{units.gridRows} * units.gridColumns;
    if (patches < 1 || patches > limits::kPatches) {
        throw Error(
            {.id = "E_LIMIT_IMAGE",
             .file = {},
             .place = "image",
             .expected = "1 to " + std::to_string(limits::kPatches) + " patches",
             .found = std::to_string(units.gridRows) + " × " + std::to_string(units.gridColumns),
             .remedy = "Cut the picture to a less extreme shape."});
    }
}

} // namespace

ImageInput prepareImage(const Preprocessor& preprocessor,
                        const Image& image,
                        int patchSize,
                        bool hasClassUnit,
                        const RunOptions& options)
{
    PatchLayout layout{.patchSize = patchSize};
    if (!hasClassUnit) {
        layout.specialUnits.clear();
    }
    return prepareImage(preprocessor, image, layout, options);
}

ImageInput prepareImage(const Preprocessor& preprocessor,
                        const Image& image,
                        const PatchLayout& layout,
                        const RunOptions& options)
{
    ImageInput input;
    input.pixels = options.memory != nullptr ? options.memory->pixels(image, preprocessor)
                                             : preprocessor.apply(image);
    input.units = patchGrid(input.pixels.geometry, layout.patchSize, false);
    checkPatches(input.units);
    std::vector<VisualUnit> special;
    for (const std::string& name : layout.specialUnits) {
        special.push_back({.kind = VisualUnit::Kind::Special, .name = name});
    }
    input.units.units.insert(input.units.units.begin(), special.begin(), special.end());
    checkIndices(options.intervention.maskedUnits, input.units.size(), "masked unit");

    input.isMasked.assign(static_cast<std::size_t>(input.units.size()), false);
    for (const int unit : options.intervention.maskedUnits) {
        input.isMasked[static_cast<std::size_t>(unit)] = true;
    }
    return input;
}

Matrix rememberedPatches(const PixelValues& pixels,
                         const Convolution& patches,
                         RunMemory* memory,
                         const std::function<Matrix()>& compute)
{
    const Eigen::Map<const Matrix> values(pixels.values.data(),
                                          Index{pixels.channels} * pixels.height, pixels.width);
    return remembered(memory, StepId(StepId::Kind::Patches).add(patches.weight.data), {values},
                      compute);
}

namespace {

/// The regions with empty rows behind them up to `count`.
Regions padded(Regions regions, int count)
{
    const int filled = regions.size();
    regions.isPadding.resize(static_cast<std::size_t>(filled), false);
    if (count > filled) {
        regions.features.conservativeResizeLike(Matrix::Zero(count, regions.features.cols()));
        regions.boxes.conservativeResizeLike(Matrix::Zero(count, regions.boxes.cols()));
        regions.isPadding.resize(static_cast<std::size_t>(count), true);
    }
    return regions;
}

/// The regions behind one for the whole picture.
Regions withWholeImage(const Regions& regions)
{
    const Index count = regions.features.rows();
    Regions result{.features = Matrix(count + 1, regions.features.cols()),
                   .boxes = Matrix(count + 1, 4),
                   .isPadding = regions.isPadding,
                   .wholeImage = regions.wholeImage,
                   .labels = regions.labels};
    result.isPadding.resize(static_cast<std::size_t>(count), false);
    if (!result.wholeImage) {
        Eigen::RowVectorXf sum = Eigen::RowVectorXf::Zero(regions.features.cols());
        for (Index i = 0; i < count; ++i) {
            if (!result.isPadding[static_cast<std::size_t>(i)]) {
                sum += regions.features.row(i);
            }
        }
        const auto valid = std::max<Index>(std::ranges::count(result.isPadding, false), 1);
        result.wholeImage = sum / static_cast<float>(valid);
    }
    result.features << *result.wholeImage, regions.features;
    result.boxes << Eigen::RowVector4f(0, 0, 1, 1), regions.boxes;
    result.isPadding.insert(result.isPadding.begin(), false);
    result.labels.resize(static_cast<std::size_t>(count));
    result.labels.insert(result.labels.begin(), "whole image");
    return result;
}

std::vector<std::int64_t> openKeys(const std::vector<bool>& isHidden)
{
    std::vector<std::int64_t> mask;
    for (const bool hidden : isHidden) {
        mask.push_back(hidden ? 0 : 1);
    }
    return mask;
}

} // namespace

RegionInput prepareRegions(const Sample& sample,
                           Index featureWidth,
                           const RunOptions& options,
                           WholeImage wholeImage)
{
    if (!sample.regions) {
        throw Error({.id = "E_REGIONS_NEEDED",
                     .file = {},
                     .place = "regions",
                     .expected = "a detector's regions of this picture (NPZ or TSV), features " +
                                 std::to_string(featureWidth) + " wide",
                     .found = "a picture alone",
                     .remedy = "This model sees what an object detector found: run one over the "
                               "picture, save features and boxes (the guide's page on region "
                               "files shows how) and give that file."});
    }
    if (sample.regions->features.cols() != featureWidth) {
        throw Error({.id = "E_REGIONS_SHAPE",
                     .file = {},
                     .place = "features",
                     .expected = "[regions, " + std::to_string(featureWidth) + "]",
                     .found = "[" + std::to_string(sample.regions->size()) + ", " +
                              std::to_string(sample.regions->features.cols()) + "]",
                     .remedy = "Use the features that this checkpoint was trained with."});
    }
    RegionInput input;
    input.regions = padded(wholeImage == WholeImage::FirstRegion ? withWholeImage(*sample.regions)
                                                                 : *sample.regions,
                           options.padUnits.value_or(0));
    input.units = regionUnits(input.regions, sample.image.width, sample.image.height);
    checkIndices(options.intervention.maskedUnits, input.units.size(), "masked unit");
    input.isHidden = input.regions.isPadding;
    input.isMasked.assign(input.isHidden.size(), false);
    for (const int unit : options.intervention.maskedUnits) {
        input.isMasked[static_cast<std::size_t>(unit)] = true;
        input.isHidden[static_cast<std::size_t>(unit)] = true;
    }
    return input;
}

Matrix boxesWithArea(const Matrix& boxes)
{
    Matrix result(boxes.rows(), 5);
    result.leftCols(4) = boxes;
    result.col(4) = (boxes.col(2) - boxes.col(0)).cwiseProduct(boxes.col(3) - boxes.col(1));
    return result;
}

void recordText(TextInput text, const RunOptions& options, Trace& trace)
{
    if (options.keepInputs) {
        const std::vector<std::int64_t> ids = text.tokens.ids(TokenPart::Caption);
        std::vector<bool> isHidden;
        for (std::size_t t = 0; t < text.isHidden.size(); ++t) {
            if (text.tokens.tokens[t].part == TokenPart::Caption) {
                isHidden.push_back(text.isHidden[t]);
            }
        }
        trace.inputs.push_back(batchOfOne("input_ids", ids));
        trace.inputs.push_back(batchOfOne("attention_mask", openKeys(isHidden)));
        trace.inputs.push_back(
            batchOfOne("token_type_ids", std::vector<std::int64_t>(ids.size(), 0)));
    }
    trace.warnings.insert(trace.warnings.end(), text.tokens.warnings.begin(),
                          text.tokens.warnings.end());
    trace.tokens = std::move(text.tokens);
    trace.isTokenMasked = std::move(text.isMasked);
}

void recordImage(ImageInput image, const RunOptions& options, Trace& trace)
{
    if (options.keepInputs) {
        trace.inputs.push_back(
            {.name = "pixel_values",
             .shape = {1, image.pixels.channels, image.pixels.height, image.pixels.width},
             .values = std::move(image.pixels.values)});
    }
    trace.units = std::move(image.units);
    trace.isUnitMasked = std::move(image.isMasked);
}

void recordRegions(RegionInput regions, const RunOptions& options, Trace& trace)
{
    if (options.keepInputs) {
        trace.inputs.push_back(batchOfOne("visual_feats", regions.regions.features));
        trace.inputs.push_back(batchOfOne("visual_pos", regions.regions.boxes));
        trace.inputs.push_back(batchOfOne("visual_attention_mask", openKeys(regions.isHidden)));
    }
    trace.units = std::move(regions.units);
    trace.isUnitMasked = std::move(regions.isMasked);
}

} // namespace attenscope
