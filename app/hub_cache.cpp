#include "app/hub_cache.h"

#include <QRegularExpression>

namespace attenscope {

namespace {

/// Names that are not set stay as they are written.
QString withVariables(const QString& text, const Environment& environment)
{
    static const QRegularExpression kVariable(QStringLiteral(R"(\$(?:(\w+)|\{([^}]*)\}))"));
    QString expanded;
    qsizetype done = 0;
    for (auto matches = kVariable.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        const QString value = environment(match.captured(1) + match.captured(2));
        expanded += text.mid(done, match.capturedStart() - done);
        expanded += value.isEmpty() ? match.captured() : value;
        done = match.capturedEnd();
    }
    return expanded + text.mid(done);
}

QString expanded(const QString& name, const Environment& environment)
{
    const QString text = withVariables(environment(name), environment);
    const bool isHome = text == QLatin1String("~") || text.startsWith(QLatin1String("~/"));
    return isHome ? environment(QStringLiteral("HOME")) + text.mid(1) : text;
}

} // namespace

std::filesystem::path hubCache(const Environment& environment)
{
    const auto folder = [&](const char* name) {
        return std::filesystem::path(
            expanded(QString::fromLatin1(name), environment).toStdString());
    };
    for (const char* const name : {"HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"}) {
        const std::filesystem::path cache = folder(name);
        if (!cache.empty()) {
            return cache;
        }
    }
    const std::filesystem::path home = folder("HF_HOME");
    if (!home.empty()) {
        return home / "hub";
    }
    const std::filesystem::path xdg = folder("XDG_CACHE_HOME");
    if (!xdg.empty()) {
        return xdg / "huggingface/hub";
    }
    const std::filesystem::path user = folder("HOME");
    return user.empty() ? user : user / ".cache/huggingface/hub";
}

} // namespace attenscope
