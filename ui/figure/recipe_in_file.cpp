#include "ui/figure/recipe_in_file.h"

#include <QString>
#include <QXmlStreamReader>
#include <QtEndian>

#include "ui/figure/figure_metadata.h"

namespace attenscope {

namespace {

constexpr qsizetype kSignatureBytes = 8;
constexpr qsizetype kFrameBytes = 12; ///< of a PNG chunk: length, type, CRC

/// The text of a PNG's uncompressed iTXt chunk of this keyword.
std::optional<QByteArray>
textInPng(const QByteArray& bytes, const QByteArray& keyword, qsizetype mostBytes)
{
    // keyword, its end, not compressed, method 0, empty language and translated keyword
    const QByteArray head = keyword + QByteArray(5, '\0');
    qsizetype at = kSignatureBytes;
    while (bytes.size() - at >= kFrameBytes) {
        const auto length = static_cast<qsizetype>(qFromBigEndian<quint32>(bytes.constData() + at));
        if (length > bytes.size() - at - kFrameBytes) {
            return std::nullopt; // cut short
        }
        const QByteArray body = QByteArray::fromRawData(bytes.constData() + at + 8, length);
        if (bytes.mid(at + 4, 4) == "iTXt" && body.startsWith(head) &&
            length - head.size() <= mostBytes) {
            return bytes.mid(at + 8 + head.size(), length - head.size());
        }
        at += kFrameBytes + length;
    }
    return std::nullopt;
}

/// The text of the first element of this name in our namespace.
std::optional<QByteArray> textInXml(const QByteArray& bytes, const char* name, qsizetype mostBytes)
{
    QXmlStreamReader reader(bytes);
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isDTD()) {
            return std::nullopt; // none of ours has one
        }
        if (reader.isStartElement() && reader.name() == QLatin1String(name) &&
            reader.namespaceUri() == QLatin1String(kMetadataNamespace)) {
            const QByteArray text = reader.readElementText().toUtf8();
            return reader.hasError() || text.size() > mostBytes ? std::nullopt
                                                                : std::optional(text);
        }
    }
    return std::nullopt;
}

/// From the XMP packet, which stands in the file as it is.
std::optional<QByteArray> textInXmp(const QByteArray& bytes, const char* name, qsizetype mostBytes)
{
    const qsizetype begin = bytes.indexOf("<x:xmpmeta");
    const QByteArray end = "</x:xmpmeta>";
    const qsizetype last = begin < 0 ? -1 : bytes.indexOf(end, begin);
    return last < 0 ? std::nullopt
                    : textInXml(bytes.mid(begin, last + end.size() - begin), name, mostBytes);
}

/// name     of the element where the format is XML
/// keyword  of the chunk of a PNG
std::optional<QByteArray> textInFile(const QByteArray& bytes,
                                     const char* name,
                                     const QByteArray& keyword,
                                     qsizetype mostBytes)
{
    if (bytes.startsWith("\x89PNG\r\n\x1a\n")) {
        return textInPng(bytes, keyword, mostBytes);
    }
    const bool isWebp = bytes.startsWith("RIFF") && bytes.mid(8, 4) == "WEBP";
    if (bytes.startsWith("%PDF-") || bytes.startsWith("GIF8") || isWebp) {
        return textInXmp(bytes, name, mostBytes);
    }
    constexpr qsizetype kProlog = 1024;
    return bytes.left(kProlog).contains("<svg") ? textInXml(bytes, name, mostBytes) : std::nullopt;
}

} // namespace

std::optional<QByteArray> recipeInFile(const QByteArray& bytes)
{
    return textInFile(bytes, "recipe", "attenscope", kMostRecipeBytes);
}

std::optional<QByteArray> pictureInFile(const QByteArray& bytes)
{
    const std::optional<QByteArray> text =
        textInFile(bytes, "image", "attenscope-image", bytes.size());
    if (!text) {
        return std::nullopt;
    }
    const auto picture =
        QByteArray::fromBase64Encoding(*text, QByteArray::AbortOnBase64DecodingErrors);
    return picture.decodingStatus == QByteArray::Base64DecodingStatus::Ok &&
                   !picture.decoded.isEmpty()
               ? std::optional(picture.decoded)
               : std::nullopt;
}

} // namespace attenscope
