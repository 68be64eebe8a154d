#include <QTest>

#include "engine/checkpoint/model_folder.h"
#include "engine/checkpoint/open_inside.h"
#include "tests/support/error_of.h"
#include "tests/support/safetensors_bytes.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

using namespace attenscope;

Q_DECLARE_METATYPE(attenscope::Containment)

namespace fs = std::filesystem;

namespace {

/// As long as it lives, root (in containers and on build machines) may read what others may.
class Unprivileged {
public:
    Unprivileged() : user_(::geteuid())
    {
        constexpr uid_t kNobody = 65534;
        if (user_ == 0 && ::seteuid(kNobody) != 0) {
            qFatal("root can't become another user");
        }
    }

    ~Unprivileged()
    {
        if (user_ == 0 && ::seteuid(user_) != 0) {
            qFatal("no way back to root");
        }
    }

    Unprivileged(const Unprivileged&) = delete;
    Unprivileged& operator=(const Unprivileged&) = delete;

private:
    uid_t user_;
};

} // namespace

class ModelFolderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesAreReadAndNamed();
    void missingFolderIsAnError();
    void sizeIsLimited();
    void onlyRegularFilesAreRead_data();
    void onlyRegularFilesAreRead();
    void linksStayInside_data(); // C-12
    void linksStayInside();
    void missingWeightsTellWhatToDo();
    void weightsAreReadThroughTheCachesLinks();
};

void ModelFolderTest::filesAreReadAndNamed()
{
    const TemporaryFolder folder;
    folder.write("m/vocab.txt", std::string("a\0b\n", 4));
    for (const fs::path& path : {folder.path() / "m", folder.path() / "m/"}) {
        const ModelFolder model(path);
        QVERIFY(model.contains("vocab.txt"));
        QVERIFY(!model.contains("merges.txt"));
        QCOMPARE(model.read("vocab.txt", 4), std::string("a\0b\n", 4));
        QCOMPARE(model.nameOf("vocab.txt"), std::string("m/vocab.txt"));
        const ErrorInfo info = errorOf([&] { model.read("merges.txt", 4); });
        QCOMPARE(info.id, std::string("E_IO"));
        QCOMPARE(info.file, std::string("m/merges.txt"));
        QCOMPARE(info.found, std::string("\"No such file or directory\""));
    }
}

void ModelFolderTest::missingFolderIsAnError()
{
    const TemporaryFolder folder;
    const fs::path file = folder.write("file", "x");
    const ErrorInfo missing = errorOf([&] { ModelFolder(folder.path() / "none"); });
    QCOMPARE(missing.id, std::string("E_IO"));
    QCOMPARE(missing.file, (folder.path() / "none").string());
    QCOMPARE(missing.found, std::string("\"No such file or directory\""));
    const ErrorInfo other = errorOf([&] { const ModelFolder model(file); });
    QCOMPARE(other.id, std::string("E_IO"));
    QCOMPARE(other.found, std::string("\"Not a directory\""));
}

void ModelFolderTest::sizeIsLimited()
{
    const TemporaryFolder folder;
    folder.write("m/vocab.txt", "12345");
    const ErrorInfo info = errorOf([&] { ModelFolder(folder.path() / "m").read("vocab.txt", 4); });
    QCOMPARE(info.id, std::string("E_LIMIT_FILE"));
    QCOMPARE(info.file, std::string("m/vocab.txt"));
    QCOMPARE(info.expected, std::string("at most 4 bytes"));
    QCOMPARE(info.found, std::string("5 bytes"));
}

void ModelFolderTest::onlyRegularFilesAreRead_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("found");
    QTest::newRow("a pipe that nobody writes to") << "pipe"
                                                  << "a pipe";
    QTest::newRow("a folder") << "folder"
                              << "a folder";
    QTest::newRow("a device") << "device"
                              << "a device";
    QTest::newRow("no right to read") << "secret"
                                      << "\"Permission denied\"";
}

