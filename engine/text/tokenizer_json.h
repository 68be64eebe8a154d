#pragma once

#include "engine/text/tokenizer.h"

#include <memory>

namespace attenscope {

class ModelFolder;

/// The tokenizer of a `tokenizer.json` (the `tokenizers` library's file): WordPiece as BERT's
/// files have it, byte-level byte-pair encoding as CLIP's, RoBERTa's and GPT-2's have it.
/// `tokenizer_config.json` and `special_tokens_map.json` beside it name the padding token and the
/// mask and give the limit; their flags for case, accents, Han and the blank before a text win,
/// as in the fast tokenizers. Truncation and padding of the file are settings of a program, not of
/// the model, and are not used.
/// Throws E_TOKENIZER_UNSUPPORTED with the JSON pointer of what is not read, other E_TOKENIZER_….
std::unique_ptr<const Tokenizer> readTokenizerFile(const ModelFolder& folder);

} // namespace attenscope
