#include <QTest>

#include "engine/io/npy.h"
#include "tests/support/allocation_meter.h"
#include "tests/support/error_of.h"
#include "tests/support/npy_reader.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

using namespace attenscope;

Q_DECLARE_METATYPE(std::string)

namespace {

constexpr std::uint64_t kPlenty = 1'000'000;

std::filesystem::path golden(const std::string& name)
{
    return std::filesystem::path(TEST_DATA) / "io" / name;
}

/// An NPY file, version 1, whose header is padded as little as can be.
std::string npyBytes(const std::string& dictionary, std::size_t dataBytes)
{
    std::string bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(dictionary.size() & 0xFFU);
    bytes += static_cast<char>(dictionary.size() >> 8U);
    return bytes + dictionary + std::string(dataBytes, '\0');
}

std::string dictionary(const std::string& type, const std::string& shape)
{
    return "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
}

} // namespace

class NpyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numpysFilesAreRead_data();
    void numpysFilesAreRead();
    void otherShapesAndVersionsAreRead();
    void textIsReadAsCodePoints();
    void typesThatCannotBeReadAreNamed_data();
    void typesThatCannotBeReadAreNamed();
    void damageIsNamed_data();
    void damageIsNamed();
    void sizeIsLimitedBeforeMemoryIsTaken();
    void whatIsWrittenIsReadElsewhere_data();
    void whatIsWrittenIsReadElsewhere();
    void dataIsAligned();
};

void NpyTest::numpysFilesAreRead_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<double>("scale"); // element i is i × scale + offset
    QTest::addColumn<double>("offset");
    QTest::addColumn<bool>("isFloat");
    QTest::newRow("float32") << "float32" << 1.0 / 7 << 0.0 << true;
    QTest::newRow("float64, rounded") << "float64" << 1.0 / 7 << 0.0 << true;
    QTest::newRow("float16") << "float16" << 0.125 << 0.0 << true;
    QTest::newRow("int64") << "int64" << -1099511627776.0 << 0.0 << false;
    QTest::newRow("int32") << "int32" << 1.0 << -12.0 << false;
    QTest::newRow("int16") << "int16" << 1.0 << -12.0 << false;
    QTest::newRow("int8") << "int8" << 1.0 << -12.0 << false;
    QTest::newRow("uint64") << "uint64" << 1.0 << 0.0 << false;
    QTest::newRow("uint32") << "uint32" << 1.0 << 2147483648.0 << false;
    QTest::newRow("uint16") << "uint16" << 1.0 << 32768.0 << false;
    QTest::newRow("uint8") << "uint8" << 1.0 << 128.0 << false;
    QTest::newRow("version 2") << "version2" << 1.0 / 7 << 0.0 << true;
}

void NpyTest::numpysFilesAreRead()
{
    QFETCH(QString, file);
    QFETCH(double, scale);
    QFETCH(double, offset);
    QFETCH(bool, isFloat);
    const NamedArray array = readNpyFile(golden(file.toStdString() + ".npy"), kPlenty);
    QCOMPARE(array.name, file.toStdString());
    QCOMPARE(array.shape, (std::vector<std::int64_t>{2, 3, 4}));
    QCOMPARE(npyData(array).size(), std::size_t{24} * (isFloat ? 4 : 8));
    for (std::size_t i = 0; i < 24; ++i) {
        const double expected = static_cast<double>(i) * scale + offset;
        if (isFloat) {
            QCOMPARE(array.floats()[i], static_cast<float>(expected));
        } else {
            QCOMPARE(std::get<std::vector<std::int64_t>>(array.values)[i],
                     static_cast<std::int64_t>(expected));
        }
    }
}

void NpyTest::otherShapesAndVersionsAreRead()
{
    const NamedArray truth = readNpyFile(golden("bool.npy"), kPlenty);
    QCOMPARE(std::get<std::vector<std::int64_t>>(truth.values)[3], std::int64_t{1});
    QCOMPARE(std::get<std::vector<std::int64_t>>(truth.values)[4], std::int64_t{0});
    const NamedArray vector = readNpyFile(golden("vector.npy"), kPlenty);
    QCOMPARE(vector.shape, std::vector<std::int64_t>{2});
    QCOMPARE(vector.floats(), (std::vector<float>{1.5F, -2}));
    const NamedArray scalar = readNpyFile(golden("scalar.npy"), kPlenty);
    QVERIFY(scalar.shape.empty());
    QCOMPARE(scalar.floats(), std::vector<float>{4.25F});
    const NamedArray empty = readNpyFile(golden("empty.npy"), kPlenty);
    QCOMPARE(empty.shape, (std::vector<std::int64_t>{0, 5}));
    QVERIFY(empty.floats().empty());
}

