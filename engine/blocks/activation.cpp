#include "engine/blocks/activation.h"

#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace attenscope {

namespace {

constexpr std::array<std::pair<std::string_view, Activation>, 7> kNames{
    {{"gelu", Activation::Gelu},
     {"quick_gelu", Activation::QuickGelu},
     {"gelu_new", Activation::GeluNew},
     {"gelu_pytorch_tanh", Activation::GeluNew}, // the same, as SigLIP's files call it
     {"relu", Activation::Relu},
     {"tanh", Activation::Tanh},
     {"silu", Activation::Silu}}};

constexpr Index kTileElements = 1 << 14;

float sigmoid(float x)
{
    return 1.0F / (1.0F + std::exp(-x));
}

float gelu(float x)
{
    return 0.5F * x * (1.0F + std::erf(x * (1.0F / std::numbers::sqrt2_v<float>)));
}

float geluNew(float x)
{
    constexpr float kRootOfTwoOverPi = 0.7978845608F;
    return 0.5F * x * (1.0F + std::tanh(kRootOfTwoOverPi * (x + 0.044715F * x * x * x)));
}

/// The switch stands outside the loop, so that each loop holds one formula.
void activateTile(Activation activation, Eigen::Ref<Eigen::ArrayXf> x)
{
    switch (activation) {
    case Activation::Gelu:
        x = x.unaryExpr(&gelu);
        return;
    case Activation::QuickGelu:
        x = x.unaryExpr([](float value) { return value * sigmoid(1.702F * value); });
        return;
    case Activation::GeluNew:
        x = x.unaryExpr(&geluNew);
        return;
    case Activation::Relu:
        x = x.unaryExpr([](float value) { return value < 0.0F ? 0.0F : value; });
        return;
    case Activation::Tanh:
        x = x.unaryExpr([](float value) { return std::tanh(value); });
        return;
    case Activation::Silu:
        x = x.unaryExpr([](float value) { return value * sigmoid(value); });
        return;
    }
}

} // namespace

std::optional<Activation> activationFromName(std::string_view name)
{
    for (const auto& [known, activation] : kNames) {
        if (known == name) {
            return activation;
        }
    }
    return std::nullopt;
}

Activation
readActivation(const Config& config, const std::string& pointer, const std::string& fallback)
{
    const std::string name = config.text(pointer, fallback);
    if (const auto activation = activationFromName(name)) {
        return *activation;
    }
    std::string known;
    for (const auto& entry : kNames) {
        known += (known.empty() ? "one of " : ", ") + std::string(entry.first);
    }
    throw Error({.id = "E_CONFIG_FIELD",
                 .file = config.file(),
                 .place = pointer,
                 .expected = known,
                 .found = '"' + name + '"',
                 .remedy = {}});
}

void activate(Activation activation, Matrix& x, ThreadPool& pool)
{
    const auto tiles = static_cast<std::size_t>((x.size() + kTileElements - 1) / kTileElements);
    pool.forEach(tiles, [&](std::size_t tile) {
        const Index first = static_cast<Index>(tile) * kTileElements;
        const Index count = std::min(kTileElements, x.size() - first);
        activateTile(activation, Eigen::Map<Eigen::ArrayXf>(x.data() + first, count));
    });
}

} // namespace attenscope
