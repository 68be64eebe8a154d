#pragma once

#include "engine/models/model.h"
#include "engine/models/sample_inputs.h"
#include "engine/trace/trace_builder.h"

#include <string>
#include <vector>

namespace attenscope {

/// What two towers without attention between them say in the space they share, before rows are
/// brought to unit length.
struct DualStates {
    Matrix words;   ///< [tokens, width]
    Matrix units;   ///< [units, width]
    Matrix caption; ///< [1, width]
    Matrix picture; ///< [1, width]
};

/// How their cosine becomes a logit.
struct DualScale {
    double scale = 1; ///< factor, the exponential of what is stored
    double bias = 0;
};

/// All that cross refused, no crossing as trained.
std::vector<ModeStanding> dualModes(const std::string& family);

/// Records the matrix of cosines between words and units: kind "similarity", one head, and no
/// attention. A masked unit's column is 0, as it is at every site.
void recordSimilarity(const DualStates& states, const ImageInput& image, TraceBuilder& sites);

/// similarity, and the arrays image_embeds, text_embeds and logits_per_image.
Outputs dualOutputs(const DualStates& states, const DualScale& scale);

/// A stored number, of shape [] or [1].
WeightMatrix bindScalar(WeightBinder& weights, const std::string& name);

} // namespace attenscope
