#include "engine/models/finite_check.h"

#include "engine/base/listed.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <variant>
#include <vector>

namespace attenscope {

namespace {

bool isFinite(const NamedArray& array)
{
    const auto* const floats = std::get_if<std::vector<float>>(&array.values);
    return floats == nullptr ||
           std::ranges::all_of(*floats, [](float value) { return std::isfinite(value); });
}

/// "bert.pooler.dense.weight (3 of 64)"
std::vector<std::string> brokenTensors(const Weights& weights)
{
    std::vector<std::string> names;
    for (const auto& [name, tensor] : weights.all()) {
        const auto count =
            static_cast<std::ptrdiff_t>(tensor.data == nullptr ? 0 : Weights::elements(tensor));
        const auto broken = std::count_if(tensor.data, tensor.data + count,
                                          [](float value) { return !std::isfinite(value); });
        if (broken > 0) {
            names.push_back(name + " (" + std::to_string(broken) + " of " + std::to_string(count) +
                            ")");
        }
    }
    return names;
}

} // namespace

Warnings finiteCheck(const Trace& trace, const Weights* weights)
{
    std::vector<std::string> places;
    for (std::size_t site = 0; site < trace.sites.size(); ++site) {
        if (const Index rows = trace.attention.rowsNotFinite(site); rows > 0) {
            places.push_back(trace.sites[site].name() + " (" + std::to_string(rows) +
                             (rows == 1 ? " row)" : " rows)"));
        }
    }
    for (const NamedArray& array : trace.outputs.arrays) {
        if (!isFinite(array)) {
            places.push_back(array.name);
        }
    }
    if (places.empty()) {
        return {};
    }
    std::string text = "Not all numbers are finite in " + listed(places) + ".";
    if (weights != nullptr) {
        const std::vector<std::string> broken = brokenTensors(*weights);
        text += broken.empty() ? " The weights are: the numbers outgrew a float on the way."
                               : " Nor are these weights: " + listed(broken) + ".";
    }
    return {{.id = "W_NOT_FINITE", .text = std::move(text)}};
}

} // namespace attenscope