void NpyTest::textIsReadAsCodePoints()
{
    const NamedArray array = readNpyFile(golden("text.npy"), kPlenty);
    QCOMPARE(array.shape, (std::vector<std::int64_t>{2, 2}));
    QCOMPARE(std::get<std::vector<std::int64_t>>(array.values),
             (std::vector<std::int64_t>{'a', 0, 'b', 'c'}));
}

void NpyTest::typesThatCannotBeReadAreNamed_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<std::string>("id");
    QTest::addColumn<std::string>("found");
    QTest::newRow("Fortran order")
        << "fortran" << std::string("E_NPY_ORDER") << std::string("one in Fortran order");
    QTest::newRow("big-endian") << "big_endian" << std::string("E_NPY_DTYPE")
                                << std::string("\">f4\"");
    QTest::newRow("complex") << "complex" << std::string("E_NPY_DTYPE") << std::string("\"<c8\"");
}

void NpyTest::typesThatCannotBeReadAreNamed()
{
    QFETCH(QString, file);
    QFETCH(std::string, id);
    QFETCH(std::string, found);
    const std::filesystem::path path = golden(file.toStdString() + ".npy");
    const ErrorInfo info = errorOf([&] { readNpyFile(path, kPlenty); });
    QCOMPARE(info.id, id);
    QCOMPARE(info.file, path.string());
    QCOMPARE(info.found, found);
}

void NpyTest::damageIsNamed_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("id");
    QTest::addColumn<std::string>("expected"); // its start
    const auto row = [](const char* name, const std::string& bytes, const char* id,
                        const char* expected) {
        QTest::newRow(name) << bytes << std::string(id) << std::string(expected);
    };
    const std::string whole = npyBytes(dictionary("<f4", "(2,)"), 8);
    row("empty", "", "E_NPY_HEADER", "an NPY header");
    row("cut in the prefix", whole.substr(0, 9), "E_NPY_HEADER", "an NPY header");
    row("cut in the header", whole.substr(0, 20), "E_NPY_HEADER", "a header that fits");
    row("another format", "GIF89a....", "E_NPY_HEADER", "\"\\x93NUMPY\"");
    std::string later = whole;
    later[6] = 9;
    row("later version", later, "E_NPY_HEADER", "version 1, 2 or 3");
    std::string second = whole;
    second[6] = 2; // its length then has four bytes, of which two are text
    row("length of a gigabyte", second, "E_NPY_HEADER", "a header that fits");
    const auto text = [&row](const char* name, const std::string& dictionary,
                             const char* expected) {
        row(name, npyBytes(dictionary, 8), "E_NPY_HEADER", expected);
    };
    text("no dictionary", "hello", "\"{\"");
    text("a call", "{'descr': __import__('os'), ", "a quoted text");
    text("key twice", "{'descr': '<f4', 'descr': '<f4'}", "each key once");
    text("unknown key", "{'order': 1}", "descr, fortran_order and shape");
    text("key missing", "{'descr': '<f4', 'shape': (2,)}", "descr, fortran_order and shape");
    text("negative extent", dictionary("<f4", "(-2,)"), "a whole number from 0");
    text("extent beyond 2^63", dictionary("<f4", "(9223372036854775808,)"),
         "a whole number from 0");
    text("nine extents", dictionary("<f4", "(1,1,1,1,1,1,1,1,1)"), "at most 8 extents");
    text("no comma", "{'descr': '<f4' 'shape': (2,)}", "\"}\"");
    text("unfinished", "{'descr': '<f4", "a quoted text");
    text("something behind", dictionary("<f4", "(2,)") + "x", "nothing after the dictionary");
    row("product overflows", npyBytes(dictionary("<f4", "(4294967296, 4294967296)"), 8),
        "E_NPY_SHAPE", "fewer than 2^62 elements");
    row("bytes overflow", npyBytes(dictionary("<f8", "(2305843009213693952,)"), 8), "E_NPY_SHAPE",
        "fewer than 2^62 elements");
    row("data cut", whole.substr(0, whole.size() - 1), "E_NPY_SIZE", "8 bytes for <f4 [2]");
    row("data too long", whole + "x", "E_NPY_SIZE", "8 bytes for <f4 [2]");
}