void ModelFolderTest::onlyRegularFilesAreRead()
{
    QFETCH(QString, kind);
    QFETCH(QString, found);
    const TemporaryFolder folder;
    const fs::path path = folder.path() / "config.json";
    if (kind == "pipe") {
        QCOMPARE(::mkfifo(path.c_str(), 0600), 0);
    } else if (kind == "folder") {
        fs::create_directory(path);
    } else if (kind == "device") {
        const ErrorInfo info = errorOf([] { InputFile::open("/dev/zero", "zero"); });
        QCOMPARE(info.id, std::string("E_IO"));
        QCOMPARE(info.found, found.toStdString());
        return;
    } else {
        folder.write("config.json", "{}");
        fs::permissions(path, fs::perms::none);
        fs::permissions(folder.path(), fs::perms::others_exec, fs::perm_options::add);
    }
    std::optional<Unprivileged> nobody;
    if (kind == "secret") {
        nobody.emplace();
    }
    for (const Containment containment : {Containment::Kernel, Containment::Checked}) {
        const ErrorInfo info =
            errorOf([&] { openInside(folder.path(), "config.json", "shown", containment); });
        QCOMPARE(info.id, std::string("E_IO"));
        QCOMPARE(info.file, std::string("shown"));
        QCOMPARE(info.found, found.toStdString());
    }
}

void ModelFolderTest::linksStayInside_data()
{
    QTest::addColumn<QString>("folder"); // that is opened
    QTest::addColumn<QString>("name");   // of the file
    QTest::addColumn<QString>("target"); // of a link of this name; empty: there is none
    QTest::addColumn<QString>("id");     // "no error" where the file is read
    QTest::addColumn<Containment>("containment");
    const char* const snapshot = "models--o--n/snapshots/c1";
    for (const auto& [by, containment] :
         {std::pair("kernel", Containment::Kernel), std::pair("check", Containment::Checked)}) {
        const auto row = [&by = by, &containment = containment](
                             const char* what, const char* folder, const char* name,
                             const char* target, const char* id) {
            QTest::addRow("%s: %s", by, what) << folder << name << target << id << containment;
        };
        row("inside", "m", "link", "real", "no error");
        row("inside, through a folder", "m", "sub/link", "../real", "no error");
        row("absolute, inside", "m", "link", "@/m/real", "no error");
        row("outside", "m", "link", "../outside", "E_PATH_ESCAPE");
        row("absolute, outside", "m", "link", "@/outside", "E_PATH_ESCAPE");
        row("outside and back", "m", "link", "../m/real", "no error");
        row("a neighbour whose name begins alike", "m", "link", "../m2/file", "E_PATH_ESCAPE");
        row("name that leaves", "m", "../outside", "", "E_PATH_ESCAPE");
        row("absolute name", "m", "/etc/passwd", "", "E_PATH_ESCAPE");
        row("in a circle", "m", "link", "link", "E_IO");
        row("to nothing", "m", "link", "none", "E_IO");
        row("cache: its blobs", snapshot, "link", "../../blobs/b1", "no error");
        row("cache: another's blobs", snapshot, "link", "../../../models--o--other/blobs/b2",
            "E_PATH_ESCAPE");
        row("cache: beside the blobs", snapshot, "link", "../../refs/main", "E_PATH_ESCAPE");
        row("cache: through a link among the blobs", snapshot, "link", "../../blobs/away",
            "E_PATH_ESCAPE");
        row("cache: below the blobs", snapshot, "link", "../../blobs/deep/b3", "E_PATH_ESCAPE");
        row("blobs outside a cache", "plain/snapshots/c1", "link", "../../blobs/b4",
            "E_PATH_ESCAPE");
        row("blobs that are a link", "models--o--fake/snapshots/c1", "link", "../../blobs/file",
            "E_PATH_ESCAPE");
    }
}

