#include "ui/state/settings.h"

#include <array>
#include <utility>

namespace attenscope {

namespace {

constexpr std::array kThemes{std::pair(ThemeChoice::Desktop, "desktop"),
                             std::pair(ThemeChoice::Light, "light"),
                             std::pair(ThemeChoice::Dark, "dark")};

} // namespace

ThemeChoice Settings::theme() const
{
    const std::string kept = kept_.find("theme").value_or("");
    for (const auto& [theme, id] : kThemes) {
        if (kept == id) {
            return theme;
        }
    }
    return ThemeChoice::Desktop;
}

void Settings::setTheme(ThemeChoice theme) const
{
    for (const auto& [choice, id] : kThemes) {
        if (choice == theme) {
            kept_.remember("theme", id);
        }
    }
}

std::string Settings::language() const
{
    return kept_.find("language").value_or(kDesktopLanguage);
}

void Settings::setLanguage(const std::string& id) const
{
    kept_.remember("language", id);
}

bool Settings::hasReducedMotion() const
{
    return kept_.find("reduced-motion") == "yes";
}

void Settings::setReducedMotion(bool isReduced) const
{
    kept_.remember("reduced-motion", isReduced ? "yes" : "no");
}

QByteArray Settings::bytes(const std::string& key) const
{
    const std::string text = kept_.find(key).value_or("");
    const auto decoded = QByteArray::fromBase64Encoding(QByteArray::fromStdString(text),
                                                        QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? *decoded : QByteArray();
}

void Settings::setBytes(const std::string& key, const QByteArray& bytes) const
{
    kept_.remember(key, bytes.toBase64().toStdString());
}

} // namespace attenscope
