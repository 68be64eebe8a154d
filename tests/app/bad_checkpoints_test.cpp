#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "tests/app/program.h"
#include "tests/support/checkpoint_files.h"

#include <string>

using namespace attenscope;

namespace {

const std::filesystem::path kBase = std::filesystem::path(TEST_DATA) / "blip_itm";

std::string configWith(const std::string& patch)
{
    return patchedJson(bytesOf(kBase / "config.json"), patch);
}

std::string weights()
{
    return bytesOf(kBase / "model.safetensors");
}

std::string byteFlipped(std::string bytes, std::size_t at)
{
    bytes[at] = static_cast<char>(bytes[at] ^ 0x5A);
    return bytes;
}

} // namespace

/// C- and M-rows of bad-input.md as a person meets them: a checkpoint's folder with one bad file.
class BadCheckpointsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneClearMessageAndNothingWritten_data();
    void oneClearMessageAndNothingWritten();
};

void BadCheckpointsTest::oneClearMessageAndNothingWritten_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("id");
    const auto row = [](const char* name, const char* file, const std::string& bytes, int exitCode,
                        const char* id) {
        QTest::newRow(name) << QString(file) << bytes << exitCode << QString(id);
    };
    const char* const tensors = "model.safetensors";
    row("C-01, empty", tensors, "", 3, "E_ST_HEADER_LEN");
    row("C-02, header of something else", tensors, byteFlipped(weights(), 8), 3,
        "E_ST_HEADER_SYNTAX");
    row("C-03, cut in the data", tensors, weights().substr(0, weights().size() - 100), 3,
        "E_ST_SIZE_MISMATCH");
    row("C-03, LFS pointer", tensors, "version https://git-lfs.github.com/spec/v1\nsize 9\n", 3,
        "E_ST_SIZE_MISMATCH");
    row("C-10, index out of the folder", "model.safetensors.index.json",
        R"({"weight_map": {"a": "../a.safetensors"}})", 3, "E_INDEX_PATH");
    row("M-01, no JSON", "config.json", "{", 3, "E_CONFIG_FIELD");
    row("M-01, another type", "config.json", configWith(R"({"text_config": {"hidden_size": "x"}})"),
        3, "E_CONFIG_FIELD");
    row("M-02, a billion layers", "config.json",
        configWith(R"({"text_config": {"num_hidden_layers": 1000000000}})"), 3, "E_CONFIG_RANGE");
    row("M-03, another family", "config.json", configWith(R"({"model_type": "llava"})"), 4,
        "E_MODEL_UNSUPPORTED");
    row("M-04, more layers than there are", "config.json",
        configWith(R"({"text_config": {"num_hidden_layers": 9}})"), 3, "E_TENSOR_MISSING");
    row("M-04, another width", "config.json", configWith(R"({"image_text_hidden_size": 25})"), 3,
        "E_TENSOR_SHAPE");
    row("M-06, a word twice", "vocab.txt", bytesOf(kBase / "vocab.txt") + "[PAD]\n", 3,
        "E_TOKENIZER_DUPLICATE");
    row("M-07, deviation 0", "preprocessor_config.json",
        patchedJson(bytesOf(kBase / "preprocessor_config.json"), R"({"image_std": [0, 1, 1]})"), 3,
        "E_PREPROC");
}

void BadCheckpointsTest::oneClearMessageAndNothingWritten()
{
    QFETCH(QString, file);
    QFETCH(std::string, bytes);
    QFETCH(int, exitCode);
    QFETCH(QString, id);
    const TemporaryFolder folder;
    copyBesideWeights(kBase, folder);
    if (!file.endsWith("index.json")) {
        folder.write("model.safetensors", weights());
    }
    folder.write(file.toStdString(), bytes);
    const QString path = QString::fromStdString(folder.path().string());
    const QString out = path + "-run";
    const QStringList run{"run",       "--model", path,    "--image", samplePath("red-circle.png"),
                          "--caption", "a cat",   "--out", out};
    for (const QStringList& command : {run, QStringList{"inspect", path}}) {
        const Outcome said = runAttenscope(command);
        QVERIFY2(said.exitCode == exitCode, said.errors);
        QVERIFY(said.output.isEmpty());
        QVERIFY2(said.errors.startsWith("attenscope: ") && said.errors.count('\n') == 1,
                 said.errors);
        QVERIFY(!QFileInfo::exists(out));

        const Outcome asJson = runAttenscope(command + QStringList{"--json"});
        QCOMPARE(asJson.exitCode, exitCode);
        const QJsonObject error = QJsonDocument::fromJson(asJson.output).object();
        QCOMPARE(error["id"].toString(), id);
        const QString blamed = error["file"].toString();
        QVERIFY(blamed.endsWith(file) ||
                (id.startsWith("E_TENSOR") && blamed.endsWith(".safetensors")));
        QVERIFY(!error["expected"].toString().isEmpty() && !error["found"].toString().isEmpty());
    }
}

QTEST_GUILESS_MAIN(BadCheckpointsTest)
#include "bad_checkpoints_test.moc"
