#include "tests/app/program.h"

#include <QProcessEnvironment>

#include "engine/checkpoint/input_file.h"
#include "engine/io/npz.h"

namespace attenscope {

namespace {

constexpr int kPatienceMs = 60'000;
constexpr std::uint64_t kLargestArray = 1ULL << 30;

Outcome outcomeOf(const QString& program,
                  const QStringList& arguments,
                  const QByteArray& input,
                  const QMap<QString, QString>& added)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
        environment.remove(name);
    }
    for (auto variable = added.begin(); variable != added.end(); ++variable) {
        environment.insert(variable.key(), variable.value());
    }
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    const bool hasEnded = process.waitForFinished(kPatienceMs);
    const bool isNormal = hasEnded && process.exitStatus() == QProcess::NormalExit;
    return {.exitCode = isNormal ? process.exitCode() : -1,
            .output = process.readAllStandardOutput(),
            .errors = process.readAllStandardError()};
}

} // namespace

Outcome runAttenscope(const QStringList& arguments,
                      const QByteArray& input,
                      const QMap<QString, QString>& environment)
{
    return outcomeOf(QStringLiteral(PROGRAM), arguments, input, environment);
}

Outcome runInShell(const QString& script, const QStringList& arguments)
{
    const QString definition = QStringLiteral("attenscope() { '" PROGRAM "' \"$@\"; }\n");
    return outcomeOf("/bin/sh", QStringList{"-c", definition + script, "sh"} + arguments, {}, {});
}

QString samplePath(const QString& name)
{
    return QStringLiteral(TEST_DATA "/../../resources/samples/") + name;
}

QStringList sampleArguments(const QString& command)
{
    return {command, "--image", samplePath("red-circle.png"), "--caption",
            "a small red circle left of a large blue square"};
}

QMap<QString, NamedArray> arraysOf(const QString& npz)
{
    const NpzFile file(InputFile::open(npz.toStdString(), npz.toStdString()), kLargestArray);
    QMap<QString, NamedArray> arrays;
    for (const std::string& name : file.names()) {
        arrays.insert(QString::fromStdString(name), file.read(name));
    }
    return arrays;
}

} // namespace attenscope
