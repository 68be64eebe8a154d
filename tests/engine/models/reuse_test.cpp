#include <QDir>
#include <QTest>

#include "engine/models/model.h"
#include "tests/support/model_samples.h"

#include <algorithm>
#include <cstring>
#include <set>

using namespace attenscope;

namespace {

constexpr std::size_t kPlenty = std::size_t(256) << 20;

bool isSame(const Matrix& a, const Matrix& b)
{
    return a.rows() == b.rows() && a.cols() == b.cols() &&
           std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(float)) == 0;
}

bool isSame(const std::vector<NamedArray>& a, const std::vector<NamedArray>& b)
{
    return std::ranges::equal(a, b, [](const NamedArray& x, const NamedArray& y) {
        return x.name == y.name && x.shape == y.shape && x.values == y.values;
    });
}

bool isSame(const Prediction& a, const Prediction& b)
{
    return a.what == b.what &&
           std::ranges::equal(a.candidates, b.candidates, [](const auto& x, const auto& y) {
               return x.label == y.label && x.probability == y.probability;
           });
}

bool isSame(const Outputs& a, const Outputs& b)
{
    return std::ranges::equal(a.match, b.match,
                              [](const MatchScore& x, const MatchScore& y) {
                                  return x.id == y.id && x.probability == y.probability &&
                                         x.modalityWeights == y.modalityWeights;
                              }) &&
           a.similarity == b.similarity && a.text == b.text && isSame(a.arrays, b.arrays) &&
           isSame(a.states, b.states) &&
           std::ranges::equal(a.predictions, b.predictions,
                              [](const auto& x, const auto& y) { return isSame(x, y); });
}

/// What differs between two traces, or nothing.
QString difference(const Trace& found, const Trace& expected)
{
    if (found.sites.size() != expected.sites.size()) {
        return "other sites";
    }
    for (std::size_t s = 0; s < found.sites.size(); ++s) {
        const QString name = expected.sites[s].name().c_str();
        if (found.sites[s].name() != expected.sites[s].name()) {
            return name + ": another site";
        }
        for (int head = 0; head < expected.sites[s].heads; ++head) {
            if (!isSame(found.attention.head(s, head), expected.attention.head(s, head))) {
                return QStringLiteral("%1, head %2").arg(name).arg(head);
            }
        }
        if (found.attention.rowsNotFinite(s) != expected.attention.rowsNotFinite(s)) {
            return name + ": rows that are not finite";
        }
    }
    if (!isSame(found.inputs, expected.inputs)) {
        return "inputs";
    }
    return isSame(found.outputs, expected.outputs) ? QString() : "outputs";
}

/// The folders of small checkpoints, and the bundled model.
std::vector<std::filesystem::path> checkpoints()
{
    std::vector<std::filesystem::path> folders{TEST_DATA "/../../resources/models/scenes"};
    const QDir data(QStringLiteral(TEST_DATA));
    for (const QString& name : data.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (data.exists(name + "/model.safetensors") && data.exists(name + "/config.json")) {
            folders.emplace_back(data.filePath(name).toStdString());
        }
    }
    return folders;
}

/// A run and what it is told apart by.
struct Request {
    QString what;
    Sample sample;
    RunOptions options;
};

