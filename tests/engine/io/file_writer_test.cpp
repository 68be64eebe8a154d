#include <QTest>

#include "engine/io/file_writer.h"
#include "engine/io/npz.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

#include <csignal>
#include <filesystem>
#include <span>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <utility>
#include <vector>

using namespace attenscope;

namespace fs = std::filesystem;

namespace {

/// No file of this process grows beyond the limit while this lives: a full disk in small.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }

    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    FileSizeLimit(FileSizeLimit&&) = delete;
    FileSizeLimit& operator=(FileSizeLimit&&) = delete;

private:
    rlimit before_{};
};

} // namespace

class FileWriterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fileAppearsWhole();
    void nothingIsThereBeforeTheCommit();
    void existingFileIsKeptUnlessTold();
    void aFileThatAppearsMeanwhileIsKept();
    void rightsOfTheOldFileAreKept();
    void fullDiskLeavesTheOldFile_data(); // S-01
    void fullDiskLeavesTheOldFile();
    void fullDiskIsSeenThroughAnArchive();
    void placesThatCannotBeWrittenAreNamed_data(); // S-01
    void placesThatCannotBeWrittenAreNamed();
    void longestNameIsPossible();
    void folderAppearsWhole();
    void folderThatFailsLeavesNothing();
    void emptyFolderIsFilled();
    void currentFolderIsFilled();
    void filledFolderIsKeptUnlessTold();
    void filledFolderIsRestoredWhenAFileCannotBeMoved();
};

void FileWriterTest::fileAppearsWhole()
{
    const TemporaryFolder folder;
    OutputFile file(folder.path() / "a.bin", Overwrite::No);
    file.write("hello");
    file.write(" world");
    const std::string patch = "J";
    file.writeAt(0, std::as_bytes(std::span(patch)));
    QCOMPARE(file.size(), std::uint64_t{11});
    file.write("!");
    file.commit();
    QCOMPARE(folder.names(), std::vector<std::string>{"a.bin"});
    QCOMPARE(bytesOf(folder.path() / "a.bin"), std::string("Jello world!"));
    writeFile(folder.path() / "empty", "", Overwrite::No);
    QCOMPARE(bytesOf(folder.path() / "empty"), std::string());
}

void FileWriterTest::nothingIsThereBeforeTheCommit()
{
    const TemporaryFolder folder;
    {
        OutputFile file(folder.path() / "a", Overwrite::No);
        file.write("x");
        QVERIFY(!fs::exists(folder.path() / "a"));
        QCOMPARE(folder.names().size(), std::size_t{1}); // the temporary
        const OutputFile moved(std::move(file));
        QCOMPARE(folder.names().size(), std::size_t{1});
    }
    QVERIFY(folder.names().empty());
}

void FileWriterTest::existingFileIsKeptUnlessTold()
{
    const TemporaryFolder folder;
    const fs::path path = folder.write("a", "old");
    const ErrorInfo info = errorOf([&] { writeFile(path, "new", Overwrite::No); });
    QCOMPARE(info.id, std::string("E_OUTPUT"));
    QCOMPARE(info.file, path.string());
    QCOMPARE(info.found, std::string("one that exists"));
    QVERIFY(info.remedy.find("--force") != std::string::npos);
    QCOMPARE(bytesOf(path), std::string("old"));
    writeFile(path, "new", Overwrite::Yes);
    QCOMPARE(bytesOf(path), std::string("new"));
    QCOMPARE(folder.names(), std::vector<std::string>{"a"});
}

void FileWriterTest::aFileThatAppearsMeanwhileIsKept()
{
    const TemporaryFolder folder;
    const fs::path path = folder.path() / "a";
    {
        OutputFile file(path, Overwrite::No);
        file.write("new");
        folder.write("a", "other");
        QCOMPARE(errorOf([&] { file.commit(); }).found, std::string("one that exists"));
    }
    QCOMPARE(bytesOf(path), std::string("other"));
    QCOMPARE(folder.names(), std::vector<std::string>{"a"});
}

