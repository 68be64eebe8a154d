#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

#include "tests/support/temporary_folder.h"
#include "ui/figure/engine_text.h"
#include "ui/figure/language.h"

#include <filesystem>
#include <memory>

using namespace attenscope;

namespace {

/// One or several literals side by side, as the compiler puts them together.
struct Literal {
    QString file;
    qsizetype line = 0;
    QString text;
};

/// R"(a "b")" as "a \"b\"".
QString withoutRawLiterals(const QString& source)
{
    static const QRegularExpression kRaw(R"re(R"\((.*?)\)")re",
                                         QRegularExpression::DotMatchesEverythingOption);
    QString plain;
    qsizetype done = 0;
    for (auto matches = kRaw.globalMatch(source); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        QString text = match.captured(1);
        text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        plain += source.mid(done, match.capturedStart() - done) + '"' + text + '"';
        done = match.capturedEnd();
    }
    return plain + source.mid(done);
}

/// Source without what is no code: comments and characters.
QString withoutComments(const QString& original)
{
    const QString source = withoutRawLiterals(original);
    static const QRegularExpression kSkipped(
        R"(("(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*.*?\*/|'(?:[^'\\\n]|\\.)')",
        QRegularExpression::DotMatchesEverythingOption);
    QString code;
    qsizetype done = 0;
    for (auto matches = kSkipped.globalMatch(source); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        code += source.mid(done, match.capturedStart() - done);
        code += match.capturedLength(1) > 0 ? match.captured()
                                            : QString(match.captured().count('\n'), '\n');
        done = match.capturedEnd();
    }
    return code + source.mid(done);
}

QString unescaped(const QString& literal)
{
    QString text = literal.mid(1, literal.size() - 2);
    return text.replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\");
}

QList<Literal> literalsOf(const std::filesystem::path& root, const QString& file)
{
    const QString code =
        withoutComments(QString::fromStdString(bytesOf(root / file.toStdString())));
    static const QRegularExpression kLiteral(R"("(?:[^"\\\n]|\\.)*")");
    QList<Literal> literals;
    qsizetype end = 0;
    for (auto matches = kLiteral.globalMatch(code); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        const QString between = code.mid(end, match.capturedStart() - end);
        end = match.capturedEnd();
        if (!literals.isEmpty() && between.trimmed().isEmpty()) {
            literals.last().text += unescaped(match.captured());
        } else if (!between.trimmed().endsWith("#include")) {
            literals.append({file, code.left(match.capturedStart()).count('\n') + 1,
                             unescaped(match.captured())});
        }
    }
    return literals;
}

/// Whether somebody may read it: two words, or the beginning or end of a text with a number in it.
bool isProse(const QString& text)
{
    static const QRegularExpression kProse("[A-Za-z]{2,},? [A-Za-z(]{2,}|^ [a-z]{3,}|[a-z]{3,} $");
    return kProse.match(text).hasMatch();
}

/// What looks like prose and is none, or is never shown as it is.
bool isExcepted(const Literal& literal)
{
    static const QStringList kFiles{
        "engine/analysis/map_script.cpp", "engine/analysis/matrix_script.cpp", // Python
        "engine/base/limits.cpp", // the table of the command line
    };
    static const QRegularExpression kTypesOfPickles("^(torch|builtins|collections) \\w+$");
    static const QStringList kTexts{"expected ",
                                    "found ", // of `describe`; the window has its own
                                    "weight files are little-endian",
                                    "the formats are little-endian",
                                    "arrays are written as they lie here", // for the compiler
                                    "version https://git-lfs",             // in a file
                                    "hidden_size ",
                                    "[task ",
                                    "[joint CLS]"}; // names
    return kFiles.contains(literal.file) || kTypesOfPickles.match(literal.text).hasMatch() ||
           kTexts.contains(literal.text);
}

} // namespace

/// Everything that the engine says is in the catalogue of texts that the window translates.
class EngineTextsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTextOfTheEngineIsKnown();
    void factsOfErrorsInTheWindowAreKnown();
    void patternsKeepTheirParts_data();
    void patternsKeepTheirParts();

private:
    bool isKnown(const QString& text) const;
    QStringList filesIn(const QString& folder) const;

    const std::filesystem::path root_{SOURCE_FOLDER};
    Translation chinese_{"zh_CN"};
};

/// A piece of a text that is known, or one that a pattern matches.
bool EngineTextsTest::isKnown(const QString& text) const
{
    for (const char* const known : engineTexts()) {
        if (QString::fromUtf8(known).contains(text)) {
            return true;
        }
    }
    return engineText(text.toStdString()) != text;
}

QStringList EngineTextsTest::filesIn(const QString& folder) const
{
    const QString root = QString::fromStdString(root_.string());
    QStringList files;
    for (QDirIterator it(root + '/' + folder, {"*.cpp", "*.h"}, QDir::Files,
                         QDirIterator::Subdirectories);
         it.hasNext();) {
        files << it.next().mid(root.size() + 1);
    }
    files.sort();
    return files;
}

void EngineTextsTest::everyTextOfTheEngineIsKnown()
{
    QStringList unknown;
    int seen = 0;
    for (const QString& file : filesIn("engine")) {
        for (const Literal& literal : literalsOf(root_, file)) {
            if (!isProse(literal.text) || isExcepted(literal)) {
                continue;
            }
            ++seen;
            if (!isKnown(literal.text)) {
                unknown << QString("%1:%2: %3").arg(file).arg(literal.line).arg(literal.text);
            }
        }
    }
    QVERIFY(seen > 300);
    QVERIFY2(unknown.isEmpty(), qPrintable(unknown.join("\n")));
}

void EngineTextsTest::factsOfErrorsInTheWindowAreKnown()
{
    static const QRegularExpression kFact(
        R"re(\.(?:expected|found|remedy) =\s*("(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*))re");
    static const QRegularExpression kSeam("\"\\s*\"");
    QStringList unknown;
    int seen = 0;
    for (const QString& file : filesIn("ui")) {
        const QString code =
            withoutComments(QString::fromStdString(bytesOf(root_ / file.toStdString())));
        for (auto matches = kFact.globalMatch(code); matches.hasNext();) {
            const QString text = unescaped(matches.next().captured(1).replace(kSeam, ""));
            if (!isProse(text)) {
                continue;
            }
            ++seen;
            if (!isKnown(text)) {
                unknown << file + ": " + text;
            }
        }
    }
    QVERIFY(seen > 20);
    QVERIFY2(unknown.isEmpty(), qPrintable(unknown.join("\n")));
}

void EngineTextsTest::patternsKeepTheirParts_data()
{
    QTest::addColumn<QString>("english");
    QTest::addColumn<QString>("chinese");
    QTest::newRow("a number") << "byte 417"
                              << "第 417 字节";
    QTest::newRow("the more special one wins") << "byte 8, inside another tensor"
                                               << "第 8 字节，位于另一张量之内";
    QTest::newRow("two parts") << "12 bytes for F32 [3]"
                               << "F32 [3] 应占 12 字节";
    QTest::newRow("a sentence") << "The index of the weights speaks of 5 bytes; the files hold 4."
                                << "权重索引称有 5 字节；文件中有 4 字节。";
    QTest::newRow("a shape stays") << "[512, 1024]"
                                   << "[512, 1024]";
}

void EngineTextsTest::patternsKeepTheirParts()
{
    QFETCH(QString, english);
    QFETCH(QString, chinese);
    QCOMPARE(engineText(english.toStdString()), chinese);
}

QTEST_GUILESS_MAIN(EngineTextsTest)
#include "engine_texts_test.moc"
