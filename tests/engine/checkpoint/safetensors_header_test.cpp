#include <QTest>

#include "engine/base/limits.h"
#include "engine/checkpoint/safetensors_header.h"
#include "tests/support/allocation_meter.h"
#include "tests/support/error_of.h"
#include "tests/support/safetensors_bytes.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <string>
#include <vector>

using namespace attenscope;

Q_DECLARE_METATYPE(std::string)

namespace {

SafetensorsHeader readHeader(const std::filesystem::path& path)
{
    return readSafetensorsHeader(InputFile::open(path, "m.safetensors"));
}

/// A header of one F32 tensor with the fields given.
std::string tensor(const std::string& fields)
{
    return R"({"a":{)" + fields + "}}";
}

/// Rows of a table of files that can't be read.
void bad(
    const char* row, const std::string& bytes, const char* id, const char* place, const char* found)
{
    QTest::newRow(row) << bytes << std::string(id) << std::string(place) << std::string(found);
}

/// The same for a header with `dataBytes` bytes of data behind it.
void badHeader(const char* row,
               const std::string& header,
               std::size_t dataBytes,
               const char* id,
               const char* place,
               const char* found)
{
    bad(row, safetensorsBytes(header, std::string(dataBytes, '\0')), id, place, found);
}

void columns()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("id");
    QTest::addColumn<std::string>("place");
    QTest::addColumn<std::string>("found");
}

void compare()
{
    QFETCH(std::string, bytes);
    QFETCH(std::string, id);
    QFETCH(std::string, place);
    QFETCH(std::string, found);
    const TemporaryFolder folder;
    const auto path = folder.write("m.safetensors", bytes);
    const AllocationMeter meter;
    const ErrorInfo info = errorOf([&] { readHeader(path); });
    QCOMPARE(info.id, id);
    QCOMPARE(info.file, std::string("m.safetensors"));
    QCOMPARE(info.place, place);
    QCOMPARE(info.found, found);
    QVERIFY(!info.expected.empty());
    QVERIFY2(meter.peakBytes() < 1'000'000, std::to_string(meter.peakBytes()).c_str());
}

} // namespace

class SafetensorsHeaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void entriesComeInTheOrderOfTheData();
    void lengthIsChecked_data(); // C-01

    void lengthIsChecked() { compare(); }

    void syntaxIsChecked_data(); // C-02

    void syntaxIsChecked() { compare(); }

    void sizeIsChecked_data(); // C-03

    void sizeIsChecked() { compare(); }

    void pointersAndPagesTellWhatToDo();
    void rangesAreChecked_data(); // C-04

    void rangesAreChecked() { compare(); }

    void shapesAreChecked_data(); // C-05

    void shapesAreChecked() { compare(); }

    void typesAreChecked_data(); // C-06

    void typesAreChecked() { compare(); }

    void namesAreChecked_data(); // C-07

    void namesAreChecked() { compare(); }

    void oddNamesAreEscapedInMessages();
    void depthIsLimited_data(); // C-08

    void depthIsLimited() { compare(); }

    void headerOverTheLimitIsNotRead();
    void blanksTakeNoMemory();
    void manyTensorsAreRefusedInBoundedMemory();
    void longTextsAreRefusedInBoundedMemory();
    void everyCutOfAFileIsAnError();
};

void SafetensorsHeaderTest::entriesComeInTheOrderOfTheData()
{
    const TemporaryFolder folder;
    const auto path = folder.write(
        "m", safetensorsBytes(R"( {"b" : {"shape":[2], "data_offsets":[4,12], "dtype":"F32"},)"
                              "\n\t"
                              R"("\u00e9\n":{"dtype":"U8","shape":[2,2],"data_offsets":[0,4]},)"
                              R"("empty":{"dtype":"F16","shape":[3,0],"data_offsets":[4,4]},)"
                              R"("__metadata__":{"format":"pt","x":"{\"y\": 1}"}})",
                              std::string(12, '\0'))
                 .replace(8, 1, "{")
                 .replace(9, 1, " "));
    const SafetensorsHeader header = readHeader(path);
    QCOMPARE(header.entries.size(), std::size_t{3});
    QCOMPARE(header.entries[0].name, std::string("é\n"));
    QCOMPARE(header.entries[1].name, std::string("empty"));
    QCOMPARE(header.entries[2].name, std::string("b"));
    QCOMPARE(header.entries[2].dtype, std::string("F32"));
    QCOMPARE(header.entries[2].shape, (std::vector<std::int64_t>{2}));
    QCOMPARE(header.entries[2].begin, std::uint64_t{4});
    QCOMPARE(header.entries[2].end, std::uint64_t{12});
    QCOMPARE(header.entries[2].elements, std::uint64_t{2});
    QCOMPARE(header.metadata.size(), std::size_t{2});
    QCOMPARE(header.metadata.at("x"), std::string("{\"y\": 1}"));
    QCOMPARE(header.dataBegin + 12, std::filesystem::file_size(path));
}

