#pragma once

#include "engine/io/json.h"
#include "engine/trace/trace.h"

#include <optional>
#include <string>

namespace attenscope {

/// The scores that are shown: the one of that id, or all. Throws E_USAGE_VALUE naming --fusion if
/// the run has no such score.
std::vector<MatchScore> chosenScores(const Trace& trace, const std::optional<std::string>& fusion);

/// What `run` prints, and `inspect` of a recorded run: words, mode, scores, predictions, sites.
/// plain  the same run without interventions, whose scores stand beside; may be null
std::string runText(const Trace& trace, const std::vector<MatchScore>& scores, const Trace* plain);
Json runJson(const Trace& trace, const std::vector<MatchScore>& scores, const Trace* plain);

} // namespace attenscope
