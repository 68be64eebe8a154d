#include <QBuffer>
#include <QFontMetricsF>
#include <QSvgGenerator>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>

#include "ui/figure/figure.h"
#include "ui/figure/figure_metadata.h"
#include "ui/figure/fonts.h"

#include <cmath>

namespace attenscope {

namespace {

/// Qt's own SVG of the page.
QByteArray generated(const FigurePage& figure)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    constexpr int kUnitsPerInch = 96;
    generator.setResolution(kUnitsPerInch);
    const QSizeF size = figure.page().size();
    generator.setSize(QSize(static_cast<int>(std::lround(size.width())),
                            static_cast<int>(std::lround(size.height()))));
    generator.setViewBox(figure.page());
    QPainter painter(&generator);
    figure.paint(painter);
    if (!painter.end()) {
        throw Error({.id = "E_INTERNAL",
                     .file = {},
                     .place = "SVG",
                     .expected = "a figure",
                     .found = "Qt could not write one",
                     .remedy = {}});
    }
    return bytes;
}

/// Adds to Qt's SVG what it leaves out.
class SvgEditor {
public:
    SvgEditor(const FigurePage& figure, const QByteArray& source)
        : figure_(figure),
          picturesLeft_(figure.picturesBelowCells()),
          reader_(source),
          writer_(&result_)
    {
        reader_.setNamespaceProcessing(false); // names are copied as they stand
    }

    QByteArray edited();

private:
    const FigurePage& figure_;
    std::size_t picturesLeft_; ///< that are still to come before the cells
    QXmlStreamReader reader_;
    QByteArray result_;
    QXmlStreamWriter writer_;
    bool isAfterPicture_ = false;

