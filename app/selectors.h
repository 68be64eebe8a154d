#pragma once

#include "engine/text/tokens.h"
#include "engine/trace/site.h"
#include "engine/vision/visual_units.h"

#include <optional>
#include <string>
#include <vector>

/// Words, image units and heads as a command line names them. An option given several times adds
/// up. Each function throws E_USAGE_SELECTION naming `option` and what there is.
namespace attenscope {

/// Each text is a list of indices ("2,3") or consecutive words of the caption ("red circle", every
/// place where they stand; letter case does not matter).
/// returns indices into Tokens::words, ascending, each once
std::vector<int> selectedWords(const std::string& option,
                               const std::vector<std::string>& texts,
                               const Tokens& tokens);

/// Each text is a list of indices ("17,18") or, if it holds exactly four numbers, a box x0,y0,x1,y1
/// in pixels of the original image: the units whose centre lies in it, or the one around its centre
/// if there is none.
/// returns indices into VisualUnits::units, ascending, each once
std::vector<int> selectedUnits(const std::string& option,
                               const std::vector<std::string>& texts,
                               const VisualUnits& units);

/// A head as --ablate names it; the kind is empty where none was written.
/// Throws E_USAGE_VALUE for anything but [KIND/]LAYER:HEAD[,…]. Within one text a kind holds for
/// the heads after it, up to the next kind.
std::vector<HeadId> parseHeads(const std::vector<std::string>& texts);

} // namespace attenscope
