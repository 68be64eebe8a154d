#include "app/caption_source.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/figure_report.h"
#include "app/figure_selection.h"
#include "app/sample_run.h"
#include "app/suggestion.h"
#include "engine/io/file_writer.h"
#include "engine/io/run_files.h"
#include "engine/models/module_answers.h"
#include "ui/figure/figure.h"
#include "ui/figure/figure_parts.h"
#include "ui/figure/language.h"

#include <memory>
#include <utility>

namespace attenscope {

namespace {

const FigureFormat& formatOf(const std::filesystem::path& file, FigureKind kind)
{
    const std::string suffix = file.extension().string();
    const FigureFormat* format = suffix.empty() ? nullptr : findFigureFormat(suffix.substr(1));
    const bool isAnimation = figureKindInfo(kind).isAnimation;
    if (format != nullptr && format->isAnimation == isAnimation) {
        return *format;
    }
    std::string known;
    for (const FigureFormat& row : figureFormats()) {
        if (row.isAnimation == isAnimation) {
            known += (known.empty() ? "one of ." : ", .") + std::string(row.id);
        }
    }
    throw Error({.id = "E_USAGE_VALUE",
                 .file = file.string(),
                 .place = "--out",
                 .expected = known + (isAnimation ? " for an animation" : ""),
                 .found = suffix.empty() ? "no suffix" : suffix,
                 .remedy = format != nullptr && format->isAnimation
                               ? "Add --animate layers or --animate words."
                               : ""});
}

/// The run that the figure shows, with its picture.
struct Shown {
    TracePtr trace;
    PictureFile picture;
    bool isPlain = false; ///< a module's cells, with no picture below
};

/// image  in place of the one that the run names; empty: that one
Shown recordedRun(const std::filesystem::path& run,
                  const std::filesystem::path& image,
                  const Progress& progress)
{
    const StoredRun stored = readRun(run, progress);
    const bool isNamed = !image.empty();
    if (!isNamed && stored.sample.imagePath.empty() &&
        stored.trace->provenance.modelFamily == kBareModuleFamily) {
        const ImageGeometry& seen = stored.trace->units.geometry;
        return {.trace = stored.trace,
                .picture = {.image = plainPicture(seen.originalWidth, seen.originalHeight),
                            .path = {},
                            .digest = {},
                            .warnings = {}},
                .isPlain = true};
    }
    if (!isNamed && stored.sample.imagePath.empty()) {
        throw Error({.id = "E_USAGE_MISSING",
                     .file = run.string(),
                     .place = "--image",
                     .expected = "the run's picture",
                     .found = "a run whose picture came from no file",
                     .remedy = "Add --image FILE."});
    }
    Shown shown{.trace = stored.trace,
                .picture =
                    readPicture(isNamed ? image : std::filesystem::path(stored.sample.imagePath))};
    requireSamePicture(shown.picture, stored.sample);
    return shown;
}

Shown newRun(const FigureCommand& command,
             const Surroundings& surroundings,
             const Progress& progress)
{
    const std::string caption = readCaption(command.sample, surroundings.stop);
    SampleRun run = runSample(command.sample, caption, {}, surroundings.places, progress);
    const bool isPlain = run.picture.path.empty();
    return {.trace = std::move(run.trace), .picture = std::move(run.picture), .isPlain = isPlain};
}

QByteArray rendered(const FigureRequest& request,
                    const FigureFormat& format,
                    const std::string& language,
                    const Progress& progress)
{
    const Translation translation(language);
    return format.render(request, progress);
}

FigureOrigin originOf(const FigureCommand& command, const Shown& shown)
{
    const SampleOptions& sample = command.sample;
    const std::filesystem::path& regions = sample.regions;
    return {.imagePath = shown.picture.path,
            .imageDigest = shown.picture.digest,
            .regionsPath =
                regions.empty() ? std::string() : std::filesystem::absolute(regions).string(),
            .module = sample.module ? moduleAnswersText(*sample.module) : std::string()};
}

/// Words that are the keys can't be left out.
void requireWords(const FigureRequest& request)
{
    if (!request.style.hasWords && hasWordsAsKeys(request)) {
        throw Error({.id = "E_USAGE_OPTION",
                     .file = {},
                     .place = "--no-words",
                     .expected = "a direction whose keys are the image's",
                     .found = std::string(directionId(request.selection.direction)),
                     .remedy = "Leave the option out."});
    }
}

/// One side of what is drawn.
FigureRequest requestOf(const FigureCommand& command, const Shown& shown, FigureOrigin origin)
{
    FigureRequest request = figureRequest(command, *shown.trace);
    request.trace = shown.trace;
    request.picture = qImageFrom(shown.picture.image);
    request.style = shown.isPlain ? styleOnPlain(command.style) : command.style;
    request.origin = std::move(origin);
    return request;
}

/// B with A beside it.
FigureRequest comparedRequest(const FigureCommand& command,
                              const FigureRequest& a,
                              const Shown& shownA,
                              const Progress& progress)
{
    const ComparedCommand& compared = *command.compared;
    FigureCommand other = command;
    other.selection = compared.selection;
    if (!compared.run.empty()) {
        other.sample = {};
    }
    const bool isSameRun = compared.run.empty();
    const Shown shown = isSameRun ? shownA : recordedRun(compared.run, {}, progress);
    FigureRequest b = requestOf(other, shown, isSameRun ? a.origin : originOf(other, shown));
    b.compared = std::make_shared<const FigureRequest>(a);
    return b;
}

} // namespace

void performFigure(const FigureCommand& command, const Surroundings& surroundings)
{
    const Console console(command.answer);
    const Translation plural("en"); // of what is printed; the figure has a language of its own
    const FigureFormat& format = formatOf(command.out, command.style.kind);
    const Progress progress = console.progress(surroundings.stop);
    const Shown shown = command.run.empty()
                            ? newRun(command, surroundings, progress)
                            : recordedRun(command.run, command.sample.image, progress);
    FigureRequest request = requestOf(command, shown, originOf(command, shown));
    if (command.compared) {
        request = comparedRequest(command, request, shown, progress);
    }
    requireWords(request);
    const QByteArray bytes = rendered(request, format, command.language, progress);
    progress.step(1, 1, "figure"); // a stop that came meanwhile leaves no file
    writeFile(command.out, {bytes.constData(), static_cast<std::size_t>(bytes.size())},
              command.isForced ? Overwrite::Yes : Overwrite::No);
    console.clearProgress();
    console.notice(shown.picture.warnings);
    console.notice(shown.trace->warnings);
    if (command.answer.isJson) {
        Console::print(figureJson(request, command.out).pretty());
    }
    console.printSummary(figureText(request) + "written   " +
                         escapedForDisplay(command.out.string(), 4096) + "\n");
}

} // namespace attenscope
