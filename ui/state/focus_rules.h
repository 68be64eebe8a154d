#pragma once

#include "engine/trace/trace.h"
#include "ui/state/view.h"

#include <vector>

namespace attenscope {

/// Words of the caption that say something: neither special nor an article, preposition or the
/// like. All that are not special if none is left.
std::vector<int> contentWords(const Tokens& tokens);

/// The content word whose map stands out most, so that a first look shows something: the largest
/// share of one patch in its row. The first content word where the trace has no text→image
/// attention; nothing for a caption without words.
std::vector<int> wordToStartWith(const Trace& trace, const View& view);

/// The patch to start with: the one at which the focused word looks most, otherwise the one that
/// looks most at a single content word. Masked units are passed over.
std::vector<int> unitToStartWith(const Trace& trace, const View& view);

/// Indices of the old words' texts among the new ones, in order; words that are gone are left out.
std::vector<int>
sameWords(const Tokens& before, const std::vector<int>& words, const Tokens& after);

} // namespace attenscope
