#include <QTest>

#include "tests/support/example_model.h"
#include "ui/widgets/window_content.h"

#include <memory>

using namespace attenscope;

namespace {

/// A result with these sites, of which an earlier run had those that begin with "=". A number at
/// the end is the layer.
RunResult resultOf(const QStringList& sites)
{
    RunMemory memory(1 << 20);
    const auto model = std::make_shared<const int>();
    auto trace = std::make_shared<Trace>();
    for (const bool isFirstRun : {true, false}) { // the first one leaves what the second has
        memory.beginRun(model);
        for (int i = 0; i < sites.size(); ++i) {
            const QString kind = QString(sites[i]).remove(QLatin1Char('='));
            SiteRecorder recorder(1, AttentionKeeping::Weights, {}, &memory);
            const StepId step = StepId(StepId::Kind::SelfAttention).add(i);
            if (sites[i].startsWith(QLatin1Char('=')) || !isFirstRun) {
                recorder.remembered(step, {}, [] { return Matrix(); });
            }
            if (!isFirstRun) {
                trace->sites.push_back({.kind = kind.chopped(1).toStdString(),
                                        .layer = kind.last(1).toInt(),
                                        .isSimilarity = kind.startsWith("similarity")});
                trace->attention.add(std::move(recorder));
            }
        }
    }
    RunResult result;
    result.trace = trace;
    result.elapsedMs = 10.6;
    return result;
}

} // namespace

class WindowContentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void the_status_line_gives_the_patch_in_pixels();
    void the_inspector_speaks_of_what_is_pointed_at();
    void a_missing_direction_has_its_reason();
    void masked_words_are_hatched_in_the_strip();
    void interventions_are_named();
    void the_matrix_shows_the_active_pane();
    void the_marker_points_at_the_word_under_the_pointer();
    void the_status_line_says_from_which_layer_it_ran_data();
    void the_status_line_says_from_which_layer_it_ran();
    void a_run_says_how_long_is_left();

private:
    void settle() { QTRY_VERIFY(!document_->isRunning()); }

    std::unique_ptr<Document> document_;
};

void WindowContentTest::init()
{
    const auto control = std::make_shared<ExampleControl>();
    Sources sources;
    sources.loadModel = [control](const std::filesystem::path&, const Progress&) -> ModelPtr {
        return std::make_shared<const ExampleModel>(control);
    };
    sources.readPicture = [](const std::filesystem::path&) {
        Picture picture;
        picture.image = exampleImage(512, 256);
        return picture;
    };
    document_ = std::make_unique<Document>(sources);
    document_->start("model", "picture", {}, "a red circle", std::nullopt);
    settle();
    document_->focusWord(2, false);
    document_->setLayerAndHead(1, 0);
}

void WindowContentTest::the_status_line_gives_the_patch_in_pixels()
{
    QVERIFY(statusText(*document_).isEmpty());
    document_->hoverUnit(12 * 4 + 3); // row 4, column 3
    QCOMPARE(statusText(*document_), QString("patch (4, 3): x 128–171, y 85–107 px"));
}

void WindowContentTest::the_inspector_speaks_of_what_is_pointed_at()
{
    document_->focusUnit(5, false);
    Inspector::Content content = inspectorContent(*document_);
    QCOMPARE(content.key, std::optional(5));
    QCOMPARE(content.selection->direction, Direction::TextToImage);
    document_->hoverUnit(77);
    QCOMPARE(inspectorContent(*document_).key, std::optional(77));
    document_->hoverUnit(std::nullopt);
    document_->hoverWord(3);
    content = inspectorContent(*document_);
    QCOMPARE(content.key, std::optional(3));
    QCOMPARE(content.selection->direction, Direction::ImageToText);
}

void WindowContentTest::a_missing_direction_has_its_reason()
{
    QVERIFY(absenceText(*document_, Pane::Image).isEmpty());
    QVERIFY(absenceText(*document_, Pane::Words).isEmpty());
    document_->setMode(Mode::TextToImage);
    settle();
    QVERIFY(absenceText(*document_, Pane::Image).isEmpty());
    QVERIFY(absenceText(*document_, Pane::Words).contains("no image→text attention"));
    QVERIFY(!wordPaneContent(*document_).strip.hasWeights);
    document_->setMode(Mode::ImageToText);
    settle();
    QVERIFY(absenceText(*document_, Pane::Image).contains("no text→image attention"));
    QVERIFY(!canvasContent(*document_).map.has_value());
}

