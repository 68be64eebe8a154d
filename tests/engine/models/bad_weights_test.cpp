#include <QTest>

#include "engine/models/model.h"
#include "tests/support/checkpoint_files.h"
#include "tests/support/model_samples.h"
#include "tests/support/safetensors_bytes.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <string>

using namespace attenscope;

namespace {

const std::filesystem::path kData = TEST_DATA;

/// What a row does to the numbers of a tensor.
using Damage = std::function<void(std::vector<float>& values)>;

void damage(FilePart& part, const Damage& change)
{
    std::vector<float> values(part.bytes.size() / sizeof(float));
    std::memcpy(values.data(), part.bytes.data(), part.bytes.size());
    change(values);
    part.bytes = rawBytes(values);
}

const Warning* findWarning(const Trace& trace)
{
    const auto found = std::ranges::find(trace.warnings, "W_NOT_FINITE", &Warning::id);
    return found == trace.warnings.end() ? nullptr : &*found;
}

/// Rows without numbers, and whether all others are weights that sum to 1.
struct Rows {
    Index broken = 0;
    bool areOthersSound = true;
};

Rows rowsOf(const Trace& trace)
{
    Rows rows;
    for (std::size_t site = 0; site < trace.sites.size(); ++site) {
        for (int head = 0; head < trace.sites[site].heads; ++head) {
            const Matrix weights = trace.attention.head(site, head);
            for (Index row = 0; row < weights.rows(); ++row) {
                const float sum = weights.row(row).sum();
                rows.broken += std::isfinite(sum) ? 0 : 1;
                rows.areOthersSound =
                    rows.areOthersSound && (!std::isfinite(sum) || trace.sites[site].isSimilarity ||
                                            std::abs(sum - 1) < 1e-4F);
            }
        }
    }
    return rows;
}

} // namespace

/// M-05: weights that are no sensible numbers load, and what comes of them is said.
class BadWeightsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbersThatAreNoneAreReported_data();
    void numbersThatAreNoneAreReported();
    void oddNumbersGiveSoundRows_data();
    void oddNumbersGiveSoundRows();
    void bothWaysOfKeepingReportTheSame();

private:
    static TracePtr runWith(const std::string& model,
                            const std::string& tensor,
                            const Damage& change,
                            const RunOptions& options = {})
    {
        FileParts parts = partsOf(kData / model);
        if (tensor.empty()) {
            for (auto& [name, part] : parts) {
                damage(part, change);
            }
        } else {
            damage(parts.at(tensor), change);
        }
        const TemporaryFolder folder;
        copyBesideWeights(kData / model, folder);
        folder.write("model.safetensors", safetensorsFile(parts));
        return loadModel(folder.path(), {}, {})->run(sampleFor(kData / model), options, {});
    }
};

void BadWeightsTest::numbersThatAreNoneAreReported_data()
{
    QTest::addColumn<std::string>("model");
    QTest::addColumn<std::string>("tensor");
    QTest::addColumn<float>("number");
    QTest::addColumn<std::string>("says");
    const auto row = [](const char* name, const char* model, const char* tensor, float number,
                        const char* says) {
        QTest::newRow(name) << std::string(model) << std::string(tensor) << number
                            << std::string(says);
    };
    constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    const std::string query = "lxmert.encoder.layer.1.attention.self.query.weight";
    row("NaN in a text layer", "lxmert", query.c_str(), kNaN, " (1 of 1024)");
    row("infinity", "lxmert", query.c_str(), kInfinity, " (1 of 1024)");
    row("outgrows a float", "lxmert", query.c_str(), 1e38F, "outgrew");
    row("NaN in a head's weights", "blip_itm", "itm_head.bias", kNaN, "itm_logits");
    row("NaN in a tower", "clip", "vision_model.encoder.layers.0.self_attn.k_proj.bias", kNaN,
        "k_proj.bias (1 of ");
    row("NaN in a joint layer", "visual_bert", "visual_bert.embeddings.visual_projection.bias",
        kNaN, "visual_projection.bias (1 of ");
}

void BadWeightsTest::numbersThatAreNoneAreReported()
{
    QFETCH(std::string, model);
    QFETCH(std::string, tensor);
    QFETCH(float, number);
    QFETCH(std::string, says);
    const TracePtr trace = runWith(model, tensor, [&](std::vector<float>& values) {
        for (float& value : values) {
            value *= std::isfinite(number) ? number : 1;
        }
        values.front() = std::isfinite(number) ? values.front() : number;
    });
    const Warning* const warning = findWarning(*trace);
    QVERIFY(warning != nullptr);
    QVERIFY2(warning->text.find(says) != std::string::npos, warning->text.c_str());
    const Rows rows = rowsOf(*trace);
    QVERIFY(rows.areOthersSound);
    QCOMPARE(rows.broken > 0, model != "blip_itm");
    for (std::size_t site = 0; site < trace->sites.size(); ++site) {
        const bool isNamed =
            warning->text.find(trace->sites[site].name() + " (") != std::string::npos;
        QCOMPARE(isNamed, trace->attention.rowsNotFinite(site) > 0);
    }
}

void BadWeightsTest::oddNumbersGiveSoundRows_data()
{
    QTest::addColumn<std::string>("model");
    QTest::addColumn<float>("factor");
    for (const char* model : {"lxmert", "blip_itm", "vilt"}) {
        QTest::addRow("%s, all zero", model) << std::string(model) << 0.0F;
        QTest::addRow("%s, denormal", model) << std::string(model) << 1e-41F;
    }
}

void BadWeightsTest::oddNumbersGiveSoundRows()
{
    QFETCH(std::string, model);
    QFETCH(float, factor);
    const TracePtr trace = runWith(model, {}, [&](std::vector<float>& values) {
        for (float& value : values) {
            value = factor == 0 ? 0 : std::copysign(factor, value);
        }
    });
    QVERIFY(findWarning(*trace) == nullptr);
    const Rows rows = rowsOf(*trace);
    QCOMPARE(rows.broken, Index{0});
    QVERIFY(rows.areOthersSound);
    // Nothing prefers a key: every open one gets the same.
    const Matrix weights = trace->attention.head(0, 0);
    QVERIFY(weights.maxCoeff() - weights.minCoeff() < 1e-6F);
}

void BadWeightsTest::bothWaysOfKeepingReportTheSame()
{
    const auto change = [](std::vector<float>& values) {
        values.front() = std::numeric_limits<float>::quiet_NaN();
    };
    const std::string tensor = "attention.query.weight";
    const TracePtr weights = runWith("visual_bert_phrases", tensor, change);
    const TracePtr projections = runWith("visual_bert_phrases", tensor, change,
                                         {.keeping = AttentionKeeping::QueriesAndKeys});
    QVERIFY(findWarning(*weights) != nullptr);
    QCOMPARE(findWarning(*projections)->text, findWarning(*weights)->text);
}

QTEST_GUILESS_MAIN(BadWeightsTest)
#include "bad_weights_test.moc"
