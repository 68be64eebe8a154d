#include <QProcess>
#include <QTest>

#include "engine/base/error.h"
#include "engine/checkpoint/open_inside.h"
#include "engine/io/npz.h"
#include "engine/io/run_files.h"
#include "tests/support/sample_trace.h"
#include "tests/support/temporary_folder.h"

#include <stop_token>
#include <string>
#include <utility>
#include <vector>

using namespace attenscope;

namespace {

const SampleFacts kSample{.imagePath = "/pictures/a b.png",
                          .imageDigest = std::string(64, 'e'),
                          .imageWidth = 641,
                          .imageHeight = 480};

void compareArrays(const std::vector<NamedArray>& found, const std::vector<NamedArray>& expected)
{
    QCOMPARE(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        QCOMPARE(found[i].name, expected[i].name);
        QCOMPARE(found[i].shape, expected[i].shape);
        QVERIFY(found[i].values == expected[i].values);
    }
}

} // namespace

class RunFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tokensAndWordsComeBack();
    void unitsAndGeometryComeBack();
    void sitesAndAttentionComeBackBitForBit();
    void similaritiesComeBackAndAreNoAttention();
    void outputsAndProvenanceComeBack();
    void statesAndInputsAreWrittenOnlyWhenAskedFor();
    void equalTracesGiveEqualBytes();
    void numpyReadsWhatIsWritten();
    void cancelledWritingLeavesNothing();
    void existingRunIsKeptUnlessTold();
    void damageIsNamed_data();
    void damageIsNamed();
};

namespace {

StoredRun writtenAndRead(const Trace& trace, const RunWriteOptions& options)
{
    const TemporaryFolder folder;
    writeRun(folder.path() / "run", trace, kSample, options, {});
    return readRun(folder.path() / "run", {});
}

} // namespace

void RunFilesTest::tokensAndWordsComeBack()
{
    const Trace before = sampleTrace();
    const StoredRun run = writtenAndRead(before, {});
    const Trace& after = *run.trace;
    QCOMPARE(after.tokens.caption, before.tokens.caption);
    QCOMPARE(after.tokens.size(), before.tokens.size());
    for (std::size_t i = 0; i < before.tokens.tokens.size(); ++i) {
        const Token& a = after.tokens.tokens[i];
        const Token& b = before.tokens.tokens[i];
        QCOMPARE(a.id, b.id);
        QCOMPARE(a.text, b.text);
        QCOMPARE(a.begin, b.begin);
        QCOMPARE(a.end, b.end);
        QCOMPARE(a.word, b.word);
        QCOMPARE(a.isSpecial, b.isSpecial);
        QCOMPARE(a.isPadding, b.isPadding);
    }
    QCOMPARE(after.tokens.words.size(), before.tokens.words.size());
    for (std::size_t i = 0; i < before.tokens.words.size(); ++i) {
        QCOMPARE(after.tokens.words[i].text, before.tokens.words[i].text);
        QCOMPARE(after.tokens.words[i].tokens, before.tokens.words[i].tokens);
        QCOMPARE(after.tokens.words[i].isSpecial, before.tokens.words[i].isSpecial);
    }
    QCOMPARE(after.isTokenMasked, before.isTokenMasked);
    QCOMPARE(after.tokens.warnings.size(), std::size_t{1});
    QCOMPARE(after.tokens.warnings[0].id, before.tokens.warnings[0].id);
    QCOMPARE(after.tokens.warnings[0].text, before.tokens.warnings[0].text);
    QCOMPARE(after.warnings.size(), std::size_t{1});
    QCOMPARE(after.warnings[0].id, std::string("W_TEST"));
}

