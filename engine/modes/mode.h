#pragma once

#include "engine/base/export.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace attenscope {

/// How one layer lets text and image meet. NoCrossing is the base line: it does not.
enum class Mode {
    TextToImage,
    ImageToText,
    CoAttention,
    Alternating,
    Hybrid,
    SingleStream,
    NoCrossing
};

/// The ones in which they meet.
inline constexpr std::array kModes{Mode::TextToImage, Mode::ImageToText, Mode::CoAttention,
                                   Mode::Alternating, Mode::Hybrid,      Mode::SingleStream};

inline constexpr std::array kAllModes{Mode::TextToImage, Mode::ImageToText, Mode::CoAttention,
                                      Mode::Alternating, Mode::Hybrid,      Mode::SingleStream,
                                      Mode::NoCrossing};

/// The command line's name: "text-to-image", "co", "single-stream".
ATTENSCOPE_EXPORT std::string_view modeId(Mode mode);
/// For people: "Text→Image", "Co-attention".
ATTENSCOPE_EXPORT std::string_view modeName(Mode mode);
/// What one layer computes, in one sentence.
ATTENSCOPE_EXPORT std::string_view modeDescription(Mode mode);
ATTENSCOPE_EXPORT std::optional<Mode> modeFromId(std::string_view id);

} // namespace attenscope
