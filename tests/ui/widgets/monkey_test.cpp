#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QScrollArea>
#include <QSlider>
#include <QTest>
#include <QTimer>
#include <QWheelEvent>

#include "tests/support/example_sources.h"
#include "tests/support/temporary_folder.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/caption_field.h"
#include "ui/widgets/error_bar.h"
#include "ui/widgets/start_window.h"

#include <algorithm>
#include <array>
#include <memory>
#include <random>
#include <vector>

using namespace attenscope;

/// Somebody who tries everything in no order: commands, clicks, drags, keys, the wheel, typing, all
/// on the real window. The same seed does the same. After each step the window must keep its rules;
/// at the end everything can be taken back and done again.
class MonkeyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void whatever_is_done_keeps_the_rules_and_is_undone_data();
    void whatever_is_done_keeps_the_rules_and_is_undone();

private:
    int below(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }

    QPoint placeIn(const QWidget& widget)
    {
        return {below(std::max(1, widget.width())), below(std::max(1, widget.height()))};
    }

    void settle();
    QString act();
    QString triggerCommand();
    QString touchWidget();
    QString drag(QWidget& widget);
    QString turnWheel(QWidget& widget);
    QString typeCaption();
    std::vector<QWidget*> touchable() const;
    QString brokenRule() const;
    QString brokenRuleOfPanes() const;
    QString brokenRuleOfTexts() const;

    Moment now() const
    {
        return {.request = document_->result()->request, .view = document_->view()};
    }

    std::mt19937 random_;
    std::shared_ptr<ExampleControl> control_;
    std::unique_ptr<TemporaryFolder> folder_;
    std::unique_ptr<MainWindow> window_;
    Document* document_ = nullptr;
    Actions* actions_ = nullptr;
};

namespace {

/// What asks for a file, leaves the window, or does nothing that a test could look at.
bool asksOutside(const QString& id)
{
    return id.startsWith("file.") || id.startsWith("help.") || id == "edit.keys" ||
           id == "edit.paste" || id == "view.reduced-motion";
}

/// Controls that open a file's dialog or a menu, whose loop would wait for somebody.
bool opensSomething(const QWidget& widget)
{
    static const QStringList kNames{"Open image", "Export", "All keys", "Model", "Cancel"};
    return kNames.contains(widget.accessibleName());
}

QString nameOf(const QWidget& widget)
{
    const QString name = widget.accessibleName();
    const QString kind = QString::fromLatin1(widget.metaObject()->className())
                             .remove(QStringLiteral("attenscope::"));
    return name.isEmpty() ? kind : QStringLiteral("%1 \"%2\"").arg(kind, name);
}

} // namespace

void MonkeyTest::initTestCase()
{
    prepareApplication(*qApp);
}

void MonkeyTest::init()
{
    control_ = std::make_shared<ExampleControl>();
    folder_ = std::make_unique<TemporaryFolder>();
    folder_->write("samples/samples.json",
                   R"([{"file": "a.png", "title": "A", "caption": "a red circle on green"},
                       {"file": "b.png", "title": "B", "caption": "two squares"}])");
    StartOptions options;
    options.dataFolder = folder_->path();
    options.kept.keys = folder_->path() / "keys.json";
    options.kept.settings = folder_->path() / "settings.json";
    for (const char* name : {"other", "third"}) {
        options.models.push_back(
            {.name = name, .remark = "checkpoint", .path = folder_->path() / name});
    }
    window_ = std::make_unique<MainWindow>(options, exampleSources(control_));
    document_ = &window_->document();
    actions_ = window_->findChild<Actions*>();
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    window_->activateWindow();
    settle();
    QVERIFY(document_->result().has_value());
    actions_->action("view.reduced-motion")->trigger(); // nothing moves by itself
}

void MonkeyTest::cleanup()
{
    control_->holds = false;
    window_.reset();
    folder_.reset();
}

