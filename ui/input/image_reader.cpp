#include "ui/input/image_reader.h"

#include <QBuffer>
#include <QColorSpace>
#include <QCryptographicHash>
#include <QImageReader>
#include <QTransform>

#include "engine/base/limits.h"
#include "engine/checkpoint/input_file.h"
#include "ui/input/decoder_messages.h"
#include "ui/input/image_conversion.h"
#include "ui/input/image_format.h"
#include "ui/input/image_structure.h"

namespace attenscope {

namespace {

[[noreturn]] void
fail(const std::string& name, std::string expected, std::string found, std::string remedy)
{
    throw Error({.id = "E_IMAGE_FORMAT",
                 .file = name,
                 .place = {},
                 .expected = std::move(expected),
                 .found = std::move(found),
                 .remedy = std::move(remedy)});
}

void requireDecoder(ImageFormat format, const std::string& name)
{
    if (!QImageReader::supportedImageFormats().contains(decoderName(format))) {
        fail(name, "an image that the installed decoders can read",
             "a " + displayName(format) + " image, whose decoder is not installed",
             format == ImageFormat::Webp || format == ImageFormat::Tiff
                 ? "Install the package qt6-image-formats-plugins."
                 : "Install Qt's own image plug-ins.");
    }
}

/// Qt's own limit, in MiB of decoded pixels: room for the largest picture that is allowed.
void setAllocationLimit()
{
    constexpr qint64 kBytesPerPixel = 4;
    constexpr auto kLimit =
        limits::kPicturePixels * kBytesPerPixel / static_cast<qint64>(limits::kMiB) + 1;
    [[maybe_unused]] static const bool kIsSet = [] {
        QImageReader::setAllocationLimit(static_cast<int>(kLimit));
        return true;
    }();
}

QImageIOHandler::Transformations transformationOf(int orientation)
{
    switch (orientation) {
    case 2:
        return QImageIOHandler::TransformationMirror;
    case 3:
        return QImageIOHandler::TransformationRotate180;
    case 4:
        return QImageIOHandler::TransformationFlip;
    case 5:
        return QImageIOHandler::TransformationFlipAndRotate90;
    case 6:
        return QImageIOHandler::TransformationRotate90;
    case 7:
        return QImageIOHandler::TransformationMirrorAndRotate90;
    case 8:
        return QImageIOHandler::TransformationRotate270;
    default:
        return QImageIOHandler::TransformationNone;
    }
}

/// What QImageReader does for the formats whose orientation it knows.
QImage upright(const QImage& picture, int orientation)
{
    const QImageIOHandler::Transformations wanted = transformationOf(orientation);
    const QImage mirrored = picture.mirrored(wanted.testFlag(QImageIOHandler::TransformationMirror),
                                             wanted.testFlag(QImageIOHandler::TransformationFlip));
    return wanted.testFlag(QImageIOHandler::TransformationRotate90)
               ? mirrored.transformed(QTransform().rotate(90))
               : mirrored;
}

QImage::Format withoutMultiplication(QImage::Format format)
{
    switch (format) {
    case QImage::Format_ARGB32_Premultiplied:
        return QImage::Format_ARGB32;
    case QImage::Format_RGBA8888_Premultiplied:
        return QImage::Format_RGBA8888;
    case QImage::Format_RGBA64_Premultiplied:
        return QImage::Format_RGBA64;
    default:
        return format;
    }
}

struct Decoded {
    QImage picture;
    int frames = 1;
    bool isDamaged = false;
};

/// Everything that decides how much memory the decoder will take.
void requireSizes(const ImageStructure& structure,
                  const QImageReader& reader,
                  const std::string& name)
{
    if (structure.isPreview) {
        fail(name, "a whole image", "the reduced preview of a camera's raw file",
             "Save it as PNG or TIFF.");
    }
    const QSize size = structure.size.value_or(reader.size());
    if (structure.size || size.isValid()) { // else the decoder says what is wrong
        requirePictureSize(size.width(), size.height(), name);
    }
    if (structure.tile) {
        const qint64 area = qint64{structure.tile->width()} * structure.tile->height();
        if (area > limits::kPicturePixels) {
            throw Error(
                {.id = "E_IMAGE_SIZE",
                 .file = name,
                 .place = "tile size",
                 .expected = "at most " + std::to_string(limits::kPicturePixels) + " pixels",
                 .found = std::to_string(area),
                 .remedy = {}});
        }
    }
}

Decoded decode(const ImageStructure& structure, ImageFormat format, const std::string& name)
{
    QBuffer buffer;
    buffer.setData(structure.decoderInput);
    buffer.open(QIODevice::ReadOnly);
    const DecoderMessages messages;
    QImageReader reader(&buffer, decoderName(format));
    reader.setAutoDetectImageFormat(false); // that decoder or none
    reader.setAutoTransform(true);
    requireSizes(structure, reader, name);
    Decoded result;
    // Qt 6.4 counts TIFF's pages from the wrong place in the file; the structure knows them.
    result.frames = format == ImageFormat::Tiff ? 1 : reader.imageCount();
    if (!reader.read(&result.picture) || result.picture.isNull()) {
        const QString reason =
            messages.texts().isEmpty() ? reader.errorString() : messages.texts().constLast();
        fail(name, "a complete " + displayName(format) + " image",
             "a broken one (" + reason.toStdString() + ")", {});
    }
    result.isDamaged = !messages.texts().isEmpty();
    if (structure.hasStoredColours) {
        result.picture.reinterpretAsFormat(withoutMultiplication(result.picture.format()));
    }
    return result;
}

} // namespace

ReadImage decodeImage(const QByteArray& bytes, const std::string& name)
{
    setAllocationLimit();
    const ImageFormat format = imageFormatOf(bytes, name);
    requireDecoder(format, name);
    const ImageStructure structure = imageStructureOf(bytes, format);
    const Decoded decoded = decode(structure, format, name);

    ReadImage result;
    result.image = imageFromQImage(upright(decoded.picture, structure.orientation));
    result.digest =
        QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString();
    if (decoded.isDamaged || !structure.isComplete) {
        result.warnings.push_back(
            {"W_IMAGE_DAMAGED", "The image is damaged: parts of it may be missing or wrong."});
    }
    if (decoded.frames > 1 || structure.hasMorePictures) {
        result.warnings.push_back(
            {"W_IMAGE_FRAMES", "The file holds several pictures; only the first is used."});
    }
    const QColorSpace space = decoded.picture.colorSpace();
    if (structure.hasProfile || (space.isValid() && space != QColorSpace(QColorSpace::SRgb))) {
        result.warnings.push_back(
            {"W_IMAGE_PROFILE",
             "The image's colour profile is ignored, as the models' own preprocessing does."});
    }
    return result;
}

ReadImage readImageFile(const std::filesystem::path& path)
{
    const InputFile file = InputFile::open(path, path.string());
    const std::string content = file.readAll(limits::kImageFileBytes);
    file.requireUnchanged();
    return decodeImage(
        QByteArray::fromRawData(content.data(), static_cast<qsizetype>(content.size())),
        path.string());
}

} // namespace attenscope
