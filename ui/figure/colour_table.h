#pragma once

#include <QColor>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace attenscope {

/// 256 colours for numbers. Independent of the theme; exact copies of the public tables.
struct ColourTable {
    enum class Kind {
        Sequential, ///< lightness grows with the number
        Signed,     ///< two hues that meet at the middle, which stands for 0
        NotUniform  ///< high contrast, but equal steps don't look equal: chosen knowingly
    };
    static constexpr int kSize = 256;

    std::string_view id;   ///< command line's name: "cool-warm"
    std::string_view name; ///< for people, says so if the table is not uniform
    Kind kind = Kind::Sequential;
    const std::array<std::uint32_t, kSize>* entries = nullptr; ///< 0xRRGGBB

    /// position  0 to 1, clamped
    /// returns the entry floor(256 position), the last one for 1; matplotlib's rule
    static int indexAt(double position);

    QColor colour(int index) const;
    /// The colour of a number on this table; notANumberColour() for NaN.
    QColor colourAt(double position) const;
};

/// All tables; the first is the default. GUI and command line build their choices from it.
std::span<const ColourTable> colourTables();
/// The table of that id, nullptr if there is none.
const ColourTable* findColourTable(std::string_view id);
/// The table of that id. Throws E_USAGE_COLORMAP with the ids that exist.
const ColourTable& colourTable(std::string_view id);

/// For numbers that are none; occurs in no table.
QColor notANumberColour();

/// White or black, whichever stands out more (WCAG 2 contrast, at least 4.58:1).
QColor textColourOn(const QColor& background);

} // namespace attenscope
