#include "ui/figure/recipe_in_file.h"

#include <QString>
#include <QXmlStreamReader>
#include <QtEndian>

namespace attenscope {

namespace {

constexpr qsizetype kSignatureBytes = 8;
constexpr qsizetype kFrameBytes = 12; ///< of a PNG chunk: length, type, CRC

/// A PNG's uncompressed iTXt chunk "attenscope".
std::optional<QByteArray> recipeInPng(const QByteArray& bytes)
{
    // keyword, its end, not compressed, method 0, empty language and translated keyword
    const QByteArray head("attenscope\0\0\0\0\0", 15);
    qsizetype at = kSignatureBytes;
    while (bytes.size() - at >= kFrameBytes) {
        const auto length = static_cast<qsizetype>(qFromBigEndian<quint32>(bytes.constData() + at));
        if (length > bytes.size() - at - kFrameBytes) {
            return std::nullopt; // cut short
        }
        const QByteArray body = QByteArray::fromRawData(bytes.constData() + at + 8, length);
        if (bytes.mid(at + 4, 4) == "iTXt" && body.startsWith(head) &&
            length - head.size() <= kMostRecipeBytes) {
            return bytes.mid(at + 8 + head.size(), length - head.size());
        }
        at += kFrameBytes + length;
    }
    return std::nullopt;
}

/// The first element "recipe" of our namespace.
std::optional<QByteArray> recipeInXml(const QByteArray& bytes)
{
    QXmlStreamReader reader(bytes);
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isDTD()) {
            return std::nullopt; // none of ours has one
        }
        if (reader.isStartElement() && reader.name() == QLatin1String("recipe") &&
            reader.namespaceUri() == QLatin1String("https://attenscope.org/ns/1.0/")) {
            const QByteArray recipe = reader.readElementText().toUtf8();
            return reader.hasError() || recipe.size() > kMostRecipeBytes ? std::nullopt
                                                                         : std::optional(recipe);
        }
    }
    return std::nullopt;
}

/// The XMP packet, which stands in the file as it is.
std::optional<QByteArray> recipeInPdf(const QByteArray& bytes)
{
    const qsizetype begin = bytes.indexOf("<x:xmpmeta");
    const QByteArray end = "</x:xmpmeta>";
    const qsizetype last = begin < 0 ? -1 : bytes.indexOf(end, begin);
    return last < 0 ? std::nullopt : recipeInXml(bytes.mid(begin, last + end.size() - begin));
}

} // namespace

std::optional<QByteArray> recipeInFile(const QByteArray& bytes)
{
    if (bytes.startsWith("\x89PNG\r\n\x1a\n")) {
        return recipeInPng(bytes);
    }
    if (bytes.startsWith("%PDF-")) {
        return recipeInPdf(bytes);
    }
    constexpr qsizetype kProlog = 1024;
    return bytes.left(kProlog).contains("<svg") ? recipeInXml(bytes) : std::nullopt;
}

} // namespace attenscope
