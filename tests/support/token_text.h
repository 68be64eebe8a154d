#pragma once

#include <QJsonArray>
#include <QJsonValue>
#include <QList>
#include <QString>
#include <QStringList>

#include "engine/text/tokens.h"

#include <cstdint>
#include <vector>

namespace attenscope {

inline QList<qint64> idsOf(const Tokens& tokens)
{
    const std::vector<std::int64_t> ids = tokens.ids();
    return {ids.begin(), ids.end()};
}

inline QList<qint64> idsOf(const QJsonValue& array)
{
    QList<qint64> ids;
    for (const QJsonValue& id : array.toArray()) {
        ids.append(id.toInteger());
    }
    return ids;
}

/// Every token as `text(what stands at its bytes)`, those without a place as their text alone.
inline QString placesOf(const Tokens& tokens)
{
    QStringList parts;
    for (const Token& token : tokens.tokens) {
        QString part = QString::fromStdString(token.text);
        if (token.end > token.begin) {
            part += '(' +
                    QString::fromStdString(
                        tokens.caption.substr(token.begin, token.end - token.begin)) +
                    ')';
        }
        parts.append(part);
    }
    return parts.join(' ');
}

} // namespace attenscope