void NpyTest::damageIsNamed()
{
    QFETCH(std::string, bytes);
    QFETCH(std::string, id);
    QFETCH(std::string, expected);
    const TemporaryFolder folder;
    const auto path = folder.write("a.npy", bytes);
    const AllocationMeter meter;
    const ErrorInfo info = errorOf([&] { readNpyFile(path, ~std::uint64_t{0}); });
    QCOMPARE(info.id, id);
    QCOMPARE(info.file, path.string());
    QVERIFY2(info.expected.starts_with(expected), info.expected.c_str());
    QVERIFY(!info.found.empty());
    QVERIFY(meter.peakBytes() < 100'000);
}

void NpyTest::sizeIsLimitedBeforeMemoryIsTaken()
{
    const TemporaryFolder folder;
    const std::string header = npyBytes(dictionary("|u1", "(10000000,)"), 0);
    const auto path = folder.write("a.npy", header);
    std::filesystem::resize_file(path, header.size() + 10'000'000);
    QCOMPARE(readNpyFile(path, 80'000'000).shape[0], std::int64_t{10'000'000});
    const AllocationMeter meter;
    const ErrorInfo info = errorOf([&] { readNpyFile(path, 79'999'999); });
    QCOMPARE(info.id, std::string("E_LIMIT_ARRAY")); // eight bytes each in memory
    QVERIFY(meter.peakBytes() < 100'000);
}

void NpyTest::whatIsWrittenIsReadElsewhere_data()
{
    QTest::addColumn<std::vector<std::int64_t>>("shape");
    QTest::newRow("scalar") << std::vector<std::int64_t>{};
    QTest::newRow("one extent") << std::vector<std::int64_t>{6};
    QTest::newRow("matrix") << std::vector<std::int64_t>{2, 3};
    QTest::newRow("eight extents") << std::vector<std::int64_t>{1, 2, 1, 3, 1, 1, 1, 1};
    QTest::newRow("empty") << std::vector<std::int64_t>{3, 0};
}

void NpyTest::whatIsWrittenIsReadElsewhere()
{
    QFETCH(std::vector<std::int64_t>, shape);
    std::size_t count = 1;
    for (const std::int64_t extent : shape) {
        count *= static_cast<std::size_t>(extent);
    }
    std::vector<float> floats(count);
    std::vector<std::int64_t> integers(count);
    for (std::size_t i = 0; i < count; ++i) {
        floats[i] = static_cast<float>(i) / 3;
        integers[i] = -(std::int64_t{1} << 50) - static_cast<std::int64_t>(i);
    }
    const TemporaryFolder folder;
    writeNpy(folder.path() / "f.npy", {.name = "f", .shape = shape, .values = floats},
             Overwrite::No);
    writeNpy(folder.path() / "i.npy", {.name = "i", .shape = shape, .values = integers},
             Overwrite::No);
    // a second implementation, the tests' own
    const NamedArray f = readNpy(folder.path() / "f.npy");
    QCOMPARE(f.shape, shape);
    QCOMPARE(f.floats(), floats);
    const NamedArray i = readNpy(folder.path() / "i.npy");
    QCOMPARE(i.shape, shape);
    QCOMPARE(std::get<std::vector<std::int64_t>>(i.values), integers);
    QVERIFY(readNpyFile(folder.path() / "f.npy", kPlenty).values == f.values);
    QVERIFY(readNpyFile(folder.path() / "i.npy", kPlenty).values == i.values);
}

void NpyTest::dataIsAligned()
{
    std::vector<std::int64_t> shape;
    for (int rank = 0; rank <= 8; ++rank) {
        for (const NpyType type : {NpyType::Float32, NpyType::Int64}) {
            const std::string header = npyHeader(type, shape);
            QCOMPARE(header.size() % 64, std::size_t{0});
            QCOMPARE(header.back(), '\n');
        }
        shape.push_back(1234567);
    }
    // byte for byte what NumPy 1.22 and older write for this array
    QCOMPARE(npyHeader(NpyType::Float32, {2, 3}),
             std::string("\x93NUMPY\x01\x00v\x00", 10) +
                 "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }" +
                 std::string(58, ' ') + "\n");
}

QTEST_APPLESS_MAIN(NpyTest)
#include "npy_test.moc"
