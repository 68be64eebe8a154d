#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/text/wordpiece.h"
#include "tests/support/error_of.h"
#include "tests/support/token_text.h"

#include <algorithm>
#include <memory>

using namespace attenscope;

namespace {

std::string fileText(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

std::unique_ptr<WordPiece> wordPiece(WordPieceOptions options = {})
{
    return std::make_unique<WordPiece>(
        Vocabulary(fileText(TEST_DATA "/text/vocab.txt"), "vocab.txt"), std::move(options));
}

QString print(const QList<qint64>& ids)
{
    QStringList parts;
    for (const qint64 id : ids) {
        parts.append(QString::number(id));
    }
    return parts.join(' ');
}

/// Code points that no goldens of Unicode 14 can know: letters, marks, emoji of Unicode 15.
bool isNewerThanGoldens(const QString& text)
{
    const QList<uint> points = text.toUcs4();
    return std::any_of(points.begin(), points.end(), [](uint point) {
        return point == 0x1FABF; // 🪿, unassigned and therefore dropped in Unicode 14
    });
}

} // namespace

class WordPieceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void idsEqualTheReferences_data();
    void idsEqualTheReferences();
    void idsEqualThePublishedVocabularys();
    void tokensKeepTheirPlaces_data();
    void tokensKeepTheirPlaces();
    void rangesAreOrderedAndInsideTheCaption();
    void wordsAreWhatIsWritten_data();
    void wordsAreWhatIsWritten();
    void longCaptionsAreCutVisibly();
    void paddingBelongsToNoWord();
    void hopelessCaptionsGiveAHint();
    void badCaptionsAreRefused_data();
    void badCaptionsAreRefused();
    void badVocabulariesAreRefused_data();
    void badVocabulariesAreRefused();
    void otherNamesOfSpecialTokensWork();
    void writtenTextIsCleaned();
    void workIsLinearInTheCaption();
};

void WordPieceTest::idsEqualTheReferences_data()
{
    QTest::addColumn<QString>("variant");
    QTest::addColumn<bool>("lowers");
    QTest::addColumn<bool>("strips");
    QTest::addColumn<bool>("splitsCjk");
    QTest::addColumn<int>("limit");

    QTest::newRow("uncased") << "ids" << true << true << true << 1000;
    QTest::newRow("cased") << "keepCase" << false << false << true << 1000;
    QTest::newRow("nothing changed") << "keepAll" << false << false << false << 1000;
    QTest::newRow("accents only") << "stripOnly" << false << true << true << 1000;
    QTest::newRow("case only") << "lowerOnly" << true << false << true << 1000;
    QTest::newRow("cut to 8") << "cut" << true << true << true << 8;
}

void WordPieceTest::idsEqualTheReferences()
{
    QFETCH(QString, variant);
    QFETCH(bool, lowers);
    QFETCH(bool, strips);
    QFETCH(bool, splitsCjk);
    QFETCH(int, limit);

    WordPieceOptions options;
    options.basic = {.lowersCase = lowers, .stripsAccents = strips, .splitsCjk = splitsCjk};
    const auto tokenizer = wordPiece(options);
    const std::string json = fileText(TEST_DATA "/text/goldens.json");
    const QJsonArray rows =
        QJsonDocument::fromJson(QByteArray::fromStdString(json))["rows"].toArray();
    QVERIFY(rows.size() > 120);
    for (const QJsonValue& row : rows) {
        const QString text = row["text"].toString();
        const Tokens tokens = tokenizer->encode(text.toStdString(), limit, std::nullopt);
        QVERIFY2(idsOf(tokens) == idsOf(row[variant]),
                 qPrintable(text.toHtmlEscaped() + ": " + placesOf(tokens) + ", expected " +
                            print(idsOf(row[variant]))));
    }
}

