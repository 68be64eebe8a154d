#include <QSignalSpy>
#include <QTest>

#include "tests/support/example_sources.h"
#include "ui/state/document.h"

#include <memory>

using namespace attenscope;

using Wish = std::function<void(Document&)>;

class HistoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void a_change_is_undone_and_redone_data();
    void a_change_is_undone_and_redone();
    void going_back_to_a_kept_result_runs_nothing();
    void going_back_to_another_model_runs_it_again();
    void a_run_that_fails_on_the_way_back_moves_nothing();
    void a_run_that_is_cancelled_on_the_way_back_moves_nothing();
    void a_change_that_still_runs_is_cancelled();
    void a_view_changed_during_a_run_is_undone_by_itself();
    void a_new_change_takes_the_place_of_a_way_back();
    void two_steps_back_are_asked_for_while_the_first_runs();
    void changes_of_one_gesture_are_one_step();
    void a_gesture_that_ends_where_it_began_is_no_step();
    void what_changes_nothing_is_no_step();
    void the_theme_is_no_step_and_stays();
    void the_last_intervention_goes_wherever_the_history_stands();
    void heads_of_a_mode_that_lacks_them_are_on_again();

private:
    void settle();

    Moment now() const
    {
        return {.request = document_->result()->request, .view = document_->view()};
    }

    std::shared_ptr<ExampleControl> control_;
    std::unique_ptr<Document> document_;
};

void HistoryTest::init()
{
    control_ = std::make_shared<ExampleControl>();
    document_ = std::make_unique<Document>(exampleSources(control_));
    document_->start("one", "first.png", {}, "a red circle on green", std::nullopt);
    settle();
    QVERIFY(document_->result().has_value());
    QVERIFY(!document_->canUndo());
}

void HistoryTest::cleanup()
{
    control_->holds = false;
    document_.reset();
}

void HistoryTest::settle()
{
    QTRY_VERIFY_WITH_TIMEOUT(!document_->isRunning(), 20'000);
}

void HistoryTest::a_change_is_undone_and_redone_data()
{
    QTest::addColumn<Wish>("change");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const char* text, Wish change) {
        QTest::newRow(name) << std::move(change) << QString::fromUtf8(text);
    };
    const auto styled = [](void (*edit)(FigureStyle&)) {
        return [edit](Document& d) {
            FigureStyle style = d.view().style;
            edit(style);
            d.setStyle(style);
        };
    };
    row("model", "model two", [](Document& d) { d.openModel("two"); });
    row("picture", "image second.png", [](Document& d) { d.openPicture("second.png"); });
    row("sample", "image third.png", [](Document& d) { d.openSample("third.png", "b", {}); });
    row("regions", "regions", [](Document& d) { d.openRegions("first.npz"); });
    row("caption", "caption", [](Document& d) { d.setCaption("two squares"); });
    row("mode", "mode Co-attention", [](Document& d) { d.setMode(Mode::CoAttention); });
    row("one direction", "mode Image→Text", [](Document& d) { d.setMode(Mode::ImageToText); });
    row("word masked", "masking “red”", [](Document& d) { d.setWordMasked(2, true); });
    row("patch masked", "masking patch (0, 5)", [](Document& d) { d.setUnitMasked(5, true); });
    row("head off", "layer 1, head 2 off", [](Document& d) {
        d.setHeadOff({"cross_text_to_image", 1, 2}, true);
    });
    row("tab", "view: Depth", [](Document& d) { d.setTab(Tab::Depth); });
    row("site", "attention image→text",
        [](Document& d) { d.setSite(Direction::ImageToText, "cross_image_to_text"); });
    row("layer", "layer 0", [](Document& d) { d.setLayer(0); });
    row("head", "head 1", [](Document& d) { d.setHead(1); });
    row("layer and head", "layer 0, head 2", [](Document& d) { d.setLayerAndHead(0, 2); });
    row("aggregation", "heads together: max", [](Document& d) { d.setAggregation("max"); });
    row("joint rows", "conditional rows",
        [](Document& d) { d.setJointRows(JointRows::Conditional); });
    row("special tokens", "special tokens shown",
        [](Document& d) { d.setSpecialTokens(SpecialTokens::Show); });
    row("fusion", "fusion", [](Document& d) { d.setFusion("weighted-sum"); });
    const auto listed = [](void (*edit)(HeadListing&)) {
        return [edit](Document& d) {
            HeadListing listing = d.view().heads;
            edit(listing);
            d.setHeadListing(listing);
        };
    };
    row("number", "number largest weight", listed([](HeadListing& l) { l.statistic = "largest"; }));
    row("numbers", "heads as numbers", listed([](HeadListing& l) { l.showsNumbers = true; }));
    row("order", "heads by number, largest first",
        listed([](HeadListing& l) { l.order = HeadOrder::Largest; }));
    row("filter", "only heads that are on",
        listed([](HeadListing& l) { l.filter = HeadFilter::On; }));
    row("limit", "only heads from 0.250", listed([](HeadListing& l) {
            l.filter = HeadFilter::AtLeast;
            l.limit = 0.25;
        }));
    row("word", "choosing “on”", [](Document& d) { d.focusWord(4, false); });
    row("piece", "choosing “on”", [](Document& d) { d.focusPiece(4, false); });
    row("pieces", "pieces of words", [](Document& d) { d.setShowsPieces(true); });
    row("blocks", "one block", [](Document& d) { d.setMatrixBlocks(MatrixBlocks::One); });
    row("patch", "choosing patch (0, 7)", [](Document& d) { d.focusUnit(7, false); });
    row("nothing", "choosing nothing", [](Document& d) { d.clearFocus(); });
    row("page", "page of the figure", styled([](FigureStyle& s) { s.size = {300, 200}; }));
    row("legend", "page of the figure", styled([](FigureStyle& s) { s.hasLegend = false; }));
    row("sheet", "page of the figure",
        styled([](FigureStyle& s) { s.kind = FigureKind::HeadSheet; }));
    row("theme of figures", "page of the figure",
        [](Document& d) { d.setFigureTheme(ThemeKind::Dark); });
    row("scale", "fixed scale", styled([](FigureStyle& s) { s.scale = Scale::Fixed; }));
    row("colours", "colours magma", styled([](FigureStyle& s) { s.colourTable = "magma"; }));
    row("lift", "scale of lift over uniform",
        styled([](FigureStyle& s) { s.scale = Scale::Lift; }));
    row("signed colours", "colours blue-orange",
        styled([](FigureStyle& s) { s.signedTable = "blue-orange"; }));
    row("grid", "patch grid shown", styled([](FigureStyle& s) { s.showsGrid = true; }));
    row("overlay", "overlay spotlight",
        styled([](FigureStyle& s) { s.overlay = OverlayKind::Spotlight; }));
    row("opacity", "overlay 25 %", styled([](FigureStyle& s) { s.opacity = 0.25; }));
    row("smooth", "smooth map", styled([](FigureStyle& s) { s.isSmooth = true; }));
}

