#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "engine/base/error.h"
#include "engine/checkpoint/input_file.h"
#include "engine/io/npz.h"
#include "engine/models/model.h"
#include "ui/input/image_reader.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace attenscope;

namespace {

const std::string kModelFolder = TEST_DATA "/../../resources/models/scenes";
const std::string kDataFolder = TEST_DATA "/scenes/";
constexpr std::uint64_t kMostBytes = 64 << 20;

/// The bundled model's PyTorch definition on two scenes; names as resources/training/export.py
/// writes them: "<mode>.<array>", and without a mode what all modes share.
NpzFile openGolden(int scene)
{
    const std::string path = kDataFolder + "golden-" + std::to_string(scene) + ".npz";
    return {InputFile::open(path, path), kMostBytes};
}

std::string captionOf(int scene)
{
    QFile file(QString::fromStdString(kDataFolder + "manifest.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const QJsonArray goldens =
        QJsonDocument::fromJson(file.readAll()).object()["goldens"].toArray();
    return goldens[scene].toObject()["caption"].toString().toStdString();
}

Sample sampleOf(int scene)
{
    return {.image = readImageFile(kDataFolder + "scene-0" + std::to_string(scene) + ".png").image,
            .caption = captionOf(scene)};
}

ModelPtr model()
{
    return loadModel(kModelFolder, {.threads = 2}, Progress());
}

const std::map<Mode, std::string> kTrainingNames{{Mode::TextToImage, "text_to_image"},
                                                 {Mode::ImageToText, "image_to_text"},
                                                 {Mode::CoAttention, "co_attention"},
                                                 {Mode::Alternating, "alternating"},
                                                 {Mode::Hybrid, "hybrid"},
                                                 {Mode::SingleStream, "single_stream"}};

float largestDifference(const std::vector<float>& found, const std::vector<float>& expected)
{
    if (found.size() != expected.size()) {
        return std::numeric_limits<float>::infinity();
    }
    float largest = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        largest = std::max(largest, std::abs(found[i] - expected[i]));
    }
    return largest;
}

/// All heads of a site behind each other, as in the golden.
std::vector<float> weightsOf(const Trace& trace, std::size_t site)
{
    std::vector<float> values;
    for (int head = 0; head < trace.sites[site].heads; ++head) {
        const std::vector<float> matrix = valuesOf(trace.attention.head(site, head));
        values.insert(values.end(), matrix.begin(), matrix.end());
    }
    return values;
}

const NamedArray* find(const std::vector<NamedArray>& arrays, const std::string& name)
{
    const auto found = std::ranges::find(arrays, name, &NamedArray::name);
    return found == arrays.end() ? nullptr : &*found;
}

/// The golden's name of an output or a state.
const std::map<std::string, std::string> kOutputNames{{"text_state", "text_hidden"},
                                                      {"image_state", "image_hidden"},
                                                      {"concat", "match_logit_concat"},
                                                      {"weighted_sum", "match_logit_weighted_sum"},
                                                      {"shared_space", "match_logit_shared_space"},
                                                      {"masked_word", "masked_word_logits"},
                                                      {"described", "described_logits"},
                                                      {"region_colour", "region_colour_logits"},
                                                      {"region_shape", "region_shape_logits"}};

} // namespace

class ScenesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTensorEqualsPyTorchs_data();
    void everyTensorEqualsPyTorchs();
    void allModesAreAsTrained();
    void modesGiveDifferentMaps();
    void modalityWeightsSumToOne();
    void maskedWordIsPredicted();
    void maskedUnitChangesScoreAndIsNotLookedAt();
    void threadsDoNotChangeABit();

private:
    void compareSites(const Trace& trace, const NpzFile& golden, const std::string& mode);
    void compareOutputs(const Trace& trace, const NpzFile& golden, const std::string& mode);
};

void ScenesTest::everyTensorEqualsPyTorchs_data()
{
    QTest::addColumn<Mode>("mode");
    QTest::addColumn<int>("scene");
    for (const Mode mode : kModes) {
        for (const int scene : {0, 1}) {
            QTest::addRow("%s, scene %d", kTrainingNames.at(mode).c_str(), scene) << mode << scene;
        }
    }
}

void ScenesTest::everyTensorEqualsPyTorchs()
{
    QFETCH(Mode, mode);
    QFETCH(int, scene);
    const TracePtr trace = model()->run(
        sampleOf(scene), {.mode = mode, .keepStates = true, .keepInputs = true}, Progress());
    const NpzFile golden = openGolden(scene);
    QVERIFY(largestDifference(find(trace->inputs, "pixel_values")->floats(),
                              golden.read("pixel_values").floats()) < 1e-5F);
    compareSites(*trace, golden, kTrainingNames.at(mode));
    compareOutputs(*trace, golden, kTrainingNames.at(mode));
}

