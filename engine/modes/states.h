#pragma once

#include "engine/tensor/matrix.h"

namespace attenscope {

enum class Modality { Text, Image };

/// The hidden states of both modalities, between two layers.
struct States {
    Matrix text;  ///< [tokens, text width]
    Matrix image; ///< [units, image width]
};

/// What is added to the scores of each modality's keys, whoever asks: [1, keys], or 0 × 0 where
/// nothing is masked. See keyMask.
struct KeyMasks {
    Matrix text;
    Matrix image;
};

} // namespace attenscope
