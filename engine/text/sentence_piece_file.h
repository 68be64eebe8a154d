#pragma once

#include <string>
#include <string_view>

namespace attenscope {

/// Looks at what the library takes on trust in a `spiece.model` (a ModelProto of
/// sentencepiece_model.proto): that the message ends with the file, how many pieces it has and how
/// long they are, and that the table which normalises text leads nowhere outside itself.
/// file  what messages call it
/// Throws E_TOKENIZER_MODEL, E_TOKENIZER_ENCODING, E_TOKENIZER_ENTRY, E_LIMIT_TOKEN or
/// E_LIMIT_VOCABULARY.
void checkSentencePieceFile(std::string_view bytes, const std::string& file);

} // namespace attenscope
