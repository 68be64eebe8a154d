#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/text/tokenizer.h"
#include "engine/text/unigram_pieces.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/token_text.h"

#include <limits>
#include <memory>
#include <stdexcept>

using namespace attenscope;

namespace {

std::unique_ptr<const Tokenizer> tokenizerOf(const char* folder)
{
    return readTokenizer(ModelFolder(std::string(TEST_DATA "/text/") + folder));
}

/// A file's JSON, with one text replaced.
std::unique_ptr<const Tokenizer> changed(const char* folder, const char* from, const char* to)
{
    QByteArray json = QByteArray::fromStdString(
        bytesOf(std::string(TEST_DATA "/text/") + folder + "/tokenizer.json"));
    const auto place = json.indexOf(from);
    if (place < 0) {
        throw std::logic_error("nothing to be changed");
    }
    json.replace(place, static_cast<qsizetype>(qstrlen(from)), to);
    const TemporaryFolder copy;
    copy.write("tokenizer.json", json.toStdString());
    return readTokenizer(ModelFolder(copy.path()));
}

} // namespace

class UnigramTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void idsEqualTheReferences_data();
    void idsEqualTheReferences();
    void tokensKeepTheirPlaces_data();
    void tokensKeepTheirPlaces();
    void rangesAreOrderedAndInsideTheCaption();
    void theBestPathWins();
    void marksInFrontAreAsTheFileSays();
    void normalizersDoWhatTheySay_data();
    void normalizersDoWhatTheySay();
    void writtenTextIsText();
    void addedTokensAreHonoured();
    void badFilesAreNamed_data();
    void badFilesAreNamed();
    void workIsBoundedForTheLongestCaptions();
};

void UnigramTest::idsEqualTheReferences_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("caption");
    QTest::addColumn<QJsonArray>("ids");
    const QJsonObject goldens =
        QJsonDocument::fromJson(
            QByteArray::fromStdString(bytesOf(TEST_DATA "/text/unigram_goldens.json")))
            .object();
    QCOMPARE(goldens.size(), 3);
    for (const QString& folder : goldens.keys()) {
        const QJsonArray rows = goldens[folder].toArray();
        QVERIFY(rows.size() > 70);
        for (int i = 0; i < rows.size(); ++i) {
            QTest::addRow("%s %d", qPrintable(folder), i)
                << folder << rows[i]["text"].toString() << rows[i]["ids"].toArray();
        }
    }
}

void UnigramTest::idsEqualTheReferences()
{
    QFETCH(QString, folder);
    QFETCH(QString, caption);
    QFETCH(QJsonArray, ids);
    const Tokens tokens =
        tokenizerOf(qPrintable(folder))->encode(caption.toStdString(), 100'000, std::nullopt);
    QList<qint64> expected;
    for (const QJsonValue& id : ids) {
        expected.append(id.toInteger());
    }
    QCOMPARE(idsOf(tokens), expected);
}

void UnigramTest::tokensKeepTheirPlaces_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("caption");
    QTest::addColumn<QString>("places");

    const auto row = [](const char* folder, const char* caption, const char* places) {
        QTest::addRow("%s: %s", folder, caption)
            << folder << QString::fromUtf8(caption) << QString::fromUtf8(places);
    };
    row("unigram_siglip", "A Cat!", "▁a(A) ▁cat(Cat) </s>");
    row("unigram_siglip", "  a   cat\t", "▁a(a) ▁cat(cat) </s>");
    row("unigram_siglip", "(a) ca't", "▁a(a) ▁cat(ca't) </s>");
    row("unigram_siglip", "日本", "▁ 日(日) 本(本) </s>");
    row("unigram_siglip", "a🐱 🐱", "▁a(a) <unk>(🐱) ▁ <unk>(🐱) </s>");
    row("unigram_siglip", "ﬁ", "▁f(ﬁ) i(ﬁ) </s>");
    row("unigram_siglip", "cafe\u0301", "▁ca(ca) f(f) é(e\u0301) </s>");
    row("unigram_siglip", "a</s>cat", "▁a(a) </s>(</s>) ▁cat(cat) </s>");
    row("unigram_siglip", "", "</s>");
    // The table's first entry stands for the whole character: the second accent is lost.
    row("unigram_siglip", "e\u0323\u0301", "▁ <unk>(e\u0323\u0301) </s>");
    row("unigram_bytes", "a 🐱", "▁a(a) ▁ <0xF0>(🐱) <0x9F>(🐱) <0x90>(🐱) <0xB1>(🐱) </s>");
}

