#include <QTest>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/torch_file.h"
#include "tests/support/error_of.h"
#include "tests/support/pickle_bytes.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/zip_bytes.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

using namespace attenscope;
using namespace attenscope::pickled;

namespace {

/// {"w": …, as much as there is of `more`}
std::string stateDict(const std::string& value, const std::string& more = {})
{
    return std::string("\x80\x02") + "}(" + text("w") + value + more + "u.";
}

/// The reader's own frame: a pickle and a storage of four floats.
std::string archive(const std::string& pickle)
{
    return zipBytes({{.name = "archive/data.pkl", .data = pickle},
                     {.name = "archive/data/0", .data = std::string(16, '\0')},
                     {.name = "archive/version", .data = "3\n"}});
}

const std::string& soundPickle()
{
    static const std::string kPickle = stateDict(tensor(storage(4)));
    return kPickle;
}

std::string legacy(const std::string& pickle, const std::string& rest)
{
    const std::string magic("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\x2e", 15);
    return magic + "\x80\x02M\xe9\x03." + "\x80\x02}" + text("little_endian") + "\x88s." + pickle +
           rest;
}

ErrorInfo openError(const std::string& bytes)
{
    const TemporaryFolder folder;
    const auto path = folder.write("m.bin", bytes);
    return errorOf([&] { openTorchFile(InputFile::open(path, "m.bin")); });
}

} // namespace

/// C-09: files that no library wrote. Each row is a file.
class PickleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void soundFilesOpen_data();
    void soundFilesOpen();
    void badPicklesAreRefused_data();
    void badPicklesAreRefused();
    void badArchivesAreRefused_data();
    void badArchivesAreRefused();
    void badOldFilesAreRefused_data();
    void badOldFilesAreRefused();
    void everyDamagedByteEndsInAnAnswer();
    void expandedViewsCountAgainstTheMemory();
};

void PickleTest::soundFilesOpen_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* label, const std::string& bytes) {
        QTest::newRow(label) << QByteArray::fromStdString(bytes);
    };
    const std::string foreign = name("os", "system") + "(" + text("touch /tmp/x") + "tR";
    row("flat", archive(soundPickle()));
    row("foreign names beside the state dict",
        archive(std::string("\x80\x02") + "}(" + text("model") + "}" + text("w") +
                tensor(storage(4)) + "s" + text("args") + foreign + "u."));
    row("foreign object that takes items and attributes",
        archive(std::string("\x80\x02") + "}(" + text("state_dict") + "}" + text("w") +
                tensor(storage(4)) + "s" + text("hooks") + name("a.b", "C") + ")\x81}b(KaKau" +
                "(KaKae" + "u."));
    row("numbers and texts among the tensors",
        archive(stateDict(tensor(storage(4)), text("epoch") + "K\x07" + text("name") + text("x"))));
    row("expanded by strides of 0",
        archive(stateDict(tensor(storage(4), {.shape = {2, 4}, .strides = {0, 1}}))));
    row("Parameter",
        archive(stateDict(
            name("torch._utils", "_rebuild_parameter") +
            tuple({tensor(storage(4)), "\x88", name("collections", "OrderedDict") + ")R"}) + "R")));
    row("older layout", legacy(soundPickle(), "\x80\x02]" + text("0") + "a." + littleEndian(4, 8) +
                                                  std::string(16, '\0')));
}

void PickleTest::soundFilesOpen()
{
    QFETCH(QByteArray, bytes);
    const TemporaryFolder folder;
    const auto path = folder.write("m.bin", bytes.toStdString());
    const WeightFile file = openTorchFile(InputFile::open(path, "m.bin"));
    QCOMPARE(file.tensors.size(), std::size_t{1});
    QCOMPARE(file.tensors.front().name, std::string("w"));
}

