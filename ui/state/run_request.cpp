#include "ui/state/run_request.h"

#include <chrono>
#include <utility>

namespace attenscope {

namespace {

/// Says which picture lacks its regions.
[[noreturn]] void nameThePicture(ErrorInfo error, const Picture& picture)
{
    if (error.id == "E_REGIONS_NEEDED") {
        error.file = picture.name;
    }
    throw Error(std::move(error));
}

} // namespace

RunResult
performRun(RunRequest request, const Kept& kept, const Sources& sources, const Progress& progress)
{
    if (!request.picture) {
        request.picture = std::make_shared<const Picture>(request.readPicture());
    }
    RunResult result;
    result.model = kept.model && kept.modelPath == request.model
                       ? kept.model
                       : sources.loadModel(request.model, progress);
    if (!request.mode) {
        request.mode = result.model->info().nativeMode;
    }
    Sample sample{.image = request.picture->image, .caption = request.caption};
    if (result.model->info().needsRegions) {
        if (!request.regions && !request.regionsFile.empty()) {
            request.regions = std::make_shared<const Regions>(
                sources.readRegions(request.regionsFile, *request.picture, progress));
        }
        if (request.regions) {
            sample.regions = *request.regions;
        }
    }
    RunOptions options;
    options.mode = request.mode;

    const auto timedRun = [&] {
        const auto start = std::chrono::steady_clock::now();
        TracePtr trace;
        try {
            trace = result.model->run(sample, options, progress);
        } catch (const Error& error) {
            nameThePicture(error.info(), *request.picture);
        }
        const std::chrono::duration<double, std::milli> elapsed =
            std::chrono::steady_clock::now() - start;
        result.elapsedMs = elapsed.count();
        return trace;
    };
    if (kept.plainTrace) {
        result.plainTrace = kept.plainTrace;
        result.elapsedMs = kept.plainElapsedMs;
    } else {
        result.plainTrace = timedRun();
    }
    result.plainElapsedMs = result.elapsedMs;
    result.trace = result.plainTrace;
    if (!request.intervention.isEmpty()) {
        options.intervention = request.intervention;
        result.trace = timedRun();
    }
    result.request = std::move(request);
    return result;
}

} // namespace attenscope
