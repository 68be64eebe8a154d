#pragma once

#include "engine/blocks/residual_steps.h"
#include "engine/checkpoint/weights.h"

#include <string>

namespace attenscope {

/// The steps of a BERT layer under the names that Hugging Face checkpoints use; all post-norm.
/// layer  prefix such as "text_encoder.encoder.layer.0"

/// `layer`.attention.self.{query,key,value}, .attention.output.{dense,LayerNorm}
SelfAttentionStep
bindBertSelfAttention(WeightBinder& weights, const std::string& layer, const LayerSizes& sizes);

/// `layer`.crossattention.…, keys and values from states of `contextWidth`
CrossAttentionStep bindBertCrossAttention(WeightBinder& weights,
                                          const std::string& layer,
                                          const LayerSizes& sizes,
                                          Index contextWidth);

/// `layer`.intermediate.dense, `layer`.output.{dense,LayerNorm}
FeedForwardStep bindBertFeedForward(WeightBinder& weights,
                                    const std::string& layer,
                                    const LayerSizes& sizes,
                                    Activation activation);

} // namespace attenscope