void PickleTest::badPicklesAreRefused_data()
{
    QTest::addColumn<QByteArray>("pickle");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("found");
    const auto row = [](const char* label, const std::string& pickle, const char* id,
                        const char* found) {
        QTest::newRow(label) << QByteArray::fromStdString(pickle) << id << found;
    };
    const std::string proto("\x80\x02");
    const std::string call = "(" + text("rm -r") + "tR";
    const auto opcode = [&](const char* label, const std::string& bytes, const char* found) {
        row(label, proto + bytes, "E_PICKLE_OPCODE", found);
    };
    row("called at the top", proto + name("os", "system") + call + ".", "E_PICKLE_NAME",
        "os system");
    const std::string beside = text("v") + tensor(storage(4));
    row("called for a tensor", stateDict(name("builtins", "eval") + call, beside), "E_PICKLE_NAME",
        "builtins eval");
    row("by protocol 4",
        proto + "}" + text("w") + text("posix") + text("system") + "\x93" + call + "s" + text("v") +
            tensor(storage(4)) + "s.",
        "E_PICKLE_NAME", "posix system");
    row("quantised tensor", stateDict(name("torch._utils", "_rebuild_qtensor") + ")R", beside),
        "E_PICKLE_NAME", "_rebuild_qtensor");
    row("whole stream inside",
        stateDict(name("torch.storage", "_load_from_bytes") + "(B" + littleEndian(3, 4) + "abctR",
                  beside),
        "E_PICKLE_NAME", "_load_from_bytes");
    row("whole model", proto + name("my.module", "Net") + ")\x81}b.", "E_PICKLE_NAME",
        "an object, my.module Net");
    row("no tensors", proto + "}" + text("epoch") + "K\x01s.", "E_PICKLE_NAME", "\"epoch\"");
    row("empty map", proto + "}.", "E_PICKLE_NAME", "an empty map");
    row("a list", proto + "].", "E_PICKLE_NAME", "no map");
    row("name twice", stateDict(tensor(storage(4)), text("w") + tensor(storage(4))),
        "E_PICKLE_NAME", "it twice");
    row("key that is no text", stateDict(tensor(storage(4)), "K\x01" + tensor(storage(4))),
        "E_PICKLE_NAME", "another key");
    row("module's source",
        proto + tuple({text("module"), name("a", "B"), text("f"), text("s")}) + "Q.",
        "E_PICKLE_NAME", "\"module\"");
    row("unknown storage", stateDict(tensor(storage(4, "0", "QInt8Storage"))), "E_PICKLE_NAME",
        "torch QInt8Storage");
    row("key with a path", stateDict(tensor(storage(4, "../../etc/passwd"))), "E_PICKLE_NAME",
        "../../etc/passwd");
    opcode("INST", "(ios\nsystem\n.", "INST (0x69)");
    opcode("OBJ", "(" + name("os", "system") + "o.", "OBJ (0x6F)");
    opcode("EXT1", "\x82\x01.", "EXT1 (0x82)");
    opcode("NEWOBJ_EX", name("a", "B") + ")}\x92.", "NEWOBJ_EX (0x92)");
    opcode("BYTEARRAY8", "\x96" + littleEndian(0, 8) + ".", "BYTEARRAY8 (0x96)");
    opcode("NEXT_BUFFER", "\x97.", "NEXT_BUFFER (0x97)");
    opcode("PERSID", "Pabc\n.", "PERSID (0x50)");
    opcode("DUP", "N2.", "DUP (0x32)");
    opcode("POP", "N0.", "POP (0x30)");
    opcode("no opcode", "\xff.", "opcode 0xFF");
    opcode("protocol of the future", "\x80\x06N.", "6");
    opcode("empty stack", "s.", "none");
    opcode("no mark", "t.", "none");
    opcode("reaches below a mark", "N(\x85.", "none");
    opcode("calls a number", "K\x01)R.", "something else");
    opcode("items for a number", "K\x01NNs.", "something else");
    row("unknown to the memo", proto + "h\x05.", "E_PICKLE_RANGE", "number 5");
    row("memo beyond all limits", proto + "Nr" + littleEndian(4'000'000, 4) + ".", "E_LIMIT_PICKLE",
        "number 4000000");
    row("text longer than the file", proto + "X" + littleEndian(0xFFFFFFFF, 4) + ".",
        "E_PICKLE_RANGE", "the end");
    row("frame longer than the file", proto + "\x95" + littleEndian(1U << 30U, 8) + "N.",
        "E_PICKLE_RANGE", "1073741824");
    row("text over the limit", proto + text(std::string(limits::kPickleTextBytes + 1, 'x')) + ".",
        "E_LIMIT_TEXT", "65537 bytes");
    row("number of 17 bytes", proto + "\x8a\x11" + std::string(17, '\1') + ".", "E_PICKLE_RANGE",
        "17 bytes");
    row("65 marks", proto + std::string(65, '(') + ".", "E_LIMIT_DEPTH", "more");
    row("a million values on the stack", proto + std::string(1'000'001, 'N') + ".",
        "E_LIMIT_PICKLE", "more");
    row("tensor longer than its storage", stateDict(tensor(storage(4), {.shape = {5}})),
        "E_PICKLE_RANGE", "elements up to 5");
    row("tensor behind its storage", stateDict(tensor(storage(4), {.offset = 1})), "E_PICKLE_RANGE",
        "elements up to 5");
    row("stride beyond it", stateDict(tensor(storage(4), {.shape = {2, 2}, .strides = {3, 1}})),
        "E_PICKLE_RANGE", "elements up to 5");
    row("negative stride", stateDict(tensor(storage(4), {.offset = 3, .strides = {-1}})),
        "E_PICKLE_RANGE", "-1");
    row("negative offset", stateDict(tensor(storage(4), {.offset = -1})), "E_PICKLE_RANGE", "-1");
    row("product over all limits",
        stateDict(tensor(storage(4), {.shape = {std::int64_t{1} << 40, std::int64_t{1} << 40},
                                      .strides = {0, 0}})),
        "E_PICKLE_RANGE", "strides [0, 0]");
    row("end over all numbers",
        stateDict(tensor(storage(4),
                         {.shape = {std::int64_t{1} << 40}, .strides = {std::int64_t{1} << 40}})),
        "E_PICKLE_RANGE", "beyond all numbers");
    row("rank 9",
        stateDict(tensor(storage(4), {.shape = std::vector<std::int64_t>(9, 1),
                                      .strides = std::vector<std::int64_t>(9, 1)})),
        "E_PICKLE_RANGE", "9");
    row("fewer strides", stateDict(tensor(storage(4), {.shape = {2, 2}})), "E_PICKLE_RANGE",
        "[2, 2] with strides [1]");
    row("storage that is not there", stateDict(tensor(storage(4, "7"))), "E_PICKLE_RANGE",
        "no such storage");
    row("storage of another size", stateDict(tensor(storage(400))), "E_PICKLE_RANGE", "16 bytes");
    row("no STOP", soundPickle().substr(0, soundPickle().size() - 1), "E_PICKLE_RANGE", "the end");
}

