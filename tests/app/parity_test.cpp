#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "engine/io/npz.h"
#include "tests/app/program.h"
#include "tests/support/npy_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace attenscope {

namespace {

/// A checkpoint folder with its recordings.
struct Recording {
    QString folder;
    QString reference;
    QJsonObject manifest;

    explicit Recording(const QString& path) : folder(path), reference(folder + "/reference/")
    {
        QFile file(reference + "manifest.json");
        if (file.open(QIODevice::ReadOnly)) {
            manifest = QJsonDocument::fromJson(file.readAll()).object();
        }
    }

    QJsonObject named(const QString& name) const
    {
        for (const QJsonValue& one : manifest["cases"].toArray()) {
            if (one["name"].toString() == name) {
                return one.toObject();
            }
        }
        return {};
    }

    double tolerance(const char* what) const
    {
        return manifest["tolerance"].toObject()[QLatin1String(what)].toDouble();
    }
};

/// The part of an array that belongs to one sample of a batch.
NamedArray rowOf(const NamedArray& batch, qsizetype row)
{
    NamedArray result = batch;
    const auto size = static_cast<std::ptrdiff_t>(static_cast<std::int64_t>(batch.floats().size()) /
                                                  batch.shape[0]);
    result.shape[0] = 1;
    const auto first = batch.floats().begin() + row * size;
    result.values = std::vector<float>(first, first + size);
    return result;
}

NamedArray golden(const Recording& recording, const QJsonValue& entry, qsizetype row)
{
    NamedArray array = readNpy((recording.reference + entry["file"].toString()).toStdString());
    if (std::holds_alternative<std::vector<std::int64_t>>(array.values)) { // compared as numbers
        const auto& integers = std::get<std::vector<std::int64_t>>(array.values);
        array.values = std::vector<float>(integers.begin(), integers.end());
    }
    return array.shape.front() > 1 ? rowOf(array, row) : array;
}

std::vector<float> numbers(const NamedArray& array)
{
    if (const auto* floats = std::get_if<std::vector<float>>(&array.values)) {
        return *floats;
    }
    const auto& integers = std::get<std::vector<std::int64_t>>(array.values);
    return {integers.begin(), integers.end()};
}

/// Largest excess over `absolute` + `relative` |expected|; infinite if the sizes differ.
double excess(const std::vector<float>& found,
              const std::vector<float>& expected,
              double absolute,
              double relative)
{
    if (found.size() != expected.size() || found.empty()) {
        return std::numeric_limits<double>::infinity();
    }
    double worst = -1;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const double difference =
            std::abs(static_cast<double>(found[i]) - static_cast<double>(expected[i]));
        const double allowed = absolute + relative * std::abs(static_cast<double>(expected[i]));
        const double over = std::isfinite(difference) ? difference - allowed
                                                      : std::numeric_limits<double>::infinity();
        worst = std::max(worst, over);
    }
    return worst;
}

/// The rows of [1, heads, queries, keys] of the first `queries` queries.
std::vector<float> firstQueries(const NamedArray& array, qsizetype queries)
{
    std::vector<float> values;
    const qsizetype rows = array.shape[2];
    const qsizetype keys = array.shape[3];
    for (qsizetype head = 0; head < array.shape[1]; ++head) {
        const auto first = array.floats().begin() + head * rows * keys;
        values.insert(values.end(), first, first + queries * keys);
    }
    return values;
}

/// An array without its first row, which is what it returns.
NamedArray takeFirst(NamedArray& array)
{
    const auto width = static_cast<std::ptrdiff_t>(array.shape[1]);
    NamedArray first = array;
    first.shape = {array.shape[1]};
    const std::vector<float> values = array.floats();
    first.values = std::vector<float>(values.begin(), values.begin() + width);
    array.values = std::vector<float>(values.begin() + width, values.end());
    --array.shape[0];
    return first;
}

/// Writes the regions of a case as a user would bring them; false if it has none.
bool writeRegions(const Recording& recording,
                  const QJsonObject& inputs,
                  qsizetype row,
                  const QString& path)
{
    if (!inputs.contains("visual_feats")) {
        return false;
    }
    std::vector<NamedArray> arrays;
    const auto add = [&](const char* name, const char* input) {
        if (inputs.contains(input)) {
            arrays.push_back(golden(recording, inputs[QLatin1String(input)], row));
            arrays.back().name = name;
            arrays.back().shape.erase(arrays.back().shape.begin());
        }
    };
    add("features", "visual_feats");
    add("mask", "visual_attention_mask");
    add("boxes_normalized", "visual_pos");
    add("boxes_normalized", "visual_boxes");
    add("boxes_normalized", "visual_loc");
    if (inputs.contains(
            "visual_loc")) { // ViLBERT's: the first row is the whole picture, of 5 columns
        std::vector<float> corners;
        constexpr std::ptrdiff_t kColumns = 5;
        for (auto it = arrays.back().floats().begin(); it != arrays.back().floats().end();
             it += kColumns) {
            corners.insert(corners.end(), it, it + 4);
        }
        arrays.back().values = corners;
        arrays.back().shape[1] = 4;
        NamedArray whole = takeFirst(arrays[0]);
        whole.name = "global";
        for (NamedArray& array : arrays) {
            if (array.name == "mask") {
                array.values = std::vector<float>(array.floats().begin() + 1, array.floats().end());
                --array.shape[0];
            } else if (array.name == "boxes_normalized") {
                takeFirst(array);
            }
        }
        arrays.push_back(whole);
    }
    OutputFile file(path.toStdString(), Overwrite::Yes);
    writeNpz(file, arrays, {});
    file.commit();
    return true;
}

