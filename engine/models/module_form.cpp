#include "engine/models/module_form.h"

#include "engine/base/limits.h"
#include "engine/checkpoint/shapes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace attenscope {

namespace {

/// What a form calls its layers, each with `.weight` and maybe `.bias` behind it.
struct Names {
    ModuleForm form;
    std::string_view marker; ///< the tensor by which it is known
    std::string_view query;
    std::string_view key;
    std::string_view value;
    std::string_view output;
};

constexpr std::array kNames{
    Names{ModuleForm::Torch, "in_proj_weight", {}, {}, {}, "out_proj"},
    Names{ModuleForm::Torch, "q_proj_weight", {}, {}, {}, "out_proj"},
    Names{ModuleForm::Linear, "query_linear.weight", "query_linear", "key_linear", "value_linear",
          "output_linear"},
    Names{ModuleForm::Linear, "q_proj.weight", "q_proj", "k_proj", "v_proj", "out_proj"},
    Names{ModuleForm::Convolution, "Wq.weight", "Wq", "Wk", "Wv", "proj_out"}};

struct Found {
    const Names* names = nullptr;
    std::string prefix;
};

std::vector<Found> modulesIn(const Weights& weights)
{
    std::vector<Found> found;
    for (const auto& [name, tensor] : weights.all()) {
        for (const Names& row : kNames) {
            const std::string prefix =
                name.ends_with(row.marker) ? name.substr(0, name.size() - row.marker.size()) : name;
            if (name.ends_with(row.marker) && (prefix.empty() || prefix.ends_with('.'))) {
                found.push_back({&row, prefix});
            }
        }
    }
    return found;
}

std::string prefixesOf(const std::vector<Found>& found)
{
    constexpr std::size_t kListed = 20;
    std::string text;
    for (std::size_t i = 0; i < std::min(found.size(), kListed); ++i) {
        text += (i == 0 ? "\"" : ", \"") + escapedForDisplay(found[i].prefix) + "\"";
    }
    return text + (found.size() > kListed ? ", …" : "");
}

/// At least one.
std::vector<Found> requireModules(const Weights& weights)
{
    std::vector<Found> found = modulesIn(weights);
    if (found.empty()) {
        throw Error({.id = "E_MODULE_FORM",
                     .file = weights.file(),
                     .place = {},
                     .expected = "the state dict of a cross-attention module: "
                                 "torch.nn.MultiheadAttention (in_proj_weight or q_proj_weight), "
                                 "query_linear/key_linear/value_linear/output_linear, or "
                                 "proj_in/Wq/Wk/Wv/proj_out",
                     .found = std::to_string(weights.all().size()) + " tensors of other names",
                     .remedy = {}});
    }
    return found;
}

Found chosenModule(const Weights& weights, const std::optional<std::string>& prefix)
{
    std::vector<Found> found = requireModules(weights);
    if (prefix) {
        std::erase_if(found, [&](const Found& module) {
            return module.prefix != *prefix && module.prefix != *prefix + ".";
        });
        if (found.empty()) {
            throw Error({.id = "E_USAGE_VALUE",
                         .file = weights.file(),
                         .place = "--prefix",
                         .expected = "one of " + prefixesOf(modulesIn(weights)),
                         .found = "\"" + *prefix + "\"",
                         .remedy = {}});
        }
    }
    if (found.size() > 1) {
        throw Error({.id = "E_USAGE_MISSING",
                     .file = weights.file(),
                     .place = "--prefix",
                     .expected = "one of " + prefixesOf(found),
                     .found = std::to_string(found.size()) + " modules in the file",
                     .remedy = "Say which one is meant."});
    }
    return found.front();
}

/// The extents of a weight that must be there. `rank` 4 is a 1×1 convolution.
std::vector<std::int64_t>
extentsOf(const Weights& weights, const std::string& name, std::size_t rank)
{
    const Weights::Tensor* const tensor = weights.find(name);
    if (tensor == nullptr) {
        throw Error({.id = "E_TENSOR_MISSING",
                     .file = weights.file(),
                     .place = name,
                     .expected = "this tensor",
                     .found = "none of this name",
                     .remedy = {}});
    }
    const std::vector<std::int64_t>& shape = tensor->shape;
    const bool fits = shape.size() == rank && std::ranges::all_of(shape, [](std::int64_t extent) {
                          return extent >= 1 && extent <= limits::kHiddenWidth;
                      });
    if (!fits) {
        throw Error({.id = "E_TENSOR_SHAPE",
                     .file = tensor->file,
                     .place = name,
                     .expected = rank == 4 ? "[out, in, 1, 1], a 1×1 convolution" : "[out, in]",
                     .found = shapeText(shape),
                     .remedy = {}});
    }
    return shape;
}

const Names& namesOf(const Weights& weights, const ModulePlace& place)
{
    return *std::ranges::find_if(kNames, [&](const Names& row) {
        return row.form == place.form &&
               weights.find(place.prefix + std::string(row.marker)) != nullptr;
    });
}

std::string weightOf(const ModulePlace& place, std::string_view layer)
{
    return place.prefix + std::string(layer) + ".weight";
}

void readTorchWidths(const Weights& weights, ModulePlace& place)
{
    place.outputWidth = extentsOf(weights, weightOf(place, "out_proj"), 2)[0];
    if (weights.find(place.prefix + "in_proj_weight") != nullptr) {
        const auto fused = extentsOf(weights, place.prefix + "in_proj_weight", 2);
        place.queryWidth = place.keyWidth = place.valueWidth = fused[1];
        place.innerWidth = place.innerValueWidth = fused[1];
        return;
    }
    const auto query = extentsOf(weights, place.prefix + "q_proj_weight", 2);
    place.innerWidth = place.innerValueWidth = query[0];
    place.queryWidth = query[1];
    place.keyWidth = extentsOf(weights, place.prefix + "k_proj_weight", 2)[1];
    place.valueWidth = extentsOf(weights, place.prefix + "v_proj_weight", 2)[1];
}

void readLinearWidths(const Weights& weights, const Names& names, ModulePlace& place)
{
    const auto query = extentsOf(weights, weightOf(place, names.query), 2);
    const auto value = extentsOf(weights, weightOf(place, names.value), 2);
    place.innerWidth = query[0];
    place.innerValueWidth = value[0];
    place.queryWidth = query[1];
    place.keyWidth = extentsOf(weights, weightOf(place, names.key), 2)[1];
    place.valueWidth = value[1];
    if (place.form == ModuleForm::Convolution) {
        place.queryWidth = extentsOf(weights, weightOf(place, "proj_in"), 4)[1];
        place.outputWidth = extentsOf(weights, weightOf(place, names.output), 4)[0];
    } else {
        place.outputWidth = extentsOf(weights, weightOf(place, names.output), 2)[0];
    }
}

/// A layer with or without a bias; the convolution's kernel is one pixel.
Linear bindLayer(WeightBinder& binder,
                 const std::string& prefix,
                 Index in,
                 Index out,
                 bool isConvolution = false)
{
    Linear layer;
    layer.weight = isConvolution ? binder.tensor(prefix + ".weight", {out, in, 1, 1})
                                 : binder.matrix(prefix + ".weight", out, in);
    if (binder.contains(prefix + ".bias")) {
        layer.bias = binder.vector(prefix + ".bias", out);
    }
    return layer;
}

/// query, key and value of torch.nn.MultiheadAttention, fused or apart; the bias is always fused.
void bindTorchProjections(WeightBinder& binder, const ModulePlace& place, Attention& attention)
{
    const Index inner = place.innerWidth;
    const std::string fused = place.prefix + "in_proj_weight";
    if (binder.contains(fused)) {
        const WeightMatrix all = binder.matrix(fused, 3 * inner, inner);
        attention.query.weight = all.middleRows(0, inner);
        attention.key.weight = all.middleRows(inner, inner);
        attention.value.weight = all.middleRows(2 * inner, inner);
    } else {
        attention.query.weight =
            binder.matrix(place.prefix + "q_proj_weight", inner, place.queryWidth);
        attention.key.weight = binder.matrix(place.prefix + "k_proj_weight", inner, place.keyWidth);
        attention.value.weight =
            binder.matrix(place.prefix + "v_proj_weight", inner, place.valueWidth);
    }
    const std::string bias = place.prefix + "in_proj_bias";
    if (binder.contains(bias)) {
        const WeightVector all = binder.vector(bias, 3 * inner);
        if (!all.isEmpty()) {
            attention.query.bias = all.segment(0, inner);
            attention.key.bias = all.segment(inner, inner);
            attention.value.bias = all.segment(2 * inner, inner);
        }
    }
}

/// [1, 1, inner]
WeightVector bindExtraRow(WeightBinder& binder, const std::string& name, Index inner)
{
    const WeightMatrix row = binder.tensor(name, {1, 1, inner});
    return {row.data, row.columns};
}

} // namespace

