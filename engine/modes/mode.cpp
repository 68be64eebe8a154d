#include "engine/modes/mode.h"

#include <cassert>

namespace attenscope {

namespace {

struct Row {
    Mode mode;
    std::string_view id;
    std::string_view name;
    std::string_view description;
};

constexpr std::array<Row, kAllModes.size()> kRows{
    {{Mode::TextToImage, "text-to-image", "Text→Image",
      "Each word looks at the image and is updated; the image stays as it is."},
     {Mode::ImageToText, "image-to-text", "Image→Text",
      "Each part of the image looks at the words and is updated; the text stays as it is."},
     {Mode::CoAttention, "co", "Co-attention",
      "Words look at the image while the image looks at the words, both at their states from "
      "before the layer."},
     {Mode::Alternating, "alternating", "Alternating",
      "First the words look at the image and are updated, then the image looks at the new words."},
     {Mode::Hybrid, "hybrid", "Hybrid",
      "Words look at words and the image at itself, and both look at each other in the same "
      "layer."},
     {Mode::SingleStream, "single-stream", "Single stream",
      "Words and image form one sequence in which everything looks at everything."},
     {Mode::NoCrossing, "no-crossing", "No crossing",
      "Words look at words and the image at itself; nothing passes between them."}}};

const Row& row(Mode mode)
{
    const Row& found = kRows.at(static_cast<std::size_t>(mode));
    assert(found.mode == mode);
    return found;
}

} // namespace

std::string_view modeId(Mode mode)
{
    return row(mode).id;
}

std::string_view modeName(Mode mode)
{
    return row(mode).name;
}

std::string_view modeDescription(Mode mode)
{
    return row(mode).description;
}

std::optional<Mode> modeFromId(std::string_view id)
{
    for (const Row& known : kRows) {
        if (known.id == id) {
            return known.mode;
        }
    }
    return std::nullopt;
}

} // namespace attenscope
