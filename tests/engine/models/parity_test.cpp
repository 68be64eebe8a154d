#include <QDir>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "engine/base/error.h"
#include "engine/models/model.h"
#include "tests/support/npy_reader.h"

#include <cmath>
#include <cstring>

using namespace attenscope;

namespace {

constexpr float kAttentionTolerance = 2e-5F; // of the recordings' manifests
constexpr float kOutputTolerance = 2e-4F;
constexpr float kRelativeTolerance = 1e-4F;
constexpr float kPixelTolerance = 1e-5F;

/// A checkpoint with the recordings of the reference implementation.
struct Recording {
    QString folder;
    QJsonObject manifest;

    QString path(const QString& file) const { return folder + "/reference/" + file; }

    NamedArray array(const QJsonObject& entry) const
    {
        return readNpy(path(entry["file"].toString()).toStdString());
    }
};

Recording openRecording(const QString& folder)
{
    QFile file(folder + "/reference/manifest.json");
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    return {folder, QJsonDocument::fromJson(file.readAll()).object()};
}

/// Pillow's convert("RGB") of what the files hold, by another decoder path than the program's.
Image decoded(const QString& path)
{
    const QImage picture = QImage(path).convertToFormat(QImage::Format_ARGB32);
    Image image{.width = picture.width(), .height = picture.height(), .rgb = {}};
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            const QRgb pixel = picture.pixel(x, y);
            for (const int channel : {qRed(pixel), qGreen(pixel), qBlue(pixel)}) {
                image.rgb.push_back(static_cast<std::uint8_t>(channel));
            }
        }
    }
    return image;
}

/// Row `row` of a batch.
NamedArray rowOf(const NamedArray& batch, std::int64_t row)
{
    NamedArray result = batch;
    result.shape[0] = 1;
    const auto copyRow = [&](const auto& values) {
        const auto size = static_cast<std::ptrdiff_t>(values.size()) / batch.shape[0];
        return std::decay_t<decltype(values)>(values.begin() + row * size,
                                              values.begin() + (row + 1) * size);
    };
    std::visit([&](const auto& values) { result.values = copyRow(values); }, batch.values);
    return result;
}

Matrix matrixOf(const NamedArray& array, Index columns)
{
    return Eigen::Map<const Matrix>(array.floats().data(), array.shape[1], array.shape[2])
        .leftCols(columns);
}

/// The recorded region inputs of one row, if the case has any.
std::optional<Regions> regionsOf(const Recording& recording, const QJsonObject& inputs, int row)
{
    if (!inputs.contains("visual_feats")) {
        return std::nullopt;
    }
    const NamedArray features = rowOf(recording.array(inputs["visual_feats"].toObject()), row);
    Regions regions;
    regions.features = matrixOf(features, features.shape[2]);
    for (const char* name : {"visual_pos", "visual_loc", "visual_boxes"}) {
        if (inputs.contains(name)) {
            regions.boxes = matrixOf(rowOf(recording.array(inputs[name].toObject()), row), 4);
        }
    }
    if (inputs.contains("visual_attention_mask")) {
        const NamedArray mask =
            rowOf(recording.array(inputs["visual_attention_mask"].toObject()), row);
        std::visit(
            [&](const auto& values) {
                for (const auto value : values) {
                    regions.isPadding.push_back(value == 0);
                }
            },
            mask.values);
    }
    if (recording.manifest["family"] == QLatin1String("vilbert")) { // row 0 is the whole picture
        const Index rest = regions.features.rows() - 1;
        regions.wholeImage = regions.features.row(0);
        regions.features = Matrix(regions.features.bottomRows(rest));
        regions.boxes = Matrix(regions.boxes.bottomRows(rest));
        regions.isPadding.erase(regions.isPadding.begin());
    }
    return regions;
}

