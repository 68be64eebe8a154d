#include "engine/models/bare_module.h"

#include "engine/blocks/key_mask.h"
#include "engine/models/module_sides.h"
#include "engine/models/module_weights.h"
#include "engine/models/weights_digest.h"
#include "engine/trace/trace_builder.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <tuple>
#include <utility>

namespace attenscope {

namespace {

constexpr float kFilledScore = -1e9F; ///< what both written-out forms put in a hidden key's place
constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// A module's inputs, checked against its widths.
struct ModuleInputs {
    ModuleFeatures query;
    ModuleFeatures context;
    std::optional<ModuleFeatures> value;
    std::optional<ModuleMask> mask;
    Modality asks = Modality::Text; ///< in the direction in which it was given
    GridSize grid;                  ///< of the image side
    bool addsZeroAttention = false;
};

Mode modeOf(Modality asks)
{
    return asks == Modality::Text ? Mode::TextToImage : Mode::ImageToText;
}

const char* kindOf(Modality asks)
{
    return asks == Modality::Text ? "cross_text_to_image" : "cross_image_to_text";
}

/// What is shown of a run in one direction.
struct Shown {
    const Matrix& asking;
    const Matrix& keys;
    const Matrix& values;
    Index extraKeys = 0;
};

class BareModule : public Model {
public:
    BareModule(ModelInfo info,
               ModuleForm form,
               ModuleInputs inputs,
               BoundModule module,
               std::shared_ptr<const Weights> weights,
               int threads)
        : Model(std::move(info)),
          form_(form),
          inputs_(std::move(inputs)),
          weights_(std::move(weights)),
          module_(std::move(module)),
          pool_(std::make_unique<ThreadPool>(threads))
    {
        explainWith(*weights_);
    }

    std::vector<StackInfo> stacks(Mode mode) const override
    {
        return {{.kind = kindOf(mode == Mode::TextToImage ? Modality::Text : Modality::Image),
                 .layers = 1,
                 .heads = module_.attention.heads}};
    }

protected:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

private:
    std::vector<std::string> extraKeyNames() const;
    KeysAndValues keysAndValues(const Shown& shown) const;
    Matrix mask(const Shown& shown, bool isGiven, const std::vector<bool>& isHidden) const;
    NamedArray output(const Matrix& rows, bool isGiven) const;
    void recordInputs(Trace& trace) const;
    void warn(bool isGiven, Trace& trace) const;

