#include "engine/models/joint_modes.h"

namespace attenscope {

std::vector<ModeStanding> jointModes(const std::string& family)
{
    const std::string reason = family + " has one set of weights for both modalities";
    return {{Mode::TextToImage, Standing::Ablation, "image queries see only the image"},
            {Mode::ImageToText, Standing::Ablation, "text queries see only the text"},
            {Mode::CoAttention, Standing::Unavailable, reason},
            {Mode::Alternating, Standing::Unavailable, reason},
            {Mode::Hybrid, Standing::Unavailable, reason},
            {Mode::SingleStream, Standing::AsTrained, ""},
            {Mode::NoCrossing, Standing::Ablation, "both directions are closed: the base line"}};
}

SingleStream::Crossing crossingOf(Mode mode)
{
    switch (mode) {
    case Mode::TextToImage:
        return SingleStream::Crossing::TextToImage;
    case Mode::ImageToText:
        return SingleStream::Crossing::ImageToText;
    case Mode::NoCrossing:
        return SingleStream::Crossing::None;
    default:
        return SingleStream::Crossing::Both;
    }
}

} // namespace attenscope
