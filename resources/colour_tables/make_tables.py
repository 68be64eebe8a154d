#!/usr/bin/python3
"""Write ui/figure/colour_table_data.h, and the tables' golden for the tests.

viridis, magma, inferno (Smith and van der Walt, CC0), cividis (Nuñez, Anderton and Renslow 2018,
CC0), turbo (Mikhailov 2019, Apache-2.0), grey and cool-warm (Moreland 2009, public domain) are
matplotlib's own numbers. blue-orange is made here by Moreland's method ("Diverging Color Maps for
Scientific Visualization", 2009, section 5, with endpoints of his expanded paper); the same code
gives matplotlib's "coolwarm", interpolated from 33 points, back to within 4 of 255.

Needs python3-matplotlib and python3-numpy.
"""

import pathlib

import matplotlib
import numpy

SIZE = 256
ROOT = pathlib.Path(__file__).resolve().parents[2]
# D65; the matrix of sRGB.
XYZ = numpy.array([[0.4124564, 0.3575761, 0.1804375],
                   [0.2126729, 0.7151522, 0.0721750],
                   [0.0193339, 0.1191920, 0.9503041]])
WHITE = XYZ @ numpy.ones(3)


def lab_from_rgb(rgb):
    rgb = numpy.asarray(rgb)
    linear = numpy.where(rgb > 0.04045, ((rgb + 0.055) / 1.055) ** 2.4, rgb / 12.92)
    t = XYZ @ linear / WHITE
    f = numpy.where(t > 0.008856, numpy.cbrt(t), 7.787 * t + 16 / 116)
    return numpy.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def rgb_from_lab(lab):
    fy = (lab[0] + 16) / 116
    f = numpy.array([fy + lab[1] / 500, fy, fy - lab[2] / 200])
    t = numpy.where(f > 0.206893, f**3, (f - 16 / 116) / 7.787)
    linear = numpy.clip(numpy.linalg.inv(XYZ) @ (t * WHITE), 0, 1)
    return numpy.where(linear > 0.0031308, 1.055 * linear ** (1 / 2.4) - 0.055, 12.92 * linear)


def msh_from_lab(lab):
    m = numpy.linalg.norm(lab)
    return numpy.array([m, numpy.arccos(lab[0] / m), numpy.arctan2(lab[2], lab[1])])


def lab_from_msh(msh):
    m, s, h = msh
    return m * numpy.array([numpy.cos(s), numpy.sin(s) * numpy.cos(h), numpy.sin(s) * numpy.sin(h)])


def adjusted_hue(msh, target):
    """Hue at which the path from a saturated colour to an unsaturated one of `target` M starts."""
    m, s, h = msh
    if m >= target:
        return h
    spin = s * numpy.sqrt(target**2 - m**2) / (m * numpy.sin(s))
    return h + spin if h > -numpy.pi / 3 else h - spin


def moreland(first, last, position):
    a, b = msh_from_lab(lab_from_rgb(first)), msh_from_lab(lab_from_rgb(last))
    middle = max(a[0], b[0], 88.0)
    if position < 0.5:
        b = numpy.array([middle, 0.0, adjusted_hue(a, middle)])
        t = 2 * position
    else:
        a = numpy.array([middle, 0.0, adjusted_hue(b, middle)])
        t = 2 * position - 1
    return rgb_from_lab(lab_from_msh((1 - t) * a + t * b))


def bytes_of(table):
    return numpy.rint(numpy.asarray(table) * 255).astype(int)


def library(name):
    return bytes_of(matplotlib.colormaps[name](numpy.arange(SIZE))[:, :3])


def signed(first, last):
    return bytes_of([moreland(first, last, i / (SIZE - 1)) for i in range(SIZE)])


def tables():
    cool_warm = signed((0.230, 0.299, 0.754), (0.706, 0.016, 0.150))
    assert abs(cool_warm - library("coolwarm")).max() <= 4
    return {
        "cividis": library("cividis"),
        "viridis": library("viridis"),
        "magma": library("magma"),
        "inferno": library("inferno"),
        "grey": library("gray"),
        "turbo": library("turbo"),
        "cool-warm": library("coolwarm"),
        "blue-orange": signed((0.217, 0.525, 0.910), (0.677, 0.492, 0.093)),
    }


def constant(identifier):
    return "k" + "".join(part.capitalize() for part in identifier.split("-"))


def main():
    lines = ["#pragma once", "", "// Written by resources/colour_tables/make_tables.py.", "",
             "#include <array>", "#include <cstdint>", "", "namespace attenscope {", "",
             "// clang-format off"]
    golden = ["table,index,red,green,blue"]
    for name, table in tables().items():
        lines.append(f"inline constexpr std::array<std::uint32_t, {SIZE}> {constant(name)}{{{{")
        words = [f"0x{r:02x}{g:02x}{b:02x}" for r, g, b in table]
        for start in range(0, SIZE, 9):
            lines.append("    " + ", ".join(words[start:start + 9]) + ",")
        lines += ["}};", ""]
        golden += [f"{name},{i},{r},{g},{b}" for i, (r, g, b) in enumerate(table)]
    lines += ["// clang-format on", "", "} // namespace attenscope", ""]
    (ROOT / "ui/figure/colour_table_data.h").write_text("\n".join(lines))
    target = ROOT / "tests/data/ui/figure/colour_tables.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(golden) + "\n")


main()
