#pragma once

#include "engine/analysis/selection.h"

namespace attenscope {

/// The direction of a matrix's block whose rows and columns are of these sides.
inline Direction directionOf(bool asksFromImage, bool looksAtImages)
{
    if (asksFromImage) {
        return looksAtImages ? Direction::ImageToImage : Direction::ImageToText;
    }
    return looksAtImages ? Direction::TextToImage : Direction::TextToText;
}

} // namespace attenscope
