#include <QtTest>

#include "engine/blocks/key_mask.h"
#include "engine/modes/mode_layer.h"
#include "tests/support/golden.h"
#include "tests/support/matrix_comparison.h"
#include "tests/support/random_matrix.h"

#include <cmath>
#include <map>
#include <memory>

using namespace attenscope;

namespace {

constexpr int kLayers = 2;
constexpr int kHeads = 4;
constexpr LayerSizes kSizes{.width = 16, .innerWidth = 24, .heads = kHeads, .epsilon = 1e-5F};

/// What PyTorch's module calls a mode.
std::string goldenName(Mode mode)
{
    const std::map<Mode, std::string> names{{Mode::TextToImage, "text_to_image"},
                                            {Mode::ImageToText, "image_to_text"},
                                            {Mode::CoAttention, "co_attention"},
                                            {Mode::Alternating, "alternating"},
                                            {Mode::Hybrid, "hybrid"},
                                            {Mode::SingleStream, "single_stream"}};
    return names.at(mode);
}

void addModes()
{
    QTest::addColumn<int>("number");
    for (const Mode mode : kModes) {
        QTest::newRow(std::string(modeId(mode)).c_str()) << static_cast<int>(mode);
    }
}

/// What a stack gave.
struct Run {
    std::vector<States> states; ///< after each layer
    std::vector<Site> sites;
    AttentionStore attention;
};

struct Call {
    std::vector<HeadId> headsOff;
    AttentionKeeping keeping = AttentionKeeping::Weights;
    int threads = 1;
};

Run run(const std::vector<ModeLayer>& layers,
        States states,
        const KeyMasks& masks,
        const Call& call = {})
{
    ThreadPool pool(call.threads);
    TraceBuilder trace(call.keeping, call.headsOff);
    Run result;
    for (const ModeLayer& layer : layers) {
        states = forwardLayer(layer, std::move(states), masks, trace, pool);
        result.states.push_back(states);
    }
    std::tie(result.sites, result.attention) = trace.finish();
    return result;
}

/// q · kᵀ / √d after projection and norm, softmax over keys, in double: one head of a pre-norm
/// cross step.
Matrix
definedWeights(const CrossAttentionStep& step, const Matrix& x, const Matrix& context, int head)
{
    ThreadPool pool(1);
    const Matrix q = step.attention.query.forward(step.norm.forward(x), pool);
    const Matrix k = step.attention.key.forward(step.contextNorm.forward(context), pool);
    const Index width = q.cols() / kHeads;
    Matrix weights(q.rows(), k.rows());
    for (Index i = 0; i < q.rows(); ++i) {
        double sum = 0;
        std::vector<double> row;
        for (Index j = 0; j < k.rows(); ++j) {
            double score = 0;
            for (Index c = head * width; c < (head + 1) * width; ++c) {
                score += static_cast<double>(q(i, c)) * static_cast<double>(k(j, c));
            }
            row.push_back(std::exp(score / std::sqrt(static_cast<double>(width))));
            sum += row.back();
        }
        for (Index j = 0; j < k.rows(); ++j) {
            weights(i, j) = static_cast<float>(row[static_cast<std::size_t>(j)] / sum);
        }
    }
    return weights;
}

} // namespace

class ModeLayerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void equalsTheTorchModule_data() { addModes(); }

    void equalsTheTorchModule();

    void sitesSayWhatTheyAre_data() { addModes(); }

    void sitesSayWhatTheyAre();

    void maskedKeysGetNothingAnywhere_data() { addModes(); }

    void maskedKeysGetNothingAnywhere();

    void aHeadThatIsOffChangesWhatFollows_data() { addModes(); }

    void aHeadThatIsOffChangesWhatFollows();

    void keepingAndThreadsChangeNoBit_data() { addModes(); }

    void keepingAndThreadsChangeNoBit();
    void onlyUpdatedModalitiesChange();
    void theModesDiffer();
    void queriesOfADirectionAreItsFirstModality();
    void swappingTheModalitiesSwapsTheDirections();
    void hiddenKeysMayBeGivenForNeitherModality();

