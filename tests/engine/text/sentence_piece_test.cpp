#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/text/sentence_piece.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/token_text.h"

#include <algorithm>
#include <memory>

using namespace attenscope;

namespace {

constexpr auto kFolder = TEST_DATA "/text/siglip";

std::string model()
{
    return bytesOf(std::string(kFolder) + "/spiece.model");
}

std::unique_ptr<const Tokenizer> siglip()
{
    return readTokenizer(ModelFolder(kFolder));
}

QJsonObject goldens()
{
    const std::string json = bytesOf(TEST_DATA "/text/sentence_piece_goldens.json");
    return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}

/// The ids without the padding at their end, but for one.
QList<qint64> idsOf(const Tokens& tokens, qint64 padding)
{
    const std::vector<std::int64_t> ids = tokens.ids();
    QList<qint64> result(ids.begin(), ids.end());
    while (result.size() > 1 && result.last() == padding && result[result.size() - 2] == padding) {
        result.removeLast();
    }
    return result;
}

/// A field of a message: its tag and length, and its bytes.
std::string field(int number, const std::string& bytes)
{
    std::string result(1, static_cast<char>(number << 3 | 2));
    std::size_t length = bytes.size();
    for (; length >= 128; length >>= 7) {
        result += static_cast<char>((length & 127) | 128);
    }
    return result + static_cast<char>(length) + bytes;
}

/// A table of characters whose array has these units, before its replacements.
std::string table(const std::vector<std::uint32_t>& units, const std::string& replacements)
{
    std::string bytes;
    const auto append = [&](std::size_t value) {
        for (int i = 0; i < 4; ++i) {
            bytes += static_cast<char>(value >> (8 * i) & 255);
        }
    };
    append(units.size() * 4);
    for (const std::uint32_t unit : units) {
        append(unit);
    }
    return field(3, field(2, bytes + replacements));
}

/// A piece of a type: 1 normal, 2 unknown, 4 user-defined.
std::string piece(const std::string& text, int type)
{
    return field(1, field(1, text) + '\x18' + static_cast<char>(type));
}

} // namespace

class SentencePieceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void idsEqualTheReferences_data();
    void idsEqualTheReferences();
    void tokensKeepTheirPlaces_data();
    void tokensKeepTheirPlaces();
    void rangesAreOrderedAndInsideTheCaption();
    void wordsAreWhatIsWritten_data();
    void wordsAreWhatIsWritten();
    void vocabularyIsTheFiles();
    void longCaptionsAreCutAndHopelessOnesHint();
    void aTokenizerFileBesideItIsNotRead();
    void optionsAreNamedWhenWrong_data();
    void optionsAreNamedWhenWrong();
    void addedTokensAreHonoured();
    void badModelsAreRefused_data();
    void badModelsAreRefused();
    void cutModelsAreRefused();
    void damagedModelsEndInWordsOrErrors();
    void workIsBoundedForTheLongestCaptions();
};

void SentencePieceTest::idsEqualTheReferences_data()
{
    QTest::addColumn<QString>("caption");
    QTest::addColumn<bool>("lowers");
    QTest::addColumn<QJsonArray>("ids");
    int index = 0;
    for (const QJsonValue& row : goldens()["rows"].toArray()) {
        for (const char* const kind : {"lower", "cased"}) {
            QTest::addRow("%d %s", index, kind)
                << row["text"].toString() << (std::string_view(kind) == "lower")
                << row[QLatin1String(kind)].toArray();
        }
        ++index;
    }
}

void SentencePieceTest::idsEqualTheReferences()
{
    QFETCH(QString, caption);
    QFETCH(bool, lowers);
    QFETCH(QJsonArray, ids);
    const SentencePiece tokenizer(model(), {.lowersCase = lowers}, "spiece.model");
    const int length = goldens()["length"].toInt();
    const Tokens tokens = tokenizer.encode(caption.toStdString(), length, length);
    QCOMPARE(tokens.size(), length);
    QList<qint64> expected;
    std::transform(ids.begin(), ids.end(), std::back_inserter(expected),
                   [](const QJsonValue& id) { return id.toInteger(); });
    QCOMPARE(idsOf(tokens, tokenizer.padId()), expected);
}

