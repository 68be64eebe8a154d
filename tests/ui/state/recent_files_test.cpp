#include <QTest>

#include "tests/support/temporary_folder.h"
#include "ui/state/recent_files.h"

#include <string>

using namespace attenscope;

class RecentFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theNewestComesFirst();
    void eachKindHasItsOwnList();
    void onlySoManyAreKept();
    void damageIsAnEmptyList_data();
    void damageIsAnEmptyList();
    void withoutAFileNothingIsKept();
};

using Kind = RecentFiles::Kind;
using Paths = std::vector<std::filesystem::path>;

void RecentFilesTest::theNewestComesFirst()
{
    const TemporaryFolder folder;
    const RecentFiles recent(folder.path() / "state" / "recent.json");
    recent.add(Kind::Picture, "/a.png");
    recent.add(Kind::Picture, "/x/../b.png");
    recent.add(Kind::Picture, "/a.png");
    QCOMPARE(RecentFiles(folder.path() / "state" / "recent.json").list(Kind::Picture),
             (Paths{"/a.png", "/b.png"}));
    recent.clear();
    QCOMPARE(recent.list(Kind::Picture), Paths());
}

void RecentFilesTest::eachKindHasItsOwnList()
{
    const TemporaryFolder folder;
    const RecentFiles recent(folder.path() / "recent.json");
    recent.add(Kind::Model, "/m");
    recent.add(Kind::Session, "/s.attenscope");
    QCOMPARE(recent.list(Kind::Model), Paths{"/m"});
    QCOMPARE(recent.list(Kind::Session), Paths{"/s.attenscope"});
    QCOMPARE(recent.list(Kind::Picture), Paths());
}

void RecentFilesTest::onlySoManyAreKept()
{
    const TemporaryFolder folder;
    const RecentFiles recent(folder.path() / "recent.json");
    for (int i = 0; i < 20; ++i) {
        recent.add(Kind::Picture, "/" + std::to_string(i));
    }
    const Paths paths = recent.list(Kind::Picture);
    QCOMPARE(paths.size(), RecentFiles::kMost);
    QCOMPARE(paths.front(), std::filesystem::path("/19"));
    QCOMPARE(paths.back(), std::filesystem::path("/8"));
}

void RecentFilesTest::damageIsAnEmptyList_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut short") << QByteArray("{\"pictures\": [");
    QTest::newRow("a list") << QByteArray("[\"/a\"]");
    QTest::newRow("numbers") << QByteArray("{\"pictures\": [1]}");
    QTest::newRow("not UTF-8") << QByteArray("{\"pictures\": [\"\xFF\"]}");
}

void RecentFilesTest::damageIsAnEmptyList()
{
    QFETCH(const QByteArray, text);
    const TemporaryFolder folder;
    const RecentFiles recent(folder.write("recent.json", text.toStdString()));
    QCOMPARE(recent.list(Kind::Picture), Paths());
    recent.add(Kind::Picture, "/b"); // and it can be used again
    QCOMPARE(recent.list(Kind::Picture), Paths{"/b"});
}

void RecentFilesTest::withoutAFileNothingIsKept()
{
    const RecentFiles recent{{}};
    recent.add(Kind::Picture, "/a");
    recent.clear();
    QCOMPARE(recent.list(Kind::Picture), Paths());
}

QTEST_GUILESS_MAIN(RecentFilesTest)
#include "recent_files_test.moc"
