#include <QBuffer>
#include <QFontMetricsF>
#include <QSvgGenerator>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>

#include "ui/figure/colour_bar.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/figure.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/fonts.h"
#include "ui/figure/region_outlines.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace attenscope {

namespace {

/// Qt's own SVG of the page.
QByteArray generated(const Figure& figure)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    constexpr int kUnitsPerInch = 96;
    generator.setResolution(kUnitsPerInch);
    const QSizeF size = figure.layout().page.size();
    generator.setSize(QSize(static_cast<int>(std::lround(size.width())),
                            static_cast<int>(std::lround(size.height()))));
    generator.setViewBox(figure.layout().page);
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

/// Where a unit's number is drawn as a flat cell in the table's exact colour.
bool hasFlatCells(const FigureRequest& request)
{
    const bool isOpaque =
        request.style.overlay == OverlayKind::SideBySide ||
        (request.style.overlay == OverlayKind::Tint && request.style.opacity >= 1);
    return isOpaque && !request.style.isSmooth && request.trace->units.gridRows > 0;
}

/// Adds to Qt's SVG what it leaves out.
class SvgEditor {
public:
    SvgEditor(const Figure& figure, const QByteArray& source)
        : figure_(figure), reader_(source), writer_(&result_)
    {
        reader_.setNamespaceProcessing(false); // names are copied as they stand
    }

    QByteArray edited();

private:
    const Figure& figure_;
    QXmlStreamReader reader_;
    QByteArray result_;
    QXmlStreamWriter writer_;
    bool isAfterPicture_ = false;
    bool hasPicture_ = false; ///< the one with the map; a bare one may follow

    void writeHead();
    void copyStart();
    void writeStart();
    void writeText();
    void writeCells();
    QString cellTitle(std::size_t unit) const;
};

/// Title, description and recipe, as the first children of <svg>.
void SvgEditor::writeHead()
{
    writer_.writeTextElement(QStringLiteral("title"), figure_.title());
    writer_.writeTextElement(QStringLiteral("desc"), figure_.description());
    if (figure_.request().style.hasMetadata) {
        writer_.writeStartElement(QStringLiteral("metadata"));
        writer_.writeStartElement(QStringLiteral("attenscope:recipe"));
        writer_.writeAttribute(QStringLiteral("xmlns:attenscope"),
                               QStringLiteral("https://attenscope.org/ns/1.0/"));
        writer_.writeCharacters(QString::fromUtf8(figureRecipe(figure_.request())));
        writer_.writeEndElement();
        writer_.writeEndElement();
    }
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

QString SvgEditor::cellTitle(std::size_t unit) const
{
    const Trace& trace = *figure_.request().trace;
    const VisualUnit& what = trace.units.units[unit];
    const QString name = what.kind == VisualUnit::Kind::Patch
                             ? QStringLiteral("(%1, %2)").arg(what.row).arg(what.column)
                             : unitText(trace, static_cast<int>(unit));
    const QString number = figure_.map().states[unit] == Map::KeyState::Masked
                               ? QStringLiteral("—")
                               : numberText(static_cast<double>(figure_.map().values[unit]));
    return name + QStringLiteral(": ") + number;
}

/// One rectangle per unit that tells its number when it is pointed at. At full opacity it carries
/// the colour too; otherwise the colour is mixed with the picture in the raster below it, since no
/// viewer mixes in OKLab.
void SvgEditor::writeCells()
{
    const FigureRequest& request = figure_.request();
    const ColourTable& table = tableOf(request.style);
    const bool isFlat = hasFlatCells(request);
    const std::vector<float> numbers = numbersOnScale(figure_.map(), figure_.range());
    writer_.writeStartElement(QStringLiteral("g"));
    writer_.writeAttribute(QStringLiteral("id"), QStringLiteral("cells"));
    writer_.writeAttribute(QStringLiteral("shape-rendering"), QStringLiteral("crispEdges"));
    writer_.writeAttribute(QStringLiteral("stroke"), QStringLiteral("none"));
    writer_.writeAttribute(QStringLiteral("pointer-events"), QStringLiteral("all"));
    std::vector<int> order(request.trace->units.units.size());
    std::iota(order.begin(), order.end(), 0);
    if (request.trace->units.gridRows == 0) { // what is pointed at is the topmost
        order = unitsBySize(request.trace->units);
    }
    for (const int index : order) {
        const auto u = static_cast<std::size_t>(index);
        const Box& box = request.trace->units.units[u].box;
        if (box.isEmpty()) {
            continue;
        }
        const QRectF rect =
            figure_.layout()
                .pageFromPicture.mapRect(QRectF(QPointF(box.x0, box.y0), QPointF(box.x1, box.y1)))
                .intersected(figure_.layout().picture);
        const float onScale = numbers[u];
        const bool hasColour =
            isFlat && figure_.map().states[u] == Map::KeyState::Shown && !std::isnan(onScale);
        const auto number = [](qreal x) { return QString::number(x, 'f', 3); };
        writer_.writeStartElement(QStringLiteral("rect"));
        writer_.writeAttribute(QStringLiteral("x"), number(rect.x()));
        writer_.writeAttribute(QStringLiteral("y"), number(rect.y()));
        writer_.writeAttribute(QStringLiteral("width"), number(rect.width()));
        writer_.writeAttribute(QStringLiteral("height"), number(rect.height()));
        writer_.writeAttribute(QStringLiteral("fill"),
                               hasColour
                                   ? table.colourAt(scalePosition(onScale, figure_.range())).name()
                                   : QStringLiteral("none"));
        writer_.writeTextElement(QStringLiteral("title"), cellTitle(u));
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
    isAfterPicture_ = isAfterPicture_ || (isImage && !hasPicture_);
    hasPicture_ = hasPicture_ || isImage;
}

QByteArray SvgEditor::edited()
{
    const bool showsMap = looksAtImage(figure_.request().selection.direction);
    while (!reader_.atEnd()) {
        reader_.readNext();
        if (reader_.isStartElement()) {
            writeStart();
        } else if (reader_.isEndElement()) {
            const bool closesPicture = isAfterPicture_ && reader_.name() == QLatin1String("g");
            writer_.writeEndElement();
            if (closesPicture) { // Qt gives every state of the painter its own <g>
                isAfterPicture_ = false;
                if (showsMap) {
                    writeCells();
                }
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
    const Figure figure(request);
    return SvgEditor(figure, generated(figure)).edited();
}

} // namespace attenscope
