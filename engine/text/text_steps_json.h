#pragma once

#include "engine/text/json_file.h"
#include "engine/text/text_steps.h"

#include <vector>

namespace attenscope {

/// The normalizer of a `tokenizer.json`. Of regular expressions are read: \s+, a blank or a class
/// of characters, alone, with + or with {2,} behind it. Throws E_TOKENIZER_UNSUPPORTED for others
/// and for other normalizers, E_TOKENIZER_OPTION, E_TOKENIZER_MODEL for a damaged table of
/// characters.
std::vector<TextStep> readTextSteps(const JsonPlace& normalizer);

} // namespace attenscope
