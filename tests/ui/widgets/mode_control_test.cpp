#include <QSignalSpy>
#include <QTest>

#include "ui/widgets/mode_control.h"

using namespace attenscope;

class ModeControlTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_mode_that_cannot_be_run_is_grey_and_says_why();
    void an_ablation_can_be_chosen_and_says_so();
    void a_click_chooses_a_mode_once();
    void showing_a_mode_tells_nobody();
    void every_segment_has_a_name_for_screen_readers();
};

namespace {

std::vector<ModeStanding> standings()
{
    return {{.mode = Mode::TextToImage, .standing = Standing::AsTrained, .reason = {}},
            {.mode = Mode::CoAttention,
             .standing = Standing::Ablation,
             .reason = "without self-attention"},
            {.mode = Mode::SingleStream,
             .standing = Standing::Unavailable,
             .reason = "there is no joint attention"}};
}

} // namespace

void ModeControlTest::a_mode_that_cannot_be_run_is_grey_and_says_why()
{
    ModeControl control;
    control.setStandings(standings());
    const ModeSegment* segment = control.segment(Mode::SingleStream);
    QVERIFY(!segment->isEnabled());
    QVERIFY(segment->toolTip().contains("there is no joint attention"));
    QVERIFY(!control.segment(Mode::Hybrid)->isEnabled()); // not named at all
    QVERIFY(control.segment(Mode::TextToImage)->isEnabled());
}

void ModeControlTest::an_ablation_can_be_chosen_and_says_so()
{
    ModeControl control;
    control.setStandings(standings());
    const ModeSegment* segment = control.segment(Mode::CoAttention);
    QVERIFY(segment->isEnabled());
    QVERIFY(segment->accessibleName().contains("ablation"));
    QVERIFY(segment->toolTip().contains("without self-attention"));
}

void ModeControlTest::a_click_chooses_a_mode_once()
{
    ModeControl control;
    control.setStandings(standings());
    control.setCurrent(Mode::TextToImage);
    QSignalSpy chosen(&control, &ModeControl::modeChosen);
    QTest::mouseClick(control.segment(Mode::CoAttention), Qt::LeftButton);
    QTest::mouseClick(control.segment(Mode::SingleStream), Qt::LeftButton); // grey
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.first().first().value<Mode>(), Mode::CoAttention);
}

void ModeControlTest::showing_a_mode_tells_nobody()
{
    ModeControl control;
    control.setStandings(standings());
    QSignalSpy chosen(&control, &ModeControl::modeChosen);
    control.setCurrent(Mode::CoAttention);
    QVERIFY(control.segment(Mode::CoAttention)->isChecked());
    QCOMPARE(chosen.count(), 0);
}

void ModeControlTest::every_segment_has_a_name_for_screen_readers()
{
    ModeControl control;
    control.setStandings(standings());
    for (const Mode mode : kModes) {
        QVERIFY(!control.segment(mode)->accessibleName().isEmpty());
        QVERIFY(!control.segment(mode)->toolTip().isEmpty());
    }
}

QTEST_MAIN(ModeControlTest)
#include "mode_control_test.moc"