void ModelFolderTest::linksStayInside()
{
    QFETCH(QString, folder);
    QFETCH(QString, name);
    QFETCH(QString, target);
    QFETCH(QString, id);
    QFETCH(Containment, containment);
    const TemporaryFolder root;
    for (const char* file :
         {"m/real", "m/sub/x", "m2/file", "outside", "plain/blobs/b4", "models--o--n/blobs/b1",
          "models--o--n/blobs/deep/b3", "models--o--n/refs/main", "models--o--other/blobs/b2"}) {
        root.write(file, "content");
    }
    for (const char* made :
         {"models--o--n/snapshots/c1", "plain/snapshots/c1", "models--o--fake/snapshots/c1"}) {
        fs::create_directories(root.path() / made);
    }
    fs::create_symlink("../../outside", root.path() / "models--o--n/blobs/away");
    fs::create_symlink("../m2", root.path() / "models--o--fake/blobs");
    const fs::path opened = root.path() / folder.toStdString();
    if (!target.isEmpty()) {
        std::string to = target.toStdString();
        if (to.starts_with("@")) {
            to.replace(0, 1, root.path().string());
        }
        fs::create_symlink(to, opened / name.toStdString());
    }
    std::string content;
    const ErrorInfo info = errorOf([&] {
        content = openInside(opened, name.toStdString(), "shown", containment).readAll(100);
    });
    QCOMPARE(QString::fromStdString(info.id), id);
    if (id == "no error") {
        QCOMPARE(content, std::string("content"));
    } else {
        QCOMPARE(info.file, std::string("shown"));
        QVERIFY(!info.expected.empty() && !info.found.empty());
    }
}

void ModelFolderTest::missingWeightsTellWhatToDo()
{
    const TemporaryFolder folder;
    folder.write("m/config.json", "{}");
    const ModelFolder model(folder.path() / "m");
    const ErrorInfo none = errorOf([&] { model.readWeights({}); });
    QCOMPARE(none.id, std::string("E_IO"));
    QCOMPARE(none.file, std::string("m/model.safetensors"));
    QCOMPARE(none.found, std::string("no such file"));
    QVERIFY(none.remedy.find("Download") != std::string::npos);
    folder.write("m/tf_model.h5", "x");
    const ErrorInfo other = errorOf([&] { model.openWeightFiles(); });
    QCOMPARE(other.found, std::string("weights of another library only"));
    folder.write("m/training_args.bin", "x");
    folder.write("m/one.pt", "x");
    folder.write("m/two.pth", "x");
    const ErrorInfo several = errorOf([&] { model.checkWeights(); });
    QCOMPARE(several.found, std::string("2 files that may be it: one.pt, two.pth"));
    fs::remove(folder.path() / "m/two.pth");
    QCOMPARE(errorOf([&] { model.checkWeights(); }).file, std::string("m/one.pt"));
    const ModelFolder named(folder.path() / "m/training_args.bin");
    QCOMPARE(named.path().filename(), fs::path("m"));
    QCOMPARE(errorOf([&] { named.checkWeights(); }).file, std::string("m/training_args.bin"));
}

void ModelFolderTest::weightsAreReadThroughTheCachesLinks()
{
    const TemporaryFolder folder;
    folder.write("models--o--n/blobs/abc",
                 safetensorsBytes(R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
                                  rawBytes<float>({2.5F})));
    const fs::path snapshot = folder.path() / "models--o--n/snapshots/c1";
    fs::create_directories(snapshot);
    fs::create_symlink("../../blobs/abc", snapshot / "model.safetensors");
    const Weights weights = ModelFolder(snapshot).readWeights({});
    QCOMPARE(weights.find("w")->data[0], 2.5F);
    QCOMPARE(weights.find("w")->file, std::string("c1/model.safetensors"));
}

QTEST_APPLESS_MAIN(ModelFolderTest)
#include "model_folder_test.moc"
