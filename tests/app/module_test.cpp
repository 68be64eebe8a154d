#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "tests/app/program.h"
#include "tests/support/npy_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace attenscope {

namespace {

constexpr float kTolerance = 2e-5F;
const QString kCases = QStringLiteral(TEST_DATA "/bare_module/");

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject jsonOf(const QByteArray& bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

/// What a case of tests/data/bare_module is run with.
QStringList argumentsOf(const QString& name)
{
    const QString folder = kCases + name + "/";
    const QJsonObject facts = jsonOf(contentOf(folder + "case.json"));
    QStringList arguments{"--module", folder + facts["weights"].toString(), "--heads",
                          QString::number(facts["heads"].toInt())};
    for (const char* array : {"query", "context", "value", "mask"}) {
        const QString file = folder + array + ".npy";
        if (QFile::exists(file)) {
            arguments += {QString("--") + array, file};
        }
    }
    const QMap<QString, QString> options{{"query_is", "--query-is"},
                                         {"batch", "--batch-order"},
                                         {"grid", "--grid"},
                                         {"mode", "--mode"}};
    for (auto option = options.begin(); option != options.end(); ++option) {
        if (facts.contains(option.key())) {
            arguments += {option.value(), facts[option.key()].toString()};
        }
    }
    if (facts["zero_attention"].toBool()) {
        arguments += "--add-zero-attn";
    }
    return arguments;
}

float largestDifference(const NamedArray& found, const NamedArray& golden)
{
    float largest = found.shape == golden.shape ? 0 : 1e9F;
    for (std::size_t i = 0; i < std::min(found.floats().size(), golden.floats().size()); ++i) {
        largest = std::max(largest, std::abs(found.floats()[i] - golden.floats()[i]));
    }
    return largest;
}

} // namespace

/// `attenscope run --module` and `figure --module` as processes, without a display.
class ModuleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runEqualsTorch_data();
    void runEqualsTorch();
    void answerNamesTheModule();
    void figureIsDrawnWithAndWithoutAPicture();
    void recordedRunIsDrawnAgain();
    void wrongUseIsExplained_data();
    void wrongUseIsExplained();

private:
    QTemporaryDir folder_;
};

void ModuleTest::runEqualsTorch_data()
{
    QTest::addColumn<QString>("name");
    for (const QString& name : QDir(kCases).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QTest::newRow(qPrintable(name)) << name;
    }
}

void ModuleTest::runEqualsTorch()
{
    QFETCH(QString, name);
    const QString out = folder_.filePath(name);
    const Outcome outcome =
        runAttenscope(QStringList{"run", "--out", out, "--dump-inputs"} + argumentsOf(name));
    QVERIFY2(outcome.exitCode == 0, outcome.errors);
    const auto golden = [&](const char* array) {
        return readNpy((kCases + name + "/" + array + ".npy").toStdString());
    };
    const QMap<QString, NamedArray> attention = arraysOf(out + "/attention.npz");
    QCOMPARE(attention.size(), 1);
    QVERIFY(largestDifference(attention.first(), golden("attention")) <= kTolerance);
    const QMap<QString, NamedArray> outputs = arraysOf(out + "/outputs.npz");
    QVERIFY(largestDifference(outputs["output"], golden("output")) <= kTolerance);
    QVERIFY(arraysOf(out + "/inputs.npz").contains("query"));
    QCOMPARE(jsonOf(contentOf(out + "/run.json"))["model"].toObject()["family"].toString(),
             QString("bare module"));
}

void ModuleTest::answerNamesTheModule()
{
    const Outcome outcome =
        runAttenscope(QStringList{"run", "--json", "--caption", "a red circle on it"} +
                      argumentsOf("torch_fused"));
    QVERIFY2(outcome.exitCode == 0, outcome.errors);
    const QJsonObject answer = jsonOf(outcome.output);
    QCOMPARE(answer["family"].toString(), QString("bare module"));
    QCOMPARE(answer["mode"].toString(), QString("text-to-image"));
    QCOMPARE(answer["standing"].toString(), QString("as trained"));
    QCOMPARE(answer["words"].toArray().at(2).toString(), QString("circle"));
}