void WordPieceTest::idsEqualThePublishedVocabularys()
{
    const QString fixtures = qEnvironmentVariable("ATTENSCOPE_FIXTURES");
    if (fixtures.isEmpty()) {
        QSKIP("ATTENSCOPE_FIXTURES does not name the fixtures' folder");
    }
    const std::string vocabulary = fileText(fixtures + "/tokenizers/bert-uncased/vocab.txt");
    const auto make = [&](BasicOptions basic) {
        WordPieceOptions options;
        options.basic = basic;
        return std::make_unique<WordPiece>(Vocabulary(vocabulary, "vocab.txt"), options);
    };
    const auto uncased = make({});
    const auto cased = make({.lowersCase = false, .stripsAccents = false, .splitsCjk = true});
    const auto plain = make({.lowersCase = true, .stripsAccents = false, .splitsCjk = false});
    QCOMPARE(uncased->vocabularySize(), 30522);

    int exempt = 0;
    const QByteArray lines =
        QByteArray::fromStdString(fileText(fixtures + "/tokenizers/bert.jsonl"));
    const QList<QByteArray> rows = lines.trimmed().split('\n');
    QCOMPARE(rows.size(), 354);
    for (const QByteArray& line : rows) {
        const QJsonObject row = QJsonDocument::fromJson(line).object();
        const QString text = row["text"].toString();
        if (isNewerThanGoldens(text)) {
            ++exempt;
            continue;
        }
        const auto check = [&](const WordPiece& tokenizer, const QString& key, int limit) {
            const Tokens tokens = tokenizer.encode(text.toStdString(), limit, std::nullopt);
            const QList<qint64> expected = idsOf(row[row.contains(key) ? key : QString("ids")]);
            QVERIFY2(idsOf(tokens) == expected, qPrintable(key + " of row " + line.left(200)));
        };
        check(*uncased, "ids", 1000);
        check(*cased, "ids_keep_case", 1000);
        check(*plain, "ids_no_cjk_no_strip", 1000);
        check(*uncased, "ids_max12", 12);
    }
    QCOMPARE(exempt, 1);
}

