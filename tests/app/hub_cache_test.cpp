#include <QHash>
#include <QTest>

#include "app/hub_cache.h"

using namespace attenscope;

class HubCacheTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFirstThatIsSetCounts_data();
    void theFirstThatIsSetCounts();
};

using Variables = QHash<QString, QString>;

Q_DECLARE_METATYPE(Variables)

void HubCacheTest::theFirstThatIsSetCounts_data()
{
    QTest::addColumn<Variables>("set");
    QTest::addColumn<QString>("folder");
    QTest::newRow("nothing") << Variables{} << "";
    Variables set{{"HOME", "/home/a"}};
    QTest::newRow("home") << set << "/home/a/.cache/huggingface/hub";
    set["XDG_CACHE_HOME"] = "/cache";
    QTest::newRow("XDG") << set << "/cache/huggingface/hub";
    set["HF_HOME"] = "~/hf";
    QTest::newRow("HF_HOME, with a tilde") << set << "/home/a/hf/hub";
    set["HUGGINGFACE_HUB_CACHE"] = "/old";
    QTest::newRow("the old name") << set << "/old";
    set["HF_HUB_CACHE"] = "/new";
    QTest::newRow("the new name") << set << "/new";
    set["HF_HUB_CACHE"] = "$HOME/x/${XDG_CACHE_HOME}y";
    QTest::newRow("variables") << set << "/home/a/x//cachey";
    set["HF_HUB_CACHE"] = "/a/$UNKNOWN/${UNKNOWN}/~";
    QTest::newRow("unknown variables stay") << set << "/a/$UNKNOWN/${UNKNOWN}/~";
    set["HF_HUB_CACHE"] = "~other/x";
    QTest::newRow("another user's home is not known") << set << "~other/x";
}

void HubCacheTest::theFirstThatIsSetCounts()
{
    QFETCH(const Variables, set);
    QFETCH(const QString, folder);
    const auto found = hubCache([&](const QString& name) { return set.value(name); });
    QCOMPARE(QString::fromStdString(found.string()), folder);
}

QTEST_GUILESS_MAIN(HubCacheTest)
#include "hub_cache_test.moc"
