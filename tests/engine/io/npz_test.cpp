#include <QTest>

#include "engine/io/npz.h"
#include "tests/support/allocation_meter.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
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

NpzFile opened(const std::filesystem::path& path, std::uint64_t maximumBytes = kPlenty)
{
    return {InputFile::open(path, "a.npz"), maximumBytes};
}

std::vector<NamedArray> arrays()
{
    return {{.name = "logits", .shape = {1, 3}, .values = std::vector<float>{1, -2, 0.1F}},
            {.name = "ids", .shape = {2}, .values = std::vector<std::int64_t>{-1, 1LL << 40}},
            {.name = "none", .shape = {0, 4}, .values = std::vector<float>{}}};
}

std::filesystem::path written(const TemporaryFolder& folder, const std::vector<NamedArray>& list)
{
    const std::filesystem::path path = folder.path() / "a.npz";
    OutputFile file(path, Overwrite::Yes);
    writeNpz(file, list, {});
    file.commit();
    return path;
}

/// The checksum of ZIP, bit by bit (APPNOTE 4.4.7).
std::uint32_t crc32(const std::string& bytes)
{
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    return ~crc;
}

/// One entry of an archive put together here, with what it claims about itself.
struct Entry {
    std::string name;
    std::string bytes;
    std::uint16_t method = 0;
    std::optional<std::uint32_t> claimedSize;
    std::uint16_t flags = 0;
    std::uint32_t crcError = 0;
};

std::string littleEndian(std::uint64_t value, int bytes)
{
    std::string text;
    for (int i = 0; i < bytes; ++i) {
        text += static_cast<char>((value >> (8 * static_cast<unsigned>(i))) & 0xFFU);
    }
    return text;
}

/// APPNOTE 4.3.7, 4.3.12, 4.3.16
std::string zipOf(const std::vector<Entry>& entries)
{
    std::string body;
    std::string directory;
    for (const Entry& entry : entries) {
        const std::size_t offset = body.size();
        const std::string facts = littleEndian(20, 2) + littleEndian(entry.flags, 2) +
                                  littleEndian(entry.method, 2) + littleEndian(0, 2) +
                                  littleEndian(33, 2) +
                                  littleEndian(crc32(entry.bytes) ^ entry.crcError, 4) +
                                  littleEndian(entry.bytes.size(), 4) +
                                  littleEndian(entry.claimedSize.value_or(entry.bytes.size()), 4) +
                                  littleEndian(entry.name.size(), 2) + littleEndian(0, 2);
        body += "PK\x03\x04" + facts + entry.name + entry.bytes;
        directory += "PK\x01\x02" + littleEndian(20, 2) + facts + std::string(10, '\0') +
                     littleEndian(offset, 4) + entry.name;
    }
    return body + directory + "PK\x05\x06" + littleEndian(0, 4) + littleEndian(entries.size(), 2) +
           littleEndian(entries.size(), 2) + littleEndian(directory.size(), 4) +
           littleEndian(body.size(), 4) + littleEndian(0, 2);
}

/// An NPY file of this shape, as its header says, with these bytes of data.
std::string npyOf(const std::vector<std::int64_t>& shape, std::size_t dataBytes)
{
    return npyHeader(NpyType::Float32, shape) + std::string(dataBytes, '\0');
}

} // namespace

class NpzTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numpysArchivesAreRead_data();
    void numpysArchivesAreRead();
    void whatIsWrittenComesBack();
    void equalArraysGiveEqualBytes();
    void entriesAreStoredWithoutTime();
    void arraysAreMadeOneAtATime();
    void writingCanBeCancelled();
    void damageIsNamed_data();
    void damageIsNamed();
    void everyCutOfAnArchiveIsAnError();
    void bombsAreRefusedBeforeMemoryIsTaken();
    void unknownNameIsAnError();
};

void NpzTest::numpysArchivesAreRead_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("savez") << "stored.npz";
    QTest::newRow("savez_compressed") << "deflated.npz";
}

