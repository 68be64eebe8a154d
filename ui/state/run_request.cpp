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

ModelPtr load(const RunRequest& request, const Sources& sources, const Progress& progress)
{
    return request.module ? sources.loadModule(*request.module, progress)
                          : sources.loadModel(request.model, progress);
}

/// What the model is shown. The picture and, where the model needs them, the regions are read.
Sample sampleOf(const RunRequest& request, const ModelInfo& info)
{
    Sample sample{.image = request.picture->image, .caption = request.caption};
    if (info.needsRegions && request.regions) {
        sample.regions = *request.regions;
    }
    return sample;
}

/// What a module's cells are drawn on where it has no picture.
Picture plainPictureFor(const RunRequest& request, const ModelInfo& info)
{
    if (!request.module) {
        throw Error({.id = "E_USAGE_MISSING",
                     .file = {},
                     .place = "image",
                     .expected = "an image for this model",
                     .found = "none",
                     .remedy = "Open an image."});
    }
    Picture picture;
    picture.image = plainPicture(info.imageWidth, info.imageHeight);
    picture.isPlain = true;
    return picture;
}

} // namespace

TracePtr runWithProjections(const RunResult& result, const Progress& progress)
{
    RunOptions options;
    options.mode = result.request.mode;
    options.intervention = result.request.intervention;
    options.keeping = AttentionKeeping::Projections;
    return result.model->run(sampleOf(result.request, result.model->info()), options, progress);
}

double steadyMilliseconds()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double, std::milli>(now).count();
}

RunResult
performRun(RunRequest request, const Kept& kept, const Sources& sources, const Progress& progress)
{
    if (!request.picture && request.readPicture) {
        request.picture = std::make_shared<const Picture>(request.readPicture());
    }
    RunResult result;
    const bool isLoaded =
        kept.model && kept.modelPath == request.model && kept.module == request.module;
    if (!isLoaded && kept.memory) {
        kept.memory->clear(); // two models' layers are not to be in memory at once
    }
    result.model = isLoaded ? kept.model : load(request, sources, progress);
    if (!request.picture) {
        request.picture =
            std::make_shared<const Picture>(plainPictureFor(request, result.model->info()));
    }
    if (!request.mode) {
        request.mode = result.model->info().nativeMode;
    }
    if (result.model->info().needsRegions && !request.regions && !request.regionsFile.empty()) {
        request.regions = std::make_shared<const Regions>(
            sources.readRegions(request.regionsFile, *request.picture, progress));
    }
    const Sample sample = sampleOf(request, result.model->info());
    RunOptions options;
    options.mode = request.mode;
    options.memory = kept.memory.get();

    const auto timedRun = [&] {
        const double start = sources.clockMs();
        TracePtr trace;
        try {
            trace = result.model->run(sample, options, progress);
        } catch (const Error& error) {
            nameThePicture(error.info(), *request.picture);
        }
        result.elapsedMs = sources.clockMs() - start;
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
