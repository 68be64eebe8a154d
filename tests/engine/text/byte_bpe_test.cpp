#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "engine/base/limits.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/text/normal_forms.h"
#include "engine/text/tokenizer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/token_text.h"

#include <memory>

using namespace attenscope;

namespace {

QByteArray fileText(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::unique_ptr<const Tokenizer> tokenizerOf(const char* folder)
{
    return readTokenizer(ModelFolder(std::string(TEST_DATA "/text/") + folder));
}

/// Every token as `text(what stands at its bytes)`, without the marks around the caption.
QString placesBetweenMarks(const Tokens& tokens)
{
    QStringList parts;
    for (int i = 1; i + 1 < tokens.size(); ++i) {
        const Token& token = tokens.tokens[static_cast<std::size_t>(i)];
        parts.append(QString::fromStdString(
            token.text + "(" + tokens.caption.substr(token.begin, token.end - token.begin) + ")"));
    }
    return parts.join(' ');
}

} // namespace

class ByteBpeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void idsEqualThePublishedVocabularys();
    void idsEqualTheReferences_data();
    void idsEqualTheReferences();
    void tokensKeepTheirPlaces_data();
    void tokensKeepTheirPlaces();
    void placesAreInOrderAndInsideTheCaption_data();
    void placesAreInOrderAndInsideTheCaption();
    void wordsAreWhatIsWritten_data();
    void wordsAreWhatIsWritten();
    void compositionIsThatOfUnicode();
    void aLongRunOfLettersEnds();
    void spellingsAreBytes();
    void writtenTextIsText_data();
    void writtenTextIsText();
    void brokenCharactersAreShownAsSuch();
    void gpt2IsRobertasCuttingWithItsOwnFrame_data();
    void gpt2IsRobertasCuttingWithItsOwnFrame();
    void gpt2IsKnownByItsOneMark();
};

void ByteBpeTest::idsEqualThePublishedVocabularys()
{
    const QString fixtures = qEnvironmentVariable("ATTENSCOPE_FIXTURES");
    if (fixtures.isEmpty()) {
        QSKIP("ATTENSCOPE_FIXTURES does not name the fixtures' folder");
    }
    const auto tokenizer =
        readTokenizer(ModelFolder((fixtures + "/tokenizers/clip-bpe").toStdString()));
    QCOMPARE(tokenizer->vocabularySize(), 49408);
    const QList<QByteArray> rows =
        fileText(fixtures + "/tokenizers/clip.jsonl").trimmed().split('\n');
    QCOMPARE(rows.size(), 354);
    for (const QByteArray& line : rows) {
        const QJsonObject row = QJsonDocument::fromJson(line).object();
        const std::string text = row["text"].toString().toStdString();
        const auto check = [&](const QString& key, int limit) {
            const Tokens tokens = tokenizer->encode(text, limit, std::nullopt);
            const QList<qint64> expected = idsOf(row[row.contains(key) ? key : QString("ids")]);
            QVERIFY2(idsOf(tokens) == expected, qPrintable(key + " of row " + line.left(200)));
        };
        check("ids", 1000);
        check("ids_max77", 77);
    }
}

void ByteBpeTest::idsEqualTheReferences_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<bool>("addsBlank");
    QTest::addColumn<int>("limit");
    QTest::addColumn<QString>("variant");

    QTest::newRow("CLIP") << "clip" << false << 1000 << "clip";
    QTest::newRow("CLIP, cut to 8") << "clip" << false << 8 << "clipCut";
    QTest::newRow("CLIP, tokenizer.json") << "clip_json" << false << 1000 << "clipByCharacter";
    QTest::newRow("RoBERTa") << "roberta" << false << 1000 << "roberta";
    QTest::newRow("RoBERTa, tokenizer.json") << "roberta_json" << false << 1000 << "roberta";
    QTest::newRow("RoBERTa, a blank before") << "roberta" << true << 1000 << "robertaPrefix";
    QTest::newRow("RoBERTa, tokenizer.json, a blank before")
        << "roberta_json" << true << 1000 << "robertaPrefix";
}