void RunFilesTest::unitsAndGeometryComeBack()
{
    const Trace before = sampleTrace();
    const StoredRun run = writtenAndRead(before, {});
    const VisualUnits& after = run.trace->units;
    QCOMPARE(after.gridRows, before.units.gridRows);
    QCOMPARE(after.gridColumns, before.units.gridColumns);
    QCOMPARE(after.patchSize, before.units.patchSize);
    const ImageGeometry& g = after.geometry;
    QCOMPARE((std::vector{g.originalWidth, g.originalHeight, g.resizedWidth, g.resizedHeight,
                          g.cropX, g.cropY, g.inputWidth, g.inputHeight}),
             (std::vector{641, 480, 43, 32, 5, -1, 32, 32}));
    QCOMPARE(after.size(), before.units.size());
    for (std::size_t i = 0; i < before.units.units.size(); ++i) {
        const VisualUnit& a = after.units[i];
        const VisualUnit& b = before.units.units[i];
        QCOMPARE(a.kind, b.kind);
        QCOMPARE(a.row, b.row);
        QCOMPARE(a.column, b.column);
        QCOMPARE(a.name, b.name);
        QVERIFY(a.box.x0 == b.box.x0 && a.box.y0 == b.box.y0); // bit for bit
        QVERIFY(a.box.x1 == b.box.x1 && a.box.y1 == b.box.y1);
    }
    QCOMPARE(run.trace->isUnitMasked, before.isUnitMasked);
    QCOMPARE(run.sample.imagePath, kSample.imagePath);
    QCOMPARE(run.sample.imageDigest, kSample.imageDigest);
    QCOMPARE(run.sample.imageWidth, 641);
    QCOMPARE(run.sample.imageHeight, 480);
}

void RunFilesTest::sitesAndAttentionComeBackBitForBit()
{
    const Trace before = sampleTrace();
    const StoredRun run = writtenAndRead(before, {});
    const Trace& after = *run.trace;
    QCOMPARE(after.sites.size(), before.sites.size());
    QCOMPARE(after.attention.sites(), before.sites.size());
    for (std::size_t i = 0; i < before.sites.size(); ++i) {
        const Site& a = after.sites[i];
        const Site& b = before.sites[i];
        QCOMPARE(a.name(), b.name());
        QCOMPARE(a.kind, b.kind);
        QCOMPARE(a.layer, b.layer);
        QCOMPARE(a.heads, b.heads);
        QCOMPARE(a.weightPrefix, b.weightPrefix);
        for (const auto& [axis, expected] :
             {std::pair(a.query, b.query), std::pair(a.key, b.key)}) {
            QCOMPARE(axis.text.begin, expected.text.begin);
            QCOMPARE(axis.text.count, expected.text.count);
            QCOMPARE(axis.image.begin, expected.image.begin);
            QCOMPARE(axis.image.count, expected.image.count);
        }
        for (int head = 0; head < b.heads; ++head) {
            QVERIFY(after.attention.head(i, head) == before.attention.head(i, head));
        }
    }
    QVERIFY(after.attention.head(0, 0) != after.attention.head(0, 1));
    QCOMPARE(after.headsOff, before.headsOff);
}

void RunFilesTest::similaritiesComeBackAndAreNoAttention()
{
    Trace before = sampleTrace();
    SiteRecorder recorder(1, AttentionKeeping::QueriesAndKeys);
    const Matrix cosines = Matrix::Random(4, 5); // -1 to 1
    recorder.record(0, cosines);
    before.sites.push_back({.kind = "similarity",
                            .layer = 0,
                            .heads = 1,
                            .query = Axis::textOnly(4),
                            .key = Axis::imageOnly(5),
                            .isSimilarity = true});
    before.attention.add(std::move(recorder));

    const TemporaryFolder folder;
    const std::filesystem::path path = folder.path() / "run";
    writeRun(path, before, kSample, {}, {});
    const std::string name = "similarity_text_to_image";
    QCOMPARE(before.sites.back().name(), name);
    const auto open = [&](const char* file) {
        return NpzFile(openInside(path, file, file), std::uint64_t{1} << 20);
    };
    const NpzFile attention = open("attention.npz");
    const NpzFile outputs = open("outputs.npz");
    QVERIFY(!attention.contains(name));
    QCOMPARE(outputs.read(name).shape, (std::vector<std::int64_t>{1, 1, 4, 5}));

    const StoredRun run = readRun(path, {});
    QCOMPARE(run.trace->sites.size(), before.sites.size());
    QVERIFY(run.trace->sites.back().isSimilarity);
    QVERIFY(run.trace->attention.head(before.sites.size() - 1, 0) == cosines);
    compareArrays(run.trace->outputs.arrays, before.outputs.arrays);
}