/// Everything that may be changed about a run, one thing after the other, and back again.
std::vector<Request> requests(const Model& model, const Sample& sample)
{
    const Request plain{"plain", sample, {.keepStates = true, .keepInputs = true}};
    std::vector<Request> result{plain};
    const auto add = [&](const QString& what, const auto& change) {
        Request request = plain;
        request.what = what;
        change(request);
        result.push_back(std::move(request));
        result.push_back(plain);
    };
    add("word masked", [](Request& r) { r.options.intervention.maskedWords = {1}; });
    add("unit masked", [](Request& r) { r.options.intervention.maskedUnits = {2}; });
    for (const StackInfo& stack : model.stacks(model.info().nativeMode)) {
        for (const int layer : std::set<int>{0, stack.layers - 1}) {
            add(QStringLiteral("head off: %1, layer %2").arg(stack.kind.c_str()).arg(layer),
                [&](Request& r) {
                    r.options.intervention.headsOff = {{stack.kind, layer, stack.heads - 1}};
                });
        }
    }
    add("caption", [](Request& r) { r.sample.caption = "a dog"; });
    add("picture", [](Request& r) { std::ranges::reverse(r.sample.image.rgb); });
    if (sample.regions) {
        add("regions", [](Request& r) { r.sample.regions->features.row(0).setZero(); });
    }
    add("projections kept",
        [](Request& r) { r.options.keeping = AttentionKeeping::QueriesAndKeys; });
    add("padding", [](Request& r) { r.options.padText = 9; });
    for (const ModeStanding& mode : model.info().modes) {
        if (mode.standing != Standing::Unavailable) {
            add(modeId(mode.mode).data(), [&](Request& r) { r.options.mode = mode.mode; });
        }
    }
    if (model.info().takesAnswers) {
        add("answer", [](Request& r) { r.options.answer = "a cat"; });
    }
    if (model.info().writes) {
        add("longest text", [](Request& r) { r.options.longestText = 5; });
    }
    return result;
}

Request with(Request request, const Intervention& intervention)
{
    request.options.intervention = intervention;
    return request;
}

/// The names of the sites that a run computed.
std::set<std::string> computedKinds(const Trace& trace)
{
    std::set<std::string> kinds;
    for (std::size_t s = 0; s < trace.sites.size(); ++s) {
        if (!trace.attention.isTakenOver(s)) {
            kinds.insert(trace.sites[s].kind);
        }
    }
    return kinds;
}

} // namespace

/// What a run takes over from earlier ones.
class ReuseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRunEqualsAFreshOne_data();
    void everyRunEqualsAFreshOne();

    void theSameRunComputesNothing_data() { everyRunEqualsAFreshOne_data(); }

    void theSameRunComputesNothing();
    void aCaptionLeavesThePicturesSide_data();
    void aCaptionLeavesThePicturesSide();
    void aHeadOffRunsFromItsLayer();
    void tracesShareWhatIsTheSame();
};

void ReuseTest::everyRunEqualsAFreshOne_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<quint64>("budget");
    for (const std::filesystem::path& folder : checkpoints()) {
        const std::string name = folder.filename();
        const QString path = QString::fromStdString(folder.string());
        QTest::addRow("%s", name.c_str()) << path << quint64(kPlenty);
        QTest::addRow("%s, little memory", name.c_str()) << path << quint64(100000);
    }
}

void ReuseTest::everyRunEqualsAFreshOne()
{
    QFETCH(QString, folder);
    QFETCH(quint64, budget);
    const ModelPtr model = loadModel(folder.toStdString(), {.threads = 1}, Progress());
    RunMemory memory(budget);
    for (Request& request : requests(*model, sampleFor(folder.toStdString(), "a cat"))) {
        const TracePtr fresh = model->run(request.sample, request.options, Progress());
        request.options.memory = &memory;
        const TracePtr found = model->run(request.sample, request.options, Progress());
        const QString wrong = difference(*found, *fresh);
        QVERIFY2(wrong.isEmpty(), qPrintable(request.what + ": " + wrong));
        QVERIFY(memory.sizeBytes() <= budget);
    }
}

void ReuseTest::theSameRunComputesNothing()
{
    QFETCH(QString, folder);
    QFETCH(quint64, budget);
    if (budget < kPlenty) {
        return;
    }
    const ModelPtr model = loadModel(folder.toStdString(), {.threads = 1}, Progress());
    const Sample sample = sampleFor(folder.toStdString(), "a cat");
    RunMemory memory(budget);
    model->run(sample, {.memory = &memory}, Progress());
    const std::size_t size = memory.sizeBytes();
    const TracePtr again = model->run(sample, {.memory = &memory}, Progress());
    std::set<std::string> kinds = computedKinds(*again);
    kinds.erase("similarity"); // cosines of a few vectors
    kinds.erase("alignment");  // a head's
    QVERIFY2(kinds.empty(), kinds.empty() ? "" : kinds.begin()->c_str());
    QCOMPARE(memory.sizeBytes(), size);
}

