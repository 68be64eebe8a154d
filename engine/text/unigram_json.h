#pragma once

#include "engine/text/json_file.h"
#include "engine/text/tokenizer.h"
#include "engine/text/tokenizer_options.h"

#include <memory>

namespace attenscope {

/// The tokenizer of a `tokenizer.json` whose model is a Unigram behind a Metaspace pre-tokenizer,
/// with WhitespaceSplit before it or without. Throws E_TOKENIZER_UNSUPPORTED, other E_TOKENIZER_… .
std::unique_ptr<const Tokenizer> readUnigram(const JsonPlace& root,
                                             const TokenizerOptions& options);

} // namespace attenscope
