#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "engine/io/npz.h"
#include "tests/app/program.h"

#include <csignal>
#include <set>

namespace attenscope {

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool writeTest(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

QJsonObject jsonOf(const QByteArray& bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

const QStringList kModes{"text-to-image", "image-to-text", "co",
                         "alternating",   "hybrid",        "single-stream"};

} // namespace

/// `attenscope run` as a process, without a display.
class RunTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingRecordedIsWritten();
    void answerIsPrinted();
    void jsonAnswerNamesTheScores();
    void oneFusionCanBeChosen();
    void sixModesAnswerDifferently();
    void threadsDoNotChangeABit_data();
    void threadsDoNotChangeABit();
    void nothingIsOverwrittenWithoutForce();
    void maskedWordIsHiddenEverywhere();
    void headsAreNamedWithOrWithoutTheirKind();
    void captionComesFromAnywhere_data();
    void captionComesFromAnywhere();
    void badInputIsExplained_data();
    void badInputIsExplained();
    void regionsAreReadAndNamed();
    void aTokenizerIsAskedForOnce();
    void fileSizeLimitLeavesNothingBehind();
    void signalsStopWithoutOutput_data();
    void signalsStopWithoutOutput();
    void inspectReadsModelsAndRuns();

private:
    QString fresh(const QString& name)
    {
        QDir(folder_.filePath(name)).removeRecursively();
        return folder_.filePath(name);
    }

    QTemporaryDir folder_;
};

void RunTest::everythingRecordedIsWritten()
{
    const QString out = fresh("run");
    const Outcome outcome =
        runAttenscope(sampleArguments("run") +
                      QStringList{"--mode", "hybrid", "--out", out, "--hidden", "--dump-inputs"});
    QVERIFY2(outcome.exitCode == 0, outcome.errors);
    QCOMPARE(QDir(out).entryList(QDir::Files, QDir::Name),
             (QStringList{"attention.npz", "inputs.npz", "outputs.npz", "run.json"}));

    const QJsonObject run = jsonOf(contentOf(out + "/run.json"));
    const qsizetype tokens = run["tokens"].toArray().size();
    const qsizetype units = run["units"]["list"].toArray().size();
    QCOMPARE(tokens, 12);
    QCOMPARE(units, 144);
    QCOMPARE(run["model"]["digest"].toString().size(), 64);
    QCOMPARE(run["image"]["digest"].toString().size(), 64);
    QVERIFY(QDir::isAbsolutePath(run["image"]["path"].toString()));
    QVERIFY(run["timings"]["run_ms"].toDouble() > 0);

    const QMap<QString, NamedArray> attention = arraysOf(out + "/attention.npz");
    QCOMPARE(attention.size(), 11);
    using Shape = std::vector<std::int64_t>;
    QCOMPARE(attention["attn_cross_text_to_image_L00"].shape, (Shape{1, 4, tokens, units}));
    QCOMPARE(attention["attn_cross_image_to_text_L01"].shape, (Shape{1, 4, units, tokens}));
    QCOMPARE(attention["attn_xlayer_vision_self_L01"].shape, (Shape{1, 4, units, units}));
    const QMap<QString, NamedArray> inputs = arraysOf(out + "/inputs.npz");
    QCOMPARE(inputs["pixel_values"].shape, (Shape{1, 3, 96, 96}));
    QCOMPARE(inputs["input_ids"].shape, (Shape{1, tokens}));
    const QMap<QString, NamedArray> outputs = arraysOf(out + "/outputs.npz");
    QVERIFY(outputs.contains("match_logit_concat") && outputs.contains("text_hidden"));

    const QString plain = fresh("plain");
    QCOMPARE(runAttenscope(sampleArguments("run") + QStringList{"--out", plain}).exitCode, 0);
    QCOMPARE(QDir(plain).entryList(QDir::Files, QDir::Name),
             (QStringList{"attention.npz", "outputs.npz", "run.json"}));
    QVERIFY(!arraysOf(plain + "/outputs.npz").contains("text_hidden"));
}

void RunTest::answerIsPrinted()
{
    const Outcome outcome = runAttenscope(sampleArguments("run"));
    QVERIFY2(outcome.exitCode == 0, outcome.errors);
    QVERIFY(outcome.output.contains("scenes"));
    QCOMPARE(outcome.output.count("\nmatch "), 3);
    QVERIFY2(outcome.errors.isEmpty(), outcome.errors);

    const Outcome quiet = runAttenscope(sampleArguments("run") + QStringList{"--quiet"});
    QCOMPARE(quiet.exitCode, 0);
    QVERIFY(quiet.output.isEmpty() && quiet.errors.isEmpty());
}

void RunTest::jsonAnswerNamesTheScores()
{
    const Outcome outcome = runAttenscope(sampleArguments("run") + QStringList{"--json"});
    QVERIFY2(outcome.exitCode == 0, outcome.errors);
    const QJsonObject answer = jsonOf(outcome.output);
    QCOMPARE(answer["caption"].toString(),
             QString("a small red circle left of a large blue square"));
    QCOMPARE(answer["words"].toArray().size(), 12);
    QStringList ids;
    for (const QJsonValue& score : answer["match"].toArray()) {
        ids += score["id"].toString();
        QVERIFY(score["probability"].toDouble() > 0 && score["probability"].toDouble() < 1);
    }
    QCOMPARE(ids, (QStringList{"concat", "weighted-sum", "shared-space"}));
    QCOMPARE(answer["match"][1]["modality_weights"].toArray().size(), 2);
}

void RunTest::oneFusionCanBeChosen()
{
    const Outcome one =
        runAttenscope(sampleArguments("run") + QStringList{"--json", "--fusion", "shared-space"});
    QCOMPARE(jsonOf(one.output)["match"].toArray().size(), 1);
    QCOMPARE(jsonOf(one.output)["match"][0]["id"].toString(), QString("shared-space"));
    const Outcome none = runAttenscope(sampleArguments("run") + QStringList{"--fusion", "sum"});
    QCOMPARE(none.exitCode, 2);
}

void RunTest::sixModesAnswerDifferently()
{
    std::set<double> probabilities;
    for (const QString& mode : kModes) {
        const Outcome outcome =
            runAttenscope(sampleArguments("run") + QStringList{"--json", "--mode", mode});
        QVERIFY2(outcome.exitCode == 0, outcome.errors);
        const QJsonObject answer = jsonOf(outcome.output);
        QCOMPARE(answer["mode"].toString(), mode);
        QCOMPARE(answer["standing"].toString(), QString("as trained"));
        probabilities.insert(answer["match"][0]["probability"].toDouble());
    }
    QCOMPARE(probabilities.size(), std::size_t{6});
}

void RunTest::threadsDoNotChangeABit_data()
{
    QTest::addColumn<QString>("model");
    QTest::newRow("bundled") << "scenes";
    QTest::newRow("BLIP") << TEST_DATA "/blip_itm";
}

void RunTest::threadsDoNotChangeABit()
{
    QFETCH(const QString, model);
    const QStringList arguments =
        sampleArguments("run") + QStringList{"--model", model, "--hidden", "--dump-inputs"};
    const QString one = fresh("one");
    const QString two = fresh("two");
    QCOMPARE(runAttenscope(arguments + QStringList{"--threads", "1", "--out", one}).exitCode, 0);
    QCOMPARE(runAttenscope(arguments + QStringList{"--threads", "2", "--out", two}).exitCode, 0);
    for (const char* file : {"/attention.npz", "/outputs.npz", "/inputs.npz"}) {
        const QByteArray bytes = contentOf(one + file);
        QVERIFY(bytes.size() > 100);
        QVERIFY2(bytes == contentOf(two + file), file);
    }
}

void RunTest::nothingIsOverwrittenWithoutForce()
{
    const QString out = fresh("once");
    const QStringList arguments = sampleArguments("run") + QStringList{"--json", "--out", out};
    QCOMPARE(runAttenscope(arguments).exitCode, 0);
    const QByteArray before = contentOf(out + "/run.json");

    const Outcome again = runAttenscope(arguments + QStringList{"--mode", "co"});
    QCOMPARE(again.exitCode, 6);
    QCOMPARE(jsonOf(again.output)["id"].toString(), QString("E_OUTPUT"));
    QCOMPARE(contentOf(out + "/run.json"), before);

    QCOMPARE(runAttenscope(arguments + QStringList{"--mode", "co", "--force"}).exitCode, 0);
    const QJsonObject written = jsonOf(contentOf(out + "/run.json"));
    QCOMPARE(written["mode"]["id"].toString(), QString("co"));
}

void RunTest::maskedWordIsHiddenEverywhere()
{
    const QString out = fresh("masked");
    const Outcome outcome = runAttenscope(
        sampleArguments("run") + QStringList{"--mode", "hybrid", "--mask-words", "RED circle",
                                             "--mask-units", "0", "--out", out, "--json"});
    QVERIFY2(outcome.exitCode == 0, outcome.errors);
    const QJsonObject score = jsonOf(outcome.output)["match"][0].toObject();
    QVERIFY(score["without_changes"].isDouble());
    QVERIFY(score["without_changes"].toDouble() != score["probability"].toDouble());

    const QMap<QString, NamedArray> attention = arraysOf(out + "/attention.npz");
    const NamedArray& words = attention["attn_cross_image_to_text_L01"];
    const auto keys = static_cast<std::size_t>(words.shape[3]);
    for (std::size_t i = 0; i < words.floats().size(); ++i) {
        const bool isMasked = i % keys == 3 || i % keys == 4; // "[CLS] a small red circle …"
        QVERIFY(isMasked == (words.floats()[i] == 0.0F));
    }
    const NamedArray& units = attention["attn_cross_text_to_image_L00"];
    const auto unitKeys = static_cast<std::size_t>(units.shape[3]);
    for (std::size_t i = 0; i < units.floats().size(); ++i) {
        QVERIFY((i % unitKeys == 0) == (units.floats()[i] == 0.0F));
    }
}

void RunTest::headsAreNamedWithOrWithoutTheirKind()
{
    const QStringList arguments = sampleArguments("run") + QStringList{"--json"};
    const auto probability = [&](const QStringList& more) {
        const Outcome outcome = runAttenscope(arguments + more);
        return outcome.exitCode == 0 ? jsonOf(outcome.output)["match"][0]["probability"].toDouble()
                                     : -outcome.exitCode;
    };
    const double plain = probability({"--mode", "text-to-image"});
    const double changed = probability({"--mode", "text-to-image", "--ablate", "1:0"});
    QVERIFY(plain > 0 && changed > 0 && plain != changed);
    QCOMPARE(probability({"--mode", "text-to-image", "--ablate", "cross_text_to_image/1:0"}),
             changed);

    QCOMPARE(probability({"--mode", "hybrid", "--ablate", "1:0"}), -2.0); // two kinds cross
    QCOMPARE(probability({"--mode", "text-to-image", "--ablate", "2:0"}), -2.0);
    QCOMPARE(probability({"--mode", "text-to-image", "--ablate", "0:4"}), -2.0);
    QCOMPARE(probability({"--mode", "text-to-image", "--ablate", "joint_self/0:0"}), -2.0);
}

void RunTest::captionComesFromAnywhere_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("caption");
    QTest::newRow("plain") << QByteArray("a red circle") << "a red circle";
    QTest::newRow("a last line break") << QByteArray("a red circle\n") << "a red circle";
    QTest::newRow("byte order mark and CRLF") << QByteArray("\xEF\xBB\xBF"
                                                            "a red\r\ncircle\r\n")
                                              << "a red\ncircle";
    QTest::newRow("nothing") << QByteArray() << "";
    QTest::newRow("blanks") << QByteArray("  ") << "  ";
    QTest::newRow("accents and emoji")
        << QByteArray("caf\xC3\xA9 \xF0\x9F\x98\x80") << QString::fromUtf8("café 😀");
}

