#include "ui/figure/figure_metadata.h"

#include <QBuffer>
#include <QXmlStreamWriter>

namespace attenscope {

namespace {

QByteArray pngOf(const QImage& picture)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!picture.save(&buffer, "PNG")) {
        throw Error({.id = "E_INTERNAL",
                     .file = {},
                     .place = "embedded picture",
                     .expected = "a PNG",
                     .found = "Qt could not write one",
                     .remedy = {}});
    }
    return bytes;
}

} // namespace

FigureMetadata figureMetadata(const FigurePage& page)
{
    return figureMetadata(page.request(), page.texts());
}

FigureMetadata figureMetadata(const FigureRequest& request, const QString& texts)
{
    const FigureStyle& style = request.style;
    return {.recipe = style.hasMetadata ? figureRecipe(request, texts) : QByteArray(),
            .picture =
                style.hasMetadata && style.embedsPicture ? pngOf(request.picture) : QByteArray()};
}

QByteArray
figureXmp(const QString& title, const QString& description, const FigureMetadata& metadata)
{
    const QString rdf = QStringLiteral("http://www.w3.org/1999/02/22-rdf-syntax-ns#");
    const QString dc = QStringLiteral("http://purl.org/dc/elements/1.1/");
    const QString own = QString::fromLatin1(kMetadataNamespace);
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
    alternative(QStringLiteral("title"), title);
    alternative(QStringLiteral("description"), description);
    xml.writeTextElement(own, QStringLiteral("recipe"), QString::fromUtf8(metadata.recipe));
    if (!metadata.picture.isEmpty()) {
        xml.writeTextElement(own, QStringLiteral("image"),
                             QString::fromLatin1(metadata.picture.toBase64()));
    }
    xml.writeEndDocument();
    return packet + "\n<?xpacket end=\"w\"?>";
}

} // namespace attenscope
