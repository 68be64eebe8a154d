#include "app/command_line.h"

#include <CLI/CLI.hpp>

#include "app/choices.h"
#include "app/module_options.h"
#include "app/suggestion.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "ui/figure/language.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <sstream>
#include <thread>

namespace attenscope {

namespace {

[[noreturn]] void refuse(const std::string& id,
                         const std::string& place,
                         const std::string& expected,
                         const std::string& found,
                         const std::string& remedy)
{
    throw Error({.id = id,
                 .file = {},
                 .place = place,
                 .expected = expected,
                 .found = found,
                 .remedy = remedy});
}

/// Values of options that are checked only once all are read.
struct Texts {
    std::string mode = "native";
    std::string direction;
    std::string layer;
    std::string head = "all";
    std::string special = "hide";
    std::string rows = "raw";
    std::string scale;
    std::string colourTable;
    std::string overlay;
    double opacity = FigureStyle().opacity;
    bool showsGrid = false;
    std::string size;
    std::string theme;
    double dpi = 0;
    std::string sheet;
    std::string animate;
    double frameSeconds = 0;
    bool isSmooth = false;
    bool hasNoMetadata = false;
    bool hasNoLegend = false;
    bool hasNoWords = false;
    bool hasNoColourBar = false;
    bool embedsImage = false;
};

/// The program's options as CLI11 knows them, and where they go.
class Parser {
public:
    Parser();
    Command parse(const std::vector<std::string>& arguments);

private:
    void addAnswerOptions(CLI::App& command, AnswerOptions& answer);
    void addSampleOptions(CLI::App& command, SampleOptions& sample);
    void addRun();
    void addFigure();
    void addStyleOptions();
    void addPageOptions();
    void read(const std::vector<std::string>& arguments);
    void refuseUnknown(const CLI::App& command) const;
    Command windowCommand() const;
    RunCommand runCommand();
    FigureCommand figureCommand();
    void readStyle(FigureStyle& style) const;

