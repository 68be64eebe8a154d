#include "ui/figure/engine_text.h"

#include <QHash>
#include <QList>
#include <QRegularExpression>

#include "ui/figure/engine_error_texts.h"
#include "ui/figure/engine_text_catalogue.h"
#include "ui/figure/language.h"

#include <utility>
#include <vector>

namespace attenscope {

namespace {

/// An entry with parts that differ.
struct Pattern {
    const char* text = nullptr;
    QString fixed; ///< the longest piece between its parts: texts without it need no expression
    QRegularExpression expression;
};

struct Catalogue {
    QHash<QString, const char*> whole;
    QList<Pattern> patterns;
};

Pattern makePattern(const char* entry)
{
    static const QRegularExpression kPart(QStringLiteral("%[1-9]"));
    const QString text = QString::fromUtf8(entry);
    QString expression;
    QString longest;
    qsizetype done = 0;
    const auto add = [&](const QString& piece) {
        expression += QRegularExpression::escape(piece);
        longest = piece.size() > longest.size() ? piece : longest;
    };
    for (auto parts = kPart.globalMatch(text); parts.hasNext();) {
        const QRegularExpressionMatch part = parts.next();
        add(text.mid(done, part.capturedStart() - done));
        expression += QStringLiteral("(.+?)");
        done = part.capturedEnd();
    }
    add(text.mid(done));
    return {entry, longest, QRegularExpression(QRegularExpression::anchoredPattern(expression))};
}

Catalogue makeCatalogue()
{
    static const QRegularExpression kPart(QStringLiteral("%[1-9]"));
    Catalogue catalogue;
    for (const char* const entry : engineTexts()) {
        const QString text = QString::fromUtf8(entry);
        if (text.contains(kPart)) {
            catalogue.patterns.append(makePattern(entry));
        } else {
            catalogue.whole.insert(text, entry);
        }
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
        if (!text.contains(pattern.fixed)) {
            continue;
        }
        const QRegularExpressionMatch match = pattern.expression.match(text);
        if (match.hasMatch()) {
            return filled(translated(pattern.text), match, kCatalogue.whole);
        }
    }
    return text;
}

std::span<const char* const> engineTexts()
{
    static const std::vector<const char*> kAll = [] {
        std::vector<const char*> all(kEngineErrorTexts.begin(), kEngineErrorTexts.end());
        all.insert(all.end(), kEngineTexts.begin(), kEngineTexts.end());
        return all;
    }();
    return kAll;
}

} // namespace attenscope
