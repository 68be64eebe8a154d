#pragma once

#include <QColor>
#include <QRgb>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace attenscope {

/// Björn Ottosson, "A perceptual color space for image processing" (2020).
struct Oklab {
    float lightness = 0; ///< 0 to 1
    float a = 0;
    float b = 0;
};

/// The cube roots l', m', s' between linear sRGB and OKLab. They are linear in L, a and b, so
/// colours mixed in OKLab can be mixed here, one matrix product earlier.
struct OklabRoots {
    float l = 0;
    float m = 0;
    float s = 0;

    /// OKLab's L.
    float lightness() const { return 0.2104542553F * l + 0.7936177850F * m - 0.0040720468F * s; }
};

OklabRoots rootsFromLab(const Oklab& lab);
Oklab labFromRoots(const OklabRoots& roots);
OklabRoots rootsFromColour(QRgb colour);

/// From roots to 8-bit sRGB, out-of-gamut channels clamped. Keeps the table of sRGB's curve.
class SrgbEncoder {
public:
    SrgbEncoder();

    QRgb colour(float l, float m, float s) const
    {
        const float l3 = l * l * l;
        const float m3 = m * m * m;
        const float s3 = s * s * s;
        return qRgb(encode(4.0767416621F * l3 - 3.3077115913F * m3 + 0.2309699292F * s3),
                    encode(-1.2684380046F * l3 + 2.6097574011F * m3 - 0.3413193965F * s3),
                    encode(-0.0041960863F * l3 - 0.7034186147F * m3 + 1.7076147010F * s3));
    }

private:
    static constexpr int kSteps = 16384; // the curve's steepest part moves 0.2 levels per step
    std::vector<std::uint8_t> levels_;

    int encode(float linear) const
    {
        const float clamped = linear < 0 ? 0 : linear > 1 ? 1 : linear;
        return levels_[static_cast<std::size_t>(clamped * (kSteps - 1) + 0.5F)];
    }
};

} // namespace attenscope
