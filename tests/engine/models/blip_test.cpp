#include <QTemporaryDir>
#include <QTest>

#include "engine/base/error.h"
#include "engine/models/model.h"
#include "tests/support/npy_reader.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace attenscope;

namespace {

const std::filesystem::path kFolder = TEST_DATA "/blip_itm";
const std::filesystem::path kGoldens = TEST_DATA "/blip_interventions";

/// The recorded case "basic" as 8-bit pixels: its normalisation undone.
Image recordedPicture()
{
    const NamedArray pixels = readNpy(kFolder / "reference/cases/basic/pixel_values.npy");
    constexpr double kMean[] = {0.48145466, 0.4578275, 0.40821073};
    constexpr double kDeviation[] = {0.26862954, 0.26130258, 0.27577711};
    Image image{.width = 48, .height = 48, .rgb = std::vector<std::uint8_t>(48 * 48 * 3)};
    for (std::size_t i = 0; i < 48 * 48; ++i) {
        for (std::size_t c = 0; c < 3; ++c) {
            const double value = static_cast<double>(pixels.floats()[c * 48 * 48 + i]);
            image.rgb[3 * i + c] =
                static_cast<std::uint8_t>(std::lround((value * kDeviation[c] + kMean[c]) * 255));
        }
    }
    return image;
}

ModelPtr load(const std::filesystem::path& folder = kFolder, int threads = 1)
{
    return loadModel(folder, {.threads = threads}, Progress());
}

Sample basicSample()
{
    return {.image = recordedPicture(), .caption = "a cat sitting on a red sofa"};
}

TracePtr run(const RunOptions& options = {}, int threads = 1)
{
    return load(kFolder, threads)->run(basicSample(), options, Progress());
}

float largestDifference(const Trace& trace,
                        const std::string& kind,
                        int layer,
                        const NamedArray& golden)
{
    const std::size_t site = *trace.findSite(kind, layer);
    const Index queries = golden.shape[golden.shape.size() - 2];
    const Index keys = golden.shape.back();
    float largest = 0;
    for (int head = 0; head < trace.sites[site].heads; ++head) {
        const Eigen::Map<const Matrix> expected(golden.floats().data() + head * queries * keys,
                                                queries, keys);
        largest =
            std::max(largest, (trace.attention.head(site, head) - expected).cwiseAbs().maxCoeff());
    }
    return largest;
}

const NamedArray& output(const Trace& trace, const std::string& name)
{
    const auto found = std::ranges::find(trace.outputs.arrays, name, &NamedArray::name);
    return *found;
}

/// A copy of the folder in which a test may change files.
std::filesystem::path copiedFolder(const QTemporaryDir& target)
{
    const std::filesystem::path folder = target.path().toStdString() + "/model";
    std::filesystem::create_directory(folder);
    for (const char* file :
         {"config.json", "model.safetensors", "vocab.txt", "tokenizer_config.json",
          "special_tokens_map.json", "preprocessor_config.json"}) {
        std::filesystem::copy_file(kFolder / file, folder / file);
    }
    return folder;
}

/// Replaces the first match of `pattern` in a file; of the same length in a binary one.
void edit(const std::filesystem::path& file, const std::string& pattern, const std::string& text)
{
    std::ifstream in(file, std::ios::binary);
    std::string content((std::istreambuf_iterator<char>(in)), {});
    in.close();
    const std::size_t place = content.find(pattern);
    QVERIFY2(place != std::string::npos, pattern.c_str());
    content.replace(place, pattern.size(), text);
    std::ofstream(file, std::ios::binary) << content;
}

ErrorInfo loadingError(const std::filesystem::path& folder)
{
    try {
        load(folder);
    } catch (const Error& error) {
        return error.info();
    }
    return {};
}

} // namespace

class BlipTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recordedCaseIsReproduced();
    void onlyTextToImageIsOffered();
    void maskedWordEqualsTheReferenceWithItsMaskEntryAtZero();
    void maskedUnitEqualsTheReferenceWithItsMaskEntryAtZero();
    void headOffEqualsTheReferenceWithItsContextAtZero();
    void projectionsGiveTheSameWeightsBitForBit();
    void threadsDoNotChangeABit();
    void paddingChangesNothingForTheOthers();
    void masksOutsideTheSampleAreRefused();
    void stopIsHeard();
    void unusableFolderIsExplained_data();
    void unusableFolderIsExplained();
};

