#pragma once

#include "engine/base/export.h"
#include "engine/base/thread_pool.h"
#include "engine/checkpoint/weights.h"
#include "engine/tensor/matrix.h"
#include "engine/tensor/weight_view.h"

#include <span>
#include <string>

namespace attenscope {

/// A picture inside a network: one row for each pixel, row by row, so that the rows of the last
/// one are the visual units.
struct FeatureMap {
    Index height = 0;
    Index width = 0;
    Matrix values; ///< [height · width, channels]
};

/// From values in the order channel, row, column, as preprocessors give them.
/// values  channels · height · width of them
ATTENSCOPE_EXPORT FeatureMap featureMapFromChannels(std::span<const float> values,
                                                    Index height,
                                                    Index width);

/// How a kernel moves; the same in both directions.
struct ConvolutionSizes {
    Index inChannels = 0;
    Index outChannels = 0;
    Index kernel = 1;
    Index stride = 1;
    Index padding = 0; ///< zeros on every side

    /// Extent of the result along a side of `extent` pixels; at least 1 where the kernel fits.
    Index outExtent(Index extent) const { return (extent + 2 * padding - kernel) / stride + 1; }
};

/// Two-dimensional cross-correlation, as deep-learning frameworks define "convolution". With
/// stride = kernel it is the patch embedding of vision transformers ("An Image is Worth 16x16
/// Words", 2020, section 3.1).
struct ATTENSCOPE_EXPORT Convolution {
    WeightMatrix weight; ///< [out channels, in channels · kernel · kernel]
    WeightVector bias;   ///< [out channels], or empty
    ConvolutionSizes sizes;

    /// Binds `prefix`.weight [out, in, kernel, kernel] and `prefix`.bias [out].
    static Convolution
    bind(WeightBinder& weights, const std::string& prefix, const ConvolutionSizes& sizes);
    /// Binds `prefix`.weight only.
    static Convolution bindWithoutBias(WeightBinder& weights,
                                       const std::string& prefix,
                                       const ConvolutionSizes& sizes);

    /// input    inChannels wide; at least as large as the kernel with its padding
    /// returns  outChannels wide; bit-equal for every number of threads
    FeatureMap forward(const FeatureMap& input, ThreadPool& pool) const;
};

} // namespace attenscope
