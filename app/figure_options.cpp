#include "app/figure_options.h"

#include <CLI/CLI.hpp>

#include "app/choices.h"
#include "app/usage.h"

namespace attenscope {

namespace {

std::string idList()
{
    std::string text;
    for (const FigureViewInfo& view : figureViews()) {
        text += (text.empty()                             ? ""
                 : view.view == figureViews().back().view ? " or "
                                                          : ", ") +
                std::string(view.id);
    }
    return text;
}

} // namespace

FigureArguments::FigureArguments(CLI::App& program)
    : command_(
          program.add_subcommand("figure", "Run one sample, or open a run, and draw one selection"))
{
    command_->add_option("run", options_.run, "Folder of a recorded run");
    sample_.add(*command_, options_.sample);
    command_->add_option("--out", options_.out,
                         "File to draw: .png, .svg or .pdf; animations .webp, .gif or .mp4");
    command_->add_flag("--force", options_.isForced, "Overwrite what exists");
    addView();
    selection_.add(*command_);
    style_.add(*command_);
    command_->add_option("--language", options_.language,
                         "Of the figure's texts: " + languageIds() + " (en)");
    addAnswerOptions(*command_, options_.answer);
    command_->add_option("--compare", comparedRun_,
                         "Recorded run that it is compared with (the same run)");
    compared_.addCompared(*command_);
}

void FigureArguments::addView()
{
    command_->add_option("--view", view_, idList() + " (image)");
    command_->add_option("--blocks", blocks_,
                         "Of a joint model's matrix: all, or the one of the direction (all)");
    command_->add_option("--statistic", options_.statistic,
                         "The number that is plotted over the layers, by its id");
}

void FigureArguments::requireView(const char* option, FigureView view) const
{
    if (command_->count(option) != 0 && options_.view != view) {
        const std::string id(figureViewInfo(view).id);
        refuseUsage("E_USAGE_OPTION", option, "--view " + id + " beside it",
                    "--view " + std::string(figureViewInfo(options_.view).id),
                    "Add --view " + id + ", or leave the option out.");
    }
}

void FigureArguments::readView()
{
    const bool isCompared = command_->count("--compare") != 0 || compared_.isGiven();
    options_.view = !view_.empty() ? viewChoice(view_)
                    : isCompared   ? FigureView::Compare
                                   : FigureView::Image;
    requireView("--blocks", FigureView::FullMatrix);
    requireView("--statistic", FigureView::Depth);
    requireView("--difference-colormap", FigureView::Compare);
    requireView("--compare", FigureView::Compare);
    if (!blocks_.empty()) {
        options_.blocks = blocksChoice(blocks_);
    }
    if (!options_.statistic.empty()) {
        statisticChoice(options_.statistic);
    }
    if (isCompared && options_.view != FigureView::Compare) {
        refuseUsage("E_USAGE_OPTION", "--view", "compare beside what it is compared with", view_,
                    "Leave --view out, or all of --compare-...");
    }
    if (!isCompared && options_.view == FigureView::Compare) {
        refuseUsage("E_USAGE_MISSING", "--compare", "what the figure is compared with", "none",
                    "Add --compare RUN, or options such as --compare-layer.");
    }
    if (options_.view == FigureView::Compare) {
        options_.compared = ComparedCommand{.run = comparedRun_,
                                            .selection = compared_.readAfter(options_.selection)};
    }
}

FigureCommand FigureArguments::read()
{
    if (options_.out.empty()) {
        refuseUsage("E_USAGE_MISSING", "--out", "a file to draw", "none",
                    "Add --out FILE with the suffix .png, .svg, .pdf, .webp, .gif or .mp4.");
    }
    sample_.read();
    if (options_.run.empty()) {
        sample_.requireSample();
    } else {
        sample_.refuseBeside(options_.run);
    }
    options_.selection = selection_.read();
    readView();
    options_.style = style_.read();
    const bool isSeries = figureKindInfo(options_.style.kind).series.has_value();
    if (isSeries && options_.view == FigureView::Compare) {
        refuseUsage("E_USAGE_OPTION", "--compare", "one map", "a sheet or an animation",
                    "Leave one of them out.");
    }
    requireLanguage(options_.language);
    return options_;
}

} // namespace attenscope
