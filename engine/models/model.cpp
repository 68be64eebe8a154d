#include "engine/models/model.h"

#include "engine/models/finite_check.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace attenscope {

std::string_view standingName(Standing standing)
{
    constexpr std::array<std::string_view, 3> kNames{"as trained", "ablation", "unavailable"};
    return kNames.at(static_cast<std::size_t>(standing));
}

namespace {

/// An option that has no meaning for a model is refused, never ignored.
void checkWriting(const ModelInfo& info, const RunOptions& options)
{
    const auto refuse = [&](const char* place, const char* expected) {
        throw Error(
            {.id = "E_USAGE_VALUE",
             .file = info.path.string(),
             .place = place,
             .expected = expected,
             .found = info.family + (info.architecture.empty() ? "" : ", ") + info.architecture,
             .remedy = {}});
    };
    if (!info.takesAnswers && (options.answer || !options.answerIds.empty())) {
        refuse("answer", "a model that answers in words of its own");
    }
    if (!info.writes && options.longestText) {
        refuse("longest text", "a model that writes");
    }
}

} // namespace

Model::Model(ModelInfo info) : info_(std::move(info))
{
    std::vector<ModeStanding> all;
    for (const Mode mode : kAllModes) {
        const auto given = std::ranges::find(info_.modes, mode, &ModeStanding::mode);
        all.push_back(given != info_.modes.end()
                          ? *given
                          : ModeStanding{mode, Standing::Unavailable,
                                         info_.family + " has no weights for this mode"});
    }
    info_.modes = std::move(all);
}

const ModeStanding& Model::standing(Mode mode) const
{
    return *std::ranges::find(info_.modes, mode, &ModeStanding::mode);
}

void Model::finishLoading(const WeightBinder& binder, const Weights& weights)
{
    const Warnings extras = binder.finish();
    info_.warnings.insert(info_.warnings.end(), weights.warnings().begin(),
                          weights.warnings().end());
    info_.warnings.insert(info_.warnings.end(), extras.begin(), extras.end());
    info_.parameters = weights.parameters();
    explainWith(weights);
}

TracePtr Model::run(const Sample& sample, const RunOptions& options, const Progress& progress) const
{
    const Mode mode = options.mode.value_or(info_.nativeMode);
    const ModeStanding& modeStanding = standing(mode);
    if (modeStanding.standing == Standing::Unavailable) {
        throw Error({.id = "E_MODE_UNSUPPORTED",
                     .file = info_.path.string(),
                     .place = "mode " + std::string(modeId(mode)),
                     .expected = "a mode that this model's weights define",
                     .found = modeStanding.reason,
                     .remedy = "Choose mode " + std::string(modeId(info_.nativeMode)) + "."});
    }
    checkWriting(info_, options);
    if (options.memory != nullptr) {
        options.memory->beginRun(identity_);
    }
    const double startMs = options.clockMs ? options.clockMs() : 0;
    auto trace = std::make_shared<Trace>(forward(sample, mode, options, progress));
    std::ranges::move(finiteCheck(*trace, loaded_ ? &*loaded_ : nullptr),
                      std::back_inserter(trace->warnings));
    trace->headsOff = options.intervention.headsOff;
    trace->provenance = {.modelName = info_.name,
                         .modelFamily = info_.family,
                         .modelPath = info_.path.string(),
                         .modelDigest = info_.digest,
                         .mode = std::string(modeId(mode)),
                         .standing = std::string(standingName(modeStanding.standing)),
                         .tokenizer = info_.tokenizer,
                         .engineVersion = ATTENSCOPE_VERSION,
                         .elapsedMs = options.clockMs ? options.clockMs() - startMs : 0};
    return trace;
}

} // namespace attenscope
