#include "ui/figure/engine_text.h"

#include <QHash>
#include <QList>
#include <QRegularExpression>

#include "ui/figure/engine_text_catalogue.h"
#include "ui/figure/language.h"

#include <utility>

namespace attenscope {

namespace {

/// An entry with parts that differ.
struct Pattern {
    const char* text = nullptr;
    QRegularExpression expression;
};

struct Catalogue {
    QHash<QString, const char*> whole;
    QList<Pattern> patterns;
};

Catalogue makeCatalogue()
{
    static const QRegularExpression kPart(QStringLiteral("%[1-9]"));
    Catalogue catalogue;
    for (const char* const entry : kEngineTexts) {
        const QString text = QString::fromUtf8(entry);
        if (!text.contains(kPart)) {
            catalogue.whole.insert(text, entry);
            continue;
        }
        QString expression;
        qsizetype done = 0;
        for (auto parts = kPart.globalMatch(text); parts.hasNext();) {
            const QRegularExpressionMatch part = parts.next();
            expression += QRegularExpression::escape(text.mid(done, part.capturedStart() - done));
            expression += QStringLiteral("(.+?)");
            done = part.capturedEnd();
        }
        expression += QRegularExpression::escape(text.mid(done));
        catalogue.patterns.append(
            {entry, QRegularExpression(QRegularExpression::anchoredPattern(expression))});
    }
    return catalogue;
}

QString translated(const char* text)
{
    return QCoreApplication::translate("Engine", text);
}

/// The translation with its parts, in whatever order it has them. A part that is a name of the
/// engine's own, such as an aggregation's, is one of its texts, too.
QString filled(const QString& translation,
               const QRegularExpressionMatch& match,
               const QHash<QString, const char*>& names)
{
    QString result;
    for (qsizetype i = 0; i < translation.size(); ++i) {
        const bool isPart = translation[i] == QLatin1Char('%') && i + 1 < translation.size() &&
                            translation[i + 1].isDigit();
        if (!isPart) {
            result += translation[i];
            continue;
        }
        const QString part = match.captured(translation[++i].digitValue());
        const char* const known = names.value(part);
        result += known ? translated(known) : part;
    }
    return result;
}

} // namespace

QString engineText(std::string_view engines)
{
    const QString text = QString::fromUtf8(engines.data(), static_cast<qsizetype>(engines.size()));
    if (text.isEmpty() || currentLanguage() == "en") {
        return text;
    }
    static const Catalogue kCatalogue = makeCatalogue();
    if (const char* const whole = kCatalogue.whole.value(text)) {
        return translated(whole);
    }
    for (const Pattern& pattern : kCatalogue.patterns) {
        const QRegularExpressionMatch match = pattern.expression.match(text);
        if (match.hasMatch()) {
            return filled(translated(pattern.text), match, kCatalogue.whole);
        }
    }
    return text;
}

std::span<const char* const> engineTexts()
{
    return kEngineTexts;
}

} // namespace attenscope
