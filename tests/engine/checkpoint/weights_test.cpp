#include <QTest>

#include "engine/checkpoint/config.h"
#include "engine/checkpoint/weights.h"
#include "tests/support/error_of.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

using namespace attenscope;

namespace {

/// Tensors that all look at the same numbers 0, 1, 2, …
Weights weightsOf(std::map<std::string, Weights::Tensor> tensors)
{
    auto memory = std::make_shared<std::vector<float>>(64);
    for (std::size_t i = 0; i < memory->size(); ++i) {
        (*memory)[i] = static_cast<float>(i);
    }
    for (auto& [name, tensor] : tensors) {
        tensor.file = "m/model.safetensors";
        if (tensor.dtype.empty()) {
            tensor.dtype = "F32";
            tensor.data = memory->data();
        }
    }
    return Weights(std::move(tensors), {memory});
}

Weights::Tensor shaped(std::vector<std::int64_t> shape, std::string integerType = {})
{
    return {
        .shape = std::move(shape), .data = nullptr, .file = {}, .dtype = std::move(integerType)};
}

} // namespace

class WeightsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void viewsLookAtTheCheckpointsMemory();
    void parametersAreCounted();
    void missingTensorsAreAllListed(); // M-04
    void oneMissingTensorIsNamed();
    void manyMissingTensorsAreCounted();
    void otherPrefixIsPointedOut();
    void wrongShapesAreAllListed(); // M-04
    void transposedIsAWrongShape();
    void integersAreNoWeights();
    void emptyTensorsFailOnlyWhenNeeded(); // C-05
    void extraTensorsAreAWarning();        // M-04
    void prefixMayBeAbsentOrAnother();     // M-04
    void usualNameComesFirst();
    void longerPrefixMayMoveASingleTensor();
    void ignoredNamesFollowThePrefix();
    void buffersAreNoExtras();
    void wrongShapesNameTheConfigsField(); // M-04
    void parallelTrainingsPrefixGoesAway();
    void layerNormsOldNamesAreRenamed();
};

void WeightsTest::viewsLookAtTheCheckpointsMemory()
{
    const Weights weights = weightsOf({{"w", shaped({2, 3})},
                                       {"b", shaped({4})},
                                       {"conv", shaped({2, 3, 2, 2})},
                                       {"scale", shaped({})}});
    WeightBinder binder(weights, "m");
    const WeightMatrix w = binder.matrix("w", 2, 3);
    QCOMPARE(w.data, weights.find("w")->data);
    QCOMPARE(w.map()(1, 2), 5.0F); // row-major
    const WeightVector b = binder.vector("b", 4);
    QCOMPARE(b.size, Index{4});
    QCOMPARE(b.data, weights.find("b")->data);
    const WeightMatrix conv = binder.tensor("conv", {2, 3, 2, 2});
    QCOMPARE(conv.rows, Index{2});
    QCOMPARE(conv.columns, Index{12});
    QCOMPARE(conv.map()(1, 0), 12.0F);
    const WeightMatrix scale = binder.tensor("scale", {});
    QCOMPARE(scale.rows * scale.columns, Index{1});
    QVERIFY(binder.contains("w") && !binder.contains("x"));
    QVERIFY(binder.finish().empty());
}

void WeightsTest::parametersAreCounted()
{
    const Weights weights = weightsOf({{"w", shaped({2, 3})},
                                       {"s", shaped({})},
                                       {"e", shaped({0, 9})},
                                       {"i", shaped({8}, "I64")}});
    QCOMPARE(weights.parameters(), std::uint64_t{7});
    QVERIFY(weights.find("none") == nullptr);
}

void WeightsTest::missingTensorsAreAllListed()
{
    const Weights weights = weightsOf({{"a", shaped({2})}});
    WeightBinder binder(weights, "m/model.safetensors");
    binder.vector("a", 3); // a wrong shape as well
    QVERIFY(binder.matrix("z.weight", 2, 3).data == nullptr);
    QVERIFY(binder.vector("b.bias", 2).isEmpty());
    binder.vector("b.bias", 2); // asked for twice, listed once
    const ErrorInfo info = errorOf([&] { binder.finish(); });
    QCOMPARE(info.id, std::string("E_TENSOR_MISSING"));
    QCOMPARE(info.file, std::string("m/model.safetensors"));
    QCOMPARE(info.place, std::string("z.weight"));
    QCOMPARE(info.expected, std::string("these 2 tensors: z.weight, b.bias"));
    QCOMPARE(info.found, std::string("none of them"));
    QVERIFY(info.remedy.empty());
}

void WeightsTest::oneMissingTensorIsNamed()
{
    const Weights weights = weightsOf({});
    WeightBinder binder(weights, "m");
    binder.vector("a", 3);
    const ErrorInfo info = errorOf([&] { binder.finish(); });
    QCOMPARE(info.place, std::string("a"));
    QCOMPARE(info.expected, std::string("this tensor"));
}

