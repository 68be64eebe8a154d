#include <QtTest>

#include "engine/blocks/key_mask.h"
#include "engine/blocks/residual_steps.h"
#include "tests/support/golden.h"
#include "tests/support/matrix_comparison.h"
#include "tests/support/torch_layers.h"

using namespace attenscope;

class ResidualStepsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalTorchTransformerLayers_data();
    void equalTorchTransformerLayers();
    void equalATorchDecoderLayer();
};

void ResidualStepsTest::equalTorchTransformerLayers_data()
{
    QTest::addColumn<bool>("isPreNorm");
    QTest::newRow("pre_norm") << true;
    QTest::newRow("post_norm") << false;
}

void ResidualStepsTest::equalTorchTransformerLayers()
{
    QFETCH(bool, isPreNorm);
    const std::string name = QTest::currentDataTag();
    const Golden golden(TEST_DATA "/blocks");
    const Weights weights = golden.weights();
    WeightBinder binder(weights, "golden");
    const std::string prefix = "encoder." + name + ".";
    const NormPlace place = isPreNorm ? NormPlace::Before : NormPlace::After;
    const SelfAttentionStep self{.normPlace = place,
                                 .norm = bindTorchNorm(binder, prefix + "norm1"),
                                 .attention = bindTorchAttention(binder, prefix + "self_attn")};
    const FeedForwardStep feedForward{.normPlace = place,
                                      .norm = bindTorchNorm(binder, prefix + "norm2"),
                                      .feedForward = bindTorchFeedForward(binder, prefix)};
    binder.finish();

    const Matrix x = golden.matrix("layer/x");
    const Matrix mask = keyMask(golden.flags("layer/hidden"));
    ThreadPool pool(2);
    SiteRecorder recorder(4, AttentionKeeping::Weights);
    const Matrix y = feedForward.forward(self.forward(x, mask, recorder, pool), nullptr, pool);
    COMPARE_MATRICES(y, golden.matrix("layer/encoder_" + name), golden.tolerance());
}

void ResidualStepsTest::equalATorchDecoderLayer()
{
    const Golden golden(TEST_DATA "/blocks");
    const Weights weights = golden.weights();
    WeightBinder binder(weights, "golden");
    const TorchDecoder layer = bindTorchDecoder(binder, "decoder.post_norm.");
    binder.finish();

    const Matrix mask = keyMask(golden.flags("layer/hidden"));
    ThreadPool pool(1);
    SiteRecorder first(4, AttentionKeeping::Weights);
    SiteRecorder second(4, AttentionKeeping::Weights);
    Matrix x = layer.self.forward(golden.matrix("layer/x"), mask, first, pool);
    x = layer.cross.forward(x, golden.matrix("layer/context"), Matrix(), second, pool);
    x = layer.feedForward.forward(x, nullptr, pool);
    COMPARE_MATRICES(x, golden.matrix("layer/decoder_post_norm"), golden.tolerance());
}

QTEST_APPLESS_MAIN(ResidualStepsTest)
#include "residual_steps_test.moc"
