#pragma once

#include "engine/base/deferred_text.h"
#include "engine/base/export.h"
#include "engine/base/progress.h"
#include "engine/checkpoint/weights.h"
#include "engine/intervention/intervention.h"
#include "engine/modes/mode.h"
#include "engine/trace/run_memory.h"
#include "engine/trace/trace.h"
#include "engine/vision/image.h"
#include "engine/vision/regions.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attenscope {

/// What a model is shown.
struct Sample {
    Image image;
    std::string caption;
    std::optional<Regions> regions; ///< for models that look at a detector's regions
};

/// Whether a mode can be run on these weights.
enum class Standing { AsTrained, Ablation, Unavailable };

ATTENSCOPE_EXPORT std::string_view standingName(Standing standing);

struct ModeStanding {
    Mode mode = Mode::TextToImage;
    Standing standing = Standing::Unavailable;
    std::string reason; ///< why not, or what the ablation leaves out; empty when as trained
};

/// A kind of attention that a mode records.
struct StackInfo {
    std::string kind;
    int layers = 0;
    int heads = 0;
};

struct FusionInfo {
    std::string id; ///< as in MatchScore
    std::string name;
};

struct ModelInfo {
    std::string name;         ///< the folder's name, or "scenes"
    std::string family;       ///< "scenes", "BLIP"
    std::string architecture; ///< "BlipForImageTextRetrieval"
    std::filesystem::path path;
    DeferredText digest; ///< SHA-256 of the weight files, hexadecimal
    std::uint64_t parameters = 0;
    std::vector<ModeStanding> modes; ///< all, in the order of kAllModes
    Mode nativeMode = Mode::TextToImage;
    std::vector<FusionInfo> fusions; ///< ways to a match score; the first is the default
    std::vector<std::string> tasks;  ///< "match", "masked word", …
    std::vector<std::string> facts;  ///< short lines for the model panel: "text 64 → 64"
    std::string notice;              ///< shown beside results; may be empty
    std::string tokenizer;     ///< folder of another checkpoint whose tokenizer it uses; or empty
    bool needsRegions = false; ///< whether samples must bring a detector's regions
    bool takesAnswers = false; ///< whether it can be made to say a given answer
    bool writes = false;       ///< whether it writes text of its own
    int maximumTokens = 0;
    int imageWidth = 0; ///< model input in pixels
    int imageHeight = 0;
    Warnings warnings; ///< from loading
};

struct RunOptions {
    std::optional<Mode> mode; ///< nothing: the native one
    Intervention intervention;
    std::optional<int> padText;  ///< pad the tokens to this length and mask them, as in a batch
    std::optional<int> padUnits; ///< likewise for regions
    std::optional<int> taskId;   ///< for models trained on several tasks (ViLBERT)
    /// What a model that answers in words is made to say, so that its attention can be looked at;
    /// nothing: its own answer alone.
    std::optional<std::string> answer;
    std::vector<std::int64_t> answerIds; ///< the same as tokens; wins over `answer`
    /// Most tokens that a model may write, the one it starts from included; nothing: what its
    /// config says.
    std::optional<int> longestText;
    bool keepStates = false;
    bool keepInputs = false;
    AttentionKeeping keeping = AttentionKeeping::Weights;
    /// What earlier runs left for this one, and where it leaves its own; null: everything is
    /// computed. The numbers are the same.
    RunMemory* memory = nullptr;
    /// The time in milliseconds, for the provenance; the engine has no clock of its own.
    std::function<double()> clockMs;
};

/// A loaded checkpoint, ready to run. Never changes after loading; runs from several threads take
/// turns on the pool.
class ATTENSCOPE_EXPORT Model {
public:
    virtual ~Model() = default;
    Model(const Model&) = delete;
    Model& operator=(const Model&) = delete;

    const ModelInfo& info() const { return info_; }

    /// The kinds that a run in this mode records, in order.
    virtual std::vector<StackInfo> stacks(Mode mode) const = 0;

    /// Throws E_MODE_UNSUPPORTED with the reason, E_USAGE_VALUE for options that this model has no
    /// use for, the tokenizer's errors, E_USAGE_INDEX for
    /// masks outside the sample, Cancelled.
    TracePtr run(const Sample& sample, const RunOptions& options, const Progress& progress) const;

protected:
    /// Path and digest must be filled in before. Modes that `info` leaves out are not available.
    explicit Model(ModelInfo info);

    /// Fills everything but provenance. `mode` is available.
    virtual Trace forward(const Sample& sample,
                          Mode mode,
                          const RunOptions& options,
                          const Progress& progress) const = 0;

    const ModeStanding& standing(Mode mode) const;

    /// The weights of which a run's warnings speak; shares their memory.
    void explainWith(const Weights& weights) { loaded_ = weights; }

    /// Closes the binding: throws what `finish` throws, notes its warnings and the parameters;
    /// explainWith the weights.
    void finishLoading(const WeightBinder& binder, const Weights& weights);

private:
    ModelInfo info_;
    std::optional<Weights> loaded_;
    std::shared_ptr<const int> identity_ = std::make_shared<const int>(); ///< for RunMemory
};

using ModelPtr = std::shared_ptr<const Model>;

struct LoadOptions {
    int threads = 1; ///< of the pool that the model's runs use
    /// Folder whose tokenizer is used, for checkpoints that come without one.
    std::optional<std::filesystem::path> tokenizer;
    /// File that digests of weights are remembered in, by the files' identity; empty: none.
    std::filesystem::path digests;
};

/// Opens a checkpoint folder. The family is recognised from its config.
/// Throws E_MODEL_UNSUPPORTED listing what is supported, and whatever the container, the config,
/// the tokenizer and the weights give cause for.
ATTENSCOPE_EXPORT ModelPtr loadModel(const std::filesystem::path& folder,
                                     const LoadOptions& options,
                                     const Progress& progress);

} // namespace attenscope