    void writeHead();
    void copyStart();
    void writeStart();
    void writeText();
    void writeCells();
};

/// Title, description and recipe, as the first children of <svg>.
void SvgEditor::writeHead()
{
    writer_.writeTextElement(QStringLiteral("title"), figure_.title());
    writer_.writeTextElement(QStringLiteral("desc"), figure_.description());
    const FigureMetadata metadata = figureMetadata(figure_);
    if (metadata.recipe.isEmpty()) {
        return;
    }
    writer_.writeStartElement(QStringLiteral("metadata"));
    const auto write = [this](const QString& name, const QByteArray& text) {
        writer_.writeStartElement(QStringLiteral("attenscope:") + name);
        writer_.writeAttribute(QStringLiteral("xmlns:attenscope"),
                               QLatin1String(kMetadataNamespace));
        writer_.writeCharacters(QString::fromUtf8(text));
        writer_.writeEndElement();
    };
    write(QStringLiteral("recipe"), metadata.recipe);
    if (!metadata.picture.isEmpty()) {
        write(QStringLiteral("image"), metadata.picture.toBase64());
    }
    writer_.writeEndElement();
}

/// A text gets its length, so that it keeps its place where the font is missing.
void SvgEditor::writeText()
{
    const QXmlStreamAttributes attributes = reader_.attributes();
    const QString text = reader_.readElementText();
    const int pixels = attributes.value(QLatin1String("font-size")).toInt();
    const int weight = attributes.value(QLatin1String("font-weight")).toInt();
    const QFont font = figureFont(pixels, static_cast<QFont::Weight>(weight));
    writer_.writeStartElement(QStringLiteral("text"));
    for (const QXmlStreamAttribute& attribute : attributes) {
        const bool isFamily = attribute.name() == QLatin1String("font-family");
        writer_.writeAttribute(attribute.qualifiedName().toString(),
                               isFamily ? attribute.value().toString() +
                                              QStringLiteral(", Inter, sans-serif")
                                        : attribute.value().toString());
    }
    writer_.writeAttribute(QStringLiteral("textLength"),
                           QString::number(QFontMetricsF(font).horizontalAdvance(text), 'f', 2));
    writer_.writeAttribute(QStringLiteral("lengthAdjust"), QStringLiteral("spacingAndGlyphs"));
    writer_.writeCharacters(text);
    writer_.writeEndElement();
}

/// One rectangle per cell that tells its number when it is pointed at.
void SvgEditor::writeCells()
{
    const std::vector<FigureCell> cells = figure_.cells();
    if (cells.empty()) {
        return;
    }
    writer_.writeStartElement(QStringLiteral("g"));
    writer_.writeAttribute(QStringLiteral("id"), QStringLiteral("cells"));
    writer_.writeAttribute(QStringLiteral("shape-rendering"), QStringLiteral("crispEdges"));
    writer_.writeAttribute(QStringLiteral("stroke"), QStringLiteral("none"));
    writer_.writeAttribute(QStringLiteral("pointer-events"), QStringLiteral("all"));
    for (const FigureCell& cell : cells) {
        const auto number = [](qreal x) { return QString::number(x, 'f', 3); };
        writer_.writeStartElement(QStringLiteral("rect"));
        writer_.writeAttribute(QStringLiteral("x"), number(cell.rect.x()));
        writer_.writeAttribute(QStringLiteral("y"), number(cell.rect.y()));
        writer_.writeAttribute(QStringLiteral("width"), number(cell.rect.width()));
        writer_.writeAttribute(QStringLiteral("height"), number(cell.rect.height()));
        writer_.writeAttribute(QStringLiteral("fill"),
                               cell.colour.isValid() ? cell.colour.name() : QStringLiteral("none"));
        writer_.writeTextElement(QStringLiteral("title"), cell.title);
        writer_.writeEndElement();
    }
    writer_.writeEndElement();
}

/// The element as Qt wrote it. SVG Tiny, which Qt claims, knows neither titles of cells nor the
/// length of a text.
void SvgEditor::copyStart()
{
    writer_.writeStartElement(reader_.qualifiedName().toString());
    for (const QXmlStreamAttribute& attribute : reader_.attributes()) {
        const QString name = attribute.qualifiedName().toString();
        if (name == QLatin1String("version")) {
            writer_.writeAttribute(name, QStringLiteral("1.1"));
        } else if (name != QLatin1String("baseProfile")) {
            writer_.writeAttribute(name, attribute.value().toString());
        }
    }
}

void SvgEditor::writeStart()
{
    const QStringView name = reader_.name();
    const bool isImage = name == QLatin1String("image");
    if (name == QLatin1String("text")) {
        writeText();
        return;
    }
    if (name == QLatin1String("title") || name == QLatin1String("desc")) {
        reader_.skipCurrentElement(); // Qt's own
        return;
    }
    copyStart();
    if (name == QLatin1String("svg")) {
        writeHead();
    }
    if (isImage && picturesLeft_ > 0) {
        --picturesLeft_;
        isAfterPicture_ = picturesLeft_ == 0;
    }
}

QByteArray SvgEditor::edited()
{
    while (!reader_.atEnd()) {
        reader_.readNext();
        if (reader_.isStartElement()) {
            writeStart();
        } else if (reader_.isEndElement()) {
            const bool closesPicture = isAfterPicture_ && reader_.name() == QLatin1String("g");
            if (reader_.name() == QLatin1String("svg") && figure_.picturesBelowCells() == 0) {
                writeCells(); // above everything, as nothing has to stay above them
            }
            writer_.writeEndElement();
            if (closesPicture) { // Qt gives every state of the painter its own <g>
                isAfterPicture_ = false;
                writeCells();
            }
        } else if (reader_.tokenType() != QXmlStreamReader::Invalid) {
            writer_.writeCurrentToken(reader_);
        }
    }
    if (reader_.hasError()) {
        throw Error({.id = "E_INTERNAL",
                     .file = {},
                     .place = "SVG",
                     .expected = "well-formed XML from Qt",
                     .found = reader_.errorString().toStdString(),
                     .remedy = {}});
    }
    return result_;
}

} // namespace

QByteArray figureSvg(const FigureRequest& request)
{
    const std::unique_ptr<FigurePage> page = figurePage(request);
    return SvgEditor(*page, generated(*page)).edited();
}

} // namespace attenscope