void ByteBpeTest::idsEqualTheReferences()
{
    QFETCH(QString, folder);
    QFETCH(bool, addsBlank);
    QFETCH(int, limit);
    QFETCH(QString, variant);

    const TemporaryFolder copy;
    const QDir source(TEST_DATA "/text/" + folder);
    for (const QString& name : source.entryList(QDir::Files)) {
        copy.write(name.toStdString(), fileText(source.filePath(name)).toStdString());
    }
    if (addsBlank) {
        copy.write("tokenizer_config.json", R"({"add_prefix_space": true})");
    }
    const auto tokenizer = readTokenizer(ModelFolder(copy.path()));
    const QJsonArray rows =
        QJsonDocument::fromJson(fileText(TEST_DATA "/text/bpe_goldens.json"))["rows"].toArray();
    QVERIFY(rows.size() > 130);
    for (const QJsonValue& row : rows) {
        const QString text = row["text"].toString();
        const Tokens tokens = tokenizer->encode(text.toStdString(), limit, std::nullopt);
        QVERIFY2(idsOf(tokens) == idsOf(row[variant]),
                 qPrintable(text.toHtmlEscaped() + ": " + placesBetweenMarks(tokens)));
    }
}

void ByteBpeTest::tokensKeepTheirPlaces_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("caption");
    QTest::addColumn<QString>("places");

    const auto clip = [](const char* name, const QString& caption, const QString& places) {
        QTest::newRow(name) << "clip" << caption << places;
    };
    clip("words", "a cat", "a</w>(a) cat</w>(cat)");
    clip("case is written as it stands", "A CAT", "a</w>(A) cat</w>(CAT)");
    clip("blanks around", " \t a \n", "a</w>(a)");
    clip("digits one by one", "123", "1</w>(1) 2</w>(2) 3</w>(3)");
    clip("contraction", "It's", "it</w>(It) 's</w>('s)");
    clip("contraction in capitals", "IT'S", "it</w>(IT) 's</w>('S)");
    clip("marks together", "a!?", "a</w>(a) !(!) ?</w>(?)");
    clip("composed accent is two bytes", "é", "Ã(é) ©</w>(é)");
    clip("decomposed accent is composed", "e\u0301", "Ã(e\u0301) ©</w>(e\u0301)");
    clip("capital decomposed accent", "E\u0301", "Ã(E\u0301) ©</w>(E\u0301)");
    clip("two accents, out of order", "a\u0301\u0323",
         "á(a\u0301\u0323) º(a\u0301\u0323) ¡</w>(a\u0301\u0323) Ì(\u0301\u0323) "
         "ģ</w>(\u0301\u0323)");
    clip("İ becomes two characters", "İ", "i</w>(İ) Ì(İ) ĩ</w>(İ)");
    clip("ß stays", "ß", "Ã(ß) Ł</w>(ß)");
    clip("ẞ becomes ß", "ẞ", "Ã(ẞ) Ł</w>(ẞ)");
    clip("final sigma", "ΑΣ", "Î(Α) ±(Α) Ï(Σ) Ĥ</w>(Σ)");
    clip("Hangul", "가", "ê(가) °(가) Ģ</w>(가)");
    clip("Hangul in parts", "\u1100\u1161", "ê(\u1100\u1161) °(\u1100\u1161) Ģ</w>(\u1100\u1161)");
    clip("cat face", "🐱", "ðŁĲ±</w>(🐱)");
    clip("emoji and word", "a🐱", "a</w>(a) ðŁĲ±</w>(🐱)");
    clip("CJK", "猫犬", "ç(猫) Į(猫) «(猫) ç(犬) Ĭ(犬) ¬</w>(犬)");
    clip("two characters that are one token", "日本", "æĹ¥æľ¬</w>(日本)");
    clip("end token is split out", "a<|endoftext|>", "a</w>(a) <|endoftext|>(<|endoftext|>)");
    clip("end token in capitals", "<|ENDOFTEXT|>", "<|endoftext|>(<|ENDOFTEXT|>)");
    clip("no-break space", "a\u00a0a", "a</w>(a) a</w>(a)");
    clip("Kelvin sign", "\u212a", "k</w>(\u212a)");

    const auto roberta = [](const char* name, const QString& caption, const QString& places) {
        QTest::newRow(name) << "roberta" << caption << places;
    };
    roberta("blank belongs to the word, not to its place", "a cat", "a(a) Ġcat(cat)");
    roberta("two blanks", "a  cat", "a(a) Ġ( ) Ġcat(cat)");
    roberta("blanks at the end", "a  ", "a(a) Ġ( ) Ġ( )");
    roberta("line end", "a\na", "a(a) Ċ(\n) a(a)");
    roberta("case is kept", "A", "A(A)");
    roberta("decomposed accent is kept", "e\u0301", "e(e) Ì(\u0301) ģ(\u0301)");
    roberta("İ is kept", "İ", "Ä(İ) °(İ)");
    roberta("ß", "ß", "Ã(ß) Ł(ß)");
    roberta("Hangul after a blank", "a 가", "a(a) Ġ( ) ê(가) °(가) Ģ(가)");
    roberta("Hangul parts are kept", "\u1100", "á(\u1100) Ħ(\u1100) Ģ(\u1100)");
    roberta("CJK", "日", "æ(日) Ĺ(日) ¥(日)");
    roberta("emoji after a word", "a 🐱", "a(a) ĠðŁĲ±(🐱)");
    roberta("mask takes the blank before it", "a <mask>", "a(a) <mask>( <mask>)");
    roberta("mask leaves the blank behind it", "<mask> cat", "<mask>(<mask>) Ġcat(cat)");
    roberta("end mark", "a</s>", "a(a) </s>(</s>)");
    roberta("numbers stay together", " 12", "Ġ12(12)");
}