void HistoryTest::a_change_is_undone_and_redone()
{
    QFETCH(Wish, change);
    QFETCH(QString, text);
    document_->focusUnit(20, false); // something to come back to
    const Moment before = now();
    const TracePtr trace = document_->result()->trace;
    change(*document_);
    settle();
    const Moment after = now();
    QVERIFY(!isSameMoment(before, after));
    QCOMPARE(document_->undoText(), text);
    document_->undo();
    settle();
    QVERIFY(isSameMoment(now(), before));
    QVERIFY(isSameRun(document_->request(), before.request));
    QCOMPARE(document_->trace()->outputs.match.front().probability,
             trace->outputs.match.front().probability);
    QCOMPARE(document_->redoText(), text);
    document_->redo();
    settle();
    QVERIFY(isSameMoment(now(), after));
    QVERIFY(!document_->canRedo());
}

void HistoryTest::going_back_to_a_kept_result_runs_nothing()
{
    const TracePtr first = document_->result()->trace;
    document_->setCaption("two squares");
    settle();
    document_->setMode(Mode::CoAttention);
    settle();
    const int runs = control_->runs;
    document_->undo();
    document_->undo();
    QVERIFY(!document_->isRunning());
    QVERIFY(document_->result()->trace == first);
    document_->redo();
    document_->redo();
    QCOMPARE(document_->request().mode, std::optional(Mode::CoAttention));
    document_->setMode(Mode::Hybrid); // seen before: not computed again
    settle();
    QCOMPARE(control_->runs.load(), runs);
}

void HistoryTest::going_back_to_another_model_runs_it_again()
{
    document_->openModel("two");
    settle();
    const int runs = control_->runs;
    document_->undo();
    QVERIFY(document_->isRunning());
    QCOMPARE(document_->result()->model->info().name, std::string("two"));
    settle();
    QCOMPARE(control_->runs.load(), runs + 1);
    QCOMPARE(document_->result()->model->info().name, std::string("one"));
}

void HistoryTest::a_run_that_fails_on_the_way_back_moves_nothing()
{
    document_->openModel("two");
    settle();
    const Moment before = now();
    control_->fails = true;
    QSignalSpy failed(document_.get(), &Document::failed);
    document_->undo();
    settle();
    QCOMPARE(failed.count(), 1);
    QVERIFY(isSameMoment(now(), before));
    QVERIFY(document_->canUndo());
    QVERIFY(!document_->canRedo());
    control_->fails = false;
    document_->retry();
    settle();
    QCOMPARE(document_->result()->model->info().name, std::string("one"));
    QVERIFY(document_->canRedo());
    QVERIFY(!document_->canUndo());
}

void HistoryTest::a_run_that_is_cancelled_on_the_way_back_moves_nothing()
{
    document_->openModel("two");
    settle();
    const Moment before = now();
    control_->holds = true;
    document_->undo();
    QVERIFY(document_->isRunning());
    QVERIFY(!document_->canUndo()); // there is nothing before the step that is under way
    QVERIFY(document_->canRedo());
    document_->cancel();
    settle();
    QVERIFY(isSameMoment(now(), before));
    QVERIFY(document_->canUndo());
    QVERIFY(!document_->canRedo());
}