/// Whether a batch's rows can be told from what stands in the files of one run: its pictures are
/// not padded, and its joint rows have no padding in their middle.
bool hasPlainBatch(const Recording& recording)
{
    const QString family = recording.manifest["family"].toString();
    return family != "vilt" && family != "git" && family != "blip2" && family != "bridgetower" &&
           family != "flava";
}

} // namespace

/// A published checkpoint's architecture from PNG and caption text to files, against the reference
/// implementation's recordings.
class ParityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTensorEqualsTheReference_data();
    void everyTensorEqualsTheReference();

private:
    void compareAttention(const Recording& recording,
                          const QJsonObject& sites,
                          qsizetype row,
                          qsizetype validTokens);
    void compareOutputs(const Recording& recording,
                        const QJsonObject& outputs,
                        qsizetype row,
                        bool isBatch);
    void compareInputs(const Recording& recording, const QJsonObject& inputs, qsizetype row);

    QTemporaryDir folder_;
};

void ParityTest::everyTensorEqualsTheReference_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("row");
    QStringList roots{QStringLiteral(TEST_DATA)};
    if (qEnvironmentVariableIsSet("ATTENSCOPE_FIXTURES")) { // all of them, where they are
        roots << qEnvironmentVariable("ATTENSCOPE_FIXTURES");
    }
    QStringList folders;
    for (const QString& root : roots) {
        for (const QString& name : QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            folders << root + "/" + name;
        }
    }
    for (const QString& folder : folders) {
        const Recording recording(folder);
        const QByteArray label = (folder.startsWith(roots.front()) ? "" : "all ") +
                                 QFileInfo(folder).fileName().toUtf8();
        for (const QJsonValue& one : recording.manifest["cases"].toArray()) {
            const QJsonObject object = one.toObject();
            if (object.contains("mode") || object.contains("masked_words") ||
                object.contains("heads_off")) {
                continue; // the engine's own test runs them
            }
            if (one["name"] == "batch" && !hasPlainBatch(recording)) {
                continue; // likewise
            }
            const QByteArray name = one["name"].toString().toUtf8();
            const auto rows = static_cast<int>(one["images"].toArray().size());
            for (int row = 0; row < rows; ++row) {
                QTest::addRow("%s %s %d", label.constData(), name.constData(), row)
                    << folder << QString(name) << row;
            }
        }
    }
}

void ParityTest::everyTensorEqualsTheReference()
{
    QFETCH(const QString, folder);
    QFETCH(const QString, name);
    QFETCH(const int, row);
    const Recording recording(folder);
    const QJsonObject recorded = recording.named(name);
    const bool isBatch = name == "batch";
    QByteArray caption;
    if (isBatch) {
        caption = recorded["caption"][row].toString().toUtf8();
    } else {
        QFile file(recording.reference + recorded["caption_file"].toString());
        QVERIFY(file.open(QIODevice::ReadOnly));
        caption = file.readAll();
    }
    const QJsonObject inputs = recorded["inputs"].toObject();
    QStringList arguments{"run",
                          "--model",
                          recording.folder,
                          "--image",
                          recording.reference + recorded["images"][row]["file"].toString(),
                          "--caption-file",
                          "-",
                          "--hidden",
                          "--dump-inputs",
                          "--quiet",
                          "--force",
                          "--out",
                          folder_.filePath("run")};
    if (isBatch) {
        arguments += {"--pad-text", QString::number(inputs["input_ids"]["shape"][1].toInt())};
    }
    if (writeRegions(recording, inputs, row, folder_.filePath("regions.npz"))) {
        arguments += {"--regions", folder_.filePath("regions.npz")};
    }
    if (inputs.contains("decoder_input_ids")) {
        const NamedArray answer = golden(recording, inputs["decoder_input_ids"], row);
        QStringList ids;
        for (const float id : answer.floats()) {
            ids << QString::number(std::lround(id));
        }
        arguments += {"--answer-ids", ids.join(",")};
    }
    if (inputs.contains("task_ids")) {
        const auto task = golden(recording, inputs["task_ids"], row).floats().front();
        arguments += {"--task-id", QString::number(std::lround(task))};
    }
    const QJsonValue generated = recorded["outputs"]["generated_ids"];
    if (generated.isObject()) { // how long it could be was an option there, too
        arguments += {"--max-length", QString::number(generated["shape"][1].toInt())};
    }
    const Outcome outcome = runAttenscope(arguments, caption);
    QVERIFY2(outcome.exitCode == 0, outcome.errors);

    qsizetype validTokens = std::numeric_limits<qsizetype>::max(); // SigLIP's captions have no mask
    if (inputs.contains("attention_mask")) {
        const NamedArray mask = golden(recording, inputs["attention_mask"], row);
        validTokens = std::count_if(mask.floats().begin(), mask.floats().end(),
                                    [](float kept) { return kept != 0; });
    }
    compareAttention(recording, recorded["attentions"].toObject(), row, validTokens);
    compareOutputs(recording, recorded["outputs"].toObject(), row, isBatch);
    compareInputs(recording, inputs, row);
}