void UnigramTest::tokensKeepTheirPlaces()
{
    QFETCH(QString, folder);
    QFETCH(QString, caption);
    QFETCH(QString, places);
    const auto tokenizer = tokenizerOf(qPrintable(folder));
    QCOMPARE(placesOf(tokenizer->encode(caption.toStdString(), 64, std::nullopt)), places);
}

void UnigramTest::rangesAreOrderedAndInsideTheCaption()
{
    for (const char* const folder : {"unigram", "unigram_siglip", "unigram_bytes"}) {
        const auto tokenizer = tokenizerOf(folder);
        const QJsonDocument goldens = QJsonDocument::fromJson(
            QByteArray::fromStdString(bytesOf(TEST_DATA "/text/unigram_goldens.json")));
        for (const QJsonValue& row : goldens[QLatin1String(folder)].toArray()) {
            const Tokens tokens =
                tokenizer->encode(row["text"].toString().toStdString(), 10'000, std::nullopt);
            std::size_t begin = 0;
            for (int i = 0; i + 1 < tokens.size(); ++i) {
                const Token& token = tokens.tokens[static_cast<std::size_t>(i)];
                QVERIFY(token.begin <= token.end);
                QVERIFY(token.begin >= begin);
                QVERIFY(token.end <= tokens.caption.size());
                begin = token.begin;
            }
        }
    }
}

/// The example of the `tokenizers` library (models/unigram/model.rs).
void UnigramTest::theBestPathWins()
{
    const std::vector<VocabularyEntry> entries{{"<unk>", 0}, {"a", 1},   {"b", 2},
                                               {"c", 3},     {"d", 4},   {"cd", 5},
                                               {"ab", 6},    {"abc", 7}, {"abcd", 8}};
    const std::vector<double> scores{0, 0, 0, 0, 0, 1, 2, 5, 10};
    const UnigramPieces pieces(Vocabulary(entries, "test"), scores, 0, false);
    QList<qint64> ids;
    for (const UnigramPieces::Piece& piece : pieces.cut("abcdacdxx")) {
        ids.append(piece.id);
    }
    QCOMPARE(ids, (QList<qint64>{8, 1, 5, 0})); // abcd, a, cd, xx
    QCOMPARE(pieces.cut("abcdacdxx").back().begin, std::size_t{7});
    QVERIFY(pieces.cut("").empty());
}

void UnigramTest::marksInFrontAreAsTheFileSays()
{
    const auto spelled = [](const char* scheme, const char* caption) {
        const auto tokenizer = changed("unigram", R"("prepend_scheme": "always", "split")", scheme);
        return placesOf(tokenizer->encode(caption, 64, std::nullopt));
    };
    const char* const caption = "cat</s>cat";
    QCOMPARE(spelled(R"("prepend_scheme": "always", "split")", caption),
             "▁cat(cat) </s>(</s>) ▁cat(cat) </s>");
    QCOMPARE(spelled(R"("prepend_scheme": "first", "split")", caption),
             "▁cat(cat) </s>(</s>) c(c) at(at) </s>");
    QCOMPARE(spelled(R"("prepend_scheme": "never", "split")", caption),
             "c(c) at(at) </s>(</s>) c(c) at(at) </s>");
    QCOMPARE(spelled(R"("add_prefix_space": false, "split")", caption),
             "c(c) at(at) </s>(</s>) c(c) at(at) </s>");
    QCOMPARE(spelled(R"("add_prefix_space": true, "split")", "cat"), "▁cat(cat) </s>");
}

void UnigramTest::normalizersDoWhatTheySay_data()
{
    QTest::addColumn<QByteArray>("normalizer");
    QTest::addColumn<QString>("caption");
    QTest::addColumn<QString>("text"); // what is cut, by its characters

    const auto row = [](const char* name, const char* json, const char* caption, const char* text) {
        QTest::newRow(name) << QByteArray(json) << QString::fromUtf8(caption)
                            << QString::fromUtf8(text);
    };
    row("lower case, by characters", R"({"type": "Lowercase"})", "ΑΣ İ", "ασ i̇");
    row("NFKC", R"({"type": "NFKC"})", "ﬁ Ⅷ é", "fi VIII é");
    row("NFKD", R"({"type": "NFKD"})", "é", "e\u0301");
    row("strip", R"({"type": "Strip", "strip_left": true, "strip_right": false})", " a ", "a ");
    row("text", R"({"type": "Replace", "pattern": {"String": "ab"}, "content": "c"})", "aabab",
        "acc");
    row("class", R"({"type": "Replace", "pattern": {"Regex": "[\\-.\\]]"}, "content": ""})",
        "a-.]b", "ab");
    row("run of a class", R"({"type": "Replace", "pattern": {"Regex": "[.]+"}, "content": "!"})",
        "a...b", "a!b");
    row("two blanks and more",
        R"({"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "_"})", "a b   c",
        "a b_c");
    row("white space", R"({"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": "_"})",
        "a \t\u3000b", "a_b");
    row("in front", R"({"type": "Prepend", "prepend": "x"})", "a", "xa");
    row("one after the other",
        R"({"type": "Sequence", "normalizers": [{"type": "Lowercase"}, {"type": "Prepend", "prepend": "X"}]})",
        "A", "Xa");
}

