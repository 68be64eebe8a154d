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
    void tokenizerFilesAreRead();
    void addedTokensAreHonoured_data();
    void addedTokensAreHonoured();
    void addedTokensComeInSeveralFiles();
    void badTokenizerFilesAreNamed_data();
    void badTokenizerFilesAreNamed();
    void badPairsAreNamed_data();
    void badPairsAreNamed();
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
    row("class of the same tokenizer", R"({"tokenizer_class": "LxmertTokenizer"})",
        "[CLS] cat cafe 猫 猫 [UNK] [UNK] [UNK] [SEP]");
    row("fast class", R"({"tokenizer_class": "BertTokenizerFast"})",
        "[CLS] cat cafe 猫 猫 [UNK] [UNK] [UNK] [SEP]");
    row("length without a limit", R"({"model_max_length": 1000000000000000019884624838656})",
        "[CLS] cat cafe 猫 猫 [UNK] [UNK] [UNK] [SEP]");
    row("accents stripped, cased", R"({"do_lower_case": false, "strip_accents": true})",
        "[CLS] Cat [UNK] 猫 猫 [UNK] [UNK] [UNK] [SEP]");
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
    row("another class", R"({"tokenizer_class": "CLIPTokenizer"})", "E_TOKENIZER_OPTION",
        "/tokenizer_class");
    row("length as text", R"({"model_max_length": "long"})", "E_TOKENIZER_OPTION",
        "/model_max_length");
    row("length 0", R"({"model_max_length": 0})", "E_TOKENIZER_OPTION", "/model_max_length");
    row("added token without a text", R"({"added_tokens_decoder": {"14": {"special": true}}})",
        "E_TOKENIZER_OPTION", "/added_tokens_decoder/14/content");
    row("added token without an id", R"({"added_tokens_decoder": {"new": {"content": "x"}}})",
        "E_TOKENIZER_OPTION", "/added_tokens_decoder");
    row("added token of another id", R"({"added_tokens_decoder": {"14": {"content": "cat"}}})",
        "E_TOKENIZER_DUPLICATE", "token cat");
    row("added token with the id of another",
        R"({"added_tokens_decoder": {"7": {"content": "x"}}})", "E_TOKENIZER_DUPLICATE", "token x");
    row("added token behind a gap", R"({"added_tokens_decoder": {"15": {"content": "x"}}})",
        "E_TOKENIZER_ENTRY", "token x");
    row("byte order mark", "\xEF\xBB\xBF{}", "E_CONFIG_FIELD", "byte 0");
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
        QVERIFY(QString::fromStdString(error.info().remedy).contains("--tokenizer"));
    }
}

/// The same vocabulary as BERT's tokenizer.json has it.
static QByteArray bertFile()
{
    return R"({"version": "1.0", "truncation": null, "padding": null,
"added_tokens": [
  {"id": 0, "special": true, "content": "[PAD]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false},
  {"id": 4, "special": true, "content": "[MASK]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false}],
"normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
"pre_tokenizer": {"type": "BertPreTokenizer"},
"post_processor": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}]},
"model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
"vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "[MASK]": 4, "cat": 5, "Cat": 6, "cafe": 7, "猫": 8, "##s": 9}}})";
}

void TokenizerTest::tokenizerFilesAreRead()
{
    const TemporaryFolder folder;
    folder.write("vocab.txt", "[PAD]\nof\nanother\nkind\n"); // the whole file wins
    folder.write("tokenizer.json", bertFile().toStdString());
    const auto tokenizer = readTokenizer(ModelFolder(folder.path()));
    QCOMPARE(spelled(*tokenizer, "Cats Café 猫猫 [MASK]"), "[CLS] cat ##s cafe 猫 猫 [MASK] [SEP]");
    QCOMPARE(tokenizer->maskId(), std::optional<std::int64_t>(4));
    QCOMPARE(tokenizer->padId(), 0);
    folder.write("tokenizer_config.json", R"({"do_lower_case": false, "model_max_length": 3})");
    QCOMPARE(spelled(*readTokenizer(ModelFolder(folder.path())), "Cat cat"), "[CLS] Cat [SEP]");
}

