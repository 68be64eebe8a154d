#include <QTest>

#include "engine/models/model.h"
#include "engine/models/registry.h"
#include "tests/support/error_of.h"
#include "tests/support/safetensors_bytes.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <functional>
#include <map>
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

/// A tensor as a file shall have it.
struct Part {
    std::string dtype;
    std::vector<std::int64_t> shape;
    std::string bytes;
};

using Parts = std::map<std::string, Part>;

std::string bfloat16Bytes(const std::vector<float>& values)
{
    std::vector<std::uint16_t> halves;
    for (const float value : values) {
        std::uint32_t bits = 0;
        std::memcpy(&bits, &value, sizeof(bits));
        halves.push_back(static_cast<std::uint16_t>(bits >> 16U)); // cut, not rounded
    }
    return rawBytes(halves);
}

/// What the f32 file of torch holds.
Parts partsOf(const std::string& dtype = "F32")
{
    Parts parts;
    const Weights weights = ModelFolder(kData / "zip").readWeights({});
    for (const auto& [name, tensor] : weights.all()) {
        std::size_t count = 1;
        for (const std::int64_t extent : tensor.shape) {
            count *= static_cast<std::size_t>(extent);
        }
        const std::vector<float> values(tensor.data, tensor.data + count);
        parts[name] = {dtype, tensor.shape,
                       dtype == "BF16" ? bfloat16Bytes(values) : rawBytes(values)};
    }
    return parts;
}

std::string safetensorsOf(const Parts& parts)
{
    std::string header;
    std::string data;
    for (const auto& [name, part] : parts) {
        std::string shape;
        for (const std::int64_t extent : part.shape) {
            shape += (shape.empty() ? "" : ",") + std::to_string(extent);
        }
        header += (header.empty() ? "\"" : ",\"") + name + R"(":{"dtype":")" + part.dtype +
                  R"(","shape":[)" + shape + R"(],"data_offsets":[)" + std::to_string(data.size()) +
                  "," + std::to_string(data.size() + part.bytes.size()) + "]}";
        data += part.bytes;
    }
    return safetensorsBytes("{" + header + "}", data);
}

/// Every second tensor in one of two files.
void writeShards(const TemporaryFolder& folder, const Parts& parts)
{
    Parts shards[2];
    std::string map;
    std::size_t i = 0;
    for (const auto& [name, part] : parts) {
        shards[i % 2][name] = part;
        map += (map.empty() ? "\"" : ",\"") + name + R"(":"part-)" + std::to_string(i % 2) +
               R"(.safetensors")";
        ++i;
    }
    folder.write("part-0.safetensors", safetensorsOf(shards[0]));
    folder.write("part-1.safetensors", safetensorsOf(shards[1]));
    folder.write("model.safetensors.index.json", R"({"weight_map":{)" + map + "}}");
}

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
    QTest::newRow("sharded safetensors") << "shards" << 0.0;
    QTest::newRow("bare model") << "bare" << 0.0;
    QTest::newRow("authors' prefix, parallel training, gamma and beta") << "old" << 0.0;
    QTest::newRow("bin, f16") << "half" << 5e-3;
    QTest::newRow("bin, legacy, bf16") << "brain" << 5e-2;
    QTest::newRow("safetensors, bf16") << "bf16" << 1e-1;
}

void ContainersTest::everyFormGivesTheSameNumbers()
{
    QFETCH(QString, form);
    QFETCH(double, tolerance);
    const TemporaryFolder expected;
    expected.write("config.json", config());
    expected.write("pytorch_model.bin", bytesOf(kData / "zip" / "pytorch_model.bin"));
    const TemporaryFolder folder;
    folder.write("config.json", config());
    if (form == "safetensors") {
        folder.write("model.safetensors", safetensorsOf(partsOf()));
    } else if (form == "bf16") {
        folder.write("model.safetensors", safetensorsOf(partsOf("BF16")));
    } else if (form == "shards") {
        writeShards(folder, partsOf());
    } else if (form == "bare" || form == "old") {
        Parts parts;
        for (auto& [name, part] : partsOf()) {
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
            parts[renamed] = part;
        }
        folder.write("model.safetensors", safetensorsOf(parts));
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
