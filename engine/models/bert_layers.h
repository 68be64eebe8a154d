#pragma once

#include "engine/blocks/embedding.h"
#include "engine/blocks/residual_steps.h"
#include "engine/checkpoint/weights.h"
#include "engine/text/tokens.h"
#include "engine/trace/trace_builder.h"

#include <optional>
#include <string>

namespace attenscope {

/// The extents of a BERT model's tables.
struct BertVocabulary {
    Index words = 30522;
    Index positions = 512;
    Index types = 2;
};

/// The words of a caption with their places: word + position + token type 0, then a norm.
struct BertEmbeddings {
    Embedding words;
    Embedding positions;
    Embedding types;
    LayerNorm norm;

    /// `prefix`.{word,position,token_type}_embeddings and `prefix`.LayerNorm
    static BertEmbeddings bind(WeightBinder& weights,
                               const std::string& prefix,
                               const BertVocabulary& sizes,
                               const LayerSizes& layer);

    /// Without the norm, [tokens, width].
    Matrix sum(const Tokens& tokens) const;

    Matrix forward(const Tokens& tokens) const { return norm.forward(sum(tokens)); }
};

/// What stands before a prediction: norm(activation(dense(x))).
struct BertTransform {
    Linear dense;
    Activation activation = Activation::Gelu;
    LayerNorm norm;

    /// `prefix`.dense and `prefix`.LayerNorm
    static BertTransform bind(WeightBinder& weights,
                              const std::string& prefix,
                              const LayerSizes& layer,
                              Activation activation);

    /// [rows, width] to the same.
    Matrix forward(const MatrixView& x, ThreadPool& pool) const;
};

/// The head for masked words: decoder(transform(x)), the decoder's matrix being the word table
/// unless the checkpoint stores its own.
struct BertWordHead {
    BertTransform transform;
    Linear decoder;

    /// `prefix`.transform, `prefix`.decoder.weight or `words`, `prefix`.bias or .decoder.bias
    static BertWordHead bind(WeightBinder& weights,
                             const std::string& prefix,
                             const Embedding& words,
                             const LayerSizes& layer,
                             Activation activation);

    /// x        [tokens, width]
    /// returns  logits [tokens, vocabulary]
    Matrix forward(const MatrixView& x, ThreadPool& pool) const
    {
        return decoder.forward(transform.forward(x, pool), pool);
    }
};

/// The steps of a BERT layer under the names that Hugging Face checkpoints use; all post-norm.

/// prefix  of the whole step: "….layer.0.attention" with .self.{query,key,value} and
///         .output.{dense,LayerNorm} below it
/// inner   what the projections stand below: "self", or "attention" in BLIP-2
SelfAttentionStep bindBertSelfAttention(WeightBinder& weights,
                                        const std::string& prefix,
                                        const LayerSizes& sizes,
                                        const std::string& inner = "self");

/// As above; keys and values come from states of `contextWidth`.
/// inner  what the projections stand below: "self", or "att" in LXMERT
CrossAttentionStep bindBertCrossAttention(WeightBinder& weights,
                                          const std::string& prefix,
                                          const LayerSizes& sizes,
                                          Index contextWidth,
                                          const std::string& inner = "self");

/// What a BERT layer calls the two halves of its feed-forward network.
struct BertFeedForwardNames {
    std::string in = "intermediate";
    std::string out = "output";
};

/// `layer`.intermediate.dense, `layer`.output.{dense,LayerNorm}
FeedForwardStep bindBertFeedForward(WeightBinder& weights,
                                    const std::string& layer,
                                    const LayerSizes& sizes,
                                    Activation activation,
                                    const BertFeedForwardNames& names = {});

/// A self-attention layer.
struct BertLayer {
    SelfAttentionStep selfAttention;
    FeedForwardStep feedForward;

    /// `prefix`.attention, .intermediate and .output
    static BertLayer bind(WeightBinder& weights,
                          const std::string& prefix,
                          const LayerSizes& sizes,
                          Activation activation);

    /// x     [rows, width]
    /// mask  as for Attention::forward
    /// site  what is recorded: kind, layer and axes are filled in
    Matrix forward(const MatrixView& x,
                   const MatrixView& mask,
                   Site site,
                   TraceBuilder& sites,
                   ThreadPool& pool) const;
};

/// What answers a question: linear, gelu, norm, linear.
struct BertAnswerHead {
    Linear in;
    LayerNorm norm;
    Linear out;

    /// `prefix`.0, .2 and .3
    /// answers  that a config counts; nothing: as many as the checkpoint has
    static BertAnswerHead bind(WeightBinder& weights,
                               const std::string& prefix,
                               Index width,
                               float epsilon,
                               std::optional<Index> answers = std::nullopt);

    /// pooled   [1, width]
    /// returns  logits [1, answers]
    Matrix forward(const MatrixView& pooled, ThreadPool& pool) const;
};

/// A layer with as many outputs as the checkpoint has: of a head whose labels no config counts.
Linear bindOutputs(WeightBinder& weights, const std::string& prefix, Index width);

} // namespace attenscope
