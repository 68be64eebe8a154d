#pragma once

#include <QObject>

#include "ui/figure/language.h"
#include "ui/widgets/main_window.h"

#include <memory>
#include <string>

namespace attenscope {

/// The language that a choice stands for: one that the program speaks, or the desktop's.
/// choice  an id of `languages`, or Settings::kDesktopLanguage; anything else is the desktop's
std::string languageOfChoice(const std::string& choice);

/// The program's window in its language. Another language needs other widgets: the window is built
/// anew around the same document, which knows nothing of it.
class WindowHost : public QObject {
    Q_OBJECT

public:
    explicit WindowHost(StartOptions options);
    /// sources  as MainWindow takes them
    WindowHost(StartOptions options, Sources sources);
    ~WindowHost() override;
    Q_DISABLE_COPY_MOVE(WindowHost)

    MainWindow& window() { return *window_; }

    /// Of what the window says now.
    const std::string& language() const { return translation_->id(); }

private:
    void open(std::unique_ptr<MainWindow> window);
    void changeLanguage(const std::string& choice);

    StartOptions options_;
    std::unique_ptr<Translation> translation_; ///< outlives the window
    std::unique_ptr<MainWindow> window_;
};

} // namespace attenscope
