#include <QCryptographicHash>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/example_sources.h"
#include "ui/state/document.h"

#include <memory>

using namespace attenscope;

namespace {

int unitOf(int row, int column)
{
    return 12 * row + column;
}

} // namespace

class DocumentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void the_first_run_uses_the_native_mode_and_focuses_something();
    void caption_and_picture_survive_a_change_of_model();
    void a_change_of_mode_runs_again_and_keeps_the_focus();
    void a_change_of_view_runs_nothing_data();
    void a_change_of_view_runs_nothing();
    void a_new_caption_keeps_the_word_in_focus_by_its_text();
    void a_region_model_asks_for_regions_and_takes_them();
    void bad_regions_can_be_replaced();
    void the_model_is_identified_after_the_result();
    void a_table_of_regions_serves_other_pictures_an_archive_does_not();
    void a_failed_run_leaves_everything_and_can_be_retried_data();
    void a_failed_run_leaves_everything_and_can_be_retried();
    void a_cancelled_run_leaves_everything();
    void the_newest_wish_wins();
    void masks_change_the_match_and_keep_the_plain_run();
    void masks_are_undone_one_by_one();
    void a_new_caption_drops_the_masked_words_and_keeps_the_patches();
    void a_new_picture_drops_the_masked_patches_and_keeps_the_words();
    void pointing_changes_the_map_until_the_pointer_leaves();
    void the_panes_have_their_own_directions();
    void a_mode_without_a_direction_has_an_empty_pane();
    void heads_and_layers_stay_inside_the_model();
    void stepping_from_all_heads_goes_to_the_first_or_the_last();
    void a_site_makes_its_pane_the_active_one();
    void the_figure_is_that_of_the_active_pane_without_the_pointer();
    void shift_adds_to_the_focus_and_takes_out();
    void an_empty_caption_is_run_and_has_no_focus();

private:
    void settle();

    const Map& imageMap() { return document_->pane(Pane::Image).map; }

    std::shared_ptr<ExampleControl> control_;
    std::unique_ptr<Document> document_;
};

void DocumentTest::init()
{
    control_ = std::make_shared<ExampleControl>();
    document_ = std::make_unique<Document>(exampleSources(control_));
    document_->start("one", "first.png", {}, "a red circle on green", std::nullopt);
    settle();
    QVERIFY(document_->result().has_value());
}

void DocumentTest::cleanup()
{
    control_->holds = false;
    document_.reset();
}

