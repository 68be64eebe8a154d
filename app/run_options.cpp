#include "app/run_options.h"

#include <CLI/CLI.hpp>

namespace attenscope {

RunArguments::RunArguments(CLI::App& program)
    : command_(program.add_subcommand("run", "Run one sample and write everything recorded"))
{
    sample_.add(*command_, options_.sample);
    command_->add_option("--fusion", options_.fusion,
                         "The match score to print: concat, weighted-sum or shared-space");
    command_->add_option("--out", options_.out, "Folder to write run.json and the arrays to");
    command_->add_flag("--hidden", options_.keepStates, "Also write the hidden states");
    command_->add_flag("--dump-inputs", options_.keepInputs,
                       "Also write what was fed to the model");
    command_->add_flag("--force", options_.isForced, "Overwrite what exists");
    addAnswerOptions(*command_, options_.answer);
}

RunCommand RunArguments::read()
{
    sample_.read();
    sample_.requireSample();
    return options_;
}

} // namespace attenscope
