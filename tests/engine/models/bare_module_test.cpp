#include <QTemporaryDir>
#include <QTest>

#include "engine/base/error.h"
#include "engine/io/npy.h"
#include "engine/io/npz.h"
#include "engine/models/bare_module.h"
#include "tests/support/module_case.h"
#include "tests/support/npy_reader.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

using namespace attenscope;

namespace {

constexpr float kAttentionTolerance = 1e-5F;
constexpr float kOutputTolerance = 2e-5F;
const std::filesystem::path kCases = TEST_DATA "/bare_module";

ModuleSetup setupOf(const std::string& name)
{
    return readModuleCase(kCases / name).setup;
}

ModelPtr load(const ModuleSetup& setup, int threads = 1)
{
    return loadBareModule(setup, {.threads = threads}, Progress());
}

TracePtr run(const ModuleSetup& setup, const RunOptions& options = {}, const Sample& sample = {})
{
    return load(setup)->run(sample, options, Progress());
}

/// What `setup` is refused with.
ErrorInfo refusal(const ModuleSetup& setup)
{
    try {
        load(setup);
    } catch (const Error& error) {
        return error.info();
    }
    return {};
}

float largestDifference(const std::vector<float>& found, const std::vector<float>& golden)
{
    float largest = found.size() == golden.size() ? 0 : 1e9F;
    for (std::size_t i = 0; i < std::min(found.size(), golden.size()); ++i) {
        const float difference = std::abs(found[i] - golden[i]);
        largest = difference <= largest ? largest : difference; // a NaN is the largest
    }
    return largest;
}

/// Every head's weights, one after the other.
std::vector<float> attentionOf(const Trace& trace)
{
    std::vector<float> values;
    for (int head = 0; head < trace.sites.front().heads; ++head) {
        const std::vector<float> weights = valuesOf(trace.attention.head(0, head));
        values.insert(values.end(), weights.begin(), weights.end());
    }
    return values;
}

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

bool hasWarning(const Trace& trace, const std::string& id)
{
    return std::ranges::find(trace.warnings, id, &Warning::id) != trace.warnings.end();
}

} // namespace

class BareModuleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void caseEqualsTorch_data();
    void caseEqualsTorch();
    void keptProjectionsGiveTheSameWeights();
    void axesAreNamed();
    void captionNamesTheRows();
    void paddedKeysAreMarked();
    void addedKeysStandBehindTheOthers();
    void reverseModeNeedsFittingWidths();
    void otherModesAreRefused();
    void maskedKeyGetsNothing();
    void headOffChangesTheOutput();
    void meaningOfTheMaskCanBeExchanged();
    void rowWithoutKeysIsReported();
    void missingFactsAreAskedFor();
    void severalModulesNeedAPrefix();
    void unfitInputIsRefused_data();
    void unfitInputIsRefused();
    void unknownStateDictIsRefused();

private:
    /// An array in a file of its own.
    std::string
    file(const std::string& name, std::vector<std::int64_t> shape, std::vector<float> values) const
    {
        const std::string path = folder_.filePath(QString::fromStdString(name)).toStdString();
        writeNpy(path, {.name = name, .shape = std::move(shape), .values = std::move(values)},
                 Overwrite::Yes);
        return path;
    }

    std::string zeros(const std::string& name, const std::vector<std::int64_t>& shape) const
    {
        std::size_t size = 1;
        for (const std::int64_t extent : shape) {
            size *= static_cast<std::size_t>(extent);
        }
        return file(name, shape, std::vector<float>(size, 0.0F));
    }

    QTemporaryDir folder_;
};

void BareModuleTest::caseEqualsTorch_data()
{
    QTest::addColumn<std::string>("name");
    int cases = 0;
    for (const std::filesystem::path& folder : moduleCases(kCases)) {
        const std::string name = folder.filename().string();
        QTest::addRow("%s", name.c_str()) << name;
        ++cases;
    }
    QCOMPARE(cases, 7);
}