    ModuleForm form_;
    ModuleInputs inputs_;
    std::shared_ptr<const Weights> weights_; ///< what module_ looks at
    BoundModule module_;
    std::unique_ptr<ThreadPool> pool_;
};

/// The keys that the module puts behind those of the context.
std::vector<std::string> BareModule::extraKeyNames() const
{
    std::vector<std::string> names;
    if (!module_.extraKey.isEmpty()) {
        names.emplace_back("[bias_k]");
    }
    if (inputs_.addsZeroAttention) {
        names.emplace_back("[zero]");
    }
    return names;
}

KeysAndValues BareModule::keysAndValues(const Shown& shown) const
{
    const Attention& attention = module_.attention;
    KeysAndValues seen{.key = attention.key.forward(shown.keys, *pool_),
                       .value = attention.value.forward(shown.values, *pool_)};
    if (!module_.extraKey.isEmpty()) {
        seen.append({.key = module_.extraKey.map(), .value = module_.extraValue.map()});
    }
    if (inputs_.addsZeroAttention) {
        seen.append(
            {.key = Matrix::Zero(1, seen.key.cols()), .value = Matrix::Zero(1, seen.value.cols())});
    }
    return seen;
}

/// The file's mask, open over the keys that the module adds, with what the user hides.
Matrix BareModule::mask(const Shown& shown, bool isGiven, const std::vector<bool>& isHidden) const
{
    const bool isAnyHidden = std::ranges::find(isHidden, true) != isHidden.end();
    const bool hasFile = isGiven && inputs_.mask;
    if (!hasFile && !isAnyHidden) {
        return {};
    }
    const Index keys = shown.keys.rows();
    Matrix result = Matrix::Zero(hasFile ? inputs_.mask->added.rows() : 1, keys + shown.extraKeys);
    if (hasFile) {
        result.leftCols(keys) = inputs_.mask->added;
    }
    for (std::size_t key = 0; key < isHidden.size(); ++key) {
        if (isHidden[key]) {
            result.col(static_cast<Index>(key)).setConstant(-kInfinity);
        }
    }
    return result;
}

/// As the module itself returns it: [1, channels, height, width] of the convolutional form.
NamedArray BareModule::output(const Matrix& rows, bool isGiven) const
{
    const bool isMap = form_ == ModuleForm::Convolution && isGiven && inputs_.query.grid;
    if (!isMap) {
        return batchOfOne("output", rows);
    }
    const Matrix channels = rows.transpose();
    return {.name = "output",
            .shape = {1, rows.cols(), inputs_.query.grid->rows, inputs_.query.grid->columns},
            .values = valuesOf(channels)};
}

void BareModule::recordInputs(Trace& trace) const
{
    trace.inputs.push_back(batchOfOne("query", inputs_.query.rows));
    trace.inputs.push_back(batchOfOne("context", inputs_.context.rows));
    if (inputs_.value) {
        trace.inputs.push_back(batchOfOne("value", inputs_.value->rows));
    }
    if (inputs_.mask) {
        trace.inputs.push_back(batchOfOne("mask", inputs_.mask->added));
    }
}

void BareModule::warn(bool isGiven, Trace& trace) const
{
    if (inputs_.mask && !isGiven) {
        trace.warnings.push_back({.id = "W_MODULE_MASK",
                                  .text = "The mask is over the context's rows, which ask in this "
                                          "direction: it is not used."});
    } else if (inputs_.mask && extraKeyNames().empty()) {
        const Index blind =
            (inputs_.mask->added.rowwise().maxCoeff().array() == -kInfinity).count();
        if (blind > 0) {
            trace.warnings.push_back({.id = "W_MODULE_MASK",
                                      .text = "The mask leaves a query no key: its weights are 0 "
                                              "here, and no numbers in torch."});
        }
    }
}

Trace BareModule::forward(const Sample& sample,
                          Mode mode,
                          const RunOptions& options,
                          const Progress& progress) const
{
    progress.step(0, 1, "module");
    const bool isGiven = mode == info().nativeMode;
    const Modality asks = mode == Mode::TextToImage ? Modality::Text : Modality::Image;
    const std::vector<std::string> extras = extraKeyNames();
    const Matrix& given = (inputs_.value ? *inputs_.value : inputs_.context).rows;
    const Shown shown{.asking = (isGiven ? inputs_.query : inputs_.context).rows,
                      .keys = (isGiven ? inputs_.context : inputs_.query).rows,
                      .values = isGiven ? given : inputs_.query.rows,
                      .extraKeys = static_cast<Index>(extras.size())};
    const std::vector<bool> isPadding =
        inputs_.mask && isGiven ? inputs_.mask->isPadding : std::vector<bool>();

    Trace trace;
    const bool looksAtText = asks == Modality::Image;
    const Index textRows = (looksAtText ? shown.keys : shown.asking).rows();
    trace.tokens = looksAtText ? moduleTokens(sample.caption, textRows, isPadding, extras)
                               : moduleTokens(sample.caption, textRows, {}, {});
    trace.units = looksAtText ? moduleUnits(inputs_.grid, sample.image, {}, {})
                              : moduleUnits(inputs_.grid, sample.image, isPadding, extras);
    trace.warnings = trace.tokens.warnings;
    trace.isTokenMasked = maskedTokens(trace.tokens, options.intervention.maskedWords);
    trace.isUnitMasked = maskedUnits(trace.units, options.intervention.maskedUnits);

    const Axis text = Axis::textOnly(trace.tokens.size());
    const Axis image = Axis::imageOnly(trace.units.size());
    TraceBuilder sites(options.keeping, options.intervention.headsOff);
    SiteRecorder& recorder = sites.open({.kind = kindOf(asks),
                                         .layer = 0,
                                         .heads = module_.attention.heads,
                                         .query = looksAtText ? image : text,
                                         .key = looksAtText ? text : image,
                                         .weightPrefix = module_.attention.weightPrefix});
    const Matrix hidden =
        mask(shown, isGiven, looksAtText ? trace.isTokenMasked : trace.isUnitMasked);
    const Matrix x = module_.in ? module_.in->forward(shown.asking, *pool_) : shown.asking;
    const Matrix result =
        module_.attention.forward(x, keysAndValues(shown), hidden, recorder, *pool_);
    trace.outputs.arrays.push_back(output(result, isGiven));
    std::tie(trace.sites, trace.attention) = sites.finish();
    if (options.keepInputs) {
        recordInputs(trace);
    }
    warn(isGiven, trace);
    progress.step(1, 1, "module");
    return trace;
}

std::string rowsOf(Index rows, Index width)
{
    return "[" + std::to_string(rows) + ", " + std::to_string(width) + "]";
}

void requireWidth(const ModuleFeatures& features, const std::string& what, Index width)
{
    if (features.rows.cols() != width) {
        throw Error({.id = "E_MODULE_SHAPE",
                     .file = features.file,
                     .place = what,
                     .expected = "[rows, " + std::to_string(width) + "], as the weights have it",
                     .found = rowsOf(features.rows.rows(), features.rows.cols()),
                     .remedy = {}});
    }
}

/// Features that fit the module; which side is which is not known yet.
ModuleInputs
readInputs(const ModuleSetup& setup, const ModulePlace& place, const Progress& progress)
{
    ModuleInputs inputs;
    inputs.query = readModuleFeatures(setup.query, setup.batchOrder, progress);
    inputs.context = readModuleFeatures(setup.context, setup.batchOrder, progress);
    requireWidth(inputs.query, "query", place.queryWidth);
    requireWidth(inputs.context, "context", place.keyWidth);
    if (setup.value.empty()) {
        requireWidth(inputs.context, "context as the value", place.valueWidth);
        return inputs;
    }
    inputs.value = readModuleFeatures(setup.value, setup.batchOrder, progress);
    requireWidth(*inputs.value, "value", place.valueWidth);
    if (inputs.value->rows.rows() != inputs.context.rows.rows()) {
        throw Error({.id = "E_MODULE_SHAPE",
                     .file = inputs.value->file,
                     .place = "value",
                     .expected = rowsOf(inputs.context.rows.rows(), place.valueWidth) +
                                 ", a row for each of the context",
                     .found = rowsOf(inputs.value->rows.rows(), place.valueWidth),
                     .remedy = {}});
    }
    return inputs;
}

void readMask(const ModuleSetup& setup,
              const ModulePlace& place,
              ModuleInputs& inputs,
              const Progress& progress)
{
    if (setup.mask.empty()) {
        return;
    }
    inputs.mask =
        readModuleMask(setup.mask,
                       {.queries = inputs.query.rows.rows(),
                        .keys = inputs.context.rows.rows(),
                        .meaning = setup.maskMeaning,
                        .hiddenScore = place.form == ModuleForm::Torch ? -kInfinity : kFilledScore},
                       progress);
}

std::string reverseObstacle(const ModulePlace& place, const ModuleInputs& inputs)
{
    const Index query = inputs.query.rows.cols();
    const Index context = inputs.context.rows.cols();
    if (context != place.queryWidth) {
        return "the context is " + std::to_string(context) + " wide, a query must be " +
               std::to_string(place.queryWidth);
    }
    if (query != place.keyWidth || query != place.valueWidth) {
        return "the query is " + std::to_string(query) + " wide, a key must be " +
               std::to_string(place.keyWidth) + " and a value " + std::to_string(place.valueWidth);
    }
    return {};
}

/// Every mode with its reason, as for any model.
std::vector<ModeStanding> modesOf(const ModulePlace& place, const ModuleInputs& inputs)
{
    std::vector<ModeStanding> modes;
    const std::string obstacle = reverseObstacle(place, inputs);
    for (const Mode mode : kAllModes) {
        if (mode == modeOf(inputs.asks)) {
            modes.push_back({mode, Standing::AsTrained, ""});
        } else if (mode == Mode::TextToImage || mode == Mode::ImageToText) {
            modes.push_back(
                {mode, obstacle.empty() ? Standing::Ablation : Standing::Unavailable,
                 obstacle.empty() ? "the same weights with the sides exchanged" : obstacle});
        } else {
            modes.push_back({mode, Standing::Unavailable,
                             "one cross-attention module looks in one direction only"});
        }
    }
    return modes;
}

ModelInfo moduleInfo(const ModuleSetup& setup,
                     const ModulePlace& place,
                     const ModuleInputs& inputs,
                     const LoadOptions& options)
{
    std::vector<NamedFile> files;
    files.push_back({.name = setup.weights.filename().string(),
                     .file = InputFile::open(setup.weights, setup.weights.string())});
    ModelInfo info;
    info.name = setup.weights.stem().string();
    info.family = kBareModuleFamily;
    info.architecture = moduleFormName(place.form);
    info.path = setup.weights;
    info.digest = weightsDigest(std::move(files), options.digests);
    info.nativeMode = modeOf(inputs.asks);
    info.modes = modesOf(place, inputs);
    info.facts = {"query " + rowsOf(inputs.query.rows.rows(), place.queryWidth) + ", context " +
                      rowsOf(inputs.context.rows.rows(), place.keyWidth),
                  std::to_string(*setup.heads) + (*setup.heads == 1 ? " head" : " heads") +
                      ", width " + std::to_string(place.innerWidth)};
    const PictureSize size = plainSize(inputs.grid);
    info.imageWidth = size.width;
    info.imageHeight = size.height;
    info.maximumTokens = static_cast<int>(
        (inputs.asks == Modality::Text ? inputs.query : inputs.context).rows.rows());
    return info;
}

} // namespace

ModelPtr
loadBareModule(const ModuleSetup& setup, const LoadOptions& options, const Progress& progress)
{
    requireFiles(setup);
    auto weights = std::make_shared<const Weights>(readModuleWeights(setup.weights, progress));
    const ModulePlace place = findModule(*weights, setup.prefix);
    ModuleInputs inputs = readInputs(setup, place, progress);
    inputs.asks = requireFacts(setup, place, inputs.query, inputs.context);
    inputs.grid = imageGrid(setup, inputs.asks == Modality::Image ? inputs.query : inputs.context);
    inputs.addsZeroAttention = setup.addsZeroAttention;
    readMask(setup, place, inputs, progress);
    BoundModule module = bindModule(*weights, place, *setup.heads);
    ModelInfo info = moduleInfo(setup, place, inputs, options);
    info.parameters = weights->parameters();
    info.warnings = module.warnings;
    return std::make_shared<const BareModule>(std::move(info), place.form, std::move(inputs),
                                              std::move(module), std::move(weights),
                                              options.threads);
}

} // namespace attenscope
