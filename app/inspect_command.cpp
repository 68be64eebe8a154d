#include "app/commands.h"
#include "app/console.h"
#include "app/model_report.h"
#include "app/run_report.h"
#include "app/sources.h"

namespace attenscope {

namespace {

void inspectRun(const Console& console,
                const std::filesystem::path& folder,
                const Progress& progress)
{
    const StoredRun run = readRun(folder, progress);
    console.clearProgress();
    console.notice(run.trace->warnings);
    Console::print(console.options().isJson
                       ? runJson(*run.trace, run.trace->outputs.match, nullptr).pretty()
                       : runText(*run.trace, run.trace->outputs.match, nullptr));
}

void inspectModel(const Console& console,
                  const InspectCommand& command,
                  const Surroundings& surroundings,
                  const Progress& progress)
{
    const ModelPtr model =
        loadNamedModel(command.target, command.tokenizer, 1, surroundings.places, progress);
    console.clearProgress();
    console.notice(model->info().warnings);
    Console::print(console.options().isJson ? modelJson(*model).pretty() : modelText(*model));
}

} // namespace

void performInspect(const InspectCommand& command, const Surroundings& surroundings)
{
    const Console console(command.answer);
    const Progress progress = console.progress(surroundings.stop);
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::path(command.target) / "run.json", ignored)) {
        inspectRun(console, command.target, progress);
    } else {
        inspectModel(console, command, surroundings, progress);
    }
}

} // namespace attenscope
