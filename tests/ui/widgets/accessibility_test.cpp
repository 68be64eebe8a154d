#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAccessible>
#include <QButtonGroup>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSet>
#include <QTabBar>
#include <QTest>
#include <QtTest/qtestaccessible.h>

#include "tests/support/active_accessibility.h"
#include "tests/support/example_sources.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/window_places.h"
#include "ui/figure/colour_bar.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/statistic_text.h"
#include "ui/widgets/accessible_table.h"
#include "ui/widgets/head_matrix.h"
#include "ui/widgets/image_canvas.h"
#include "ui/widgets/mode_control.h"
#include "ui/widgets/overlay_panel.h"
#include "ui/widgets/prediction_panel.h"
#include "ui/widgets/start_window.h"
#include "ui/widgets/word_cells_pane.h"
#include "ui/widgets/word_pane.h"

#include <memory>

using namespace attenscope;

namespace {

QString nameOf(const QWidget& widget)
{
    return QString::fromLatin1(widget.metaObject()->className()) + " “" + widget.accessibleName() +
           "”";
}

/// What a person reaches with Tab: of a group of which one is chosen that one, the others by
/// arrows.
bool isTabStop(const QWidget& widget)
{
    const auto* button = qobject_cast<const QAbstractButton*>(&widget);
    const bool isInGroup =
        button && (button->autoExclusive() || (button->group() && button->group()->exclusive()));
    if (isInGroup && !button->isChecked()) {
        return false;
    }
    return widget.isVisible() && widget.isEnabled() && (widget.focusPolicy() & Qt::TabFocus) &&
           !widget.focusProxy();
}

QAccessibleTableInterface* tableOf(QWidget* widget)
{
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
    return interface ? interface->tableInterface() : nullptr;
}

QString cellText(QAccessibleTableInterface* table, int row, int column)
{
    return table->cellAt(row, column)->text(QAccessible::Name);
}

} // namespace

/// What somebody meets who uses a screen reader or has no mouse: the whole window.
class AccessibilityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();

    void whatTakesTheFocusHasAName_data() { places(); }

    void whatTakesTheFocusHasAName();

    void whatIsDrawnByHandIsReadAsATable_data() { places(); }

    void whatIsDrawnByHandIsReadAsATable();
    void theImageSaysEveryUnitsWeight();
    void theWordsSayTheirWeights();
    void theHeadsSayTheirNumbers();
    void theColourBarSaysItsEnds();
    void aModeSaysWhyItCannotBeRun();
    void thePredictionSaysItsNumber();
    void aChoiceIsTold();

    void tabReachesEveryControlAndComesBack_data() { places(); }

    void tabReachesEveryControlAndComesBack();
    void arrowsReachEveryMode();

private:
    static void places();
    void settle();
    QList<QWidget*> visibleWidgets() const;

    /// The view of this kind that is on screen: there may be others, in other tabs and modes.
    template <typename View>
    View* visible() const
    {
        for (View* view : window_->findChildren<View*>()) {
            if (view->isVisible()) {
                return view;
            }
        }
        return nullptr;
    }

    std::shared_ptr<ExampleControl> control_;
    std::unique_ptr<TemporaryFolder> folder_;
    std::unique_ptr<MainWindow> window_;
    Document* document_ = nullptr;
};

void AccessibilityTest::initTestCase()
{
    QTestAccessibility::initialize();
    activateAccessibility();
    prepareApplication(*qApp);
}

void AccessibilityTest::cleanupTestCase()
{
    QTestAccessibility::cleanup();
}

void AccessibilityTest::init()
{
    control_ = std::make_shared<ExampleControl>();
    folder_ = std::make_unique<TemporaryFolder>();
    folder_->write("models/scenes/config.json", "{}");
    folder_->write("samples/samples.json",
                   R"([{"file": "a.png", "title": "A", "caption": "a red circle on green"}])");
    StartOptions options;
    options.dataFolder = folder_->path();
    window_ = std::make_unique<MainWindow>(options, exampleSources(control_));
    document_ = &window_->document();
    window_->show();
    window_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    settle();
    QVERIFY(document_->result().has_value());
}

void AccessibilityTest::cleanup()
{
    window_.reset();
    folder_.reset();
    QTestAccessibility::clearEvents();
}

