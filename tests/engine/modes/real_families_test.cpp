#include <QtTest>

#include "engine/blocks/key_mask.h"
#include "engine/modes/hybrid.h"
#include "engine/modes/single_direction.h"
#include "tests/support/golden.h"
#include "tests/support/matrix_comparison.h"
#include "tests/support/torch_layers.h"

using namespace attenscope;

namespace {

constexpr Index kWidth = 16;
constexpr Index kInnerWidth = 24;

LayerNorm bindNorm(WeightBinder& weights, const std::string& prefix)
{
    return LayerNorm::bind(weights, prefix, kWidth, 1e-12F);
}

SelfAttentionStep bindSelf(WeightBinder& weights, const std::string& prefix)
{
    return {.normPlace = NormPlace::After,
            .norm = bindNorm(weights, prefix + "_norm"),
            .attention = Attention::bind(weights, prefix, AttentionSizes::uniform(kWidth, 4))};
}

FeedForwardStep bindFeedForward(WeightBinder& weights, const std::string& prefix)
{
    return {.normPlace = NormPlace::After,
            .norm = bindNorm(weights, prefix + "_ffn_norm"),
            .feedForward = {.in = Linear::bind(weights, prefix + "_in", kWidth, kInnerWidth),
                            .out = Linear::bind(weights, prefix + "_out", kInnerWidth, kWidth),
                            .activation = Activation::Gelu}};
}

/// Post-norm, cross before self, one set of weights for both cross directions.
Hybrid bindLxmert(WeightBinder& weights, const std::string& prefix, int layer)
{
    const CrossAttentionStep shared{
        .normPlace = NormPlace::After,
        .norm = bindNorm(weights, prefix + ".cross_norm"),
        .contextNorm = {},
        .attention =
            Attention::bind(weights, prefix + ".cross", AttentionSizes::uniform(kWidth, 4))};
    return {.order = Hybrid::Order::CrossThenSelf,
            .textSelf = bindSelf(weights, prefix + ".text_self"),
            .imageSelf = bindSelf(weights, prefix + ".image_self"),
            .textCross = shared,
            .imageCross = shared,
            .textFeedForward = bindFeedForward(weights, prefix + ".text"),
            .imageFeedForward = bindFeedForward(weights, prefix + ".image"),
            .layer = layer};
}

} // namespace

/// The layers of published families from the same structs as the bundled model's.
class RealFamiliesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lxmertIsAHybridWithAnotherOrder();
    void blipsTextLayerIsASingleDirectionWithASelfStep();
};

void RealFamiliesTest::lxmertIsAHybridWithAnotherOrder()
{
    const Golden golden(TEST_DATA "/modes");
    const Weights weights = golden.weights();
    WeightBinder binder(weights, "golden");
    const std::vector<Hybrid> layers{bindLxmert(binder, "lxmert.0", 0),
                                     bindLxmert(binder, "lxmert.1", 1)};
    binder.finish();

    const KeyMasks masks{keyMask(golden.flags("hidden_tokens")),
                         keyMask(golden.flags("hidden_units"))};
    ThreadPool pool(2);
    TraceBuilder trace(AttentionKeeping::Weights);
    States states{golden.matrix("text"), golden.matrix("image")};
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
        states = layers[layer].forward(std::move(states), masks, trace, pool);
        COMPARE_MATRICES(states.text, golden.matrices("lxmert/text")[layer], golden.tolerance());
        COMPARE_MATRICES(states.image, golden.matrices("lxmert/image")[layer], golden.tolerance());
    }
    const auto [sites, attention] = trace.finish();
    QCOMPARE(sites.size(), std::size_t{8});
    for (std::size_t site = 0; site < sites.size(); ++site) {
        const std::vector<Matrix> heads = golden.matrices("lxmert/" + sites[site].kind);
        for (int head = 0; head < 4; ++head) {
            const auto first = static_cast<std::size_t>(sites[site].layer) * 4;
            COMPARE_MATRICES(attention.head(site, head),
                             heads[first + static_cast<std::size_t>(head)], golden.tolerance());
        }
    }
}

void RealFamiliesTest::blipsTextLayerIsASingleDirectionWithASelfStep()
{
    const Golden golden(TEST_DATA "/blocks");
    const Weights weights = golden.weights();
    WeightBinder binder(weights, "golden");
    const TorchDecoder torch = bindTorchDecoder(binder, "decoder.post_norm.");
    binder.finish();
    const SingleDirection layer{.asks = Modality::Text,
                                .self = torch.self,
                                .cross = torch.cross,
                                .feedForward = torch.feedForward,
                                .layer = 3};

    ThreadPool pool(1);
    TraceBuilder trace(AttentionKeeping::Weights);
    const Matrix image = golden.matrix("layer/context");
    const States states = layer.forward({golden.matrix("layer/x"), image},
                                        {keyMask(golden.flags("layer/hidden")), {}}, trace, pool);
    COMPARE_MATRICES(states.text, golden.matrix("layer/decoder_post_norm"), golden.tolerance());
    COMPARE_MATRICES(states.image, image, 0);
    const auto [sites, attention] = trace.finish();
    QCOMPARE(sites.size(), std::size_t{2});
    QCOMPARE(sites[0].name(), std::string("attn_text_self_L03"));
    QCOMPARE(sites[0].weightPrefix, std::string("decoder.post_norm.self_attn"));
    QVERIFY(!sites[0].key.text.isEmpty() && sites[0].key.image.isEmpty());
    QCOMPARE(sites[1].name(), std::string("attn_cross_text_to_image_L03"));
}

QTEST_APPLESS_MAIN(RealFamiliesTest)
#include "real_families_test.moc"