void PickleTest::badPicklesAreRefused()
{
    QFETCH(QByteArray, pickle);
    QFETCH(QString, id);
    QFETCH(QString, found);
    const ErrorInfo error = openError(archive(pickle.toStdString()));
    QCOMPARE(QString::fromStdString(error.id), id);
    QVERIFY2(QString::fromStdString(error.found).contains(found), error.found.c_str());
    QCOMPARE(error.file, std::string("m.bin"));
}

void PickleTest::badArchivesAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("found");
    const auto row = [](const char* label, const std::string& bytes, const char* id,
                        const char* found) {
        QTest::newRow(label) << QByteArray::fromStdString(bytes) << id << found;
    };
    const ZipPart pickle{.name = "a/data.pkl", .data = soundPickle()};
    const ZipPart data{.name = "a/data/0", .data = std::string(16, '\0')};
    const auto with = [&](ZipPart part) { return zipBytes({pickle, data, std::move(part)}); };
    row("upward name", with({.name = "a/../../x", .data = "x"}), "E_PICKLE_NAME", "a/../../x");
    row("absolute name", with({.name = "/etc/passwd", .data = "x"}), "E_PICKLE_NAME",
        "/etc/passwd");
    row("name with a backslash", with({.name = "a\\b", .data = "x"}), "E_PICKLE_NAME", "a\\b");
    row("entry twice", with(data), "E_PICKLE_NAME", "twice");
    row("two pickles", with({.name = "b/data.pkl", .data = "N."}), "E_PICKLE_NAME", "several");
    row("TorchScript", with({.name = "a/code/__torch__.py", .data = "x"}), "E_PICKLE_NAME",
        "TorchScript");
    row("NPZ", zipBytes({{.name = "w.npy", .data = "x"}}), "E_PICKLE_NAME", "an NPZ file");
    row("another archive", zipBytes({{.name = "word.txt", .data = "x"}}), "E_PICKLE_NAME",
        "another ZIP archive");
    row("empty archive with a prefix", "PK\3\4" + zipBytes({}), "E_PICKLE_RANGE", "one of 0 bytes");
    row("deflated storage",
        zipBytes({pickle, {.name = "a/data/0", .data = "x", .method = 8, .sizeDifference = 15}}),
        "E_PICKLE_RANGE", "compressed");
    row("size beyond the archive",
        zipBytes(
            {pickle,
             {.name = "a/data/0", .data = std::string(16, '\0'), .sizeDifference = 1'000'000}}),
        "E_PICKLE_RANGE", "1000016 bytes");
    row("entry inside another",
        zipBytes(
            {pickle, {.name = "a/data/0", .data = std::string(16, '\0'), .headerDifference = -20}}),
        "E_PICKLE_RANGE", "bytes at byte");
    row("another name in the header",
        zipBytes(
            {pickle,
             {.name = "a/data/1", .data = std::string(16, '\0'), .nameInDirectory = "a/data/0"}}),
        "E_PICKLE_RANGE", "another one");
    row("big-endian", with({.name = "a/byteorder", .data = "big"}), "E_PICKLE_RANGE", "big");
    row("bytes behind it", zipBytes({pickle, data}) + "x", "E_PICKLE_RANGE", "other bytes");
    std::string more = zipBytes({pickle, data});
    more[more.size() - 14] = 3; // entries on this disk
    more[more.size() - 12] = 3; // and in all
    row("fewer entries than said", more, "E_PICKLE_RANGE", "2");
    std::string disk = zipBytes({pickle, data});
    disk[disk.size() - 18] = 1;
    row("another disk", disk, "E_PICKLE_RANGE", "another one");
    const std::string whole = zipBytes({pickle, data});
    const std::string locator =
        littleEndian(0x07064b50, 4) + littleEndian(0, 4) + littleEndian(0, 8) + littleEndian(1, 4);
    row("ZIP64 locator to somewhere else",
        whole.substr(0, whole.size() - 22) + std::string(56, '\0') + locator +
            whole.substr(whole.size() - 22),
        "E_PICKLE_RANGE", "one said to be at byte 0");
}

