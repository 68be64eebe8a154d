#include "app/command_line.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/startup.h"
#include "app/stop_signals.h"
#include "app/window.h"
#include "engine/base/error.h"

#include <new>
#include <string>
#include <variant>
#include <vector>

namespace attenscope {

namespace {

AnswerOptions answerOptions(const Command& command)
{
    return std::visit(
        [](const auto& one) {
            if constexpr (requires { one.answer; }) {
                return one.answer;
            } else {
                return AnswerOptions{};
            }
        },
        command);
}

/// Everything but the window, which has an event loop and its own way to stop.
int perform(const Command& command)
{
    StopSignals signals;
    const Surroundings surroundings{.places = {.dataFolder = dataFolder(), .kept = keptFiles()},
                                    .stop = signals.token()};
    try {
        if (const auto* text = std::get_if<TextCommand>(&command)) {
            Console::print(text->text);
        } else if (const auto* run = std::get_if<RunCommand>(&command)) {
            performRun(*run, surroundings);
        } else if (const auto* figure = std::get_if<FigureCommand>(&command)) {
            const OffscreenApplication application;
            performFigure(*figure, surroundings);
        } else if (const auto* inspect = std::get_if<InspectCommand>(&command)) {
            performInspect(*inspect, surroundings);
        } else if (const auto* models = std::get_if<ModelsCommand>(&command)) {
            performModels(*models, surroundings);
        }
        return 0;
    } catch (const Cancelled&) {
        Console(answerOptions(command)).clearProgress();
        return signals.exitCode();
    }
}

/// The one place where a failure becomes an exit code.
int runProgram(const std::vector<std::string>& arguments)
{
    AnswerOptions answer{.isJson = asksForJson(arguments)};
    const auto fail = [&answer](const ErrorInfo& error) {
        Console(answer).report(error);
        return exitCodeFor(error.id);
    };
    try {
        const Command command = parseCommandLine(arguments);
        answer = answerOptions(command);
        const auto* window = std::get_if<WindowCommand>(&command);
        return window != nullptr ? openWindow(*window) : perform(command);
    } catch (const Error& error) {
        return fail(error.info());
    } catch (const std::bad_alloc&) {
        return fail(outOfMemory());
    } catch (const std::exception& error) {
        return fail({.id = "E_INTERNAL",
                     .file = {},
                     .place = "attenscope",
                     .expected = "a result",
                     .found = error.what(),
                     .remedy = "Please report this."});
    }
}

} // namespace

} // namespace attenscope

int main(int argc, char** argv)
{
    attenscope::prepareProcess();
    return attenscope::runProgram({argv + 1, argv + argc});
}
