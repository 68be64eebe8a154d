#pragma once

#include "engine/text/code_points.h"

#include <vector>

namespace attenscope {

/// What BERT's basic tokenizer does to a text before WordPiece.
struct BasicOptions {
    bool lowersCase = true;
    bool stripsAccents = true;
    bool splitsCjk = true;
};

/// Cleans the text, and lower-cases it and strips its accents (BERT, tokenization.py,
/// BasicTokenizer; BertNormalizer of the `tokenizers` library). White space is a blank, and Han
/// characters have blanks around them. Each character has the bytes it came from: what one became
/// (a lower-case form of two, Hangul's parts) keeps that character's; a stripped accent's go to the
/// character before it.
CodePoints basicText(const CodePoints& text, const BasicOptions& options);

/// Such a text split at its blanks and at punctuation. One piece is one written word or one
/// punctuation mark.
std::vector<CodePoints> basicCuts(const CodePoints& text);

/// Both.
std::vector<CodePoints> basicPieces(const CodePoints& text, const BasicOptions& options);

} // namespace attenscope