void MonkeyTest::settle()
{
    control_->holds = false;
    QTRY_VERIFY_WITH_TIMEOUT(!document_->isRunning() && !document_->isPinnedRunning(), 20'000);
    QCoreApplication::processEvents();
}

QString MonkeyTest::triggerCommand()
{
    std::vector<QString> possible;
    for (const ActionInfo& command : actions_->commands()) {
        if (!asksOutside(command.id) && actions_->action(command.id)->isEnabled()) {
            possible.push_back(command.id);
        }
    }
    const QString id = possible[static_cast<std::size_t>(below(static_cast<int>(possible.size())))];
    document_->beginGesture();
    actions_->action(id)->trigger();
    return id;
}

/// What somebody could click, drag, or give a key to.
std::vector<QWidget*> MonkeyTest::touchable() const
{
    std::vector<QWidget*> widgets;
    for (QWidget* widget : window_->findChildren<QWidget*>()) {
        const bool isPlain = widget->focusPolicy() == Qt::NoFocus ||
                             qobject_cast<QLineEdit*>(widget) || qobject_cast<QScrollArea*>(widget);
        if (widget->isVisible() && widget->isEnabled() && !isPlain && !opensSomething(*widget) &&
            widget->window() == window_.get() && widget->width() > 2 && widget->height() > 2) {
            widgets.push_back(widget);
        }
    }
    return widgets;
}

QString MonkeyTest::drag(QWidget& widget)
{
    const QPoint from = placeIn(widget);
    const QPoint to = below(2) == 0 ? from : placeIn(widget);
    const Qt::KeyboardModifiers modifiers = below(4) == 0 ? Qt::ShiftModifier : Qt::NoModifier;
    QTest::mousePress(&widget, Qt::LeftButton, modifiers, from);
    QTest::mouseMove(&widget, (from + to) / 2);
    QTest::mouseMove(&widget, to);
    QTest::mouseRelease(&widget, Qt::LeftButton, modifiers, to);
    return QStringLiteral("%1 (%2,%3)-(%4,%5)")
        .arg(nameOf(widget))
        .arg(from.x())
        .arg(from.y())
        .arg(to.x())
        .arg(to.y());
}

QString MonkeyTest::turnWheel(QWidget& widget)
{
    const QPoint place = placeIn(widget);
    const int turn = below(2) == 0 ? 120 : -120;
    QWheelEvent event(place, widget.mapToGlobal(place), {}, {0, turn}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&widget, &event);
    return QStringLiteral("wheel %1 over %2").arg(turn).arg(nameOf(widget));
}

QString MonkeyTest::touchWidget()
{
    const std::vector<QWidget*> widgets = touchable();
    QWidget& widget = *widgets[static_cast<std::size_t>(below(static_cast<int>(widgets.size())))];
    if (auto* button = qobject_cast<QAbstractButton*>(&widget)) {
        const QString text = QStringLiteral("button %1").arg(nameOf(widget));
        QTest::mouseClick(button, Qt::LeftButton);
        return text;
    }
    static constexpr std::array kKeys{Qt::Key_Left, Qt::Key_Right, Qt::Key_Up,  Qt::Key_Down,
                                      Qt::Key_Home, Qt::Key_End,   Qt::Key_Tab, Qt::Key_Escape};
    const bool hasOnlyKeys =
        qobject_cast<QComboBox*>(&widget) != nullptr || qobject_cast<QSlider*>(&widget) != nullptr;
    if (hasOnlyKeys || below(3) == 0) {
        const Qt::Key key = kKeys[static_cast<std::size_t>(below(static_cast<int>(kKeys.size())))];
        widget.setFocus();
        QTest::keyClick(&widget, key);
        return QStringLiteral("%1 in %2").arg(QKeySequence(key).toString(), nameOf(widget));
    }
    return below(5) == 0 ? turnWheel(widget) : drag(widget);
}

QString MonkeyTest::typeCaption()
{
    static const QStringList kCaptions{"a red circle on green", "two squares", "red",
                                       "a green star above a red circle", "a a a a"};
    const QString caption = kCaptions[below(static_cast<int>(kCaptions.size()))];
    window_->findChild<CaptionField*>()->setCaption(caption);
    document_->beginGesture();
    document_->setCaption(caption.toStdString());
    return QStringLiteral("caption \"%1\"").arg(caption);
}

QString MonkeyTest::act()
{
    const int kind = below(10);
    return kind == 0 ? typeCaption() : kind < 6 ? triggerCommand() : touchWidget();
}

QString MonkeyTest::brokenRuleOfPanes() const
{
    for (const Pane pane : {Pane::Image, Pane::Words}) {
        const PaneContent& content = document_->pane(pane);
        if (!content.selection || content.map.isSimilarity) {
            continue;
        }
        const Trace& trace = *document_->trace();
        const std::size_t keys = looksAtImage(content.direction)
                                     ? trace.units.units.size()
                                     : (content.selection->showsPieces ? trace.tokens.tokens.size()
                                                                       : trace.tokens.words.size());
        if (content.map.values.size() != keys) {
            return QStringLiteral("a pane has other keys than the run");
        }
        double sum = 0;
        for (std::size_t i = 0; i < keys; ++i) {
            if (!(content.map.values[i] >= 0)) {
                return QStringLiteral("a weight is no number from 0 up");
            }
            sum += content.map.states[i] == Map::KeyState::Shown
                       ? static_cast<double>(content.map.values[i])
                       : 0;
        }
        const bool isMaximum = content.selection->aggregation == "max" && !content.selection->head;
        if (!isMaximum && sum > 1 + 1e-4) {
            return QStringLiteral("a map sums to %1").arg(sum);
        }
    }
    return {};
}

QString MonkeyTest::brokenRuleOfTexts() const
{
    if (window_->windowTitle().isEmpty()) {
        return QStringLiteral("the window has no title");
    }
    for (const ActionInfo& command : actions_->commands()) {
        if (actions_->action(command.id)->text().isEmpty()) {
            return QStringLiteral("%1 has no text").arg(command.id);
        }
    }
    for (const QAbstractButton* button : window_->findChildren<QAbstractButton*>()) {
        if (button->isVisible() && button->text().isEmpty() && button->accessibleName().isEmpty() &&
            !QByteArray(button->metaObject()->className()).startsWith("Q")) {
            return QStringLiteral("%1 says nothing").arg(nameOf(*button));
        }
    }
    for (const QComboBox* combo : window_->findChildren<QComboBox*>()) {
        if (combo->isVisible() && combo->count() > 0 && combo->currentIndex() >= 0 &&
            combo->currentText().isEmpty()) {
            return QStringLiteral("%1 shows nothing").arg(nameOf(*combo));
        }
    }
    return {};
}

/// What is wrong with the window; empty if nothing is.
QString MonkeyTest::brokenRule() const
{
    if (window_->findChild<ErrorBar*>()->isVisible()) {
        return QStringLiteral("an error is shown");
    }
    const View& view = document_->view();
    if (!(fitted(view, *document_->trace()) == view)) {
        return QStringLiteral("the view does not fit the run");
    }
    if (!document_->isRunning()) {
        if (!isSameRun(document_->request(), document_->result()->request)) {
            return QStringLiteral("something else is wanted than what has run");
        }
        if (document_->canUndo() != (document_->history().index() > 0)) {
            return QStringLiteral("undo is not what the history says");
        }
        if (document_->trace()->headsOff != document_->request().intervention.headsOff) {
            return QStringLiteral("other heads are off than wanted");
        }
    }
    if (view.pinned && !document_->isPinnedRunning() && !document_->pinnedResult()) {
        return QStringLiteral("what is pinned has no result");
    }
    if (!view.pinned && document_->pinnedResult()) {
        return QStringLiteral("a result is pinned that nobody wants");
    }
    const QString panes = brokenRuleOfPanes();
    return panes.isEmpty() ? brokenRuleOfTexts() : panes;
}

void MonkeyTest::whatever_is_done_keeps_the_rules_and_is_undone_data()
{
    QTest::addColumn<unsigned>("seed");
    for (const unsigned seed : {11U, 12U, 13U}) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void MonkeyTest::whatever_is_done_keeps_the_rules_and_is_undone()
{
    QFETCH(unsigned, seed);
    constexpr int kSteps = 250;
    random_.seed(seed);
    const Moment start = now();
    QStringList story;
    const auto told = [&](const QString& rule) {
        return QStringLiteral("seed %1: %2, after:\n  %3")
            .arg(seed)
            .arg(rule, story.join(QStringLiteral("\n  ")))
            .toUtf8();
    };
    for (int step = 0; step < kSteps; ++step) {
        control_->holds = below(8) == 0; // what comes next finds a run under way
        story << act();
        const bool goesOn = control_->holds && below(2) == 0;
        if (!goesOn) {
            settle();
        }
        const QString rule = brokenRule();
        QVERIFY2(rule.isEmpty(), told(rule));
    }
    settle();
    const Moment end = now();
    const int steps = document_->history().index();
    while (document_->history().index() > 0) {
        document_->undo();
        settle();
    }
    // Of more steps than the history keeps, the first ones are gone.
    const bool isWhole = document_->history().count() < document_->history().undoLimit();
    QVERIFY2(!isWhole || isSameMoment(now(), start), told(QStringLiteral("not all is undone")));
    QVERIFY2(brokenRule().isEmpty(), told(QStringLiteral("after undoing: ") + brokenRule()));
    while (document_->history().index() < steps) {
        document_->redo();
        settle();
    }
    QVERIFY2(isSameMoment(now(), end), told(QStringLiteral("not all is done again")));
    QVERIFY2(brokenRule().isEmpty(), told(QStringLiteral("after doing it again: ") + brokenRule()));
}

QTEST_MAIN(MonkeyTest)
#include "monkey_test.moc"