void NpzTest::numpysArchivesAreRead()
{
    QFETCH(QString, file);
    const NpzFile archive = opened(golden(file.toStdString()));
    QCOMPARE(archive.names().size(), std::size_t{15});
    QCOMPARE(archive.names()[0], std::string("float32"));
    for (const std::string& name : archive.names()) {
        const NamedArray expected = readNpyFile(golden(name + ".npy"), kPlenty);
        const NamedArray found = archive.read(name);
        QCOMPARE(found.name, name);
        QCOMPARE(found.shape, expected.shape);
        QVERIFY2(found.values == expected.values, name.c_str());
    }
}

void NpzTest::whatIsWrittenComesBack()
{
    const TemporaryFolder folder;
    const NpzFile archive = opened(written(folder, arrays()));
    QCOMPARE(archive.names(), (std::vector<std::string>{"logits", "ids", "none"}));
    for (const NamedArray& expected : arrays()) {
        const NamedArray found = archive.read(expected.name);
        QCOMPARE(found.shape, expected.shape);
        QVERIFY(found.values == expected.values);
    }
    QVERIFY(opened(written(folder, {})).names().empty());
}

void NpzTest::equalArraysGiveEqualBytes()
{
    const TemporaryFolder folder;
    const std::string first = bytesOf(written(folder, arrays()));
    QVERIFY(bytesOf(written(folder, arrays())) == first);
}

void NpzTest::entriesAreStoredWithoutTime()
{
    const TemporaryFolder folder;
    const std::string bytes = bytesOf(written(folder, arrays()));
    // APPNOTE 4.3.7: the signature, 4 bytes on the method, then time and date
    QCOMPARE(bytes.substr(0, 4), std::string("PK\x03\x04"));
    QCOMPARE(bytes.substr(8, 2), std::string(2, '\0'));
    QCOMPARE(bytes.substr(10, 4), std::string("\0\0\x21\0", 4)); // 1980-01-01 00:00
}

void NpzTest::arraysAreMadeOneAtATime()
{
    const TemporaryFolder folder;
    int alive = 0;
    int most = 0;
    std::vector<NpzEntry> entries;
    constexpr std::size_t kCount = 1'000'000;
    for (int i = 0; i < 10; ++i) {
        entries.push_back({.name = "a" + std::to_string(i),
                           .type = NpyType::Float32,
                           .shape = {kCount},
                           .make = [&alive, &most, i] {
                               most = std::max(most, ++alive);
                               return NamedArray{
                                   .name = {},
                                   .shape = {kCount},
                                   .values = std::vector<float>(kCount, static_cast<float>(i))};
                           }});
    }
    OutputFile file(folder.path() / "a.npz", Overwrite::No);
    const AllocationMeter meter;
    writeNpz(file, entries, {});
    QVERIFY2(meter.peakBytes() < 2 * kCount * sizeof(float),
             std::to_string(meter.peakBytes()).c_str());
    QCOMPARE(alive, 10); // each once
    file.commit();
    const NpzFile archive = opened(folder.path() / "a.npz", 10 * kCount);
    QCOMPARE(archive.read("a7").floats().back(), 7.0F);
}

void NpzTest::writingCanBeCancelled()
{
    const TemporaryFolder folder;
    std::stop_source stop;
    const Progress progress(stop.get_token(), [&](int done, int total, const std::string&) {
        QCOMPARE(total, 3);
        if (done == 1) {
            stop.request_stop();
        }
    });
    {
        OutputFile file(folder.path() / "a.npz", Overwrite::No);
        QVERIFY_EXCEPTION_THROWN(writeNpz(file, arrays(), progress), Cancelled);
    }
    QVERIFY(folder.names().empty());
}