void WordPieceTest::tokensKeepTheirPlaces_data()
{
    QTest::addColumn<QString>("caption");
    QTest::addColumn<QString>("places"); // between [CLS] and [SEP]

    QTest::newRow("two words") << "a cat"
                               << "a(a) cat(cat)";
    QTest::newRow("blanks around") << "  a \t cat "
                                   << "a(a) cat(cat)";
    QTest::newRow("case is written as it stands") << "A CAT"
                                                  << "a(A) cat(CAT)";
    QTest::newRow("pieces") << "playing"
                            << "play(play) ##ing(ing)";
    QTest::newRow("longest first") << "reddish"
                                   << "reddish(reddish)";
    QTest::newRow("pieces of case") << "PlayING"
                                    << "play(Play) ##ing(ING)";
    QTest::newRow("number") << "1234"
                            << "12(12) ##34(34)";
    QTest::newRow("punctuation") << "cat!?"
                                 << "cat(cat) !(!) ?(?)";
    QTest::newRow("apostrophe") << "it's"
                                << "i(i) ##t(t) '(') s(s)";
    QTest::newRow("hyphen") << "a-cat"
                            << "a(a) -(-) cat(cat)";
    QTest::newRow("dots") << "..."
                          << ".(.) .(.) .(.)";
    QTest::newRow("ellipsis") << "cat…"
                              << "cat(cat) …(…)";
    QTest::newRow("guillemets") << "«a»"
                                << "«(«) a(a) »(»)";
    QTest::newRow("composed accent") << "café"
                                     << "cafe(café)";
    QTest::newRow("decomposed accent") << "cafe\u0301"
                                       << "cafe(cafe\u0301)";
    QTest::newRow("accent within") << "NAÏVE"
                                   << "naive(NAÏVE)";
    QTest::newRow("decomposed within") << "nai\u0308ve cat"
                                       << "naive(nai\u0308ve) cat(cat)";
    QTest::newRow("two accents on one") << "e\u0301\u0302 a"
                                        << "e(e\u0301\u0302) a(a)";
    QTest::newRow("accents in the wrong order") << "q\u0307\u0323"
                                                << "q(q\u0307\u0323)";
    QTest::newRow("accent on the last of two pieces") << "playinG\u0301"
                                                      << "play(play) ##ing(inG\u0301)";
    QTest::newRow("accent on the first of two pieces") << "play\u0301ing"
                                                       << "play(play\u0301) ##ing(ing)";
    QTest::newRow("accent without a letter") << "\u0301cat"
                                             << "cat(cat)";
    QTest::newRow("accent on a mark") << "!\u0301cat"
                                      << "!(!\u0301) cat(cat)";
    QTest::newRow("accents alone") << "\u0301\u0302"
                                   << "";
    QTest::newRow("dotted capital I") << "İstanbul"
                                      << "istanbul(İstanbul)";
    QTest::newRow("sharp s stays") << "STRAßE"
                                   << "straße(STRAßE)";
    QTest::newRow("capital sharp s") << "ẞ"
                                     << "ß(ẞ)";
    QTest::newRow("ligature stays") << "ﬁne"
                                    << "ﬁ(ﬁ) ##ne(ne)";
    QTest::newRow("final sigma") << "ΟΣ"
                                 << "ο(Ο) ##σ(Σ)";
    QTest::newRow("Cyrillic short i") << "йй"
                                      << "и(й) ##и(й)";
    QTest::newRow("Hangul in three") << "한"
                                     << "ᄒ(한) ##ᅡ(한) ##ᆫ(한)";
    QTest::newRow("Hangul two syllables") << "한가"
                                          << "ᄒ(한) ##ᅡ(한) ##ᆫ(한) ##ᄀ(가) ##ᅡ(가)";
    QTest::newRow("Han apart") << "日本語"
                               << "日(日) 本(本) 語(語)";
    QTest::newRow("Han in Latin") << "cat猫dog"
                                  << "cat(cat) 猫(猫) dog(dog)";
    QTest::newRow("Kana together") << "かな"
                                   << "か(か) ##な(な)";
    QTest::newRow("voiced Kana") << "が"
                                 << "か(が)";
    QTest::newRow("voiced Kana, decomposed") << "か\u3099な"
                                             << "か(か\u3099) ##な(な)";
    QTest::newRow("ideographic comma") << "日、本"
                                       << "日(日) 、(、) 本(本)";
    QTest::newRow("emoji") << "a 🐱 cat"
                           << "a(a) 🐱(🐱) cat(cat)";
    QTest::newRow("two emoji") << "🐱🐱"
                               << "🐱(🐱) ##🐱(🐱)";
    QTest::newRow("emoji with selector") << "❤\ufe0f a"
                                         << "❤(❤\ufe0f) a(a)";
    QTest::newRow("emoji sequence") << "👩\u200d🚀 cat"
                                    << "[UNK](👩\u200d🚀) cat(cat)";
    QTest::newRow("emoji with skin colour") << "👍🏽 cat"
                                            << "[UNK](👍🏽) cat(cat)";
    QTest::newRow("keycap") << "1\ufe0f\u20e3"
                            << "[UNK](1\ufe0f\u20e3)";
    QTest::newRow("flag") << "🇯🇵"
                          << "[UNK](🇯🇵)";
    QTest::newRow("soft hyphen within") << "play\u00ading"
                                        << "play(play) ##ing(ing)";
    QTest::newRow("soft hyphen inside a token") << "ca\u00adt"
                                                << "cat(ca\u00adt)";
    QTest::newRow("right-to-left override in front") << "\u202ecat"
                                                     << "cat(cat)";
    QTest::newRow("byte order mark in front") << "\ufeffcat"
                                              << "cat(cat)";
    QTest::newRow("no-break space") << "a\u00a0cat"
                                    << "a(a) cat(cat)";
    QTest::newRow("line separator") << "a\u2028cat"
                                    << "a(a) cat(cat)";
    QTest::newRow("NUL inside") << QString::fromUtf8("ca\0t", 4)
                                << QString::fromUtf8("cat(ca\0t)", 9);
    QTest::newRow("mark that becomes ASCII") << "≠"
                                             << "=(≠)";
    QTest::newRow("Greek question mark") << "a\u037e"
                                         << "a(a) ;(\u037e)";
    QTest::newRow("unknown word") << "a æon cat"
                                  << "a(a) [UNK](æon) cat(cat)";
    QTest::newRow("unknown and punctuation") << "æon!"
                                             << "[UNK](æon) !(!)";
    QTest::newRow("mask token") << "a [MASK] cat"
                                << "a(a) [MASK]([MASK]) cat(cat)";
    QTest::newRow("mask token in a word") << "a[MASK]cat"
                                          << "a(a) [MASK]([MASK]) cat(cat)";
    QTest::newRow("separator") << "x[SEP]y"
                               << "x(x) [SEP]([SEP]) y(y)";
    QTest::newRow("small mask is text") << "[red]"
                                        << "[([) red(red) ](])";
}

