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

/// Cleans the text, splits it at white space, lower-cases it and strips its accents, and splits off
/// punctuation (BERT, tokenization.py, BasicTokenizer). One piece is one written word or one
/// punctuation mark; its characters are the normalised ones, each with the bytes it came from. What
/// one character became (a lower-case form of two, Hangul's parts) keeps that character's bytes; a
/// stripped accent's bytes go to the character before it in the same piece.
std::vector<CodePoints> basicPieces(const CodePoints& text, const BasicOptions& options);

} // namespace attenscope