void TokenizerTest::addedTokensAreHonoured_data()
{
    QTest::addColumn<QByteArray>("flags"); // of the token Xé, which is added
    QTest::addColumn<QString>("caption");
    QTest::addColumn<QString>("words"); // special ones in brackets

    const auto row = [](const char* name, const char* flags, const char* caption,
                        const char* words) {
        QTest::newRow(name) << QByteArray(flags) << QString::fromUtf8(caption)
                            << QString::fromUtf8(words);
    };
    row("within a word", R"("special": true)", "catXécat", "cat|<Xé>|cat");
    row("ordinary", R"("special": false, "normalized": false)", "cat Xé", "cat|Xé");
    row("as it is written", R"("special": true)", "xé xe", "xé|xe");
    row("as it is changed", R"("special": true, "normalized": true)", "xé XE\u0301 xe", "");
    row("blanks before", R"("special": true, "lstrip": true)", "cat  Xé cat", "cat|<  Xé>|cat");
    row("blanks behind", R"("special": true, "rstrip": true)", "cat Xé\t cat", "cat|<Xé\t >|cat");
    row("whole words", R"("special": true, "single_word": true)", "catXé Xé Xécat,Xé",
        "catXé|<Xé>|Xécat|,|<Xé>");
}

/// By the definition of AddedToken (the `tokenizers` library, added_vocabulary.rs).
void TokenizerTest::addedTokensAreHonoured()
{
    QFETCH(QByteArray, flags);
    QFETCH(QString, caption);
    QFETCH(QString, words);
    caption.replace("\\u0301", QString(QChar(0x301))).replace("\\t", "\t");
    words = words.isEmpty() ? QString("<xé>|<XE%1>|<xe>").arg(QChar(0x301))
                            : words.replace("\\t", "\t");
    const auto check = [&](const TemporaryFolder& folder) {
        const auto tokenizer = readTokenizer(ModelFolder(folder.path()));
        const Tokens tokens = tokenizer->encode(caption.toStdString(), 20, std::nullopt);
        QStringList found;
        for (std::size_t i = 1; i + 1 < tokens.words.size(); ++i) {
            const QString text = QString::fromStdString(tokens.words[i].text);
            found.append(tokens.words[i].isSpecial ? "<" + text + ">" : text);
        }
        QCOMPARE(found.join('|'), words);
        QCOMPARE(tokenizer->token(tokenizer->vocabularySize() - 1), std::string("Xé"));
    };
    const TemporaryFolder lines;
    lines.write("vocab.txt", kVocabulary);
    lines.write("tokenizer_config.json", R"({"added_tokens_decoder": {"14": {"content": "Xé", )" +
                                             flags.toStdString() + "}}}");
    check(lines);
    QByteArray json = bertFile();
    json.replace("\"added_tokens\": [",
                 "\"added_tokens\": [{\"id\": 10, \"content\": \"Xé\", " + flags + "},");
    const TemporaryFolder whole;
    whole.write("tokenizer.json", json.toStdString());
    check(whole);
}