void ParityTest::compareAttention(const Recording& recording,
                                  const QJsonObject& sites,
                                  qsizetype row,
                                  qsizetype validTokens)
{
    QMap<QString, NamedArray> found = arraysOf(folder_.filePath("run/attention.npz"));
    QStringList names = found.keys();
    names.removeIf([&](const QString& name) { // how a text was written is recorded for some alone
        return name.startsWith("attn_gen_") && !sites.contains(name);
    });
    const QString similarity = "similarity_text_to_image"; // no attention: it stands elsewhere
    if (sites.contains(similarity)) {
        found[similarity] = arraysOf(folder_.filePath("run/outputs.npz"))[similarity];
        names << similarity;
    }
    QCOMPARE(names, sites.keys());
    for (auto site = sites.begin(); site != sites.end(); ++site) {
        const NamedArray expected = golden(recording, site.value(), row);
        const NamedArray& array = found[site.key()];
        QCOMPARE(array.shape, expected.shape);
        const bool asksText = site.value().toObject()["query"].toString() == "text";
        const qsizetype queries =
            asksText ? std::min<qsizetype>(validTokens, expected.shape[2]) : expected.shape[2];
        const double over = excess(firstQueries(array, queries), firstQueries(expected, queries),
                                   recording.tolerance("attention_abs"), 0);
        QVERIFY2(over <= 0,
                 qPrintable(QStringLiteral("%1 is off by %2 more").arg(site.key()).arg(over)));
    }
}

void ParityTest::compareOutputs(const Recording& recording,
                                const QJsonObject& outputs,
                                qsizetype row,
                                bool isBatch)
{
    const QMap<QString, NamedArray> found = arraysOf(folder_.filePath("run/outputs.npz"));
    for (auto output = outputs.begin(); output != outputs.end(); ++output) {
        if (isBatch && output.key().contains("hidden")) {
            continue; // states of padding tokens are no one's business
        }
        if (output.key().contains("_step") && !found.contains(output.key())) {
            continue; // states between layers are not written by every family
        }
        QVERIFY2(found.contains(output.key()), qPrintable(output.key()));
        std::vector<float> expected = golden(recording, output.value(), row).floats();
        const bool isPairwise =
            output.key() == "itc_score" || output.key().startsWith("logits_per");
        if (isBatch && output.value().toObject()["shape"].toArray().size() > 2) {
            continue; // a row for each token, padding among them
        }
        if (isBatch && isPairwise) { // pictures by captions: this one by its own
            const float own = expected.at(static_cast<std::size_t>(row));
            expected.assign(1, own);
        }
        const double over =
            excess(numbers(found[output.key()]), expected, recording.tolerance("output_abs"),
                   recording.tolerance("output_rel"));
        QVERIFY2(over <= 0,
                 qPrintable(QStringLiteral("%1 is off by %2 more").arg(output.key()).arg(over)));
    }
}

void ParityTest::compareInputs(const Recording& recording, const QJsonObject& inputs, qsizetype row)
{
    const QMap<QString, NamedArray> found = arraysOf(folder_.filePath("run/inputs.npz"));
    for (const char* name : {"input_ids", "attention_mask", "pixel_values", "visual_feats"}) {
        if (!inputs.contains(QLatin1String(name))) {
            continue;
        }
        const double over = excess(numbers(found[name]),
                                   golden(recording, inputs[QLatin1String(name)], row).floats(),
                                   recording.tolerance("pixel_values_abs"), 0);
        QVERIFY2(over <= 0, name);
    }
}

} // namespace attenscope

QTEST_GUILESS_MAIN(attenscope::ParityTest)
#include "parity_test.moc"
