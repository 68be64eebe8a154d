#pragma once

#include "engine/base/deferred_text.h"
#include "engine/base/error.h"
#include "engine/base/export.h"
#include "engine/tensor/named_array.h"
#include "engine/text/tokens.h"
#include "engine/trace/attention_store.h"
#include "engine/trace/site.h"
#include "engine/vision/visual_units.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// How well image and caption fit, by one head of the model.
struct MatchScore {
    std::string id;   ///< "concat", "weighted-sum", "shared-space", "itm"
    std::string name; ///< for people: "concatenation"
    double probability = 0;
    std::vector<double> modalityWeights; ///< learned weights of text and image, where it has them
};

/// What a model would put in the place of a masked word or region, most likely first.
struct Prediction {
    std::string what; ///< "word 3", "patch 4, 7: colour"

    struct Candidate {
        std::string label;
        double probability = 0;
    };

    std::vector<Candidate> candidates;
};

/// What the model says, beside where it looks.
struct Outputs {
    std::vector<MatchScore> match;
    std::optional<double> similarity; ///< cosine of a contrastive head
    std::optional<std::string> text;  ///< what a model wrote: a caption, an answer
    std::vector<Prediction> predictions;
    std::vector<NamedArray> arrays; ///< logits and scores by the names of `outputs.npz`
    std::vector<NamedArray> states; ///< hidden states, when they were asked for
};

/// Which model made a trace, and how.
struct Provenance {
    std::string modelName;
    std::string modelFamily;
    std::string modelPath;
    DeferredText modelDigest; ///< SHA-256 of the weights, hexadecimal
    std::string mode;         ///< command-line name: "hybrid"
    std::string standing;     ///< "as trained", "ablation"
    std::string tokenizer;    ///< folder of another checkpoint whose tokenizer was used; or empty
    std::string engineVersion;
    double elapsedMs = 0; ///< 0 where the caller gave no clock
};

/// Everything one run recorded. Immutable and shared once made.
struct Trace {
    Tokens tokens;
    VisualUnits units;
    std::vector<bool> isTokenMasked; ///< by the user; padding is in Token::isPadding
    std::vector<bool> isUnitMasked;
    std::vector<HeadId> headsOff;
    std::vector<Site> sites;
    AttentionStore attention;
    Outputs outputs;
    std::vector<NamedArray> inputs; ///< as fed to the model, when they were asked for
    Provenance provenance;
    Warnings warnings;

    ATTENSCOPE_EXPORT std::optional<std::size_t> findSite(const std::string& kind, int layer) const;
};

using TracePtr = std::shared_ptr<const Trace>;

} // namespace attenscope