QString captionOf(const Recording& recording, const QJsonObject& recorded, int row)
{
    if (recorded["caption"].isArray()) {
        return recorded["caption"].toArray()[row].toString();
    }
    QFile file(recording.path(recorded["caption_file"].toString()));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// What a case changes: "masked_words", "masked_units", "heads_off" ([kind, layer, head]).
Intervention interventionOf(const QJsonObject& recorded)
{
    Intervention result;
    const auto numbers = [&](const char* name) {
        std::vector<int> list;
        for (const QJsonValue number : recorded[QLatin1String(name)].toArray()) {
            list.push_back(number.toInt());
        }
        return list;
    };
    result.maskedWords = numbers("masked_words");
    result.maskedUnits = numbers("masked_units");
    for (const QJsonValue head : recorded[QLatin1String("heads_off")].toArray()) {
        result.headsOff.push_back({.kind = head[0].toString().toStdString(),
                                   .layer = head[1].toInt(),
                                   .head = head[2].toInt()});
    }
    return result;
}

/// How many of the text's rows are no padding.
Index validTokens(const Recording& recording, const QJsonObject& recorded, int row)
{
    const NamedArray mask =
        rowOf(recording.array(recorded["inputs"].toObject()["attention_mask"].toObject()), row);
    const auto& values = std::get<std::vector<std::int64_t>>(mask.values);
    return static_cast<Index>(std::count(values.begin(), values.end(), 1));
}

/// How many of the image's rows are no padding, where a batch pads pictures: ours have none.
std::optional<Index> validUnits(const QJsonObject& recorded, int row)
{
    const QJsonArray valid = recorded["valid"].toObject()["image"].toArray();
    return valid.isEmpty() ? std::nullopt : std::optional<Index>(valid[row].toInt());
}

/// Message of the first wrong place, or nothing.
/// rows   the queries that are compared, those of padding carry no meaning
/// units  of a joint site whose recording pads the picture behind them: as many as ours has
QString compareSite(const Trace& trace,
                    std::size_t site,
                    const NamedArray& golden,
                    Index rows,
                    std::optional<Index> units)
{
    const Site& found = trace.sites[site];
    std::vector<std::int64_t> shape{1, found.heads, found.query.size(), found.key.size()};
    if (units && found.key.image.count == *units) { // recorded behind the text, padded
        shape[2] = std::max(shape[2], golden.shape[2]);
        shape[3] = std::max(shape[3], golden.shape[3]);
    }
    if (shape != golden.shape) {
        return QStringLiteral("%1: other shape").arg(found.name().c_str());
    }
    const float* recorded = golden.floats().data();
    for (int head = 0; head < found.heads; ++head) {
        const Matrix weights = trace.attention.head(site, head);
        for (Index q = 0; q < weights.rows(); ++q) {
            const bool isTextPadding = found.query.isJoint() && found.query.text.covers(q) &&
                                       trace.tokens.tokens[static_cast<std::size_t>(q)].isPadding;
            for (Index k = 0; k < weights.cols(); ++k) {
                const float* expected = recorded + (head * shape[2] + q) * shape[3] + k;
                if (q < rows && !(units && isTextPadding) &&
                    !(std::abs(weights(q, k) - *expected) <= kAttentionTolerance)) {
                    return QStringLiteral("%1 head %2 query %3 key %4: expected %5, found %6")
                        .arg(found.name().c_str())
                        .arg(head)
                        .arg(q)
                        .arg(k)
                        .arg(static_cast<double>(*expected))
                        .arg(static_cast<double>(weights(q, k)));
                }
            }
        }
    }
    return {};
}

QString compareValues(const NamedArray& found, const NamedArray& expected, float tolerance)
{
    const auto number = [](const NamedArray& array, std::size_t i) {
        return std::visit([i](const auto& values) { return static_cast<float>(values[i]); },
                          array.values);
    };
    const auto size = [](const NamedArray& array) {
        return std::visit([](const auto& values) { return values.size(); }, array.values);
    };
    if (size(found) != size(expected)) {
        return QStringLiteral("%1: other size").arg(found.name.c_str());
    }
    for (std::size_t i = 0; i < size(found); ++i) {
        const float allowed = tolerance + kRelativeTolerance * std::abs(number(expected, i));
        if (!(std::abs(number(found, i) - number(expected, i)) <= allowed)) {
            return QStringLiteral("%1[%2]: expected %3, found %4")
                .arg(found.name.c_str())
                .arg(i)
                .arg(static_cast<double>(number(expected, i)))
                .arg(static_cast<double>(number(found, i)));
        }
    }
    return {};
}

/// A batch pads smaller pictures at the right and at the bottom; we feed them as they are.
NamedArray withoutPaddedPixels(const NamedArray& golden, const NamedArray& found)
{
    if (golden.shape.size() != 4 || found.shape.size() != 4 || golden.shape == found.shape) {
        return golden;
    }
    NamedArray result{.name = golden.name, .shape = found.shape, .values = std::vector<float>()};
    auto& values = std::get<std::vector<float>>(result.values);
    for (std::int64_t line = 0; line < found.shape[1] * found.shape[2]; ++line) {
        const std::int64_t channel = line / found.shape[2];
        const std::int64_t y = line % found.shape[2];
        const auto first =
            golden.floats().begin() + (channel * golden.shape[2] + y) * golden.shape[3];
        values.insert(values.end(), first, first + found.shape[3]);
    }
    return result;
}

const NamedArray* findArray(const std::vector<NamedArray>& arrays, const QString& name)
{
    const auto found = std::ranges::find(arrays, name.toStdString(), &NamedArray::name);
    return found == arrays.end() ? nullptr : &*found;
}

} // namespace

