#include <QTest>

#include "engine/checkpoint/find_models.h"
#include "engine/models/registry.h"
#include "tests/support/safetensors_bytes.h"
#include "tests/support/temporary_folder.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

using namespace attenscope;

namespace fs = std::filesystem;

namespace {

std::string recognised(const Config& config, const ModelFolder& folder)
{
    return std::string(requireFamily(config, folder).name);
}

const std::string kCommit(40, 'a');
const std::string kOtherCommit(40, 'b');

std::string tinyWeights()
{
    return safetensorsBytes(R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", "abcd");
}

void writeModel(const TemporaryFolder& root, const fs::path& folder, const std::string& type)
{
    root.write(folder / "config.json",
               "{\"model_type\": \"" + type + "\", \"architectures\": [\"Arch" + type + "\"]}");
    root.write(folder / "model.safetensors", tinyWeights());
}

std::string problemOf(const FoundModel& model)
{
    return model.problem ? model.problem->id : "";
}

} // namespace

class FindModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFolderIsAModelOrHoldsModels();
    void familiesAreRecognisedAsByLoading();
    void whatCannotBeOpenedSaysWhy();
    void cachesAreListedByRepository();
    void snapshotIsTheOneOfMain();
    void withoutMainTheNewestSnapshotIsTaken();
    void partialDownloadsNameTheCommand();
    void hostileReferencesAreNotFollowed();
    void missingPlacesAreHandled();
};

void FindModelsTest::aFolderIsAModelOrHoldsModels()
{
    const TemporaryFolder root;
    writeModel(root, "own", "blip");
    writeModel(root, "many/b", "blip");
    writeModel(root, "many/a", "attenscope_scenes");
    writeModel(root, "many/deep/er", "blip");
    root.write("many/readme.txt", "x");
    root.write("many/pictures/p.png", "x");
    const std::vector<FoundModel> models = findModels(
        {.folders = {root.path() / "own/", root.path() / "many"}, .hubCaches = {}}, recognised);
    QCOMPARE(models.size(), std::size_t{3});
    QCOMPARE(models[0].name, std::string("own"));
    QCOMPARE(models[0].path, root.path() / "own/");
    QCOMPARE(models[0].modelType, std::string("blip"));
    QCOMPARE(models[0].architecture, std::string("Archblip"));
    QCOMPARE(models[0].family, std::string("BLIP"));
    QCOMPARE(models[0].sizeBytes, std::uint64_t{tinyWeights().size()});
    QVERIFY(!models[0].isCached && !models[0].problem);
    QCOMPARE(models[1].name, std::string("a"));
    QCOMPARE(models[1].path, root.path() / "many/a");
    QCOMPARE(models[2].name, std::string("b"));
}

/// Published configs without a model_type.
void FindModelsTest::familiesAreRecognisedAsByLoading()
{
    const TemporaryFolder root;
    root.write("m/byclass/config.json", R"({"architectures": ["LxmertForPreTraining"]})");
    root.write("m/byclass/model.safetensors", tinyWeights());
    root.write("m/byfield/config.json", R"({"link_tower_type": "add"})");
    root.write("m/byfield/model.safetensors", tinyWeights());
    root.write("m/bytensor/config.json", "{}");
    root.write(
        "m/bytensor/weights.safetensors",
        safetensorsBytes(
            R"({"bert.encoder.c_layer.0.w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
            "abcd"));
    const std::vector<FoundModel> models =
        findModels({.folders = {root.path() / "m"}, .hubCaches = {}}, recognised);
    QCOMPARE(models.size(), std::size_t{3});
    QCOMPARE(models[0].family, std::string("LXMERT"));
    QCOMPARE(models[1].family, std::string("BridgeTower"));
    QCOMPARE(models[2].family, std::string("ViLBERT"));
    for (const FoundModel& model : models) {
        QVERIFY2(!model.problem, model.name.c_str());
    }
}

void FindModelsTest::whatCannotBeOpenedSaysWhy()
{
    const TemporaryFolder root;
    writeModel(root, "m/1other", "other");
    root.write("m/2bin/config.json", R"({"model_type": "blip"})");
    root.write("m/2bin/pytorch_model.bin", "12345");
    root.write("m/3noconfig/model.safetensors", tinyWeights());
    root.write("m/4badconfig/config.json", "{");
    root.write("m/5typeless/config.json", R"({"architectures": []})");
    root.write("m/5typeless/model.safetensors", tinyWeights());
    writeModel(root, "m/6lfs", "blip");
    root.write("m/6lfs/model.safetensors", "version https://git-lfs.github.com/spec/v1\n");
    const std::vector<FoundModel> models =
        findModels({.folders = {root.path() / "m"}, .hubCaches = {}}, recognised);
    QCOMPARE(models.size(), std::size_t{6});
    QCOMPARE(problemOf(models[0]), std::string("E_MODEL_UNSUPPORTED"));
    for (const Family& family : families()) {
        QVERIFY(models[0].problem->expected.find(family.modelType) != std::string::npos);
    }
    QCOMPARE(models[0].problem->found, std::string("other"));
    QCOMPARE(models[0].architecture, std::string("Archother"));
    QVERIFY(models[0].family.empty());
    QCOMPARE(problemOf(models[1]), std::string("E_PICKLE_NAME"));
    QVERIFY(models[1].problem->file.find("pytorch_model.bin") != std::string::npos);
    QCOMPARE(models[1].sizeBytes, std::uint64_t{5});
    QCOMPARE(problemOf(models[2]), std::string("E_CONFIG_FIELD"));
    QCOMPARE(models[2].problem->found, std::string("no such file"));
    QCOMPARE(problemOf(models[3]), std::string("E_CONFIG_FIELD"));
    QCOMPARE(models[3].problem->place, std::string("byte 1"));
    QCOMPARE(problemOf(models[4]), std::string("E_MODEL_UNSUPPORTED"));
    QCOMPARE(models[4].problem->found, std::string("nothing"));
    QCOMPARE(problemOf(models[5]), std::string("E_ST_SIZE_MISMATCH"));
}

