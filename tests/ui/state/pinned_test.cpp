#include <QSignalSpy>
#include <QTest>

#include "tests/support/example_sources.h"
#include "ui/state/document.h"
#include "ui/state/session.h"

#include <memory>
#include <optional>

using namespace attenscope;

class PinnedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void what_is_pinned_stays_while_the_view_goes_on();
    void pinning_the_same_again_is_no_step();
    void pinning_runs_nothing();
    void a_pin_is_undone_and_redone();
    void another_model_stays_beside_the_pinned_one();
    void swapping_changes_places_and_is_one_step();
    void swapping_two_views_of_one_run_runs_nothing();
    void going_back_to_what_is_pinned_keeps_it();
    void unpinning_forgets();
    void without_a_result_of_it_nothing_is_swapped();
    void a_session_brings_it_back_and_runs_it_again();
    void what_a_session_pinned_is_saved_again_before_it_ran();
    void what_can_not_be_run_again_is_told_and_tried_again();
    void its_selection_is_brought_into_its_bounds();

private:
    void settle();

    Moment now() const
    {
        return {.request = document_->result()->request, .view = document_->view()};
    }

    std::shared_ptr<ExampleControl> control_;
    std::unique_ptr<Document> document_;
};

void PinnedTest::init()
{
    control_ = std::make_shared<ExampleControl>();
    document_ = std::make_unique<Document>(exampleSources(control_));
    document_->start("one", "first.png", {}, "a red circle on green", std::nullopt);
    settle();
    QVERIFY(document_->result().has_value());
}

void PinnedTest::cleanup()
{
    control_->holds = false;
    document_.reset();
}