void SafetensorsHeaderTest::lengthIsChecked_data()
{
    columns();
    bad("empty file", "", "E_ST_HEADER_LEN", "byte 0", "0 bytes");
    bad("seven bytes", std::string(7, '\x01'), "E_ST_HEADER_LEN", "byte 0", "7 bytes");
    bad("nothing after the length", std::string("\x02\0\0\0\0\0\0\0", 8), "E_ST_HEADER_LEN",
        "byte 0", "2");
    bad("length 0", std::string(8, '\0') + "{}", "E_ST_HEADER_LEN", "byte 0", "0");
    bad("length 1", std::string("\x01\0\0\0\0\0\0\0{}", 10), "E_ST_HEADER_LEN", "byte 0", "1");
    bad("one byte beyond the file", std::string("\x03\0\0\0\0\0\0\0{}", 10), "E_ST_HEADER_LEN",
        "byte 0", "3");
    bad("length 2^63", std::string("\0\0\0\0\0\0\0\x80{}", 10), "E_ST_HEADER_LEN", "byte 0",
        "9223372036854775808");
    bad("length 2^64 - 1", std::string(8, '\xFF') + "{}", "E_ST_HEADER_LEN", "byte 0",
        "18446744073709551615");
}

void SafetensorsHeaderTest::syntaxIsChecked_data()
{
    columns();
    constexpr const char* kId = "E_ST_HEADER_SYNTAX";
    constexpr const char* kOther = "something else";
    badHeader("a list", "[]", 0, kId, "byte 8", "\"[\"");
    badHeader("blank in front", " {}", 0, kId, "byte 8", "byte 0x20");
    badHeader("byte-order mark", "\xEF\xBB\xBF{}", 0, kId, "byte 8", "byte 0xEF");
    badHeader("NUL padding", std::string("{}\0\0", 4), 0, kId, "byte 10", "byte 0x00");
    badHeader("line end after the document", "{}\n", 0, kId, "byte 10", "byte 0x0A");
    badHeader("two documents", "{}{}", 0, kId, "byte 10", "\"{\"");
    badHeader("something after spaces", "{}   x", 0, kId, "byte 13", "\"x\"");
    badHeader("unfinished", "{\"a\"", 0, kId, "byte 12", kOther);
    badHeader("NUL inside", std::string("{\0}", 3), 0, kId, "byte 9", kOther);
    badHeader("comment", "{/**/}", 0, kId, "byte 9", kOther);
    badHeader("comma at the end", tensor(R"("dtype":"F32",)"), 0, kId, "byte 28", kOther);
    badHeader("not UTF-8", "{\"\xFF\":1}", 0, kId, "byte 10", kOther);
    badHeader("overlong UTF-8", "{\"\xC0\xAF\":1}", 0, kId, "byte 10", kOther);
    badHeader("lone surrogate", R"({"\ud800":1})", 0, kId, "byte 16", kOther);
    badHeader("tensor is a number", R"({"a":1})", 0, kId, "a", "1");
    badHeader("tensor is null", R"({"a":null})", 0, kId, "a", "null");
    badHeader("tensor is a list", R"({"a":[]})", 0, kId, "a", "a list");
    badHeader("unknown field", tensor(R"("scale":1)"), 0, kId, "a", "\"scale\"");
    badHeader("number too large for JSON", R"({"a":1e999})", 0, kId, "byte 17", kOther);
}

void SafetensorsHeaderTest::sizeIsChecked_data()
{
    columns();
    const std::string header = tensor(R"("dtype":"F32","shape":[2],"data_offsets":[0,8])");
    constexpr const char* kId = "E_ST_SIZE_MISMATCH";
    badHeader("no data", header, 0, kId, "", "0");
    badHeader("one byte short", header, 7, kId, "", "7");
    badHeader("one byte more", header, 9, kId, "", "9");
    badHeader("data without tensors", "{}", 1, kId, "", "1");
    bad("Git LFS pointer",
        "version https://git-lfs.github.com/spec/v1\noid sha256:" + std::string(64, '0') +
            "\nsize 895139697\n",
        kId, "byte 0", "a Git LFS pointer of 134 bytes");
    bad("web page", "\n <!DOCTYPE html>\n<html><body>404</body></html>", kId, "byte 0",
        "a web page");
    bad("web page without a type", "<HTML><HEAD>", kId, "byte 0", "a web page");
    bad("XML from a storage service", "<?xml version='1.0'?><Error/>", kId, "byte 0", "a web page");
}

