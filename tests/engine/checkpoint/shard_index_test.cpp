#include <QTest>

#include "engine/checkpoint/model_folder.h"
#include "tests/support/error_of.h"
#include "tests/support/safetensors_bytes.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <string>
#include <sys/stat.h>

using namespace attenscope;

class ShardIndexTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shardsAreReadTogether();
    void orderOfChoiceIsTheLibrarys();
    void wrongTotalIsAWarning(); // C-11
    void pathsAreRefused_data(); // C-10
    void pathsAreRefused();
    void badIndicesAreErrors_data(); // C-11
    void badIndicesAreErrors();
    void tooManyEntriesAreRefused(); // C-11
};

namespace {

namespace fs = std::filesystem;

const char* const kIndex = "model.safetensors.index.json";

/// One float by this name.
std::string shard(const std::string& name, float value)
{
    return safetensorsBytes("{\"" + name + R"(":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
                            rawBytes<float>({value}));
}

std::string indexOf(const std::string& map, const std::string& metadata = "{}")
{
    return R"({"metadata":)" + metadata + R"(,"weight_map":)" + map + "}";
}

void writeTwo(const TemporaryFolder& folder)
{
    folder.write("one.safetensors", shard("a", 1));
    folder.write("two.safetensors", shard("b", 2));
}

const char* const kTwo = R"({"a":"one.safetensors","b":"two.safetensors"})";

} // namespace

void ShardIndexTest::shardsAreReadTogether()
{
    const TemporaryFolder folder;
    writeTwo(folder);
    folder.write(kIndex, indexOf(kTwo, R"({"total_size":8})"));
    const Weights weights = ModelFolder(folder.path()).readWeights({});
    QCOMPARE(weights.find("a")->data[0], 1.0F);
    QCOMPARE(weights.find("b")->data[0], 2.0F);
    QVERIFY(weights.find("b")->file.ends_with("/two.safetensors"));
    QVERIFY(weights.file().ends_with(kIndex));
    QVERIFY(weights.warnings().empty());
}

void ShardIndexTest::orderOfChoiceIsTheLibrarys()
{
    const TemporaryFolder folder;
    writeTwo(folder);
    const std::string torch = bytesOf(fs::path(TEST_DATA) / "checkpoint" / "zip.bin");
    folder.write("pytorch_model.bin.index.json", indexOf(R"({"module.words.weight":"part.bin"})"));
    folder.write("part.bin", torch);
    const ModelFolder model(folder.path());
    QVERIFY(model.readWeights({}).file().ends_with("/pytorch_model.bin.index.json"));
    folder.write("pytorch_model.bin", torch);
    QVERIFY(model.readWeights({}).file().ends_with("/pytorch_model.bin"));
    folder.write(kIndex, indexOf(kTwo));
    QVERIFY(model.readWeights({}).file().ends_with(kIndex));
    folder.write("model.safetensors", shard("whole", 3));
    QVERIFY(model.readWeights({}).file().ends_with("/model.safetensors"));
}

void ShardIndexTest::wrongTotalIsAWarning()
{
    const TemporaryFolder folder;
    writeTwo(folder);
    folder.write(kIndex, indexOf(kTwo, R"({"total_size":9})"));
    const Weights weights = ModelFolder(folder.path()).readWeights({});
    QCOMPARE(weights.warnings().size(), std::size_t{1});
    QCOMPARE(weights.warnings().front().id, std::string("W_INDEX_TOTAL"));
}

void ShardIndexTest::pathsAreRefused_data()
{
    QTest::addColumn<QString>("path");
    for (const char* path : {"../x", "/etc/passwd", "a/b", "C:\\\\x", "\\\\\\\\host\\\\x", "", ".",
                             "..", "folder", "pipe", "device"}) {
        QTest::newRow(*path == '\0' ? "empty" : path) << path;
    }
}

