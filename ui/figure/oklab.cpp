#include "ui/figure/oklab.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>

namespace attenscope {

namespace {

/// Pixels that are worked on together; a constant, so that the compiler makes vectors of them.
constexpr std::size_t kChunk = 16;
using Chunk = std::array<float, kChunk>;

constexpr int kSteps = 16384; // sRGB's steepest part moves 0.2 of 256 levels per step

/// IEC 61966-2-1, for the 256 levels of a channel.
const std::array<float, 256>& linearLevels()
{
    static const std::array<float, 256> kLevels = [] {
        std::array<float, 256> levels{};
        for (std::size_t i = 0; i < levels.size(); ++i) {
            const double s = static_cast<double>(i) / 255.0;
            levels.at(i) =
                static_cast<float>(s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4));
        }
        return levels;
    }();
    return kLevels;
}

/// The reverse, for kSteps equal steps of linear light.
const std::vector<std::uint8_t>& encodedLevels()
{
    static const std::vector<std::uint8_t> kLevels = [] {
        std::vector<std::uint8_t> levels;
        levels.reserve(kSteps);
        for (int i = 0; i < kSteps; ++i) {
            const double linear = static_cast<double>(i) / (kSteps - 1);
            const double s =
                linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
            levels.push_back(static_cast<std::uint8_t>(std::lround(255 * s)));
        }
        return levels;
    }();
    return kLevels;
}

/// One step of Halley's method for the cube root. From a guess at a third of the exponent two of
/// them give a relative 1e-6, and unlike std::cbrt the compiler can do several numbers at once.
inline float halleyStep(float root, float x)
{
    const float cube = root * root * root;
    return root * (cube + 2 * x) / (2 * cube + x);
}

inline float cubeRoot(float linear)
{
    const float x = linear + 1e-12F; // nothing is divided by zero
    const auto guess = std::bit_cast<float>(std::bit_cast<std::uint32_t>(x) / 3 + 709921077U);
    return halleyStep(halleyStep(guess, x), x);
}

inline float stepOf(float linear)
{
    const float scaled = linear * (kSteps - 1) + 0.5F;
    const float low = scaled > 0 ? scaled : 0;
    return low < kSteps - 1 ? low : kSteps - 1;
}

/// Linear sRGB of one chunk, as steps of encodedLevels().
struct EncodedChunk {
    std::array<std::int32_t, kChunk> red;
    std::array<std::int32_t, kChunk> green;
    std::array<std::int32_t, kChunk> blue;
};

EncodedChunk encoded(const Chunk& l, const Chunk& m, const Chunk& s)
{
    EncodedChunk out;
    for (std::size_t i = 0; i < kChunk; ++i) {
        const float l3 = l[i] * l[i] * l[i];
        const float m3 = m[i] * m[i] * m[i];
        const float s3 = s[i] * s[i] * s[i];
        out.red[i] = static_cast<std::int32_t>(
            stepOf(4.0767416621F * l3 - 3.3077115913F * m3 + 0.2309699292F * s3));
        out.green[i] = static_cast<std::int32_t>(
            stepOf(-1.2684380046F * l3 + 2.6097574011F * m3 - 0.3413193965F * s3));
        out.blue[i] = static_cast<std::int32_t>(
            stepOf(-0.0041960863F * l3 - 0.7034186147F * m3 + 1.7076147010F * s3));
    }
    return out;
}

} // namespace

OklabRoots rootsFromLab(const Oklab& lab)
{
    return {.l = lab.lightness + 0.3963377774F * lab.a + 0.2158037573F * lab.b,
            .m = lab.lightness - 0.1055613458F * lab.a - 0.0638541728F * lab.b,
            .s = lab.lightness - 0.0894841775F * lab.a - 1.2914855480F * lab.b};
}

Oklab labFromRoots(const OklabRoots& roots)
{
    return {.lightness =
                0.2104542553F * roots.l + 0.7936177850F * roots.m - 0.0040720468F * roots.s,
            .a = 1.9779984951F * roots.l - 2.4285922050F * roots.m + 0.4505937099F * roots.s,
            .b = 0.0259040371F * roots.l + 0.7827717662F * roots.m - 0.8086757660F * roots.s};
}

OklabRoots rootsFromColour(QRgb colour)
{
    const OklabPlanes planes = planesFromPixels(std::span(&colour, 1));
    return {.l = planes.l.front(), .m = planes.m.front(), .s = planes.s.front()};
}

OklabPlanes planesFromPixels(std::span<const QRgb> pixels)
{
    const std::array<float, 256>& levels = linearLevels();
    OklabPlanes planes;
    for (auto* plane : {&planes.l, &planes.m, &planes.s, &planes.lightness}) {
        plane->resize(pixels.size());
    }
    for (std::size_t begin = 0; begin < pixels.size(); begin += kChunk) {
        const std::size_t count = std::min(kChunk, pixels.size() - begin);
        Chunk r{};
        Chunk g{};
        Chunk b{};
        for (std::size_t i = 0; i < count; ++i) {
            const QRgb pixel = pixels[begin + i];
            r[i] = levels[static_cast<std::size_t>(qRed(pixel))];
            g[i] = levels[static_cast<std::size_t>(qGreen(pixel))];
            b[i] = levels[static_cast<std::size_t>(qBlue(pixel))];
        }
        Chunk l;
        Chunk m;
        Chunk s;
        Chunk lightness;
        for (std::size_t i = 0; i < kChunk; ++i) {
            l[i] = cubeRoot(0.4122214708F * r[i] + 0.5363325363F * g[i] + 0.0514459929F * b[i]);
            m[i] = cubeRoot(0.2119034982F * r[i] + 0.6806995451F * g[i] + 0.1073969566F * b[i]);
            s[i] = cubeRoot(0.0883024619F * r[i] + 0.2817188376F * g[i] + 0.6299787005F * b[i]);
            lightness[i] = 0.2104542553F * l[i] + 0.7936177850F * m[i] - 0.0040720468F * s[i];
        }
        std::copy_n(l.begin(), count, planes.l.data() + begin);
        std::copy_n(m.begin(), count, planes.m.data() + begin);
        std::copy_n(s.begin(), count, planes.s.data() + begin);
        std::copy_n(lightness.begin(), count, planes.lightness.data() + begin);
    }
    return planes;
}

void mixPixels(const OklabPlanes& planes,
               std::span<const std::uint16_t> codes,
               std::span<const OklabMix> table,
               std::span<QRgb> pixels)
{
    const std::vector<std::uint8_t>& levels = encodedLevels();
    for (std::size_t begin = 0; begin < pixels.size(); begin += kChunk) {
        const std::size_t count = std::min(kChunk, pixels.size() - begin);
        Chunk l{};
        Chunk m{};
        Chunk s{};
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t p = begin + i;
            const OklabMix& mix = table[codes[p]];
            const float light = mix.light * planes.lightness[p];
            l[i] = mix.own.l + light + mix.colour * planes.l[p];
            m[i] = mix.own.m + light + mix.colour * planes.m[p];
            s[i] = mix.own.s + light + mix.colour * planes.s[p];
        }
        const EncodedChunk steps = encoded(l, m, s);
        for (std::size_t i = 0; i < count; ++i) {
            pixels[begin + i] = qRgb(levels[static_cast<std::size_t>(steps.red[i])],
                                     levels[static_cast<std::size_t>(steps.green[i])],
                                     levels[static_cast<std::size_t>(steps.blue[i])]);
        }
    }
}

} // namespace attenscope