/// Through a vocabulary without pieces, which leaves the whole text unknown, and its place.
void UnigramTest::normalizersDoWhatTheySay()
{
    QFETCH(QByteArray, normalizer);
    QFETCH(QString, caption);
    QFETCH(QString, text);
    QStringList vocabulary{R"(["<unk>", 0])", R"(["</s>", 0])"};
    QList<uint> characters;
    for (const uint value : text.replace(' ', u'▁').toUcs4()) {
        if (!characters.contains(value)) {
            characters.append(value);
            vocabulary.append(QString(R"(["%1", -1.5])")
                                  .arg(QString::fromUcs4(
                                      reinterpret_cast<const char32_t*>(&characters.last()), 1)));
        }
    }
    const TemporaryFolder folder;
    folder.write("tokenizer.json",
                 QString(R"({"normalizer": %1, "pre_tokenizer": {"type": "Metaspace",
                     "replacement": "▁", "prepend_scheme": "never"},
                     "model": {"type": "Unigram", "unk_id": 0, "vocab": [%2]}})")
                     .arg(QString::fromUtf8(normalizer), vocabulary.join(", "))
                     .toStdString());
    folder.write("tokenizer_config.json", R"({"pad_token": "</s>"})");
    const auto tokenizer = readTokenizer(ModelFolder(folder.path()));
    QString cut;
    for (const Token& token : tokenizer->encode(caption.toStdString(), 64, std::nullopt).tokens) {
        cut += QString::fromStdString(token.text);
    }
    QCOMPARE(cut, text);
}

void UnigramTest::writtenTextIsText()
{
    const auto plain = tokenizerOf("unigram_siglip");
    QCOMPARE(plain->written(plain->encode("A photo of two dogs", 64, 30).ids()),
             std::string("a photo of two dogs"));
    const auto bytes = tokenizerOf("unigram_bytes");
    QCOMPARE(bytes->written(bytes->encode("a 🐱 café", 64, {}).ids()), std::string("a 🐱 café"));
    QVERIFY(!plain->spelling(-1));
    QCOMPARE(plain->maximumTokens(), std::numeric_limits<int>::max());
}

void UnigramTest::addedTokensAreHonoured()
{
    const std::string id = std::to_string(tokenizerOf("unigram_siglip")->vocabularySize());
    const auto placed = [&id](const char* flags, const char* caption) {
        const std::string tokens =
            R"("added_tokens": [{"id": )" + id + R"(, "content": "Zebra!", )" + flags + "}, ";
        const auto tokenizer = changed("unigram_siglip", R"("added_tokens": [)", tokens.c_str());
        return placesOf(tokenizer->encode(caption, 64, std::nullopt));
    };
    const char* const changes = R"("special": false, "normalized": true, "single_word": true)";
    QVERIFY(placed(R"("special": true)", "a Zebra! ZEBRA!").startsWith("▁a(a) Zebra!(Zebra!) ▁ z"));
    QCOMPARE(placed(changes, "a ZEBRA?"), "▁a(a) ▁ Zebra!(ZEBRA) </s>");
    QVERIFY(!placed(changes, "a zebras").contains("Zebra!"));
}

