#include <QTest>

#include "engine/base/error.h"
#include "engine/checkpoint/safetensors.h"
#include "tests/support/safetensors_bytes.h"
#include "tests/support/temporary_folder.h"

#include <cstdint>
#include <fcntl.h>
#include <limits>
#include <stop_token>
#include <string>
#include <sys/stat.h>
#include <vector>

using namespace attenscope;

namespace {

Weights read(const TemporaryFolder& folder, const std::string& bytes)
{
    folder.write("m.safetensors", bytes);
    return readSafetensors(InputFile::open(folder.path() / "m.safetensors", "m.safetensors"), {});
}

std::vector<float> values(const Weights& weights, const std::string& name)
{
    const Weights::Tensor* const tensor = weights.find(name);
    if (tensor == nullptr || tensor->data == nullptr) {
        return {};
    }
    std::size_t count = 1;
    for (const std::int64_t extent : tensor->shape) {
        count *= static_cast<std::size_t>(extent);
    }
    return {tensor->data, tensor->data + count};
}

} // namespace

class SafetensorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFloatTypeIsWidened();
    void everyTensorIsAligned();
    void integersAreOnlyNamed();
    void scalarsAndEmptyTensorsAreRead();
    void largeTensorsComeWholeAndInOrder();
    void readingCanBeCancelled();
    void changedFileIsReported_data();
    void changedFileIsReported();
    void weightsOverTheMemoryBudgetAreRefusedBeforeAnythingIsTaken();
};

void SafetensorsTest::everyFloatTypeIsWidened()
{
    const TemporaryFolder folder;
    // binary16: 1.5, -2, the smallest subnormal, infinity; bfloat16: 1.5, -2, 2^-133, infinity
    const std::string data = rawBytes<float>({1.5F, -2, 1e-42F, 3.25F}) +
                             rawBytes<std::uint16_t>({0x3E00, 0xC000, 0x0001, 0x7C00}) +
                             rawBytes<std::uint16_t>({0x3FC0, 0xC000, 0x0001, 0x7F80}) +
                             rawBytes<double>({1.5, -2, 0.1, 1e300});
    const Weights weights = read(
        folder, safetensorsBytes(R"({"f32":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},)"
                                 R"("f16":{"dtype":"F16","shape":[4],"data_offsets":[16,24]},)"
                                 R"("bf16":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]},)"
                                 R"("f64":{"dtype":"F64","shape":[4],"data_offsets":[32,64]},)"
                                 R"("__metadata__":{"format":"pt"}}   )",
                                 data));
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    QCOMPARE(values(weights, "f32"), (std::vector<float>{1.5F, -2, 1e-42F, 3.25F}));
    QCOMPARE(values(weights, "f16"), (std::vector<float>{1.5F, -2, 0x1p-24F, kInfinity}));
    QCOMPARE(values(weights, "bf16"), (std::vector<float>{1.5F, -2, 0x1p-133F, kInfinity}));
    QCOMPARE(values(weights, "f64"), (std::vector<float>{1.5F, -2, 0.1F, kInfinity}));
    QCOMPARE(weights.find("f32")->shape, (std::vector<std::int64_t>{2, 2}));
    QCOMPARE(weights.find("f16")->dtype, std::string("F16"));
    QCOMPARE(weights.find("f16")->file, std::string("m.safetensors"));
    QCOMPARE(weights.parameters(), std::uint64_t{16});
    QVERIFY(weights.find("__metadata__") == nullptr);
}

