#include "ui/figure/colour_table.h"

#include "engine/base/error.h"
#include "ui/figure/colour_table_data.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace attenscope {

namespace {

constexpr std::array kTables{
    ColourTable{"cividis", "cividis", ColourTable::Kind::Sequential, &kCividis},
    ColourTable{"viridis", "viridis", ColourTable::Kind::Sequential, &kViridis},
    ColourTable{"magma", "magma", ColourTable::Kind::Sequential, &kMagma},
    ColourTable{"inferno", "inferno", ColourTable::Kind::Sequential, &kInferno},
    ColourTable{"grey", "grey", ColourTable::Kind::Sequential, &kGrey},
    ColourTable{"turbo", "turbo (not uniform)", ColourTable::Kind::NotUniform, &kTurbo},
    ColourTable{"cool-warm", "cool–warm (signed)", ColourTable::Kind::Signed, &kCoolWarm},
    ColourTable{"blue-orange", "blue–orange (signed)", ColourTable::Kind::Signed, &kBlueOrange},
};

/// WCAG 2.2, "relative luminance".
double luminance(const QColor& colour)
{
    const auto linear = [](int channel) {
        const double s = channel / 255.0;
        return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.red()) + 0.7152 * linear(colour.green()) +
           0.0722 * linear(colour.blue());
}

} // namespace

int ColourTable::indexAt(double position)
{
    return static_cast<int>(std::clamp(position, 0.0, 1.0) * kSize) - (position >= 1 ? 1 : 0);
}

QColor ColourTable::colour(int index) const
{
    return QColor::fromRgb(entries->at(static_cast<std::size_t>(index)));
}

QColor ColourTable::colourAt(double position) const
{
    return std::isnan(position) ? notANumberColour() : colour(indexAt(position));
}

std::span<const ColourTable> colourTables()
{
    return kTables;
}

const ColourTable* findColourTable(std::string_view id)
{
    const auto* const found = std::ranges::find(kTables, id, &ColourTable::id);
    return found == kTables.end() ? nullptr : found;
}

const ColourTable& colourTable(std::string_view id)
{
    if (const ColourTable* table = findColourTable(id)) {
        return *table;
    }
    std::string all;
    for (const ColourTable& table : kTables) {
        all += (all.empty() ? "" : ", ") + std::string(table.id);
    }
    throw Error({.id = "E_USAGE_COLORMAP",
                 .file = {},
                 .place = "colour table",
                 .expected = "one of " + all,
                 .found = std::string(id),
                 .remedy = {}});
}

QColor notANumberColour()
{
    return {0xE0, 0x5A, 0xB4};
}

QColor textColourOn(const QColor& background)
{
    // Contrast with white is 1.05 / (Y + 0.05), with black (Y + 0.05) / 0.05.
    const double y = luminance(background) + 0.05;
    return y * y > 1.05 * 0.05 ? QColor(Qt::black) : QColor(Qt::white);
}

} // namespace attenscope