void RunTest::captionComesFromAnywhere()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, caption);
    const QString file = folder_.filePath("caption.txt");
    QVERIFY(writeTest(file, bytes));
    const QStringList arguments{"run", "--json", "--image", samplePath("red-circle.png"),
                                "--caption-file"};
    for (const QString& source : {file, QString("-")}) {
        const Outcome outcome =
            runAttenscope(arguments + QStringList{source}, bytes, {{"LC_ALL", "C"}});
        QVERIFY2(outcome.exitCode == 0, outcome.errors);
        QVERIFY2(!outcome.errors.contains("locale"), outcome.errors);
        QCOMPARE(jsonOf(outcome.output)["caption"].toString(), caption);
    }
}

void RunTest::badInputIsExplained_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("place");

    const QString picture = samplePath("red-circle.png");
    const QStringList sample{"run", "--image", picture};
    const auto row = [](const char* name, const QStringList& arguments, const QByteArray& input,
                        int exitCode, const char* id, const char* place) {
        QTest::newRow(name) << arguments << input << exitCode << id << place;
    };
    row("invalid UTF-8", sample + QStringList{"--caption-file", "-"}, "a red \xFF circle", 3,
        "E_TEXT_ENCODING", "byte 6");
    row("a surrogate", sample + QStringList{"--caption-file", "-"}, "ab\xED\xA0\x80", 3,
        "E_TEXT_ENCODING", "byte 2");
    row("NUL", sample + QStringList{"--caption-file", "-"}, QByteArray("a\0b", 3), 3,
        "E_TEXT_ENCODING", "byte 1");
    row("a caption of 10 MB", sample + QStringList{"--caption-file", "-"},
        QByteArray(10'000'000, 'a'), 5, "E_LIMIT_CAPTION", "");
    row("no caption file", sample + QStringList{"--caption-file", "/nowhere/caption"}, {}, 3,
        "E_IO", "");
    row("no picture", {"run", "--image", "/nowhere/a.png", "--caption", "a"}, {}, 3, "E_IO", "");
    row("a text as picture",
        {"run", "--image", TEST_DATA "/blip_itm/config.json", "--caption", "a"}, {}, 3,
        "E_IMAGE_FORMAT", "");
    row("no model", sample + QStringList{"--caption", "a", "--model", "nosuch"}, {}, 3, "E_IO",
        "--model");
    row("a mode without weights",
        sample + QStringList{"--caption", "a", "--model", TEST_DATA "/blip_itm", "--mode", "co"},
        {}, 4, "E_MODE_UNSUPPORTED", "mode co");
    row("a photo alone for a region model",
        sample + QStringList{"--caption", "a", "--model", TEST_DATA "/lxmert"}, {}, 3,
        "E_REGIONS_NEEDED", "regions");
    row("a caption as regions",
        sample + QStringList{"--caption", "a", "--model", TEST_DATA "/lxmert", "--regions",
                             TEST_DATA "/lxmert/vocab.txt"},
        {}, 3, "E_REGIONS_FORMAT", "line 1");
    row("a word that is not there", sample + QStringList{"--caption", "a", "--mask-words", "dog"},
        {}, 2, "E_USAGE_SELECTION", "--mask-words");
    row("an unknown option", sample + QStringList{"--capton", "a"}, {}, 2, "E_USAGE_OPTION",
        "--capton");
    row("a folder that is not there",
        sample + QStringList{"--caption", "a", "--out", "/nowhere/run"}, {}, 6, "E_OUTPUT", "");
}