void SafetensorsTest::everyTensorIsAligned()
{
    const TemporaryFolder folder;
    // A header of odd length and a one-byte tensor in front: the floats lie at odd offsets.
    const Weights weights = read(
        folder, safetensorsBytes(R"({"flag":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]},)"
                                 R"("a":{"dtype":"F32","shape":[3],"data_offsets":[1,13]},)"
                                 R"("b":{"dtype":"F16","shape":[1],"data_offsets":[13,15]},)"
                                 R"("c":{"dtype":"F32","shape":[2],"data_offsets":[15,23]}})",
                                 std::string(1, '\1') + rawBytes<float>({1, 2, 3}) +
                                     rawBytes<std::uint16_t>({0x3C00}) + rawBytes<float>({4, 5})));
    for (const char* name : {"a", "b", "c"}) {
        QCOMPARE(reinterpret_cast<std::uintptr_t>(weights.find(name)->data) % 64,
                 std::uintptr_t{0});
    }
    QCOMPARE(values(weights, "a"), (std::vector<float>{1, 2, 3}));
    QCOMPARE(values(weights, "b"), (std::vector<float>{1}));
    QCOMPARE(values(weights, "c"), (std::vector<float>{4, 5}));
}

void SafetensorsTest::integersAreOnlyNamed()
{
    const TemporaryFolder folder;
    const Weights weights = read(
        folder, safetensorsBytes(R"({"ids":{"dtype":"I64","shape":[1,2],"data_offsets":[0,16]},)"
                                 R"("u":{"dtype":"U8","shape":[4],"data_offsets":[16,20]},)"
                                 R"("i":{"dtype":"I32","shape":[1],"data_offsets":[20,24]},)"
                                 R"("w":{"dtype":"F32","shape":[1],"data_offsets":[24,28]}})",
                                 std::string(24, 'x') + rawBytes<float>({7})));
    QVERIFY(weights.find("ids")->data == nullptr);
    QCOMPARE(weights.find("ids")->dtype, std::string("I64"));
    QCOMPARE(weights.find("ids")->shape, (std::vector<std::int64_t>{1, 2}));
    QCOMPARE(values(weights, "w"), (std::vector<float>{7}));
    QCOMPARE(weights.parameters(), std::uint64_t{1});
}

void SafetensorsTest::scalarsAndEmptyTensorsAreRead()
{
    const TemporaryFolder folder;
    const Weights weights = read(
        folder, safetensorsBytes(R"({"none":{"dtype":"F32","shape":[0,5],"data_offsets":[4,4]},)"
                                 R"("scale":{"dtype":"F32","shape":[],"data_offsets":[0,4]}})",
                                 rawBytes<float>({4.6052F})));
    QCOMPARE(values(weights, "scale"), (std::vector<float>{4.6052F}));
    QCOMPARE(weights.find("none")->shape, (std::vector<std::int64_t>{0, 5}));
    QCOMPARE(weights.parameters(), std::uint64_t{1});
    QVERIFY(read(folder, safetensorsBytes("{}", "")).all().empty());
}

void SafetensorsTest::largeTensorsComeWholeAndInOrder()
{
    const TemporaryFolder folder;
    constexpr std::uint32_t kCount = 5'000'000; // more than two steps, and no multiple of one
    std::vector<float> floats(kCount);
    std::vector<std::uint16_t> halves(kCount);
    for (std::uint32_t i = 0; i < kCount; ++i) {
        floats[i] = static_cast<float>(i);
        halves[i] = static_cast<std::uint16_t>(i % 0x7C00);
    }
    const Weights weights = read(
        folder, safetensorsBytes(
                    R"({"a":{"dtype":"F32","shape":[5000000],"data_offsets":[0,20000000]},)"
                    R"("b":{"dtype":"BF16","shape":[5000000],"data_offsets":[20000000,30000000]}})",
                    rawBytes(floats) + rawBytes(halves)));
    QVERIFY(values(weights, "a") == floats);
    const std::vector<float> widened = values(weights, "b");
    for (std::uint32_t i = 0; i < kCount; ++i) {
        const std::uint32_t bits = static_cast<std::uint32_t>(halves[i]) << 16U;
        float expected = 0;
        std::memcpy(&expected, &bits, sizeof(expected));
        if (widened[i] != expected) {
            QFAIL(qPrintable(QString("element %1: expected %2, found %3")
                                 .arg(i)
                                 .arg(double(expected))
                                 .arg(double(widened[i]))));
        }
    }
}

