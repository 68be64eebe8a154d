#include "ui/widgets/start_window.h"

#include <QApplication>
#include <QScreen>
#include <QStyleFactory>

#include "ui/widgets/appearance.h"
#include "ui/widgets/window_host.h"

#include <utility>

namespace attenscope {

void prepareApplication(QApplication& application)
{
    // The desktop's palette says whether it is dark; its style would draw every control otherwise.
    const QPalette palette = QApplication::palette();
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(palette);
    QApplication::setFont(valueFont());
    application.setApplicationDisplayName(QStringLiteral("Attenscope"));
}

int runWindow(QApplication& application, StartOptions options)
{
    prepareApplication(application);
    WindowHost host(std::move(options));
    MainWindow& window = host.window();
    window.resize(window.size().boundedTo(window.screen()->availableSize()));
    window.show();
    return QApplication::exec();
}

} // namespace attenscope