void ReuseTest::aCaptionLeavesThePicturesSide_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("kinds"); ///< that may be taken over
    const QStringList tower{"vision_self"};
    for (const char* name : {"albef", "blip_itm", "blip_vqa", "clip", "flava", "git", "lxmert",
                             "owlvit", "bridgetower"}) {
        QTest::newRow(name) << name << tower;
    }
    QTest::newRow("what BLIP writes about a picture")
        << "blip_caption" << QStringList{"vision_self", "gen_text_self", "gen_cross_text_to_image"};
    QTest::newRow("the queries of BLIP-2")
        << "blip2" << QStringList{"vision_self", "query_self", "cross_query_to_image"};
    QTest::newRow("SigLIP's probe") << "siglip" << QStringList{"vision_self", "probe_pool"};
}

void ReuseTest::aCaptionLeavesThePicturesSide()
{
    QFETCH(QString, name);
    QFETCH(QStringList, kinds);
    const std::filesystem::path folder = std::string(TEST_DATA "/") + name.toStdString();
    const ModelPtr model = loadModel(folder, {.threads = 1}, Progress());
    Sample sample = sampleFor(folder, "a cat");
    RunMemory memory(kPlenty);
    const TracePtr first = model->run(sample, {.memory = &memory}, Progress());
    QVERIFY(computedKinds(*first).contains("vision_self"));
    sample.caption = "the dog";
    const TracePtr second = model->run(sample, {.memory = &memory}, Progress());
    const std::set<std::string> computed = computedKinds(*second);
    for (const QString& kind : kinds) {
        QVERIFY2(!computed.contains(kind.toStdString()), qPrintable(kind));
    }
    QVERIFY(!computed.empty());
}

void ReuseTest::aHeadOffRunsFromItsLayer()
{
    const ModelPtr model = loadModel(TEST_DATA "/vilt", {.threads = 1}, Progress());
    Request request{"", sampleFor(TEST_DATA "/vilt"), {}};
    const int layers = model->stacks(model->info().nativeMode).front().layers;
    QVERIFY(layers > 1);
    RunMemory memory(kPlenty);
    request.options.memory = &memory;
    model->run(request.sample, request.options, Progress());
    for (int layer = layers - 1; layer >= 0; --layer) {
        request = with(request, {.headsOff = {{"joint_self", layer, 0}}});
        const TracePtr trace = model->run(request.sample, request.options, Progress());
        QCOMPARE(trace->sites.size(), static_cast<std::size_t>(layers));
        for (int other = 0; other < layers; ++other) {
            QCOMPARE(trace->attention.isTakenOver(static_cast<std::size_t>(other)), other < layer);
        }
    }
}

void ReuseTest::tracesShareWhatIsTheSame()
{
    const ModelPtr model = loadModel(TEST_DATA "/blip_itm", {.threads = 1}, Progress());
    Sample sample = sampleFor(TEST_DATA "/blip_itm");
    RunMemory memory(kPlenty);
    const TracePtr first = model->run(sample, {.memory = &memory}, Progress());
    sample.caption = "the dog";
    const TracePtr second = model->run(sample, {.memory = &memory}, Progress());
    QCOMPARE(first->sites.size(), second->sites.size());
    for (std::size_t s = 0; s < first->sites.size(); ++s) {
        QCOMPARE(first->attention.record(s) == second->attention.record(s),
                 first->sites[s].kind == "vision_self");
    }
}

QTEST_GUILESS_MAIN(ReuseTest)
#include "reuse_test.moc"
