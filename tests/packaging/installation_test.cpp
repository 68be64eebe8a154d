#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

namespace attenscope {

namespace {

constexpr int kPatienceMs = 100'000;

struct Outcome {
    int exitCode = -1;
    QByteArray output; ///< stdout and stderr
};

Outcome run(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(kPatienceMs) || process.exitStatus() != QProcess::NormalExit) {
        return {-1, process.readAll() + process.errorString().toUtf8()};
    }
    return {process.exitCode(), process.readAll()};
}

} // namespace

/// What `cmake --install` leaves behind, after it was moved to another place.
class InstallationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everythingIsThere_data();
    void everythingIsThere();
    void programFindsItsDataAndItsEngine();
    void otherProgramsCanUseTheEngine();
    void noEigenSymbolIsExported();
    void theIconIsThereInPixels();
    void desktopFilesAreValid_data();
    void desktopFilesAreValid();
    void sessionsHaveATypeOfTheirOwn();

private:
    QString at(const QString& path) const { return prefix_ + "/" + path; }

    QTemporaryDir folder_;
    QString prefix_;
};

void InstallationTest::initTestCase()
{
    const QString first = folder_.filePath("first");
    const Outcome installed = run(CMAKE_PROGRAM, {"--install", BUILD_FOLDER, "--prefix", first});
    QVERIFY2(installed.exitCode == 0, installed.output);
    prefix_ = folder_.filePath("elsewhere");
    QVERIFY(QDir().rename(first, prefix_));
}

void InstallationTest::everythingIsThere_data()
{
    QTest::addColumn<QString>("path");
    for (const char* path :
         {"bin/attenscope", INSTALL_LIBDIR "/libattenscope.so",
          INSTALL_LIBDIR "/cmake/attenscope/attenscopeConfig.cmake",
          "include/attenscope/engine/models/model.h", "share/attenscope/models/scenes/config.json",
          "share/attenscope/samples/samples.json",
          "share/applications/org.attenscope.Attenscope.desktop",
          "share/metainfo/org.attenscope.Attenscope.metainfo.xml",
          "share/icons/hicolor/scalable/apps/org.attenscope.Attenscope.svg",
          "share/icons/hicolor/symbolic/apps/org.attenscope.Attenscope-symbolic.svg",
          "share/doc/attenscope/user-guide.md", "share/doc/attenscope/LICENSE"}) {
        QTest::newRow(path) << path;
    }
}

void InstallationTest::everythingIsThere()
{
    QFETCH(const QString, path);
    QVERIFY(QFile::exists(at(path)));
}

void InstallationTest::programFindsItsDataAndItsEngine()
{
    const Outcome listed = run(at("bin/attenscope"), {"models", "--json"});
    QVERIFY2(listed.exitCode == 0, listed.output);
    QVERIFY2(listed.output.contains(at("share/attenscope/models/scenes").toUtf8()), listed.output);
}

void InstallationTest::otherProgramsCanUseTheEngine()
{
    const QString build = folder_.filePath("consumer");
    const Outcome configured = run(CMAKE_PROGRAM, {"-S", TEST_DATA "/consumer", "-B", build,
                                                   "-DCMAKE_PREFIX_PATH=" + prefix_});
    QVERIFY2(configured.exitCode == 0, configured.output);
    const Outcome built = run(CMAKE_PROGRAM, {"--build", build});
    QVERIFY2(built.exitCode == 0, built.output);
    const Outcome ran = run(build + "/consumer", {at("share/attenscope/models/scenes")});
    QVERIFY2(ran.exitCode == 0, ran.output);
    const QList<QByteArray> words = ran.output.trimmed().split(' ');
    QCOMPARE(words.size(), 2);
    QVERIFY2(std::abs(words.back().toDouble() - 1) < 1e-5, ran.output);
}

void InstallationTest::noEigenSymbolIsExported()
{
    // A program's own weak Eigen symbols would replace the library's kernels, and the reverse.
    const QString nm = QStandardPaths::findExecutable("nm");
    if (nm.isEmpty()) {
        QSKIP("nm is not installed");
    }
    QDir libraries(at(INSTALL_LIBDIR));
    const QStringList found = {at(INSTALL_LIBDIR "/libattenscope.so"),
                               at(INSTALL_LIBDIR "/glibc-hwcaps/x86-64-v3/libattenscope.so.0"),
                               at(INSTALL_LIBDIR "/glibc-hwcaps/x86-64-v4/libattenscope.so.0")};
    int seen = 0;
    for (const QString& library : found) {
        if (!QFile::exists(library)) {
            continue; // built in the release preset only
        }
        const Outcome symbols = run(nm, {"-DC", "--defined-only", library});
        QCOMPARE(symbols.exitCode, 0);
        QVERIFY(symbols.output.contains("attenscope::loadModel("));
        for (const QByteArray& line : symbols.output.split('\n')) {
            const QByteArray name = line.mid(line.indexOf(' ', line.indexOf(' ') + 1) + 1);
            QVERIFY2(!name.startsWith("Eigen::") && !name.contains(" Eigen::internal::"), line);
        }
        ++seen;
    }
    QVERIFY(seen > 0);
}

void InstallationTest::theIconIsThereInPixels()
{
    for (const int size : {16, 22, 24, 32, 48, 64, 128, 256, 512}) {
        QFile file(at(QStringLiteral("share/icons/hicolor/%1x%1/apps/org.attenscope.Attenscope.png")
                          .arg(size)));
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
        const QByteArray bytes = file.readAll();
        QVERIFY(bytes.startsWith("\x89PNG"));
        QCOMPARE(qFromBigEndian<quint32>(bytes.constData() + 16), quint32(size)); // of IHDR
        QCOMPARE(qFromBigEndian<quint32>(bytes.constData() + 20), quint32(size));
    }
}

void InstallationTest::desktopFilesAreValid_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QStringList>("arguments");

    QTest::newRow("desktop entry")
        << "desktop-file-validate"
        << QStringList{"share/applications/org.attenscope.Attenscope.desktop"};
    QTest::newRow("AppStream metadata")
        << "appstreamcli"
        << QStringList{"validate", "--no-net",
                       "share/metainfo/org.attenscope.Attenscope.metainfo.xml"};
}

void InstallationTest::desktopFilesAreValid()
{
    QFETCH(const QString, program);
    QFETCH(QStringList, arguments);
    const QString path = QStandardPaths::findExecutable(program);
    if (path.isEmpty()) {
        QSKIP("the validator is not installed");
    }
    arguments.back() = at(arguments.back());
    const Outcome outcome = run(path, arguments);
    QVERIFY2(outcome.exitCode == 0, outcome.output);
}

void InstallationTest::sessionsHaveATypeOfTheirOwn()
{
    const QString program = QStandardPaths::findExecutable("update-mime-database");
    if (program.isEmpty()) {
        QSKIP("shared-mime-info is not installed");
    }
    const Outcome outcome = run(program, {"-V", at("share/mime")});
    QVERIFY2(outcome.exitCode == 0, outcome.output);
    QFile globs(at("share/mime/globs2"));
    QVERIFY(globs.open(QIODevice::ReadOnly));
    QVERIFY(globs.readAll().contains("application/x-attenscope-session+json:*.attenscope"));
}

} // namespace attenscope

QTEST_GUILESS_MAIN(attenscope::InstallationTest)
#include "installation_test.moc"
