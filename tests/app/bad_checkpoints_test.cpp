#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "tests/app/program.h"
#include "tests/support/checkpoint_files.h"
#include "tests/support/pickle_bytes.h"
#include "tests/support/safetensors_bytes.h"
#include "tests/support/zip_bytes.h"

#include <filesystem>
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
    void linksOutOfTheFolderAreNotFollowed(); // C-12
    void modesWithoutWeightsAreRefused();     // M-08

private:
    static void row(const char* name,
                    const char* file,
                    const std::string& bytes,
                    int exitCode,
                    const char* id,
                    const char* place,
                    const char* found)
    {
        QTest::newRow(name) << QString(file) << bytes << exitCode << QString(id) << QString(place)
                            << QString(found);
    }

    static void addContainers();
    static void addConfigs();
};

void BadCheckpointsTest::oneClearMessageAndNothingWritten_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("found"); // what the message says of it
    addContainers();
    addConfigs();
}

/// A safetensors file that is nothing but bad.
void BadCheckpointsTest::addContainers()
{
    const char* const tensors = "model.safetensors";
    const auto header = [&](const char* name, const std::string& text, std::size_t data,
                            const char* id, const char* place, const char* found) {
        row(name, tensors, safetensorsBytes(text, std::string(data, '\0')), 3, id, place, found);
    };
    row("C-01, empty", tensors, "", 3, "E_ST_HEADER_LEN", "byte 0", "0 bytes");
    row("C-01, length beyond the file", tensors, std::string("\x7F\0\0\0\0\0\0\0{}", 10), 3,
        "E_ST_HEADER_LEN", "byte 0", "127");
    row("C-02, header of something else", tensors, byteFlipped(weights(), 8), 3,
        "E_ST_HEADER_SYNTAX", "byte 8", "\"!\"");
    row("C-03, cut in the data", tensors, weights().substr(0, weights().size() - 100), 3,
        "E_ST_SIZE_MISMATCH", "", "");
    row("C-03, LFS pointer", tensors, "version https://git-lfs.github.com/spec/v1\nsize 9\n", 3,
        "E_ST_SIZE_MISMATCH", "byte 0", "a Git LFS pointer of 50 bytes");
    row("C-03, web page", tensors, "<!DOCTYPE html><html>404</html>", 3, "E_ST_SIZE_MISMATCH",
        "byte 0", "a web page");
    header("C-04, overlap",
           R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},)"
           R"("b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}})",
           6, "E_ST_RANGE", "b", "byte 2, inside another tensor");
    header("C-05, product over all numbers",
           R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}})", 4,
           "E_ST_SHAPE", "a", "[4294967296, 4294967296]");
    header("C-06, another type", R"({"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}})", 4,
           "E_ST_DTYPE", "a", "\"F8_E4M3\"");
    header("C-07, a name twice",
           R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},)"
           R"("a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})",
           0, "E_ST_DUPLICATE", "a", "it twice");
    row("C-08, nested", tensors,
        safetensorsBytes(R"({"a":{"shape":[)" + std::string(100'001, '['), ""), 5, "E_LIMIT_DEPTH",
        "a", "more of them");
    const std::string call = pickled::name("posix", "system") + "(" + pickled::text("true") + "tR";
    row("C-09, a call at the top", "pytorch_model.bin",
        zipBytes({{.name = "archive/data.pkl", .data = "\x80\x02" + call + "."}}), 3,
        "E_PICKLE_NAME", "", "an object, posix system");
    row("C-09, an opcode that no library writes", "pytorch_model.bin",
        zipBytes({{.name = "archive/data.pkl", .data = "\x80\x02(ios\nsystem\n."}}), 3,
        "E_PICKLE_OPCODE", "byte 49", "INST (0x69)");
    const char* const index = "model.safetensors.index.json";
    row("C-10, index out of the folder", index, R"({"weight_map": {"a": "../a.safetensors"}})", 3,
        "E_INDEX_PATH", "/weight_map/a", "\"../a.safetensors\"");
    row("C-11, a shard that is not there", index, R"({"weight_map": {"a": "b.safetensors"}})", 3,
        "E_INDEX_MISSING", "b.safetensors", "no such file");
}

void BadCheckpointsTest::addConfigs()
{
    const char* const config = "config.json";
    row("M-01, no JSON", config, "{", 3, "E_CONFIG_FIELD", "byte 1", "\"{\"");
    row("M-01, empty", config, "", 3, "E_CONFIG_FIELD", "byte 0", "");
    row("M-01, byte-order mark", config, "\xEF\xBB\xBF{}", 3, "E_CONFIG_FIELD", "byte 0", "");
    row("M-01, another type", config, configWith(R"({"text_config": {"hidden_size": "x"}})"), 3,
        "E_CONFIG_FIELD", "/text_config/hidden_size", "the text \"x\"");
    row("M-02, a billion layers", config,
        configWith(R"({"text_config": {"num_hidden_layers": 1000000000}})"), 3, "E_CONFIG_RANGE",
        "/text_config/num_hidden_layers", "1000000000");
    row("M-03, another family", config, configWith(R"({"model_type": "llava"})"), 4,
        "E_MODEL_UNSUPPORTED", "/model_type", "llava");
    row("M-04, more layers than there are", config,
        configWith(R"({"text_config": {"num_hidden_layers": 9}})"), 3, "E_TENSOR_MISSING",
        "text_encoder.encoder.layer.3.attention.output.LayerNorm.weight", "none of them");
    row("M-04, another width", config, configWith(R"({"image_text_hidden_size": 25})"), 3,
        "E_TENSOR_SHAPE", "vision_proj.weight", "[24, 32]");
    row("M-06, a word twice", "vocab.txt", bytesOf(kBase / "vocab.txt") + "[PAD]\n", 3,
        "E_TOKENIZER_DUPLICATE", "line 282", "");
    row("M-06, another normaliser", "tokenizer.json",
        R"({"normalizer": {"type": "Nmt"}, "pre_tokenizer": {"type": "BertPreTokenizer"},
            "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                      "max_input_chars_per_word": 100, "vocab": {"[UNK]": 0}}})",
        3, "E_TOKENIZER_UNSUPPORTED", "/normalizer", "\"Nmt\"");
    row("M-07, deviation 0", "preprocessor_config.json",
        patchedJson(bytesOf(kBase / "preprocessor_config.json"), R"({"image_std": [0, 1, 1]})"), 3,
        "E_PREPROC", "/image_std", "");
}

void BadCheckpointsTest::oneClearMessageAndNothingWritten()
{
    QFETCH(QString, file);
    QFETCH(std::string, bytes);
    QFETCH(int, exitCode);
    QFETCH(QString, id);
    QFETCH(QString, place);
    QFETCH(QString, found);
    const TemporaryFolder folder;
    copyBesideWeights(kBase, folder);
    if (!file.endsWith("index.json") && !file.endsWith(".bin")) {
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
        QCOMPARE(error["place"].toString(), place);
        QVERIFY(!error["expected"].toString().isEmpty() && !error["found"].toString().isEmpty());
        QVERIFY2(found.isEmpty() || error["found"].toString() == found, asJson.output);
        QVERIFY2(said.errors.contains(error["found"].toString().toUtf8()), said.errors);
        QVERIFY2(said.errors.contains(place.toUtf8()), said.errors);
    }
}

void BadCheckpointsTest::linksOutOfTheFolderAreNotFollowed()
{
    const TemporaryFolder outside;
    const TemporaryFolder folder;
    copyBesideWeights(kBase, folder);
    std::filesystem::create_symlink(outside.write("secret.safetensors", weights()),
                                    folder.path() / "model.safetensors");
    const Outcome said =
        runAttenscope({"inspect", QString::fromStdString(folder.path().string()), "--json"});
    QCOMPARE(said.exitCode, 3);
    const QJsonObject error = QJsonDocument::fromJson(said.output).object();
    QCOMPARE(error["id"].toString(), QString("E_PATH_ESCAPE"));
    QVERIFY(error["file"].toString().endsWith("model.safetensors"));
}

void BadCheckpointsTest::modesWithoutWeightsAreRefused()
{
    const QString out = QString::fromStdString(TemporaryFolder().path().string());
    const Outcome said = runAttenscope({"run", "--model", QString::fromStdString(kBase.string()),
                                        "--image", samplePath("red-circle.png"), "--caption",
                                        "a cat", "--mode", "co", "--out", out, "--json"});
    QCOMPARE(said.exitCode, 4);
    const QJsonObject error = QJsonDocument::fromJson(said.output).object();
    QCOMPARE(error["id"].toString(), QString("E_MODE_UNSUPPORTED"));
    QCOMPARE(error["place"].toString(), QString("mode co"));
    QCOMPARE(error["found"].toString(), QString("BLIP has no weights for image queries"));
    QCOMPARE(error["remedy"].toString(), QString("Choose mode text-to-image."));
    QVERIFY(!QFileInfo::exists(out));
}

QTEST_GUILESS_MAIN(BadCheckpointsTest)
#include "bad_checkpoints_test.moc"
