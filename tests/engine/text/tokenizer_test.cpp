#include <QTest>

#include "engine/base/error.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/text/tokenizer.h"
#include "tests/support/temporary_folder.h"

using namespace attenscope;

namespace {

constexpr auto kVocabulary =
    "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n<s>\n</s>\ncat\nCat\ncafé\ncafe\n猫\n"
    "##猫\n[DEC]\n";

QString spelled(const Tokenizer& tokenizer, const std::string& caption)
{
    QStringList tokens;
    for (const Token& token : tokenizer.encode(caption, 20, std::nullopt).tokens) {
        tokens.append(QString::fromStdString(token.text));
    }
    return tokens.join(' ');
}

} // namespace

class TokenizerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void optionsAreRead_data();
    void optionsAreRead();
    void theMapOfSpecialTokensWins();
    void badOptionsAreNamed_data();
    void badOptionsAreNamed();
    void aMissingVocabularyIsSaid();
};

void TokenizerTest::optionsAreRead_data()
{
    QTest::addColumn<QByteArray>("json"); // of tokenizer_config.json; empty: no such file
    QTest::addColumn<QString>("tokens");  // of "Cat Café 猫猫 [DEC]"

    const auto row = [](const char* name, const char* json, const char* tokens) {
        QTest::newRow(name) << QByteArray(json) << QString(tokens);
    };
    row("no file", "", "[CLS] cat cafe 猫 猫 [UNK] [UNK] [UNK] [SEP]");
    row("nothing said", "{}", "[CLS] cat cafe 猫 猫 [UNK] [UNK] [UNK] [SEP]");
    row("nulls", R"({"strip_accents": null, "never_split": null})",
        "[CLS] cat cafe 猫 猫 [UNK] [UNK] [UNK] [SEP]");
    row("accents kept", R"({"strip_accents": false})",
        "[CLS] cat café 猫 猫 [UNK] [UNK] [UNK] [SEP]");
    row("cased", R"({"do_lower_case": false})", "[CLS] Cat [UNK] 猫 猫 [UNK] [UNK] [UNK] [SEP]");
    row("Han together", R"({"tokenize_chinese_chars": false})",
        "[CLS] cat cafe 猫 ##猫 [UNK] [UNK] [UNK] [SEP]");
    row("other names", R"({"cls_token": "<s>", "sep_token": {"content": "</s>", "lstrip": false}})",
        "<s> cat cafe 猫 猫 [UNK] [UNK] [UNK] </s>");
    row("further special tokens", R"({"additional_special_tokens": ["[DEC]", "[NOWHERE]"]})",
        "[CLS] cat cafe 猫 猫 [DEC] [SEP]");
}

void TokenizerTest::optionsAreRead()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, tokens);
    const TemporaryFolder folder;
    folder.write("vocab.txt", kVocabulary);
    if (!json.isEmpty()) {
        folder.write("tokenizer_config.json", json.toStdString());
    }
    const auto tokenizer = readTokenizer(ModelFolder(folder.path()));
    QCOMPARE(spelled(*tokenizer, "Cat Café 猫猫 [DEC]"), tokens);
    QCOMPARE(tokenizer->vocabularySize(), 14);
    QCOMPARE(tokenizer->maskId(), std::optional<std::int64_t>(4));
    QCOMPARE(tokenizer->padId(), 0);
}

void TokenizerTest::theMapOfSpecialTokensWins()
{
    const TemporaryFolder folder;
    folder.write("vocab.txt", kVocabulary);
    folder.write("tokenizer_config.json", R"({"cls_token": "[MASK]"})");
    folder.write("special_tokens_map.json", R"({"cls_token": {"content": "<s>"}})");
    QCOMPARE(spelled(*readTokenizer(ModelFolder(folder.path())), "cat"), "<s> cat [SEP]");
}

void TokenizerTest::badOptionsAreNamed_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("place");

    const auto row = [](const char* name, const char* json, const char* id, const char* place) {
        QTest::newRow(name) << QByteArray(json) << QString(id) << QString(place);
    };
    row("flag as text", R"({"do_lower_case": "yes"})", "E_TOKENIZER_OPTION", "/do_lower_case");
    row("name as number", R"({"cls_token": 5})", "E_TOKENIZER_OPTION", "/cls_token");
    row("name without content", R"({"cls_token": {"lstrip": true}})", "E_TOKENIZER_OPTION",
        "/cls_token/content");
    row("no basic tokenizer", R"({"do_basic_tokenize": false})", "E_TOKENIZER_OPTION",
        "/do_basic_tokenize");
    row("exceptions", R"({"never_split": ["cat"]})", "E_TOKENIZER_OPTION", "/never_split");
    row("name that is no token", R"({"cls_token": "<cls>"})", "E_TOKENIZER_SPECIAL", "<cls>");
}

void TokenizerTest::badOptionsAreNamed()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, id);
    QFETCH(QString, place);
    const TemporaryFolder folder;
    folder.write("vocab.txt", kVocabulary);
    folder.write("tokenizer_config.json", json.toStdString());
    try {
        readTokenizer(ModelFolder(folder.path()));
        QFAIL("was accepted");
    } catch (const Error& error) {
        QCOMPARE(QString::fromStdString(error.info().id), id);
        QCOMPARE(QString::fromStdString(error.info().place), place);
        QVERIFY(!error.info().file.empty());
    }
}

void TokenizerTest::aMissingVocabularyIsSaid()
{
    const TemporaryFolder folder;
    folder.write("tokenizer_config.json", "{}");
    try {
        readTokenizer(ModelFolder(folder.path()));
        QFAIL("was accepted");
    } catch (const Error& error) {
        QCOMPARE(error.info().id, std::string("E_TOKENIZER_MISSING"));
        QVERIFY(QString::fromStdString(error.info().file).endsWith("/vocab.txt"));
        QVERIFY(!error.info().remedy.empty());
    }
}

QTEST_APPLESS_MAIN(TokenizerTest)
#include "tokenizer_test.moc"
