#include <QTest>

#include "engine/models/model.h"
#include "engine/models/registry.h"
#include "tests/support/checkpoint_files.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

using namespace attenscope;

namespace fs = std::filesystem;

// Stands first: moc loses its way in the raw strings below.
class ContainersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFormGivesTheSameNumbers_data();
    void everyFormGivesTheSameNumbers();
    void familyIsRecognisedByEvidence_data();
    void familyIsRecognisedByEvidence();
    void namedButUnknownFamilyStaysUnknown();
    void configsThatDontFitNameTheField();
};

namespace {

const fs::path kData = fs::path(TEST_DATA) / "checkpoint" / "lxmert";
const fs::path kTokenizer = fs::path(TEST_DATA) / "lxmert";

std::string config()
{
    return bytesOf(kData / "config.json");
}

std::string without(std::string text, const std::string& part)
{
    const std::size_t at = text.find(part);
    return at == std::string::npos ? std::string() : text.erase(at, part.size());
}

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    const std::size_t at = text.find(from);
    return at == std::string::npos ? std::string() : text.replace(at, from.size(), to);
}

TracePtr run(const fs::path& folder)
{
    const ModelPtr model = loadModel(folder, {.threads = 1, .tokenizer = kTokenizer}, {});
    constexpr Index kRegions = 3;
    constexpr Index kFeatures = 6;
    Regions regions;
    regions.features = Matrix(kRegions, kFeatures);
    regions.boxes = Matrix(kRegions, 4);
    for (Index i = 0; i < regions.features.size(); ++i) {
        regions.features.data()[i] = std::sin(static_cast<float>(i));
    }
    for (Index i = 0; i < kRegions; ++i) {
        regions.boxes.row(i) << 0.1F, 0.2F, 0.5F + 0.1F * static_cast<float>(i), 0.9F;
    }
    return model->run({.image = {}, .caption = "a dog", .regions = regions}, {}, {});
}

/// The largest difference of any attention weight.
double difference(const Trace& a, const Trace& b)
{
    double largest = a.sites.size() == b.sites.size() ? 0 : 1;
    for (std::size_t site = 0; site < std::min(a.sites.size(), b.sites.size()); ++site) {
        for (int head = 0; head < a.sites[site].heads; ++head) {
            const Matrix one = a.attention.head(site, head);
            const Matrix other = b.attention.head(site, head);
            largest =
                std::max(largest, static_cast<double>((one - other).array().abs().maxCoeff()));
        }
    }
    return largest;
}

} // namespace

void ContainersTest::everyFormGivesTheSameNumbers_data()
{
    QTest::addColumn<QString>("form");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("bin, legacy, transposed Parameters below model") << "legacy" << 0.0;
    QTest::newRow("safetensors") << "safetensors" << 0.0;
    QTest::newRow("sharded safetensors") << ".safetensors" << 0.0;
    QTest::newRow("sharded bin") << ".bin" << 0.0;
    QTest::newRow("bare model") << "bare" << 0.0;
    QTest::newRow("authors' prefix, parallel training, gamma and beta") << "old" << 0.0;
    QTest::newRow("bin, f16") << "half" << 5e-3;
    QTest::newRow("bin, legacy, bf16") << "brain" << 5e-2;
    QTest::newRow("safetensors, f16") << "F16" << 5e-3;
    QTest::newRow("safetensors, bf16") << "BF16" << 5e-2;
}