void RunFilesTest::outputsAndProvenanceComeBack()
{
    const Trace before = sampleTrace();
    const StoredRun run = writtenAndRead(before, {});
    const Outputs& after = run.trace->outputs;
    QCOMPARE(after.match.size(), std::size_t{2});
    QCOMPARE(after.match[0].id, std::string("weighted-sum"));
    QCOMPARE(after.match[0].name, std::string("weighted sum"));
    QVERIFY(after.match[0].probability == 0.1 + 0.2);
    QCOMPARE(after.match[0].modalityWeights, (std::vector<double>{0.25, 0.75}));
    QVERIFY(after.match[1].probability == 1e-30);
    QVERIFY(after.match[1].modalityWeights.empty());
    QVERIFY(after.similarity == -0.125);
    QCOMPARE(after.predictions.size(), std::size_t{1});
    QCOMPARE(after.predictions[0].what, std::string("word 1"));
    QCOMPARE(after.predictions[0].candidates[1].label, std::string("blue"));
    QCOMPARE(after.predictions[0].candidates[1].probability, 0.1);
    compareArrays(after.arrays, before.outputs.arrays);
    const Provenance& from = run.trace->provenance;
    QCOMPARE((std::vector{from.modelName, from.modelFamily, from.modelPath,
                          from.modelDigest.value(), from.mode, from.standing, from.engineVersion}),
             (std::vector<std::string>{"scenes", "scenes", "/models/scenes", std::string(64, 'a'),
                                       "hybrid", "as trained", "0.1.0"}));
    QCOMPARE(from.elapsedMs, 12.5);
}

void RunFilesTest::statesAndInputsAreWrittenOnlyWhenAskedFor()
{
    const Trace before = sampleTrace();
    const TemporaryFolder folder;
    writeRun(folder.path() / "plain", before, kSample, {}, {});
    writeRun(folder.path() / "full", before, kSample,
             {.overwrite = Overwrite::No, .writesStates = true, .writesInputs = true}, {});
    QVERIFY(!std::filesystem::exists(folder.path() / "plain/inputs.npz"));
    const StoredRun plain = readRun(folder.path() / "plain", {});
    QVERIFY(plain.trace->outputs.states.empty());
    QVERIFY(plain.trace->inputs.empty());
    const StoredRun full = readRun(folder.path() / "full", {});
    compareArrays(full.trace->outputs.states, before.outputs.states);
    compareArrays(full.trace->outputs.arrays, before.outputs.arrays);
    compareArrays(full.trace->inputs, before.inputs);
}

void RunFilesTest::equalTracesGiveEqualBytes()
{
    const TemporaryFolder folder;
    const RunWriteOptions options{
        .overwrite = Overwrite::No, .writesStates = true, .writesInputs = true};
    writeRun(folder.path() / "a", sampleTrace(), kSample, options, {});
    writeRun(folder.path() / "b", sampleTrace(), kSample, options, {});
    for (const char* name : {"run.json", "attention.npz", "outputs.npz", "inputs.npz"}) {
        QVERIFY2(bytesOf(folder.path() / "a" / name) == bytesOf(folder.path() / "b" / name), name);
    }
}

