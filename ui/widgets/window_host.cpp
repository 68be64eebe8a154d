#include "ui/widgets/window_host.h"

#include <QLocale>

#include "ui/state/settings.h"

#include <utility>

namespace attenscope {

namespace {

/// The options with the language that was chosen now or an earlier time.
StartOptions withLanguage(StartOptions options)
{
    if (!options.language) {
        options.language = Settings(options.kept.settings).language();
    }
    return options;
}

} // namespace

std::string languageOfChoice(const std::string& choice)
{
    return isLanguage(choice) ? choice : languageFor(QLocale::system().uiLanguages());
}

WindowHost::WindowHost(StartOptions options)
    : WindowHost(options, programSources(options.threads, options.kept))
{
}

WindowHost::WindowHost(StartOptions options, Sources sources)
    : options_(withLanguage(std::move(options))),
      translation_(std::make_unique<Translation>(languageOfChoice(*options_.language)))
{
    open(std::make_unique<MainWindow>(options_, std::move(sources)));
}

WindowHost::~WindowHost() = default;

void WindowHost::open(std::unique_ptr<MainWindow> window)
{
    window_ = std::move(window);
    // Queued: the menu that asked belongs to the window that goes.
    connect(window_.get(), &MainWindow::languageChosen, this, &WindowHost::changeLanguage,
            Qt::QueuedConnection);
}

void WindowHost::changeLanguage(const std::string& choice)
{
    options_.language = choice;
    const std::string id = languageOfChoice(choice);
    if (id == translation_->id()) {
        return;
    }
    const bool isVisible = window_->isVisible();
    const Qt::WindowStates states = window_->windowState();
    const QRect place = window_->geometry();
    MainWindow::Work work = window_->release();
    const std::unique_ptr<MainWindow> before = std::move(window_); // goes last: one is always open
    translation_.reset();
    translation_ = std::make_unique<Translation>(id);
    open(std::make_unique<MainWindow>(options_, std::move(work)));
    window_->setGeometry(place);
    window_->setWindowState(states);
    if (isVisible) {
        window_->show();
    }
}

} // namespace attenscope