void AccessibilityTest::settle()
{
    QTRY_VERIFY_WITH_TIMEOUT(!document_->isRunning(), 20'000);
    QCoreApplication::processEvents();
}

QList<QWidget*> AccessibilityTest::visibleWidgets() const
{
    QList<QWidget*> visible;
    for (QWidget* widget : window_->findChildren<QWidget*>()) {
        if (widget->isVisible()) {
            visible << widget;
        }
    }
    return visible;
}

void AccessibilityTest::places()
{
    QTest::addColumn<QString>("place");
    for (const QString& place : windowPlaces()) {
        QTest::newRow(qPrintable(place)) << place;
    }
}

void AccessibilityTest::whatTakesTheFocusHasAName()
{
    QFETCH(QString, place);
    document_->setWordMasked(2, true); // for the buttons of an intervention
    settle();
    openPlace(*window_, place);
    settle();
    int count = 0;
    for (QWidget* widget : visibleWidgets()) {
        if (widget->focusPolicy() == Qt::NoFocus) {
            continue;
        }
        ++count;
        const QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
        QVERIFY2(interface && !interface->text(QAccessible::Name).isEmpty(),
                 qPrintable(nameOf(*widget)));
    }
    QVERIFY(count > 20);
}

void AccessibilityTest::whatIsDrawnByHandIsReadAsATable()
{
    QFETCH(QString, place);
    openPlace(*window_, place);
    settle();
    int views = 0;
    for (QWidget* widget : visibleWidgets()) {
        const bool isOurs = QByteArrayView(widget->metaObject()->className()).startsWith("attensc");
        const bool isControl =
            qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget) ||
            qobject_cast<QLineEdit*>(widget) || qobject_cast<QPlainTextEdit*>(widget) ||
            qobject_cast<QAbstractSlider*>(widget) || qobject_cast<QAbstractItemView*>(widget);
        if (!isOurs || isControl || widget->focusPolicy() == Qt::NoFocus) {
            continue;
        }
        ++views;
        QAccessibleTableInterface* table = tableOf(widget);
        QVERIFY2(table, qPrintable(nameOf(*widget)));
        const bool isFull = table->rowCount() > 0 && table->columnCount() > 0;
        QVERIFY2(isFull || !widget->accessibleDescription().isEmpty(), // why it is empty
                 qPrintable(nameOf(*widget)));
        for (int row = 0; row < table->rowCount(); ++row) {
            QVERIFY2(!table->rowDescription(row).isEmpty(), qPrintable(nameOf(*widget)));
        }
        for (int column = 0; column < table->columnCount(); ++column) {
            QVERIFY2(!table->columnDescription(column).isEmpty(), qPrintable(nameOf(*widget)));
        }
    }
    QVERIFY(views >= (place == "tab image" ? 3 : 0)); // image, words, heads
}

void AccessibilityTest::theImageSaysEveryUnitsWeight()
{
    document_->setUnitMasked(30, true);
    settle();
    document_->focusWord(2, false);
    QAccessibleTableInterface* table = tableOf(visible<ImageCanvas>());
    const Map& map = document_->pane(Pane::Image).map;
    const Trace& trace = *document_->trace();
    QCOMPARE(table->rowCount(), trace.units.size());
    for (int unit = 0; unit < trace.units.size(); ++unit) {
        const auto index = static_cast<std::size_t>(unit);
        QCOMPARE(table->rowDescription(unit), unitText(trace, unit));
        const bool isShown = map.states[index] == Map::KeyState::Shown;
        QCOMPARE(cellText(table, unit, 0),
                 isShown ? numberText(double(map.values[index])) : QString("masked"));
        const Box& box = trace.units.units[index].box;
        QCOMPARE(cellText(table, unit, 1),
                 QString("x %1–%2, y %3–%4 px").arg(box.x0).arg(box.x1).arg(box.y0).arg(box.y1));
        QStringList states = unit == 30 ? QStringList{"masked"} : QStringList();
        if (document_->view().units == std::vector{unit}) {
            states << "chosen";
        }
        QCOMPARE(cellText(table, unit, 2), states.join(", "));
    }
}

void AccessibilityTest::theWordsSayTheirWeights()
{
    document_->focusUnit(30, false);
    QVERIFY(window_->findChild<WordCellsPane*>()->isVisible()); // both directions side by side
    QAccessibleTableInterface* table = tableOf(window_->findChild<WordCellsPane*>()->cells());
    const Map& map = document_->pane(Pane::Words).map;
    const std::vector<Word>& words = document_->trace()->tokens.words;
    QCOMPARE(table->rowCount(), int(words.size()));
    for (int word = 0; word < table->rowCount(); ++word) {
        const auto index = static_cast<std::size_t>(word);
        QCOMPARE(table->rowDescription(word), QString::fromStdString(words[index].text));
        QCOMPARE(cellText(table, word, 0), map.states[index] == Map::KeyState::Shown
                                               ? numberText(double(map.values[index]))
                                               : QString("hidden"));
    }
}

void AccessibilityTest::theHeadsSayTheirNumbers()
{
    QAccessibleTableInterface* table = tableOf(visible<HeadMatrix>());
    const std::vector<std::vector<double>>& heads = document_->headNumbers().table().heads;
    const StatisticInfo& info = *findStatistic(document_->view().heads.statistic);
    QCOMPARE(table->rowCount(), int(heads.size()));
    for (int layer = 0; layer < table->rowCount(); ++layer) {
        const auto& row = heads[std::size_t(layer)];
        QCOMPARE(table->columnCount(), int(row.size()));
        for (int head = 0; head < table->columnCount(); ++head) {
            QCOMPARE(cellText(table, layer, head), statisticText(info, row[std::size_t(head)]));
        }
    }
}