void ByteBpeTest::tokensKeepTheirPlaces()
{
    QFETCH(QString, folder);
    QFETCH(QString, caption);
    QFETCH(QString, places);
    const auto tokenizer = tokenizerOf(qPrintable(folder));
    QCOMPARE(placesBetweenMarks(tokenizer->encode(caption.toStdString(), 1000, std::nullopt)),
             places);
}

void ByteBpeTest::placesAreInOrderAndInsideTheCaption_data()
{
    QTest::addColumn<QString>("folder");
    for (const char* const folder : {"clip", "clip_json", "roberta", "roberta_json"}) {
        QTest::newRow(folder) << folder;
    }
}

void ByteBpeTest::placesAreInOrderAndInsideTheCaption()
{
    QFETCH(QString, folder);
    const auto tokenizer = tokenizerOf(qPrintable(folder));
    for (const QJsonValue& row :
         QJsonDocument::fromJson(fileText(TEST_DATA "/text/bpe_goldens.json"))["rows"].toArray()) {
        const Tokens tokens =
            tokenizer->encode(row["text"].toString().toStdString(), 1000, std::nullopt);
        std::size_t begin = 0;
        std::size_t end = 0;
        for (int i = 1; i + 1 < tokens.size(); ++i) {
            const Token& token = tokens.tokens[static_cast<std::size_t>(i)];
            QVERIFY(token.begin < token.end);
            QVERIFY(token.begin >= begin);
            QVERIFY(token.end >= end);
            QVERIFY(token.end <= tokens.caption.size());
            QVERIFY(!firstInvalidByte(tokens.caption.substr(token.begin, token.end - token.begin)));
            begin = token.begin;
            end = token.end;
        }
    }
}

void ByteBpeTest::wordsAreWhatIsWritten_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("caption");
    QTest::addColumn<QStringList>("words");

    QTest::newRow("pieces are one word") << "clip"
                                         << "A zebra" << QStringList{"A", "zebra"};
    QTest::newRow("number") << "clip"
                            << "in 2023" << QStringList{"in", "2023"};
    QTest::newRow("punctuation") << "clip"
                                 << "cat, dog!" << QStringList{"cat", ",", "dog", "!"};
    QTest::newRow("hyphen") << "clip"
                            << "a-b" << QStringList{"a", "-", "b"};
    QTest::newRow("contraction is a token of two marks") << "clip"
                                                         << "it's" << QStringList{"it", "'s"};
    QTest::newRow("Han") << "clip"
                         << "猫犬" << QStringList{"猫", "犬"};
    QTest::newRow("Han of one token") << "clip"
                                      << "日本" << QStringList{"日本"};
    QTest::newRow("accents") << "clip"
                             << "cafe\u0301 a" << QStringList{"cafe\u0301", "a"};
    QTest::newRow("special") << "clip"
                             << "x<|endoftext|>y" << QStringList{"x", "<|endoftext|>", "y"};
    QTest::newRow("leading blanks") << "roberta"
                                    << "a cat" << QStringList{"a", "cat"};
    QTest::newRow("a blank that is a token") << "roberta"
                                             << "a zebra" << QStringList{"a", " ", "zebra"};
    QTest::newRow("number of RoBERTa") << "roberta"
                                       << "2023." << QStringList{"2023", "."};
}