void SafetensorsHeaderTest::pointersAndPagesTellWhatToDo()
{
    const TemporaryFolder folder;
    const auto pointer = folder.write("p", "version https://git-lfs.github.com/spec/v1\n");
    QVERIFY(errorOf([&] { readHeader(pointer); }).remedy.find("git lfs pull") != std::string::npos);
    const auto page = folder.write("h", "<!doctype html>");
    QVERIFY(errorOf([&] { readHeader(page); }).remedy.find("download") != std::string::npos);
}

void SafetensorsHeaderTest::rangesAreChecked_data()
{
    columns();
    const auto one = [](const char* row, const std::string& offsets, const char* found) {
        badHeader(row, tensor(R"("dtype":"F32","shape":[2],"data_offsets":)" + offsets), 8,
                  "E_ST_RANGE", "a", found);
    };
    one("end before begin", "[8,0]", "[8, 0]");
    one("negative", "[-8,0]", "-8");
    one("fraction", "[0,8.0]", "8.0");
    one("2^64", "[0,18446744073709551616]", "18446744073709551616");
    one("text", R"([0,"8"])", "\"8\"");
    one("null", "null", "null");
    one("no list", "8", "8");
    one("one number", "[8]", "[8]");
    one("three numbers", "[0,8,8]", "more of them");
    one("empty list", "[]", "[]");
    badHeader("no offsets", tensor(R"("dtype":"F32","shape":[2])"), 8, "E_ST_RANGE", "a", "none");
    const auto two = [](const char* row, const std::string& a, const std::string& b,
                        const char* place, const char* found) {
        badHeader(row,
                  R"({"a":{"dtype":"F32","shape":[1],"data_offsets":)" + a +
                      R"(},"b":{"dtype":"F32","shape":[1],"data_offsets":)" + b + "}}",
                  8, "E_ST_RANGE", place, found);
    };
    two("overlap", "[0,4]", "[2,6]", "b", "byte 2, inside another tensor");
    two("the same place", "[0,4]", "[0,4]", "b", "byte 0, inside another tensor");
    two("hole", "[0,4]", "[5,9]", "b", "byte 5, after a hole");
    two("hole at the start", "[8,12]", "[4,8]", "b", "byte 4, after a hole");
    two("far beyond the data", "[0,4]", "[1099511627776,1099511627780]", "b",
        "byte 1099511627776, after a hole");
}

void SafetensorsHeaderTest::shapesAreChecked_data()
{
    columns();
    const auto one = [](const char* row, const std::string& shape, const char* found) {
        badHeader(row, tensor(R"("dtype":"F64","data_offsets":[0,8],"shape":)" + shape), 8,
                  "E_ST_SHAPE", "a", found);
    };
    one("product overflows 64 bits", "[4294967296,4294967296,2]", "[4294967296, 4294967296, 2]");
    one("product of 2^62", "[4611686018427387904]", "[4611686018427387904]");
    one("size in bytes overflows", "[2305843009213693952]", "[2305843009213693952]");
    one("overflow beside a zero", "[0,4294967296,4294967296]", "[0, 4294967296, 4294967296]");
    one("extent beyond 2^63", "[9223372036854775808]", "9223372036854775808");
    one("rank 9", "[1,1,1,1,1,1,1,1,1]", "more of them");
    one("negative", "[-1]", "-1");
    one("fraction", "[1.0]", "1.0");
    one("text", R"("[1]")", "\"[1]\"");
    one("null", "null", "null");
    badHeader("no shape", tensor(R"("dtype":"F64","data_offsets":[0,8])"), 8, "E_ST_SHAPE", "a",
              "none");
}

