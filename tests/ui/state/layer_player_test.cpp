#include <QSignalSpy>
#include <QTest>

#include "tests/support/example_sources.h"
#include "ui/state/document.h"
#include "ui/state/layer_player.h"

#include <memory>

using namespace attenscope;

class LayerPlayerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void layers_follow_each_other_and_begin_again();
    void playing_is_one_step_of_the_history();
    void a_run_stops_it();
    void with_reduced_motion_it_goes_one_layer_a_time();

private:
    std::unique_ptr<Document> document_;
};

void LayerPlayerTest::init()
{
    document_ = std::make_unique<Document>(exampleSources(std::make_shared<ExampleControl>()));
    document_->start("one", "first.png", {}, "a red circle", std::nullopt);
    QTRY_VERIFY_WITH_TIMEOUT(!document_->isRunning(), 20'000);
}

void LayerPlayerTest::layers_follow_each_other_and_begin_again()
{
    LayerPlayer player(*document_, 0);
    std::vector<int> layers;
    connect(document_.get(), &Document::viewChanged, this,
            [&] { layers.push_back(document_->view().layer); });
    QVERIFY(player.canPlay());
    player.toggle();
    QVERIFY(player.isPlaying());
    QTRY_VERIFY(layers.size() >= 5);
    player.toggle();
    QVERIFY(!player.isPlaying());
    for (std::size_t i = 0; i < layers.size(); ++i) { // from layer 1 of two
        QCOMPARE(layers[i], int(i % 2));
    }
}

void LayerPlayerTest::playing_is_one_step_of_the_history()
{
    LayerPlayer player(*document_, 0);
    document_->beginGesture();
    player.toggle();
    QTRY_COMPARE(document_->view().layer, 1);
    QTRY_COMPARE(document_->view().layer, 0);
    player.stop();
    QCOMPARE(document_->history().count(), 1);
    document_->undo();
    QCOMPARE(document_->view().layer, 1);
}

void LayerPlayerTest::a_run_stops_it()
{
    LayerPlayer player(*document_, 1000);
    QSignalSpy changed(&player, &LayerPlayer::playingChanged);
    player.toggle();
    document_->setCaption("two squares");
    QVERIFY(!player.isPlaying());
    QCOMPARE(changed.count(), 2);
}

void LayerPlayerTest::with_reduced_motion_it_goes_one_layer_a_time()
{
    LayerPlayer player(*document_, 0);
    player.setReducedMotion(true);
    player.toggle();
    QVERIFY(!player.isPlaying());
    QCOMPARE(document_->view().layer, 0);
    player.toggle();
    QCOMPARE(document_->view().layer, 1);
}

QTEST_GUILESS_MAIN(LayerPlayerTest)
#include "layer_player_test.moc"