void SentencePieceTest::tokensKeepTheirPlaces_data()
{
    QTest::addColumn<QString>("caption");
    QTest::addColumn<QString>("places");

    const auto row = [](const char* caption, const char* places) {
        QTest::newRow(caption) << QString::fromUtf8(caption) << QString::fromUtf8(places);
    };
    row("a cat", "▁a(a) ▁cat(cat) </s>");
    row("A Dog!", "▁a(A) ▁dog(Dog) </s>");
    row("  a   cat\t", "▁a(a) ▁cat(cat) </s>");
    row("(a) ca't", "▁a(a) ▁cat(ca't) </s>");
    row("Don't", "▁do(Do) n(n) t(t) </s>");
    row("a - cat", "▁a(a) ▁cat(cat) </s>");
    row("Straße", "▁st(St) ra(ra) ß(ß) e(e) </s>");
    row("İst", "▁i(İ) <unk>(İ) st(st) </s>");
    row("ﬁ", "▁f(ﬁ) i(ﬁ) </s>");
    row("a ﬁ", "▁a(a) ▁f(ﬁ) i(ﬁ) </s>");
    row("№", "▁ <unk>(№) o(№) </s>");
    row("cafe\u0301", "▁ca(ca) f(f) é(e\u0301) </s>");
    row("日本", "▁ 日(日) 本(本) </s>");
    row("a 日本", "▁a(a) ▁ 日(日) 本(本) </s>");
    row("a🐱 🐱", "▁a(a) <unk>(🐱) ▁ <unk>(🐱) </s>");
    row("👩\u200d🚀", "▁ <unk>(👩\u200d🚀) </s>");
    row("a\u3000cat", "▁a(a) ▁cat(cat) </s>");
    row("\u2581cat", "▁cat(cat) </s>");
    row("a <unk> cat", "▁a(a) <unk>( <unk> ) c(c) at(at) </s>");
    row("</S>", "</s>(</S>) </s>");
}

void SentencePieceTest::tokensKeepTheirPlaces()
{
    QFETCH(QString, caption);
    QFETCH(QString, places);
    QCOMPARE(placesOf(siglip()->encode(caption.toStdString(), 64, std::nullopt)), places);
}

void SentencePieceTest::rangesAreOrderedAndInsideTheCaption()
{
    const auto tokenizer = siglip();
    for (const QJsonValue& row : goldens()["rows"].toArray()) {
        const Tokens tokens = tokenizer->encode(row["text"].toString().toStdString(), 1000, {});
        std::size_t begin = 0;
        for (int i = 0; i + 1 < tokens.size(); ++i) {
            const Token& token = tokens.tokens[static_cast<std::size_t>(i)];
            QVERIFY(token.begin <= token.end);
            QVERIFY(token.begin >= begin);
            QVERIFY(token.end <= tokens.caption.size());
            QVERIFY(
                !QString::fromStdString(tokens.caption.substr(token.begin, token.end - token.begin))
                     .contains(QChar::ReplacementCharacter));
            begin = token.begin;
        }
    }
}

void SentencePieceTest::wordsAreWhatIsWritten_data()
{
    QTest::addColumn<QString>("caption");
    QTest::addColumn<QStringList>("words");

    QTest::newRow("nothing") << "" << QStringList{};
    QTest::newRow("pieces are one word") << "A dog PLAYING" << QStringList{"A", "dog", "PLAYING"};
    QTest::newRow("no punctuation") << "a cat, (red)." << QStringList{"a", "cat", "red"};
    QTest::newRow("Han are words") << "a 日本" << QStringList{"a", "日", "本"};
    QTest::newRow("a blank goes with what follows") << "a 🐱 🐱" << QStringList{"a", "🐱", "🐱"};
    QTest::newRow("end inside") << "a</s>cat" << QStringList{"a", "</s>", "cat"};
}