void WordPieceTest::tokensKeepTheirPlaces()
{
    QFETCH(QString, caption);
    QFETCH(QString, places);
    const Tokens tokens = wordPiece()->encode(caption.toStdString(), 1000, std::nullopt);
    QCOMPARE(placesOf(tokens), places.isEmpty() ? "[CLS] [SEP]" : "[CLS] " + places + " [SEP]");
}

void WordPieceTest::rangesAreOrderedAndInsideTheCaption()
{
    const auto tokenizer = wordPiece();
    const std::string json = fileText(TEST_DATA "/text/goldens.json");
    for (const QJsonValue& row :
         QJsonDocument::fromJson(QByteArray::fromStdString(json))["rows"].toArray()) {
        const Tokens tokens = tokenizer->encode(row["text"].toString().toStdString(), 1000, {});
        std::size_t begin = 0;
        for (int i = 1; i + 1 < tokens.size(); ++i) {
            const Token& token = tokens.tokens[static_cast<std::size_t>(i)];
            QVERIFY(token.begin < token.end);
            QVERIFY(token.begin >= begin);
            QVERIFY(token.end <= tokens.caption.size());
            begin = token.begin;
        }
    }
}

void WordPieceTest::wordsAreWhatIsWritten_data()
{
    QTest::addColumn<QString>("caption");
    QTest::addColumn<QStringList>("words");

    QTest::newRow("nothing") << "" << QStringList{};
    QTest::newRow("pieces are one word") << "A dog PLAYING" << QStringList{"A", "dog", "PLAYING"};
    QTest::newRow("punctuation is its own") << "don't!" << QStringList{"don", "'", "t", "!"};
    QTest::newRow("accents are kept") << "Cafe\u0301 naïve" << QStringList{"Cafe\u0301", "naïve"};
    QTest::newRow("Hangul is one word") << "한가 cat" << QStringList{"한가", "cat"};
    QTest::newRow("Han are words") << "日本" << QStringList{"日", "本"};
    QTest::newRow("the same word twice") << "cat cat" << QStringList{"cat", "cat"};
    QTest::newRow("unknown word") << "æon cat" << QStringList{"æon", "cat"};
    QTest::newRow("mask") << "a[MASK][MASK]" << QStringList{"a", "[MASK]", "[MASK]"};
}

void WordPieceTest::wordsAreWhatIsWritten()
{
    QFETCH(QString, caption);
    QFETCH(QStringList, words);
    const Tokens tokens = wordPiece()->encode(caption.toStdString(), 1000, std::nullopt);
    QStringList found;
    int next = 0;
    for (std::size_t w = 0; w < tokens.words.size(); ++w) {
        const Word& word = tokens.words[w];
        found.append(QString::fromStdString(word.text));
        for (const int t : word.tokens) {
            QCOMPARE(t, next++); // every token is in one word, in order
            QCOMPARE(tokens.tokens[static_cast<std::size_t>(t)].word, static_cast<int>(w));
        }
    }
    QCOMPARE(next, tokens.size());
    QCOMPARE(found, QStringList{"[CLS]"} + words + QStringList{"[SEP]"});
    QVERIFY(tokens.words.front().isSpecial && tokens.words.back().isSpecial);
    QVERIFY(std::none_of(tokens.words.begin() + 1, tokens.words.end() - 1,
                         [](const Word& word) { return word.isSpecial; }));
}

