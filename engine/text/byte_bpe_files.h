#pragma once

#include "engine/text/byte_bpe.h"

#include <memory>

namespace attenscope {

class ModelFolder;

/// CLIP's or RoBERTa's tokenizer from `vocab.json` and `merges.txt`. Which of them: what
/// `tokenizer_class` says, else `<|startoftext|>` in the vocabulary is CLIP's, `<s>` RoBERTa's.
/// Throws E_TOKENIZER_… .
std::unique_ptr<const Tokenizer> readByteBpe(const ModelFolder& folder);

} // namespace attenscope