void SentencePieceTest::wordsAreWhatIsWritten()
{
    QFETCH(QString, caption);
    QFETCH(QStringList, words);
    const Tokens tokens = siglip()->encode(caption.toStdString(), 64, std::nullopt);
    QStringList found;
    int next = 0;
    for (std::size_t w = 0; w < tokens.words.size(); ++w) {
        found.append(QString::fromStdString(tokens.words[w].text));
        for (const int t : tokens.words[w].tokens) {
            QCOMPARE(t, next++); // every token is in one word, in order
            QCOMPARE(tokens.tokens[static_cast<std::size_t>(t)].word, static_cast<int>(w));
        }
    }
    QCOMPARE(next, tokens.size());
    QCOMPARE(found, words + QStringList{"</s>"});
}

void SentencePieceTest::vocabularyIsTheFiles()
{
    const auto tokenizer = siglip();
    QCOMPARE(tokenizer->padId(), 1);
    QVERIFY(!tokenizer->maskId());
    QCOMPARE(tokenizer->token(0), std::string("<pad>"));
    QCOMPARE(tokenizer->token(2), std::string("<unk>"));
    QCOMPARE(tokenizer->token(-1), std::string());
    QCOMPARE(tokenizer->token(tokenizer->vocabularySize()), std::string());
    QCOMPARE(tokenizer->token(std::int64_t{1} << 32), std::string());
    QVERIFY(!tokenizer->token(tokenizer->vocabularySize() - 1).empty());

    const Tokens tokens = tokenizer->encode("a cat", 64, std::nullopt);
    const Spelling first = tokenizer->spelling(tokens.tokens[1].id).value();
    QCOMPARE(first.bytes, std::string("cat"));
    QVERIFY(!first.continuesWord);
    QVERIFY(
        tokenizer->spelling(tokenizer->encode("dogs", 64, {}).tokens[1].id).value().continuesWord);
    QVERIFY(!tokenizer->spelling(-1));
    QCOMPARE(tokenizer->written(tokenizer->encode("two dogs", 64, 9).ids()),
             std::string("two dogs"));
}

void SentencePieceTest::longCaptionsAreCutAndHopelessOnesHint()
{
    const auto tokenizer = siglip();
    const Tokens cut = tokenizer->encode("a cat a cat a cat", 4, 4);
    QCOMPARE(placesOf(cut), "▁a(a) ▁cat(cat) ▁a(a) </s>");
    QCOMPARE(cut.warnings.at(0).id, std::string("W_CAPTION_CUT"));
    std::string many;
    for (int i = 0; i < 100; ++i) {
        many += "cat ";
    }
    QCOMPARE(tokenizer->encode(many, 1000, {}).size(), 64); // model_max_length

    const Tokens padded = tokenizer->encode("a cat", 64, 5);
    QCOMPARE(placesOf(padded), "▁a(a) ▁cat(cat) </s> </s> </s>");
    QVERIFY(padded.tokens[2].isSpecial && !padded.tokens[2].isPadding);
    QVERIFY(padded.tokens[3].isPadding && padded.tokens[3].word < 0);

    for (const char* const caption : {"", " ", "...", "\u200b"}) {
        const Tokens tokens = tokenizer->encode(caption, 64, std::nullopt);
        QCOMPARE(placesOf(tokens), "</s>");
        QCOMPARE(tokens.warnings.at(0).id, std::string("W_CAPTION_EMPTY"));
    }
    QCOMPARE(errorOf([&] { tokenizer->encode("cat \xff", 64, {}); }).id,
             std::string("E_TEXT_ENCODING"));
}

/// Its pieces are the same, but the cleaning that it describes is another one.
void SentencePieceTest::aTokenizerFileBesideItIsNotRead()
{
    const TemporaryFolder folder;
    folder.write("spiece.model", model());
    folder.write("tokenizer.json", R"({"model": {"type": "Unigram"}})");
    QCOMPARE(placesOf(readTokenizer(ModelFolder(folder.path()))->encode("A cat!", 64, {})),
             "▁a(A) ▁cat(cat) </s>");
}