/// Every case that the reference implementations recorded, from PNG and caption to every tensor.
class ParityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void caseEqualsTheReference_data();
    void caseEqualsTheReference();

private:
    void compareInputs(const Recording& recording, const QJsonObject& recorded, int row);
    void compareAttention(const Recording& recording, const QJsonObject& recorded, int row);
    void compareOutputs(const Recording& recording, const QJsonObject& recorded, int row);

    TracePtr trace_;
};

void ParityTest::caseEqualsTheReference_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<int>("index");
    QTest::addColumn<int>("row");
    QStringList roots{QStringLiteral(TEST_DATA)};
    if (qEnvironmentVariableIsSet("ATTENSCOPE_FIXTURES")) { // all of them, where they are
        roots.append(qEnvironmentVariable("ATTENSCOPE_FIXTURES"));
    }
    for (const QString& root : roots) {
        const QStringList names = QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QString& name : names) {
            const Recording recording = openRecording(root + "/" + name);
            const QJsonArray cases = recording.manifest["cases"].toArray();
            for (int i = 0; i < cases.size(); ++i) {
                const QJsonArray images = cases[i].toObject()["images"].toArray();
                const QString prefix = root == roots.front() ? QString() : QStringLiteral("all ");
                const QByteArray row =
                    (prefix + name + " " + cases[i].toObject()["name"].toString()).toUtf8();
                for (int r = 0; r < images.size(); ++r) {
                    QTest::addRow("%s %d", row.constData(), r) << recording.folder << i << r;
                }
            }
        }
    }
}

void ParityTest::caseEqualsTheReference()
{
    QFETCH(QString, folder);
    QFETCH(int, index);
    QFETCH(int, row);
    const Recording recording = openRecording(folder);
    const QJsonObject recorded = recording.manifest["cases"].toArray()[index].toObject();
    const QJsonObject inputs = recorded["inputs"].toObject();
    ModelPtr model;
    try {
        model = loadModel(folder.toStdString(), {.threads = 2}, Progress());
    } catch (const Error& error) {
        QFAIL(error.what());
    }
    Sample sample{.image = decoded(recording.path(
                      recorded["images"].toArray()[row].toObject()["file"].toString())),
                  .caption = captionOf(recording, recorded, row).toStdString(),
                  .regions = regionsOf(recording, inputs, row)};
    RunOptions options{.keepStates = true, .keepInputs = true};
    if (recorded.contains("mode")) { // else the native one
        options.mode = modeFromId(recorded["mode"].toString().toStdString());
        QVERIFY2(options.mode, "the manifest names a mode that there is none of");
    }
    if (recorded["name"] == QLatin1String("batch") && inputs.contains("input_ids")) {
        options.padText = inputs["input_ids"].toObject()["shape"].toArray()[1].toInt();
    }
    if (inputs.contains("task_ids")) {
        const NamedArray tasks = recording.array(inputs["task_ids"].toObject());
        options.taskId =
            static_cast<int>(std::get<std::vector<std::int64_t>>(rowOf(tasks, row).values).front());
    }
    options.intervention = interventionOf(recorded);
    if (inputs.contains("decoder_input_ids")) {
        const NamedArray given = recording.array(inputs["decoder_input_ids"].toObject());
        options.answerIds = std::get<std::vector<std::int64_t>>(rowOf(given, row).values);
    }
    const QJsonObject outputs = recorded["outputs"].toObject();
    if (outputs.contains("generated_ids")) { // how long it could be was an option there, too
        options.longestText = outputs["generated_ids"].toObject()["shape"].toArray()[1].toInt();
    }
    try {
        trace_ = model->run(sample, options, Progress());
    } catch (const Error& error) {
        QFAIL(error.what());
    }
    compareInputs(recording, recorded, row);
    compareAttention(recording, recorded, row);
    compareOutputs(recording, recorded, row);
}