void WordPieceTest::longCaptionsAreCutVisibly()
{
    const auto tokenizer = wordPiece();
    const Tokens whole = tokenizer->encode("a red cat playing", 7, std::nullopt);
    QCOMPARE(whole.size(), 7);
    QVERIFY(whole.warnings.empty());

    const Tokens cut = tokenizer->encode("a red cat playing", 6, std::nullopt);
    QCOMPARE(placesOf(cut), "[CLS] a(a) red(red) cat(cat) play(play) [SEP]");
    QCOMPARE(cut.words[4].text, std::string("play")); // what the model sees of it
    QCOMPARE(cut.warnings.size(), std::size_t(1));
    QCOMPARE(cut.warnings[0].id, std::string("W_CAPTION_CUT"));
    QVERIFY(cut.warnings[0].text.find("1 of its 5") != std::string::npos);

    QCOMPARE(tokenizer->encode("a red cat", 2, std::nullopt).size(), 2);

    const auto limited = wordPiece({.maximumTokens = 5}); // its own limit counts too
    QCOMPARE(limited->encode("a red cat playing", 100, std::nullopt).size(), 5);
}

void WordPieceTest::paddingBelongsToNoWord()
{
    const auto tokenizer = wordPiece();
    const Tokens tokens = tokenizer->encode("a cat", 20, 7);
    QCOMPARE(placesOf(tokens), "[CLS] a(a) cat(cat) [SEP] [PAD] [PAD] [PAD]");
    QCOMPARE(tokens.words.size(), std::size_t(4));
    for (std::size_t i = 0; i < 7; ++i) {
        QCOMPARE(tokens.tokens[i].isPadding, i >= 4);
        QCOMPARE(tokens.tokens[i].word, i >= 4 ? -1 : static_cast<int>(i));
        QCOMPARE(tokens.tokens[i].isSpecial, i == 0 || i == 3);
    }
    QCOMPARE(tokenizer->encode("a cat", 20, 3).size(), 4); // never cut by it

    // A literal one is a token of the text, not padding.
    const Tokens literal = tokenizer->encode("[PAD] [MASK] [UNK]", 20, std::nullopt);
    QVERIFY(!literal.tokens[1].isPadding && literal.tokens[1].isSpecial);
    QVERIFY(!literal.tokens[2].isSpecial && !literal.tokens[3].isSpecial);
    QCOMPARE(literal.tokens[1].id, tokenizer->padId());
    QCOMPARE(literal.tokens[2].id, tokenizer->maskId().value());
}

void WordPieceTest::hopelessCaptionsGiveAHint()
{
    const auto tokenizer = wordPiece();
    for (const char* caption : {"", "  \t", "\u200b", "\u0301"}) {
        const Tokens tokens = tokenizer->encode(caption, 20, std::nullopt);
        QCOMPARE(tokens.size(), 2);
        QCOMPARE(tokens.warnings.at(0).id, std::string("W_CAPTION_EMPTY"));
    }
    for (const char* caption : {"👍", "æon æon"}) {
        QCOMPARE(tokenizer->encode(caption, 20, {}).warnings.at(0).id,
                 std::string("W_CAPTION_UNKNOWN"));
    }
    QVERIFY(tokenizer->encode("æon cat", 20, {}).warnings.empty());
}