void TokenizerTest::addedTokensComeInSeveralFiles()
{
    const TemporaryFolder folder;
    folder.write("vocab.txt", kVocabulary);
    folder.write("added_tokens.json", R"({"[B]": 15, "[A]": 14, "cat": 7})");
    folder.write("special_tokens_map.json", R"({"bos_token": "[A]"})");
    const auto read = [&folder] { return readTokenizer(ModelFolder(folder.path())); };
    QCOMPARE(read()->vocabularySize(), 16);
    QCOMPARE(spelled(*read(), "[A][B] [b]"), "[CLS] [A] [B] [B] [SEP]"); // [B] is normalised
    QVERIFY(read()->encode("[A]", 9, {}).tokens[1].isSpecial);
    QVERIFY(!read()->encode("[B]", 9, {}).tokens[1].isSpecial);
    QCOMPARE(read()->written(std::vector<std::int64_t>{14, 15, 7}), std::string("[B] cat"));

    // A newer file says it all.
    folder.write("tokenizer_config.json",
                 R"({"added_tokens_decoder": {"14": {"content": "[C]", "special": true}}})");
    QCOMPARE(spelled(*read(), "[A][C]"), "[CLS] [UNK] [UNK] [UNK] [C] [SEP]");

    const TemporaryFolder pairs; // CLIP's
    pairs.write("vocab.json",
                R"({"a</w>": 0, "<|startoftext|>": 1, "<|endoftext|>": 2, "b</w>": 3})");
    pairs.write("merges.txt", "#version: 0.2\n");
    pairs.write("added_tokens.json", R"({"<NEW>": 4})");
    const auto clip = readTokenizer(ModelFolder(pairs.path()));
    QCOMPARE(spelled(*clip, "a<new>B"), "<|startoftext|> a</w> <NEW> b</w> <|endoftext|>");
}

void TokenizerTest::badTokenizerFilesAreNamed_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("place");

    const auto row = [](const char* name, const char* from, const char* to, const char* id,
                        const char* place) {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to) << id << place;
    };
    row("broken JSON", "\"version\"", "version", "E_TOKENIZER_JSON", "byte 1");
    row("key twice", "\"Cat\": 6", "\"cat\": 6", "E_TOKENIZER_JSON", "/model/vocab/cat");
    row("id twice", "\"Cat\": 6", "\"Cat\": 5", "E_TOKENIZER_DUPLICATE", "token Cat");
    row("gap", "\"##s\": 9", "\"##s\": 10", "E_TOKENIZER_ENTRY", "token ##s");
    row("id of the wrong type", "\"##s\": 9", "\"##s\": \"9\"", "E_TOKENIZER_ENTRY", "token ##s");
    row("other model", "\"WordPiece\"", "\"WordLevel\"", "E_TOKENIZER_UNSUPPORTED", "/model");
    row("other normaliser", "BertNormalizer", "Nmt", "E_TOKENIZER_UNSUPPORTED", "/normalizer");
    row("other cutting", "BertPreTokenizer", "Digits", "E_TOKENIZER_UNSUPPORTED", "/pre_tokenizer");
    row("other frame", "TemplateProcessing", "Other", "E_TOKENIZER_UNSUPPORTED", "/post_processor");
    row("caption twice", "{\"SpecialToken\": {\"id\": \"[SEP]\"",
        "{\"Sequence\": {\"id\": \"A\"}}, {\"SpecialToken\": {\"id\": \"[SEP]\"",
        "E_TOKENIZER_UNSUPPORTED", "/post_processor/single/2");
    row("mark that is no token", "\"id\": \"[SEP]\"", "\"id\": \"[END]\"", "E_TOKENIZER_SPECIAL",
        "[END]");
    row("added token of another id", "\"id\": 4,", "\"id\": 9,", "E_TOKENIZER_DUPLICATE",
        "token [MASK]");
    row("other limit of a word", "\"max_input_chars_per_word\": 100",
        "\"max_input_chars_per_word\": 7", "E_TOKENIZER_UNSUPPORTED",
        "/model/max_input_chars_per_word");
    row("flag as text", "\"lowercase\": true", "\"lowercase\": \"yes\"", "E_TOKENIZER_OPTION",
        "/normalizer/lowercase");
    row("no model", "\"model\"", "\"mode\"", "E_TOKENIZER_OPTION", "");
}

void TokenizerTest::badTokenizerFilesAreNamed()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QString, id);
    QFETCH(QString, place);
    QByteArray json = bertFile();
    json.replace(json.indexOf(from), from.size(), to);
    const TemporaryFolder folder;
    folder.write("tokenizer.json", json.toStdString());
    try {
        readTokenizer(ModelFolder(folder.path()));
        QFAIL("was accepted");
    } catch (const Error& error) {
        QCOMPARE(QString::fromStdString(error.info().id), id);
        QCOMPARE(QString::fromStdString(error.info().place), place);
        QVERIFY(QString::fromStdString(error.info().file).endsWith("/tokenizer.json"));
    }
}

