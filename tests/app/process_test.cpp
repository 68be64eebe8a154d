#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/app/program.h"

namespace attenscope {

/// How the program gets on with its surroundings.
class ProcessTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutADisplayTheWindowSaysSo();
    void informationGoesToStdout_data();
    void informationGoesToStdout();
    void readerThatGoesAwayIsNoError();
    void answerThatCannotBeWrittenIs_data();
    void answerThatCannotBeWrittenIs();
    void closedStreamsAreNotTakenByFiles();
};

void ProcessTest::withoutADisplayTheWindowSaysSo()
{
    const Outcome outcome = runAttenscope({});
    QCOMPARE(outcome.exitCode, 3);
    QVERIFY2(outcome.errors.contains("display") && outcome.errors.contains("attenscope run"),
             outcome.errors);
}

void ProcessTest::informationGoesToStdout_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("--help") << "--help" << QByteArray("figure");
    QTest::newRow("--version") << "--version" << QByteArray("attenscope 0.");
    QTest::newRow("--print-limits")
        << "--print-limits" << QByteArray("image file: 268435456 bytes");
}

void ProcessTest::informationGoesToStdout()
{
    QFETCH(const QString, option);
    QFETCH(const QByteArray, part);
    const Outcome outcome = runAttenscope({option});
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY2(outcome.output.contains(part), outcome.output);
    QVERIFY(outcome.errors.isEmpty());
}

void ProcessTest::readerThatGoesAwayIsNoError()
{
    // By the time of the answer, the reader is gone.
    const Outcome outcome =
        runInShell("{ sleep 0.3; attenscope models; echo \"code $?\" >&2; } | :");
    QCOMPARE(outcome.errors, QByteArray("code 0\n"));
}

void ProcessTest::answerThatCannotBeWrittenIs_data()
{
    QTest::addColumn<QString>("target");
    QTest::newRow("full") << ">/dev/full";
    QTest::newRow("closed") << ">&-";
}

void ProcessTest::answerThatCannotBeWrittenIs()
{
    QFETCH(const QString, target);
    const Outcome outcome = runInShell("attenscope --version " + target);
    QCOMPARE(outcome.exitCode, 6);
    QVERIFY2(outcome.errors.startsWith("attenscope: standard output: "), outcome.errors);
}

void ProcessTest::closedStreamsAreNotTakenByFiles()
{
    const QTemporaryDir folder;
    const QString out = folder.filePath("run");
    const Outcome outcome = runInShell("attenscope \"$@\" <&- >&- 2>&-",
                                       sampleArguments("run") + QStringList{"--out", out});
    QCOMPARE(outcome.exitCode, 6); // the answer found no way out
    QFile json(out + "/run.json");
    QVERIFY(json.open(QIODevice::ReadOnly));
    QVERIFY(json.readAll().startsWith('{'));
    QCOMPARE(arraysOf(out + "/attention.npz").size(), 11);
}

} // namespace attenscope

QTEST_GUILESS_MAIN(attenscope::ProcessTest)
#include "process_test.moc"
