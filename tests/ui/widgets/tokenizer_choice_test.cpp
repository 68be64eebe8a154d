// A checkpoint without a vocabulary in the real window: asked for once, remembered.
#include <QApplication>
#include <QMenu>
#include <QPushButton>
#include <QTest>

#include "tests/support/temporary_folder.h"
#include "ui/widgets/error_bar.h"
#include "ui/widgets/main_window.h"
#include "ui/widgets/start_window.h"

#include <algorithm>
#include <filesystem>
#include <memory>

using namespace attenscope;

namespace {

namespace fs = std::filesystem;

constexpr int kPatienceMs = 30'000; // for a model to load and run, however busy the machine is

} // namespace

class TokenizerChoiceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void a_missing_tokenizer_is_chosen_once();

private:
    std::unique_ptr<MainWindow> startWindow() const;
    static QMenu* shownMenu();

    TemporaryFolder folder_;
};

void TokenizerChoiceTest::initTestCase()
{
    prepareApplication(*qApp);
    for (const char* file : {"config.json", "preprocessor_config.json", "model.safetensors"}) {
        folder_.write(fs::path("vilt-b32") / file, bytesOf(fs::path(TEST_DATA) / "vilt" / file));
    }
    for (const char* file : {"vocab.txt", "tokenizer_config.json"}) {
        folder_.write(fs::path("bert-base-uncased") / file,
                      bytesOf(fs::path(TEST_DATA) / "vilt" / file));
    }
}

std::unique_ptr<MainWindow> TokenizerChoiceTest::startWindow() const
{
    StartOptions options;
    options.dataFolder = TEST_DATA "/../../resources";
    options.model = folder_.path() / "vilt-b32";
    options.caption = "a cat";
    options.kept.tokenizers = folder_.path() / "tokenizers.json";
    options.models = {{.name = "git-base", .remark = "folder", .path = TEST_DATA "/git"},
                      {.name = "vilt-b32", .remark = "folder", .path = *options.model},
                      {.name = "bert-base-uncased",
                       .remark = "folder",
                       .path = folder_.path() / "bert-base-uncased"}};
    auto window = std::make_unique<MainWindow>(options);
    window->show();
    return window;
}

QMenu* TokenizerChoiceTest::shownMenu()
{
    return qobject_cast<QMenu*>(QApplication::activePopupWidget());
}

void TokenizerChoiceTest::a_missing_tokenizer_is_chosen_once()
{
    const fs::path tokenizer = folder_.path() / "bert-base-uncased";
    {
        const auto window = startWindow();
        const auto* bar = window->findChild<ErrorBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), kPatienceMs);
        const auto buttons = bar->findChildren<QPushButton*>();
        const auto choose = std::find_if(buttons.begin(), buttons.end(), [](QPushButton* button) {
            return button->text() == "Choose a tokenizer…";
        });
        QVERIFY(choose != buttons.end() && (*choose)->isVisible());
        QTest::mouseClick(*choose, Qt::LeftButton);
        QMenu* menu = shownMenu();
        QVERIFY(menu != nullptr);
        const QList<QAction*> entries = menu->actions();
        QCOMPARE(entries.size(), 4); // two folders, a line, another folder
        QCOMPARE(entries[0]->text(), QString("bert-base-uncased"));
        QCOMPARE(entries[1]->text(), QString("git-base"));
        entries[0]->trigger();
        menu->close();
        const Document& document = window->document();
        QTRY_VERIFY_WITH_TIMEOUT(document.result() && !document.isRunning() && !bar->isVisible(),
                                 kPatienceMs);
        QCOMPARE(document.result()->model->info().family, std::string("ViLT"));
        QCOMPARE(document.result()->trace->provenance.tokenizer, tokenizer.string());
    }
    const auto later = startWindow(); // remembered for this checkpoint
    const Document& document = later->document();
    QTRY_VERIFY_WITH_TIMEOUT(document.result() && !document.isRunning(), kPatienceMs);
    QCOMPARE(document.result()->trace->provenance.tokenizer, tokenizer.string());
    QVERIFY(!later->findChild<ErrorBar*>()->isVisible());
}

QTEST_MAIN(TokenizerChoiceTest)
#include "tokenizer_choice_test.moc"