void RunTest::badInputIsExplained()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QByteArray, input);
    QFETCH(const int, exitCode);
    QFETCH(const QString, id);
    QFETCH(const QString, place);
    const Outcome outcome = runAttenscope(arguments + QStringList{"--json"}, input);
    QVERIFY2(outcome.exitCode == exitCode, outcome.errors);
    const QJsonObject error = jsonOf(outcome.output);
    QCOMPARE(error["id"].toString(), id);
    if (!place.isEmpty()) {
        QCOMPARE(error["place"].toString(), place);
    }
    for (const char* fact : {"file", "place", "expected", "found", "remedy"}) {
        QVERIFY2(error[QLatin1String(fact)].isString(), fact);
    }
    QVERIFY2(outcome.errors.startsWith("attenscope: "), outcome.errors);
    QCOMPARE(outcome.errors.count('\n'), 1);
    const Outcome plain = runAttenscope(arguments, input);
    QCOMPARE(plain.exitCode, exitCode);
    QVERIFY(plain.output.isEmpty());
    QCOMPARE(plain.errors, outcome.errors);
}

void RunTest::regionsAreReadAndNamed()
{
    // Width 24, as the small checkpoint has it; the shipped files are 2048 wide.
    const QString regions = folder_.filePath("regions.npz");
    OutputFile file(regions.toStdString(), Overwrite::Yes);
    const std::vector<NamedArray> arrays{
        {.name = "features", .shape = {2, 24}, .values = std::vector<float>(48, 0.5F)},
        {.name = "boxes",
         .shape = {2, 4},
         .values = std::vector<float>{0, 0, 256, 512, 10, 20, 30, 40}},
        {.name = "objects_id", .shape = {2}, .values = std::vector<std::int64_t>{17, 4}}};
    writeNpz(file, arrays, {});
    file.commit();
    const QString out = fresh("regions");
    const QStringList sample{
        "run", "--image", samplePath("red-circle.png"), "--caption", "a cat", "--regions", regions};
    const Outcome outcome =
        runAttenscope(sample + QStringList{"--model", TEST_DATA "/lxmert", "--pad-units", "3",
                                           "--out", out, "--json", "--quiet"});
    QVERIFY2(outcome.exitCode == 0, outcome.errors);
    const QJsonObject answer = jsonOf(outcome.output);
    QVERIFY(answer["match"][0]["probability"].toDouble() > 0);
    QVERIFY(answer["predictions"].isArray());
    QCOMPARE(answer["tokenizer"].toString(), QString());
    const QJsonObject run = jsonOf(contentOf(out + "/run.json"));
    const QJsonArray units = run["units"]["list"].toArray();
    QCOMPARE(units.size(), 3);
    QCOMPARE(units[0]["name"].toString(), QString("class 17"));
    QCOMPARE(units[0]["box"].toArray(), (QJsonArray{0, 0, 256, 512}));
    QVERIFY(units[2]["padding"].toBool());

    const Outcome other = runAttenscope(sample); // a model that sees the picture itself
    QVERIFY2(other.exitCode == 0, other.errors);
    QVERIFY2(other.errors.contains("the regions are not used"), other.errors);
    const Outcome wide = runAttenscope({"run", "--image", samplePath("red-circle.png"), "--caption",
                                        "a cat", "--model", TEST_DATA "/lxmert", "--regions",
                                        samplePath("red-circle.regions.npz"), "--json"});
    QCOMPARE(wide.exitCode, 3);
    QCOMPARE(jsonOf(wide.output)["id"].toString(), QString("E_REGIONS_SHAPE"));
}

