#include <QTest>

#include "engine/base/error.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/checkpoint/safetensors.h"
#include "engine/checkpoint/stored_tensors.h"
#include "engine/checkpoint/torch_file.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

using namespace attenscope;

namespace {

const std::filesystem::path kData = std::filesystem::path(TEST_DATA) / "checkpoint";

Weights readTorch(const std::filesystem::path& path)
{
    const std::string name = path.filename().string();
    std::vector<WeightFile> files;
    files.push_back(openTorchFile(InputFile::open(path, name)));
    return readTensors(std::move(files), name, {});
}

std::size_t elementsOf(const Weights::Tensor& tensor)
{
    std::size_t count = 1;
    for (const std::int64_t extent : tensor.shape) {
        count *= static_cast<std::size_t>(extent);
    }
    return count;
}

} // namespace

class TorchFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesOfTorchGiveItsValues_data();
    void filesOfTorchGiveItsValues();
    void tiedTensorsAreStoredOnce();
    void integersAreOnlyNamed();
    void everyTensorIsAligned();
    void rootFolderMayHaveAnyName();
    void cutFilesAreErrors_data(); // C-03, C-09
    void cutFilesAreErrors();
};

void TorchFileTest::filesOfTorchGiveItsValues_data()
{
    QTest::addColumn<QString>("file");
    for (const char* file : {"zip.bin", "legacy.bin", "protocol4.bin", "legacy4.bin"}) {
        QTest::newRow(file) << file;
    }
}

void TorchFileTest::filesOfTorchGiveItsValues()
{
    QFETCH(QString, file);
    const Weights weights = readTorch(kData / file.toStdString());
    const Weights expected = readSafetensors(
        InputFile::open(kData / "expected.safetensors", "expected.safetensors"), {});
    for (const auto& [name, tensor] : expected.all()) {
        const Weights::Tensor* const found = weights.find(name);
        QVERIFY2(found != nullptr && found->data != nullptr, name.c_str());
        QCOMPARE(found->shape, tensor.shape);
        QCOMPARE(std::vector(found->data, found->data + elementsOf(*found)),
                 std::vector(tensor.data, tensor.data + elementsOf(tensor)));
    }
    QCOMPARE(weights.parameters(), expected.parameters());
}

void TorchFileTest::tiedTensorsAreStoredOnce()
{
    for (const char* file : {"zip.bin", "legacy.bin"}) {
        const Weights weights = readTorch(kData / file);
        QCOMPARE(weights.find("words.weight")->data, weights.find("decoder.weight")->data);
    }
}

void TorchFileTest::integersAreOnlyNamed()
{
    const Weights weights = readTorch(kData / "zip.bin");
    const auto check = [&](const char* name, const char* dtype) {
        QVERIFY2(weights.find(name) != nullptr, name);
        QCOMPARE(weights.find(name)->data, nullptr);
        QCOMPARE(weights.find(name)->dtype, std::string(dtype));
    };
    check("ids", "I64");
    check("flags", "BOOL");
    check("bytes", "U8");
    check("waves", "C64");
    QCOMPARE(weights.find("half.weight")->dtype, std::string("F16"));
}

void TorchFileTest::everyTensorIsAligned()
{
    constexpr std::uintptr_t kAlignment = 64;
    for (const char* file : {"zip.bin", "legacy.bin"}) {
        const Weights weights = readTorch(kData / file);
        for (const auto& [name, tensor] : weights.all()) {
            QVERIFY2(reinterpret_cast<std::uintptr_t>(tensor.data) % kAlignment == 0, name.c_str());
        }
    }
}

void TorchFileTest::rootFolderMayHaveAnyName()
{
    const TemporaryFolder folder;
    const auto path = folder.write("renamed.pth", bytesOf(kData / "zip.bin"));
    QVERIFY(readTorch(path).find("words.weight") != nullptr);
}

void TorchFileTest::cutFilesAreErrors_data()
{
    QTest::addColumn<QString>("file");
    for (const char* file : {"zip.bin", "legacy.bin", "protocol4.bin", "legacy4.bin"}) {
        QTest::newRow(file) << file;
    }
}

/// Cut anywhere, and with a byte too many.
void TorchFileTest::cutFilesAreErrors()
{
    QFETCH(QString, file);
    const std::string bytes = bytesOf(kData / file.toStdString());
    const TemporaryFolder folder;
    constexpr std::size_t kEnds = 48; // every length near the ends, some between
    constexpr std::size_t kStep = 29;
    for (std::size_t size = 0; size < bytes.size();
         size += size < kEnds || size + kEnds > bytes.size() ? 1 : kStep) {
        const auto path = folder.write("cut.bin", bytes.substr(0, size));
        const ErrorInfo error = errorOf([&] { readTorch(path); });
        QVERIFY2(error.id.starts_with("E_PICKLE_"),
                 (error.id + " at " + std::to_string(size)).c_str());
        QVERIFY(!error.expected.empty() && !error.found.empty());
    }
    const auto longer = folder.write("longer.bin", bytes + "x");
    QCOMPARE(errorOf([&] { readTorch(longer); }).id, std::string("E_PICKLE_RANGE"));
}

QTEST_APPLESS_MAIN(TorchFileTest)
#include "torch_file_test.moc"
