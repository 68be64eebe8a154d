#include "app/sample_options.h"

#include <CLI/CLI.hpp>

#include "app/choices.h"
#include "app/usage.h"
#include "engine/base/limits.h"

#include <algorithm>
#include <thread>

namespace attenscope {

void addAnswerOptions(CLI::App& command, AnswerOptions& answer)
{
    command.add_flag("--json", answer.isJson, "Answer, and report errors, as JSON on stdout");
    command.add_flag("--quiet", answer.isQuiet, "No notices and no summary");
}

void SampleArguments::add(CLI::App& command, SampleOptions& sample)
{
    sample_ = &sample;
    command_ = &command;
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
    command.add_option("--mode", mode_,
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
    addModuleOptions(command, module_);
}

void SampleArguments::read()
{
    sample_->module = moduleSetup(*command_, module_);
    sample_->mode = modeChoice(mode_);
}

void SampleArguments::requireSample() const
{
    const SampleOptions& sample = *sample_;
    const bool hasBoth = sample.caption && sample.captionFile;
    const bool hasModule = sample.module.has_value(); // with its features, so that both may miss
    if (sample.image.empty() && !hasModule) {
        refuseUsage("E_USAGE_MISSING", "--image", "a picture", "none", "Add --image FILE.");
    }
    if (hasBoth || (!sample.caption && !sample.captionFile && !hasModule)) {
        refuseUsage("E_USAGE_MISSING", "--caption", "a caption from one place",
                    hasBoth ? "--caption and --caption-file" : "none",
                    hasBoth ? "Leave one of them out."
                            : "Add --caption TEXT or --caption-file FILE.");
    }
}

void SampleArguments::refuseBeside(const std::filesystem::path& run) const
{
    for (const char* option :
         {"--model", "--module", "--tokenizer", "--caption", "--caption-file", "--mode",
          "--pad-text", "--pad-units", "--task-id", "--answer", "--answer-ids", "--max-length",
          "--regions", "--regions-id", "--ablate", "--mask-words", "--mask-units", "--threads"}) {
        if (command_->count(option) != 0) {
            refuseUsage("E_USAGE_OPTION", option, "no option of a new run",
                        "it beside the recorded run " + run.string(), "Leave one of them out.");
        }
    }
}

} // namespace attenscope