void ShardIndexTest::pathsAreRefused()
{
    QFETCH(QString, path);
    const TemporaryFolder folder;
    writeTwo(folder);
    fs::create_directory(folder.path() / "folder");
    QCOMPARE(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
    fs::create_symlink("/dev/zero", folder.path() / "device");
    folder.write(kIndex, indexOf(R"({"a":"one.safetensors","b":")" + path.toStdString() + "\"}"));
    const ErrorInfo error = errorOf([&] { ModelFolder(folder.path()).checkWeights(); });
    QCOMPARE(error.id, std::string("E_INDEX_PATH"));
    QVERIFY(error.file.ends_with(kIndex));
    // The entry, or the file that it names where there is one.
    const bool isThere = path == "folder" || path == "pipe" || path == "device";
    QCOMPARE(error.place, isThere ? path.toStdString() : std::string("/weight_map/b"));
    QVERIFY(!error.found.empty());
}

void ShardIndexTest::badIndicesAreErrors_data()
{
    QTest::addColumn<QString>("index");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("place");
    const auto row = [](const char* label, const std::string& index, const char* id,
                        const char* place) {
        QTest::newRow(label) << QString::fromStdString(index) << id << place;
    };
    row("missing shard", indexOf(R"({"a":"one.safetensors","b":"three.safetensors"})"),
        "E_INDEX_MISSING", "three.safetensors");
    row("tensor not in its shard", indexOf(R"({"a":"one.safetensors","b":"one.safetensors"})"),
        "E_INDEX_MISSING", "b");
    row("same tensor in two shards",
        indexOf(R"({"a":"one.safetensors","b":"two.safetensors","c":"again.safetensors"})"),
        "E_INDEX_CONFLICT", "a");
    row("link out of the folder", indexOf(R"({"a":"link.safetensors"})"), "E_PATH_ESCAPE", "");
    row("no map", R"({"metadata":{}})", "E_CONFIG_FIELD", "/weight_map");
    row("empty map", indexOf("{}"), "E_CONFIG_FIELD", "/weight_map");
    row("number for a name", indexOf(R"({"a":1})"), "E_CONFIG_FIELD", "/weight_map/a");
    row("no JSON", "nothing", "E_CONFIG_FIELD", "byte 1");
    std::string many;
    for (int i = 0; i < 1025; ++i) {
        many += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":\"f" + std::to_string(i) + "\"";
    }
    row("1,025 shards", indexOf("{" + many + "}"), "E_LIMIT_SHARDS", "");
}

void ShardIndexTest::badIndicesAreErrors()
{
    QFETCH(QString, index);
    QFETCH(QString, id);
    QFETCH(QString, place);
    const TemporaryFolder outside;
    const auto target = outside.write("x.safetensors", shard("a", 1));
    const TemporaryFolder folder;
    writeTwo(folder);
    folder.write("again.safetensors", shard("a", 1));
    fs::create_symlink(target, folder.path() / "link.safetensors");
    folder.write(kIndex, index.toStdString());
    const ErrorInfo error = errorOf([&] { ModelFolder(folder.path()).checkWeights(); });
    QCOMPARE(QString::fromStdString(error.id), id);
    QCOMPARE(QString::fromStdString(error.place), place);
}

void ShardIndexTest::tooManyEntriesAreRefused()
{
    std::string map = "{";
    for (int i = 0; i < 200'001; ++i) {
        map += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":\"f\"";
    }
    const TemporaryFolder folder;
    folder.write(kIndex, indexOf(map + "}"));
    QCOMPARE(errorOf([&] { ModelFolder(folder.path()).checkWeights(); }).id,
             std::string("E_LIMIT_TENSORS"));
    folder.write(kIndex, std::string(17'000'000, ' '));
    QCOMPARE(errorOf([&] { ModelFolder(folder.path()).checkWeights(); }).id,
             std::string("E_LIMIT_FILE"));
}

QTEST_APPLESS_MAIN(ShardIndexTest)
#include "shard_index_test.moc"
