#include <QAction>
#include <QDialog>
#include <QInputMethodEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QTreeWidget>

#include "tests/support/example_sources.h"
#include "tests/support/temporary_folder.h"
#include "ui/state/layer_player.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/caption_field.h"
#include "ui/widgets/command_palette.h"
#include "ui/widgets/found_heads_panel.h"
#include "ui/widgets/image_canvas.h"
#include "ui/widgets/key_editor.h"
#include "ui/widgets/key_sheet.h"
#include "ui/widgets/start_window.h"

#include <memory>
#include <random>

using namespace attenscope;

class CommandsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void every_key_does_its_command();
    void no_key_has_two_commands();
    void a_text_field_takes_its_own_keys();
    void a_button_takes_its_own_keys();
    void the_bare_image_lasts_while_its_key_is_held();
    void the_palette_finds_and_does_a_command();
    void the_palette_gives_the_focus_back();
    void the_palette_does_nothing_that_is_not_available();
    void heads_are_found_and_stepped_through();
    void space_plays_through_the_layers_and_stops();
    void reduced_motion_lasts();
    void the_map_follows_while_typing();
    void nothing_follows_while_runs_take_long();
    void nothing_follows_while_an_input_method_composes();
    void the_sheet_names_every_key();
    void a_key_is_changed_after_its_conflict_is_said();
    void changed_keys_last_and_are_reset();
    void damaged_keys_are_the_defaults();
    void random_commands_keep_the_rules_and_are_undone_data();
    void random_commands_keep_the_rules_and_are_undone();

private:
    void openWindow();
    void settle();

    Moment now() const
    {
        return {.request = document_->result()->request, .view = document_->view()};
    }

    template <typename T>
    T* find() const
    {
        return window_->findChild<T*>();
    }

    void type(const QString& keys)
    {
        QTest::keySequence(window_->focusWidget(), QKeySequence(keys));
    }

    std::shared_ptr<ExampleControl> control_;
    std::unique_ptr<TemporaryFolder> folder_;
    std::unique_ptr<MainWindow> window_;
    Document* document_ = nullptr;
    Actions* actions_ = nullptr;
};

void CommandsTest::initTestCase()
{
    prepareApplication(*qApp);
}

void CommandsTest::init()
{
    control_ = std::make_shared<ExampleControl>();
    folder_ = std::make_unique<TemporaryFolder>();
    folder_->write("samples/samples.json",
                   R"([{"file": "a.png", "title": "A", "caption": "a red circle on green"},
                       {"file": "b.png", "title": "B", "caption": "two squares"}])");
    openWindow();
}

void CommandsTest::openWindow()
{
    StartOptions options;
    options.dataFolder = folder_->path();
    options.kept.keys = folder_->path() / "keys.json";
    options.kept.settings = folder_->path() / "settings.json";
    window_ = std::make_unique<MainWindow>(options, exampleSources(control_));
    document_ = &window_->document();
    actions_ = find<Actions>();
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    window_->activateWindow();
    settle();
    QVERIFY(document_->result().has_value());
    find<ImageCanvas>()->setFocus();
}

void CommandsTest::cleanup()
{
    control_->holds = false;
    window_.reset();
    folder_.reset();
}

void CommandsTest::settle()
{
    QTRY_VERIFY_WITH_TIMEOUT(!document_->isRunning(), 20'000);
    QCoreApplication::processEvents();
}

void CommandsTest::every_key_does_its_command()
{
    int keys = 0;
    for (const ActionInfo& command : actions_->commands()) {
        if (command.id == "file.quit") {
            continue;
        }
        for (const QKeySequence& key : command.keys) {
            document_->setTab(Tab::Image);
            document_->setHead(1); // one that can be switched off
            document_->focusWord(2, false);
            document_->setLayer(document_->view().layer == 0 ? 1 : 0); // something to undo
            if (command.id == "edit.redo") {
                document_->undo();
            }
            if (command.id.startsWith("analyse.found-")) {
                actions_->action("analyse.find-heads")->trigger();
            }
            if (command.id.startsWith("compare.")) {
                document_->setTab(Tab::Compare);
                document_->pin();
            }
            settle();
            find<ImageCanvas>()->setFocus();
            actions_->refresh();
            if (command.id == "view.all-blocks") { // no joint matrix here
                QVERIFY(!actions_->isAvailable(command));
                continue;
            }
            QSignalSpy triggered(actions_->action(command.id), &QAction::triggered);
            QTest::keySequence(window_.get(), key);
            QVERIFY2(triggered.count() == 1, qPrintable(command.id + " " + key.toString()));
            settle();
            for (QDialog* dialog : window_->findChildren<QDialog*>()) {
                delete dialog;
            }
            window_->activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(window_.get()));
            for (OverlayPanel* panel : window_->findChildren<OverlayPanel*>()) {
                panel->closePanel();
            }
            find<LayerPlayer>()->stop();
            ++keys;
        }
    }
    QVERIFY(keys > 30);
}

