#include <QBuffer>
#include <QPageSize>
#include <QPdfWriter>
#include <QXmlStreamWriter>
#include <QtEndian>

#include "ui/figure/figure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace attenscope {

namespace {

constexpr double kUnitsPerInch = 96;
constexpr double kMetresPerInch = 0.0254;

[[noreturn]] void failed(const char* format)
{
    throw Error({.id = "E_INTERNAL",
                 .file = {},
                 .place = format,
                 .expected = "a figure",
                 .found = "Qt could not write one",
                 .remedy = {}});
}

/// CRC-32 of PNG (ISO 3309), reflected, 0xEDB88320.
std::uint32_t crc32(const QByteArray& bytes)
{
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char byte : bytes) {
        crc ^= static_cast<std::uint8_t>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    return ~crc;
}

QByteArray bigEndian(std::uint32_t number)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

/// PNG's chunk for UTF-8 text, not compressed. Qt writes one only for text beyond ASCII.
QByteArray internationalText(const QByteArray& keyword, const QByteArray& text)
{
    QByteArray body = "iTXt" + keyword;
    body.append(5, '\0'); // end of keyword, not compressed, method 0, no language, no translation
    body += text;
    return bigEndian(static_cast<std::uint32_t>(body.size() - 4)) + body + bigEndian(crc32(body));
}

/// https://developer.adobe.com/xmp/docs: the packet that a PDF's catalogue points to.
QByteArray xmpPacket(const Figure& figure)
{
    const QString rdf = QStringLiteral("http://www.w3.org/1999/02/22-rdf-syntax-ns#");
    const QString dc = QStringLiteral("http://purl.org/dc/elements/1.1/");
    const QString own = QStringLiteral("https://attenscope.org/ns/1.0/");
    QByteArray packet = "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n";
    QXmlStreamWriter xml(&packet);
    xml.writeNamespace(QStringLiteral("adobe:ns:meta/"), QStringLiteral("x"));
    xml.writeStartElement(QStringLiteral("adobe:ns:meta/"), QStringLiteral("xmpmeta"));
    xml.writeNamespace(rdf, QStringLiteral("rdf"));
    xml.writeStartElement(rdf, QStringLiteral("RDF"));
    xml.writeNamespace(dc, QStringLiteral("dc"));
    xml.writeNamespace(own, QStringLiteral("attenscope"));
    xml.writeStartElement(rdf, QStringLiteral("Description"));
    xml.writeAttribute(rdf, QStringLiteral("about"), QString());
    const auto alternative = [&](const QString& name, const QString& text) {
        xml.writeStartElement(dc, name);
        xml.writeStartElement(rdf, QStringLiteral("Alt"));
        xml.writeStartElement(rdf, QStringLiteral("li"));
        xml.writeAttribute(QStringLiteral("xml:lang"), QStringLiteral("x-default"));
        xml.writeCharacters(text);
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
    };
    alternative(QStringLiteral("title"), figure.title());
    alternative(QStringLiteral("description"), figure.description());
    xml.writeTextElement(own, QStringLiteral("recipe"),
                         QString::fromUtf8(figureRecipe(figure.request())));
    xml.writeEndDocument();
    return packet + "\n<?xpacket end=\"w\"?>";
}

QImage imageOf(const Figure& figure)
{
    const FigureStyle& style = figure.request().style;
    const qreal scale = figure.layout().pixelsPerUnit;
    QImage image(style.size, QImage::Format_RGB32);
    const int dotsPerMeter = static_cast<int>(std::lround(style.dpi / kMetresPerInch));
    image.setDotsPerMeterX(dotsPerMeter);
    image.setDotsPerMeterY(dotsPerMeter);
    QPainter painter(&image);
    painter.scale(scale, scale);
    figure.paint(painter);
    return image;
}

constexpr std::array kFormats{
    FigureFormat{"png", "PNG, pixels", figurePng},
    FigureFormat{"svg", "SVG, vectors", figureSvg},
    FigureFormat{"pdf", "PDF, one page", figurePdf},
};

} // namespace

std::span<const FigureFormat> figureFormats()
{
    return kFormats;
}

const FigureFormat* findFigureFormat(std::string_view id)
{
    const QString wanted =
        QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size())).toLower();
    const auto* const found = std::ranges::find_if(kFormats, [&](const FigureFormat& format) {
        return wanted == QLatin1String(format.id.data(), static_cast<qsizetype>(format.id.size()));
    });
    return found == kFormats.end() ? nullptr : found;
}

QImage figureImage(const FigureRequest& request)
{
    return imageOf(Figure(request));
}

QByteArray figurePng(const FigureRequest& request)
{
    const Figure figure(request);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!imageOf(figure).convertToFormat(QImage::Format_RGB888).save(&buffer, "PNG")) {
        failed("PNG");
    }
    if (request.style.hasMetadata) {
        constexpr qsizetype kAfterHeader = 8 + 25; // signature and IHDR
        bytes.insert(kAfterHeader, internationalText("attenscope", figureRecipe(figure.request())));
    }
    return bytes;
}

QByteArray figurePdf(const FigureRequest& request)
{
    const Figure figure(request);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    constexpr double kPointsPerInch = 72;
    const QSizeF points = figure.layout().page.size() * (kPointsPerInch / kUnitsPerInch);
    writer.setPageSize(QPageSize(points, QPageSize::Point, QString(), QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    constexpr int kResolution = 1200; // of coordinates; text and shapes are vectors
    writer.setResolution(kResolution);
    writer.setTitle(figure.title());
    writer.setCreator(QStringLiteral("Attenscope"));
    if (request.style.hasMetadata) {
        writer.setDocumentXmpMetadata(xmpPacket(figure));
    }
    QPainter painter(&writer);
    painter.scale(kResolution / kUnitsPerInch, kResolution / kUnitsPerInch);
    figure.paint(painter);
    if (!painter.end()) {
        failed("PDF");
    }
    return bytes;
}

} // namespace attenscope