private:
    std::vector<ModeLayer> bind(Mode mode) const;

    States inputs() const { return {golden_->matrix("text"), golden_->matrix("image")}; }

    KeyMasks masks() const
    {
        return {keyMask(golden_->flags("hidden_tokens")), keyMask(golden_->flags("hidden_units"))};
    }

    std::unique_ptr<Golden> golden_;
    std::unique_ptr<Weights> weights_;
};

void ModeLayerTest::init()
{
    if (!golden_) {
        golden_ = std::make_unique<Golden>(TEST_DATA "/modes");
        weights_ = std::make_unique<Weights>(golden_->weights());
    }
}

std::vector<ModeLayer> ModeLayerTest::bind(Mode mode) const
{
    WeightBinder binder(*weights_, "golden");
    std::vector<ModeLayer> layers;
    layers.reserve(kLayers);
    for (int layer = 0; layer < kLayers; ++layer) {
        layers.push_back(
            bindModeLayer(mode, binder, "layers." + std::to_string(layer), kSizes, layer));
    }
    binder.finish();
    return layers;
}

void ModeLayerTest::equalsTheTorchModule()
{
    QFETCH(int, number);
    const auto mode = static_cast<Mode>(number);
    const Run found = run(bind(mode), inputs(), masks());
    const std::string place = goldenName(mode) + "/";
    const std::vector<Matrix> text = golden_->matrices(place + "text");
    const std::vector<Matrix> image = golden_->matrices(place + "image");
    for (std::size_t layer = 0; layer < kLayers; ++layer) {
        COMPARE_MATRICES(found.states[layer].text, text[layer], golden_->tolerance());
        COMPARE_MATRICES(found.states[layer].image, image[layer], golden_->tolerance());
    }
    for (std::size_t site = 0; site < found.sites.size(); ++site) {
        const std::vector<Matrix> heads = golden_->matrices(place + found.sites[site].kind);
        QCOMPARE(heads.size(), std::size_t{kLayers} * kHeads);
        for (int head = 0; head < kHeads; ++head) {
            const auto layer = static_cast<std::size_t>(found.sites[site].layer);
            const std::size_t index = layer * kHeads + static_cast<std::size_t>(head);
            COMPARE_MATRICES(found.attention.head(site, head), heads[index], golden_->tolerance());
        }
    }
}

void ModeLayerTest::sitesSayWhatTheyAre()
{
    QFETCH(int, number);
    const auto mode = static_cast<Mode>(number);
    const Run found = run(bind(mode), inputs(), masks());
    const auto kinds = modeSiteKinds(mode);
    QCOMPARE(found.sites.size(), kinds.size() * kLayers);
    const std::map<std::string, std::string> blocks{{"cross_text_to_image", "text_cross"},
                                                    {"cross_image_to_text", "image_cross"},
                                                    {"xlayer_text_self", "text_self"},
                                                    {"xlayer_vision_self", "image_self"},
                                                    {"joint_self", "joint_self"}};
    for (std::size_t i = 0; i < found.sites.size(); ++i) {
        const Site& site = found.sites[i];
        const auto layer = static_cast<int>(i / kinds.size());
        QCOMPARE(site.kind, std::string(kinds[i % kinds.size()]));
        QCOMPARE(site.layer, layer);
        QCOMPARE(site.heads, kHeads);
        QCOMPARE(site.weightPrefix, "layers." + std::to_string(layer) + "." + blocks.at(site.kind));
        const bool isJoint = site.kind == "joint_self";
        const bool asksText = site.kind == "cross_text_to_image" || site.kind == "xlayer_text_self";
        const bool looksAtText =
            site.kind == "cross_image_to_text" || site.kind == "xlayer_text_self";
        QCOMPARE(site.query.text.count, isJoint || asksText ? Index{7} : Index{0});
        QCOMPARE(site.query.image.count, isJoint || !asksText ? Index{9} : Index{0});
        QCOMPARE(site.key.text.count, isJoint || looksAtText ? Index{7} : Index{0});
        QCOMPARE(site.key.image.count, isJoint || !looksAtText ? Index{9} : Index{0});
        QCOMPARE(site.query.image.begin, isJoint ? Index{7} : Index{0});
        const Matrix weights = found.attention.head(i, 0);
        QCOMPARE(weights.rows(), site.query.size());
        QCOMPARE(weights.cols(), site.key.size());
    }
}