void CommandsTest::no_key_has_two_commands()
{
    for (const ActionInfo& command : actions_->commands()) {
        for (const QKeySequence& key : command.keys) {
            const ActionInfo* other = actions_->owner(key, command.id);
            QVERIFY2(!other, qPrintable(command.id + " " + key.toString()));
        }
        QVERIFY2(!command.text.isEmpty() && !command.group.isEmpty(), qPrintable(command.id));
    }
}

void CommandsTest::a_text_field_takes_its_own_keys()
{
    document_->setHead(1);
    const Moment before = now();
    auto* caption = find<QLineEdit>();
    caption->setFocus();
    caption->clear();
    QTest::keyClicks(caption, "mnio []0?f");
    QTest::keyClick(caption, Qt::Key_Backspace);
    QTest::keyClick(caption, Qt::Key_Left);
    QCOMPARE(caption->text(), QString("mnio []0?"));
    QVERIFY(isSameMoment(now(), before));
    QVERIFY(!find<KeySheet>()->isVisible());
    QTest::keyClick(caption, Qt::Key_PageUp); // which it has no use for
    QCOMPARE(document_->view().layer, 0);
}

void CommandsTest::a_button_takes_its_own_keys()
{
    auto* button = find<QPushButton>();
    button->setFocus();
    QSignalSpy clicked(button, &QPushButton::clicked);
    QTest::keyClick(button, Qt::Key_Space);
    QCOMPARE(clicked.count(), 1);
}

void CommandsTest::the_bare_image_lasts_while_its_key_is_held()
{
    auto* canvas = find<ImageCanvas>();
    QTest::keyPress(canvas, Qt::Key_O);
    QVERIFY(canvas->isPeeking());
    QTest::keyRelease(canvas, Qt::Key_O);
    QVERIFY(!canvas->isPeeking());
    QTest::keyPress(canvas, Qt::Key_O);
    QEvent deactivate(QEvent::WindowDeactivate); // the key is let go in another window
    QCoreApplication::sendEvent(window_.get(), &deactivate);
    QVERIFY(!canvas->isPeeking());
    QTest::keyRelease(canvas, Qt::Key_O);
}