void BareModuleTest::caseEqualsTorch()
{
    QFETCH(std::string, name);
    const NamedArray attention = readNpy(kCases / name / "attention.npy");
    const NamedArray output = readNpy(kCases / name / "output.npy");
    RunOptions options;
    if (const std::optional<std::string> mode = readModuleCase(kCases / name).mode) {
        options.mode = modeFromId(*mode);
    }
    for (const int threads : {1, 3}) {
        const ModelPtr model = load(setupOf(name), threads);
        const TracePtr trace = model->run({}, options, Progress());
        QCOMPARE(trace->sites.size(), std::size_t{1});
        const Site& site = trace->sites.front();
        QCOMPARE((std::vector<std::int64_t>{1, site.heads, site.query.size(), site.key.size()}),
                 attention.shape);
        const float weights = largestDifference(attentionOf(*trace), attention.floats());
        QVERIFY2(weights <= kAttentionTolerance, qPrintable(QString::number(weights)));
        const NamedArray& found = trace->outputs.arrays.front();
        QCOMPARE(found.name, std::string("output"));
        QCOMPARE(found.shape, output.shape);
        const float result = largestDifference(found.floats(), output.floats());
        QVERIFY2(result <= kOutputTolerance, qPrintable(QString::number(result)));
        QCOMPARE(trace->provenance.standing, options.mode ? "ablation" : "as trained");
        QVERIFY(model->info().warnings.empty());
    }
}

void BareModuleTest::keptProjectionsGiveTheSameWeights()
{
    const TracePtr whole = run(setupOf("torch_separate"));
    const TracePtr projections =
        run(setupOf("torch_separate"), {.keeping = AttentionKeeping::QueriesAndKeys});
    QCOMPARE(attentionOf(*projections), attentionOf(*whole));
}

void BareModuleTest::axesAreNamed()
{
    const TracePtr trace = run(setupOf("torch_fused"));
    QCOMPARE(trace->sites.front().kind, std::string("cross_text_to_image"));
    QCOMPARE(trace->tokens.words.size(), std::size_t{5});
    QCOMPARE(trace->tokens.words[3].text, std::string("3"));
    QCOMPARE(trace->units.gridRows, 3);
    QCOMPARE(trace->units.gridColumns, 4);
    QCOMPARE(trace->provenance.modelFamily, std::string("bare module"));
    QCOMPARE(trace->provenance.modelDigest.value().size(), std::size_t{64});

    const TracePtr map = run(setupOf("convolution"));
    QCOMPARE(map->sites.front().kind, std::string("cross_image_to_text"));
    QCOMPARE(map->units.gridRows, 3); // the array's own
    QCOMPARE(map->units.gridColumns, 5);

    ModuleSetup row = setupOf("torch_separate");
    QCOMPARE(run(row)->units.gridRows, 1);
    QCOMPARE(run(row)->units.gridColumns, 6);

    // Over a picture the cells share its pixels.
    const Sample sample{.image = {.width = 80, .height = 30, .rgb = {}}, .caption = {}};
    Sample shown = sample;
    shown.image.rgb.resize(3 * 80 * 30);
    const TracePtr over = run(setupOf("torch_fused"), {}, shown);
    const Box box = over->units.units[5].box; // row 1, column 1
    QCOMPARE(box.x0, 20.0);
    QCOMPARE(box.y0, 10.0);
    QCOMPARE(box.x1, 40.0);
    QCOMPARE(box.y1, 20.0);
}

void BareModuleTest::captionNamesTheRows()
{
    const Sample sample{.image = {}, .caption = " a  red [MASK]\tcircle ?"};
    const TracePtr trace = run(setupOf("torch_fused"), {}, sample);
    QCOMPARE(trace->tokens.words.size(), std::size_t{5});
    QCOMPARE(trace->tokens.words[3].text, std::string("circle"));
    const Token& token = trace->tokens.tokens[1];
    QCOMPARE(sample.caption.substr(token.begin, token.end - token.begin), std::string("red"));
    QVERIFY(!hasWarning(*trace, "W_MODULE_NAMES"));

    const TracePtr numbered =
        run(setupOf("torch_fused"), {}, {.image = {}, .caption = "a red circle"});
    QCOMPARE(numbered->tokens.words[4].text, std::string("4"));
    QVERIFY(hasWarning(*numbered, "W_MODULE_NAMES"));
    QVERIFY_THROWS_EXCEPTION(Error,
                             run(setupOf("torch_fused"), {}, {.image = {}, .caption = "\xff"}));
}

