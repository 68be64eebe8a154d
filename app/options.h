#pragma once

#include <QSize>

#include "engine/analysis/attention_matrix.h"
#include "engine/analysis/scale.h"
#include "engine/models/bare_module.h"
#include "engine/modes/mode.h"
#include "ui/figure/figure_style.h"
#include "ui/figure/figure_view.h"

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace attenscope {

/// How a command answers.
struct AnswerOptions {
    bool isJson = false;
    bool isQuiet = false; ///< no notices, no summary; errors and JSON still
};

/// What is run: the options that `run` and `figure` share.
struct SampleOptions {
    std::string model = "scenes";         ///< a folder, or a name that `attenscope models` lists
    std::optional<std::string> tokenizer; ///< a model as above, whose tokenizer is used
    std::optional<ModuleSetup> module; ///< in place of a model; picture and caption may be missing
    std::filesystem::path image;
    std::optional<std::string> caption;     ///< as it stands on the command line
    std::optional<std::string> captionFile; ///< "-" is stdin
    std::optional<Mode> mode;
    std::filesystem::path regions;        ///< empty: none
    std::optional<std::string> regionsId; ///< of the picture in a table; nothing: by its name
    std::optional<int> padText;
    std::optional<std::string> answer;   ///< that an answering model is made to say
    std::vector<std::int64_t> answerIds; ///< the same as tokens
    std::optional<int> longestText;      ///< tokens that a model may write
    std::optional<int> padUnits;
    std::optional<int> taskId;
    std::vector<std::string> ablate;    ///< "3:5", "cross_text_to_image/3:5,4:0"
    std::vector<std::string> maskWords; ///< "2,3", "red circle"
    std::vector<std::string> maskUnits; ///< "17,18", "10,10,40,60"
    int threads = 1;
};

/// `attenscope run`
struct RunCommand {
    AnswerOptions answer;
    SampleOptions sample;
    std::optional<std::string> fusion;
    std::filesystem::path out; ///< empty: nothing is written
    bool isForced = false;
    bool keepStates = false;
    bool keepInputs = false;
};

/// A range of layers.
struct LayerChoice {
    int first = 0;
    std::optional<int> last; ///< inclusive; nothing: to the last one that there is
};

/// What of a run is looked at, as it stands on the command line.
struct SelectionCommand {
    std::optional<Direction> direction; ///< nothing: text→image where the mode has it
    std::string kind;                   ///< empty: the mode's own one for the direction
    std::optional<LayerChoice> layers;  ///< nothing: the last one
    std::optional<int> head;            ///< nothing: all
    std::string aggregation;            ///< empty: the first of the registry
    std::vector<std::string> words;
    std::vector<std::string> units;
    std::vector<int> tokens; ///< of words that ask: those of them that do; empty: all
    SpecialTokens special = SpecialTokens::Hide;
    JointRows jointRows = JointRows::Raw;
    bool showsPieces = false;
};

/// What a figure is compared with: B.
struct ComparedCommand {
    std::filesystem::path run; ///< a recorded run; empty: the run of A
    SelectionCommand selection;
};

/// `attenscope figure`
struct FigureCommand {
    AnswerOptions answer;
    std::filesystem::path run; ///< a recorded run; empty: `sample` is run
    SampleOptions sample;
    FigureView view = FigureView::Image;
    SelectionCommand selection;
    std::optional<ComparedCommand> compared; ///< with a view of a comparison
    MatrixBlocks blocks = MatrixBlocks::All; ///< of a matrix
    std::string statistic;                   ///< over the layers; empty: the first of the registry
    FigureStyle style;
    std::string language = "en"; ///< of the figure's texts: an id of `languages`
    std::filesystem::path out;
    bool isForced = false;
};

/// `attenscope inspect`
struct InspectCommand {
    AnswerOptions answer;
    std::string target; ///< a model as in SampleOptions, or the folder of a recorded run
    std::optional<std::string> tokenizer;
};

/// `attenscope models`
struct ModelsCommand {
    AnswerOptions answer;
};

/// No subcommand.
struct WindowCommand {
    std::optional<std::string> language; ///< an id of `languages`; nothing: what is remembered
    std::filesystem::path image;
    std::filesystem::path regions; ///< empty: none
    std::optional<std::string> caption;
    std::optional<std::string> model;
};

/// Help, version, limits: a text for stdout.
struct TextCommand {
    std::string text;
};

using Command = std::
    variant<WindowCommand, RunCommand, FigureCommand, InspectCommand, ModelsCommand, TextCommand>;

} // namespace attenscope