void FindModelsTest::cachesAreListedByRepository()
{
    const TemporaryFolder root;
    for (const char* repository :
         {"models--Salesforce--blip-itm--base", "models--bert-base-uncased", "datasets--x--y"}) {
        const fs::path folder = repository;
        root.write(folder / "refs/main", kCommit);
        root.write(folder / "blobs/c1", R"({"model_type": "blip"})");
        root.write(folder / "blobs/w1", tinyWeights());
        fs::create_directories(root.path() / folder / "snapshots" / kCommit);
        fs::create_symlink("../../blobs/c1",
                           root.path() / folder / "snapshots" / kCommit / "config.json");
        fs::create_symlink("../../blobs/w1",
                           root.path() / folder / "snapshots" / kCommit / "model.safetensors");
    }
    root.write("version.txt", "1");
    const std::vector<FoundModel> models =
        findModels({.folders = {}, .hubCaches = {root.path()}}, recognised);
    QCOMPARE(models.size(), std::size_t{2});
    QCOMPARE(models[0].name, std::string("Salesforce/blip-itm--base")); // the first "--" parts
    QCOMPARE(models[0].path,
             root.path() / "models--Salesforce--blip-itm--base/snapshots" / kCommit);
    QCOMPARE(models[0].sizeBytes, std::uint64_t{tinyWeights().size()});
    QVERIFY(models[0].isCached);
    QVERIFY2(!models[0].problem, problemOf(models[0]).c_str());
    QCOMPARE(models[1].name, std::string("bert-base-uncased"));
}

void FindModelsTest::snapshotIsTheOneOfMain()
{
    const TemporaryFolder root;
    root.write("models--o--n/refs/main", kCommit + "\n");
    writeModel(root, fs::path("models--o--n/snapshots") / kOtherCommit, "clip");
    writeModel(root, fs::path("models--o--n/snapshots") / kCommit, "blip");
    fs::last_write_time(root.path() / "models--o--n/snapshots" / kCommit,
                        fs::file_time_type::clock::now() - std::chrono::hours(1));
    const auto models = findModels({.folders = {}, .hubCaches = {root.path()}}, recognised);
    QCOMPARE(models.size(), std::size_t{1});
    QCOMPARE(models[0].modelType, std::string("blip"));
}

void FindModelsTest::withoutMainTheNewestSnapshotIsTaken()
{
    const TemporaryFolder root;
    writeModel(root, fs::path("models--o--n/snapshots") / kOtherCommit, "clip");
    writeModel(root, fs::path("models--o--n/snapshots") / kCommit, "blip");
    fs::last_write_time(root.path() / "models--o--n/snapshots" / kOtherCommit,
                        fs::file_time_type::clock::now() - std::chrono::hours(1));
    const auto models = findModels({.folders = {}, .hubCaches = {root.path()}}, recognised);
    QCOMPARE(models.at(0).modelType, std::string("blip"));
}

void FindModelsTest::partialDownloadsNameTheCommand()
{
    const TemporaryFolder root;
    fs::create_directories(root.path() / "models--o--empty/blobs");
    root.write("models--o--half/refs/main", kCommit);
    const fs::path snapshot = fs::path("models--o--half/snapshots") / kCommit;
    root.write(snapshot / "config.json", R"({"model_type": "blip"})");
    fs::create_symlink("../../blobs/gone", root.path() / snapshot / "model.safetensors");
    const auto models = findModels({.folders = {}, .hubCaches = {root.path()}}, recognised);
    QCOMPARE(models.size(), std::size_t{2});
    for (const FoundModel& model : models) {
        QCOMPARE(problemOf(model), std::string("E_IO"));
        const std::string command = "\"hf download " + model.name + "\"";
        QVERIFY2(model.problem->remedy.find(command) != std::string::npos,
                 model.problem->remedy.c_str());
    }
}

void FindModelsTest::hostileReferencesAreNotFollowed()
{
    const TemporaryFolder root;
    writeModel(root, "outside", "blip");
    for (const char* reference : {"../../outside", "/etc", "", "AAAAAAAAAAAAAAAAAAAA"}) {
        root.write("cache/models--o--n/refs/main", reference);
        const auto models =
            findModels({.folders = {}, .hubCaches = {root.path() / "cache"}}, recognised);
        QCOMPARE(models.size(), std::size_t{1});
        QCOMPARE(problemOf(models[0]), std::string("E_IO"));
        QVERIFY(models[0].modelType.empty());
    }
}

void FindModelsTest::missingPlacesAreHandled()
{
    const TemporaryFolder root;
    const auto models = findModels(
        {.folders = {root.path() / "gone"}, .hubCaches = {root.path() / "none"}}, recognised);
    QCOMPARE(models.size(), std::size_t{1});
    QCOMPARE(models[0].name, std::string("gone"));
    QCOMPARE(problemOf(models[0]), std::string("E_IO"));
    QCOMPARE(models[0].problem->found, std::string("\"No such file or directory\""));
}

QTEST_APPLESS_MAIN(FindModelsTest)
#include "find_models_test.moc"
