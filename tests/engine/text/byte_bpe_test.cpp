#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "engine/checkpoint/model_folder.h"
#include "engine/text/tokenizer.h"

#include <memory>

using namespace attenscope;

namespace {

QByteArray fileText(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QList<qint64> idsOf(const Tokens& tokens)
{
    const std::vector<std::int64_t> ids = tokens.ids();
    return {ids.begin(), ids.end()};
}

QList<qint64> idsOf(const QJsonValue& array)
{
    QList<qint64> ids;
    for (const QJsonValue& id : array.toArray()) {
        ids.append(id.toInteger());
    }
    return ids;
}

} // namespace

class ByteBpeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void idsEqualThePublishedVocabularys();
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

QTEST_APPLESS_MAIN(ByteBpeTest)
#include "byte_bpe_test.moc"
