#pragma once

#include "engine/base/progress.h"
#include "engine/blocks/embedding.h"
#include "engine/blocks/residual_steps.h"
#include "engine/models/config_fields.h"
#include "engine/trace/trace_builder.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace attenscope {

/// The extents of an OPT language model.
struct OptSizes {
    LayerSizes layer;
    int layers = 12;
    Activation activation = Activation::Relu;
    Index vocabulary = 50272;
    Index positions = 2048;
};

/// Throws E_MODEL_UNSUPPORTED for the variants with norms behind their blocks or a narrower word
/// table ("OPT-350m"), which no published checkpoint of a family here builds upon.
OptSizes readOptSizes(const Config& config, const std::string& object);

/// "OPT: Open Pre-trained Transformer Language Models" (2022), as the Hugging Face library computes
/// it: pre-norm, causal, learned positions that begin with row 2 and skip padding.
struct OptDecoder {
    struct Layer {
        SelfAttentionStep selfAttention;
        FeedForwardStep feedForward;
    };

    Embedding words;
    Embedding positions;
    std::vector<Layer> layers;
    LayerNorm norm;
    Linear head; ///< the word table unless the checkpoint stores its own

    /// `prefix`.model.decoder.* and `prefix`.lm_head
    static OptDecoder bind(WeightBinder& weights, const std::string& prefix, const OptSizes& sizes);

    /// What was read so far.
    struct Reading {
        std::vector<KeysAndValues> past; ///< of each layer
        std::vector<bool> isHidden;      ///< of each key
        std::int64_t position = 0;       ///< of what comes next
    };

    Reading begin() const { return {.past = std::vector<KeysAndValues>(layers.size())}; }

    /// Takes the last row back, so that it can be read again.
    static void unreadLast(Reading& reading, bool isPadding);

    /// One site for each layer.
    struct Place {
        std::string kind;
        Axis query;
        Axis key;
        TraceBuilder& trace;
        const Progress& progress;
        int done = 0;  ///< steps of the whole run before this reading
        int total = 0; ///< of the whole run
        const char* task = "language model";
        bool isOneStep = false; ///< false: every layer is a step
    };

    /// The next rows.
    /// rows       [rows, width], words or whatever stands in their place, without positions
    /// isHidden   of each: nobody looks at it
    /// isPadding  of each: it takes no position
    /// returns    [rows, width], normed
    Matrix read(Matrix rows,
                const std::vector<bool>& isHidden,
                const std::vector<bool>& isPadding,
                Reading& reading,
                const Place& place,
                ThreadPool& pool) const;
};

} // namespace attenscope
