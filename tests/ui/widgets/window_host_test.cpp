#include <QAction>
#include <QMenuBar>
#include <QSplitter>
#include <QTest>

#include "tests/support/example_sources.h"
#include "tests/support/temporary_folder.h"
#include "ui/state/settings.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/image_canvas.h"
#include "ui/widgets/question_bar.h"
#include "ui/widgets/start_window.h"
#include "ui/widgets/window_host.h"

#include <memory>

using namespace attenscope;

/// Language, theme, size: what is set about the window and remembered.
class WindowHostTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void aLanguageIsChosenInTheMenuAndRemembered();
    void anotherLanguageLeavesTheWorkAsItIs();
    void aRunThatGoesOnEndsInTheOtherWindow();
    void theOptionComesBeforeWhatIsRemembered();
    void aLanguageThatNobodySpeaksIsTheDesktops();
    void aThemeIsChosenAndRemembered_data();
    void aThemeIsChosenAndRemembered();
    void theWindowComesBackAsItWas();
    void damagedSettingsAreToldAndCostNothingElse_data();
    void damagedSettingsAreToldAndCostNothingElse();

private:
    void open();
    void settle();
    void trigger(const char* id);

    QString fileMenu() const { return host_->window().menuBar()->actions().first()->text(); }

    Document& document() { return host_->window().document(); }

    std::shared_ptr<ExampleControl> control_;
    std::unique_ptr<TemporaryFolder> folder_;
    StartOptions options_;
    std::unique_ptr<WindowHost> host_;
};

void WindowHostTest::initTestCase()
{
    prepareApplication(*qApp);
}

void WindowHostTest::init()
{
    control_ = std::make_shared<ExampleControl>();
    folder_ = std::make_unique<TemporaryFolder>();
    folder_->write("models/scenes/config.json", "{}");
    folder_->write("samples/samples.json",
                   R"([{"file": "a.png", "title": "A", "caption": "a red circle on green"}])");
    options_ = {};
    options_.dataFolder = folder_->path();
    options_.kept.settings = folder_->path() / "settings.json";
    options_.kept.recovery = folder_->path() / "recovery";
}

void WindowHostTest::cleanup()
{
    control_->holds = false;
    host_.reset();
    folder_.reset();
}

void WindowHostTest::open()
{
    host_ = std::make_unique<WindowHost>(options_, exampleSources(control_));
    host_->window().show();
    QVERIFY(QTest::qWaitForWindowExposed(&host_->window()));
    settle();
}

void WindowHostTest::settle()
{
    QTRY_VERIFY_WITH_TIMEOUT(!document().isRunning(), 20'000);
    QCoreApplication::processEvents();
}

void WindowHostTest::trigger(const char* id)
{
    host_->window().findChild<Actions*>()->action(QString::fromLatin1(id))->trigger();
    QCoreApplication::processEvents(); // the window goes, and another one comes
}

void WindowHostTest::aLanguageIsChosenInTheMenuAndRemembered()
{
    options_.language = "en";
    open();
    QCOMPARE(fileMenu(), QString("&File"));
    trigger("language.zh_CN");
    QCOMPARE(host_->language(), std::string("zh_CN"));
    QCOMPARE(fileMenu(), QString("文件(&F)"));
    QVERIFY(host_->window().isVisible());
    QCOMPARE(Settings(options_.kept.settings).language(), std::string("zh_CN"));
    options_.language.reset();
    open();
    QCOMPARE(fileMenu(), QString("文件(&F)"));
    QVERIFY(host_->window().findChild<Actions*>()->action("language.zh_CN")->isChecked());
    trigger("language.en");
    QCOMPARE(fileMenu(), QString("&File"));
}

void WindowHostTest::anotherLanguageLeavesTheWorkAsItIs()
{
    options_.language = "en";
    open();
    document().setCaption("two blue squares");
    settle();
    document().setLayerAndHead(0, 2);
    document().focusWord(2, false);
    const View view = document().view();
    const TracePtr trace = document().result()->trace;
    const QRect place = host_->window().geometry();
    Document* const before = &document();
    trigger("language.zh_CN");
    QCOMPARE(&document(), before);
    QVERIFY(document().view() == view);
    QCOMPARE(document().result()->trace, trace);
    QCOMPARE(host_->window().geometry(), place);
    QVERIFY(!host_->window().findChild<ImageCanvas*>()->accessibleDescription().isEmpty());
    QVERIFY(document().canUndo());
    document().undo();
    QVERIFY(document().view().words != view.words);
}

void WindowHostTest::aRunThatGoesOnEndsInTheOtherWindow()
{
    options_.language = "en";
    open();
    control_->holds = true;
    document().setCaption("two blue squares");
    trigger("language.zh_CN");
    QVERIFY(document().isRunning());
    control_->holds = false;
    settle();
    QCOMPARE(document().trace()->tokens.caption, std::string("two blue squares"));
}

void WindowHostTest::theOptionComesBeforeWhatIsRemembered()
{
    Settings(options_.kept.settings).setLanguage("zh_CN");
    options_.language = "en";
    open();
    QCOMPARE(fileMenu(), QString("&File"));
    QCOMPARE(Settings(options_.kept.settings).language(), std::string("zh_CN"));
}

void WindowHostTest::aLanguageThatNobodySpeaksIsTheDesktops()
{
    const std::string desktop = languageOfChoice(Settings::kDesktopLanguage);
    QCOMPARE(languageOfChoice("tlh"), desktop);
    Settings(options_.kept.settings).setLanguage("tlh");
    open();
    QCOMPARE(host_->language(), desktop);
}

void WindowHostTest::aThemeIsChosenAndRemembered_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<int>("kind");
    QTest::newRow("light") << QByteArray("theme.light") << int(ThemeKind::Light);
    QTest::newRow("dark") << QByteArray("theme.dark") << int(ThemeKind::Dark);
}