void SafetensorsHeaderTest::typesAreChecked_data()
{
    columns();
    for (const char* type : {"F8_E4M3", "F8_E5M2", "F4", "C64", "f32", "F32 ", "", "Q4_K"}) {
        badHeader(
            type,
            tensor(R"("shape":[1],"data_offsets":[0,4],"dtype":")" + std::string(type) + "\""), 4,
            "E_ST_DTYPE", "a", ("\"" + std::string(type) + "\"").c_str());
    }
    badHeader("a number", tensor(R"("shape":[1],"data_offsets":[0,4],"dtype":1)"), 4, "E_ST_DTYPE",
              "a", "1");
    badHeader("a list", tensor(R"("shape":[1],"data_offsets":[0,4],"dtype":[])"), 4, "E_ST_DTYPE",
              "a", "a list");
    badHeader("no type", tensor(R"("shape":[1],"data_offsets":[0,4])"), 4, "E_ST_DTYPE", "a",
              "none");
    badHeader("range larger than the shape",
              tensor(R"("dtype":"F32","shape":[1],"data_offsets":[0,8])"), 8, "E_ST_DTYPE", "a",
              "8 bytes");
    badHeader("range smaller than the shape",
              tensor(R"("dtype":"F16","shape":[2,3],"data_offsets":[0,8])"), 8, "E_ST_DTYPE", "a",
              "8 bytes");
    badHeader("scalar without bytes", tensor(R"("dtype":"F32","shape":[],"data_offsets":[0,0])"), 0,
              "E_ST_DTYPE", "a", "0 bytes");
    badHeader("zero extent with bytes", tensor(R"("dtype":"F32","shape":[0],"data_offsets":[0,4])"),
              4, "E_ST_DTYPE", "a", "4 bytes");
}

void SafetensorsHeaderTest::namesAreChecked_data()
{
    columns();
    const std::string body = R"({"dtype":"U8","shape":[0],"data_offsets":[0,0]})";
    badHeader("tensor twice", R"({"a":)" + body + R"(,"b":)" + body + R"(,"a":)" + body + "}", 0,
              "E_ST_DUPLICATE", "a", "it twice");
    badHeader("tensor twice, once escaped", R"({"a":)" + body + R"(,"\u0061":)" + body + "}", 0,
              "E_ST_DUPLICATE", "a", "it twice");
    badHeader("field twice", tensor(R"("dtype":"U8","dtype":"F32")"), 0, "E_ST_DUPLICATE", "a",
              "dtype twice");
    badHeader("metadata twice", R"({"__metadata__":{},"__metadata__":{}})", 0, "E_ST_DUPLICATE",
              "__metadata__", "it twice");
    badHeader("metadata key twice", R"({"__metadata__":{"k":"1","k":"2"}})", 0, "E_ST_DUPLICATE",
              "__metadata__/k", "it twice");
    badHeader("metadata is a list", R"({"__metadata__":[]})", 0, "E_ST_METADATA", "__metadata__",
              "a list");
    badHeader("metadata is null", R"({"__metadata__":null})", 0, "E_ST_METADATA", "__metadata__",
              "null");
    badHeader("metadata value is a number", R"({"__metadata__":{"k":1}})", 0, "E_ST_METADATA",
              "__metadata__/k", "1");
    badHeader("metadata value is an object", R"({"__metadata__":{"k":{}}})", 0, "E_ST_METADATA",
              "__metadata__/k", "an object");
}

void SafetensorsHeaderTest::oddNamesAreEscapedInMessages()
{
    const TemporaryFolder folder;
    const auto path = folder.write(
        "m", safetensorsBytes(
                 R"({"../\u0000\n\u202e":{"dtype":"F8","shape":[],"data_offsets":[0,1]}})", "x"));
    try {
        readHeader(path);
        QFAIL("no error");
    } catch (const Error& error) {
        const std::string text = error.what();
        QVERIFY2(text.find("../\\u{0}\\u{A}\\u{202E}") != std::string::npos, text.c_str());
        QVERIFY(text.find('\n') == std::string::npos && text.find('\0') == std::string::npos);
    }
}

