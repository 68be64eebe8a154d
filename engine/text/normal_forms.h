#pragma once

#include "engine/base/export.h"
#include "engine/text/code_points.h"

namespace attenscope {

// Each keeps the places: what one character became keeps its bytes, what several became has the
// bytes of all of them.

/// Unicode's property White_Space (U+001C to U+001F are not in it).
bool isWhiteSpace(char32_t value);

/// Full lower case, character by character: no rule looks at the neighbours, so a capital sigma
/// at the end of a word becomes σ. The root locale, not the user's.
CodePoints lowerCased(const CodePoints& text);

/// The same, but a capital sigma at the end of a word becomes ς (Unicode, section 3.13,
/// Final_Sigma) as it does where a whole string is lower-cased.
CodePoints lowerCasedAsAWhole(const CodePoints& text);

/// Canonical decomposition (NFD): every character taken apart, then marks put in canonical order.
CodePoints decomposed(const CodePoints& text);

/// Compatibility decomposition (NFKD).
CodePoints compatiblyDecomposed(const CodePoints& text);

/// Canonical composition (NFC; Unicode, section 3.11).
ATTENSCOPE_EXPORT CodePoints composed(const CodePoints& text);

/// Compatibility composition (NFKC).
CodePoints compatiblyComposed(const CodePoints& text);

/// Without the non-spacing marks; their bytes go to the character before them.
CodePoints withoutMarks(const CodePoints& text);

/// Without white space at its ends.
CodePoints stripped(const CodePoints& text, bool atStart, bool atEnd);

/// Every run of white space as one blank.
CodePoints withBlankRunsJoined(const CodePoints& text);

} // namespace attenscope
