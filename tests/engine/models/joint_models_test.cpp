#include <QTest>

#include "engine/analysis/map.h"
#include "engine/base/error.h"
#include "engine/models/model.h"
#include "tests/support/error_of.h"

#include <algorithm>
#include <cmath>

using namespace attenscope;

namespace {

Image picture(int width = 61, int height = 45)
{
    Image image{.width = width, .height = height, .rgb = {}};
    for (int i = 0; i < 3 * width * height; ++i) {
        image.rgb.push_back(static_cast<std::uint8_t>((i * 37 + i / 11 * 5) % 256));
    }
    return image;
}

TracePtr run(const std::string& name,
             const RunOptions& options = {},
             const std::string& caption = "a cat on a sofa",
             const Image& image = picture())
{
    const ModelPtr model = loadModel(TEST_DATA "/" + name, {.threads = 1}, Progress());
    return model->run({.image = image, .caption = caption}, options, Progress());
}

/// The largest weight that any query of any site gives to a key on one side.
float largestOnKey(const Trace& trace, bool isText, Index item)
{
    float largest = 0;
    for (std::size_t s = 0; s < trace.sites.size(); ++s) {
        const Span& keys = isText ? trace.sites[s].key.text : trace.sites[s].key.image;
        for (int head = 0; keys.covers(item) && head < trace.sites[s].heads; ++head) {
            largest = std::max(
                largest, trace.attention.head(s, head).col(keys.rowOf(item)).cwiseAbs().maxCoeff());
        }
    }
    return largest;
}

} // namespace

/// What holds for models whose text and pixels form one sequence: ViLT, FLAVA, GIT.
class JointModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void maskedKeysGetNothing_data();
    void maskedKeysGetNothing();
    void paddingChangesNoOtherRow_data();
    void paddingChangesNoOtherRow();
    void noPaddingMaskReachesFlavasJointStack();
    void closedDirectionsSayWhy();
    void imageToTextOfACausalModelIsMaskedByDesign();
    void patchesBeyondTheLimitAreAbsent();
    void answersComeWithTheConfigsLabels();
    void maskedWordsAreGuessed();
    void writtenWordsFollowTheCaption();
    void picturesTooNarrowAreRefused();
};

void JointModelsTest::maskedKeysGetNothing_data()
{
    QTest::addColumn<QString>("model");
    for (const char* model : {"vilt", "flava", "git"}) {
        QTest::newRow(model) << QString(model);
    }
}

void JointModelsTest::maskedKeysGetNothing()
{
    QFETCH(QString, model);
    const TracePtr open = run(model.toStdString());
    QVERIFY(largestOnKey(*open, true, 2) > 0);
    QVERIFY(largestOnKey(*open, false, 3) > 0);
    const TracePtr masked =
        run(model.toStdString(), {.intervention = {.maskedWords = {2}, .maskedUnits = {3}}});
    QCOMPARE(largestOnKey(*masked, true, 2), 0.0F);
    QCOMPARE(largestOnKey(*masked, false, 3), 0.0F);
}

void JointModelsTest::paddingChangesNoOtherRow_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("kind");
    QTest::newRow("ViLT") << QString("vilt") << QString("joint_self");
    QTest::newRow("GIT") << QString("git") << QString("joint_self");
    // No padding mask reaches FLAVA's joint stack, only that of its text.
    QTest::newRow("FLAVA") << QString("flava") << QString("text_self");
}

void JointModelsTest::paddingChangesNoOtherRow()
{
    QFETCH(QString, model);
    QFETCH(QString, kind);
    const TracePtr plain = run(model.toStdString());
    const TracePtr padded = run(model.toStdString(), {.padText = 16});
    const std::size_t site = *plain->findSite(kind.toStdString(), 1);
    const std::size_t paddedSite = *padded->findSite(kind.toStdString(), 1);
    const Span& text = plain->sites[site].query.text;
    const Span& paddedText = padded->sites[paddedSite].query.text;
    QCOMPARE(paddedText.count, Index{16});
    const Matrix expected = plain->attention.head(site, 0).middleRows(text.begin, text.count);
    const Matrix found =
        padded->attention.head(paddedSite, 0).middleRows(paddedText.begin, text.count);
    const auto textColumns = [&](const Matrix& rows, const Span& span) {
        return Matrix(rows.middleCols(span.begin, text.count));
    };
    QVERIFY((textColumns(found, paddedText) - textColumns(expected, text)).cwiseAbs().maxCoeff() <
            2e-6F);
    QCOMPARE(found.middleCols(paddedText.begin + text.count, 16 - text.count).maxCoeff(), 0.0F);
}

void JointModelsTest::noPaddingMaskReachesFlavasJointStack()
{
    const TracePtr trace = run("flava", {.padText = 16});
    QVERIFY(trace->tokens.tokens[15].isPadding);
    const std::size_t joint = *trace->findSite("joint_self", 0);
    const Index padding = trace->sites[joint].key.text.rowOf(15);
    QVERIFY(trace->attention.head(joint, 0).col(padding).minCoeff() > 0);
    const std::size_t text = *trace->findSite("text_self", 0);
    QCOMPARE(trace->attention.head(text, 0).col(15).maxCoeff(), 0.0F);
}

