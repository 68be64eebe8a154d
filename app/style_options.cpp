#include "app/style_options.h"

#include <CLI/CLI.hpp>

#include "app/choices.h"
#include "app/usage.h"
#include "engine/analysis/scale.h"

#include <cmath>
#include <vector>

namespace attenscope {

namespace {

/// "fixed, shared or map"
template <typename Rows>
std::string choiceList(const Rows& rows)
{
    std::string list;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        list += i == 0 ? "" : i + 1 == rows.size() ? " or " : ", ";
        list += rows[i].id;
    }
    return list;
}

} // namespace

void StyleArguments::add(CLI::App& command)
{
    command_ = &command;
    const FigureStyle style;
    scale_ = scaleId(style.scale);
    overlay_ = overlayId(style.overlay);
    opacity_ = style.opacity;
    command_->add_option("--scale", scale_, choiceList(scales()) + " (" + scale_ + ")");
    command_->add_option("--colormap", colourTable_,
                         "Colour table (" + style.colourTable + "; " + style.signedTable +
                             " for lift)");
    command_->add_option("--difference-colormap", differenceTable_,
                         "Colour table of a comparison's difference (" + style.signedTable + ")");
    command_->add_option("--overlay", overlay_, choiceList(overlayKinds()) + " (" + overlay_ + ")");
    command_->add_option("--opacity", opacity_, "Of the overlay, 0 to 1 (0.68)")
        ->check(CLI::Range(0.0, 1.0));
    command_->add_flag("--patch-grid", showsGrid_, "Thin lines between the patches");
    command_->add_flag("--smooth", isSmooth_, "Interpolate between the cells");
    addPage();
}

void StyleArguments::addPage()
{
    const FigureStyle style;
    constexpr double kMsPerSecond = 1000;
    size_ = std::to_string(style.size.width()) + "x" + std::to_string(style.size.height());
    theme_ = themeId(style.theme);
    dpi_ = style.dpi;
    frameSeconds_ = style.frameMs / kMsPerSecond;
    command_->add_option("--sheet", sheet_,
                         "All heads, layers or words on one page instead of one map");
    CLI::Option* sheet = command_->get_option("--sheet");
    command_->add_option("--animate", animate_, "One map after the other: layers or words")
        ->excludes(sheet);
    command_->add_option("--frame-time", frameSeconds_, "Seconds for each map of an animation")
        ->check(CLI::Range(kLeastFrameMs / kMsPerSecond, kMostFrameMs / kMsPerSecond));
    command_->add_option("--size", size_,
                         "WIDTHxHEIGHT in pixels (" + size_ + "), or such as 120mmx90mm");
    command_->add_option("--dpi", dpi_, "Pixels per inch; sets the size of text")
        ->check(CLI::Range(kLeastDpi, kMostDpi));
    command_->add_option("--theme", theme_, "light or dark (light)");
    command_->add_flag("--no-legend", hasNoLegend_, "Leave the facts below the picture out");
    command_->add_flag("--no-words", hasNoWords_, "Leave the caption out");
    command_->add_flag("--no-colour-bar", hasNoColourBar_, "Leave the scale's colours out");
    command_->add_flag("--no-metadata", hasNoMetadata_, "Leave the recipe out of the file");
    command_->add_flag("--embed-image", embedsImage_, "Put the picture itself beside the recipe");
}

/// What a sheet or an animation goes through is not chosen as well.
void StyleArguments::refuseBesideSeries(FigureKind kind) const
{
    const FigureKindInfo& info = figureKindInfo(kind);
    if (!info.series) {
        return;
    }
    const std::vector<std::string> gone =
        info.series == Series::Words
            ? (info.isAnimation ? std::vector<std::string>{"--words", "--tokens"}
                                : std::vector<std::string>{}) // a sheet outlines them
        : info.series == Series::Layers
            ? std::vector<std::string>{"--layer"}
            : std::vector<std::string>{"--layer", "--head", "--aggregate"};
    if (command_->count("--view") != 0) {
        refuseUsage("E_USAGE_OPTION", "--view",
                    "it, or " + std::string(info.isAnimation ? "--animate" : "--sheet"), "both",
                    "Leave one of them out.");
    }
    for (const std::string& option : gone) {
        if (command_->count(option) != 0) {
            refuseUsage("E_USAGE_OPTION", option,
                        "no choice among what the " + std::string(info.name) + " shows", "one",
                        "Leave the option out.");
        }
    }
}

FigureStyle StyleArguments::read() const
{
    FigureStyle style;
    constexpr double kMsPerSecond = 1000;
    style.scale = scaleChoice(scale_);
    if (!colourTable_.empty()) { // a figure refuses one that doesn't fit
        (scaleInfo(style.scale).isSigned ? style.signedTable : style.colourTable) =
            colourTableChoice("--colormap", colourTable_);
    }
    if (!differenceTable_.empty()) {
        style.signedTable = colourTableChoice("--difference-colormap", differenceTable_);
    }
    style.overlay = overlayChoice(overlay_);
    style.opacity = opacity_;
    style.isSmooth = isSmooth_;
    style.showsGrid = showsGrid_;
    style.kind = figureKindChoice(sheet_, animate_);
    style.frameMs = static_cast<int>(std::lround(frameSeconds_ * kMsPerSecond));
    style.size = sizeChoice(size_, dpi_);
    style.dpi = dpi_;
    style.theme = themeChoice(theme_);
    readParts(style);
    refuseBesideSeries(style.kind);
    return style;
}

void StyleArguments::readParts(FigureStyle& style) const
{
    style.hasLegend = !hasNoLegend_;
    style.hasWords = !hasNoWords_;
    style.hasColourBar = !hasNoColourBar_;
    style.hasMetadata = !hasNoMetadata_;
    style.embedsPicture = embedsImage_;
    if (embedsImage_ && hasNoMetadata_) {
        refuseUsage("E_USAGE_OPTION", "--embed-image", "it, or --no-metadata", "both",
                    "The picture stands beside the recipe: leave one of them out.");
    }
}

} // namespace attenscope
