#pragma once

#include "engine/models/bert_layers.h"
#include "engine/models/generation.h"
#include "engine/modes/single_direction.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace attenscope {

/// What is added to the score of a closed key in BERT's masks.
inline constexpr float kBertMaskedScore = -10000.0F;

/// The extents of BLIP's text stack.
struct BlipTextSizes {
    LayerSizes layer;
    int layers = 12;
    Activation activation = Activation::Gelu;
    Index contextWidth = 0; ///< of what its cross-attention looks at
    Index vocabulary = 30524;
    Index positions = 512;
};

/// BERT with a cross-attention in every layer and without token types ("BLIP", 2022).
struct BlipText {
    Embedding words;
    Embedding positions;
    LayerNorm norm;
    std::vector<SingleDirection> layers;

    /// `prefix`.embeddings and `prefix`.encoder.layer.N
    static BlipText
    bind(WeightBinder& weights, const std::string& prefix, const BlipTextSizes& sizes);

    /// begin    the position of the first id
    /// returns  [ids, width]
    Matrix embed(std::span<const std::int64_t> ids, Index begin = 0) const;
};

/// What a decoder's sites are called and what their rows stand for.
struct DecodingSites {
    std::string self;
    std::string cross;
    Axis query;
    Axis key;
    Axis context;
};

/// BLIP's text stack with a word head: reads and writes from left to right while it looks at an
/// image's or a question's states.
struct BlipDecoder {
    BlipText text;
    BertWordHead head;

    /// `prefix`.bert and `prefix`.cls.predictions
    static BlipDecoder
    bind(WeightBinder& weights, const std::string& prefix, const BlipTextSizes& sizes);

    /// How far it has read, and what it looks at.
    struct Reading {
        std::vector<KeysAndValues> past;          ///< of each layer
        std::vector<SharedKeysAndValues> context; ///< of each layer
        Matrix seen;                              ///< what the context was made of
        Matrix contextMask;                       ///< as for Attention::forward
        Index tokens = 0;
    };

    Reading
    begin(const MatrixView& context, Matrix contextMask, RunMemory* memory, ThreadPool& pool) const;

    /// The next tokens of a reading.
    /// mask     [ids or 1, all tokens read so far], or 0 × 0
    /// returns  [ids, width]
    Matrix read(std::span<const std::int64_t> ids,
                Reading& reading,
                const MatrixView& mask,
                const DecodingSites& sites,
                TraceBuilder& trace,
                ThreadPool& pool) const;

    /// Writes greedily from the reading on, then records how: sites `gen_…` with WrittenAxes.
    /// first    where the text will stand in Trace::tokens
    /// returns  its tokens, those of the rules' start included
    std::vector<std::int64_t> write(const GenerationRules& rules,
                                    const Reading& begun,
                                    const DecodingSites& kinds,
                                    Index first,
                                    const RunOptions& options,
                                    TraceBuilder& trace,
                                    const Progress& progress,
                                    ThreadPool& pool) const;
};

} // namespace attenscope