void WeightsTest::manyMissingTensorsAreCounted()
{
    const Weights weights = weightsOf({});
    WeightBinder binder(weights, "m");
    for (int i = 0; i < 25; ++i) {
        binder.vector("t" + std::to_string(i), 1);
    }
    const std::string expected = errorOf([&] { binder.finish(); }).expected;
    QVERIFY2(expected.starts_with("these 25 tensors: t0, t1,"), expected.c_str());
    QVERIFY2(expected.ends_with(", t19 and 5 more"), expected.c_str());
}

void WeightsTest::otherPrefixIsPointedOut()
{
    const Weights longer = weightsOf({{"module.encoder.w", shaped({1})}});
    WeightBinder first(longer, "m");
    first.vector("encoder.w", 1);
    QVERIFY(errorOf([&] { first.finish(); }).remedy.find("\"module.encoder.w\"") !=
            std::string::npos);
    const Weights shorter = weightsOf({{"encoder.w", shaped({1})}});
    WeightBinder second(shorter, "m");
    second.vector("blip.encoder.w", 1);
    QVERIFY(errorOf([&] { second.finish(); }).remedy.find("\"encoder.w\"") != std::string::npos);
}

void WeightsTest::wrongShapesAreAllListed()
{
    const Weights weights =
        weightsOf({{"proj.weight", shaped({512, 1024})}, {"b", shaped({2, 2})}});
    WeightBinder binder(weights, "m");
    QVERIFY(binder.matrix("proj.weight", 512, 768).data == nullptr);
    QVERIFY(binder.vector("b", 4).isEmpty());
    const ErrorInfo info = errorOf([&] { binder.finish(); });
    QCOMPARE(info.id, std::string("E_TENSOR_SHAPE"));
    QCOMPARE(info.remedy, std::string("Also: b [2, 2] instead of [4]."));
    ErrorInfo plain = info;
    plain.remedy.clear();
    QCOMPARE(describe(plain), std::string("m/model.safetensors: proj.weight: expected [512, 768], "
                                          "found [512, 1024]"));
}

void WeightsTest::transposedIsAWrongShape()
{
    const Weights weights = weightsOf({{"w", shaped({3, 2})}});
    WeightBinder binder(weights, "m");
    binder.matrix("w", 2, 3);
    const ErrorInfo info = errorOf([&] { binder.finish(); });
    QCOMPARE(info.id, std::string("E_TENSOR_SHAPE"));
    QCOMPARE(info.expected, std::string("[2, 3]"));
    QCOMPARE(info.found, std::string("[3, 2]"));
    QVERIFY(info.remedy.empty());
}

void WeightsTest::integersAreNoWeights()
{
    const Weights weights = weightsOf({{"ids", shaped({4}, "I64")}});
    WeightBinder binder(weights, "m");
    binder.vector("ids", 4);
    const ErrorInfo info = errorOf([&] { binder.finish(); });
    QCOMPARE(info.id, std::string("E_TENSOR_SHAPE"));
    QCOMPARE(info.found, std::string("I64 [4]"));
}

void WeightsTest::emptyTensorsFailOnlyWhenNeeded()
{
    const Weights weights = weightsOf({{"e", shaped({0, 5})}});
    WeightBinder unused(weights, "m");
    QCOMPARE(unused.finish().size(), std::size_t{1}); // the warning
    WeightBinder used(weights, "m");
    used.matrix("e", 4, 5);
    const ErrorInfo info = errorOf([&] { used.finish(); });
    QCOMPARE(info.id, std::string("E_TENSOR_SHAPE"));
    QCOMPARE(info.found, std::string("[0, 5]"));
}

void WeightsTest::extraTensorsAreAWarning()
{
    std::map<std::string, Weights::Tensor> tensors{{"used", shaped({1})},
                                                   {"text.position_ids", shaped({1}, "I64")},
                                                   {"itm_head.w", shaped({1})}};
    for (int i = 10; i < 32; ++i) {
        tensors.emplace("extra" + std::to_string(i), shaped({1}));
    }
    const Weights weights = weightsOf(std::move(tensors));
    WeightBinder binder(weights, "m");
    binder.vector("used", 1);
    binder.ignore("itm_head.");
    const Warnings warnings = binder.finish();
    QCOMPARE(warnings.size(), std::size_t{1});
    QCOMPARE(warnings[0].id, std::string("W_TENSOR_EXTRA"));
    QVERIFY2(warnings[0].text.starts_with(
                 "22 tensors of the checkpoint are not used: extra10, extra11,"),
             warnings[0].text.c_str());
    QVERIFY2(warnings[0].text.ends_with(", extra29 and 2 more."), warnings[0].text.c_str());
}

