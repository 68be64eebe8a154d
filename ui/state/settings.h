#pragma once

#include <QByteArray>

#include "engine/io/remembered.h"

#include <filesystem>
#include <string>

namespace attenscope {

/// Light, dark, or as the desktop is.
enum class ThemeChoice { Desktop, Light, Dark };

/// What a person has set about the window, kept between sessions. A setting that is missing, or
/// that this version does not know, is the default. Setters throw E_OUTPUT.
class Settings {
public:
    static constexpr const char* kDesktopLanguage = "desktop";

    /// file  where they are kept; empty: nothing is
    explicit Settings(std::filesystem::path file) : kept_(std::move(file)) {}

    ThemeChoice theme() const;
    void setTheme(ThemeChoice theme) const;

    /// A language's id ("en", "zh_CN"), or kDesktopLanguage.
    std::string language() const;
    void setLanguage(const std::string& id) const;

    bool hasReducedMotion() const;
    void setReducedMotion(bool isReduced) const;

    /// What QMainWindow::saveGeometry and QSplitter::saveState gave; empty: nothing is kept. Qt
    /// checks them itself when they are restored.
    QByteArray geometry() const { return bytes("window-geometry"); }

    QByteArray columns() const { return bytes("columns"); }

    void setGeometry(const QByteArray& geometry) const { setBytes("window-geometry", geometry); }

    void setColumns(const QByteArray& columns) const { setBytes("columns", columns); }

private:
    QByteArray bytes(const std::string& key) const;
    void setBytes(const std::string& key, const QByteArray& bytes) const;

    Remembered kept_;
};

} // namespace attenscope
