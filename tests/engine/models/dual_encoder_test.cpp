#include <QTest>

#include "engine/base/error.h"
#include "engine/models/model.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace attenscope;

namespace {

constexpr auto kCaption = "a cat sitting on a red sofa";

/// A picture of smooth colours, wider than high.
Image picture()
{
    Image image{.width = 61, .height = 45, .rgb = {}};
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            for (const int value : {4 * x, 5 * y, 2 * (x + y)}) {
                image.rgb.push_back(static_cast<std::uint8_t>(value));
            }
        }
    }
    return image;
}

ModelPtr load(const std::filesystem::path& folder)
{
    return loadModel(folder, {.threads = 1}, Progress());
}

TracePtr run(const Model& model, const RunOptions& options = {})
{
    return model.run({.image = picture(), .caption = kCaption}, options, Progress());
}

/// A copy of a recorded checkpoint in which the first match of `from` in config.json is `to`.
std::filesystem::path edited(const TemporaryFolder& target,
                             const std::string& name,
                             const std::string& from,
                             const std::string& to)
{
    const std::filesystem::path source = std::filesystem::path(TEST_DATA) / name;
    for (const auto& entry : std::filesystem::directory_iterator(source)) {
        if (entry.is_regular_file()) {
            std::filesystem::copy_file(entry.path(), target.path() / entry.path().filename());
        }
    }
    std::string config = bytesOf(source / "config.json");
    const std::size_t at = config.find(from);
    if (at == std::string::npos) {
        throw std::runtime_error("nothing to edit: " + from);
    }
    target.write("config.json", config.replace(at, from.size(), to));
    return target.path();
}

const NamedArray& output(const Trace& trace, const std::string& name)
{
    const auto& arrays = trace.outputs.arrays;
    const auto found = std::ranges::find(arrays, name, &NamedArray::name);
    return found != arrays.end()
               ? *found
               : *std::ranges::find(trace.outputs.states, name, &NamedArray::name);
}

} // namespace

/// What CLIP, OWL-ViT and SigLIP have in common, beside the recorded numbers.
class DualEncoderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void modesThatCrossAreRefusedWithTheReason_data() { addFamilies(); }

    void modesThatCrossAreRefusedWithTheReason();

    void similarityIsMarkedAndKeptWhateverIsKept_data() { addFamilies(); }

    void similarityIsMarkedAndKeptWhateverIsKept();
    void captionsOfSomeFamiliesFillAllPositions();
    void theTokenizersLengthIsTheCaptionsLength();
    void aProbeAsksAsAUnitBehindThePatches();
    void fieldsOfAnOldTwinWin();
    void theEndTokenIsTheNamedOneOrTheLargest();

private:
    static void addFamilies()
    {
        QTest::addColumn<QString>("folder");
        for (const char* name : {"clip", "owlvit", "siglip"}) {
            QTest::newRow(name) << QStringLiteral(TEST_DATA "/%1").arg(QLatin1String(name));
        }
    }
};

void DualEncoderTest::modesThatCrossAreRefusedWithTheReason()
{
    QFETCH(QString, folder);
    const ModelPtr model = load(folder.toStdString());
    QCOMPARE(model->info().nativeMode, Mode::NoCrossing);
    for (const ModeStanding& standing : model->info().modes) {
        const bool isNative = standing.mode == Mode::NoCrossing;
        QCOMPARE(standing.standing, isNative ? Standing::AsTrained : Standing::Unavailable);
        QCOMPARE(standing.reason.find("no cross-modal attention") == std::string::npos, isNative);
    }
    try {
        run(*model, {.mode = Mode::TextToImage});
        QFAIL("a mode without weights was run");
    } catch (const Error& error) {
        QCOMPARE(error.info().id, std::string("E_MODE_UNSUPPORTED"));
    }
}

void DualEncoderTest::similarityIsMarkedAndKeptWhateverIsKept()
{
    QFETCH(QString, folder);
    const ModelPtr model = load(folder.toStdString());
    const TracePtr weights = run(*model);
    const TracePtr projections = run(*model, {.keeping = AttentionKeeping::QueriesAndKeys});
    const auto site = weights->findSite("similarity", 0);
    QVERIFY(site && weights->sites[*site].isSimilarity);
    QCOMPARE(weights->sites[*site].heads, 1);
    const Matrix cosines = weights->attention.head(*site, 0);
    QVERIFY(cosines == projections->attention.head(*site, 0));
    QVERIFY(cosines.cwiseAbs().maxCoeff() <= 1.0001F);
    QVERIFY(cosines.minCoeff() < 0); // no attention has that
    QCOMPARE(std::ranges::count(weights->sites, true, &Site::isSimilarity), 1);
}