void ScenesTest::compareSites(const Trace& trace, const NpzFile& golden, const std::string& mode)
{
    for (std::size_t site = 0; site < trace.sites.size(); ++site) {
        const std::string name = trace.sites[site].name();
        const bool isShared = golden.contains(name);
        const NamedArray expected = golden.read(isShared ? name : mode + "." + name);
        const float difference = largestDifference(weightsOf(trace, site), expected.floats());
        QVERIFY2(difference < 2e-5F, (name + " off by " + std::to_string(difference)).c_str());
    }
    QVERIFY(trace.sites.size() >= 5); // three of the towers, then the mode's own
}

void ScenesTest::compareOutputs(const Trace& trace, const NpzFile& golden, const std::string& mode)
{
    int compared = 0;
    for (const auto& [goldenName, name] : kOutputNames) {
        if (!golden.contains(mode + "." + goldenName)) {
            continue;
        }
        const NamedArray* found = find(trace.outputs.arrays, name);
        found = found != nullptr ? found : find(trace.outputs.states, name);
        QVERIFY2(found != nullptr, name.c_str());
        const float difference =
            largestDifference(found->floats(), golden.read(mode + "." + goldenName).floats());
        QVERIFY2(difference < 2e-4F, (name + " off by " + std::to_string(difference)).c_str());
        ++compared;
    }
    QVERIFY(compared >= 6);
}

void ScenesTest::allModesAreAsTrained()
{
    const ModelPtr scenes = model();
    QCOMPARE(scenes->info().nativeMode, Mode::Hybrid);
    for (const ModeStanding& mode : scenes->info().modes) {
        QCOMPARE(mode.standing,
                 mode.mode == Mode::NoCrossing ? Standing::Unavailable : Standing::AsTrained);
    }
    QVERIFY(!scenes->info().notice.empty());
}

void ScenesTest::modesGiveDifferentMaps()
{
    const ModelPtr scenes = model();
    std::vector<std::vector<float>> maps;
    for (const Mode mode : kModes) {
        const TracePtr trace = scenes->run(sampleOf(0), {.mode = mode}, Progress());
        // The mode's own first site comes after the three of the towers.
        maps.push_back(weightsOf(*trace, 3));
        QCOMPARE(trace->provenance.mode, std::string(modeId(mode)));
    }
    for (std::size_t a = 0; a < maps.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            QVERIFY(largestDifference(maps[a], maps[b]) > 1e-3F);
        }
    }
}

void ScenesTest::modalityWeightsSumToOne()
{
    const TracePtr trace = model()->run(sampleOf(0), {}, Progress());
    QCOMPARE(trace->outputs.match.size(), std::size_t{3});
    const std::vector<double>& weights = trace->outputs.match[1].modalityWeights;
    QCOMPARE(weights.size(), std::size_t{2});
    QVERIFY(std::abs(weights[0] + weights[1] - 1) < 1e-6);
    for (const MatchScore& match : trace->outputs.match) {
        QVERIFY(match.probability > 0 && match.probability < 1);
    }
}

void ScenesTest::maskedWordIsPredicted()
{
    Sample sample = sampleOf(0);
    sample.image = readImageFile(kModelFolder + "/../../samples/red-circle.png").image;
    sample.caption = "a small [MASK] circle left of a large blue square";
    const TracePtr trace = model()->run(sample, {}, Progress());
    QCOMPARE(trace->outputs.predictions.size(), std::size_t{1});
    const Prediction& prediction = trace->outputs.predictions.front();
    QCOMPARE(prediction.what, std::string("word 3"));
    QCOMPARE(prediction.candidates.front().label, std::string("red"));
}

void ScenesTest::maskedUnitChangesScoreAndIsNotLookedAt()
{
    const ModelPtr scenes = model();
    const TracePtr plain = scenes->run(sampleOf(0), {}, Progress());
    const TracePtr masked =
        scenes->run(sampleOf(0), {.intervention = {.maskedUnits = {40, 41, 52, 53}}}, Progress());
    QVERIFY(plain->outputs.match[0].probability != masked->outputs.match[0].probability);
    for (const char* kind : {"vision_self", "cross_text_to_image", "xlayer_vision_self"}) {
        const Matrix weights = masked->attention.head(*masked->findSite(kind, 0), 0);
        QCOMPARE(weights.col(41).cwiseAbs().maxCoeff(), 0.0F);
        QVERIFY((weights.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-5F);
    }
}

void ScenesTest::threadsDoNotChangeABit()
{
    const TracePtr one =
        loadModel(kModelFolder, {.threads = 1}, Progress())->run(sampleOf(1), {}, Progress());
    const TracePtr two = model()->run(sampleOf(1), {}, Progress());
    for (std::size_t site = 0; site < one->sites.size(); ++site) {
        QCOMPARE(weightsOf(*one, site), weightsOf(*two, site));
    }
    QCOMPARE(one->outputs.arrays.front().floats(), two->outputs.arrays.front().floats());
}

QTEST_GUILESS_MAIN(ScenesTest)
#include "scenes_test.moc"