void PinnedTest::settle()
{
    QTRY_VERIFY_WITH_TIMEOUT(!document_->isRunning() && !document_->isPinnedRunning(), 20'000);
}

void PinnedTest::what_is_pinned_stays_while_the_view_goes_on()
{
    QVERIFY(!document_->view().pinned);
    QVERIFY(!document_->pinnedResult());
    document_->setLayerAndHead(0, 2);
    document_->focusWord(2, false);
    const TracePtr trace = document_->result()->trace;
    QSignalSpy changed(document_.get(), &Document::pinnedChanged);
    document_->pin();
    QCOMPARE(changed.count(), 1);
    document_->setCaption("two squares");
    settle();
    document_->setHead(1);
    QVERIFY(document_->pinnedResult()->trace == trace);
    QVERIFY(document_->result()->trace != trace);
    const std::optional<Selection> pinned = document_->pinnedSelection();
    QVERIFY(pinned.has_value());
    QCOMPARE(pinned->head, std::optional(2));
    QCOMPARE(pinned->lastLayer, 0);
    QCOMPARE(pinned->focus, std::vector{2});
    QVERIFY(!document_->view().pinned->view.pinned); // none inside another
}

void PinnedTest::pinning_the_same_again_is_no_step()
{
    document_->pin();
    const int steps = document_->history().count();
    const auto pinned = document_->view().pinned;
    document_->pin();
    QCOMPARE(document_->history().count(), steps);
    QVERIFY(document_->view().pinned == pinned);
    document_->setLayer(0);
    document_->pin();
    QVERIFY(document_->view().pinned != pinned);
    QCOMPARE(document_->undoText(), QStringLiteral("pinning as A"));
}

void PinnedTest::pinning_runs_nothing()
{
    const int runs = control_->runs;
    document_->pin();
    QVERIFY(!document_->isPinnedRunning());
    QCOMPARE(control_->runs.load(), runs);
}

void PinnedTest::a_pin_is_undone_and_redone()
{
    const Moment before = now();
    document_->pin();
    const Moment after = now();
    document_->setMode(Mode::CoAttention);
    settle();
    document_->undo();
    document_->undo();
    QVERIFY(isSameMoment(now(), before));
    QVERIFY(!document_->pinnedResult());
    QCOMPARE(document_->redoText(), QStringLiteral("pinning as A"));
    const int runs = control_->runs;
    document_->redo();
    QVERIFY(isSameMoment(now(), after));
    QVERIFY(document_->pinnedResult().has_value());
    QCOMPARE(control_->runs.load(), runs);
}

// Only one model's results are kept for going back, but A is held by itself.
void PinnedTest::another_model_stays_beside_the_pinned_one()
{
    document_->pin();
    document_->openModel("two");
    settle();
    QCOMPARE(document_->pinnedResult()->model->info().name, std::string("one"));
    const int runs = control_->runs;
    document_->undo(); // what is pinned has just this result
    QVERIFY(!document_->isRunning());
    QCOMPARE(control_->runs.load(), runs);
    QCOMPARE(document_->result()->model->info().name, std::string("one"));
}

void PinnedTest::swapping_changes_places_and_is_one_step()
{
    document_->setHead(2);
    document_->pin();
    document_->openModel("two");
    settle();
    document_->setHead(0);
    const Moment before = now();
    const int steps = document_->history().count();
    const int runs = control_->runs;
    document_->swapPinned();
    QCOMPARE(document_->result()->model->info().name, std::string("one"));
    QCOMPARE(document_->view().head, std::optional(2));
    QCOMPARE(document_->pinnedResult()->model->info().name, std::string("two"));
    QCOMPARE(document_->pinnedSelection()->head, std::optional(0));
    QCOMPARE(document_->history().count(), steps + 1);
    QCOMPARE(document_->undoText(), QStringLiteral("swapping A and B"));
    QCOMPARE(control_->runs.load(), runs);
    document_->undo();
    settle();
    QVERIFY(isSameMoment(now(), before));
    QCOMPARE(document_->pinnedResult()->model->info().name, std::string("one"));
    QCOMPARE(control_->runs.load(), runs);
}

void PinnedTest::swapping_two_views_of_one_run_runs_nothing()
{
    document_->setHead(2);
    document_->pin();
    document_->setHead(1);
    FigureStyle style = document_->view().style;
    style.colourTable = "magma";
    document_->setStyle(style);
    document_->swapPinned();
    QCOMPARE(document_->view().head, std::optional(2));
    QCOMPARE(document_->pinnedSelection()->head, std::optional(1));
    QCOMPARE(document_->view().style.colourTable, std::string("magma")); // one for both
    QCOMPARE(document_->undoText(), QStringLiteral("swapping A and B"));
    QCOMPARE(control_->runs.load(), 1);
}

void PinnedTest::going_back_to_what_is_pinned_keeps_it()
{
    document_->setHead(2);
    document_->pin();
    const auto pinned = document_->view().pinned;
    document_->setCaption("two squares");
    settle();
    document_->setHead(0);
    document_->goToPinned();
    QCOMPARE(document_->request().caption, std::string("a red circle on green"));
    QCOMPARE(document_->view().head, std::optional(2));
    QVERIFY(document_->view().pinned == pinned);
    document_->undo();
    QCOMPARE(document_->request().caption, std::string("two squares"));
    QCOMPARE(document_->view().head, std::optional(0));
}

void PinnedTest::unpinning_forgets()
{
    document_->pin();
    document_->setHead(0);
    document_->unpin();
    QVERIFY(!document_->view().pinned);
    QVERIFY(!document_->pinnedResult());
    QVERIFY(!document_->pinnedSelection());
    QCOMPARE(document_->undoText(), QStringLiteral("unpinning A"));
    document_->undo();
    QVERIFY(document_->pinnedResult().has_value());
    document_->swapPinned();
    QCOMPARE(document_->pinnedSelection()->head, std::optional(0));
}

void PinnedTest::without_a_result_of_it_nothing_is_swapped()
{
    const Moment before = now();
    document_->swapPinned();
    document_->goToPinned();
    document_->retryPinned();
    document_->unpin();
    QVERIFY(isSameMoment(now(), before));
    QCOMPARE(document_->history().count(), 0);
}

void PinnedTest::a_session_brings_it_back_and_runs_it_again()
{
    document_->setHead(2);
    document_->setWordMasked(1, true);
    settle();
    document_->pin();
    document_->openPicture("second.png");
    settle();
    document_->setMode(Mode::CoAttention);
    settle();
    const Session session = document_->session();
    QVERIFY(session.pinned != nullptr);
    QCOMPARE(session.pinned->mode, std::optional(Mode::Hybrid));

    Document other(exampleSources(control_));
    other.restore(session);
    QTRY_VERIFY(other.result() && !other.isRunning());
    QTRY_VERIFY(other.pinnedResult().has_value());
    QCOMPARE(other.request().mode, std::optional(Mode::CoAttention));
    const RunRequest& pinned = other.pinnedResult()->request;
    QCOMPARE(pinned.mode, std::optional(Mode::Hybrid));
    QCOMPARE(pinned.picture->name, std::string("first.png"));
    QCOMPARE(pinned.intervention.maskedWords, std::vector{1});
    QCOMPARE(other.pinnedSelection()->head, std::optional(2));
    QVERIFY(other.pinnedResult()->model == other.result()->model); // loaded once
    other.swapPinned();
    QCOMPARE(other.request().picture->name, std::string("first.png"));
    QCOMPARE(other.pinnedResult()->request.picture->name, std::string("second.png"));
}

void PinnedTest::what_a_session_pinned_is_saved_again_before_it_ran()
{
    document_->pin();
    document_->setCaption("two squares");
    settle();
    const Session session = document_->session();
    Document other(exampleSources(control_));
    std::optional<Session> again; // as soon as B is there: A's outcome comes with a later event
    bool hadPinnedResult = false;
    connect(&other, &Document::viewChanged, this, [&] {
        if (!again) {
            again = other.session();
            hadPinnedResult = other.pinnedResult().has_value();
        }
    });
    other.restore(session);
    QTRY_VERIFY(again.has_value());
    QVERIFY(!hadPinnedResult);
    QVERIFY(again->pinned != nullptr);
    QCOMPARE(again->pinned->caption, std::string("a red circle on green"));
    QCOMPARE(again->pinned->picture, session.pinned->picture);
}

void PinnedTest::what_can_not_be_run_again_is_told_and_tried_again()
{
    document_->pin();
    document_->openPicture("second.png");
    settle();
    Session session = document_->session();
    auto pinned = std::make_shared<Session>(*session.pinned);
    pinned->picture = "bad.png";
    session.pinned = pinned;
    Document other(exampleSources(control_));
    QSignalSpy failed(&other, &Document::pinnedFailed);
    QSignalSpy otherwise(&other, &Document::failed);
    other.restore(session);
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(qvariant_cast<ErrorInfo>(failed.front().front()).id, std::string("E_IMAGE_FORMAT"));
    QCOMPARE(otherwise.count(), 0);
    QVERIFY(other.result().has_value()); // B is not harmed
    QVERIFY(other.view().pinned && !other.pinnedResult() && !other.isPinnedRunning());
    other.swapPinned();
    QVERIFY(!other.pinnedResult());
    other.retryPinned();
    QVERIFY(other.isPinnedRunning());
    QTRY_COMPARE(failed.count(), 2);
    QCOMPARE(other.session().pinned->picture, std::filesystem::path("bad.png"));
}

void PinnedTest::its_selection_is_brought_into_its_bounds()
{
    document_->pin();
    document_->setCaption("two squares");
    settle();
    Session session = document_->session();
    auto pinned = std::make_shared<Session>(*session.pinned);
    pinned->view.layer = 99;
    pinned->view.words = {1, 99};
    session.pinned = pinned;
    document_->restore(session);
    settle();
    QTRY_VERIFY(document_->pinnedResult().has_value());
    QCOMPARE(document_->pinnedSelection()->lastLayer, 1);
    QCOMPARE(document_->pinnedSelection()->focus, std::vector{1});
}

QTEST_GUILESS_MAIN(PinnedTest)
#include "pinned_test.moc"