void ModeLayerTest::maskedKeysGetNothingAnywhere()
{
    QFETCH(int, number);
    const Run found = run(bind(static_cast<Mode>(number)), inputs(), masks());
    const std::vector<bool> tokens = golden_->flags("hidden_tokens");
    const std::vector<bool> units = golden_->flags("hidden_units");
    for (std::size_t i = 0; i < found.sites.size(); ++i) {
        const Axis& key = found.sites[i].key;
        std::vector<bool> isMasked;
        if (!key.text.isEmpty()) {
            isMasked = tokens;
        }
        if (!key.image.isEmpty()) {
            isMasked.insert(isMasked.end(), units.begin(), units.end());
        }
        for (int head = 0; head < kHeads; ++head) {
            const Matrix weights = found.attention.head(i, head);
            QCOMPARE(weights.cols(), static_cast<Index>(isMasked.size()));
            for (Index row = 0; row < weights.rows(); ++row) {
                QVERIFY(std::abs(weights.row(row).sum() - 1.0F) < 1e-6F);
                for (Index column = 0; column < weights.cols(); ++column) {
                    QVERIFY((weights(row, column) == 0.0F) ==
                            isMasked[static_cast<std::size_t>(column)]);
                }
            }
        }
    }
}

void ModeLayerTest::aHeadThatIsOffChangesWhatFollows()
{
    QFETCH(int, number);
    const auto mode = static_cast<Mode>(number);
    const std::vector<ModeLayer> layers = bind(mode);
    const Run whole = run(layers, inputs(), masks());
    for (const std::string_view kind : modeSiteKinds(mode)) {
        const HeadId off{.kind = std::string(kind), .layer = 1, .head = 2};
        const Run without = run(layers, inputs(), masks(), {.headsOff = {off}});
        COMPARE_MATRICES(without.states[0].text, whole.states[0].text, 0);
        COMPARE_MATRICES(without.states[0].image, whole.states[0].image, 0);
        const double changed =
            static_cast<double>((without.states[1].text - whole.states[1].text).norm() +
                                (without.states[1].image - whole.states[1].image).norm());
        QVERIFY2(changed > 1e-2, off.kind.c_str());
    }
}

void ModeLayerTest::keepingAndThreadsChangeNoBit()
{
    QFETCH(int, number);
    const std::vector<ModeLayer> layers = bind(static_cast<Mode>(number));
    const Run stored = run(layers, inputs(), masks());
    const Run kept =
        run(layers, inputs(), masks(),
            {.headsOff = {}, .keeping = AttentionKeeping::QueriesAndKeys, .threads = 2});
    COMPARE_MATRICES(kept.states[1].text, stored.states[1].text, 0);
    COMPARE_MATRICES(kept.states[1].image, stored.states[1].image, 0);
    for (std::size_t site = 0; site < stored.sites.size(); ++site) {
        for (int head = 0; head < kHeads; ++head) {
            COMPARE_MATRICES(kept.attention.head(site, head), stored.attention.head(site, head), 0);
        }
    }
}