void BareModuleTest::paddedKeysAreMarked()
{
    const TracePtr image = run(setupOf("torch_fused"));
    QVERIFY(!image->units.units[8].isPadding);
    QVERIFY(image->units.units[9].isPadding);
    const TracePtr text = run(setupOf("convolution_heads"));
    QVERIFY(!text->tokens.tokens[2].isPadding);
    QVERIFY(text->tokens.tokens[3].isPadding);
    QCOMPARE(text->tokens.words.size(), std::size_t{3});
}

void BareModuleTest::addedKeysStandBehindTheOthers()
{
    const TracePtr trace = run(setupOf("torch_separate"));
    QCOMPARE(trace->tokens.size(), 9);
    QCOMPARE(trace->tokens.tokens[7].text, std::string("[bias_k]"));
    QCOMPARE(trace->tokens.tokens[8].text, std::string("[zero]"));
    QVERIFY(trace->tokens.tokens[8].isSpecial);
    QVERIFY(trace->tokens.tokens[8].part == TokenPart::Added);
}

void BareModuleTest::reverseModeNeedsFittingWidths()
{
    const auto standing = [](const std::string& name, Mode mode) {
        const ModelPtr model = load(setupOf(name));
        return *std::ranges::find(model->info().modes, mode, &ModeStanding::mode);
    };
    QVERIFY(standing("torch_fused", Mode::ImageToText).standing == Standing::Ablation);
    const ModeStanding refused = standing("linear_widths", Mode::ImageToText);
    QVERIFY(refused.standing == Standing::Unavailable);
    QVERIFY2(contains(refused.reason, "30 wide") && contains(refused.reason, "18"),
             refused.reason.c_str());
    QVERIFY_THROWS_EXCEPTION(Error, run(setupOf("linear_widths"), {.mode = Mode::ImageToText}));

    // The mask is over the keys of the given direction.
    const TracePtr reverse = run(setupOf("torch_fused"), {.mode = Mode::ImageToText});
    QVERIFY(hasWarning(*reverse, "W_MODULE_MASK"));
    QCOMPARE(reverse->sites.front().query.image.count, Index{12});
}

void BareModuleTest::otherModesAreRefused()
{
    for (const Mode mode : {Mode::CoAttention, Mode::Alternating, Mode::Hybrid, Mode::SingleStream,
                            Mode::NoCrossing}) {
        try {
            run(setupOf("torch_fused"), {.mode = mode});
            QFAIL("was run");
        } catch (const Error& error) {
            QCOMPARE(error.info().id, std::string("E_MODE_UNSUPPORTED"));
            QVERIFY(contains(error.info().found, "one direction"));
        }
    }
}

void BareModuleTest::maskedKeyGetsNothing()
{
    for (const char* name : {"convolution", "torch_fused"}) {
        const bool asksText = std::string(name) == "torch_fused";
        RunOptions options;
        (asksText ? options.intervention.maskedUnits : options.intervention.maskedWords) = {1};
        const TracePtr trace = run(setupOf(name), options);
        const Matrix weights = trace->attention.head(0, 0);
        QCOMPARE(weights.col(1).maxCoeff(), 0.0F);
        QVERIFY(std::abs(weights.row(0).sum() - 1) < 1e-5F);
    }
    RunOptions outside;
    outside.intervention.maskedUnits = {12};
    QVERIFY_THROWS_EXCEPTION(Error, run(setupOf("torch_fused"), outside));
}