void WeightsTest::prefixMayBeAbsentOrAnother()
{
    for (const char* inFile : {"lxmert.pooler.w", "pooler.w", "bert.pooler.w"}) {
        const Weights weights = weightsOf({{inFile, shaped({2, 3})}, {"head", shaped({4})}});
        WeightBinder binder(weights, "m");
        binder.accept("lxmert.", {"", "bert."});
        QVERIFY2(binder.contains("lxmert.pooler.w"), inFile);
        QVERIFY(binder.shapeOf("lxmert.pooler.w") == std::vector<std::int64_t>({2, 3}));
        QVERIFY(binder.matrix("lxmert.pooler.w", 2, 3).data != nullptr);
        binder.vector("head", 4);
        QVERIFY(!binder.contains("lxmert.head.w"));
        QVERIFY(!binder.shapeOf("lxmert.head.w"));
        QVERIFY(binder.finish().empty());
    }
}

void WeightsTest::usualNameComesFirst()
{
    const Weights weights = weightsOf({{"a.w", shaped({1})}, {"w", shaped({2})}});
    WeightBinder binder(weights, "m");
    binder.accept("a.", {""});
    QVERIFY(binder.shapeOf("a.w") == std::vector<std::int64_t>({1}));
}

void WeightsTest::longerPrefixMayMoveASingleTensor()
{
    const Weights weights = weightsOf({{"old.e.projection.weight", shaped({1})}});
    WeightBinder binder(weights, "m");
    binder.accept("new.e.visual_projection", {"old.e.projection"});
    binder.accept("new.", {"old."});
    QVERIFY(binder.contains("new.e.visual_projection.weight"));
    QVERIFY(binder.contains("new.e.projection.weight"));
    QVERIFY(!binder.contains("other.e.projection.weight"));
}

void WeightsTest::ignoredNamesFollowThePrefix()
{
    const Weights weights = weightsOf({{"feat.weight", shaped({1})}});
    WeightBinder binder(weights, "m");
    binder.accept("model.", {""});
    binder.ignore("model.feat.");
    QVERIFY(binder.finish().empty());
}

void WeightsTest::buffersAreNoExtras()
{
    const Weights weights =
        weightsOf({{"e.position_ids", shaped({1})}, {"rotary.inv_freq", shaped({1})}});
    QVERIFY(WeightBinder(weights, "m").finish().empty());
}

void WeightsTest::wrongShapesNameTheConfigsField()
{
    const Config config = Config::parse(R"({"hidden_size": 6})", "m/config.json");
    const Config::Range range{.minimum = 1, .maximum = 100};
    config.integer("/hidden_size", 6, range);
    config.integer("/visual_feat_dim", 8, range);
    const Weights weights = weightsOf({{"p.weight", shaped({6, 7})}, {"q.weight", shaped({5, 8})}});
    WeightBinder binder(weights, config);
    binder.matrix("p.weight", 6, 8);
    binder.matrix("q.weight", 6, 8);
    const ErrorInfo error = errorOf([&] { binder.finish(); });
    QCOMPARE(error.id, std::string("E_TENSOR_SHAPE"));
    QCOMPARE(error.place, std::string("p.weight"));
    QCOMPARE(error.expected, std::string("[6, 8] (visual_feat_dim by default)"));
    QCOMPARE(error.found, std::string("[6, 7]"));
    QCOMPARE(error.remedy, std::string("Also: q.weight [5, 8] instead of [6, 8] (hidden_size)."));
}

void WeightsTest::parallelTrainingsPrefixGoesAway()
{
    const auto all = usualNames({{"module.a", shaped({1})}, {"module.module.b", shaped({2})}});
    QVERIFY(all.contains("a") && all.contains("module.b"));
    const auto some = usualNames({{"module.a", shaped({1})}, {"b", shaped({2})}});
    QVERIFY(some.contains("module.a") && some.contains("b"));
}

void WeightsTest::layerNormsOldNamesAreRenamed()
{
    const auto renamed =
        usualNames({{"LayerNorm.gamma", shaped({1})}, {"LayerNorm.beta", shaped({2})}});
    QVERIFY(renamed.contains("LayerNorm.weight") && renamed.contains("LayerNorm.bias"));
    // Another layer's own parameter, and a name that only ends alike.
    const auto kept = usualNames({{"scale.gamma", shaped({1})},
                                  {"scale.weight", shaped({2})},
                                  {"layer_gamma", shaped({3})}});
    QCOMPARE(kept.at("scale.gamma").shape, std::vector<std::int64_t>({1}));
    QCOMPARE(kept.at("scale.weight").shape, std::vector<std::int64_t>({2}));
    QVERIFY(kept.contains("layer_gamma"));
}

QTEST_APPLESS_MAIN(WeightsTest)
#include "weights_test.moc"