void SafetensorsTest::readingCanBeCancelled()
{
    const TemporaryFolder folder;
    folder.write(
        "m.safetensors",
        safetensorsBytes(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                         R"("b":{"dtype":"F32","shape":[8000000],"data_offsets":[1,32000001]}})",
                         std::string(32'000'001, '\0')));
    std::stop_source stop;
    int steps = 0;
    const Progress progress(stop.get_token(), [&](int done, int total, const std::string&) {
        QVERIFY(done < total);
        steps += 1;
        if (steps == 2) {
            stop.request_stop();
        }
    });
    QVERIFY_EXCEPTION_THROWN(
        readSafetensors(InputFile::open(folder.path() / "m.safetensors", "m.safetensors"),
                        progress),
        Cancelled);
    QCOMPARE(steps, 2);
}

void SafetensorsTest::changedFileIsReported_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("found");
    QTest::newRow("cut short") << "cut"
                               << "its end at byte";
    QTest::newRow("grown") << "grow"
                           << "instead of";
    QTest::newRow("written to") << "touch"
                                << "a newer modification time";
    QTest::newRow("replaced") << "replace"
                              << "another file in its place";
    QTest::newRow("removed") << "remove"
                             << "another file in its place";
}

void SafetensorsTest::changedFileIsReported()
{
    QFETCH(QString, change);
    QFETCH(QString, found);
    const TemporaryFolder folder;
    const std::string bytes =
        safetensorsBytes(R"({"b":{"dtype":"F32","shape":[4000000],"data_offsets":[0,16000000]}})",
                         std::string(16'000'000, '\0'));
    const std::filesystem::path path = folder.write("m.safetensors", bytes);
    bool isDone = false;
    const Progress progress({}, [&](int, int, const std::string&) {
        if (std::exchange(isDone, true)) {
            return;
        }
        if (change == "cut") {
            std::filesystem::resize_file(path, 1000);
        } else if (change == "grow") {
            std::filesystem::resize_file(path, bytes.size() + 1);
        } else if (change == "touch") {
            std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() +
                                                       std::chrono::seconds(5));
        } else if (change == "replace") {
            folder.write("other", bytes);
            std::filesystem::rename(folder.path() / "other", path);
        } else {
            std::filesystem::remove(path);
        }
    });
    try {
        readSafetensors(InputFile::open(path, "m.safetensors"), progress);
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(error.info().id, std::string("E_FILE_CHANGED"));
        QCOMPARE(error.info().file, std::string("m.safetensors"));
        QVERIFY2(QString::fromStdString(error.info().found).contains(found), error.what());
    }
}

void SafetensorsTest::weightsOverTheMemoryBudgetAreRefusedBeforeAnythingIsTaken()
{
    const TemporaryFolder folder;
    constexpr std::uint64_t kBytes = std::uint64_t{1} << 42U; // 4 TiB that are not on the disk
    const std::string header = R"({"a":{"dtype":"F32","shape":[1099511627776],"data_offsets":[0,)" +
                               std::to_string(kBytes) + "]}}";
    const auto path = folder.write("m.safetensors", safetensorsBytes(header, ""));
    std::error_code error;
    std::filesystem::resize_file(path, 8 + header.size() + kBytes, error);
    if (error) {
        QSKIP("the temporary folder's file system takes no sparse file of 4 TiB");
    }
    try {
        readSafetensors(InputFile::open(path, "m.safetensors"), {});
        QFAIL("no error");
    } catch (const Error& refusal) {
        QCOMPARE(refusal.info().id, std::string("E_LIMIT_MEMORY"));
        QCOMPARE(refusal.info().found, std::string("4194304 MiB of weights"));
    }
}

QTEST_APPLESS_MAIN(SafetensorsTest)
#include "safetensors_test.moc"