void DualEncoderTest::captionsOfSomeFamiliesFillAllPositions()
{
    QCOMPARE(run(*load(TEST_DATA "/clip"))->tokens.size(), 9);
    for (const char* name : {"owlvit", "siglip"}) {
        const ModelPtr model = load(std::filesystem::path(TEST_DATA) / name);
        const TracePtr trace = model->run({.image = picture(), .caption = "cat"}, {}, Progress());
        QCOMPARE(trace->tokens.size(), model->info().maximumTokens);
        QVERIFY(trace->tokens.tokens.back().isPadding);
        // OWL-ViT's padding is closed, SigLIP's is looked at like words.
        const Matrix weights = trace->attention.head(*trace->findSite("text_self", 0), 0);
        QCOMPARE(weights(0, weights.cols() - 1) > 0, std::string(name) == "siglip");
    }
}

/// As the processor pads: to the tokenizer's length; where its files name none, to all positions.
void DualEncoderTest::theTokenizersLengthIsTheCaptionsLength()
{
    const std::pair<const char*, int> cases[]{
        {R"({"model_max_length": 1000000000000000019884624838656})", 14},
        {"{}", 14},
        {R"({"model_max_length": 64})", 14},
        {R"({"model_max_length": 9})", 9}};
    for (const auto& [options, length] : cases) {
        const TemporaryFolder folder;
        const std::filesystem::path path = edited(folder, "siglip", "{", "{");
        folder.write("tokenizer_config.json", options);
        QCOMPARE(run(*load(path))->tokens.size(), length);
    }
}

void DualEncoderTest::aProbeAsksAsAUnitBehindThePatches()
{
    const TracePtr trace = run(*load(TEST_DATA "/siglip"));
    const Site& site = trace->sites[*trace->findSite("probe_pool", 0)];
    QCOMPARE(trace->units.size(), 10); // 3 × 3 patches
    QCOMPARE(trace->units.units.back().name, std::string("[probe]"));
    QCOMPARE(site.query.image.first, Index{9});
    QCOMPARE(site.query.size(), Index{1});
    QCOMPARE(site.key.size(), Index{9});
    QCOMPARE(trace->isUnitMasked.size(), std::size_t{10});
    QVERIFY(std::abs(trace->attention.head(*trace->findSite("probe_pool", 0), 0).sum() - 1) <
            1e-5F);
}

void DualEncoderTest::fieldsOfAnOldTwinWin()
{
    const std::string plain = "\"text_config\": {";
    const TracePtr expected = run(*load(TEST_DATA "/clip"));
    const TemporaryFolder folder;
    const std::string twins = "\"text_config_dict\": {\"num_attention_heads\": 2}, "
                              "\"vision_config_dict\": {}, ";
    const TracePtr found = run(*load(edited(folder, "clip", plain, twins + plain)));
    QCOMPARE(found->sites[*found->findSite("text_self", 0)].heads, 2);
    QCOMPARE(found->sites[*found->findSite("vision_self", 0)].heads,
             expected->sites[*expected->findSite("vision_self", 0)].heads);
}

void DualEncoderTest::theEndTokenIsTheNamedOneOrTheLargest()
{
    // "a" is token 320, at place 1, and again at place 5.
    const std::string field = "\"eos_token_id\": 673";
    const TemporaryFolder named;
    const TracePtr early =
        run(*load(edited(named, "clip", field, "\"eos_token_id\": 320")), {.keepStates = true});
    const TemporaryFolder placeholder;
    const TracePtr largest =
        run(*load(edited(placeholder, "clip", field, "\"eos_token_id\": 2")), {.keepStates = true});
    for (const auto& [trace, place] : {std::pair{early, 1}, std::pair{largest, 8}}) {
        const std::vector<float>& states = output(*trace, "text_hidden").floats();
        const std::vector<float>& pooled = output(*trace, "text_pooled").floats();
        const auto first = states.begin() + static_cast<std::ptrdiff_t>(pooled.size()) * place;
        QVERIFY(std::equal(pooled.begin(), pooled.end(), first));
    }
}

QTEST_GUILESS_MAIN(DualEncoderTest)
#include "dual_encoder_test.moc"