void HistoryTest::a_change_that_still_runs_is_cancelled()
{
    document_->setLayer(0);
    const Moment before = now();
    control_->holds = true;
    document_->setCaption("never");
    QVERIFY(document_->canUndo());
    document_->undo();
    settle();
    QVERIFY(isSameMoment(now(), before));
    QVERIFY(isSameRun(document_->request(), before.request));
    QCOMPARE(document_->view().layer, 0);
}

void HistoryTest::a_view_changed_during_a_run_is_undone_by_itself()
{
    control_->holds = true;
    document_->setCaption("two squares");
    document_->setLayer(0);
    document_->undo();
    QVERIFY(document_->isRunning());
    QCOMPARE(document_->view().layer, 1);
    control_->holds = false;
    settle();
    QCOMPARE(document_->request().caption, std::string("two squares"));
}

void HistoryTest::a_new_change_takes_the_place_of_a_way_back()
{
    document_->openModel("two");
    settle();
    control_->holds = true;
    document_->undo();
    document_->setLayer(0);
    QVERIFY(!document_->isRunning());
    QCOMPARE(document_->result()->model->info().name, std::string("two"));
    QCOMPARE(document_->undoText(), QString("layer 0"));
}

void HistoryTest::two_steps_back_are_asked_for_while_the_first_runs()
{
    const Moment first = now();
    document_->openModel("two");
    settle();
    document_->openModel("three");
    settle();
    control_->holds = true;
    document_->undo();
    document_->undo();
    control_->holds = false;
    settle();
    QVERIFY(isSameMoment(now(), first));
    QVERIFY(!document_->canUndo());
}

void HistoryTest::changes_of_one_gesture_are_one_step()
{
    const auto drag = [this](std::initializer_list<double> opacities) {
        document_->beginGesture();
        for (const double opacity : opacities) {
            FigureStyle style = document_->view().style;
            style.opacity = opacity;
            document_->setStyle(style);
        }
    };
    const double before = document_->view().style.opacity;
    drag({0.6, 0.5, 0.4});
    drag({0.3, 0.2});
    QCOMPARE(document_->history().count(), 2);
    QCOMPARE(document_->undoText(), QString("overlay 20 %"));
    document_->undo();
    QCOMPARE(document_->view().style.opacity, 0.4);
    document_->undo();
    QCOMPARE(document_->view().style.opacity, before);

    document_->beginGesture();
    document_->setLayer(0);
    document_->setHead(1); // another control
    QCOMPARE(document_->history().count(), 2);
}

void HistoryTest::a_gesture_that_ends_where_it_began_is_no_step()
{
    document_->beginGesture();
    document_->setLayer(0);
    document_->setLayer(1);
    QVERIFY(!document_->canUndo());
}

void HistoryTest::what_changes_nothing_is_no_step()
{
    document_->setLayer(1);
    document_->setCaption("a red circle on green");
    settle();
    document_->hoverWord(2);
    QVERIFY(!document_->canUndo());
}

void HistoryTest::the_theme_is_no_step_and_stays()
{
    document_->setLayer(0);
    document_->setTheme(ThemeKind::Dark);
    QCOMPARE(document_->history().count(), 1);
    document_->undo();
    QCOMPARE(document_->view().style.theme, ThemeKind::Dark);
    QCOMPARE(document_->view().layer, 1);
}

void HistoryTest::the_last_intervention_goes_wherever_the_history_stands()
{
    const HeadId head{"cross_text_to_image", 1, 2};
    document_->setWordMasked(2, true);
    settle();
    document_->setHeadOff(head, true);
    settle();
    QCOMPARE(document_->trace()->headsOff, std::vector<HeadId>{head});
    document_->setLayer(0);
    document_->undoIntervention();
    settle();
    QVERIFY(document_->request().intervention.headsOff.empty());
    QCOMPARE(document_->request().intervention.maskedWords, std::vector<int>{2});
    QCOMPARE(document_->view().layer, 0);
    QCOMPARE(document_->undoText(), QString("layer 1, head 2 on"));
    document_->undoIntervention();
    settle();
    QVERIFY(document_->request().intervention.isEmpty());
    QVERIFY(!document_->canUndoIntervention());
    document_->undo();
    settle();
    document_->undo();
    settle();
    QCOMPARE(document_->request().intervention.headsOff, std::vector<HeadId>{head});
}

void HistoryTest::heads_of_a_mode_that_lacks_them_are_on_again()
{
    document_->setHeadOff({"cross_text_to_image", 1, 2}, true);
    settle();
    document_->setHeadOff({"cross_image_to_text", 0, 1}, true);
    settle();
    document_->setMode(Mode::ImageToText);
    settle();
    QCOMPARE(document_->request().intervention.headsOff,
             (std::vector<HeadId>{{"cross_image_to_text", 0, 1}}));
    document_->undo();
    QCOMPARE(document_->request().intervention.headsOff.size(), std::size_t(2));
}

QTEST_GUILESS_MAIN(HistoryTest)
#include "history_test.moc"