void CommandsTest::the_palette_finds_and_does_a_command()
{
    type("Ctrl+Shift+P");
    auto* palette = find<CommandPalette>();
    QVERIFY(palette->isVisible());
    QCOMPARE(palette->listed().size(), int(actions_->commands().size()));
    QTest::keyClicks(palette->field(), "scale fixed");
    QCOMPARE(palette->listed().first(), QString("scale.fixed"));
    QTest::keyClick(palette->field(), Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    QCOMPARE(document_->view().style.scale, Scale::Fixed);

    type("Ctrl+Shift+P");
    QVERIFY(palette->field()->text().isEmpty());
    QTest::keyClicks(palette->field(), "layer");
    const QStringList layers = palette->listed();
    QVERIFY(layers.contains("view.layer-next") && layers.contains("view.layer-previous"));
    const int row = int(layers.indexOf("view.layer-previous"));
    const int before = document_->view().layer;
    for (int step = 0; step < row; ++step) {
        QTest::keyClick(palette->field(), Qt::Key_Down);
    }
    QCOMPARE(document_->view().layer, before);
    QTest::keyClick(palette->field(), Qt::Key_Return);
    QCOMPARE(document_->view().layer, before - 1);
}

void CommandsTest::the_palette_gives_the_focus_back()
{
    auto* canvas = find<ImageCanvas>();
    canvas->setFocus();
    type("Ctrl+Shift+P");
    QCOMPARE(window_->focusWidget(), find<CommandPalette>()->field());
    type("Esc");
    QVERIFY(!find<CommandPalette>()->isVisible());
    QCOMPARE(window_->focusWidget(), canvas);
    QVERIFY(!document_->view().words.empty()); // Esc did nothing else
}

void CommandsTest::the_palette_does_nothing_that_is_not_available()
{
    document_->setHead(std::nullopt);
    type("Ctrl+Shift+P");
    auto* palette = find<CommandPalette>();
    QTest::keyClicks(palette->field(), "chosen head off");
    QCOMPARE(palette->listed().first(), QString("analyse.head-off"));
    QTest::keyClick(palette->field(), Qt::Key_Return);
    QVERIFY(palette->isVisible());
    QVERIFY(document_->request().intervention.isEmpty());
}

void CommandsTest::heads_are_found_and_stepped_through()
{
    auto* canvas = find<ImageCanvas>();
    const auto middle = [&](int row, int column) { // cells are 40 × 20 pixels of the picture
        return canvas->widgetFromPicture().map(QPointF(40 * column + 20, 20 * row + 10)).toPoint();
    };
    document_->focusWord(2, false); // its peaks lie at patches 34 to 36 and 39 to 41
    document_->setHead(std::nullopt);
    QTest::mousePress(canvas, Qt::LeftButton, {}, middle(3, 3) - QPoint(3, 3));
    QTest::mouseMove(canvas, middle(3, 4));
    QTest::mouseMove(canvas, middle(3, 5) + QPoint(3, 3));
    QTest::mouseRelease(canvas, Qt::LeftButton, {}, middle(3, 5) + QPoint(3, 3));
    QCOMPARE(document_->view().units, (std::vector<int>{39, 40, 41}));
    type("F");
    const std::vector<HeadShare> heads = document_->foundHeads();
    QCOMPARE(heads.size(), std::size_t(6));
    // The example's rows: 0.5 on the peak, 0.5 spread over 144 patches.
    QVERIFY(qAbs(heads[0].share - (0.5 + 0.5 * 3 / 144)) < 1e-6);
    QVERIFY(qAbs(heads[5].share - 0.5 * 3 / 144) < 1e-6);
    QVERIFY(find<FoundHeadsPanel>()->isVisible());
    const auto shown = [this] {
        return std::pair(document_->view().layer, document_->view().head.value_or(-1));
    };
    QCOMPARE(shown(), std::pair(heads[0].layer, heads[0].head));
    type("Return");
    QCOMPARE(shown(), std::pair(heads[1].layer, heads[1].head));
    type("Return");
    QCOMPARE(shown(), std::pair(heads[2].layer, heads[2].head));
    type("Shift+Return");
    QCOMPARE(shown(), std::pair(heads[1].layer, heads[1].head));
    QCOMPARE(heads[0].layer, 1); // examplePeak: 17 · 2 + 5 · 1 + head
    QCOMPARE(heads[3].layer, 0);
    type("Esc");
    QVERIFY(!find<FoundHeadsPanel>()->isVisible());
    QCOMPARE(document_->view().words, std::vector<int>{2});
}

void CommandsTest::space_plays_through_the_layers_and_stops()
{
    QCOMPARE(document_->view().layer, 1);
    type("Space");
    QVERIFY(find<LayerPlayer>()->isPlaying());
    QCOMPARE(document_->view().layer, 0); // the first step waits for nothing
    type("Esc");
    QVERIFY(!find<LayerPlayer>()->isPlaying());
    QVERIFY(!document_->view().words.empty());
}

void CommandsTest::reduced_motion_lasts()
{
    actions_->action("view.reduced-motion")->trigger();
    window_.reset();
    openWindow();
    QVERIFY(actions_->action("view.reduced-motion")->isChecked());
    type("Space");
    QVERIFY(!find<LayerPlayer>()->isPlaying());
    QCOMPARE(document_->view().layer, 0);
}

void CommandsTest::the_map_follows_while_typing()
{
    auto* caption = find<QLineEdit>();
    caption->setFocus();
    caption->selectAll();
    const int steps = document_->history().count();
    QTest::keyClicks(caption, "one blue");
    QTRY_COMPARE(document_->result()->request.caption, std::string("one blue"));
    QTest::keyClicks(caption, " square");
    QTRY_COMPARE(document_->result()->request.caption, std::string("one blue square"));
    QCOMPARE(document_->history().count(), steps + 1); // what was typed is one step
    QCOMPARE(caption->text(), QString("one blue square"));
    document_->undo();
    settle();
    QCOMPARE(document_->request().caption, std::string("a red circle on green"));
}

void CommandsTest::nothing_follows_while_runs_take_long()
{
    control_->runMs = 150;
    document_->setCaption("a slow one");
    settle();
    QCOMPARE(document_->result()->elapsedMs, 150.0);
    auto* caption = find<QLineEdit>();
    caption->setFocus();
    const int runs = control_->runs;
    QTest::keyClicks(caption, " again");
    auto* pause = find<CaptionField>()->findChild<QTimer*>();
    QTRY_VERIFY(!pause->isActive()); // it has come to its end
    QVERIFY(!document_->isRunning());
    QCOMPARE(control_->runs.load(), runs);
}

void CommandsTest::nothing_follows_while_an_input_method_composes()
{
    auto* caption = find<QLineEdit>();
    caption->setFocus();
    caption->selectAll();
    const int runs = control_->runs;
    QTest::keyClicks(caption, "one ");
    QInputMethodEvent composing("ni", {});
    QCoreApplication::sendEvent(caption, &composing);
    auto* pause = find<CaptionField>()->findChild<QTimer*>();
    QTRY_VERIFY(!pause->isActive()); // it has come to its end
    QVERIFY(!document_->isRunning());
    QCOMPARE(control_->runs.load(), runs);
    QInputMethodEvent commit;
    commit.setCommitString(QString::fromUtf8("你"));
    QCoreApplication::sendEvent(caption, &commit);
    QTRY_COMPARE(QString::fromStdString(document_->result()->request.caption),
                 QString::fromUtf8("one 你"));
}

void CommandsTest::the_sheet_names_every_key()
{
    type("?");
    auto* sheet = find<KeySheet>();
    QVERIFY(sheet->isVisible());
    QStringList texts;
    for (const QLabel* label : sheet->findChildren<QLabel*>()) {
        texts << label->text();
    }
    for (const ActionInfo& command : actions_->commands()) {
        if (!actions_->keys(command.id).isEmpty()) {
            QVERIFY2(texts.contains(actions_->keyText(command.id)), qPrintable(command.id));
            QVERIFY2(texts.contains(plainText(command)), qPrintable(command.id));
        }
    }
    QTest::keyClick(window_->focusWidget(), Qt::Key_Escape);
    QVERIFY(!sheet->isVisible());
}

void CommandsTest::a_key_is_changed_after_its_conflict_is_said()
{
    actions_->action("edit.keys")->trigger();
    auto* editor = find<KeyEditor>();
    QVERIFY(editor->isVisible());
    editor->choose("view.smooth");
    auto* field = editor->findChild<KeyField*>();
    field->setFocus();
    QTest::keyClick(field, Qt::Key_N); // the next scale's
    QVERIFY(!document_->view().style.isSmooth);
    QCOMPARE(document_->view().style.scale, Scale::Shared);
    QStringList texts;
    for (const QLabel* label : editor->findChildren<QLabel*>()) {
        texts << label->text();
    }
    QVERIFY(texts.contains("N is the key of “Next scale”, which would lose it."));
    QPushButton* use = nullptr;
    for (QPushButton* button : editor->findChildren<QPushButton*>()) {
        use = button->text() == "Use it" ? button : use;
    }
    QTest::mouseClick(use, Qt::LeftButton);
    QCOMPARE(actions_->keyText("view.smooth"), QString("N"));
    QVERIFY(actions_->keys("view.scale-next").isEmpty());
    QVERIFY(!use->isEnabled());
    editor->closePanel();
    find<ImageCanvas>()->setFocus();
    type("N");
    QVERIFY(document_->view().style.isSmooth);
    QCOMPARE(document_->view().style.scale, Scale::Shared);
}

void CommandsTest::changed_keys_last_and_are_reset()
{
    actions_->setKeys("view.smooth", {QKeySequence("Ctrl+J"), QKeySequence("N")});
    window_.reset();
    openWindow();
    QCOMPARE(actions_->keys("view.smooth"),
             (QList<QKeySequence>{QKeySequence("Ctrl+J"), QKeySequence("N")}));
    QVERIFY(actions_->keys("view.scale-next").isEmpty());
    QVERIFY(!actions_->isDefault("view.smooth"));
    type("Ctrl+J");
    QVERIFY(document_->view().style.isSmooth);
    actions_->resetKeys("view.smooth");
    QCOMPARE(actions_->keyText("view.smooth"), QString("I"));
    actions_->resetAllKeys();
    window_.reset();
    openWindow();
    for (const ActionInfo& command : actions_->commands()) {
        QVERIFY2(actions_->isDefault(command.id), qPrintable(command.id));
    }
}

void CommandsTest::damaged_keys_are_the_defaults()
{
    for (const char* text : {"{\"view.smooth\": \"Ctrl+", "[1, 2]", "{\"view.smooth\": 7}", ""}) {
        window_.reset();
        folder_->write("keys.json", text);
        openWindow();
        QCOMPARE(actions_->keyText("view.smooth"), QString("I"));
    }
    actions_->setKeys("view.smooth", {QKeySequence("Ctrl+J")});
    window_.reset();
    openWindow();
    QCOMPARE(actions_->keyText("view.smooth"), QString("Ctrl+J"));
}

void CommandsTest::random_commands_keep_the_rules_and_are_undone_data()
{
    QTest::addColumn<unsigned>("seed");
    for (const unsigned seed : {1U, 2U, 3U, 4U}) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void CommandsTest::random_commands_keep_the_rules_and_are_undone()
{
    QFETCH(unsigned, seed);
    constexpr int kSteps = 120;
    std::mt19937 random(seed);
    actions_->action("view.reduced-motion")->trigger(); // nothing moves by itself
    const Moment start = now();
    QStringList done;
    for (int step = 0; step < kSteps; ++step) {
        std::vector<QString> possible;
        for (const ActionInfo& command : actions_->commands()) {
            const bool asks = command.id.startsWith("file.") || command.id.startsWith("help.") ||
                              command.id == "edit.keys" || command.id == "edit.paste" ||
                              command.id == "view.reduced-motion";
            if (!asks && actions_->action(command.id)->isEnabled()) {
                possible.push_back(command.id);
            }
        }
        const QString id = possible[random() % possible.size()];
        done << id;
        document_->beginGesture();
        actions_->action(id)->trigger();
        if (random() % 3 != 0) { // otherwise the next one finds it running
            settle();
        }
        const QByteArray story = done.join(QStringLiteral(", ")).toUtf8();
        const View& view = document_->view();
        QVERIFY2(view.layer >= 0 && view.layer < 2, story);
        QVERIFY2(!view.head || (*view.head >= 0 && *view.head < 3), story);
        for (const int word : view.words) {
            QVERIFY2(word < int(document_->trace()->tokens.words.size()), story);
        }
        for (const int unit : view.units) {
            QVERIFY2(unit < document_->trace()->units.size(), story);
        }
        if (!document_->isRunning()) {
            QVERIFY2(isSameRun(document_->request(), document_->result()->request), story);
            QVERIFY2(document_->canUndo() == (document_->history().index() > 0), story);
            QVERIFY2(document_->trace()->headsOff == document_->request().intervention.headsOff,
                     story);
        }
    }
    settle();
    const QByteArray story = done.join(QStringLiteral(", ")).toUtf8();
    const Moment end = now();
    const int steps = document_->history().index();
    for (int step = 0; step < steps; ++step) {
        document_->undo();
        settle();
    }
    QVERIFY2(isSameMoment(now(), start), story);
    while (document_->history().index() < steps) {
        document_->redo();
        settle();
    }
    QVERIFY2(isSameMoment(now(), end), story);
}

QTEST_MAIN(CommandsTest)
#include "commands_test.moc"
