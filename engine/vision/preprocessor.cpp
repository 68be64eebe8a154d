#include "engine/vision/preprocessor.h"

#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <string>

namespace attenscope {

namespace {

struct Size {
    int width;
    int height;
};

/// ViLT's rule (image_processing_vilt.py, get_resize_output_image_size): the shorter side becomes
/// `edge`, unless the longer one would pass 1333/800 of it.
Size boundedSize(int edge, int divisor, const Image& image)
{
    const double longest = std::floor(1333.0 / 800.0 * edge);
    const double scale = static_cast<double>(edge) / std::min(image.width, image.height);
    double width = image.width <= image.height ? edge : scale * image.width;
    double height = image.width <= image.height ? scale * image.height : edge;
    const double longer = std::max(width, height);
    if (longer > longest) {
        width = longest / longer * width;
        height = longest / longer * height;
    }
    const auto whole = [divisor](double side) {
        return static_cast<int>(side + 0.5) / divisor * divisor;
    };
    const Size size{whole(width), whole(height)};
    if (size.width < 1 || size.height < 1) {
        throw Error({.id = "E_LIMIT_IMAGE",
                     .file = {},
                     .place = "image",
                     .expected = "a shape that leaves " + std::to_string(divisor) +
                                 " pixels of the shorter side when the longer one is made " +
                                 std::to_string(static_cast<int>(longest)),
                     .found = std::to_string(image.width) + " × " + std::to_string(image.height),
                     .remedy = "Cut the picture to a less extreme shape."});
    }
    return size;
}

/// Size after the resize. A family with another rule adds a Sizing and a case here.
Size resizedSize(const Preprocessor& preprocessor, const Image& image)
{
    if (!preprocessor.isResized) {
        return {image.width, image.height};
    }
    switch (preprocessor.sizing) {
    case Preprocessor::Sizing::Exact:
        break;
    case Preprocessor::Sizing::ShortestEdge: {
        const std::int64_t edge = preprocessor.height;
        if (image.width <= image.height) {
            return {preprocessor.height, static_cast<int>(edge * image.height / image.width)};
        }
        return {static_cast<int>(edge * image.width / image.height), preprocessor.height};
    }
    case Preprocessor::Sizing::BoundedEdges:
        return boundedSize(preprocessor.height, preprocessor.divisor, image);
    }
    return {preprocessor.width, preprocessor.height};
}

int halvedDown(int difference) // towards minus infinity, as Python's //
{
    return difference >= 0 ? difference / 2 : -((1 - difference) / 2);
}

/// The window of the geometry, black where it reaches beyond the image.
Image cropped(const Image& image, const ImageGeometry& geometry)
{
    Image result;
    result.width = geometry.inputWidth;
    result.height = geometry.inputHeight;
    result.rgb.assign(
        3 * static_cast<std::size_t>(result.width) * static_cast<std::size_t>(result.height), 0);
    const int firstX = std::max(0, -geometry.cropX);
    const int endX = std::min(result.width, image.width - geometry.cropX);
    const int firstY = std::max(0, -geometry.cropY);
    const int endY = std::min(result.height, image.height - geometry.cropY);
    const std::ptrdiff_t rowBytes = std::ptrdiff_t{3} * std::max(0, endX - firstX);
    for (int y = firstY; y < endY; ++y) {
        const std::uint8_t* source = image.pixel(firstX + geometry.cropX, y + geometry.cropY);
        std::copy_n(source, rowBytes,
                    result.rgb.begin() + (result.pixel(firstX, y) - result.rgb.data()));
    }
    return result;
}

/// What each of the 256 bytes becomes in one channel: rescaled in double and rounded to float,
/// then normalised in float.
std::array<float, 256> valuesOfBytes(const Preprocessor& preprocessor, std::size_t channel)
{
    const auto mean = static_cast<float>(preprocessor.mean[channel]);
    const auto deviation = static_cast<float>(preprocessor.deviation[channel]);
    std::array<float, 256> result{};
    for (std::size_t byte = 0; byte < result.size(); ++byte) {
        const double scaled = static_cast<double>(byte) *
                              (preprocessor.isRescaled ? preprocessor.rescaleFactor : 1.0);
        const auto value = static_cast<float>(scaled);
        result[byte] = preprocessor.isNormalized ? (value - mean) / deviation : value;
    }
    return result;
}

} // namespace

PixelValues Preprocessor::apply(const Image& image) const
{
    assert(!image.isEmpty());
    const Size size = resizedSize(*this, image);
    PixelValues result;
    result.geometry = {.originalWidth = image.width,
                       .originalHeight = image.height,
                       .resizedWidth = size.width,
                       .resizedHeight = size.height,
                       .cropX = isCropped ? halvedDown(size.width - cropWidth) : 0,
                       .cropY = isCropped ? halvedDown(size.height - cropHeight) : 0,
                       .inputWidth = isCropped ? cropWidth : size.width,
                       .inputHeight = isCropped ? cropHeight : size.height};
    result.bytes = resized(image, size.width, size.height, filter);
    if (isCropped) {
        result.bytes = cropped(result.bytes, result.geometry);
    }

    result.width = result.geometry.inputWidth;
    result.height = result.geometry.inputHeight;
    const std::size_t pixels = result.bytes.rgb.size() / 3;
    result.values.resize(result.bytes.rgb.size());
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const std::array<float, 256> values = valuesOfBytes(*this, channel);
        float* target = result.values.data() + channel * pixels;
        for (std::size_t i = 0; i < pixels; ++i) {
            target[i] = values[result.bytes.rgb[3 * i + channel]];
        }
    }
    return result;
}

bool Preprocessor::givesAlways(int wantedWidth, int wantedHeight) const
{
    if (isCropped) {
        return cropWidth == wantedWidth && cropHeight == wantedHeight;
    }
    return isResized && sizing == Sizing::Exact && width == wantedWidth && height == wantedHeight;
}

} // namespace attenscope