void ByteBpeTest::wordsAreWhatIsWritten()
{
    QFETCH(QString, folder);
    QFETCH(QString, caption);
    QFETCH(QStringList, words);
    const Tokens tokens =
        tokenizerOf(qPrintable(folder))->encode(caption.toStdString(), 1000, std::nullopt);
    QStringList found;
    for (const Word& word : tokens.words) {
        found.append(QString::fromStdString(word.text));
    }
    QCOMPARE(found.mid(1, found.size() - 2), words);
}

void ByteBpeTest::compositionIsThatOfUnicode()
{
    const auto check = [](const QString& text) {
        const std::string bytes = text.toStdString();
        std::string result;
        for (const CodePoint& point : composed(codePointsOf(bytes, 0, bytes.size()))) {
            appendUtf8(result, point.value);
        }
        QVERIFY2(QString::fromStdString(result) == text.normalized(QString::NormalizationForm_C),
                 qPrintable(QString::number(text.toUcs4().value(0), 16)));
    };
    for (char32_t value = 1; value < 0x2FFFF; ++value) {
        if (QChar::isSurrogate(value) ||
            QChar::unicodeVersion(value) == QChar::Unicode_Unassigned) {
            continue;
        }
        const QString text = QString::fromUcs4(&value, 1);
        check(text);
        check(text.normalized(QString::NormalizationForm_D));
    }
    check("a\u0301\u0323\u0302 q\u0307\u0323 \u1100\u1161\u11a8 \u0344 \u0301a");
}

void ByteBpeTest::aLongRunOfLettersEnds()
{
    for (const char* const folder : {"clip", "roberta"}) {
        const auto tokenizer = tokenizerOf(folder);
        std::string caption;
        while (caption.size() + 2 <= limits::kCaptionBytes) {
            caption += caption.size() % 3 == 0 ? "th" : "at";
        }
        const Tokens tokens = tokenizer->encode(caption, 100'000, std::nullopt);
        QVERIFY(tokens.size() > 1000);
        QCOMPARE(tokens.words.size(), std::size_t{3}); // one between the two marks
    }
}

void ByteBpeTest::spellingsAreBytes()
{
    const auto spelled = [](const char* folder, const char* caption) {
        const auto tokenizer = tokenizerOf(folder);
        const std::optional<Spelling> spelling =
            tokenizer->spelling(tokenizer->encode(caption, 10, std::nullopt).tokens[1].id);
        return !spelling ? QByteArray("none")
                         : QByteArray::fromStdString(spelling->bytes) +
                               (spelling->continuesWord ? "+" : "");
    };
    QCOMPARE(spelled("clip", "cat"), QByteArray("cat"));
    QCOMPARE(spelled("clip", "🐱"), QByteArray("🐱"));
    QCOMPARE(spelled("clip", "é"), QByteArray("\xC3")); // half a character
    QCOMPARE(spelled("roberta", " cat"), QByteArray("cat"));
    QCOMPARE(spelled("roberta", "a"), QByteArray("a+"));
    QCOMPARE(spelled("roberta", "  cat"), QByteArray("")); // a blank alone
    QCOMPARE(spelled("roberta", "</s>"), QByteArray("</s>"));
    QVERIFY(!tokenizerOf("roberta")->spelling(-1));
    QVERIFY(!tokenizerOf("roberta")->spelling(1 << 20));
}

void ByteBpeTest::writtenTextIsText_data()
{
    QTest::addColumn<QString>("caption");
    QTest::addColumn<QString>("text");

    const auto row = [](const char* name, const QString& caption, const QString& text) {
        QTest::newRow(name) << caption << text;
    };
    row("words", " a red cat", "a red cat");
    row("accents of two tokens", " café naïve", "café naïve");
    row("scripts", " 日本 привет 🐱", "日本 привет 🐱");
    row("pieces of a word", " zebra zebras", "zebra zebras");
    row("two blanks", " a  cat", "a  cat");
    row("line ends", " a\ncat\n", "a\ncat\n");
    row("punctuation is cleaned", " a cat , a dog .", "a cat, a dog.");
    row("special tokens are left out", " a</s> cat<pad>", "a cat");
}

/// What a model writes: the ids of a text and back again.
void ByteBpeTest::writtenTextIsText()
{
    QFETCH(QString, caption);
    QFETCH(QString, text);
    for (const char* const folder : {"roberta", "roberta_json"}) {
        const auto tokenizer = tokenizerOf(folder);
        const auto ids = tokenizer->encode(caption.toStdString(), 1000, std::nullopt).ids();
        QCOMPARE(QString::fromStdString(tokenizer->written(ids)), text);
    }
}

void ByteBpeTest::brokenCharactersAreShownAsSuch()
{
    const auto tokenizer = tokenizerOf("roberta");
    const auto bytes = [&tokenizer](std::initializer_list<const char*> spellings) {
        std::vector<std::int64_t> ids;
        for (std::int64_t id = 0; ids.size() < spellings.size(); ++id) {
            if (id == tokenizer->vocabularySize()) {
                return std::string("no such token");
            }
            if (tokenizer->token(id) == spellings.begin()[ids.size()]) {
                ids.push_back(id);
                id = -1;
            }
        }
        return tokenizer->written(ids);
    };
    // Bytes C3; C3 A9; E6 97, then a letter: as bytes.decode("utf-8", errors="replace") says.
    QCOMPARE(bytes({"Ã"}), std::string("\uFFFD"));
    QCOMPARE(bytes({"Ã", "©"}), std::string("é"));
    QCOMPARE(bytes({"æ", "Ĺ", "a"}), std::string("\uFFFDa"));
    QCOMPARE(bytes({"©", "©"}), std::string("\uFFFD\uFFFD"));
    QCOMPARE(tokenizer->written(std::vector<std::int64_t>{-1, 1 << 20}), std::string());
}

void ByteBpeTest::gpt2IsRobertasCuttingWithItsOwnFrame_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("places"); // of "a cat</s>"

    const auto row = [](const char* name, const char* json, const char* places) {
        QTest::newRow(name) << QByteArray(json) << QString(places);
    };
    row("nothing around it",
        R"({"tokenizer_class": "GPT2Tokenizer", "bos_token": "</s>", "eos_token": "</s>",
            "unk_token": "</s>"})",
        "a Ġcat </s>");
    row("OPT's",
        R"({"tokenizer_class": "GPT2Tokenizer", "add_bos_token": true, "pad_token": "<pad>",
            "bos_token": {"content": "</s>", "lstrip": false, "rstrip": false, "normalized": true},
            "eos_token": "</s>", "unk_token": "</s>", "errors": "replace"})",
        "</s> a Ġcat </s>");
    row("a blank before",
        R"({"tokenizer_class": "GPT2TokenizerFast", "add_prefix_space": true, "bos_token": "<s>",
            "eos_token": "</s>", "unk_token": "<unk>"})",
        "Ġa Ġcat </s>");
}