void BareModuleTest::headOffChangesTheOutput()
{
    const TracePtr plain = run(setupOf("torch_fused"));
    RunOptions options;
    options.intervention.headsOff = {{.kind = "cross_text_to_image", .layer = 0, .head = 2}};
    const TracePtr off = run(setupOf("torch_fused"), options);
    QCOMPARE(attentionOf(*off), attentionOf(*plain));
    QVERIFY(off->outputs.arrays[0].floats() != plain->outputs.arrays[0].floats());
}

void BareModuleTest::meaningOfTheMaskCanBeExchanged()
{
    ModuleSetup setup = setupOf("torch_fused");
    setup.maskMeaning = MaskMeaning::TrueKeeps;
    const Matrix weights = run(setup)->attention.head(0, 0);
    QCOMPARE(weights.leftCols(9).maxCoeff(), 0.0F);
    QVERIFY(weights.rightCols(3).minCoeff() > 0);
}

void BareModuleTest::rowWithoutKeysIsReported()
{
    constexpr float kHidden = -std::numeric_limits<float>::infinity();
    ModuleSetup setup = setupOf("torch_fused");
    setup.mask = file("all.npy", {12}, std::vector<float>(12, kHidden));
    const TracePtr trace = run(setup);
    QVERIFY(hasWarning(*trace, "W_MODULE_MASK"));
    QCOMPARE(trace->attention.head(0, 0).cwiseAbs().maxCoeff(), 0.0F);
}

void BareModuleTest::missingFactsAreAskedFor()
{
    ModuleSetup setup = setupOf("torch_fused");
    setup.heads.reset();
    setup.asks.reset();
    setup.grid.reset();
    ErrorInfo info = refusal(setup);
    QCOMPARE(info.id, std::string("E_USAGE_MISSING"));
    QCOMPARE(info.place, std::string("--heads, --query-is"));

    setup.grid = GridSize{3, 4}; // 12 rows on one side only: that one is the image
    QCOMPARE(refusal(setup).place, std::string("--heads"));
    setup.heads = 4;
    QVERIFY(load(setup)->info().nativeMode == Mode::TextToImage);

    setup.query.clear();
    QCOMPARE(refusal(setup).place, std::string("--query"));
}

void BareModuleTest::severalModulesNeedAPrefix()
{
    // A layer of nn.TransformerDecoder holds two attention modules.
    const std::string path = folder_.filePath("two.npz").toStdString();
    OutputFile target(path, Overwrite::Yes);
    std::vector<NamedArray> arrays;
    for (const std::string prefix : {"self_attn.", "multihead_attn."}) {
        const float sign = prefix == "self_attn." ? 1.0F : -1.0F;
        arrays.push_back({.name = prefix + "in_proj_weight",
                          .shape = {12, 4},
                          .values = std::vector<float>(48, sign)});
        arrays.push_back({.name = prefix + "out_proj.weight",
                          .shape = {4, 4},
                          .values = std::vector<float>(16, sign)});
    }
    writeNpz(target, arrays, Progress());
    target.commit();

    ModuleSetup setup;
    setup.weights = path;
    setup.query = zeros("q.npy", {2, 4});
    setup.context = zeros("c.npy", {3, 4});
    setup.heads = 2;
    setup.asks = Modality::Text;
    const ErrorInfo info = refusal(setup);
    QCOMPARE(info.place, std::string("--prefix"));
    QVERIFY2(contains(info.expected, "self_attn.") && contains(info.expected, "multihead_attn."),
             info.expected.c_str());
    setup.prefix = "multihead_attn";
    const ModelPtr model = load(setup);
    QCOMPARE(model->run({}, {}, Progress())->sites[0].weightPrefix, std::string("multihead_attn"));
    QCOMPARE(model->info().warnings.size(), std::size_t{1}); // the other one's tensors
    setup.prefix = "cross";
    QCOMPARE(refusal(setup).id, std::string("E_USAGE_VALUE"));
}

