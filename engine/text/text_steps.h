#pragma once

#include "engine/text/character_table.h"
#include "engine/text/code_points.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace attenscope {

/// One step that changes a text before it is cut; characters keep their places (normal_forms.h).
using TextStep = std::function<CodePoints(const CodePoints& text)>;

/// One after the other.
CodePoints changed(CodePoints text, const std::vector<TextStep>& steps);

/// What stands at several places of a text becomes something else.
/// lengthAt  how many characters from a place on are replaced; 0: none there
/// content   gets the bytes of what it stands for
using LengthAt = std::function<std::size_t(const CodePoints& text, std::size_t place)>;
TextStep replacing(LengthAt lengthAt, std::u32string content);

/// A text in front of one that is not empty.
TextStep prepending(std::u32string content);

/// SentencePiece's table, as the `tokenizers` library applies it (Precompiled): to the user's
/// characters (Unicode Standard Annex 29, extended grapheme clusters) of less than six bytes as a
/// whole, else to their code points one by one. The first entry that a piece begins with replaces
/// all of it, which SentencePiece itself does otherwise: it takes the longest and goes on behind
/// it.
TextStep mapping(std::shared_ptr<const CharacterTable> table);

} // namespace attenscope