void NpzTest::damageIsNamed_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("id");
    QTest::addColumn<std::string>("place");
    const auto row = [](const char* name, const std::string& bytes, const char* id,
                        const char* place) {
        QTest::newRow(name) << bytes << std::string(id) << std::string(place);
    };
    const std::string good = npyOf({2}, 8);
    constexpr std::uint16_t kDeflate = 8;
    constexpr std::uint16_t kZstd = 93;
    row("two arrays", zipOf({{"a.npy", good}, {"b.npy", good}}), "no error", "");
    row("empty file", "", "E_NPZ_ARCHIVE", "");
    row("no archive", "\x93NUMPY", "E_NPZ_ARCHIVE", "");
    row("a bit of the data", zipOf({{"a.npy", good, 0, {}, 0, 1}}), "E_NPZ_ARCHIVE", "a");
    row("no deflate stream", zipOf({{"a.npy", good, kDeflate, {}}}), "E_NPZ_ARCHIVE", "a");
    row("another method", zipOf({{"a.npy", good, kZstd, {}}}), "E_NPZ_ARCHIVE", "a");
    row("encrypted", zipOf({{"a.npy", good, 0, {}, 1}}), "E_NPZ_ARCHIVE", "a");
    row("stored, said to be larger", zipOf({{"a.npy", npyOf({4}, 8), 0, 144}}), "E_NPZ_ARCHIVE",
        "a");
    row("deflated, said to grow beyond what it can",
        zipOf({{"a.npy", std::string(10, 'x'), kDeflate, 4'000'000'000U}}), "E_NPZ_ARCHIVE", "a");
    row("another dtype", zipOf({{"a.npy", "\x93NUMPY"}}), "E_NPY_HEADER", "a");
    row("array cut", zipOf({{"a.npy", npyOf({2}, 7)}}), "E_NPY_SIZE", "a");
    row("no NPY file", zipOf({{"a.npy", good}, {"b.txt", good}}), "E_NPZ_NAME", "entry 1");
    row("no name", zipOf({{"", good}}), "E_NPZ_NAME", "entry 0");
    row("long name", zipOf({{std::string(1021, 'x') + ".npy", good}}), "E_NPZ_NAME", "entry 0");
    row("name twice", zipOf({{"a.npy", good}, {"a.npy", good}}), "E_NPZ_ARCHIVE", "");
    std::vector<Entry> many;
    for (int i = 0; i <= 20'000; ++i) {
        many.push_back({std::to_string(i) + ".npy", ""});
    }
    row("many entries", zipOf(many), "E_LIMIT_ENTRIES", "");
}

void NpzTest::damageIsNamed()
{
    QFETCH(std::string, bytes);
    QFETCH(std::string, id);
    QFETCH(std::string, place);
    const TemporaryFolder folder;
    const auto path = folder.write("a.npz", bytes);
    const ErrorInfo info = errorOf([&] {
        const NpzFile archive = opened(path);
        for (const std::string& name : archive.names()) {
            archive.read(name);
        }
    });
    QCOMPARE(QString::fromStdString(info.id), QString::fromStdString(id));
    QCOMPARE(QString::fromStdString(info.place), QString::fromStdString(place));
}

void NpzTest::everyCutOfAnArchiveIsAnError()
{
    const TemporaryFolder folder;
    const std::string whole = bytesOf(written(folder, arrays()));
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        const auto path = folder.write("cut.npz", whole.substr(0, size));
        QCOMPARE(errorOf([&] { opened(path); }).id, std::string("E_NPZ_ARCHIVE"));
    }
}

void NpzTest::bombsAreRefusedBeforeMemoryIsTaken()
{
    const NpzFile small = opened(golden("deflated.npz"), 95);
    const AllocationMeter meter;
    QCOMPARE(errorOf([&] { small.read("float32"); }).id, std::string("E_LIMIT_ARRAY"));
    QCOMPARE(small.read("vector").shape, std::vector<std::int64_t>{2});
    QVERIFY(meter.peakBytes() < 1'000'000);
}

void NpzTest::unknownNameIsAnError()
{
    const TemporaryFolder folder;
    const NpzFile archive = opened(written(folder, arrays()));
    QVERIFY(archive.contains("ids") && !archive.contains("ids.npy"));
    const ErrorInfo info = errorOf([&] { archive.read("other"); });
    QCOMPARE(info.id, std::string("E_NPZ_NAME"));
    QCOMPARE(info.file, std::string("a.npz"));
    QCOMPARE(info.place, std::string("other"));
}

QTEST_APPLESS_MAIN(NpzTest)
#include "npz_test.moc"
