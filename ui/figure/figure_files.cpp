#include <QBuffer>
#include <QPageSize>
#include <QPdfWriter>
#include <QtEndian>

#include "ui/figure/animation.h"
#include "ui/figure/figure.h"
#include "ui/figure/figure_metadata.h"

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

template <QByteArray (*Render)(const FigureRequest&)>
QByteArray rendered(const FigureRequest& request, const Progress& progress)
{
    progress.step(0, 1, "drawing the figure");
    QByteArray bytes = Render(request);
    progress.step(1, 1, "drawing the figure");
    return bytes;
}

constexpr std::array kFormats{
    FigureFormat{"png", "PNG, pixels", false, rendered<figurePng>},
    FigureFormat{"svg", "SVG, vectors", false, rendered<figureSvg>},
    FigureFormat{"pdf", "PDF, one page", false, rendered<figurePdf>},
    FigureFormat{"webp", "WebP, animated", true, figureWebp},
    FigureFormat{"gif", "GIF, animated", true, figureGif},
    FigureFormat{"mp4", "MP4, through ffmpeg", true, figureMp4},
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

const FigureFormat& defaultFormat(FigureKind kind)
{
    return *std::ranges::find(kFormats, figureKindInfo(kind).isAnimation,
                              &FigureFormat::isAnimation);
}

void requireFits(const FigureFormat& format, FigureKind kind)
{
    const FigureKindInfo& info = figureKindInfo(kind);
    if (format.isAnimation == info.isAnimation) {
        return;
    }
    std::string fitting;
    for (const FigureFormat& row : kFormats) {
        if (row.isAnimation == info.isAnimation) {
            fitting += (fitting.empty() ? "one of ." : ", .") + std::string(row.id);
        }
    }
    throw Error({.id = "E_USAGE_FORMAT",
                 .file = {},
                 .place = std::string(info.name),
                 .expected = fitting,
                 .found = "." + std::string(format.id),
                 .remedy = {}});
}

QImage figureImage(const FigurePage& page)
{
    const FigureStyle& style = page.request().style;
    QImage image(style.size, QImage::Format_RGB32);
    if (image.isNull()) {
        throw Error(outOfMemory());
    }
    const int dotsPerMeter = static_cast<int>(std::lround(style.dpi / kMetresPerInch));
    image.setDotsPerMeterX(dotsPerMeter);
    image.setDotsPerMeterY(dotsPerMeter);
    QPainter painter(&image);
    painter.scale(page.pixelsPerUnit(), page.pixelsPerUnit());
    page.paint(painter);
    return image;
}

QImage figureImage(const FigureRequest& request)
{
    return figureImage(*figurePage(request));
}

QByteArray figurePng(const FigureRequest& request)
{
    const std::unique_ptr<FigurePage> page = figurePage(request);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!figureImage(*page).convertToFormat(QImage::Format_RGB888).save(&buffer, "PNG")) {
        failed("PNG");
    }
    const FigureMetadata metadata = figureMetadata(*page);
    QByteArray chunks;
    if (!metadata.recipe.isEmpty()) {
        chunks += internationalText("attenscope", metadata.recipe);
    }
    if (!metadata.picture.isEmpty()) {
        chunks += internationalText("attenscope-image", metadata.picture.toBase64());
    }
    constexpr qsizetype kAfterHeader = 8 + 25; // signature and IHDR
    bytes.insert(kAfterHeader, chunks);
    return bytes;
}

QByteArray figurePdf(const FigureRequest& request)
{
    const std::unique_ptr<FigurePage> page = figurePage(request);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    constexpr double kPointsPerInch = 72;
    const QSizeF points = page->page().size() * (kPointsPerInch / kUnitsPerInch);
    writer.setPageSize(QPageSize(points, QPageSize::Point, QString(), QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    constexpr int kResolution = 1200; // of coordinates; text and shapes are vectors
    writer.setResolution(kResolution);
    writer.setTitle(page->title());
    writer.setCreator(QStringLiteral("Attenscope"));
    if (request.style.hasMetadata) {
        writer.setDocumentXmpMetadata(
            figureXmp(page->title(), page->description(), figureMetadata(*page)));
    }
    QPainter painter(&writer);
    painter.scale(kResolution / kUnitsPerInch, kResolution / kUnitsPerInch);
    page->paint(painter);
    if (!painter.end()) {
        failed("PDF");
    }
    return bytes;
}

} // namespace attenscope