void UnigramTest::badFilesAreNamed_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("place");

    const auto row = [](const char* name, const char* from, const char* to, const char* id,
                        const char* place) {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to) << id << place;
    };
    row("no unknown token", R"("unk_id": 2)", R"("unk_id": null)", "E_TOKENIZER_SPECIAL",
        "/model/unk_id");
    row("unknown token beyond", R"("unk_id": 2)", R"("unk_id": 9999)", "E_TOKENIZER_SPECIAL",
        "/model/unk_id");
    row("score as text", R"(["<pad>", 0.0])", R"(["<pad>", "0"])", "E_TOKENIZER_OPTION",
        "/model/vocab/0/1");
    row("piece without a score", R"(["<pad>", 0.0])", R"(["<pad>"])", "E_TOKENIZER_OPTION",
        "/model/vocab/0");
    row("piece twice", R"(["<pad>", 0.0])", R"(["</s>", 0.0])", "E_TOKENIZER_DUPLICATE",
        "token </s>");
    row("empty piece", R"(["<pad>", 0.0])", R"(["", 0.0])", "E_TOKENIZER_ENTRY", "token ");
    row("other normaliser", R"("type": "Strip")", R"("type": "Nmt")", "E_TOKENIZER_UNSUPPORTED",
        "/normalizer/normalizers/4");
    row("other pattern", R"(" {2,}")", R"("(a|b)*c")", "E_TOKENIZER_UNSUPPORTED",
        "/normalizer/normalizers/5/pattern/Regex");
    row("range", R"(" {2,}")", R"("[a-z]")", "E_TOKENIZER_UNSUPPORTED",
        "/normalizer/normalizers/5/pattern/Regex");
    row("complement", R"(" {2,}")", R"("[^a]")", "E_TOKENIZER_UNSUPPORTED",
        "/normalizer/normalizers/5/pattern/Regex");
    row("class of letters", R"(" {2,}")", R"("[\\d]")", "E_TOKENIZER_UNSUPPORTED",
        "/normalizer/normalizers/5/pattern/Regex");
    row("no base64", R"("precompiled_charsmap": ")", R"("precompiled_charsmap": "*)",
        "E_TOKENIZER_MODEL", "/normalizer/normalizers/3/precompiled_charsmap");
    row("damaged table", R"("precompiled_charsmap": ")", R"("precompiled_charsmap": "AAAA)",
        "E_TOKENIZER_MODEL", "/normalizer/normalizers/3/precompiled_charsmap");
    row("other cutting", R"("type": "Metaspace")", R"("type": "Digits")", "E_TOKENIZER_UNSUPPORTED",
        "/pre_tokenizer");
    row("mark of two characters", "\"replacement\": \"\xE2\x96\x81\"", R"("replacement": "__")",
        "E_TOKENIZER_UNSUPPORTED", "/pre_tokenizer/replacement");
    row("other place of marks", R"("prepend_scheme": "always")", R"("prepend_scheme": "last")",
        "E_TOKENIZER_UNSUPPORTED", "/pre_tokenizer/prepend_scheme");
    row("contradiction", R"("prepend_scheme": "always")",
        R"("prepend_scheme": "always", "add_prefix_space": false)", "E_TOKENIZER_UNSUPPORTED",
        "/pre_tokenizer/prepend_scheme");
}

void UnigramTest::badFilesAreNamed()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QString, id);
    QFETCH(QString, place);
    const ErrorInfo info =
        errorOf([&] { changed("unigram_siglip", from.constData(), to.constData()); });
    QCOMPARE(QString::fromStdString(info.id), id);
    QCOMPARE(QString::fromStdString(info.place), place);
    QVERIFY(QString::fromStdString(info.file).endsWith("/tokenizer.json"));
}

void UnigramTest::workIsBoundedForTheLongestCaptions()
{
    for (const char* const folder : {"unigram", "unigram_siglip", "unigram_bytes"}) {
        const auto tokenizer = tokenizerOf(folder);
        for (const char* const part : {"a", "🐱", "</s> ", "e\u0301", "."}) {
            std::string caption;
            while (caption.size() + 5 <= limits::kCaptionBytes) {
                caption += part;
            }
            QVERIFY(tokenizer->encode(caption, 100, std::nullopt).size() <= 100);
        }
    }
}

QTEST_APPLESS_MAIN(UnigramTest)
#include "unigram_test.moc"