void RunTest::aTokenizerIsAskedForOnce()
{
    const QString model = fresh("visual_bert");
    QVERIFY(QDir().mkpath(model));
    for (const char* name : {"config.json", "model.safetensors"}) {
        QVERIFY(QFile::copy(QStringLiteral(TEST_DATA "/blip_itm/") + name, model + "/" + name));
    }
    QVERIFY(QFile::copy(TEST_DATA "/blip_itm/preprocessor_config.json",
                        model + "/preprocessor_config.json"));
    const QMap<QString, QString> settings{{"XDG_CONFIG_HOME", folder_.filePath("settings")}};
    const QStringList sample{"run",       "--image", samplePath("red-circle.png"),
                             "--caption", "a cat",   "--model",
                             model,       "--json"};
    const Outcome before = runAttenscope(sample, {}, settings);
    QCOMPARE(before.exitCode, 3);
    QCOMPARE(jsonOf(before.output)["id"].toString(), QString("E_TOKENIZER_MISSING"));
    const QString tokenizer = QFileInfo(TEST_DATA "/blip_itm").canonicalFilePath();
    const Outcome named =
        runAttenscope(sample + QStringList{"--tokenizer", tokenizer}, {}, settings);
    QVERIFY2(named.exitCode == 0, named.errors);
    QCOMPARE(jsonOf(named.output)["tokenizer"].toString(), tokenizer);
    const Outcome later = runAttenscope(sample, {}, settings); // remembered
    QVERIFY2(later.exitCode == 0, later.errors);
    QCOMPARE(jsonOf(later.output)["tokenizer"].toString(), tokenizer);
    QCOMPARE(jsonOf(later.output)["words"].toArray(), jsonOf(named.output)["words"].toArray());
    const Outcome inspected = runAttenscope({"inspect", model, "--json"}, {}, settings);
    QCOMPARE(jsonOf(inspected.output)["tokenizer"].toString(), tokenizer);
}