    CLI::App app_{
        "Shows where a vision-language transformer looks. Without a subcommand: the window.",
        "attenscope"};
    CLI::App* run_ = nullptr;
    CLI::App* figure_ = nullptr;
    CLI::App* inspect_ = nullptr;
    CLI::App* models_ = nullptr;
    bool printsVersion_ = false;
    bool printsLimits_ = false;
    WindowCommand windowOptions_;
    RunCommand runOptions_;
    FigureCommand figureOptions_;
    ModuleOptions runModule_;
    ModuleOptions figureModule_;
    InspectCommand inspectOptions_;
    ModelsCommand modelsOptions_;
    Texts texts_;
};

std::string limitsText()
{
    std::ostringstream text;
    for (const limits::Row& row : limits::table()) {
        text.precision(15);
        text << row.item << ": " << row.value;
        if (!row.unit.empty()) {
            text << ' ' << row.unit;
        }
        text << '\n';
    }
    return text.str();
}

/// "en or zh_CN".
std::string languageIds()
{
    std::string text;
    for (const Language& language : languages()) {
        text += (text.empty() ? "" : " or ") + language.id;
    }
    return text;
}

void requireLanguage(const std::string& id)
{
    if (!isLanguage(id)) {
        refuse("E_USAGE_VALUE", "--language", languageIds(), id, "");
    }
}

Parser::Parser()
{
    app_.set_help_flag("-h,--help", "Show this and exit");
    app_.add_flag("--version", printsVersion_, "Show the version and exit");
    app_.add_flag("--print-limits", printsLimits_, "Show the limits on foreign input and exit");
    app_.add_option("image", windowOptions_.image,
                    "Picture, figure or session to open in the window");
    app_.add_option("--regions", windowOptions_.regions, "A detector's regions of it: NPZ or TSV");
    app_.add_option("--caption", windowOptions_.caption, "Sentence about the picture");
    app_.add_option("--model", windowOptions_.model,
                    "Checkpoint folder, or a name from 'attenscope models'");
    app_.add_option("--language", windowOptions_.language,
                    "Of the window: " + languageIds() + " (the desktop's, or the chosen one)");
    addRun();
    addFigure();

    inspect_ = app_.add_subcommand("inspect", "Say what a checkpoint or a recorded run holds");
    inspect_->add_option("target", inspectOptions_.target, "Model or run");
    inspect_->add_option("--tokenizer", inspectOptions_.tokenizer,
                         "Folder whose tokenizer is used, for checkpoints without a vocabulary");
    addAnswerOptions(*inspect_, inspectOptions_.answer);

    models_ = app_.add_subcommand("models", "List the models that can be opened");
    addAnswerOptions(*models_, modelsOptions_.answer);

    app_.allow_extras(); // what is left over is reported with a suggestion
    for (CLI::App* command : {run_, figure_, inspect_, models_}) {
        command->allow_extras();
    }
}

void Parser::addAnswerOptions(CLI::App& command, AnswerOptions& answer)
{
    command.add_flag("--json", answer.isJson, "Answer, and report errors, as JSON on stdout");
    command.add_flag("--quiet", answer.isQuiet, "No notices and no summary");
}

void Parser::addSampleOptions(CLI::App& command, SampleOptions& sample)
{
    sample.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    command.add_option("--model", sample.model,
                       "Checkpoint folder, or a name from 'attenscope models' (scenes)");
    command.add_option("--tokenizer", sample.tokenizer,
                       "Folder whose tokenizer is used, for checkpoints without a vocabulary");
    command.add_option("--image", sample.image, "Picture: PNG, JPEG, BMP, GIF, PNM, WebP or TIFF");
    command.add_option("--caption", sample.caption, "Sentence about the picture");
    command.add_option("--caption-file", sample.captionFile, "File that holds it; - is stdin");
    command.add_option("--regions", sample.regions,
                       "A detector's regions of the picture: NPZ, or a TSV of many pictures");
    command.add_option("--regions-id", sample.regionsId,
                       "The picture's id in the TSV (its file name)");
    command.add_option("--mode", texts_.mode,
                       "native, text-to-image, image-to-text, co, alternating, hybrid, "
                       "single-stream or no-crossing");
    command.add_option("--pad-text", sample.padText, "Pad the tokens to this many and mask them")
        ->check(CLI::Range(1, 1'000'000));
    command
        .add_option("--pad-units", sample.padUnits, "Pad the regions to this many and mask them")
        ->check(CLI::Range(1, static_cast<int>(limits::kRegions)));
    command.add_option("--task-id", sample.taskId, "Task of a model that knows several (ViLBERT)")
        ->check(CLI::Range(0, 1'000));
    CLI::Option* answer = command.add_option("--answer", sample.answer,
                                             "Answer that an answering model is made to say");
    command.add_option("--answer-ids", sample.answerIds, "The same as token ids: 1,2,...")
        ->delimiter(',')
        ->excludes(answer);
    command
        .add_option("--max-length", sample.longestText,
                    "Most tokens that a captioning or answering model may write")
        ->check(CLI::Range(1, 1'000'000));
    command.add_option("--ablate", sample.ablate,
                       "Heads to switch off: [KIND/]LAYER:HEAD[,LAYER:HEAD...]");
    command.add_option("--mask-words", sample.maskWords,
                       "Words to hide from the model: indices, or \"red circle\"");
    command.add_option("--mask-units", sample.maskUnits,
                       "Image units to hide: indices, or a box x0,y0,x1,y1 in pixels");
    command.add_option("--threads", sample.threads, "How many threads may work")
        ->check(CLI::Range(1, 1024));
}

void Parser::addRun()
{
    run_ = app_.add_subcommand("run", "Run one sample and write everything recorded");
    addSampleOptions(*run_, runOptions_.sample);
    addModuleOptions(*run_, runModule_);
    run_->add_option("--fusion", runOptions_.fusion,
                     "The match score to print: concat, weighted-sum or shared-space");
    run_->add_option("--out", runOptions_.out, "Folder to write run.json and the arrays to");
    run_->add_flag("--hidden", runOptions_.keepStates, "Also write the hidden states");
    run_->add_flag("--dump-inputs", runOptions_.keepInputs, "Also write what was fed to the model");
    run_->add_flag("--force", runOptions_.isForced, "Overwrite what exists");
    addAnswerOptions(*run_, runOptions_.answer);
}

void Parser::addFigure()
{
    figure_ =
        app_.add_subcommand("figure", "Run one sample, or open a run, and draw one selection");
    figure_->add_option("run", figureOptions_.run, "Folder of a recorded run");
    addSampleOptions(*figure_, figureOptions_.sample);
    addModuleOptions(*figure_, figureModule_);
    figure_->add_option("--out", figureOptions_.out,
                        "File to draw: .png, .svg or .pdf; animations .webp, .gif or .mp4");
    figure_->add_flag("--force", figureOptions_.isForced, "Overwrite what exists");
    figure_->add_option("--direction", texts_.direction,
                        "Query to key: text-to-image, image-to-text, text-to-text or "
                        "image-to-image");
    figure_->add_option("--kind", figureOptions_.kind,
                        "Kind of attention, as 'attenscope inspect' names it");
    figure_->add_option("--layer", texts_.layer, "N, A-B or all (the last one)");
    figure_->add_option("--head", texts_.head, "N or all (all)");
    figure_->add_option("--aggregate", figureOptions_.aggregation,
                        "How several heads and layers become one: mean, max, ...");
    figure_->add_option("--words", figureOptions_.words,
                        "Words that ask: indices, or \"red circle\"");
    figure_->add_option("--units", figureOptions_.units,
                        "Image units that ask: indices, or a box x0,y0,x1,y1 in pixels");
    figure_->add_option("--rows", texts_.rows,
                        "Rows of a joint matrix as they are (raw) or divided by their part on this "
                        "side (conditional)");
    figure_->add_flag("--pieces", figureOptions_.showsPieces,
                      "Keys on the text side are tokens; else their weights are summed to words");
    figure_->add_option("--special", texts_.special,
                        "Special tokens: show, hide or renormalise (hide)");
    addStyleOptions();
    addAnswerOptions(*figure_, figureOptions_.answer);
}

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

void Parser::addStyleOptions()
{
    const FigureStyle style;
    texts_.scale = scaleId(style.scale);
    texts_.overlay = overlayId(style.overlay);
    texts_.opacity = style.opacity;
    figure_->add_option("--scale", texts_.scale, choiceList(scales()) + " (" + texts_.scale + ")");
    figure_->add_option("--colormap", texts_.colourTable,
                        "Colour table (" + style.colourTable + "; " + style.signedTable +
                            " for lift)");
    figure_->add_option("--overlay", texts_.overlay,
                        choiceList(overlayKinds()) + " (" + texts_.overlay + ")");
    figure_->add_option("--opacity", texts_.opacity, "Of the overlay, 0 to 1 (0.68)")
        ->check(CLI::Range(0.0, 1.0));
    figure_->add_flag("--patch-grid", texts_.showsGrid, "Thin lines between the patches");
    figure_->add_flag("--smooth", texts_.isSmooth, "Interpolate between the cells");
    addPageOptions();
}

void Parser::addPageOptions()
{
    const FigureStyle style;
    constexpr double kMsPerSecond = 1000;
    texts_.size = std::to_string(style.size.width()) + "x" + std::to_string(style.size.height());
    texts_.theme = themeId(style.theme);
    texts_.dpi = style.dpi;
    texts_.frameSeconds = style.frameMs / kMsPerSecond;
    figure_->add_option("--sheet", texts_.sheet,
                        "All heads, layers or words on one page instead of one map");
    CLI::Option* sheet = figure_->get_option("--sheet");
    figure_->add_option("--animate", texts_.animate, "One map after the other: layers or words")
        ->excludes(sheet);
    figure_->add_option("--frame-time", texts_.frameSeconds, "Seconds for each map of an animation")
        ->check(CLI::Range(kLeastFrameMs / kMsPerSecond, kMostFrameMs / kMsPerSecond));
    figure_->add_option("--size", texts_.size,
                        "WIDTHxHEIGHT in pixels (" + texts_.size + "), or such as 120mmx90mm");
    figure_->add_option("--dpi", texts_.dpi, "Pixels per inch; sets the size of text")
        ->check(CLI::Range(kLeastDpi, kMostDpi));
    figure_->add_option("--theme", texts_.theme, "light or dark (light)");
    figure_->add_option("--language", figureOptions_.language,
                        "Of the figure's texts: " + languageIds() + " (en)");
    figure_->add_flag("--no-legend", texts_.hasNoLegend, "Leave the facts below the picture out");
    figure_->add_flag("--no-words", texts_.hasNoWords, "Leave the caption out");
    figure_->add_flag("--no-colour-bar", texts_.hasNoColourBar, "Leave the scale's colours out");
    figure_->add_flag("--no-metadata", texts_.hasNoMetadata, "Leave the recipe out of the file");
    figure_->add_flag("--embed-image", texts_.embedsImage,
                      "Put the picture itself beside the recipe");
}

/// CLI11's message is "option: what is wrong".
[[noreturn]] void refuseAs(const CLI::ParseError& error)
{
    const std::string text = error.what();
    const std::size_t colon = text.find(": ");
    const bool namesOption = text.starts_with("--") && colon != std::string::npos;
    refuse("E_USAGE_VALUE", namesOption ? text.substr(0, colon) : "command line", "",
           namesOption ? text.substr(colon + 2) : text, "See attenscope --help.");
}

void Parser::refuseUnknown(const CLI::App& command) const
{
    const std::vector<std::string> left = command.remaining();
    const auto option = std::find_if(left.begin(), left.end(),
                                     [](const std::string& text) { return text.starts_with('-'); });
    if (option != left.end()) {
        std::vector<std::string> names;
        for (const CLI::Option* known : command.get_options()) {
            for (const std::string& name : known->get_lnames()) {
                names.push_back("--" + name);
            }
        }
        const std::string name = option->substr(0, option->find('='));
        const std::optional<std::string> near = nearest(name, names);
        refuse("E_USAGE_OPTION", name,
               "an option of attenscope" + (&command == &app_ ? "" : " " + command.get_name()),
               "an unknown option", near ? "Did you mean " + *near + "?" : "See --help.");
    }
    if (!left.empty()) {
        refuse("E_USAGE_VALUE", left.front(), "", "an argument too many", "See --help.");
    }
}

void Parser::read(const std::vector<std::string>& arguments)
{
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend()); // as CLI11 wants them
    app_.parse(reversed);
    const std::vector<CLI::App*> commands = app_.get_subcommands();
    refuseUnknown(app_);
    for (const CLI::App* command : commands) {
        refuseUnknown(*command);
    }
    if (commands.size() > 1) {
        refuse("E_USAGE_COMMAND", commands[1]->get_name(), "one subcommand", "a second one", "");
    }
    if (!commands.empty() &&
        (app_.count("image") != 0 || app_.count("--regions") != 0 || windowOptions_.caption ||
         windowOptions_.model || windowOptions_.language)) {
        refuse("E_USAGE_COMMAND", commands.front()->get_name(), "the subcommand first",
               "options or a picture before it",
               "Write attenscope " + commands.front()->get_name() + " and then its options.");
    }
}

Command Parser::windowCommand() const
{
    const std::string image = windowOptions_.image.string();
    std::error_code ignored;
    const bool looksLikeCommand = !image.empty() && image.find_first_of("./") == std::string::npos;
    if (looksLikeCommand && !std::filesystem::exists(windowOptions_.image, ignored)) {
        const std::vector<std::string> names{"run", "figure", "inspect", "models"};
        refuse("E_USAGE_COMMAND", image, "a subcommand or a picture", "neither",
               suggestion(image, names));
    }
    if (windowOptions_.language) {
        requireLanguage(*windowOptions_.language);
    }
    return windowOptions_;
}

void requireSample(const SampleOptions& sample)
{
    const bool hasBoth = sample.caption && sample.captionFile;
    const bool hasModule = sample.module.has_value(); // with its features, so that both may miss
    if (sample.image.empty() && !hasModule) {
        refuse("E_USAGE_MISSING", "--image", "a picture", "none", "Add --image FILE.");
    }
    if (hasBoth || (!sample.caption && !sample.captionFile && !hasModule)) {
        refuse("E_USAGE_MISSING", "--caption", "a caption from one place",
               hasBoth ? "--caption and --caption-file" : "none",
               hasBoth ? "Leave one of them out." : "Add --caption TEXT or --caption-file FILE.");
    }
}

/// What a sheet or an animation goes through is not chosen as well.
void refuseBesideSeries(const CLI::App& command, FigureKind kind)
{
    const FigureKindInfo& info = figureKindInfo(kind);
    if (!info.series) {
        return;
    }
    const std::vector<std::string> gone =
        info.series == Series::Words ? std::vector<std::string>{"--words"}
        : info.series == Series::Layers
            ? std::vector<std::string>{"--layer"}
            : std::vector<std::string>{"--layer", "--head", "--aggregate"};
    for (const std::string& option : gone) {
        if (command.count(option) != 0) {
            refuse("E_USAGE_OPTION", option,
                   "no choice among what the " + std::string(info.name) + " shows", "one",
                   "Leave the option out.");
        }
    }
}

RunCommand Parser::runCommand()
{
    runOptions_.sample.module = moduleSetup(*run_, runModule_);
    requireSample(runOptions_.sample);
    runOptions_.sample.mode = modeChoice(texts_.mode);
    return runOptions_;
}

void Parser::readStyle(FigureStyle& style) const
{
    constexpr double kMsPerSecond = 1000;
    style.scale = scaleChoice(texts_.scale);
    if (!texts_.colourTable.empty()) { // a figure refuses one that doesn't fit
        (scaleInfo(style.scale).isSigned ? style.signedTable : style.colourTable) =
            colourTableChoice(texts_.colourTable);
    }
    style.overlay = overlayChoice(texts_.overlay);
    style.opacity = texts_.opacity;
    style.isSmooth = texts_.isSmooth;
    style.showsGrid = texts_.showsGrid;
    style.kind = figureKindChoice(texts_.sheet, texts_.animate);
    style.frameMs = static_cast<int>(std::lround(texts_.frameSeconds * kMsPerSecond));
    style.size = sizeChoice(texts_.size, texts_.dpi);
    style.dpi = texts_.dpi;
    style.theme = themeChoice(texts_.theme);
    style.hasLegend = !texts_.hasNoLegend;
    style.hasWords = !texts_.hasNoWords;
    style.hasColourBar = !texts_.hasNoColourBar;
    style.hasMetadata = !texts_.hasNoMetadata;
    style.embedsPicture = texts_.embedsImage;
    if (texts_.embedsImage && texts_.hasNoMetadata) {
        refuse("E_USAGE_OPTION", "--embed-image", "it, or --no-metadata", "both",
               "The picture stands beside the recipe: leave one of them out.");
    }
}

FigureCommand Parser::figureCommand()
{
    FigureCommand& figure = figureOptions_;
    if (figure.out.empty()) {
        refuse("E_USAGE_MISSING", "--out", "a file to draw", "none",
               "Add --out FILE with the suffix .png, .svg, .pdf, .webp, .gif or .mp4.");
    }
    figure.sample.module = moduleSetup(*figure_, figureModule_);
    if (figure.run.empty()) {
        requireSample(figure.sample);
    } else {
        for (const char* option :
             {"--model", "--module", "--tokenizer", "--caption", "--caption-file", "--mode",
              "--pad-text", "--pad-units", "--task-id", "--answer", "--answer-ids", "--max-length",
              "--regions", "--regions-id", "--ablate", "--mask-words", "--mask-units",
              "--threads"}) {
            if (figure_->count(option) != 0) {
                refuse("E_USAGE_OPTION", option, "no option of a new run",
                       "it beside the recorded run " + figure.run.string(),
                       "Leave one of them out.");
            }
        }
    }
    figure.sample.mode = modeChoice(texts_.mode);
    if (!texts_.direction.empty()) {
        figure.direction = directionChoice(texts_.direction);
    }
    if (!texts_.layer.empty()) {
        figure.layers = layerChoice(texts_.layer);
    }
    figure.head = headChoice(texts_.head);
    if (!figure.aggregation.empty()) {
        figure.aggregation = aggregationChoice(figure.aggregation);
        if ((figure.aggregation == "one") != figure.head.has_value()) {
            refuse("E_USAGE_VALUE", "--aggregate", "\"one\" together with --head N, and only then",
                   "\"" + figure.aggregation + "\"", "");
        }
    }
    refuseBesideSeries(*figure_, figureKindChoice(texts_.sheet, texts_.animate));
    figure.special = specialTokensChoice(texts_.special);
    figure.jointRows = jointRowsChoice(texts_.rows);
    readStyle(figure.style);
    requireLanguage(figure.language);
    return figure;
}

Command Parser::parse(const std::vector<std::string>& arguments)
{
    try {
        read(arguments);
    } catch (const CLI::CallForHelp&) {
        return TextCommand{app_.help()};
    } catch (const CLI::ParseError& error) {
        refuseAs(error);
    }
    if (printsVersion_) {
        return TextCommand{"attenscope " ATTENSCOPE_VERSION "\n"};
    }
    if (printsLimits_) {
        return TextCommand{limitsText()};
    }
    if (run_->parsed()) {
        return runCommand();
    }
    if (figure_->parsed()) {
        return figureCommand();
    }
    if (inspect_->parsed()) {
        if (inspectOptions_.target.empty()) {
            refuse("E_USAGE_MISSING", "inspect", "a model or a run", "none",
                   "Write attenscope inspect MODEL.");
        }
        return inspectOptions_;
    }
    if (models_->parsed()) {
        return modelsOptions_;
    }
    return windowCommand();
}

} // namespace

Command parseCommandLine(const std::vector<std::string>& arguments)
{
    return Parser().parse(arguments);
}

bool asksForJson(const std::vector<std::string>& arguments)
{
    return std::find(arguments.begin(), arguments.end(), "--json") != arguments.end();
}

} // namespace attenscope