const char* moduleFormName(ModuleForm form)
{
    constexpr std::array kFormNames{"torch.nn.MultiheadAttention", "linear cross-attention",
                                    "convolutional cross-attention"};
    return kFormNames.at(static_cast<std::size_t>(form));
}

std::vector<std::string> modulePrefixes(const Weights& weights)
{
    std::vector<std::string> prefixes;
    for (const Found& module : requireModules(weights)) {
        prefixes.push_back(module.prefix);
    }
    return prefixes;
}

ModulePlace findModule(const Weights& weights, const std::optional<std::string>& prefix)
{
    const Found found = chosenModule(weights, prefix);
    ModulePlace place;
    place.form = found.names->form;
    place.prefix = found.prefix;
    if (place.form == ModuleForm::Torch) {
        readTorchWidths(weights, place);
    } else {
        readLinearWidths(weights, *found.names, place);
    }
    return place;
}

BoundModule bindModule(const Weights& weights, const ModulePlace& place, int heads)
{
    const Names& names = namesOf(weights, place);
    const bool isConvolution = place.form == ModuleForm::Convolution;
    WeightBinder binder(weights, weights.file());
    BoundModule module;
    Attention& attention = module.attention;
    attention.heads = heads;
    attention.weightPrefix = place.prefix.substr(0, place.prefix.size() - !place.prefix.empty());
    if (place.form == ModuleForm::Torch) {
        bindTorchProjections(binder, place, attention);
        if (binder.contains(place.prefix + "bias_k")) {
            module.extraKey = bindExtraRow(binder, place.prefix + "bias_k", place.innerWidth);
            module.extraValue = bindExtraRow(binder, place.prefix + "bias_v", place.innerWidth);
        }
    } else {
        const auto projection = [&](std::string_view name, Index in, Index out) {
            return bindLayer(binder, place.prefix + std::string(name), in, out);
        };
        const Index queryIn = isConvolution ? place.innerWidth : place.queryWidth;
        attention.query = projection(names.query, queryIn, place.innerWidth);
        attention.key = projection(names.key, place.keyWidth, place.innerWidth);
        attention.value = projection(names.value, place.valueWidth, place.innerValueWidth);
    }
    if (isConvolution) {
        module.in =
            bindLayer(binder, place.prefix + "proj_in", place.queryWidth, place.innerWidth, true);
        attention.scale = 1.0F / std::sqrt(static_cast<float>(place.innerWidth));
    }
    attention.output = bindLayer(binder, place.prefix + std::string(names.output),
                                 place.innerValueWidth, place.outputWidth, isConvolution);
    module.warnings = binder.finish();
    return module;
}

} // namespace attenscope