void TokenizerTest::badPairsAreNamed_data()
{
    QTest::addColumn<QByteArray>("vocabulary");
    QTest::addColumn<QByteArray>("merges");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("place");

    const QByteArray good =
        R"({"a": 0, "b</w>": 1, "ab</w>": 2, "<|startoftext|>": 3, "<|endoftext|>": 4})";
    const auto row = [](const char* name, const QByteArray& vocabulary, const char* merges,
                        const char* id, const char* place) {
        QTest::newRow(name) << vocabulary << QByteArray(merges) << id << place;
    };
    row("good", good, "#version: 0.2\na b</w>\n", "", "");
    row("no array of pairs", good, "a b</w> c\n", "E_TOKENIZER_MERGE", "line 1");
    row("one symbol", good, "#version: 0.2\na\n", "E_TOKENIZER_MERGE", "line 2");
    row("empty line", good, "a b</w>\n\na b</w>\n", "E_TOKENIZER_MERGE", "line 2");
    row("unknown symbol", good, "a c\n", "E_TOKENIZER_MERGE", "line 1");
    row("result that is no token", good, "b</w> a\n", "E_TOKENIZER_MERGE", "line 1");
    row("pair twice", good, "a b</w>\na b</w>\n", "E_TOKENIZER_DUPLICATE", "line 2");
    row("Windows line ends", good, "#version: 0.2\r\na b</w>\r\n", "", "");
    row("no first line", good, "a b</w>", "", "");
    row("byte order mark", good, "\xEF\xBB\xBF#version: 0.2\na b</w>\n", "E_TOKENIZER_MERGE",
        "line 1");
    row("cycle", R"({"a": 0, "b</w>": 1, "ab</w>": 2, "<|startoftext|>": 3, "<|endoftext|>": 4})",
        "a b</w>\nab</w> a\n", "E_TOKENIZER_MERGE", "line 2");
    row("gap", R"({"a": 0, "b</w>": 2})", "", "E_TOKENIZER_ENTRY", "token b</w>");
    row("id twice", R"({"a": 0, "b</w>": 0})", "", "E_TOKENIZER_DUPLICATE", "token b</w>");
    row("not UTF-8", good, "a \xFF\n", "E_TOKENIZER_ENCODING", "byte 2");
    row("a list", "[1]", "", "E_TOKENIZER_ENTRY", "");
    row("nothing", "{}", "", "E_TOKENIZER_ENTRY", "");
    row("cut off", R"({"a": 0,)", "", "E_TOKENIZER_JSON", "byte 8");
    row("no end mark", R"({"a": 0, "<|startoftext|>": 1})", "", "E_TOKENIZER_SPECIAL",
        "<|endoftext|>");
    row("negative id", R"({"a": -1})", "", "E_TOKENIZER_ENTRY", "token a");
    row("long token", "{\"" + QByteArray(600, 'a') + "\": 0}", "", "E_LIMIT_TOKEN",
        qPrintable("token " + QString(600, 'a')));
}

void TokenizerTest::badPairsAreNamed()
{
    QFETCH(QByteArray, vocabulary);
    QFETCH(QByteArray, merges);
    QFETCH(QString, id);
    QFETCH(QString, place);
    const TemporaryFolder folder;
    folder.write("vocab.json", vocabulary.toStdString());
    folder.write("merges.txt", merges.toStdString());
    ErrorInfo info;
    try {
        const auto tokenizer = readTokenizer(ModelFolder(folder.path()));
        QCOMPARE(spelled(*tokenizer, "AB"), "<|startoftext|> ab</w> <|endoftext|>");
    } catch (const Error& error) {
        info = error.info();
    }
    QCOMPARE(QString::fromStdString(info.id), id);
    QCOMPARE(QString::fromStdString(info.place), place);
}

QTEST_APPLESS_MAIN(TokenizerTest)
#include "tokenizer_test.moc"