void WindowContentTest::masked_words_are_hatched_in_the_strip()
{
    document_->setWordMasked(3, true);
    settle();
    const WordPane::Content content = wordPaneContent(*document_);
    QCOMPARE(content.strip.strip.cells[3].state, Map::KeyState::Masked);
    QVERIFY(content.strip.isMasked[3]);
    QVERIFY(!content.strip.isMasked[2]);
    document_->setMode(Mode::TextToImage); // where words are no keys
    settle();
    QCOMPARE(wordPaneContent(*document_).strip.strip.cells[3].state, Map::KeyState::Masked);
}

void WindowContentTest::interventions_are_named()
{
    document_->setWordMasked(3, true);
    settle();
    document_->setUnitMasked(40, true);
    settle();
    const std::vector<InterventionsPanel::Item> items = interventionItems(*document_);
    QCOMPARE(items.size(), std::size_t(2));
    QCOMPARE(items[0].text, QString("“circle” masked"));
    QCOMPARE(items[1].text, QString("patch (3, 4) masked"));
}

void WindowContentTest::the_matrix_shows_the_active_pane()
{
    HeadMatrix::Content content = headsContent(*document_).matrix;
    QCOMPARE(content.layer, 1);
    QCOMPARE(content.head, std::optional(0));
    QCOMPARE(content.maps->front().front().values.size(), std::size_t(144));
    document_->setActive(Pane::Words);
    content = headsContent(*document_).matrix;
    QCOMPARE(content.maps->front().front().values.size(), std::size_t(5));
}

void WindowContentTest::the_marker_points_at_the_word_under_the_pointer()
{
    document_->focusUnit(1, false); // looks at token 2
    document_->clearFocus();
    document_->focusUnit(1, false);
    QVERIFY(!wordPaneContent(*document_).marker.has_value()); // no word is in question
    document_->hoverWord(2);
    const std::optional<double> marker = wordPaneContent(*document_).marker;
    QVERIFY(marker.has_value());
    QVERIFY(*marker > 0.5);
}

void WindowContentTest::the_status_line_says_from_which_layer_it_ran_data()
{
    QTest::addColumn<QStringList>("sites");
    QTest::addColumn<QString>("text");
    QTest::newRow("everything") << QStringList{"vision_self0", "cross_text_to_image0"}
                                << "Ran in 11 ms";
    QTest::newRow("from a layer on")
        << QStringList{"=vision_self0", "=cross_text_to_image0", "cross_text_to_image1"}
        << "Ran from layer 1 (text→image) in 11 ms";
    QTest::newRow("from the words on")
        << QStringList{"=vision_self0", "=vision_self1", "text_self0", "cross_text_to_image0"}
        << "Ran from layer 0 (text self) in 11 ms";
    QTest::newRow("beside the picture")
        << QStringList{"text_self0", "text_self1", "=vision_self0", "similarity0"}
        << "Ran 2 of 3 layers in 11 ms";
    QTest::newRow("nothing but a similarity")
        << QStringList{"=text_self0", "similarity0"} << "Ran in 11 ms";
}

void WindowContentTest::the_status_line_says_from_which_layer_it_ran()
{
    QFETCH(QStringList, sites);
    QTEST(runText(resultOf(sites)), "text");
}

void WindowContentTest::a_run_says_how_long_is_left()
{
    const RunStep step{.done = 4, .total = 36, .task = "image tower"};
    QCOMPARE(progressText(step, std::nullopt), QString("Running: image tower, 4 of 36"));
    QCOMPARE(progressText(step, 11.6), QString("Running: image tower, 4 of 36, about 12 s left"));
    QCOMPARE(progressText(step, 59.7), QString("Running: image tower, 4 of 36, about 1 min left"));
    QCOMPARE(progressText(step, 150), QString("Running: image tower, 4 of 36, about 3 min left"));
}

QTEST_MAIN(WindowContentTest)
#include "window_content_test.moc"
