#include "app/startup.h"

#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <langinfo.h>
#include <string_view>
#include <unistd.h>

namespace attenscope {

void prepareProcess()
{
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) < 0) {
            // Opened for the wrong direction, so that using it still fails as on a closed one.
            static_cast<void>(::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY));
        }
    }
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // a limit on file sizes is an error of writing, too
    std::setlocale(LC_ALL, "");    // NOLINT(concurrency-mt-unsafe): the only thread, as below
    if (std::string_view(::nl_langinfo(CODESET)) != "UTF-8") {
        qputenv("LC_ALL", "C.UTF-8"); // what Qt would fall back on, with a warning for every start
        std::setlocale(LC_ALL, "");   // NOLINT(concurrency-mt-unsafe)
    }
    restoreNumberFormat();
}

std::filesystem::path dataFolder()
{
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe");
    return (program.parent_path() / ATTENSCOPE_DATA_FROM_PROGRAM).lexically_normal();
}

namespace {

/// The program's folder in one of the XDG base directories; empty where there is no home.
/// variable  that names the base directory;  standard  where it is below HOME otherwise
std::filesystem::path ownFolder(const char* variable, const char* standard)
{
    std::filesystem::path base = qEnvironmentVariable(variable).toStdString();
    if (base.empty() && !qEnvironmentVariableIsEmpty("HOME")) {
        base = std::filesystem::path(qEnvironmentVariable("HOME").toStdString()) / standard;
    }
    return base.empty() ? base : base / "attenscope";
}

} // namespace

KeptFiles keptFiles()
{
    const auto fileIn = [](const std::filesystem::path& folder, const char* name) {
        return folder.empty() ? folder : folder / name;
    };
    return {.tokenizers = fileIn(ownFolder("XDG_CONFIG_HOME", ".config"), "tokenizers.json"),
            .modules = fileIn(ownFolder("XDG_CONFIG_HOME", ".config"), "modules.json"),
            .digests = fileIn(ownFolder("XDG_CACHE_HOME", ".cache"), "digests.json"),
            .settings = fileIn(ownFolder("XDG_CONFIG_HOME", ".config"), "settings.json"),
            .keys = fileIn(ownFolder("XDG_CONFIG_HOME", ".config"), "keys.json"),
            .recent = fileIn(ownFolder("XDG_STATE_HOME", ".local/state"), "recent.json"),
            .recovery = fileIn(ownFolder("XDG_STATE_HOME", ".local/state"), "recovery")};
}

ErrorInfo displayError(const std::string& found)
{
    return {.id = "E_DISPLAY",
            .file = {},
            .place = "window",
            .expected = "a display (DISPLAY or WAYLAND_DISPLAY)",
            .found = found,
            .remedy = "Without one, use attenscope run and attenscope figure."};
}

void requireDisplay()
{
    const bool isChosen = qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
    const bool hasDisplay =
        !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
    if (!isChosen && !hasDisplay) {
        throw Error(displayError("none"));
    }
}

void restoreNumberFormat()
{
    std::setlocale(LC_NUMERIC, "C"); // NOLINT(concurrency-mt-unsafe): the only thread
}

namespace {

/// What Qt would tell a desktop's user while it starts; of no use on a command line.
void dropMessage(QtMsgType type, const QMessageLogContext&, const QString& text)
{
    if (type == QtFatalMsg || type == QtCriticalMsg) {
        std::fprintf(stderr, "%s\n", qPrintable(text));
    }
}

} // namespace

OffscreenApplication::OffscreenApplication()
{
    const QtMessageHandler before = qInstallMessageHandler(dropMessage);
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    application_.emplace(arguments_.count, arguments_.values.data());
    qInstallMessageHandler(before);
    restoreNumberFormat();
}

} // namespace attenscope
