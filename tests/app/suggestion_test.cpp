#include <QTest>

#include "app/suggestion.h"

#include <string>
#include <vector>

namespace attenscope {

class SuggestionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void distance_data();
    void distance();
    void nearest_data();
    void nearest();
    void nothingNearListsWhatThereIs();
};

void SuggestionTest::distance_data()
{
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    QTest::addColumn<int>("edits");

    QTest::newRow("equal") << QByteArray("mode") << QByteArray("mode") << 0;
    QTest::newRow("nothing against something") << QByteArray("") << QByteArray("mode") << 4;
    QTest::newRow("one missing") << QByteArray("capton") << QByteArray("caption") << 1;
    QTest::newRow("one too many") << QByteArray("modde") << QByteArray("mode") << 1;
    QTest::newRow("one replaced") << QByteArray("mope") << QByteArray("mode") << 1;
    QTest::newRow("two swapped") << QByteArray("rnu") << QByteArray("run") << 1;
    QTest::newRow("three") << QByteArray("kitten") << QByteArray("sitting") << 3;
}

void SuggestionTest::distance()
{
    QFETCH(const QByteArray, a);
    QFETCH(const QByteArray, b);
    QTEST(editDistance(a.toStdString(), b.toStdString()), "edits");
    QTEST(editDistance(b.toStdString(), a.toStdString()), "edits");
}

void SuggestionTest::nearest_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<QByteArray>("meant");

    QTest::newRow("misspelt") << QByteArray("--capton") << QByteArray("--caption");
    QTest::newRow("swapped") << QByteArray("--haed") << QByteArray("--head");
    QTest::newRow("the nearer of two") << QByteArray("--mod") << QByteArray("--mode");
    QTest::newRow("too far from all") << QByteArray("--temperature") << QByteArray();
}

void SuggestionTest::nearest()
{
    QFETCH(const QByteArray, word);
    QFETCH(const QByteArray, meant);
    const std::vector<std::string> known{"--model", "--mode", "--caption", "--head"};
    const std::optional<std::string> found = attenscope::nearest(word.toStdString(), known);
    QCOMPARE(QByteArray::fromStdString(found.value_or("")), meant);
}

void SuggestionTest::nothingNearListsWhatThereIs()
{
    const std::vector<std::string> known{"run", "figure"};
    QCOMPARE(suggestion("rnu", known), std::string("Did you mean run?"));
    QCOMPARE(suggestion("xyz", known), std::string("There is run, figure."));
}

} // namespace attenscope

QTEST_APPLESS_MAIN(attenscope::SuggestionTest)
#include "suggestion_test.moc"