void ModeLayerTest::onlyUpdatedModalitiesChange()
{
    for (const Mode mode : kModes) {
        const States before = inputs();
        const Run found = run(bind(mode), before, masks());
        QCOMPARE(firstDifference(found.states[1].text, before.text, 0).empty(),
                 !updates(mode, Modality::Text));
        QCOMPARE(firstDifference(found.states[1].image, before.image, 0).empty(),
                 !updates(mode, Modality::Image));
    }
}

void ModeLayerTest::theModesDiffer()
{
    std::vector<States> ends;
    ends.reserve(kModes.size());
    for (const Mode mode : kModes) {
        ends.push_back(run(bind(mode), inputs(), masks()).states.back());
    }
    for (std::size_t a = 0; a < ends.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            const double distance = static_cast<double>((ends[a].text - ends[b].text).norm() +
                                                        (ends[a].image - ends[b].image).norm());
            QVERIFY(distance > 0.1);
        }
    }
}

void ModeLayerTest::queriesOfADirectionAreItsFirstModality()
{
    // As many tokens as units: nothing but the numbers tells the directions apart.
    const States states{randomMatrix(6, 16, 1), randomMatrix(6, 16, 2)};
    const auto layer = std::get<CoAttention>(bind(Mode::CoAttention).front());
    const std::map<std::string, Matrix> expected{
        {"cross_text_to_image", definedWeights(layer.textCross, states.text, states.image, 1)},
        {"cross_image_to_text", definedWeights(layer.imageCross, states.image, states.text, 1)}};
    QVERIFY(!firstDifference(expected.at("cross_text_to_image"), expected.at("cross_image_to_text"),
                             1e-2)
                 .empty());
    for (const Mode mode : {Mode::TextToImage, Mode::ImageToText, Mode::CoAttention}) {
        const Run found = run({bind(mode).front()}, states, {});
        for (std::size_t site = 0; site < found.sites.size(); ++site) {
            COMPARE_MATRICES(found.attention.head(site, 1), expected.at(found.sites[site].kind),
                             golden_->tolerance());
        }
    }
}

void ModeLayerTest::swappingTheModalitiesSwapsTheDirections()
{
    std::vector<ModeLayer> layers = bind(Mode::CoAttention);
    for (ModeLayer& layer : layers) { // both sides with the same weights
        auto& co = std::get<CoAttention>(layer);
        co.imageCross = co.textCross;
        co.imageFeedForward = co.textFeedForward;
    }
    const States states{randomMatrix(7, 16, 1), randomMatrix(9, 16, 2)};
    const KeyMasks hidden{keyMask(golden_->flags("hidden_tokens")),
                          keyMask(golden_->flags("hidden_units"))};
    const Run straight = run(layers, states, hidden);
    const Run swapped = run(layers, {states.image, states.text}, {hidden.image, hidden.text});
    COMPARE_MATRICES(swapped.states[1].image, straight.states[1].text, 0);
    COMPARE_MATRICES(swapped.states[1].text, straight.states[1].image, 0);
    for (const std::size_t site : {0U, 2U}) {
        for (int head = 0; head < kHeads; ++head) {
            COMPARE_MATRICES(swapped.attention.head(site, head),
                             straight.attention.head(site + 1, head), 0);
            COMPARE_MATRICES(swapped.attention.head(site + 1, head),
                             straight.attention.head(site, head), 0);
        }
    }
}

void ModeLayerTest::hiddenKeysMayBeGivenForNeitherModality()
{
    const KeyMasks open{keyMask(std::vector<bool>(7, false)), keyMask(std::vector<bool>(9, false))};
    for (const Mode mode : kModes) {
        const Run without = run(bind(mode), inputs(), {});
        const Run with = run(bind(mode), inputs(), open);
        COMPARE_MATRICES(without.states[1].text, with.states[1].text, 0);
        COMPARE_MATRICES(without.states[1].image, with.states[1].image, 0);
    }
}

QTEST_APPLESS_MAIN(ModeLayerTest)
#include "mode_layer_test.moc"