void BareModuleTest::unfitInputIsRefused_data()
{
    QTest::addColumn<std::string>("part");
    QTest::addColumn<std::vector<std::int64_t>>("shape");
    QTest::addColumn<float>("first"); // number of the array; the others are 0
    QTest::addColumn<std::string>("id");
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    constexpr float kInf = std::numeric_limits<float>::infinity();
    using Shape = std::vector<std::int64_t>;
    const auto row = [](const char* name, const char* part, Shape shape, float first,
                        const char* id) {
        QTest::newRow(name) << std::string(part) << std::move(shape) << first << std::string(id);
    };
    row("query of another width", "query", {5, 23}, 0, "E_MODULE_SHAPE");
    row("context of another width", "context", {12, 25}, 0, "E_MODULE_SHAPE");
    row("value with other rows", "value", {11, 24}, 0, "E_MODULE_SHAPE");
    row("one axis", "query", {24}, 0, "E_MODULE_FEATURES");
    row("five axes", "query", {1, 1, 1, 5, 24}, 0, "E_MODULE_FEATURES");
    row("several samples", "query", {2, 5, 24}, 0, "E_MODULE_FEATURES");
    row("several pictures", "context", {2, 24, 3, 4}, 0, "E_MODULE_FEATURES");
    row("the other batch order", "query", {1, 5, 24}, 0, "E_MODULE_FEATURES");
    row("no rows", "query", {0, 24}, 0, "E_MODULE_FEATURES");
    row("NaN in the query", "query", {5, 24}, kNan, "E_MODULE_VALUES");
    row("infinity in the context", "context", {12, 24}, kInf, "E_MODULE_VALUES");
    row("mask of another size", "mask", {11}, 0, "E_MODULE_MASK");
    row("mask of exchanged sides", "mask", {12, 5}, 0, "E_MODULE_MASK");
    row("mask by head", "mask", {4, 5, 12}, 0, "E_MODULE_MASK");
    row("NaN in the mask", "mask", {5, 12}, kNan, "E_MODULE_VALUES");
    row("infinity in the mask", "mask", {5, 12}, kInf, "E_MODULE_VALUES");
    row("grid of other cells", "grid", {3, 5}, 0, "E_USAGE_VALUE");
    row("heads that do not divide", "heads", {5}, 0, "E_USAGE_VALUE");
    row("no heads", "heads", {0}, 0, "E_USAGE_VALUE");
}

void BareModuleTest::unfitInputIsRefused()
{
    QFETCH(std::string, part);
    QFETCH(std::vector<std::int64_t>, shape);
    QFETCH(float, first);
    QFETCH(std::string, id);
    ModuleSetup setup = setupOf("torch_fused");
    std::size_t size = 1;
    for (const std::int64_t extent : shape) {
        size *= static_cast<std::size_t>(extent);
    }
    std::vector<float> values(size, 0.0F);
    if (!values.empty()) {
        values.front() = first;
    }
    if (part == "grid") {
        setup.grid = GridSize{static_cast<int>(shape[0]), static_cast<int>(shape[1])};
    } else if (part == "heads") {
        setup.heads = static_cast<int>(shape[0]);
    } else {
        std::string& place = part == "query"     ? setup.query
                             : part == "context" ? setup.context
                             : part == "value"   ? setup.value
                                                 : setup.mask;
        place = file(part + ".npy", shape, std::move(values));
    }
    const ErrorInfo info = refusal(setup);
    QCOMPARE(info.id, id);
    QVERIFY(!info.file.empty());
    QVERIFY(!info.expected.empty());
    QVERIFY(!info.found.empty());
}

void BareModuleTest::unknownStateDictIsRefused()
{
    ModuleSetup setup = setupOf("torch_fused");
    setup.weights = TEST_DATA "/blip_itm/model.safetensors";
    const ErrorInfo info = refusal(setup);
    QCOMPARE(info.id, std::string("E_MODULE_FORM"));
    QVERIFY(contains(info.expected, "query_linear"));
    setup.weights = kCases / "torch_fused" / "query.npy";
    QVERIFY(!refusal(setup).id.empty());
    setup.weights = kCases / "none.safetensors";
    QCOMPARE(refusal(setup).id, std::string("E_IO"));
}

QTEST_GUILESS_MAIN(BareModuleTest)
#include "bare_module_test.moc"
