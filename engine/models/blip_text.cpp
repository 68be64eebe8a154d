#include "engine/models/blip_text.h"

#include "engine/blocks/key_mask.h"

#include <cassert>
#include <utility>

namespace attenscope {

BlipText
BlipText::bind(WeightBinder& weights, const std::string& prefix, const BlipTextSizes& sizes)
{
    const std::string embeddings = prefix + ".embeddings";
    const LayerSizes& layer = sizes.layer;
    BlipText text{
        .words = Embedding::bind(weights, embeddings + ".word_embeddings", sizes.vocabulary,
                                 layer.width),
        .positions = Embedding::bind(weights, embeddings + ".position_embeddings", sizes.positions,
                                     layer.width),
        .norm = LayerNorm::bind(weights, embeddings + ".LayerNorm", layer.width, layer.epsilon),
        .layers = {}};
    for (int i = 0; i < sizes.layers; ++i) {
        const std::string place = prefix + ".encoder.layer." + std::to_string(i);
        text.layers.push_back(
            {.asks = Modality::Text,
             .self = bindBertSelfAttention(weights, place + ".attention", layer),
             .cross = bindBertCrossAttention(weights, place + ".crossattention", layer,
                                             sizes.contextWidth),
             .feedForward = bindBertFeedForward(weights, place, layer, sizes.activation),
             .layer = i});
    }
    weights.ignore(embeddings + ".position_ids");
    return text;
}

Matrix BlipText::embed(std::span<const std::int64_t> ids, Index begin) const
{
    const auto count = static_cast<Index>(ids.size());
    return norm.forward(words.forward(ids) + positions.rows(begin, count));
}

BlipDecoder
BlipDecoder::bind(WeightBinder& weights, const std::string& prefix, const BlipTextSizes& sizes)
{
    BlipDecoder decoder{.text = BlipText::bind(weights, prefix + ".bert", sizes), .head = {}};
    decoder.head = BertWordHead::bind(weights, prefix + ".cls.predictions", decoder.text.words,
                                      sizes.layer, sizes.activation);
    return decoder;
}

BlipDecoder::Reading BlipDecoder::begin(const MatrixView& context,
                                        Matrix contextMask,
                                        RunMemory* memory,
                                        ThreadPool& pool) const
{
    Reading reading{.past = std::vector<KeysAndValues>(text.layers.size()),
                    .context = {},
                    .seen = context,
                    .contextMask = std::move(contextMask),
                    .tokens = 0};
    for (const SingleDirection& layer : text.layers) {
        reading.context.push_back(layer.cross.keysAndValues(context, memory, pool));
    }
    return reading;
}

Matrix BlipDecoder::read(std::span<const std::int64_t> ids,
                         Reading& reading,
                         const MatrixView& mask,
                         const DecodingSites& sites,
                         TraceBuilder& trace,
                         ThreadPool& pool) const
{
    Matrix states = text.embed(ids, reading.tokens);
    for (std::size_t i = 0; i < text.layers.size(); ++i) {
        const SingleDirection& layer = text.layers[i];
        const auto open = [&](const std::string& kind, const Axis& key,
                              const Attention& attention) -> SiteRecorder& {
            return trace.open({.kind = kind,
                               .layer = layer.layer,
                               .heads = attention.heads,
                               .query = sites.query,
                               .key = key,
                               .weightPrefix = attention.weightPrefix});
        };
        states = layer.self->next(states, reading.past[i], mask,
                                  open(sites.self, sites.key, layer.self->attention), pool);
        states = layer.cross.forward(states, reading.context[i], reading.contextMask,
                                     open(sites.cross, sites.context, layer.cross.attention), pool);
        states = layer.feedForward.forward(states, trace.memory(), pool);
    }
    reading.tokens += static_cast<Index>(ids.size());
    return states;
}

std::vector<std::int64_t> BlipDecoder::write(const GenerationRules& rules,
                                             const Reading& begun,
                                             const DecodingSites& kinds,
                                             Index first,
                                             const RunOptions& options,
                                             TraceBuilder& trace,
                                             const Progress& progress,
                                             ThreadPool& pool) const
{
    assert(begun.tokens == 0 && rules.start.size() == 1);
    Reading reading = begun;
    const auto nextScores = [&](std::span<const std::int64_t> written) -> Eigen::RowVectorXf {
        // Recorded at the end, when it is known how much was written.
        TraceBuilder unrecorded(AttentionKeeping::Weights, options.intervention.headsOff);
        const Matrix states = read(written.last(1), reading, Matrix(), kinds, unrecorded, pool);
        return head.forward(states, pool);
    };
    const std::vector<std::int64_t> ids = generateGreedily(
        rules, WritingBasis(trace, head.decoder.weight.data, {begun.seen, begun.contextMask}),
        nextScores, progress);
    if (ids.size() > rules.start.size()) {
        const auto written = static_cast<Index>(ids.size());
        const WrittenAxes axes = WrittenAxes::of(first, written);
        const std::vector<bool> isMasked(ids.size() - 1, false);
        reading = begun;
        read(std::span(ids).first(ids.size() - 1), reading, causalMask(isMasked, kBertMaskedScore),
             {.self = kinds.self,
              .cross = kinds.cross,
              .query = axes.query,
              .key = axes.key,
              .context = kinds.context},
             trace, pool);
    }
    return ids;
}

} // namespace attenscope
