#include "ui/figure/oklab.h"

#include <cmath>

namespace attenscope {

namespace {

/// IEC 61966-2-1, for the 256 levels of a channel.
std::array<float, 256> linearLevels()
{
    std::array<float, 256> result{};
    for (std::size_t i = 0; i < result.size(); ++i) {
        const double s = static_cast<double>(i) / 255.0;
        result.at(i) =
            static_cast<float>(s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4));
    }
    return result;
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
    return {.lightness = roots.lightness(),
            .a = 1.9779984951F * roots.l - 2.4285922050F * roots.m + 0.4505937099F * roots.s,
            .b = 0.0259040371F * roots.l + 0.7827717662F * roots.m - 0.8086757660F * roots.s};
}

OklabRoots rootsFromColour(QRgb colour)
{
    static const std::array<float, 256> kLinear = linearLevels();
    const float r = kLinear.at(static_cast<std::size_t>(qRed(colour)));
    const float g = kLinear.at(static_cast<std::size_t>(qGreen(colour)));
    const float b = kLinear.at(static_cast<std::size_t>(qBlue(colour)));
    return {.l = std::cbrt(0.4122214708F * r + 0.5363325363F * g + 0.0514459929F * b),
            .m = std::cbrt(0.2119034982F * r + 0.6806995451F * g + 0.1073969566F * b),
            .s = std::cbrt(0.0883024619F * r + 0.2817188376F * g + 0.6299787005F * b)};
}

SrgbEncoder::SrgbEncoder()
{
    levels_.reserve(kSteps);
    for (int i = 0; i < kSteps; ++i) {
        const double linear = static_cast<double>(i) / (kSteps - 1);
        const double s = linear <= 0.0031308 ? 12.92 * linear
                                             : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
        levels_.push_back(static_cast<std::uint8_t>(std::lround(255 * s)));
    }
}

} // namespace attenscope