void FileWriterTest::rightsOfTheOldFileAreKept()
{
    const TemporaryFolder folder;
    const fs::path path = folder.write("a", "old");
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
    writeFile(path, "new", Overwrite::Yes);
    QCOMPARE(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

void FileWriterTest::fullDiskLeavesTheOldFile_data()
{
    QTest::addColumn<bool>("isSignalIgnored");
    QTest::newRow("SIGXFSZ as it is") << false;
    QTest::newRow("SIGXFSZ ignored") << true;
}

void FileWriterTest::fullDiskLeavesTheOldFile()
{
    QFETCH(bool, isSignalIgnored);
    const auto before = std::signal(SIGXFSZ, isSignalIgnored ? SIG_IGN : SIG_DFL);
    const TemporaryFolder folder;
    const fs::path old = folder.write("old", "precious");
    ErrorInfo replacing;
    ErrorInfo making;
    {
        const FileSizeLimit limit(1'000'000);
        const std::string bytes(4'000'000, 'x');
        replacing = errorOf([&] { writeFile(old, bytes, Overwrite::Yes); });
        making = errorOf([&] { writeFile(folder.path() / "new", bytes, Overwrite::No); });
    }
    std::signal(SIGXFSZ, before);
    for (const ErrorInfo& info : {replacing, making}) {
        QCOMPARE(info.id, std::string("E_OUTPUT"));
        QCOMPARE(info.found, std::string("\"File too large\""));
    }
    QCOMPARE(replacing.file, old.string());
    QCOMPARE(bytesOf(old), std::string("precious"));
    QCOMPARE(folder.names(), std::vector<std::string>{"old"});
    sigset_t pending{};
    sigpending(&pending);
    QVERIFY(sigismember(&pending, SIGXFSZ) == 0);
}

void FileWriterTest::fullDiskIsSeenThroughAnArchive()
{
    const TemporaryFolder folder;
    ErrorInfo info;
    {
        const FileSizeLimit limit(1'000'000);
        info = errorOf([&] {
            OutputFile file(folder.path() / "a.npz", Overwrite::No);
            writeNpz(file,
                     {{.name = "a", .shape = {200'000}, .values = std::vector<float>(200'000)},
                      {.name = "b", .shape = {200'000}, .values = std::vector<float>(200'000)}},
                     {});
        });
    }
    QCOMPARE(info.id, std::string("E_OUTPUT"));
    QCOMPARE(info.file, (folder.path() / "a.npz").string());
    QCOMPARE(info.found, std::string("\"File too large\""));
    QVERIFY(folder.names().empty());
}

void FileWriterTest::placesThatCannotBeWrittenAreNamed_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("found");
    QTest::newRow("folder is missing") << "none/a"
                                       << "\"No such file or directory\"";
    QTest::newRow("name too long") << QString(256, 'x') << "\"File name too long\"";
    QTest::newRow("a folder") << "folder"
                              << "a folder";
    QTest::newRow("a link") << "link"
                            << "a symbolic link";
    QTest::newRow("a link to nothing") << "dangling"
                                       << "a symbolic link";
    QTest::newRow("a pipe") << "pipe"
                            << "a device or a pipe";
    QTest::newRow("below a file") << "file/a"
                                  << "\"Not a directory\"";
}

void FileWriterTest::placesThatCannotBeWrittenAreNamed()
{
    QFETCH(QString, place);
    QFETCH(QString, found);
    const TemporaryFolder folder;
    folder.write("file", "old");
    fs::create_directory(folder.path() / "folder");
    fs::create_symlink("file", folder.path() / "link");
    fs::create_symlink("nothing", folder.path() / "dangling");
    QCOMPARE(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
    const std::vector<std::string> before = folder.names();
    const fs::path target = folder.path() / place.toStdString();
    const ErrorInfo info = errorOf([&] { writeFile(target, "new", Overwrite::Yes); });
    QCOMPARE(info.id, std::string("E_OUTPUT"));
    QCOMPARE(info.file, target.string());
    QCOMPARE(QString::fromStdString(info.found), found);
    QCOMPARE(folder.names(), before);
    QCOMPARE(bytesOf(folder.path() / "file"), std::string("old"));
}

void FileWriterTest::longestNameIsPossible()
{
    const TemporaryFolder folder;
    const std::string name(255, 'x');
    writeFile(folder.path() / name, "y", Overwrite::No);
    QCOMPARE(folder.names(), std::vector<std::string>{name});
}

void FileWriterTest::folderAppearsWhole()
{
    const TemporaryFolder folder;
    OutputFolder output(folder.path() / "run/", Overwrite::No);
    for (const char* name : {"b", "a"}) {
        OutputFile file = output.open(name);
        file.write(name);
        file.commit();
    }
    QVERIFY(!fs::exists(folder.path() / "run"));
    output.commit();
    QCOMPARE(folder.names(), std::vector<std::string>{"run"});
    QCOMPARE(bytesOf(folder.path() / "run/a"), std::string("a"));
    QCOMPARE(bytesOf(folder.path() / "run/b"), std::string("b"));
}

void FileWriterTest::folderThatFailsLeavesNothing()
{
    const TemporaryFolder folder;
    {
        OutputFolder output(folder.path() / "run", Overwrite::No);
        OutputFile first = output.open("a");
        first.commit();
        OutputFile second = output.open("b");
        second.write("x");
    }
    QVERIFY(folder.names().empty());
    const ErrorInfo info =
        errorOf([&] { OutputFolder(folder.path() / "none/run", Overwrite::No); });
    QCOMPARE(info.id, std::string("E_OUTPUT"));
    QCOMPARE(info.file, (folder.path() / "none/run").string());
    folder.write("file", "x");
    QCOMPARE(errorOf([&] { OutputFolder(folder.path() / "file", Overwrite::Yes); }).id,
             std::string("E_OUTPUT"));
}

void FileWriterTest::emptyFolderIsFilled()
{
    const TemporaryFolder folder;
    fs::create_directory(folder.path() / "run");
    OutputFolder output(folder.path() / "run", Overwrite::No);
    output.open("a").commit();
    output.commit();
    QCOMPARE(folder.names(), std::vector<std::string>{"run"});
    QVERIFY(fs::exists(folder.path() / "run/a"));
}

void FileWriterTest::currentFolderIsFilled()
{
    const TemporaryFolder folder;
    const fs::path before = fs::current_path();
    fs::current_path(folder.path());
    const ErrorInfo info = errorOf([] {
        OutputFolder output(".", Overwrite::No);
        OutputFile file = output.open("a");
        file.write("new");
        file.commit();
        output.commit();
    });
    fs::current_path(before);
    QCOMPARE(info.id, std::string("no error"));
    QCOMPARE(folder.names(), std::vector<std::string>{"a"});
    QCOMPARE(bytesOf(folder.path() / "a"), std::string("new"));
}

void FileWriterTest::filledFolderIsKeptUnlessTold()
{
    const TemporaryFolder folder;
    folder.write("run/a", "old a");
    folder.write("run/other", "other");
    QCOMPARE(errorOf([&] { OutputFolder(folder.path() / "run", Overwrite::No); }).found,
             std::string("one that exists"));
    OutputFolder output(folder.path() / "run", Overwrite::Yes);
    for (const char* name : {"a", "b"}) {
        OutputFile file = output.open(name);
        file.write("new");
        file.commit();
    }
    output.commit();
    QCOMPARE(bytesOf(folder.path() / "run/a"), std::string("new"));
    QCOMPARE(bytesOf(folder.path() / "run/b"), std::string("new"));
    QCOMPARE(bytesOf(folder.path() / "run/other"), std::string("other"));
}

void FileWriterTest::filledFolderIsRestoredWhenAFileCannotBeMoved()
{
    const TemporaryFolder folder;
    folder.write("run/a", "old a");
    fs::create_directories(folder.path() / "run/c/full");
    {
        OutputFolder output(folder.path() / "run", Overwrite::Yes);
        for (const char* name : {"a", "b", "c"}) {
            OutputFile file = output.open(name);
            file.write("new");
            file.commit();
        }
        const ErrorInfo info = errorOf([&] { output.commit(); });
        QCOMPARE(info.id, std::string("E_OUTPUT"));
        QCOMPARE(info.file, (folder.path() / "run/c").string());
        QCOMPARE(info.found, std::string("a folder"));
    }
    QCOMPARE(folder.names(), std::vector<std::string>{"run"});
    QCOMPARE(bytesOf(folder.path() / "run/a"), std::string("old a"));
    QVERIFY(!fs::exists(folder.path() / "run/b"));
    QVERIFY(fs::is_directory(folder.path() / "run/c/full"));
}

QTEST_APPLESS_MAIN(FileWriterTest)
#include "file_writer_test.moc"
