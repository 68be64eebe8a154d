#include <QTest>

#include "engine/io/tokenizer_choices.h"
#include "tests/support/temporary_folder.h"

using namespace attenscope;

class TokenizerChoicesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void choicesAreRemembered();
    void aFolderThatIsGoneIsNoChoice();
    void damageIsNoChoice_data();
    void damageIsNoChoice();
    void withoutAFileNothingIsRemembered();
};

void TokenizerChoicesTest::choicesAreRemembered()
{
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "bert");
    std::filesystem::create_directory(folder.path() / "cased");
    const std::filesystem::path file = folder.path() / "config" / "attenscope" / "tokenizers.json";
    const TokenizerChoices choices(file);
    QVERIFY(!choices.find("/models/a"));
    choices.remember("/models/a", folder.path() / "bert");
    choices.remember("/models/b/../c", folder.path() / "cased");
    choices.remember("/models/a", folder.path() / "cased");
    const TokenizerChoices later(file);
    QCOMPARE(later.find("/models/a"), std::optional(folder.path() / "cased"));
    QCOMPARE(later.find("/models/c"), std::optional(folder.path() / "cased"));
    QVERIFY(!later.find("/models/b"));
}

void TokenizerChoicesTest::aFolderThatIsGoneIsNoChoice()
{
    const TemporaryFolder folder;
    const TokenizerChoices choices(folder.path() / "tokenizers.json");
    choices.remember("/models/a", folder.path() / "gone");
    QVERIFY(!choices.find("/models/a"));
}

void TokenizerChoicesTest::damageIsNoChoice_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("not JSON") << QByteArray("{\"/models/a\": ");
    QTest::newRow("a list") << QByteArray("[\"/models/a\"]");
    QTest::newRow("a number") << QByteArray("{\"/models/a\": 3}");
    QTest::newRow("twice") << QByteArray("{\"/models/a\": \"/tmp\", \"/models/a\": \"/tmp\"}");
}

void TokenizerChoicesTest::damageIsNoChoice()
{
    QFETCH(const QByteArray, text);
    const TemporaryFolder folder;
    const TokenizerChoices choices(folder.write("tokenizers.json", text.toStdString()));
    QVERIFY(!choices.find("/models/a"));
    choices.remember("/models/a", folder.path()); // and it can be used again
    QCOMPARE(choices.find("/models/a"), std::optional(folder.path()));
}

void TokenizerChoicesTest::withoutAFileNothingIsRemembered()
{
    const TokenizerChoices choices{std::filesystem::path()};
    choices.remember("/models/a", "/tmp");
    QVERIFY(!choices.find("/models/a"));
}

QTEST_APPLESS_MAIN(TokenizerChoicesTest)
#include "tokenizer_choices_test.moc"
