#include "app/caption_source.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/run_report.h"
#include "app/sample_run.h"
#include "engine/io/run_files.h"

namespace attenscope {

void performRun(const RunCommand& command, const Surroundings& surroundings)
{
    const Console console(command.answer);
    const std::string caption = readCaption(command.sample, surroundings.stop);
    const Progress progress = console.progress(surroundings.stop);
    const RunOptions options{.keepStates = command.keepStates, .keepInputs = command.keepInputs};
    const SampleRun run =
        runSample(command.sample, caption, options, surroundings.places, progress);
    const std::vector<MatchScore> scores = chosenScores(*run.trace, command.fusion);
    if (!command.out.empty()) {
        writeRun(command.out, *run.trace, sampleFacts(run.picture),
                 {.overwrite = command.isForced ? Overwrite::Yes : Overwrite::No,
                  .writesStates = command.keepStates,
                  .writesInputs = command.keepInputs},
                 progress);
    }
    console.clearProgress();
    console.notice(run.picture.warnings);
    console.notice(run.model->info().warnings);
    console.notice(run.trace->warnings);
    const Trace* plain = run.plainTrace == run.trace ? nullptr : run.plainTrace.get();
    if (command.answer.isJson) {
        Json answer = runJson(*run.trace, scores, plain);
        answer.set("out", command.out.empty() ? Json() : Json(command.out.string()));
        Console::print(answer.pretty());
    }
    console.printSummary(runText(*run.trace, scores, plain));
    if (!command.out.empty()) {
        console.printSummary("written   " + escapedForDisplay(command.out.string(), 4096) + "\n");
    }
}

} // namespace attenscope