void ModuleTest::figureIsDrawnWithAndWithoutAPicture()
{
    const QString plain = folder_.filePath("plain.png");
    Outcome outcome = runAttenscope(QStringList{"figure", "--words", "2", "--out", plain} +
                                    argumentsOf("torch_fused"));
    QVERIFY2(outcome.exitCode == 0, outcome.errors);
    const QString over = folder_.filePath("over.png");
    outcome = runAttenscope(QStringList{"figure", "--words", "2", "--image",
                                        samplePath("five-objects.png"), "--out", over} +
                            argumentsOf("torch_fused"));
    QVERIFY2(outcome.exitCode == 0, outcome.errors);
    QVERIFY(contentOf(plain) != contentOf(over));
    // The grid form: a pixel of the picture asks the words.
    const QString words = folder_.filePath("words.svg");
    outcome = runAttenscope(QStringList{"figure", "--units", "7", "--out", words} +
                            argumentsOf("convolution"));
    QVERIFY2(outcome.exitCode == 0, outcome.errors);
}

void ModuleTest::recordedRunIsDrawnAgain()
{
    const QString run = folder_.filePath("recorded");
    Outcome outcome = runAttenscope(QStringList{"run", "--out", run} + argumentsOf("torch_fused"));
    QVERIFY2(outcome.exitCode == 0, outcome.errors);
    const QString first = folder_.filePath("first.png");
    const QString again = folder_.filePath("again.png");
    outcome = runAttenscope(QStringList{"figure", "--words", "1", "--no-metadata", "--out", first} +
                            argumentsOf("torch_fused"));
    QVERIFY2(outcome.exitCode == 0, outcome.errors);
    outcome = runAttenscope({"figure", run, "--words", "1", "--no-metadata", "--out", again});
    QVERIFY2(outcome.exitCode == 0, outcome.errors);
    QVERIFY(contentOf(first) == contentOf(again));
}

void ModuleTest::wrongUseIsExplained_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<QString>("without"); // an option that is left out with its value
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* name, const QStringList& more, const char* without, int code,
                        const char* id, const char* said) {
        QTest::newRow(name) << more << QString(without) << code << QString(id) << QString(said);
    };
    row("no heads", {}, "--heads", 2, "E_USAGE_MISSING", "--heads");
    row("no context", {}, "--context", 2, "E_USAGE_MISSING", "--context");
    row("no module", {}, "--module", 2, "E_USAGE_MISSING", "--module");
    row("heads that do not divide", {"--heads", "5"}, "--heads", 2, "E_USAGE_VALUE",
        "divisor of 24");
    row("another grid", {"--grid", "4x4"}, "--grid", 2, "E_USAGE_VALUE", "12 cells");
    row("no grid", {"--grid", "4by3"}, "--grid", 2, "E_USAGE_VALUE", "ROWSxCOLUMNS");
    row("a misspelt side", {"--query-is", "txet"}, "--query-is", 2, "E_USAGE_VALUE",
        "Did you mean text");
    row("a misspelt option", {"--contxt", "a"}, "", 2, "E_USAGE_OPTION", "Did you mean --context");
    row("a model beside it", {"--model", "scenes"}, "", 2, "E_USAGE_OPTION", "--model");
    row("a mode that it has not", {"--mode", "hybrid"}, "", 4, "E_MODE_UNSUPPORTED",
        "one direction");
    row("features of another width", {"--context", kCases + "linear_widths/context.npy"},
        "--context", 3, "E_MODULE_SHAPE", "[12, 30]");
    row("a mask of another size", {"--mask", kCases + "linear_reverse/query.npy"}, "--mask", 3,
        "E_MODULE_MASK", "[12]");
    row("no state dict", {"--module", kCases + "torch_fused/query.npy"}, "--module", 3, "", "");
}

void ModuleTest::wrongUseIsExplained()
{
    QFETCH(QStringList, more);
    QFETCH(QString, without);
    QFETCH(int, exitCode);
    QFETCH(QString, id);
    QFETCH(QString, said);
    QStringList arguments = argumentsOf("torch_fused");
    if (!without.isEmpty()) {
        const auto at = arguments.indexOf(without);
        arguments.remove(at, 2);
    }
    const Outcome outcome = runAttenscope(QStringList{"run", "--json"} + arguments + more);
    QCOMPARE(outcome.exitCode, exitCode);
    if (!id.isEmpty()) {
        QCOMPARE(jsonOf(outcome.output)["id"].toString(), id);
    }
    QVERIFY2(outcome.errors.contains(said.toUtf8()), outcome.errors);
}

} // namespace attenscope

QTEST_GUILESS_MAIN(attenscope::ModuleTest)
#include "module_test.moc"