void PickleTest::badArchivesAreRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, id);
    QFETCH(QString, found);
    const ErrorInfo error = openError(bytes.toStdString());
    QCOMPARE(QString::fromStdString(error.id), id);
    QVERIFY2(QString::fromStdString(error.found).contains(found), error.found.c_str());
}

void PickleTest::badOldFilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("found");
    const auto row = [](const char* label, const std::string& bytes, const char* id,
                        const char* found) {
        QTest::newRow(label) << QByteArray::fromStdString(bytes) << id << found;
    };
    const std::string keys = "\x80\x02]" + text("0") + "a.";
    const std::string values(16, '\0');
    row("another count", legacy(soundPickle(), keys + littleEndian(3, 8) + values.substr(4)),
        "E_PICKLE_RANGE", "12 bytes");
    row("count beyond the file",
        legacy(soundPickle(), keys + littleEndian(std::uint64_t{1} << 62U, 8) + values),
        "E_PICKLE_RANGE", "the end");
    row("unknown key",
        legacy(soundPickle(), "\x80\x02]" + text("5") + "a." + littleEndian(4, 8) + values),
        "E_PICKLE_RANGE", "key 5");
    row("no keys", legacy(soundPickle(), "\x80\x02]."), "E_PICKLE_RANGE", "no such storage");
    row("bytes behind it", legacy(soundPickle(), keys + littleEndian(4, 8) + values + "x"),
        "E_PICKLE_RANGE", "1 more bytes");
    row("one key, two types",
        legacy(stateDict(tensor(storage(4)), text("v") + tensor(storage(4, "0", "HalfStorage"))),
               keys + littleEndian(4, 8) + values),
        "E_PICKLE_RANGE", "4 of F16");
    row("plain pickle", "\x80\x02}.", "E_PICKLE_NAME", "torch.save did not write");
    row("tar of 2016", std::string(257, '\0') + "ustar" + std::string(250, '\0'), "E_PICKLE_NAME",
        "a tar archive");
    row("HDF5", "\x89HDF\r\n\x1a\n", "E_PICKLE_NAME", "HDF5");
    row("empty", "", "E_PICKLE_NAME", "an empty file");
    row("web page", "<!DOCTYPE html><html>", "E_ST_SIZE_MISMATCH", "a web page"); // C-03
    row("Git LFS pointer", "version https://git-lfs.github.com/spec/v1\n", "E_ST_SIZE_MISMATCH",
        "a Git LFS pointer of 43 bytes");
}