void JointModelsTest::closedDirectionsSayWhy()
{
    for (const char* model : {"vilt", "flava"}) {
        const TracePtr trace = run(model, {.mode = Mode::TextToImage});
        QCOMPARE(absenceOf(*trace, Direction::TextToImage), Absence::None);
        QCOMPARE(absenceOf(*trace, Direction::ImageToText), Absence::ClosedByMode);
        QCOMPARE(absenceReason(*trace, Direction::ImageToText),
                 std::string("closed in mode text-to-image"));
        QVERIFY(!fitted(*trace, {.direction = Direction::ImageToText}));
        const TracePtr base = run(model, {.mode = Mode::NoCrossing});
        QCOMPARE(absenceOf(*base, Direction::TextToImage), Absence::ClosedByMode);
        QCOMPARE(absenceOf(*base, Direction::TextToText), Absence::None);
    }
}

void JointModelsTest::imageToTextOfACausalModelIsMaskedByDesign()
{
    const TracePtr trace = run("git");
    QCOMPARE(absenceOf(*trace, Direction::ImageToText), Absence::MaskedByDesign);
    QCOMPARE(absenceOf(*trace, Direction::TextToImage), Absence::None);
    const ErrorInfo map = errorOf(
        [&] { computeMap(*trace, {.direction = Direction::ImageToText, .kind = "joint_self"}); });
    QCOMPARE(map.id, std::string("E_USAGE_SELECTION"));
    QVERIFY2(map.found.starts_with("masked by design"), map.found.c_str());
    const ErrorInfo mode = errorOf([] { run("git", {.mode = Mode::ImageToText}); });
    QCOMPARE(mode.id, std::string("E_MODE_UNSUPPORTED"));
    QVERIFY2(mode.found.starts_with("masked by design"), mode.found.c_str());
}

void JointModelsTest::patchesBeyondTheLimitAreAbsent()
{
    const TracePtr trace = run("vilt_heads"); // 3 × 4 patches, of which it looks at 7
    QVERIFY(std::ranges::any_of(trace->warnings,
                                [](const Warning& w) { return w.id == "W_IMAGE_CUT"; }));
    QCOMPARE(trace->units.size(), 13);
    QCOMPARE(trace->sites[0].key.image.count, Index{8});
    const Map map = computeMap(*trace, {.direction = Direction::TextToImage});
    QCOMPARE(map.states[7], Map::KeyState::Shown);
    QCOMPARE(map.states[8], Map::KeyState::Absent);
    const TracePtr whole = run("vilt");
    QVERIFY(std::ranges::none_of(whole->warnings,
                                 [](const Warning& w) { return w.id == "W_IMAGE_CUT"; }));
}

void JointModelsTest::answersComeWithTheConfigsLabels()
{
    const TracePtr trace = run("vilt_heads");
    const auto answer = std::ranges::find(trace->outputs.predictions, "answer", &Prediction::what);
    QVERIFY(answer != trace->outputs.predictions.end());
    QCOMPARE(answer->candidates.size(), std::size_t{5});
    const auto logits =
        std::ranges::find(trace->outputs.arrays, "vqa_logits", &NamedArray::name)->floats();
    const std::vector<std::string> labels{"yes", "no", "a cat", "two", "red", "blue"};
    const auto best = std::ranges::max_element(logits);
    QCOMPARE(answer->candidates[0].label, labels[static_cast<std::size_t>(best - logits.begin())]);
    QVERIFY(std::abs(answer->candidates[0].probability -
                     1 / (1 + std::exp(-static_cast<double>(*best)))) < 1e-6);
}

void JointModelsTest::maskedWordsAreGuessed()
{
    for (const char* model : {"vilt_heads", "flava_heads"}) {
        const TracePtr trace = run(model, {}, "a [MASK] on a sofa");
        const auto word =
            std::ranges::find(trace->outputs.predictions, "word 2", &Prediction::what);
        QVERIFY2(word != trace->outputs.predictions.end(), model);
        QCOMPARE(word->candidates.size(), std::size_t{5});
        const auto alone = std::ranges::find(trace->outputs.predictions, "word 2 (text alone)",
                                             &Prediction::what); // FLAVA's text has a head, too
        QCOMPARE(alone != trace->outputs.predictions.end(), std::string(model) == "flava_heads");
    }
}

void JointModelsTest::writtenWordsFollowTheCaption()
{
    const TracePtr trace = run("git", {.longestText = 6});
    const auto first = std::ranges::find(trace->tokens.tokens, TokenPart::Generated, &Token::part);
    const Index begin = first - trace->tokens.tokens.begin();
    QCOMPARE(trace->tokens.size() - begin, Index{6});
    QVERIFY(trace->outputs.text && !trace->outputs.text->empty());
    const std::size_t site = *trace->findSite("gen_joint_self", 0);
    const Site& written = trace->sites[site];
    QCOMPARE(written.query.text.count, Index{5});
    QCOMPARE(written.query.text.first, begin + 1); // the row that wrote the second token
    QCOMPARE(written.key.image.count, Index{trace->units.size()});
    const Matrix weights = trace->attention.head(site, 0);
    QVERIFY((weights.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-5F);
    const Index textBegin = written.key.text.begin;
    QCOMPARE(weights(0, textBegin + 1), 0.0F); // nothing that was not written yet
}

void JointModelsTest::picturesTooNarrowAreRefused()
{
    const ErrorInfo info = errorOf([] { run("vilt", {}, "a cat", picture(600, 10)); });
    QCOMPARE(info.id, std::string("E_LIMIT_IMAGE"));
    QVERIFY(!info.remedy.empty());
}

QTEST_APPLESS_MAIN(JointModelsTest)
#include "joint_models_test.moc"