void AccessibilityTest::theColourBarSaysItsEnds()
{
    QAccessibleTableInterface* table = tableOf(visible<ColourBarView>());
    const ScaleRange& range = document_->pane(Pane::Words).range;
    QCOMPARE(cellText(table, 0, 0), numberText(double(range.minimum)));
    QCOMPARE(cellText(table, 1, 0), numberText(double(range.maximum)));
    document_->hoverWord(2);
    QCOMPARE(table->rowCount(), 3);
    QCOMPARE(cellText(table, 2, 0), numberText(double(document_->pane(Pane::Words).map.values[2])));
}

void AccessibilityTest::aModeSaysWhyItCannotBeRun()
{
    const auto* modes = window_->findChild<ModeControl*>();
    for (const ModeStanding& standing : document_->result()->model->info().modes) {
        ModeSegment* segment = modes->segment(standing.mode);
        const QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(segment);
        QVERIFY(!interface->text(QAccessible::Name).isEmpty());
        QVERIFY(!interface->text(QAccessible::Description).isEmpty());
        QVERIFY(interface->text(QAccessible::Description)
                    .contains(QString::fromStdString(standing.reason)));
        QCOMPARE(interface->state().checked != 0, standing.mode == document_->request().mode);
    }
}

void AccessibilityTest::thePredictionSaysItsNumber()
{
    const std::vector<MatchScore>& match = document_->trace()->outputs.match;
    QVERIFY(!match.empty());
    const auto* bar = window_->findChild<ShareBar*>();
    QCOMPARE(bar->accessibleName(), QString("Match probability"));
    const double shown = bar->accessibleDescription().toDouble();
    QVERIFY(std::abs(shown - match.front().probability) <= 0.005);
}

void AccessibilityTest::aChoiceIsTold()
{
    auto* canvas = window_->findChild<ImageCanvas*>();
    canvas->setFocus();
    document_->focusUnit(30, false);
    QTestAccessibility::clearEvents();
    QTest::keyClick(canvas, Qt::Key_Right);
    QCOMPARE(document_->view().units, std::vector<int>{31});
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(canvas);
    QAccessibleEvent focus(canvas, QAccessible::Focus);
    focus.setChild(interface->indexOfChild(interface->tableInterface()->cellAt(31, 0)));
    QVERIFY(QTestAccessibility::containsEvent(&focus));
}

void AccessibilityTest::tabReachesEveryControlAndComesBack()
{
    QFETCH(QString, place);
    OverlayPanel* panel = openPlace(*window_, place);
    settle();
    if (place == "commands") { // which is left by Tab
        QTest::keyClick(window_->focusWidget(), Qt::Key_Tab);
        QVERIFY(!panel->isVisible());
        return;
    }
    QSet<QWidget*> toReach;
    for (QWidget* widget : visibleWidgets()) {
        if (isTabStop(*widget)) {
            toReach.insert(widget);
        }
    }
    QVERIFY(toReach.size() > 15);
    for (const auto key : {Qt::Key_Tab, Qt::Key_Backtab}) {
        QSet<QWidget*> left = toReach;
        QWidget* const first = panel != nullptr ? window_->focusWidget() : visible<QTabBar>();
        first->setFocus();
        int steps = 0;
        do {
            QWidget* before = window_->focusWidget();
            left.remove(before);
            QTest::keyClick(before, key);
            QVERIFY2(window_->focusWidget() != before, qPrintable("a trap: " + nameOf(*before)));
        } while (window_->focusWidget() != first && ++steps < 300);
        QStringList missed;
        for (const QWidget* widget : left) {
            missed << nameOf(*widget);
        }
        QVERIFY2(missed.isEmpty(), qPrintable(missed.join(", ")));
        QCOMPARE(window_->focusWidget(), first);
    }
}

void AccessibilityTest::arrowsReachEveryMode()
{
    const auto* modes = window_->findChild<ModeControl*>();
    QSet<int> reached;
    modes->segment(*document_->request().mode)->setFocus();
    for (int step = 0; step < 10; ++step) {
        reached.insert(int(*document_->request().mode));
        QTest::keyClick(window_->focusWidget(), Qt::Key_Right);
        settle();
    }
    for (int step = 0; step < 10; ++step) {
        reached.insert(int(*document_->request().mode));
        QTest::keyClick(window_->focusWidget(), Qt::Key_Left);
        settle();
    }
    for (const ModeStanding& standing : document_->result()->model->info().modes) {
        QVERIFY2(reached.contains(int(standing.mode)) || standing.standing == Standing::Unavailable,
                 modeId(standing.mode).data());
    }
}

QTEST_MAIN(AccessibilityTest)
#include "accessibility_test.moc"