void BlipTest::recordedCaseIsReproduced()
{
    const TracePtr trace = run({.keepStates = true});
    const std::filesystem::path golden = kFolder / "reference/cases/basic";
    for (const Site& site : trace->sites) {
        const float difference = largestDifference(*trace, site.kind, site.layer,
                                                   readNpy(golden / (site.name() + ".npy")));
        QVERIFY2(difference < 2e-5F, site.name().c_str());
    }
    QCOMPARE(trace->sites.size(), std::size_t{11});
    for (const char* name : {"itm_logits", "itm_probability", "itc_score"}) {
        const NamedArray expected = readNpy(golden / (std::string(name) + ".npy"));
        const NamedArray& found = output(*trace, name);
        QCOMPARE(found.shape, expected.shape);
        for (std::size_t i = 0; i < expected.floats().size(); ++i) {
            QVERIFY2(std::abs(found.floats()[i] - expected.floats()[i]) < 2e-4F, name);
        }
    }
    QCOMPARE(trace->outputs.states.size(), std::size_t{4});
    QCOMPARE(trace->provenance.mode, std::string("text-to-image"));
    QCOMPARE(trace->provenance.standing, std::string("as trained"));
    QCOMPARE(trace->provenance.modelDigest.value().size(), std::size_t{64});
}

void BlipTest::onlyTextToImageIsOffered()
{
    const ModelPtr model = load();
    QCOMPARE(model->info().family, std::string("BLIP"));
    QCOMPARE(model->info().modes.size(), kAllModes.size());
    for (const ModeStanding& mode : model->info().modes) {
        if (mode.mode == Mode::TextToImage) {
            QCOMPARE(mode.standing, Standing::AsTrained);
            continue;
        }
        QCOMPARE(mode.standing, Standing::Unavailable);
        QVERIFY(!mode.reason.empty());
        try {
            model->run(basicSample(), {.mode = mode.mode}, Progress());
            QFAIL("ran a mode that the weights don't define");
        } catch (const Error& error) {
            QCOMPARE(error.info().id, std::string("E_MODE_UNSUPPORTED"));
            QVERIFY(error.info().found.find(mode.reason) != std::string::npos);
        }
    }
}

namespace {

void compareIntervention(const Intervention& intervention, const std::string& name)
{
    const TracePtr trace = run({.intervention = intervention});
    const NamedArray weights = readNpy(kGoldens / (name + "_cross_L02.npy"));
    QVERIFY(largestDifference(*trace, "cross_text_to_image", 2, weights) < 2e-5F);
    const NamedArray logits = readNpy(kGoldens / (name + "_itm_logits.npy"));
    for (std::size_t i = 0; i < 2; ++i) {
        const float found = output(*trace, "itm_logits").floats()[i];
        QVERIFY(std::abs(found - logits.floats()[i]) < 2e-4F);
    }
}

} // namespace

void BlipTest::maskedWordEqualsTheReferenceWithItsMaskEntryAtZero()
{
    compareIntervention({.maskedWords = {3}}, "word_3");
    const TracePtr trace = run({.intervention = {.maskedWords = {3}}});
    const Matrix weights = trace->attention.head(*trace->findSite("text_self", 1), 0);
    QCOMPARE(weights.col(3).cwiseAbs().maxCoeff(), 0.0F);
    QVERIFY(trace->isTokenMasked[3]);
}

void BlipTest::maskedUnitEqualsTheReferenceWithItsMaskEntryAtZero()
{
    compareIntervention({.maskedUnits = {5}}, "unit_5");
    const TracePtr trace = run({.intervention = {.maskedUnits = {5}}});
    const Matrix weights = trace->attention.head(*trace->findSite("vision_self", 0), 0);
    QCOMPARE(weights.col(5).cwiseAbs().maxCoeff(), 0.0F);
}

void BlipTest::headOffEqualsTheReferenceWithItsContextAtZero()
{
    compareIntervention({.headsOff = {{.kind = "cross_text_to_image", .layer = 0, .head = 1}}},
                        "head_L0_1");
}

void BlipTest::projectionsGiveTheSameWeightsBitForBit()
{
    const TracePtr weights = run();
    const TracePtr projections = run({.keeping = AttentionKeeping::QueriesAndKeys});
    for (std::size_t site = 0; site < weights->sites.size(); ++site) {
        for (int head = 0; head < weights->sites[site].heads; ++head) {
            const Matrix kept = weights->attention.head(site, head);
            QVERIFY(kept == projections->attention.head(site, head));
            QVERIFY(kept.row(1) == projections->attention.row(site, head, 1));
        }
    }
}

void BlipTest::threadsDoNotChangeABit()
{
    const TracePtr one = run({}, 1);
    const TracePtr three = run({}, 3);
    for (std::size_t site = 0; site < one->sites.size(); ++site) {
        QVERIFY(one->attention.head(site, 0) == three->attention.head(site, 0));
    }
    QCOMPARE(output(*one, "itm_logits").floats(), output(*three, "itm_logits").floats());
}