void ContainersTest::everyFormGivesTheSameNumbers()
{
    QFETCH(QString, form);
    QFETCH(double, tolerance);
    const TemporaryFolder expected;
    expected.write("config.json", config());
    expected.write("pytorch_model.bin", bytesOf(kData / "zip" / "pytorch_model.bin"));
    const FileParts parts = partsOf(kData / "zip");
    const TemporaryFolder folder;
    folder.write("config.json", config());
    if (form == "safetensors") {
        folder.write("model.safetensors", safetensorsFile(parts));
    } else if (form == "F16" || form == "BF16") {
        folder.write("model.safetensors", safetensorsFile(rounded(parts, form.toStdString())));
    } else if (form == ".safetensors" || form == ".bin") {
        writeShards(folder, parts, form.toStdString());
    } else if (form == "bare" || form == "old") {
        FileParts renamedParts;
        for (auto& [name, part] : parts) {
            std::string renamed = name;
            if (name.starts_with("lxmert.")) {
                renamed = (form == "bare" ? "" : "bert.") + name.substr(7);
            }
            if (form == "old") {
                for (const auto& [usual, old] :
                     {std::pair{"orm.weight", "orm.gamma"}, {"orm.bias", "orm.beta"}}) {
                    const std::size_t at = renamed.find(usual);
                    renamed = at == std::string::npos ? renamed : renamed.substr(0, at) + old;
                }
                renamed = "module." + renamed;
            }
            renamedParts[renamed] = part;
        }
        folder.write("model.safetensors", safetensorsFile(renamedParts));
    } else {
        folder.write("pytorch_model.bin",
                     bytesOf(kData / form.toStdString() / "pytorch_model.bin"));
    }
    const double found = difference(*run(expected.path()), *run(folder.path()));
    QVERIFY2(found <= tolerance, std::to_string(found).c_str());
    QVERIFY(tolerance == 0 || found > 0);
}

void ContainersTest::familyIsRecognisedByEvidence_data()
{
    QTest::addColumn<QString>("config");
    const std::string type = R"("model_type": "lxmert", )";
    const std::string classes = R"("architectures": ["LxmertForPreTraining"], )";
    QString whole = QString::fromStdString(config()).simplified();
    whole.replace("[ ", "[").replace(" ]", "]");
    const auto row = [](const char* name, const std::string& text) {
        QVERIFY2(!text.empty(), name);
        QTest::newRow(name) << QString::fromStdString(text);
    };
    const std::string text = whole.toStdString();
    row("model_type alone", without(text, classes));
    row("class alone", without(text, type));
    row("class of the bare model", replaced(text, "LxmertForPreTraining", "LxmertModel"));
    row("fields alone", without(without(text, type), classes));
    row("tensors alone", without(without(without(text, type), classes), R"("x_layers": 1, )"));
}

void ContainersTest::familyIsRecognisedByEvidence()
{
    QFETCH(QString, config);
    const TemporaryFolder folder;
    folder.write("config.json", config.toStdString());
    folder.write("pytorch_model.bin", bytesOf(kData / "zip" / "pytorch_model.bin"));
    const ModelFolder model(folder.path());
    const Family* const family = findFamily(model.readConfig("config.json"), model);
    QVERIFY(family != nullptr);
    QCOMPARE(family->modelType, std::string_view("lxmert"));
}

void ContainersTest::namedButUnknownFamilyStaysUnknown()
{
    const TemporaryFolder folder;
    folder.write("config.json", replaced(config(), R"("lxmert")", R"("idefics3")"));
    folder.write("pytorch_model.bin", bytesOf(kData / "zip" / "pytorch_model.bin"));
    const ErrorInfo error = errorOf([&] { loadModel(folder.path(), {}, {}); });
    QCOMPARE(error.id, std::string("E_MODEL_UNSUPPORTED"));
    QCOMPARE(error.found, std::string("idefics3"));
}

void ContainersTest::configsThatDontFitNameTheField()
{
    const TemporaryFolder folder;
    folder.write("config.json",
                 replaced(config(), R"("visual_feat_dim": 6)", R"("visual_feat_dim": 7)"));
    folder.write("pytorch_model.bin", bytesOf(kData / "zip" / "pytorch_model.bin"));
    const ErrorInfo error =
        errorOf([&] { loadModel(folder.path(), {.threads = 1, .tokenizer = kTokenizer}, {}); });
    QCOMPARE(error.id, std::string("E_TENSOR_SHAPE"));
    QCOMPARE(error.place, std::string("lxmert.encoder.visn_fc.visn_fc.weight"));
    QCOMPARE(error.expected, std::string("[8, 7] (visual_feat_dim)"));
    QCOMPARE(error.found, std::string("[8, 6]"));
}

QTEST_APPLESS_MAIN(ContainersTest)
#include "containers_test.moc"