void SentencePieceTest::optionsAreNamedWhenWrong_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("place");

    const auto row = [](const char* name, const char* json, const char* id, const char* place) {
        QTest::newRow(name) << QByteArray(json) << QString(id) << QString(place);
    };
    row("fast class", R"({"tokenizer_class": "SiglipTokenizerFast"})", "no error", "");
    row("another class", R"({"tokenizer_class": "T5Tokenizer"})", "E_TOKENIZER_OPTION",
        "/tokenizer_class");
    row("flag as text", R"({"do_lower_case": "yes"})", "E_TOKENIZER_OPTION", "/do_lower_case");
    row("end that is no piece", R"({"eos_token": "<end>"})", "E_TOKENIZER_SPECIAL", "<end>");
    row("padding that is no piece", R"({"pad_token": {"content": "<p>"}})", "E_TOKENIZER_SPECIAL",
        "<p>");
    row("unknown that is no piece", R"({"unk_token": ""})", "E_TOKENIZER_SPECIAL", "");
    row("further one that is no piece", R"({"additional_special_tokens": ["<nowhere>"]})",
        "no error", "");
}

void SentencePieceTest::optionsAreNamedWhenWrong()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, id);
    QFETCH(QString, place);
    const TemporaryFolder folder;
    folder.write("spiece.model", model());
    folder.write("tokenizer_config.json", json.toStdString());
    const ErrorInfo info = errorOf([&] { readTokenizer(ModelFolder(folder.path())); });
    QCOMPARE(QString::fromStdString(info.id), id);
    QCOMPARE(QString::fromStdString(info.place), place);
    QCOMPARE(info.file.empty(), id == "no error");
}

void SentencePieceTest::addedTokensAreHonoured()
{
    const auto pieces = static_cast<long long>(siglip()->vocabularySize());
    const auto read = [&](long long id, const std::string& flags) {
        const TemporaryFolder folder;
        folder.write("spiece.model", model());
        folder.write("tokenizer_config.json", R"({"added_tokens_decoder": {")" +
                                                  std::to_string(id) + R"(": {"content": "<New>")" +
                                                  flags + "}}}");
        return readTokenizer(ModelFolder(folder.path()));
    };
    const auto special = read(pieces, R"(, "special": true, "rstrip": true)");
    QCOMPARE(special->vocabularySize(), pieces + 1);
    QCOMPARE(special->token(pieces), std::string("<New>"));
    QCOMPARE(placesOf(special->encode("a <New>  cat", 64, {})),
             "▁a(a) <New>(<New>  ) c(c) at(at) </s>");
    // Others are lower-cased with the text unless they are normalised, so they are not found.
    QVERIFY(placesOf(read(pieces, R"(, "normalized": true)")->encode("<New>", 64, {}))
                .startsWith("<New>"));
    QVERIFY(!placesOf(read(pieces, R"(, "normalized": false)")->encode("<New>", 64, {}))
                 .contains("<New>"));
    QCOMPARE(errorOf([&] { read(pieces + 1, ""); }).id, std::string("E_TOKENIZER_ENTRY"));
    QCOMPARE(errorOf([&] { read(3, ""); }).id, std::string("E_TOKENIZER_DUPLICATE"));
    QCOMPARE(errorOf([&] { read(pieces, R"(, "single_word": true)"); }).id,
             std::string("E_TOKENIZER_UNSUPPORTED"));
}