void WordPieceTest::badCaptionsAreRefused_data()
{
    QTest::addColumn<QByteArray>("caption");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("place");

    const auto bytes = [](const char* text) { return QByteArray(text); };
    QTest::newRow("stray byte") << bytes("cat \xff") << "E_TEXT_ENCODING"
                                << "caption, byte 4";
    QTest::newRow("continuation") << bytes("\x80") << "E_TEXT_ENCODING"
                                  << "caption, byte 0";
    QTest::newRow("cut sequence") << bytes("é\xc3") << "E_TEXT_ENCODING"
                                  << "caption, byte 2";
    QTest::newRow("cut emoji") << bytes("a\xf0\x9f\x90") << "E_TEXT_ENCODING"
                               << "caption, byte 1";
    QTest::newRow("surrogate") << bytes("a\xed\xa0\x80") << "E_TEXT_ENCODING"
                               << "caption, byte 1";
    QTest::newRow("overlong") << bytes("\xc0\xaf") << "E_TEXT_ENCODING"
                              << "caption, byte 0";
    QTest::newRow("overlong in three") << bytes("\xe0\x80\xaf") << "E_TEXT_ENCODING"
                                       << "caption, byte 0";
    QTest::newRow("beyond Unicode") << bytes("\xf4\x90\x80\x80") << "E_TEXT_ENCODING"
                                    << "caption, byte 0";
    QTest::newRow("65537 bytes") << QByteArray(65537, 'a') << "E_LIMIT_CAPTION"
                                 << "caption";
    QTest::newRow("10 MB") << QByteArray(10'000'000, '\xff') << "E_LIMIT_CAPTION"
                           << "caption";
}

void WordPieceTest::badCaptionsAreRefused()
{
    QFETCH(QByteArray, caption);
    QFETCH(QString, id);
    QFETCH(QString, place);
    const auto tokenizer = wordPiece();
    const ErrorInfo info = errorOf([&] { tokenizer->encode(caption.toStdString(), 20, {}); });
    QCOMPARE(QString::fromStdString(info.id), id);
    QCOMPARE(QString::fromStdString(info.place), place);
}

void WordPieceTest::badVocabulariesAreRefused_data()
{
    QTest::addColumn<QByteArray>("vocabulary");
    QTest::addColumn<QString>("id"); // empty: accepted
    QTest::addColumn<QString>("place");

    const QByteArray good = "[PAD]\n[UNK]\n[CLS]\n[SEP]\ncat\n";
    QTest::newRow("good") << good << "no error"
                          << "";
    QTest::newRow("Windows line ends") << QByteArray(good).replace("\n", "\r\n") << "no error"
                                       << "";
    QTest::newRow("no line end at the end") << good.chopped(1) << "no error"
                                            << "";
    QTest::newRow("blank lines at the end") << good + "\n\n"
                                            << "no error"
                                            << "";
    QTest::newRow("nothing") << QByteArray() << "E_TOKENIZER_ENTRY"
                             << "line 1";
    QTest::newRow("blank line") << good + "\ndog\n"
                                << "E_TOKENIZER_ENTRY"
                                << "line 6";
    QTest::newRow("byte order mark") << "\xEF\xBB\xBF" + good << "E_TOKENIZER_SPECIAL"
                                     << "[PAD]";
    QTest::newRow("twice") << good + "dog\ncat\n"
                           << "E_TOKENIZER_DUPLICATE"
                           << "line 7";
    QTest::newRow("not UTF-8") << good + "\xff\n"
                               << "E_TOKENIZER_ENCODING"
                               << "byte 28";
    QTest::newRow("token of 513 bytes") << good + QByteArray(513, 'x') << "E_LIMIT_TOKEN"
                                        << "line 6";
    QTest::newRow("64 MB token") << good + QByteArray(64'000'000, 'x') << "E_LIMIT_TOKEN"
                                 << "line 6";
    QTest::newRow("without [UNK]")
        << QByteArray(good).replace("[UNK]", "unk") << "E_TOKENIZER_SPECIAL"
        << "[UNK]";
    QTest::newRow("without [CLS]")
        << QByteArray(good).replace("[CLS]", "cls") << "E_TOKENIZER_SPECIAL"
        << "[CLS]";
    QTest::newRow("without [SEP]")
        << QByteArray(good).replace("[SEP]", "sep") << "E_TOKENIZER_SPECIAL"
        << "[SEP]";
    QTest::newRow("without [PAD]")
        << QByteArray(good).replace("[PAD]", "pad") << "E_TOKENIZER_SPECIAL"
        << "[PAD]";
    QTest::newRow("HTML page") << QByteArray("<html>\n<body>\n") << "E_TOKENIZER_SPECIAL"
                               << "[UNK]";

    QByteArray many;
    for (int i = 0; i <= 1'000'000; ++i) {
        many += QByteArray::number(i) + '\n';
    }
    QTest::newRow("1,000,001 tokens") << many << "E_LIMIT_VOCABULARY"
                                      << "line 1000001";
}

