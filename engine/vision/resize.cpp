#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/vision/preprocessor.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <string>

namespace attenscope {

namespace {

constexpr int kPrecisionBits = 22; // of the fixed-point weights, as in Resample.c for 8-bit images
constexpr double kOne = 1 << kPrecisionBits;

/// A filter of Resample.c: its value at x, and how far it reaches.
struct Filter {
    double (*value)(double x);
    double radius;
};

double sinc(double x)
{
    return x == 0 ? 1.0 : std::sin(x * std::numbers::pi) / (x * std::numbers::pi);
}

double box(double x)
{
    return x > -0.5 && x <= 0.5 ? 1.0 : 0.0;
}

double bilinear(double x)
{
    return std::abs(x) < 1 ? 1 - std::abs(x) : 0.0;
}

double hamming(double x)
{
    const double distance = std::abs(x);
    return distance >= 1 ? 0.0
                         : sinc(distance) * (0.54 + 0.46 * std::cos(distance * std::numbers::pi));
}

double bicubic(double x) // Keys' kernel with a = -0.5
{
    constexpr double kA = -0.5;
    const double distance = std::abs(x);
    if (distance < 1) {
        return ((kA + 2) * distance - (kA + 3)) * distance * distance + 1;
    }
    return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * kA : 0.0;
}

double lanczos(double x)
{
    return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0.0;
}

Filter filterOf(Resample filter)
{
    switch (filter) {
    case Resample::Lanczos:
        return {lanczos, 3};
    case Resample::Bilinear:
        return {bilinear, 1};
    case Resample::Bicubic:
        return {bicubic, 2};
    case Resample::Hamming:
        return {hamming, 1};
    case Resample::Box:
    case Resample::Nearest: // has its own path
        break;
    }
    return {box, 0.5};
}

/// The source pixels that make up one pixel of the result, along one axis.
struct Taps {
    int first = 0;
    std::vector<std::int32_t> weights; ///< fixed point
};

std::vector<Taps> tapsFor(int from, int to, const Filter& filter)
{
    const double scale = static_cast<double>(from) / to;
    const double stretch = std::max(scale, 1.0); // shrinking widens the filter: no aliasing
    const double support = filter.radius * stretch;

    std::vector<Taps> result(static_cast<std::size_t>(to));
    std::vector<double> weights;
    for (int i = 0; i < to; ++i) {
        const double centre = (i + 0.5) * scale;
        // NOLINTBEGIN(bugprone-incorrect-roundings): truncated as in Resample.c
        const int first = std::max(0, static_cast<int>(centre - support + 0.5));
        const int end = std::min(from, static_cast<int>(centre + support + 0.5));
        // NOLINTEND(bugprone-incorrect-roundings)
        weights.clear();
        double sum = 0;
        for (int x = first; x < end; ++x) {
            weights.push_back(filter.value((x - centre + 0.5) * (1 / stretch)));
            sum += weights.back();
        }
        Taps& taps = result[static_cast<std::size_t>(i)];
        taps.first = first;
        taps.weights.reserve(weights.size());
        for (const double weight : weights) {
            const double fixed = (sum != 0 ? weight / sum : weight) * kOne;
            taps.weights.push_back(static_cast<std::int32_t>(fixed + (fixed < 0 ? -0.5 : 0.5)));
        }
    }
    return result;
}

std::uint8_t toByte(std::int32_t fixed)
{
    return static_cast<std::uint8_t>(std::clamp(fixed >> kPrecisionBits, 0, 255));
}

/// One row of source pixels, `stride` bytes apart, weighted to one pixel.
void resamplePixel(const Taps& taps,
                   const std::uint8_t* source,
                   std::size_t stride,
                   std::uint8_t* out)
{
    std::int32_t red = 1 << (kPrecisionBits - 1);
    std::int32_t green = red;
    std::int32_t blue = red;
    for (const std::int32_t weight : taps.weights) {
        red += weight * source[0];
        green += weight * source[1];
        blue += weight * source[2];
        source += stride;
    }
    out[0] = toByte(red);
    out[1] = toByte(green);
    out[2] = toByte(blue);
}

Image emptyImage(int width, int height)
{
    Image result;
    result.width = width;
    result.height = height;
    result.rgb.resize(3 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    return result;
}

std::uint8_t* pixelOf(Image& image, int x, int y)
{
    return image.rgb.data() +
           3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                static_cast<std::size_t>(x));
}

Image resizedHorizontally(const Image& image, int width, const Filter& filter)
{
    const std::vector<Taps> taps = tapsFor(image.width, width, filter);
    Image result = emptyImage(width, image.height);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < width; ++x) {
            const Taps& own = taps[static_cast<std::size_t>(x)];
            resamplePixel(own, image.pixel(own.first, y), 3, pixelOf(result, x, y));
        }
    }
    return result;
}

Image resizedVertically(const Image& image, int height, const Filter& filter)
{
    const std::vector<Taps> taps = tapsFor(image.height, height, filter);
    const std::size_t stride = 3 * static_cast<std::size_t>(image.width);
    Image result = emptyImage(image.width, height);
    for (int y = 0; y < height; ++y) {
        const Taps& own = taps[static_cast<std::size_t>(y)];
        for (int x = 0; x < image.width; ++x) {
            resamplePixel(own, image.pixel(x, own.first), stride, pixelOf(result, x, y));
        }
    }
    return result;
}

// Geometry.c steps through the source by adding, so the position carries its rounding along.
std::vector<int> nearestPositions(int from, int to)
{
    const double scale = static_cast<double>(from) / to;
    std::vector<int> result(static_cast<std::size_t>(to));
    double position = scale * 0.5;
    for (int& target : result) {
        target = std::min(static_cast<int>(position), from - 1);
        position += scale;
    }
    return result;
}

Image resizedNearest(const Image& image, int width, int height)
{
    const std::vector<int> columns = nearestPositions(image.width, width);
    const std::vector<int> rows = nearestPositions(image.height, height);
    Image result = emptyImage(width, height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const std::uint8_t* source = image.pixel(columns[static_cast<std::size_t>(x)],
                                                     rows[static_cast<std::size_t>(y)]);
            std::copy_n(source, 3, pixelOf(result, x, y));
        }
    }
    return result;
}

void checkSize(std::int64_t width, std::int64_t height)
{
    if (width > limits::kPictureSide || height > limits::kPictureSide ||
        width * height > limits::kPicturePixels) {
        throw Error({.id = "E_LIMIT_IMAGE",
                     .file = {},
                     .place = "resized image",
                     .expected = "at most " + std::to_string(limits::kPictureSide) +
                                 " pixels a side and " + std::to_string(limits::kPicturePixels) +
                                 " pixels",
                     .found = std::to_string(width) + " × " + std::to_string(height),
                     .remedy = "Cut the picture to a less extreme shape."});
    }
}

} // namespace

Image resized(const Image& image, int width, int height, Resample filter)
{
    assert(!image.isEmpty() && width > 0 && height > 0);
    checkSize(width, height);
    if (filter == Resample::Nearest) {
        return resizedNearest(image, width, height);
    }
    // A pass whose size does not change is left out. The size between the passes is bounded too.
    const Filter own = filterOf(filter);
    if (width == image.width) {
        return height == image.height ? image : resizedVertically(image, height, own);
    }
    checkSize(width, image.height);
    const Image narrowed = resizedHorizontally(image, width, own);
    return height == image.height ? narrowed : resizedVertically(narrowed, height, own);
}

} // namespace attenscope