void RunTest::fileSizeLimitLeavesNothingBehind()
{
    const QString out = fresh("limited");
    const Outcome outcome = runInShell("ulimit -f 8; attenscope \"$@\"",
                                       sampleArguments("run") + QStringList{"--out", out});
    QCOMPARE(outcome.exitCode, 6);
    QVERIFY2(outcome.errors.contains("too large"), outcome.errors);
    QVERIFY(!QDir(out).exists());
    QVERIFY(!QDir(folder_.path())
                 .entryList(QDir::AllEntries | QDir::Hidden)
                 .join(' ')
                 .contains("limited"));
}

void RunTest::signalsStopWithoutOutput_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("interrupt") << SIGINT << 130;
    QTest::newRow("terminate") << SIGTERM << 143;
}

void RunTest::signalsStopWithoutOutput()
{
    QFETCH(const int, signal);
    QFETCH(const int, exitCode);
    const QString out = fresh("stopped");
    QProcess process; // waits for a caption that never comes
    process.start(QStringLiteral(PROGRAM), {"run", "--image", samplePath("red-circle.png"),
                                            "--caption-file", "-", "--out", out});
    QVERIFY(process.waitForStarted());
    const QString status = QStringLiteral("/proc/%1/status").arg(process.processId());
    QTRY_VERIFY_WITH_TIMEOUT(contentOf(status).contains("Threads:\t2"), 20'000); // it listens now
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), signal), 0);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), exitCode);
    QVERIFY(!QDir(out).exists());
}

