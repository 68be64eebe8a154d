#include "app/sample_run.h"

#include "app/selectors.h"

#include <algorithm>
#include <chrono>

namespace attenscope {

namespace {

[[noreturn]] void refuseHead(const std::string& expected, const HeadId& head)
{
    const std::string kind = head.kind.empty() ? "" : head.kind + "/";
    throw Error({.id = "E_USAGE_SELECTION",
                 .file = {},
                 .place = "--ablate",
                 .expected = expected,
                 .found = kind + std::to_string(head.layer) + ":" + std::to_string(head.head),
                 .remedy = "attenscope inspect MODEL lists kinds, layers and heads."});
}

/// Self-attention inside one modality is named "…_self"; the joint one crosses too.
bool isCrossing(const std::string& kind)
{
    return !kind.ends_with("_self") || kind == "joint_self";
}

std::string listed(const std::vector<StackInfo>& stacks)
{
    std::string text;
    for (const StackInfo& stack : stacks) {
        text += (text.empty() ? "" : ", ") + stack.kind;
    }
    return text;
}

double nowMs()
{
    const std::chrono::duration<double, std::milli> now =
        std::chrono::steady_clock::now().time_since_epoch();
    return now.count();
}

/// Runs without interventions; a picture that lacks its regions is named.
TracePtr plainRun(const Model& model,
                  const Sample& sample,
                  const RunOptions& options,
                  const PictureFile& picture,
                  const Progress& progress)
{
    try {
        return model.run(sample, options, progress);
    } catch (const Error& error) {
        ErrorInfo info = error.info();
        if (info.id == "E_REGIONS_NEEDED") {
            info.file = picture.path;
        }
        throw Error(std::move(info));
    }
}

} // namespace

std::vector<HeadId>
selectedHeads(const std::vector<std::string>& texts, const Model& model, Mode mode)
{
    std::vector<HeadId> heads = parseHeads(texts);
    const std::vector<StackInfo> stacks = model.stacks(mode);
    std::vector<StackInfo> crossing;
    std::ranges::copy_if(stacks, std::back_inserter(crossing),
                         [](const StackInfo& stack) { return isCrossing(stack.kind); });
    for (HeadId& head : heads) {
        if (head.kind.empty()) {
            if (crossing.size() != 1) {
                refuseHead("a kind before the layer (" + listed(stacks) + ")", head);
            }
            head.kind = crossing.front().kind;
        }
        const auto stack = std::ranges::find(stacks, head.kind, &StackInfo::kind);
        if (stack == stacks.end()) {
            refuseHead("a kind of this mode (" + listed(stacks) + ")", head);
        }
        if (head.layer >= stack->layers || head.head >= stack->heads) {
            refuseHead("layer 0 to " + std::to_string(stack->layers - 1) + " and head 0 to " +
                           std::to_string(stack->heads - 1),
                       head);
        }
    }
    return heads;
}

namespace {

ModelPtr loadFor(const SampleOptions& sample, const LoadPlaces& places, const Progress& progress)
{
    return sample.module
               ? loadBareModule(
                     *sample.module,
                     {.threads = sample.threads, .tokenizer = {}, .digests = places.kept.digests},
                     progress)
               : loadNamedModel(sample.model, sample.tokenizer, sample.threads, places, progress);
}

} // namespace

SampleRun runSample(const SampleOptions& sample,
                    const std::string& caption,
                    RunOptions options,
                    const LoadPlaces& places,
                    const Progress& progress)
{
    SampleRun result;
    const bool needsNoPicture = sample.module && sample.image.empty();
    if (!needsNoPicture) {
        result.picture = readPicture(sample.image);
    }
    result.model = loadFor(sample, places, progress);
    if (needsNoPicture) {
        const ModelInfo& info = result.model->info();
        result.picture.image = plainPicture(info.imageWidth, info.imageHeight);
    }
    options.mode = sample.mode.value_or(result.model->info().nativeMode);
    options.padText = sample.padText;
    options.answer = sample.answer;
    options.answerIds = sample.answerIds;
    options.longestText = sample.longestText;
    options.padUnits = sample.padUnits;
    options.taskId = sample.taskId;
    options.clockMs = nowMs;
    options.intervention.headsOff = selectedHeads(sample.ablate, *result.model, *options.mode);
    Sample input{.image = result.picture.image, .caption = caption};
    if (!sample.regions.empty() && !result.model->info().needsRegions) {
        result.picture.warnings.push_back(
            {.id = "W_REGIONS_UNUSED",
             .text = "this model looks at the picture itself; the regions are not used"});
    } else if (!sample.regions.empty()) {
        input.regions = readRegionsOf(result.picture, sample.regions, sample.regionsId, progress);
    }

    const bool isChanged =
        !sample.ablate.empty() || !sample.maskWords.empty() || !sample.maskUnits.empty();
    RunOptions plain = options;
    plain.intervention = {};
    result.plainTrace = plainRun(*result.model, input, plain, result.picture, progress);
    result.trace = result.plainTrace;
    if (isChanged) { // words and units are those of the plain run
        options.intervention.maskedWords =
            selectedWords("--mask-words", sample.maskWords, result.plainTrace->tokens);
        options.intervention.maskedUnits =
            selectedUnits("--mask-units", sample.maskUnits, result.plainTrace->units);
        result.trace = result.model->run(input, options, progress);
    }
    return result;
}

} // namespace attenscope
