#include "engine/blocks/convolution.h"

#include "engine/blocks/linear.h"

#include <cassert>

namespace attenscope {

namespace {

/// The pixels under the kernel at one place of the result, in the weight's order: channel, row,
/// column. Outside the picture they are 0.
void copyWindow(const FeatureMap& input,
                const ConvolutionSizes& sizes,
                Index top,
                Index left,
                Eigen::Ref<Eigen::RowVectorXf> window)
{
    const Index taps = sizes.kernel * sizes.kernel;
    window.setZero();
    for (Index y = 0; y < sizes.kernel; ++y) {
        for (Index x = 0; x < sizes.kernel; ++x) {
            const Index row = top + y;
            const Index column = left + x;
            if (row < 0 || row >= input.height || column < 0 || column >= input.width) {
                continue;
            }
            const Index tap = y * sizes.kernel + x;
            for (Index channel = 0; channel < sizes.inChannels; ++channel) {
                window(channel * taps + tap) = input.values(row * input.width + column, channel);
            }
        }
    }
}

WeightMatrix
bindKernel(WeightBinder& weights, const std::string& prefix, const ConvolutionSizes& sizes)
{
    return weights.tensor(prefix + ".weight",
                          {sizes.outChannels, sizes.inChannels, sizes.kernel, sizes.kernel});
}

} // namespace

FeatureMap featureMapFromChannels(std::span<const float> values, Index height, Index width)
{
    const Index pixels = height * width;
    assert(pixels > 0 && static_cast<Index>(values.size()) % pixels == 0);
    const Eigen::Map<const Matrix> channels(values.data(),
                                            static_cast<Index>(values.size()) / pixels, pixels);
    return {.height = height, .width = width, .values = channels.transpose()};
}

Convolution
Convolution::bind(WeightBinder& weights, const std::string& prefix, const ConvolutionSizes& sizes)
{
    return {.weight = bindKernel(weights, prefix, sizes),
            .bias = weights.vector(prefix + ".bias", sizes.outChannels),
            .sizes = sizes};
}

Convolution Convolution::bindWithoutBias(WeightBinder& weights,
                                         const std::string& prefix,
                                         const ConvolutionSizes& sizes)
{
    return {.weight = bindKernel(weights, prefix, sizes), .bias = {}, .sizes = sizes};
}

FeatureMap Convolution::forward(const FeatureMap& input, ThreadPool& pool) const
{
    assert(input.values.cols() == sizes.inChannels);
    const Index height = sizes.outExtent(input.height);
    const Index width = sizes.outExtent(input.width);
    Matrix windows(height * width, sizes.inChannels * sizes.kernel * sizes.kernel);
    pool.forEach(static_cast<std::size_t>(height), [&](std::size_t index) {
        const auto y = static_cast<Index>(index);
        for (Index x = 0; x < width; ++x) {
            copyWindow(input, sizes, y * sizes.stride - sizes.padding,
                       x * sizes.stride - sizes.padding, windows.row(y * width + x));
        }
    });
    const Linear projection{.weight = weight, .bias = bias};
    return {.height = height, .width = width, .values = projection.forward(windows, pool)};
}

} // namespace attenscope