void WordPieceTest::badVocabulariesAreRefused()
{
    QFETCH(QByteArray, vocabulary);
    QFETCH(QString, id);
    QFETCH(QString, place);
    const ErrorInfo info = errorOf([&] {
        const WordPiece tokenizer(Vocabulary(vocabulary.toStdString(), "m/vocab.txt"), {});
        QVERIFY(!tokenizer.maskId());
        QCOMPARE(tokenizer.vocabularySize(), 5);
        QCOMPARE(tokenizer.token(4), std::string("cat"));
        QCOMPARE(tokenizer.token(5), std::string());
        QCOMPARE(tokenizer.token(-1), std::string());
    });
    QCOMPARE(QString::fromStdString(info.id), id);
    QCOMPARE(QString::fromStdString(info.place), place);
    QCOMPARE(info.file, std::string(id == "no error" ? "" : "m/vocab.txt"));
}

void WordPieceTest::otherNamesOfSpecialTokensWork()
{
    WordPieceOptions options;
    options.unknown = "<unk>";
    options.first = "<s>";
    options.last = "</s>";
    options.padding = "<pad>";
    options.mask = "<mask>";
    options.others = {"<extra>", "<nowhere>", "<s>>"};
    const WordPiece tokenizer(
        Vocabulary("<pad>\n<unk>\n<s>\n</s>\n<mask>\n<extra>\n<s>>\ncat\n<\n>\n[\n]", "vocab.txt"),
        options);
    const Tokens tokens = tokenizer.encode("<extra>cat <s>> <s> [", 20, 9);
    QCOMPARE(placesOf(tokens),
             "<s> <extra>(<extra>) cat(cat) <s>>(<s>>) <s>(<s>) [([) </s> <pad> <pad>");
    QVERIFY(tokens.tokens[1].isSpecial);
    QVERIFY(tokens.words[1].isSpecial);
}

void WordPieceTest::writtenTextIsCleaned()
{
    const auto check = [](bool cleans, const char* caption) {
        WordPieceOptions options;
        options.cleansBlanks = cleans;
        const auto tokenizer = wordPiece(options);
        return tokenizer->written(tokenizer->encode(caption, 30, 30).ids());
    };
    QCOMPARE(check(true, "A dog playing, a cat!"), std::string("a dog playing, a cat!"));
    QCOMPARE(check(false, "A dog playing, a cat!"), std::string("a dog playing , a cat !"));
    QCOMPARE(check(true, "don't"), std::string("don't"));
    QCOMPARE(check(true, "a [MASK] æon"), std::string("a")); // special, in the reference's sense
    QCOMPARE(wordPiece()->written(std::vector<std::int64_t>{-1, 1 << 20}), std::string());
}

void WordPieceTest::workIsLinearInTheCaption()
{
    // Would take minutes if a long word were tried whole, or a run of marks sorted by insertion.
    const auto tokenizer = wordPiece();
    const std::string word(limits::kCaptionBytes, 'a');
    QCOMPARE(placesOf(tokenizer->encode(word, 20, {})).left(11), "[CLS] [UNK]");

    std::string marks = "a";
    while (marks.size() + 4 <= limits::kCaptionBytes) {
        marks += "\u0323\u0301";
    }
    const Tokens accents = tokenizer->encode(marks, 20, {});
    QCOMPARE(accents.size(), 3);
    QCOMPARE(accents.tokens[1].end, marks.size());

    std::string hostile; // every piece fails only at its last character
    while (hostile.size() + 102 <= limits::kCaptionBytes) {
        hostile += std::string(98, 'a') + "æ ";
    }
    QCOMPARE(tokenizer->encode(hostile, 2000, {}).size(),
             2 + static_cast<int>(hostile.size() / 101));
}

QTEST_APPLESS_MAIN(WordPieceTest)
#include "wordpiece_test.moc"