void ByteBpeTest::gpt2IsRobertasCuttingWithItsOwnFrame()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, places);
    const TemporaryFolder folder;
    for (const char* const name : {"vocab.json", "merges.txt"}) {
        folder.write(name, fileText(QString(TEST_DATA "/text/roberta/") + name).toStdString());
    }
    folder.write("tokenizer_config.json", json.toStdString());
    const auto tokenizer = readTokenizer(ModelFolder(folder.path()));
    const Tokens tokens = tokenizer->encode("a cat</s>", 1000, std::nullopt);
    QStringList names;
    for (const Token& token : tokens.tokens) {
        names.append(QString::fromStdString(token.text));
    }
    QCOMPARE(names.join(' '), places);
    QVERIFY(!tokenizer->maskId());
    const bool hasPadding = json.contains("<pad>");
    QCOMPARE(tokenizer->token(tokenizer->padId()), std::string(hasPadding ? "<pad>" : "</s>"));
    QVERIFY(tokenizer->encode("", 10, std::nullopt).size() <= 1);
}

/// Without a class it is known by its vocabulary.
void ByteBpeTest::gpt2IsKnownByItsOneMark()
{
    const TemporaryFolder folder;
    folder.write("vocab.json", R"({"a": 0, "b": 1, "ab": 2, "<|endoftext|>": 3})");
    folder.write("merges.txt", "#version: 0.2\na b\n");
    const auto tokenizer = readTokenizer(ModelFolder(folder.path()));
    QCOMPARE(idsOf(tokenizer->encode("abb", 10, std::nullopt)), (QList<qint64>{2, 1}));
    QCOMPARE(tokenizer->padId(), 3);
}

QTEST_APPLESS_MAIN(ByteBpeTest)
#include "byte_bpe_test.moc"