void PickleTest::badOldFilesAreRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, id);
    QFETCH(QString, found);
    const ErrorInfo error = openError(bytes.toStdString());
    QCOMPARE(QString::fromStdString(error.id), id);
    QVERIFY2(QString::fromStdString(error.found).contains(found), error.found.c_str());
}

/// Each byte replaced by each of a few others: an error with an id, or tensors inside the file.
void PickleTest::everyDamagedByteEndsInAnAnswer()
{
    const TemporaryFolder folder;
    const std::string sound = archive(soundPickle());
    for (std::size_t at = 0; at < sound.size(); ++at) {
        std::string bytes = sound;
        bytes[at] = static_cast<char>(bytes[at] ^ (at % 2 == 0 ? 0xFF : 0x01));
        const auto path = folder.write("m.bin", bytes);
        std::uint64_t end = 0;
        const ErrorInfo error = errorOf([&] {
            for (const StoredTensor& found :
                 openTorchFile(InputFile::open(path, "m.bin")).tensors) {
                end = std::max(end, found.offset + found.elements);
            }
        });
        QVERIFY2(error.id.starts_with("E_") || end <= bytes.size(), std::to_string(at).c_str());
    }
}

void PickleTest::expandedViewsCountAgainstTheMemory()
{
    const std::string bytes =
        archive(stateDict(tensor(storage(4), {.shape = {std::int64_t{1} << 50}, .strides = {0}})));
    const TemporaryFolder folder;
    const auto path = folder.write("m.bin", bytes);
    const ErrorInfo error = errorOf([&] {
        std::vector<WeightFile> files;
        files.push_back(openTorchFile(InputFile::open(path, "m.bin")));
        readTensors(std::move(files), "m.bin", {});
    });
    QCOMPARE(error.id, std::string("E_LIMIT_MEMORY"));
}

QTEST_APPLESS_MAIN(PickleTest)
#include "pickle_test.moc"