void WindowHostTest::aThemeIsChosenAndRemembered()
{
    QFETCH(QByteArray, id);
    QFETCH(int, kind);
    const auto isShown = [&] {
        const QImage image = host_->window().grab().toImage();
        const auto* canvas = host_->window().findChild<ImageCanvas*>();
        const QPoint stage = canvas->mapTo(&host_->window(), QPoint(4, canvas->height() - 4));
        return image.pixelColor(stage) == theme(static_cast<ThemeKind>(kind)).stage;
    };
    open();
    trigger(id);
    QVERIFY(isShown());
    open();
    QVERIFY(isShown());
    QCOMPARE(document().view().style.theme, static_cast<ThemeKind>(kind));
    trigger("theme.desktop");
    QCOMPARE(document().view().style.theme, themeKindOf(QGuiApplication::palette()));
}

void WindowHostTest::theWindowComesBackAsItWas()
{
    open();
    host_->window().resize(1234, 765);
    auto* columns = host_->window().findChild<QSplitter*>();
    QList<int> sizes = columns->sizes();
    sizes.first() += 40;
    columns->setSizes(sizes);
    sizes = columns->sizes();
    host_->window().close();
    open();
    QCOMPARE(host_->window().size(), QSize(1234, 765));
    QCOMPARE(host_->window().findChild<QSplitter*>()->sizes(), sizes);
}

void WindowHostTest::damagedSettingsAreToldAndCostNothingElse_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("truncated") << QByteArray(R"({"theme": "dar)");
    QTest::newRow("garbage") << QByteArray("\xff\xfe\x00 garbage", 11);
    QTest::newRow("wrong types") << QByteArray(R"({"theme": 3, "window-geometry": [1]})");
    QTest::newRow("a geometry that is none")
        << QByteArray(R"({"window-geometry": "AAAA", "columns": "////", "theme": {}})");
}

void WindowHostTest::damagedSettingsAreToldAndCostNothingElse()
{
    QFETCH(QByteArray, bytes);
    folder_->write("settings.json", bytes.toStdString());
    options_.language = "en";
    open();
    QVERIFY(document().result().has_value());
    const auto* bar = host_->window().findChild<QuestionBar*>();
    QVERIFY(bar->isVisible());
    QVERIFY(bar->accessibleDescription().contains("settings.json.damaged"));
    QCOMPARE(bytesOf(folder_->path() / "settings.json.damaged"), bytes.toStdString());
    QCOMPARE(document().view().style.theme, themeKindOf(QGuiApplication::palette()));
    trigger("theme.dark");
    QCOMPARE(Settings(options_.kept.settings).theme(), ThemeChoice::Dark);
}

QTEST_MAIN(WindowHostTest)
#include "window_host_test.moc"
