#include "engine/models/bert_layers.h"

namespace attenscope {

namespace {

AttentionNames bertNames(const std::string& inner)
{
    return {.query = inner + ".query",
            .key = inner + ".key",
            .value = inner + ".value",
            .output = "output.dense"};
}

} // namespace

BertEmbeddings BertEmbeddings::bind(WeightBinder& weights,
                                    const std::string& prefix,
                                    const BertVocabulary& sizes,
                                    const LayerSizes& layer)
{
    return {
        .words = Embedding::bind(weights, prefix + ".word_embeddings", sizes.words, layer.width),
        .positions =
            Embedding::bind(weights, prefix + ".position_embeddings", sizes.positions, layer.width),
        .types =
            Embedding::bind(weights, prefix + ".token_type_embeddings", sizes.types, layer.width),
        .norm = LayerNorm::bind(weights, prefix + ".LayerNorm", layer.width, layer.epsilon)};
}

Matrix BertEmbeddings::sum(const Tokens& tokens) const
{
    Matrix states = words.forward(tokens.ids()) + positions.firstRows(tokens.size());
    states.rowwise() += types.weight.map().row(0);
    return states;
}

BertTransform BertTransform::bind(WeightBinder& weights,
                                  const std::string& prefix,
                                  const LayerSizes& layer,
                                  Activation activation)
{
    return {.dense = Linear::bind(weights, prefix + ".dense", layer.width, layer.width),
            .activation = activation,
            .norm = LayerNorm::bind(weights, prefix + ".LayerNorm", layer.width, layer.epsilon)};
}

Matrix BertTransform::forward(const MatrixView& x, ThreadPool& pool) const
{
    Matrix states = dense.forward(x, pool);
    activate(activation, states, pool);
    return norm.forward(states);
}

BertWordHead BertWordHead::bind(WeightBinder& weights,
                                const std::string& prefix,
                                const Embedding& words,
                                const LayerSizes& layer,
                                Activation activation)
{
    const std::string decoder = prefix + ".decoder";
    const Index vocabulary = words.weight.rows;
    // The bias is stored once or twice, under either name (published-checkpoints.md 2).
    const std::string bias =
        weights.contains(prefix + ".bias") ? prefix + ".bias" : decoder + ".bias";
    weights.ignore(decoder + ".bias");
    return {.transform = BertTransform::bind(weights, prefix + ".transform", layer, activation),
            .decoder = {.weight = weights.contains(decoder + ".weight")
                                      ? weights.matrix(decoder + ".weight", vocabulary, layer.width)
                                      : words.weight,
                        .bias = weights.vector(bias, vocabulary)}};
}

SelfAttentionStep bindBertSelfAttention(WeightBinder& weights,
                                        const std::string& prefix,
                                        const LayerSizes& sizes,
                                        const std::string& inner)
{
    return {
        .normPlace = NormPlace::After,
        .norm = LayerNorm::bind(weights, prefix + ".output.LayerNorm", sizes.width, sizes.epsilon),
        .attention = Attention::bind(
            weights, prefix, AttentionSizes::uniform(sizes.width, sizes.heads), bertNames(inner))};
}

CrossAttentionStep bindBertCrossAttention(WeightBinder& weights,
                                          const std::string& prefix,
                                          const LayerSizes& sizes,
                                          Index contextWidth,
                                          const std::string& inner)
{
    AttentionSizes attention = AttentionSizes::uniform(sizes.width, sizes.heads);
    attention.contextWidth = contextWidth;
    return {.normPlace = NormPlace::After,
            .norm =
                LayerNorm::bind(weights, prefix + ".output.LayerNorm", sizes.width, sizes.epsilon),
            .contextNorm = {},
            .attention = Attention::bind(weights, prefix, attention, bertNames(inner))};
}

FeedForwardStep bindBertFeedForward(WeightBinder& weights,
                                    const std::string& layer,
                                    const LayerSizes& sizes,
                                    Activation activation,
                                    const BertFeedForwardNames& names)
{
    const std::string in = layer + "." + names.in;
    const std::string out = layer + "." + names.out;
    return {
        .normPlace = NormPlace::After,
        .norm = LayerNorm::bind(weights, out + ".LayerNorm", sizes.width, sizes.epsilon),
        .feedForward = {.in = Linear::bind(weights, in + ".dense", sizes.width, sizes.innerWidth),
                        .out = Linear::bind(weights, out + ".dense", sizes.innerWidth, sizes.width),
                        .activation = activation}};
}

BertLayer BertLayer::bind(WeightBinder& weights,
                          const std::string& prefix,
                          const LayerSizes& sizes,
                          Activation activation)
{
    return {.selfAttention = bindBertSelfAttention(weights, prefix + ".attention", sizes),
            .feedForward = bindBertFeedForward(weights, prefix, sizes, activation)};
}

Matrix BertLayer::forward(const MatrixView& x,
                          const MatrixView& mask,
                          Site site,
                          TraceBuilder& sites,
                          ThreadPool& pool) const
{
    site.heads = selfAttention.attention.heads;
    site.weightPrefix = selfAttention.attention.weightPrefix;
    const Matrix mixed = selfAttention.forward(x, mask, sites.open(std::move(site)), pool);
    return feedForward.forward(mixed, sites.memory(), pool);
}

BertAnswerHead BertAnswerHead::bind(WeightBinder& weights,
                                    const std::string& prefix,
                                    Index width,
                                    float epsilon,
                                    std::optional<Index> answers)
{
    BertAnswerHead head{.in = bindOutputs(weights, prefix + ".0", width), .norm = {}, .out = {}};
    const Index inner = head.in.weight.rows;
    head.norm = LayerNorm::bind(weights, prefix + ".2", inner, epsilon);
    head.out = answers ? Linear::bind(weights, prefix + ".3", inner, *answers)
                       : bindOutputs(weights, prefix + ".3", inner);
    return head;
}

Matrix BertAnswerHead::forward(const MatrixView& pooled, ThreadPool& pool) const
{
    Matrix states = in.forward(pooled, pool);
    activate(Activation::Gelu, states, pool);
    return out.forward(norm.forward(states), pool);
}

Linear bindOutputs(WeightBinder& weights, const std::string& prefix, Index width)
{
    const auto shape = weights.shapeOf(prefix + ".weight");
    return Linear::bind(weights, prefix, width, shape && !shape->empty() ? shape->front() : 0);
}

} // namespace attenscope
