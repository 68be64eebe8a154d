#include "app/window.h"

#include <QApplication>

#include "app/console.h"
#include "app/sources.h"
#include "app/startup.h"
#include "ui/state/session.h"
#include "ui/widgets/start_window.h"

#include <algorithm>
#include <thread>
#include <unistd.h>
#include <utility>

namespace attenscope {

namespace {

/// Qt ends the program where it can't open the display, after a message about its plug-ins.
void explainMissingDisplay(QtMsgType type, const QMessageLogContext&, const QString&)
{
    if (type == QtFatalMsg) {
        const ErrorInfo error = displayError("one that can't be opened");
        Console({}).report(error);
        ::_exit(exitCodeFor(error.id));
    }
}

StartOptions startOptions(const WindowCommand& command)
{
    StartOptions options;
    options.dataFolder = dataFolder();
    options.kept = keptFiles();
    if (command.image.extension() == kSessionSuffix) {
        options.session = command.image;
    } else if (!command.image.empty()) {
        options.image = command.image;
    }
    options.regions = command.regions;
    options.caption = command.caption;
    options.language = command.language;
    if (command.model) {
        options.model = findModel(*command.model, options.dataFolder);
    }
    for (const auto& [model, origin, family] : listModels(options.dataFolder)) {
        if (origin != "bundled") {
            options.models.push_back({.name = model.name,
                                      .remark = origin,
                                      .path = model.path,
                                      .family = family,
                                      .sizeBytes = model.sizeBytes,
                                      .problem = model.problem ? describe(*model.problem) : ""});
        }
    }
    options.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    return options;
}

} // namespace

int openWindow(const WindowCommand& command)
{
    requireDisplay();
    StartOptions options = startOptions(command);
    QtArguments arguments;
    const QtMessageHandler before = qInstallMessageHandler(explainMissingDisplay);
    QApplication application(arguments.count, arguments.values.data());
    qInstallMessageHandler(before);
    restoreNumberFormat();
    QApplication::setApplicationName("attenscope");
    QApplication::setApplicationVersion(ATTENSCOPE_VERSION);
    QApplication::setDesktopFileName("org.attenscope.Attenscope");
    return runWindow(application, std::move(options));
}

} // namespace attenscope
