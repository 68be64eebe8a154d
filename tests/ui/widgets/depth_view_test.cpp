#include <QSignalSpy>
#include <QTest>

#include "ui/widgets/depth_view.h"

#include <memory>

using namespace attenscope;

class DepthViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void a_click_chooses_the_layer();
    void arrows_step_and_stop_at_the_ends();
    void the_pointer_shows_a_layers_numbers();
    void a_screen_reader_gets_every_layer();
    void without_numbers_the_reason_stands_there();

private:
    static DepthView::Content content();

    std::unique_ptr<DepthView> view_;
};

DepthView::Content DepthViewTest::content()
{
    DepthView::Content content;
    content.title = "“red” → image";
    content.plot.statistic = *findStatistic("entropy-share");
    content.plot.table.heads = {{0.2, 0.4}, {0.5, 0.7}, {0.9, 0.5}};
    content.plot.table.layers = {0.3, 0.6, 0.7};
    content.plot.layer = 1;
    return content;
}

void DepthViewTest::init()
{
    view_ = std::make_unique<DepthView>();
    view_->resize(640, 400);
    view_->setContent(content());
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
}

void DepthViewTest::a_click_chooses_the_layer()
{
    QSignalSpy chosen(view_.get(), &DepthView::layerChosen);
    for (int layer = 0; layer < 3; ++layer) {
        QTest::mouseClick(view_.get(), Qt::LeftButton, {}, view_->meanPoint(layer).toPoint());
        QCOMPARE(chosen.last().first().toInt(), layer);
    }
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, QPoint(5, 5));
    QTest::mouseClick(view_.get(), Qt::RightButton, {}, view_->meanPoint(0).toPoint());
    QCOMPARE(chosen.count(), 3);
}

void DepthViewTest::arrows_step_and_stop_at_the_ends()
{
    QSignalSpy chosen(view_.get(), &DepthView::layerChosen);
    QTest::keyClick(view_.get(), Qt::Key_Left);
    QCOMPARE(chosen.last().first().toInt(), 0);
    QTest::keyClick(view_.get(), Qt::Key_Right);
    QCOMPARE(chosen.last().first().toInt(), 2);
    DepthView::Content last = content();
    last.plot.layer = 2;
    view_->setContent(last);
    QTest::keyClick(view_.get(), Qt::Key_Right);
    QCOMPARE(chosen.count(), 2);
}

void DepthViewTest::the_pointer_shows_a_layers_numbers()
{
    const QImage before = view_->grab().toImage();
    QTest::mouseMove(view_.get(), view_->meanPoint(2).toPoint());
    QTRY_VERIFY(view_->grab().toImage() != before);
    view_->setContent(content()); // which stays while something else changes
    QVERIFY(view_->grab().toImage() != before);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(view_.get(), &leave);
    QCOMPARE(view_->grab().toImage(), before);
}

void DepthViewTest::a_screen_reader_gets_every_layer()
{
    QVERIFY(!view_->accessibleName().isEmpty());
    QCOMPARE(view_->tableRows(), 3);
    QCOMPARE(view_->tableColumns(), 3);
    QCOMPARE(view_->tableCell(2, 0).text, QString("0.700")); // the mean
    QCOMPARE(view_->tableCell(2, 2).text, QString("0.500"));
    QVERIFY(view_->tableCell(1, 0).isChosen);
    QVERIFY(!view_->tableCell(1, 1).isChosen);
    QCOMPARE(view_->tableCurrent(), std::optional(TablePlace{1, 0}));
    QVERIFY(view_->tableCell(2, 0).box.contains(view_->meanPoint(2)));
    QSignalSpy chosen(view_.get(), &DepthView::layerChosen);
    view_->pressTableCell({2, 1});
    QCOMPARE(chosen.last().first().toInt(), 2);
}

void DepthViewTest::without_numbers_the_reason_stands_there()
{
    DepthView::Content absent = content();
    absent.absence = "No numbers: a reason.";
    view_->setContent(absent);
    QCOMPARE(view_->accessibleDescription(), QString("No numbers: a reason."));
    QCOMPARE(view_->tableRows(), 0);
    QSignalSpy chosen(view_.get(), &DepthView::layerChosen);
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, view_->meanPoint(0).toPoint());
    QTest::keyClick(view_.get(), Qt::Key_Left);
    QCOMPARE(chosen.count(), 0);
}

QTEST_MAIN(DepthViewTest)
#include "depth_view_test.moc"
