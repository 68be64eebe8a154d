#pragma once

#include "engine/text/byte_bpe.h"

#include <memory>

namespace attenscope {

class ModelFolder;

/// CLIP's, RoBERTa's or GPT-2's tokenizer from `vocab.json` and `merges.txt`. Which of them: what
/// `tokenizer_class` says, else `<|startoftext|>` in the vocabulary is CLIP's, `<s>` RoBERTa's and
/// `<|endoftext|>` alone GPT-2's. OPT's is GPT-2's with `add_bos_token`.
/// Throws E_TOKENIZER_… .
std::unique_ptr<const Tokenizer> readByteBpe(const ModelFolder& folder);

} // namespace attenscope
