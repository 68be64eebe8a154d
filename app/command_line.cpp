#include "app/command_line.h"

#include <CLI/CLI.hpp>

#include "app/figure_options.h"
#include "app/run_options.h"
#include "app/suggestion.h"
#include "app/usage.h"
#include "engine/base/limits.h"

#include <algorithm>
#include <filesystem>
#include <sstream>

namespace attenscope {

namespace {

/// The program's options as CLI11 knows them, and where they go.
class Parser {
public:
    Parser();
    Command parse(const std::vector<std::string>& arguments);

private:
    void read(const std::vector<std::string>& arguments);
    void refuseUnknown(const CLI::App& command) const;
    Command windowCommand() const;

    CLI::App app_{
        "Shows where a vision-language transformer looks. Without a subcommand: the window.",
        "attenscope"};
    RunArguments run_{app_};
    FigureArguments figure_{app_};
    CLI::App* inspect_ = nullptr;
    CLI::App* models_ = nullptr;
    bool printsVersion_ = false;
    bool printsLimits_ = false;
    WindowCommand windowOptions_;
    InspectCommand inspectOptions_;
    ModelsCommand modelsOptions_;
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
    inspect_ = app_.add_subcommand("inspect", "Say what a checkpoint or a recorded run holds");
    inspect_->add_option("target", inspectOptions_.target, "Model or run");
    inspect_->add_option("--tokenizer", inspectOptions_.tokenizer,
                         "Folder whose tokenizer is used, for checkpoints without a vocabulary");
    addAnswerOptions(*inspect_, inspectOptions_.answer);

    models_ = app_.add_subcommand("models", "List the models that can be opened");
    addAnswerOptions(*models_, modelsOptions_.answer);

    app_.allow_extras(); // what is left over is reported with a suggestion
    for (CLI::App* command : {run_.command(), figure_.command(), inspect_, models_}) {
        command->allow_extras();
    }
}

/// CLI11's message is "option: what is wrong".
[[noreturn]] void refuseAs(const CLI::ParseError& error)
{
    const std::string text = error.what();
    const std::size_t colon = text.find(": ");
    const bool namesOption = text.starts_with("--") && colon != std::string::npos;
    refuseUsage("E_USAGE_VALUE", namesOption ? text.substr(0, colon) : "command line", "",
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
        refuseUsage("E_USAGE_OPTION", name,
                    "an option of attenscope" + (&command == &app_ ? "" : " " + command.get_name()),
                    "an unknown option", near ? "Did you mean " + *near + "?" : "See --help.");
    }
    if (!left.empty()) {
        refuseUsage("E_USAGE_VALUE", left.front(), "", "an argument too many", "See --help.");
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
        refuseUsage("E_USAGE_COMMAND", commands[1]->get_name(), "one subcommand", "a second one",
                    "");
    }
    if (!commands.empty() &&
        (app_.count("image") != 0 || app_.count("--regions") != 0 || windowOptions_.caption ||
         windowOptions_.model || windowOptions_.language)) {
        refuseUsage("E_USAGE_COMMAND", commands.front()->get_name(), "the subcommand first",
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
        refuseUsage("E_USAGE_COMMAND", image, "a subcommand or a picture", "neither",
                    suggestion(image, names));
    }
    if (windowOptions_.language) {
        requireLanguage(*windowOptions_.language);
    }
    return windowOptions_;
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
    if (run_.command()->parsed()) {
        return run_.read();
    }
    if (figure_.command()->parsed()) {
        return figure_.read();
    }
    if (inspect_->parsed()) {
        if (inspectOptions_.target.empty()) {
            refuseUsage("E_USAGE_MISSING", "inspect", "a model or a run", "none",
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