void RunTest::inspectReadsModelsAndRuns()
{
    const Outcome model = runAttenscope({"inspect", "scenes", "--json"});
    QVERIFY2(model.exitCode == 0, model.errors);
    const QJsonObject facts = jsonOf(model.output);
    QCOMPARE(facts["what"].toString(), QString("model"));
    QCOMPARE(facts["modes"].toArray().size(), 7); // and the base line
    QCOMPARE(facts["modes"][5]["sites"][2]["kind"].toString(), QString("joint_self"));

    const Outcome blip = runAttenscope({"inspect", TEST_DATA "/blip_itm"});
    QVERIFY2(blip.output.contains("text-to-image: as trained, native"), blip.output);
    QVERIFY(blip.output.contains("image-to-text: unavailable: "));

    const QString out = fresh("inspected");
    QCOMPARE(runAttenscope(sampleArguments("run") + QStringList{"--out", out}).exitCode, 0);
    const Outcome run = runAttenscope({"inspect", out, "--json"});
    QCOMPARE(jsonOf(run.output)["what"].toString(), QString("run"));
    QCOMPARE(jsonOf(run.output)["match"].toArray().size(), 3);

    const Outcome listed =
        runAttenscope({"models", "--json"}, {}, {{"ATTENSCOPE_MODELS", TEST_DATA}});
    QStringList names;
    for (const QJsonValue& one : jsonOf(listed.output)["models"].toArray()) {
        names += one["name"].toString() + " " + one["origin"].toString();
    }
    QVERIFY2(names.contains("scenes bundled") && names.contains("blip_itm folder"), listed.output);
    const Outcome byName =
        runAttenscope({"inspect", "blip_itm", "--json"}, {}, {{"ATTENSCOPE_MODELS", TEST_DATA}});
    QCOMPARE(jsonOf(byName.output)["family"].toString(), QString("BLIP"));
}

} // namespace attenscope

QTEST_GUILESS_MAIN(attenscope::RunTest)
#include "run_test.moc"
