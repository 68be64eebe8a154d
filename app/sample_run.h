#pragma once

#include "app/options.h"
#include "app/sources.h"
#include "engine/base/progress.h"
#include "engine/models/model.h"

#include <string>

namespace attenscope {

/// A sample that was run, and what it was made from.
struct SampleRun {
    ModelPtr model;
    PictureFile picture;
    TracePtr trace;
    TracePtr plainTrace; ///< the same without interventions; the same object if there are none
};

/// Loads the model, reads the picture and runs.
/// caption   as readCaption gave it
/// options   what to keep; mode, padding and interventions are taken from `sample`
/// Throws what model, picture and caption give cause for, E_USAGE_SELECTION for words, units and
/// heads that do not exist, Cancelled.
SampleRun runSample(const SampleOptions& sample,
                    const std::string& caption,
                    RunOptions options,
                    const LoadPlaces& places,
                    const Progress& progress);

/// The heads that `texts` name in a model's mode. A head without a kind is one of the mode's only
/// kind that crosses from one modality to the other.
/// Throws E_USAGE_VALUE, E_USAGE_SELECTION.
std::vector<HeadId>
selectedHeads(const std::vector<std::string>& texts, const Model& model, Mode mode);

} // namespace attenscope