void BlipTest::paddingChangesNothingForTheOthers()
{
    const TracePtr plain = run();
    const TracePtr padded = run({.padText = 14});
    const int tokens = plain->tokens.size();
    QCOMPARE(padded->tokens.size(), 14);
    const std::size_t site = *plain->findSite("text_self", 2);
    const Matrix weights = padded->attention.head(site, 1);
    QCOMPARE(weights.rightCols(14 - tokens).cwiseAbs().maxCoeff(), 0.0F);
    QVERIFY((weights.topLeftCorner(tokens, tokens) - plain->attention.head(site, 1))
                .cwiseAbs()
                .maxCoeff() < 1e-6F);
}

void BlipTest::masksOutsideTheSampleAreRefused()
{
    for (const RunOptions& options :
         {RunOptions{.intervention = {.maskedWords = {40}}},
          RunOptions{.intervention = {.maskedUnits = {17}}}, RunOptions{.padText = 21}}) {
        try {
            run(options);
            QFAIL("accepted");
        } catch (const Error& error) {
            QCOMPARE(error.info().id, std::string("E_USAGE_INDEX"));
        }
    }
}

void BlipTest::stopIsHeard()
{
    const ModelPtr model = load();
    std::stop_source stop;
    int steps = 0;
    const Progress progress(stop.get_token(), [&](int, int, const std::string&) {
        if (++steps == 3) {
            stop.request_stop();
        }
    });
    QVERIFY_THROWS_EXCEPTION(Cancelled, model->run(basicSample(), {}, progress));
    QCOMPARE(steps, 3);
}

void BlipTest::unusableFolderIsExplained_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("place");

    const auto row = [](const char* name) -> QTestData& { return QTest::newRow(name); };
    row("unknown family") << "config.json"
                          << R"("model_type": "blip",)"
                          << R"("model_type": "blurp",)"
                          << "E_MODEL_UNSUPPORTED"
                          << "/model_type";
    row("heads do not divide") << "config.json"
                               << R"("num_attention_heads": 4,)"
                               << R"("num_attention_heads": 7,)"
                               << "E_CONFIG_RANGE"
                               << "/text_config/num_attention_heads";
    row("no heads") << "config.json"
                    << R"("num_attention_heads": 4,)"
                    << R"("num_attention_heads": 0,)"
                    << "E_CONFIG_RANGE"
                    << "/text_config/num_attention_heads";
    row("negative layers") << "config.json"
                           << R"("num_hidden_layers": 3,)"
                           << R"("num_hidden_layers": -3,)"
                           << "E_CONFIG_RANGE"
                           << "/text_config/num_hidden_layers";
    row("a billion layers") << "config.json"
                            << R"("num_hidden_layers": 3,)"
                            << R"("num_hidden_layers": 1000000000,)"
                            << "E_CONFIG_RANGE"
                            << "/text_config/num_hidden_layers";
    row("no room for a word") << "config.json"
                              << R"("max_position_embeddings": 20,)"
                              << R"("max_position_embeddings": 1,)"
                              << "E_CONFIG_RANGE"
                              << "/text_config/max_position_embeddings";
    row("patch larger than image") << "config.json"
                                   << R"("patch_size": 12,)"
                                   << R"("patch_size": 64,)"
                                   << "E_CONFIG_RANGE"
                                   << "/vision_config/patch_size";
    row("wrong JSON type") << "config.json"
                           << R"("hidden_size": 40,)"
                           << R"("hidden_size": "40",)"
                           << "E_CONFIG_FIELD"
                           << "/text_config/hidden_size";
    row("a tensor is missing") << "model.safetensors"
                               << R"("itm_head.bias")"
                               << R"("itm_head.bais")"
                               << "E_TENSOR_MISSING"
                               << "itm_head.bias";
    row("a tensor has another shape") << "config.json"
                                      << R"("intermediate_size": 72,)"
                                      << R"("intermediate_size": 73,)"
                                      << "E_TENSOR_SHAPE"
                                      << "text_encoder.encoder.layer.0.intermediate.dense.weight";
    row("preprocessor makes another size") << "preprocessor_config.json"
                                           << R"("height": 48)"
                                           << R"("height": 64)"
                                           << "E_PREPROC"
                                           << "/size";
    row("no vocabulary") << "vocab.txt"
                         << ""
                         << ""
                         << "E_TOKENIZER_MISSING"
                         << "";
}

void BlipTest::unusableFolderIsExplained()
{
    QFETCH(QString, file);
    QFETCH(QString, pattern);
    QFETCH(QString, text);
    QFETCH(QString, id);
    QFETCH(QString, place);
    const QTemporaryDir target;
    const std::filesystem::path folder = copiedFolder(target);
    if (pattern.isEmpty()) {
        std::filesystem::remove(folder / file.toStdString());
    } else {
        edit(folder / file.toStdString(), pattern.toStdString(), text.toStdString());
    }
    const ErrorInfo error = loadingError(folder);
    QCOMPARE(QString::fromStdString(error.id), id);
    QVERIFY2(QString::fromStdString(error.place).contains(place), error.place.c_str());
}

QTEST_APPLESS_MAIN(BlipTest)
#include "blip_test.moc"