void SentencePieceTest::badModelsAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("id");

    const auto row = [](const char* name, const std::string& bytes, const char* id) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(id);
    };
    const char* const bad = "E_TOKENIZER_MODEL";
    const std::string good =
        piece("<pad>", 3) + piece("</s>", 3) + piece("<unk>", 2) + piece("a", 1);
    row("good", good, "no error");
    row("nothing", "", bad);
    row("text", "<html>\n<body>\n", bad);
    row("zeros", std::string(100, '\0'), bad);
    row("an LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", bad);
    row("no unknown piece", piece("</s>", 3) + piece("a", 1), bad);
    row("two unknown pieces", good + piece("?", 2), bad);
    row("a piece twice", good + piece("a", 1), bad);
    row("length of 2^63", good + "\x0a\xff\xff\xff\xff\xff\xff\xff\xff\x7f", bad);
    row("number without end", good + "\x08" + std::string(12, '\xff'), bad);
    row("unknown kind of data", good + "\x0b", bad);
    row("empty piece", good + piece("", 1), "E_TOKENIZER_ENTRY");
    row("NUL in a piece", good + piece(std::string("a\0b", 3), 4), "E_TOKENIZER_ENTRY");
    row("piece not in UTF-8", good + piece("\xff", 1), "E_TOKENIZER_ENCODING");
    row("piece of 513 bytes", good + piece(std::string(513, 'x'), 1), "E_LIMIT_TOKEN");
    row("without an end", piece("<unk>", 2) + piece("a", 1), "E_TOKENIZER_SPECIAL");

    std::string many = good;
    for (int i = 0; i <= 1'000'000; ++i) {
        many += piece("x" + std::to_string(i), 1);
    }
    row("1,000,005 pieces", many, "E_LIMIT_VOCABULARY");
    std::string own = good;
    for (std::size_t i = 1; i <= 65; ++i) {
        own += piece(std::string(i, 'b'), 4);
    }
    row("65 user-defined pieces", own, bad);

    const std::vector<std::uint32_t> still(256, 0xFF);
    const auto with = [&still](std::size_t at, std::uint32_t unit) {
        std::vector<std::uint32_t> units = still;
        units[at] = unit;
        return units;
    };
    const std::string end(1, '\0');
    row("table that leads nowhere", good + table(with(0, 0), end), "no error");
    row("table of nothing", good + table({}, end), bad);
    row("table of 2 bytes", good + field(3, field(2, "ab")), bad);
    row("table shorter than a byte's children", good + table({0, 0}, end), bad);
    row("table that leads outside", good + table(with(0, 300U << 10U), end), bad);
    row("replacements without an end", good + table(with(0, 0), "a"), bad);
    row("replacement outside", good + table(with(0, 0x100), end), bad);
    std::vector<std::uint32_t> circle = still;
    circle[0] = 'a' << 10U; // its child by 'a' is at 'a' ^ 'a'
    row("table that goes in a circle", good + table(circle, end), "no error");
}

void SentencePieceTest::badModelsAreRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, id);
    const ErrorInfo info = errorOf([&] {
        const SentencePiece tokenizer(bytes.toStdString(), {}, "m/spiece.model");
        tokenizer.encode("a caption aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 64, {});
    });
    QCOMPARE(QString::fromStdString(info.id), id);
    QCOMPARE(info.file, std::string(id == "no error" ? "" : "m/spiece.model"));
}

void SentencePieceTest::cutModelsAreRefused()
{
    const std::string whole = model();
    int refused = 0;
    for (std::size_t length = 0; length < whole.size(); length += 11) {
        const ErrorInfo info =
            errorOf([&] { SentencePiece(whole.substr(0, length), {}, "spiece.model"); });
        if (info.id != "no error") {
            QVERIFY(info.id.starts_with("E_"));
            ++refused;
        }
    }
    // Between two fields the file may end: fewer pieces are a model too.
    QVERIFY2(refused > static_cast<int>(whole.size() / 11 * 9 / 10),
             qPrintable(QString::number(refused)));
}

/// Every seventh byte with one bit turned.
void SentencePieceTest::damagedModelsEndInWordsOrErrors()
{
    const std::string whole = model();
    for (std::size_t i = 0; i < whole.size(); i += 7) {
        std::string damaged = whole;
        damaged[i] = static_cast<char>(damaged[i] ^ (1 << (i / 7 % 8)));
        const ErrorInfo info = errorOf([&] {
            const SentencePiece tokenizer(damaged, {}, "spiece.model");
            const Tokens tokens = tokenizer.encode("A ﬁne № 5 ｃａｔ, don't!", 64, 64);
            QCOMPARE(tokens.size(), 64);
        });
        QVERIFY(info.id == "no error" || info.id.starts_with("E_"));
    }
}

void SentencePieceTest::workIsBoundedForTheLongestCaptions()
{
    const auto tokenizer = siglip();
    for (const char* const part : {"a", "playing ", "日", " ", "!", "</s>"}) {
        std::string caption;
        while (caption.size() + 8 <= limits::kCaptionBytes) {
            caption += part;
        }
        QVERIFY(tokenizer->encode(caption, 64, 64).size() == 64);
    }
}

QTEST_APPLESS_MAIN(SentencePieceTest)
#include "sentence_piece_test.moc"
