#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

/// What the compiler can't see: which way includes go, and what only one place may do.
class SourceRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void includesGoUpTheList_data();
    void includesGoUpTheList();
    void engineKnowsNoQt();
    void openCvStaysInVision();
    void onlyTheWriterWrites();
    void imagesAreNeverDecodedByOpenCv();

private:
    struct Line {
        QString file;
        int number = 0;
        QString text;
    };

    static QList<Line> linesOf(const QString& folder);
    static QStringList includesOf(const QString& folder);
};

namespace {

const QString kRoot = QStringLiteral(TEST_DATA "/../..");

/// A folder may include itself and those before it.
const QStringList kEngineOrder{QStringLiteral("base"),
                               QStringLiteral("tensor"),
                               QStringLiteral("checkpoint"),
                               QStringLiteral("text"),
                               QStringLiteral("vision"),
                               QStringLiteral("trace"),
                               QStringLiteral("intervention"),
                               QStringLiteral("io"),
                               QStringLiteral("blocks"),
                               QStringLiteral("modes"),
                               QStringLiteral("fusion"),
                               QStringLiteral("models"),
                               QStringLiteral("analysis")};

} // namespace

QList<SourceRulesTest::Line> SourceRulesTest::linesOf(const QString& folder)
{
    QList<Line> lines;
    QDirIterator files(kRoot + QLatin1Char('/') + folder,
                       {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly)) {
            continue;
        }
        const QStringList texts = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
        for (int i = 0; i < texts.size(); ++i) {
            lines.append({QDir(kRoot).relativeFilePath(file.fileName()), i + 1, texts[i]});
        }
    }
    return lines;
}

/// "file:line folder" for each of the project's own includes of the engine.
QStringList SourceRulesTest::includesOf(const QString& folder)
{
    QStringList includes;
    static const QRegularExpression pattern(QStringLiteral("^#include \"(engine/\\w+|ui|app)/"));
    const QList<Line> lines = linesOf(folder);
    for (const Line& line : lines) {
        const QRegularExpressionMatch match = pattern.match(line.text);
        if (match.hasMatch()) {
            includes +=
                QStringLiteral("%1:%2 %3").arg(line.file).arg(line.number).arg(match.captured(1));
        }
    }
    return includes;
}

void SourceRulesTest::includesGoUpTheList_data()
{
    QTest::addColumn<int>("place");
    for (int i = 0; i < kEngineOrder.size(); ++i) {
        QTest::newRow(qPrintable(kEngineOrder[i])) << i;
    }
}

void SourceRulesTest::includesGoUpTheList()
{
    QFETCH(int, place);
    const QString folder = kEngineOrder[place];
    QStringList allowed;
    if (folder == QLatin1String("analysis")) { // pure: knows what a run recorded, not how
        allowed = {QStringLiteral("base"), QStringLiteral("tensor"), QStringLiteral("trace"),
                   QStringLiteral("analysis")};
    } else {
        allowed = kEngineOrder.mid(0, place + 1);
    }
    const QStringList includes = includesOf(QStringLiteral("engine/") + folder);
    QVERIFY2(!includes.isEmpty(), "no source was read");
    for (const QString& include : includes) {
        const QString target = include.section(QLatin1Char(' '), 1).section(QLatin1Char('/'), 1);
        QVERIFY2(allowed.contains(target), qPrintable(include));
    }
}

void SourceRulesTest::engineKnowsNoQt()
{
    const QList<Line> lines = linesOf(QStringLiteral("engine"));
    QVERIFY(lines.size() > 1000);
    for (const Line& line : lines) {
        QVERIFY2(!line.text.startsWith(QLatin1String("#include <Q")), qPrintable(line.file));
    }
}

void SourceRulesTest::openCvStaysInVision()
{
    for (const char* folder : {"engine", "ui", "app"}) {
        const QList<Line> lines = linesOf(QLatin1String(folder));
        for (const Line& line : lines) {
            if (line.text.contains(QLatin1String("opencv2/"))) {
                QVERIFY2(line.file.startsWith(QLatin1String("engine/vision/")),
                         qPrintable(line.file));
            }
        }
    }
}

/// QSaveFile, QFile and painters on paths lose data on a full disk without saying so (measured);
/// so does a stream. Everything is written by engine/io/file_writer.
void SourceRulesTest::onlyTheWriterWrites()
{
    static const QRegularExpression forbidden(
        QStringLiteral("QSaveFile|QImageWriter|std::ofstream|QIODevice::WriteOnly|"
                       "QPdfWriter\\w*\\(\\s*[\"Q]|setFileName\\("));
    for (const char* folder : {"engine", "ui", "app"}) {
        const QList<Line> lines = linesOf(QLatin1String(folder));
        for (const Line& line : lines) {
            const bool isMemory = line.text.contains(QLatin1String("uffer")); // QBuffer
            QVERIFY2(
                isMemory || !forbidden.match(line.text).hasMatch(),
                qPrintable(
                    QStringLiteral("%1:%2 %3").arg(line.file).arg(line.number).arg(line.text)));
        }
    }
}

void SourceRulesTest::imagesAreNeverDecodedByOpenCv()
{
    for (const char* folder : {"engine", "ui", "app"}) {
        const QList<Line> lines = linesOf(QLatin1String(folder));
        for (const Line& line : lines) {
            QVERIFY2(!line.text.contains(QLatin1String("imread")) &&
                         !line.text.contains(QLatin1String("imdecode")),
                     qPrintable(line.file));
        }
    }
}

QTEST_APPLESS_MAIN(SourceRulesTest)
#include "source_rules_test.moc"