void DocumentTest::settle()
{
    QTRY_VERIFY_WITH_TIMEOUT(!document_->isRunning(), 20'000);
}

void DocumentTest::the_first_run_uses_the_native_mode_and_focuses_something()
{
    QCOMPARE(document_->request().mode, std::optional(Mode::Hybrid));
    QCOMPARE(document_->view().words.size(), std::size_t(1));
    const int word = document_->view().words.front();
    QVERIFY2(word == 2 || word == 3 || word == 5, "a word that says something");
    QVERIFY(imageMap().maximum() > 0.1F);
    QCOMPARE(document_->view().units.size(), std::size_t(1));
    QCOMPARE(document_->heads()->size(), std::size_t(2));
    QCOMPARE(document_->heads()->front().size(), std::size_t(3));
}

void DocumentTest::caption_and_picture_survive_a_change_of_model()
{
    document_->setMode(Mode::CoAttention);
    settle();
    const PicturePtr picture = document_->request().picture;
    document_->openModel("two");
    settle();
    QCOMPARE(document_->result()->model->info().name, std::string("two"));
    QCOMPARE(document_->request().caption, std::string("a red circle on green"));
    QVERIFY(document_->request().picture == picture);
    QCOMPARE(document_->request().mode, std::optional(Mode::Hybrid)); // its native one
}

void DocumentTest::a_change_of_mode_runs_again_and_keeps_the_focus()
{
    document_->focusWord(3, false);
    const int runs = control_->runs;
    document_->setMode(Mode::CoAttention);
    settle();
    QCOMPARE(control_->runs.load(), runs + 1);
    QCOMPARE(document_->trace()->provenance.mode, std::string("co"));
    QCOMPARE(document_->view().words, std::vector<int>{3});
    document_->setMode(Mode::CoAttention); // nothing new
    QVERIFY(!document_->isRunning());
}

void DocumentTest::a_change_of_view_runs_nothing_data()
{
    using Change = std::function<void(Document&)>;
    QTest::addColumn<Change>("change");
    QTest::newRow("layer") << Change([](Document& d) { d.setLayer(0); });
    QTest::newRow("head") << Change([](Document& d) { d.setHead(1); });
    QTest::newRow("aggregation") << Change([](Document& d) { d.setAggregation("max"); });
    QTest::newRow("joint rows") << Change(
        [](Document& d) { d.setJointRows(JointRows::Conditional); });
    QTest::newRow("special") << Change(
        [](Document& d) { d.setSpecialTokens(SpecialTokens::Show); });
    QTest::newRow("fusion") << Change([](Document& d) { d.setFusion("weighted-sum"); });
    QTest::newRow("word") << Change([](Document& d) { d.focusWord(2, false); });
    QTest::newRow("patch") << Change([](Document& d) { d.focusUnit(7, false); });
    QTest::newRow("nothing") << Change([](Document& d) { d.clearFocus(); });
    QTest::newRow("style") << Change([](Document& d) {
        FigureStyle style = d.view().style;
        style.scale = Scale::Fixed;
        d.setStyle(style);
    });
}

void DocumentTest::a_change_of_view_runs_nothing()
{
    QFETCH(std::function<void(Document&)>, change);
    const int runs = control_->runs;
    QSignalSpy started(document_.get(), &Document::runStarted);
    QSignalSpy changed(document_.get(), &Document::viewChanged);
    change(*document_);
    QCOMPARE(started.count(), 0);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(control_->runs.load(), runs);
}

void DocumentTest::a_new_caption_keeps_the_word_in_focus_by_its_text()
{
    document_->focusWord(3, false); // circle
    document_->setCaption("one circle");
    settle();
    QCOMPARE(document_->view().words, std::vector<int>{2});
    document_->setCaption("two squares");
    settle();
    QCOMPARE(document_->view().words.size(), std::size_t(1)); // something else is shown
}

void DocumentTest::a_region_model_asks_for_regions_and_takes_them()
{
    QSignalSpy failures(document_.get(), &Document::failed);
    document_->openModel("regions");
    settle();
    QCOMPARE(failures.count(), 1);
    const auto error = failures.front().front().value<ErrorInfo>();
    QCOMPARE(error.id, std::string("E_REGIONS_NEEDED"));
    QCOMPARE(error.file, std::string("first.png"));
    QCOMPARE(document_->result()->model->info().name, std::string("one"));

    document_->openRegions("first.npz"); // for the run that failed
    settle();
    QCOMPARE(failures.count(), 1);
    QCOMPARE(document_->result()->model->info().family, std::string("LXMERT"));
    QCOMPARE(document_->trace()->units.size(), 3);
    QCOMPARE(document_->trace()->units.units[0].box.x1, 240.0);

    document_->setCaption("a cat"); // they stay
    settle();
    QCOMPARE(failures.count(), 1);
    document_->openModel("one"); // which does not look at them
    settle();
    document_->openModel("regions");
    settle();
    QCOMPARE(failures.count(), 1);
    QCOMPARE(document_->trace()->units.size(), 3);
}

void DocumentTest::the_model_is_identified_after_the_result()
{
    QSignalSpy identified(document_.get(), &Document::modelIdentified);
    bool wasKnownWithTheResult = true;
    connect(document_.get(), &Document::resultChanged, this, [&] {
        wasKnownWithTheResult = document_->result()->model->info().digest.known().has_value();
    });
    document_->openRegions("regions.npz");
    document_->openModel("regions");
    settle();
    QVERIFY(!wasKnownWithTheResult);
    QTRY_COMPARE(identified.size(), 1);
    QFile weights(QStringLiteral(TEST_DATA "/lxmert/model.safetensors"));
    QVERIFY(weights.open(QIODevice::ReadOnly));
    const QByteArray digest =
        QCryptographicHash::hash(weights.readAll(), QCryptographicHash::Sha256).toHex();
    QCOMPARE(document_->trace()->provenance.modelDigest.known(),
             std::optional(digest.toStdString()));
    document_->setCaption("another caption");
    settle();
    QCOMPARE(identified.size(), 1); // the model is the same
}

void DocumentTest::bad_regions_can_be_replaced()
{
    QSignalSpy failures(document_.get(), &Document::failed);
    document_->openRegions("bad.npz"); // nobody looks at them yet
    settle();
    QCOMPARE(failures.count(), 0);
    document_->openModel("regions");
    settle();
    QCOMPARE(failures.count(), 1);
    document_->openRegions("good.npz");
    settle();
    QCOMPARE(failures.count(), 1);
    QCOMPARE(document_->result()->model->info().family, std::string("LXMERT"));
    QVERIFY(document_->request().regionsFile == "good.npz");
}

void DocumentTest::a_table_of_regions_serves_other_pictures_an_archive_does_not()
{
    QSignalSpy failures(document_.get(), &Document::failed);
    document_->openRegions("all.tsv");
    settle();
    document_->openModel("regions");
    settle();
    document_->openPicture("second.png");
    settle();
    QCOMPARE(failures.count(), 0);
    QCOMPARE(document_->result()->request.picture->name, std::string("second.png"));
    document_->openPicture("unknown.png");
    settle();
    QCOMPARE(failures.count(), 1);
    QCOMPARE(failures.back().front().value<ErrorInfo>().id, std::string("E_REGIONS_IMAGE"));
    document_->openRegions("second.npz"); // of the picture that failed
    settle();
    QCOMPARE(document_->result()->request.picture->name, std::string("unknown.png"));
    document_->openPicture("third.png");
    settle();
    QCOMPARE(failures.back().front().value<ErrorInfo>().id, std::string("E_REGIONS_NEEDED"));
    document_->openSample("fourth.png", "a cat", "fourth.npz");
    settle();
    QCOMPARE(failures.count(), 2);
    QCOMPARE(document_->result()->request.picture->name, std::string("fourth.png"));
}

void DocumentTest::a_failed_run_leaves_everything_and_can_be_retried_data()
{
    using Change = std::function<void(Document&)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<std::string>("id");
    QTest::newRow("model") << Change([](Document& d) { d.openModel("broken"); })
                           << std::string("E_TENSOR_SHAPE");
    QTest::newRow("picture") << Change([](Document& d) { d.openPicture("bad.png"); })
                             << std::string("E_IMAGE_FORMAT");
    QTest::newRow("mode") << Change([](Document& d) { d.setMode(Mode::SingleStream); })
                          << std::string("E_MODE_UNSUPPORTED");
}

void DocumentTest::a_failed_run_leaves_everything_and_can_be_retried()
{
    QFETCH(std::function<void(Document&)>, change);
    QFETCH(std::string, id);
    const TracePtr before = document_->result()->trace;
    QSignalSpy failed(document_.get(), &Document::failed);
    change(*document_);
    settle();
    QCOMPARE(failed.count(), 1);
    QCOMPARE(failed.first().first().value<ErrorInfo>().id, id);
    QVERIFY(document_->result()->trace == before);
    QCOMPARE(document_->request().model, std::filesystem::path("one"));
    QCOMPARE(document_->request().mode, std::optional(Mode::Hybrid));
    QVERIFY(document_->request().picture != nullptr);
    QVERIFY(document_->canRetry());
    document_->retry();
    settle();
    QCOMPARE(failed.count(), 2);
    document_->setCaption("goes on");
    settle();
    QCOMPARE(document_->result()->request.caption, std::string("goes on"));
    QVERIFY(!document_->canRetry());
}

void DocumentTest::a_cancelled_run_leaves_everything()
{
    const TracePtr before = document_->result()->trace;
    const int runs = control_->runs;
    QSignalSpy failed(document_.get(), &Document::failed);
    control_->holds = true;
    document_->setCaption("something else");
    QTRY_COMPARE(control_->runs.load(), runs + 1);
    document_->cancel();
    settle();
    QVERIFY(document_->result()->trace == before);
    QCOMPARE(document_->request().caption, std::string("a red circle on green"));
    QCOMPARE(failed.count(), 0);
}

void DocumentTest::the_newest_wish_wins()
{
    const int runs = control_->runs;
    QSignalSpy results(document_.get(), &Document::resultChanged);
    control_->holds = true;
    document_->setCaption("first");
    QTRY_COMPARE(control_->runs.load(), runs + 1);
    document_->setCaption("second");
    control_->holds = false;
    settle();
    QCOMPARE(results.count(), 1);
    QCOMPARE(document_->result()->request.caption, std::string("second"));
}

void DocumentTest::masks_change_the_match_and_keep_the_plain_run()
{
    const TracePtr plain = document_->result()->trace;
    document_->setUnitMasked(unitOf(3, 4), true);
    settle();
    QVERIFY(document_->result()->plainTrace == plain); // not computed again
    QVERIFY(document_->trace()->isUnitMasked[40]);
    const double match = document_->trace()->outputs.match.front().probability;
    QVERIFY(match < plain->outputs.match.front().probability);
    QCOMPARE(imageMap().states[40], Map::KeyState::Masked);
    document_->setUnitMasked(unitOf(3, 4), false);
    settle();
    QCOMPARE(document_->trace()->outputs.match.front().probability,
             plain->outputs.match.front().probability);
}

void DocumentTest::masks_are_undone_one_by_one()
{
    QVERIFY(!document_->canUndoIntervention());
    document_->setWordMasked(2, true);
    settle();
    document_->setUnitMasked(5, true);
    settle();
    document_->undoIntervention();
    settle();
    QCOMPARE(document_->request().intervention.maskedWords, std::vector<int>{2});
    QVERIFY(document_->request().intervention.maskedUnits.empty());
    document_->undoIntervention();
    settle();
    QVERIFY(document_->request().intervention.isEmpty());
    QVERIFY(!document_->canUndoIntervention());
}

void DocumentTest::a_new_caption_drops_the_masked_words_and_keeps_the_patches()
{
    document_->setWordMasked(2, true);
    settle();
    document_->setUnitMasked(5, true);
    settle();
    document_->setCaption("short");
    settle();
    QVERIFY(document_->request().intervention.maskedWords.empty());
    QCOMPARE(document_->request().intervention.maskedUnits, std::vector<int>{5});
}

void DocumentTest::a_new_picture_drops_the_masked_patches_and_keeps_the_words()
{
    document_->setWordMasked(2, true);
    settle();
    document_->setUnitMasked(5, true);
    settle();
    document_->openPicture("second.png");
    settle();
    QCOMPARE(document_->request().intervention.maskedWords, std::vector<int>{2});
    QVERIFY(document_->request().intervention.maskedUnits.empty());
    QCOMPARE(document_->request().picture->name, std::string("second.png"));
}

void DocumentTest::pointing_changes_the_map_until_the_pointer_leaves()
{
    document_->focusWord(2, false);
    document_->setLayerAndHead(1, 2);
    QCOMPARE(imageMap().values[std::size_t(examplePeak(2, 1, 2))], imageMap().maximum());
    document_->hoverWord(3);
    QCOMPARE(imageMap().values[std::size_t(examplePeak(3, 1, 2))], imageMap().maximum());
    QCOMPARE(document_->view().words, std::vector<int>{2});
    document_->hoverWord(std::nullopt);
    QCOMPARE(imageMap().values[std::size_t(examplePeak(2, 1, 2))], imageMap().maximum());
}

void DocumentTest::the_panes_have_their_own_directions()
{
    document_->focusUnit(unitOf(0, 1), false); // looks at token 1 + 1 % 5
    const PaneContent& words = document_->pane(Pane::Words);
    QCOMPARE(words.selection->direction, Direction::ImageToText);
    QCOMPARE(words.map.values.size(), std::size_t(7));
    QCOMPARE(words.map.values[2], words.map.maximum());
    QCOMPARE(document_->pane(Pane::Image).selection->direction, Direction::TextToImage);
}

void DocumentTest::a_mode_without_a_direction_has_an_empty_pane()
{
    document_->setMode(Mode::ImageToText);
    settle();
    QVERIFY(!document_->pane(Pane::Image).selection.has_value());
    QVERIFY(document_->pane(Pane::Words).selection.has_value());
    QCOMPARE(document_->view().active, Pane::Words);
    QCOMPARE(document_->heads()->size(), std::size_t(2));
    document_->setMode(Mode::TextToImage);
    settle();
    QVERIFY(document_->pane(Pane::Image).selection.has_value());
    QVERIFY(!document_->pane(Pane::Words).selection.has_value());
    QCOMPARE(document_->view().active, Pane::Image);
}

void DocumentTest::heads_and_layers_stay_inside_the_model()
{
    document_->setLayer(9);
    QCOMPARE(document_->view().layer, 1);
    document_->stepLayer(1);
    QCOMPARE(document_->view().layer, 1);
    document_->stepLayer(-5);
    QCOMPARE(document_->view().layer, 0);
    document_->setHead(7);
    QCOMPARE(document_->view().head, std::optional(2));
}

void DocumentTest::stepping_from_all_heads_goes_to_the_first_or_the_last()
{
    document_->setHead(std::nullopt);
    document_->stepHead(1);
    QCOMPARE(document_->view().head, std::optional(0));
    document_->setHead(std::nullopt);
    document_->stepHead(-1);
    QCOMPARE(document_->view().head, std::optional(2));
}

void DocumentTest::a_site_makes_its_pane_the_active_one()
{
    document_->setSite(Direction::ImageToText, "cross_image_to_text");
    QCOMPARE(document_->view().active, Pane::Words);
    QCOMPARE(document_->heads()->front().front().direction, Direction::ImageToText);
    document_->setSite(Direction::TextToImage, "cross_text_to_image");
    QCOMPARE(document_->view().active, Pane::Image);
    QCOMPARE(document_->heads()->front().front().direction, Direction::TextToImage);
}

void DocumentTest::the_figure_is_that_of_the_active_pane_without_the_pointer()
{
    document_->focusWord(3, false);
    document_->hoverWord(2);
    const std::optional<FigureRequest> figure = document_->figureRequest();
    QVERIFY(figure.has_value());
    QCOMPARE(figure->selection.focus, std::vector<int>{3});
    QCOMPARE(figure->selection.direction, Direction::TextToImage);
    QCOMPARE(figure->picture.size(), QSize(480, 240));
    QCOMPARE(figure->origin.imagePath, std::string("first.png"));
}

void DocumentTest::shift_adds_to_the_focus_and_takes_out()
{
    document_->focusWord(3, false);
    document_->focusWord(2, true);
    QCOMPARE(document_->view().words, (std::vector<int>{2, 3}));
    document_->focusWord(3, true);
    QCOMPARE(document_->view().words, std::vector<int>{2});
    document_->clearFocus();
    QVERIFY(document_->view().words.empty());
    QVERIFY(document_->pane(Pane::Image).selection.has_value()); // every word together
}

void DocumentTest::an_empty_caption_is_run_and_has_no_focus()
{
    document_->setCaption("");
    settle();
    QCOMPARE(document_->trace()->tokens.size(), 2);
    QVERIFY(document_->view().words.empty());
}

QTEST_GUILESS_MAIN(DocumentTest)
#include "document_test.moc"