void ParityTest::compareInputs(const Recording& recording, const QJsonObject& recorded, int row)
{
    for (const char* name : {"input_ids", "pixel_values"}) {
        const QJsonObject entry = recorded["inputs"].toObject()[QLatin1String(name)].toObject();
        if (entry.isEmpty()) {
            continue;
        }
        const NamedArray* found = findArray(trace_->inputs, QLatin1String(name));
        QVERIFY2(found != nullptr, name);
        const NamedArray golden = withoutPaddedPixels(rowOf(recording.array(entry), row), *found);
        const QString difference = compareValues(*found, golden, kPixelTolerance);
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
}

void ParityTest::compareAttention(const Recording& recording, const QJsonObject& recorded, int row)
{
    const QJsonObject attentions = recorded["attentions"].toObject();
    const bool isBatch = recorded["name"] == QLatin1String("batch");
    for (auto it = attentions.begin(); it != attentions.end(); ++it) {
        const auto site = std::ranges::find_if(
            trace_->sites, [&](const Site& s) { return s.name() == it.key().toStdString(); });
        QVERIFY2(site != trace_->sites.end(), qPrintable(it.key()));
        const NamedArray golden = rowOf(recording.array(it->toObject()), row);
        // Rows of padding carry no meaning.
        const bool isText = it.value().toObject()["query"] == QLatin1String("text");
        const Index rows = isBatch && isText ? validTokens(recording, recorded, row)
                                             : static_cast<Index>(golden.shape[2]);
        const QString difference =
            compareSite(*trace_, static_cast<std::size_t>(site - trace_->sites.begin()), golden,
                        rows, validUnits(recorded, row));
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
    QVERIFY(!attentions.isEmpty());
}

void ParityTest::compareOutputs(const Recording& recording, const QJsonObject& recorded, int row)
{
    const QJsonObject outputs = recorded["outputs"].toObject();
    const auto rows = recorded["images"].toArray().size();
    for (auto it = outputs.begin(); it != outputs.end(); ++it) {
        const bool isBatch = rows > 1;
        if (isBatch && it.key().contains("hidden")) {
            continue; // padded rows
        }
        NamedArray golden = recording.array(it->toObject());
        const bool isPairwise =
            it.key() == QLatin1String("itc_score") || it.key() == QLatin1String("logits_per_image");
        if (isBatch && isPairwise) { // all images by all captions
            golden.values =
                std::vector<float>{golden.floats()[static_cast<std::size_t>(row * (rows + 1))]};
        } else if (isBatch) {
            golden = rowOf(golden, row);
        }
        const NamedArray* found = findArray(trace_->outputs.arrays, it.key());
        found = found != nullptr ? found : findArray(trace_->outputs.states, it.key());
        if (found == nullptr && it.key().contains("_step")) {
            continue; // states between layers, which not all families keep
        }
        QVERIFY2(found != nullptr, qPrintable(it.key()));
        if (isBatch && it.value().toObject()["shape"].toArray().size() > 2) {
            continue; // a row for each token, padding among them
        }
        const QString difference = compareValues(*found, golden, kOutputTolerance);
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
}

QTEST_GUILESS_MAIN(ParityTest)
#include "parity_test.moc"