void RunFilesTest::numpyReadsWhatIsWritten()
{
    const TemporaryFolder folder;
    writeRun(folder.path() / "run", sampleTrace(), kSample, {}, {});
    const QString script = R"(
import json, sys
try:
    import numpy
except ImportError:
    sys.exit(77)
folder = sys.argv[1]
run = json.load(open(folder + "/run.json", encoding="utf-8"))
assert run["schema_version"] == 1 and run["caption"] == 'Größe "x"\n'
attention = numpy.load(folder + "/attention.npz")
assert sorted(attention.files) == ["attn_cross_text_to_image_L00", "attn_joint_self_L01"]
for site in run["sites"]:
    array = attention[site["array"]]
    assert array.dtype == numpy.float32 and list(array.shape) == site["shape"]
    assert numpy.allclose(array.sum(-1), 1)
# the formula of the sample: row 2, column 3, head 1 of the first site
row = (2 * 7 + numpy.arange(5) * 3 + 1 + 5) % 11 + 1
assert numpy.allclose(attention["attn_cross_text_to_image_L00"][0, 1, 2], row / row.sum())
outputs = numpy.load(folder + "/outputs.npz")
assert outputs["itm_logits"].tolist() == [[-1.0, 2.0]]
assert outputs["generated_ids"].dtype == numpy.int64
assert outputs["generated_ids"].tolist() == [[1, -2, 2 ** 40]]
)";
    QProcess python;
    python.start("/usr/bin/python3",
                 {"-c", script, QString::fromStdString((folder.path() / "run").string())});
    if (!python.waitForStarted()) {
        QSKIP("there is no /usr/bin/python3");
    }
    QVERIFY(python.waitForFinished());
    if (python.exitCode() == 77) {
        QSKIP("python3 has no numpy");
    }
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
}

void RunFilesTest::cancelledWritingLeavesNothing()
{
    const TemporaryFolder folder;
    std::stop_source stop;
    int steps = 0;
    const Progress progress(stop.get_token(), [&](int, int, const std::string&) {
        if (++steps == 2) {
            stop.request_stop();
        }
    });
    QVERIFY_EXCEPTION_THROWN(writeRun(folder.path() / "run", sampleTrace(), kSample, {}, progress),
                             Cancelled);
    QCOMPARE(folder.names(), std::vector<std::string>());
}

void RunFilesTest::existingRunIsKeptUnlessTold()
{
    const TemporaryFolder folder;
    const std::filesystem::path run = folder.path() / "run";
    writeRun(run, sampleTrace(), kSample, {}, {});
    folder.write("run/notes.txt", "mine");
    Trace other = sampleTrace();
    other.provenance.mode = "co";
    try {
        writeRun(run, other, kSample, {}, {});
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(error.info().id, std::string("E_OUTPUT"));
        QCOMPARE(error.info().file, run.string());
    }
    QCOMPARE(readRun(run, {}).trace->provenance.mode, std::string("hybrid"));
    RunWriteOptions options;
    options.overwrite = Overwrite::Yes;
    writeRun(run, other, kSample, options, {});
    QCOMPARE(readRun(run, {}).trace->provenance.mode, std::string("co"));
    QCOMPARE(bytesOf(run / "notes.txt"), std::string("mine"));
    QCOMPARE(folder.names(), std::vector<std::string>{"run"});
}

