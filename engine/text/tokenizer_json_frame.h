#pragma once

#include "engine/text/caption_tokenizer.h"
#include "engine/text/json_file.h"
#include "engine/text/tokenizer_options.h"
#include "engine/text/vocabulary.h"

#include <string>

namespace attenscope {

/// What a `tokenizer.json` and the files beside it put around a caption and look for in it; the
/// unknown token if the model names it.
/// vocabulary  the model's; gets the added tokens that it lacks
/// Throws E_TOKENIZER_… .
CaptionFrame
readFrame(const JsonPlace& root, const TokenizerOptions& options, Vocabulary& vocabulary);

/// Throws E_TOKENIZER_SPECIAL when there is none.
NamedToken namedToken(const Vocabulary& vocabulary, const std::string& text);

} // namespace attenscope