void SafetensorsHeaderTest::depthIsLimited_data()
{
    columns();
    constexpr const char* kId = "E_LIMIT_DEPTH";
    badHeader("100,001 lists", R"({"a":{"shape":[)" + std::string(100'001, '['), 0, kId, "a",
              "more of them");
    std::string objects = "{";
    for (int i = 0; i < 100'000; ++i) {
        objects += "\"a\":{";
    }
    badHeader("100,001 objects", objects, 0, "E_ST_HEADER_SYNTAX", "a", "\"a\"");
    badHeader("list in a shape", tensor(R"("shape":[[1]])"), 0, kId, "a", "more of them");
    badHeader("object in a shape", tensor(R"("shape":[{}])"), 0, kId, "a", "more of them");
    badHeader("list in the offsets", tensor(R"("data_offsets":[[0,8]])"), 0, kId, "a",
              "more of them");
}

void SafetensorsHeaderTest::headerOverTheLimitIsNotRead()
{
    const TemporaryFolder folder;
    std::string length("\x01\xE1\xF5\x05\0\0\0\0", 8); // 100,000,001
    const auto path = folder.write("m.safetensors", length + "{}");
    std::filesystem::resize_file(path, 200'000'000);
    const AllocationMeter meter;
    const ErrorInfo info = errorOf([&] { readHeader(path); });
    QCOMPARE(info.id, std::string("E_LIMIT_HEADER"));
    QCOMPARE(info.place, std::string("byte 0"));
    QCOMPARE(info.found, std::string("100000001"));
    QVERIFY(meter.peakBytes() < 100'000);
}

void SafetensorsHeaderTest::blanksTakeNoMemory()
{
    const TemporaryFolder folder;
    const std::string blanks(5'000'000, ' ');
    const std::string middle(5'000'000, '\n');
    const auto path = folder.write(
        "m", safetensorsBytes("{" + middle + "\"a\"" + middle + ":{" +
                                  R"("dtype":"U8","shape":[1],"data_offsets":[0,1]}})" + blanks,
                              "x"));
    const AllocationMeter meter;
    QCOMPARE(readHeader(path).entries.size(), std::size_t{1});
    QVERIFY2(meter.peakBytes() < 1'000'000, std::to_string(meter.peakBytes()).c_str());
}

void SafetensorsHeaderTest::manyTensorsAreRefusedInBoundedMemory()
{
    const TemporaryFolder folder;
    std::string header = "{";
    for (int i = 0; i < 400'000; ++i) {
        header += "\"layer." + std::to_string(i) +
                  R"(":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},)";
    }
    header.back() = '}';
    const auto path = folder.write("m.safetensors", safetensorsBytes(header, ""));
    const AllocationMeter meter;
    const ErrorInfo info = errorOf([&] { readHeader(path); });
    QCOMPARE(info.id, std::string("E_LIMIT_TENSORS"));
    QCOMPARE(info.place, std::string("layer.200000"));
    QVERIFY2(meter.peakBytes() < 64'000'000, std::to_string(meter.peakBytes()).c_str());
}

void SafetensorsHeaderTest::longTextsAreRefusedInBoundedMemory()
{
    const TemporaryFolder folder;
    const auto read = [&](const std::string& header) {
        const auto path = folder.write("m.safetensors", safetensorsBytes(header, ""));
        const AllocationMeter meter;
        ErrorInfo info = errorOf([&] { readHeader(path); });
        if (meter.peakBytes() > 32'000'000) {
            info.id += " after taking " + std::to_string(meter.peakBytes()) + " bytes";
        }
        return info;
    };
    const std::string huge(6'000'000, 'x');
    QCOMPARE(read("{\"" + huge + "\":1}").id, std::string("E_LIMIT_TEXT"));
    QCOMPARE(read("{\"a\":" + std::string(6'000'000, '1') + "}").id, std::string("E_LIMIT_TEXT"));
    const std::string escapes = R"({"a":")" + std::string(6'000'000, '\\') + "\"}"; // no text's end
    QCOMPARE(read(escapes).id, std::string("E_LIMIT_TEXT"));
    std::string metadata = R"({"__metadata__":{)";
    for (int i = 0; i < 100; ++i) {
        metadata += "\"k" + std::to_string(i) + "\":\"" + huge.substr(0, 100'000) + "\",";
    }
    metadata.back() = '}';
    const ErrorInfo much = read(metadata + "}");
    QCOMPARE(much.id, std::string("E_LIMIT_TEXT"));
    QCOMPARE(much.place, std::string("__metadata__/k41"));
    const std::string body = R"(":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})";
    QCOMPARE(read("{\"" + huge.substr(0, 1025) + body).id, std::string("E_LIMIT_NAME"));
    QCOMPARE(read("{\"" + huge.substr(0, 1024) + body).id, std::string("no error"));
}

void SafetensorsHeaderTest::everyCutOfAFileIsAnError()
{
    const std::string whole = safetensorsBytes(
        R"({"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"__metadata__":{"k":"v"}})",
        "abcd");
    const TemporaryFolder folder;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto path = folder.write("m.safetensors", whole.substr(0, size));
        const ErrorInfo info = errorOf([&] { readHeader(path); });
        const std::string expected =
            size + 4 < whole.size() ? "E_ST_HEADER_LEN" : "E_ST_SIZE_MISMATCH";
        QCOMPARE(info.id, expected);
    }
}

QTEST_APPLESS_MAIN(SafetensorsHeaderTest)
#include "safetensors_header_test.moc"
