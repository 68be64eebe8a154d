#include <QtTest>

#include "engine/base/error.h"

#include <string>

using namespace attenscope;

class ErrorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatNamesEveryFact();
    void missingFactsLeaveNoTrace_data();
    void missingFactsLeaveNoTrace();
    void whatKeepsTheFacts();
    void harmfulCharactersAreEscaped_data();
    void harmfulCharactersAreEscaped();
    void longTextsAreCut();
    void exitCodesFollowTheContract_data();
    void exitCodesFollowTheContract();
};

void ErrorTest::whatNamesEveryFact()
{
    const Error error({.id = "E_TENSOR_SHAPE",
                       .file = "clip/model.safetensors",
                       .place = "visual_projection.weight",
                       .expected = "[512, 768]",
                       .found = "[512, 1024]",
                       .remedy = "Take the config of the same checkpoint."});
    QCOMPARE(std::string(error.what()),
             std::string("clip/model.safetensors: visual_projection.weight: expected [512, 768], "
                         "found [512, 1024]. Take the config of the same checkpoint."));
}

void ErrorTest::missingFactsLeaveNoTrace_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("found");
    QTest::addColumn<QString>("text");
    QTest::newRow("only an id") << ""
                                << ""
                                << ""
                                << "E_X";
    QTest::newRow("only a file") << "a.json"
                                 << ""
                                 << ""
                                 << "a.json";
    QTest::newRow("nothing found") << "a.json"
                                   << "a number"
                                   << ""
                                   << "a.json: expected a number";
    QTest::newRow("nothing expected") << ""
                                      << ""
                                      << "a list"
                                      << "found a list";
}

void ErrorTest::missingFactsLeaveNoTrace()
{
    QFETCH(QString, file);
    QFETCH(QString, expected);
    QFETCH(QString, found);
    QFETCH(QString, text);
    const ErrorInfo info{.id = "E_X",
                         .file = file.toStdString(),
                         .place = {},
                         .expected = expected.toStdString(),
                         .found = found.toStdString(),
                         .remedy = {}};
    QCOMPARE(describe(info), text.toStdString());
}

void ErrorTest::whatKeepsTheFacts()
{
    const Error error({.id = "E_IO",
                       .file = "bad\nname",
                       .place = {},
                       .expected = {},
                       .found = {},
                       .remedy = {}});
    QCOMPARE(error.info().id, std::string("E_IO"));
    QCOMPARE(error.info().file, std::string("bad\nname")); // escaped only where it is shown
    QCOMPARE(std::string(error.what()), std::string("bad\\u{A}name"));
    QVERIFY(!outOfMemory().id.empty());
    QCOMPARE(exitCodeFor(outOfMemory().id), 5);
}

void ErrorTest::harmfulCharactersAreEscaped_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("plain") << QByteArray("a b.c") << QByteArray("a b.c");
    QTest::newRow("letters of all scripts")
        << QByteArray("Größe 写真 😀") << QByteArray("Größe 写真 😀");
    QTest::newRow("line break") << QByteArray("a\r\nb") << QByteArray("a\\u{D}\\u{A}b");
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << QByteArray("a\\u{0}b");
    QTest::newRow("escape sequence") << QByteArray("\x1B[31m") << QByteArray("\\u{1B}[31m");
    QTest::newRow("DEL and C1") << QByteArray("\x7F\xC2\x9B") << QByteArray("\\u{7F}\\u{9B}");
    QTest::newRow("right-to-left override") << QByteArray("a\xE2\x80\xAE"
                                                          "b")
                                            << QByteArray("a\\u{202E}b");
    QTest::newRow("isolate") << QByteArray("\xE2\x81\xA6") << QByteArray("\\u{2066}");
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF") << QByteArray("\\u{FEFF}");
    QTest::newRow("a lone continuation byte") << QByteArray("a\x80") << QByteArray("a\\x80");
    QTest::newRow("a cut sequence") << QByteArray("\xE5\x86") << QByteArray("\\xE5\\x86");
    QTest::newRow("a broken sequence") << QByteArray("\xC3(") << QByteArray("\\xC3(");
    QTest::newRow("no lead byte") << QByteArray("\xFF\x80\x80\x80")
                                  << QByteArray("\\xFF\\x80\\x80\\x80");
    QTest::newRow("an overlong slash") << QByteArray("\xC0\xAF") << QByteArray("\\xC0\\xAF");
    QTest::newRow("a surrogate") << QByteArray("\xED\xA0\x80") << QByteArray("\\xED\\xA0\\x80");
    QTest::newRow("over the last code point")
        << QByteArray("\xF4\x90\x80\x80") << QByteArray("\\xF4\\x90\\x80\\x80");
}

void ErrorTest::harmfulCharactersAreEscaped()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, shown);
    QCOMPARE(escapedForDisplay(text.toStdString()), shown.toStdString());
}

void ErrorTest::longTextsAreCut()
{
    const std::string text(1000, 'x');
    QCOMPARE(escapedForDisplay(text, 10), std::string(10, 'x') + "…");
    QCOMPARE(escapedForDisplay("0123456789", 10), std::string("0123456789"));
    QVERIFY(escapedForDisplay(text).size() < 300);
    // A character is never cut in two.
    QCOMPARE(escapedForDisplay("写写写", 4), std::string("写写…"));
}

void ErrorTest::exitCodesFollowTheContract_data()
{
    QTest::addColumn<int>("code");
    QTest::newRow("E_USAGE") << 2;
    QTest::newRow("E_USAGE_INDEX") << 2;
    QTest::newRow("E_TENSOR_SHAPE") << 3;
    QTest::newRow("E_CONFIG_FIELD") << 3;
    QTest::newRow("E_IO") << 3;
    QTest::newRow("E_MODEL_UNSUPPORTED") << 4;
    QTest::newRow("E_MODE_UNSUPPORTED") << 4;
    QTest::newRow("E_LIMIT_FILE") << 5;
    QTest::newRow("E_MEMORY") << 5;
    QTest::newRow("E_OUTPUT") << 6;
    QTest::newRow("E_INTERNAL") << 7;
}

void ErrorTest::exitCodesFollowTheContract()
{
    QFETCH(int, code);
    QCOMPARE(exitCodeFor(QTest::currentDataTag()), code);
}

QTEST_APPLESS_MAIN(ErrorTest)
#include "error_test.moc"
