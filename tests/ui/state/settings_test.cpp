#include <QTest>

#include "tests/support/temporary_folder.h"
#include "ui/state/damaged_files.h"
#include "ui/state/recent_files.h"
#include "ui/state/settings.h"

#include <string>

using namespace attenscope;

class SettingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySettingComesBack();
    void withoutAFileThereAreDefaults();
    void whatThisVersionDoesNotKnowIsTheDefault();
    void aDamagedFileIsSetAsideAndTheRestStays_data();
    void aDamagedFileIsSetAsideAndTheRestStays();
    void everyKeptFileIsLookedAt();
    void wholeFilesStayWhereTheyAre();
    void anEarlierDamagedFileIsNotOverwritten();
};

void SettingsTest::everySettingComesBack()
{
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "config" / "settings.json";
    const QByteArray geometry("\0\x01\xff bytes", 9);
    Settings(file).setTheme(ThemeChoice::Dark);
    Settings(file).setLanguage("zh_CN");
    Settings(file).setReducedMotion(true);
    Settings(file).setGeometry(geometry);
    Settings(file).setColumns("columns");
    QCOMPARE(Settings(file).theme(), ThemeChoice::Dark);
    QCOMPARE(Settings(file).language(), std::string("zh_CN"));
    QVERIFY(Settings(file).hasReducedMotion());
    QCOMPARE(Settings(file).geometry(), geometry);
    QCOMPARE(Settings(file).columns(), QByteArray("columns"));
    Settings(file).setTheme(ThemeChoice::Light);
    QCOMPARE(Settings(file).theme(), ThemeChoice::Light);
    QCOMPARE(Settings(file).language(), std::string("zh_CN"));
}

void SettingsTest::withoutAFileThereAreDefaults()
{
    const Settings none{std::filesystem::path()};
    none.setTheme(ThemeChoice::Dark);
    QCOMPARE(none.theme(), ThemeChoice::Desktop);
    QCOMPARE(none.language(), std::string("desktop"));
    QVERIFY(!none.hasReducedMotion());
    QVERIFY(none.geometry().isEmpty());
}

void SettingsTest::whatThisVersionDoesNotKnowIsTheDefault()
{
    const TemporaryFolder folder;
    const auto file = folder.write("settings.json", R"({"theme": "sepia", "later": "kept",
        "window-geometry": "no base64!", "reduced-motion": "perhaps"})");
    QCOMPARE(Settings(file).theme(), ThemeChoice::Desktop);
    QVERIFY(Settings(file).geometry().isEmpty());
    QVERIFY(!Settings(file).hasReducedMotion());
    QVERIFY(setDamagedAside({.settings = file}).empty()); // it is only newer
    Settings(file).setTheme(ThemeChoice::Dark);
    QCOMPARE(Remembered(file).find("later"), std::optional<std::string>("kept"));
}

void SettingsTest::aDamagedFileIsSetAsideAndTheRestStays_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("keepsTheme");
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("truncated") << QByteArray(R"({"theme": "dark", "langu)") << false;
    QTest::newRow("garbage") << QByteArray("\x00\xff\x13PK\x03\x04", 7) << false;
    QTest::newRow("a list") << QByteArray("[1, 2]") << false;
    QTest::newRow("a key twice") << QByteArray(R"({"theme": "dark", "theme": "light"})") << false;
    QTest::newRow("a number for a text")
        << QByteArray(R"({"language": 7, "theme": "dark"})") << true;
    QTest::newRow("an object for a text")
        << QByteArray(R"({"theme": "dark", "language": {"id": "en"}})") << true;
    QTest::newRow("deeper than is read") << QByteArray(10'000, '[') << false;
}

void SettingsTest::aDamagedFileIsSetAsideAndTheRestStays()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, keepsTheme);
    const TemporaryFolder folder;
    const auto file = folder.write("settings.json", bytes.toStdString());
    const std::vector<DamagedFile> damaged = setDamagedAside({.settings = file});
    QCOMPARE(damaged.size(), std::size_t(1));
    QCOMPARE(damaged.front().damage.file, file.string());
    QCOMPARE(damaged.front().movedTo, folder.path() / "settings.json.damaged");
    QCOMPARE(bytesOf(damaged.front().movedTo), bytes.toStdString());
    const Settings settings(file);
    QCOMPARE(settings.theme(), keepsTheme ? ThemeChoice::Dark : ThemeChoice::Desktop);
    QCOMPARE(settings.language(), std::string("desktop"));
    settings.setLanguage("en");
    QCOMPARE(settings.language(), std::string("en"));
    QVERIFY(setDamagedAside({.settings = file}).empty());
}

void SettingsTest::everyKeptFileIsLookedAt()
{
    const TemporaryFolder folder;
    const auto broken = [&](const char* name) { return folder.write(name, "{"); };
    const KeptFiles files{.tokenizers = broken("tokenizers.json"),
                          .modules = broken("modules.json"),
                          .digests = broken("digests.json"),
                          .settings = broken("settings.json"),
                          .keys = broken("keys.json"),
                          .recent = folder.write("recent.json", R"({"pictures": "a.png"})"),
                          .recovery = folder.path() / "recovery"};
    QCOMPARE(setDamagedAside(files).size(), std::size_t(6));
    for (const std::string& name : folder.names()) {
        QVERIFY2(name.ends_with(".json.damaged"), name.c_str());
    }
    RecentFiles(files.recent).add(RecentFiles::Kind::Picture, "/a.png");
    QCOMPARE(RecentFiles(files.recent).list(RecentFiles::Kind::Picture).size(), std::size_t(1));
}

void SettingsTest::wholeFilesStayWhereTheyAre()
{
    const TemporaryFolder folder;
    const KeptFiles files{.settings = folder.write("settings.json", R"({"theme": "dark"})"),
                          .keys = folder.path() / "none.json",
                          .recent = folder.write("recent.json", R"({"pictures": ["/a.png"]})")};
    QVERIFY(setDamagedAside(files).empty());
    QVERIFY(setDamagedAside({}).empty());
    QCOMPARE(folder.names(), (std::vector<std::string>{"recent.json", "settings.json"}));
}

void SettingsTest::anEarlierDamagedFileIsNotOverwritten()
{
    const TemporaryFolder folder;
    for (const char* bytes : {"first", "second"}) {
        setDamagedAside({.settings = folder.write("settings.json", bytes)});
    }
    QCOMPARE(bytesOf(folder.path() / "settings.json.damaged"), std::string("first"));
    QCOMPARE(bytesOf(folder.path() / "settings.json.damaged2"), std::string("second"));
}

QTEST_APPLESS_MAIN(SettingsTest)
#include "settings_test.moc"
