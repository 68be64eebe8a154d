#pragma once

#include "engine/base/export.h"
#include "engine/checkpoint/config.h"
#include "engine/vision/image.h"
#include "engine/vision/image_geometry.h"

#include <array>
#include <optional>
#include <vector>

namespace attenscope {

/// Pillow's resampling filters, numbered as `resample` in preprocessor_config.json.
enum class Resample { Nearest = 0, Lanczos = 1, Bilinear = 2, Bicubic = 3, Box = 4, Hamming = 5 };

/// Pillow's 8-bit resampler (Resample.c): horizontal pass first, rounded to 8 bits, then vertical.
/// Throws E_LIMIT_… when the result would be too large.
ATTENSCOPE_EXPORT Image resized(const Image& image, int width, int height, Resample filter);

/// A model's input.
struct PixelValues {
    int channels = 3;
    int height = 0;
    int width = 0;
    std::vector<float> values; ///< channel, row, column
    ImageGeometry geometry;
    Image bytes; ///< the 8-bit picture after resize, crop and pad
};

/// What preprocessor_config.json asks for. The steps, in this order: resize, centre crop, rescale,
/// normalise; each as the reference does it, rounding included.
struct ATTENSCOPE_EXPORT Preprocessor {
    enum class Sizing {
        Exact,
        ShortestEdge, ///< the other side follows
        BoundedEdges  ///< likewise, the longer side bounded, both whole multiples of `divisor`
                      ///< (ViLT)
    };
    bool isResized = true;
    Sizing sizing = Sizing::Exact;
    int width = 0; ///< Exact: both; otherwise both hold the edge
    int height = 0;
    int divisor = 32; ///< BoundedEdges only
    Resample filter = Resample::Bicubic;
    bool isCropped = false;
    int cropWidth = 0;
    int cropHeight = 0;
    bool isRescaled = true;
    double rescaleFactor = 1.0 / 255.0;
    bool isNormalized = true;
    std::array<double, 3> mean{};
    std::array<double, 3> deviation{1, 1, 1};

    /// fallback  used for fields that the file leaves out; its sizing also says what a `size` of
    ///           one number means: a square (Exact) or the shortest edge. A `size_divisor` makes a
    ///           shortest edge BoundedEdges, whose crop is a square of that edge unless given.
    /// Throws E_PREPROC naming the field.
    static Preprocessor read(const Config& config, const Preprocessor& fallback);

    /// image  not empty
    /// A crop larger than the image in some direction adds black pixels there.
    /// Throws E_LIMIT_IMAGE when a picture between the steps would be too large, or so narrow that
    /// BoundedEdges leaves nothing of its shorter side.
    PixelValues apply(const Image& image) const;

    /// Whether every picture becomes width × height.
    bool givesAlways(int wantedWidth, int wantedHeight) const;
};

} // namespace attenscope