void RunFilesTest::damageIsNamed_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("from"); // the first occurrence becomes `to`; empty: the whole file
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("place");
    const char* const run = "run.json";
    QTest::newRow("not JSON") << run << ""
                              << "{"
                              << "E_RUN_FIELD"
                              << "byte 1";
    QTest::newRow("another schema") << run << "attenscope-run"
                                    << "x"
                                    << "E_RUN_FIELD"
                                    << "/schema";
    QTest::newRow("a later version") << run << "\"schema_version\": 1"
                                     << "\"schema_version\": 2"
                                     << "E_RUN_VERSION"
                                     << "/schema_version";
    QTest::newRow("a field is missing") << run << "\"caption\""
                                        << "\"subtitle\""
                                        << "E_RUN_FIELD"
                                        << "/caption";
    QTest::newRow("a field of another type") << run << "\"id\": 101"
                                             << "\"id\": \"101\""
                                             << "E_RUN_FIELD"
                                             << "/tokens/0/id";
    QTest::newRow("a token beyond the caption") << run << "\"end\": 7"
                                                << "\"end\": 70"
                                                << "E_RUN_RANGE"
                                                << "/tokens/2/end";
    QTest::newRow("a token that ends before it begins") << run << "\"begin\": 4"
                                                        << "\"begin\": 8"
                                                        << "E_RUN_RANGE"
                                                        << "/tokens/2/end";
    QTest::newRow("a word that is not there") << run << "\"word\": 1,"
                                              << "\"word\": 2,"
                                              << "E_RUN_RANGE"
                                              << "/tokens/1/word";
    QTest::newRow("a token that is not there") << run << "\"tokens\": [1, 2]"
                                               << "\"tokens\": [1, 4]"
                                               << "E_RUN_RANGE"
                                               << "/words/1/tokens/1";
    QTest::newRow("an unknown kind of unit") << run << "\"patch\""
                                             << "\"blob\""
                                             << "E_RUN_FIELD"
                                             << "/units/list/1/kind";
    QTest::newRow("a patch beside the grid") << run << "\"grid_rows\": 2"
                                             << "\"grid_rows\": 1"
                                             << "E_RUN_FIELD"
                                             << "/units/list/3";
    QTest::newRow("more text than tokens") << run << "\"text\": [0, 4, 0]"
                                           << "\"text\": [0, 5, 0]"
                                           << "E_RUN_FIELD"
                                           << "/sites/0/query/text";
    QTest::newRow("tokens beyond the last") << run << "\"text\": [0, 4, 0]"
                                            << "\"text\": [0, 4, 1]"
                                            << "E_RUN_FIELD"
                                            << "/sites/0/query/text";
    QTest::newRow("a span beyond its axis") << run << "\"text\": [0, 4, 0]"
                                            << "\"text\": [1, 4, 0]"
                                            << "E_RUN_FIELD"
                                            << "/sites/0/query";
    QTest::newRow("a shape that differs") << run << "\"heads\": 2"
                                          << "\"heads\": 1"
                                          << "E_RUN_SHAPE"
                                          << "attn_cross_text_to_image_L00";
    QTest::newRow("a site that is not recorded") << run << "\"kind\": \"joint_self\""
                                                 << "\"kind\": \"joint\""
                                                 << "E_NPZ_NAME"
                                                 << "attn_joint_L01";
    QTest::newRow("an output that is not there") << run << "\"name\": \"itm_logits\""
                                                 << "\"name\": \"itc\""
                                                 << "E_NPZ_NAME"
                                                 << "itc";
    QTest::newRow("attention is no archive") << "attention.npz"
                                             << ""
                                             << "nothing"
                                             << "E_NPZ_ARCHIVE"
                                             << "";
}

void RunFilesTest::damageIsNamed()
{
    QFETCH(QString, file);
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, id);
    QFETCH(QString, place);
    const TemporaryFolder folder;
    const std::filesystem::path run = folder.path() / "run";
    writeRun(run, sampleTrace(), kSample, {}, {});
    std::string bytes = bytesOf(run / file.toStdString());
    if (from.isEmpty()) {
        bytes = to.toStdString();
    } else {
        const std::size_t found = bytes.find(from.toStdString());
        QVERIFY2(found != std::string::npos, bytes.c_str());
        bytes.replace(found, from.toStdString().size(), to.toStdString());
    }
    folder.write(std::filesystem::path("run") / file.toStdString(), bytes);
    try {
        readRun(run, {});
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(QString::fromStdString(error.info().id), id);
        QCOMPARE(QString::fromStdString(error.info().place), place);
        const bool isAboutArray = id == "E_NPZ_NAME" || id == "E_RUN_SHAPE";
        const QString name = !isAboutArray    ? file
                             : place == "itc" ? QString("outputs.npz")
                                              : QString("attention.npz");
        QCOMPARE(error.info().file, (run / name.toStdString()).string());
        QVERIFY(!error.info().expected.empty() && !error.info().found.empty());
    }
}

QTEST_GUILESS_MAIN(RunFilesTest)
#include "run_files_test.moc"
