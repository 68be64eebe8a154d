#pragma once

#include <QRgb>

#include <cstdint>
#include <span>
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
};

OklabRoots rootsFromLab(const Oklab& lab);
Oklab labFromRoots(const OklabRoots& roots);
OklabRoots rootsFromColour(QRgb colour);

/// The roots of many pixels, one plane each, and their OKLab lightness.
struct OklabPlanes {
    std::vector<float> l;
    std::vector<float> m;
    std::vector<float> s;
    std::vector<float> lightness;
};

OklabPlanes planesFromPixels(std::span<const QRgb> pixels);

/// A colour that a picture's pixel p is mixed with, in roots: own + light L(p) + colour p.
/// A mix in OKLab that leaves the picture `share` of its lightness and `chroma` of its colour has
/// light = share - chroma and colour = chroma.
struct OklabMix {
    OklabRoots own;
    float light = 0;
    float colour = 0;
};

/// Mixes each pixel with the table's row that its code names; channels out of gamut are clamped.
/// codes   one per pixel of the planes, below table.size()
/// pixels  receives opaque sRGB
void mixPixels(const OklabPlanes& planes,
               std::span<const std::uint16_t> codes,
               std::span<const OklabMix> table,
               std::span<QRgb> pixels);

} // namespace attenscope
