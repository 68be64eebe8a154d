#include "ui/input/image_structure.h"

#include <QtEndian>

#include <algorithm>
#include <array>

namespace attenscope {

namespace {

constexpr qsizetype kPngSignature = 8;
constexpr qsizetype kPngChunkFrame = 12; // length, type, checksum

quint32 bigEndian32(const QByteArray& bytes, qsizetype position)
{
    return qFromBigEndian<quint32>(bytes.constData() + position);
}

quint32 littleEndian32(const QByteArray& bytes, qsizetype position)
{
    return qFromLittleEndian<quint32>(bytes.constData() + position);
}

quint8 byteAt(const QByteArray& bytes, qsizetype position)
{
    return static_cast<quint8>(bytes[position]);
}

/// The orientation in EXIF data (a TIFF structure); 1 if it has none or makes no sense.
int exifOrientation(const QByteArray& exif)
{
    constexpr qsizetype kHeader = 8;
    constexpr quint16 kOrientationTag = 0x0112;
    if (exif.size() < kHeader || !(exif.startsWith("II") || exif.startsWith("MM"))) {
        return 1;
    }
    const bool isLittle = exif.startsWith("II");
    const auto read16 = [&](qsizetype at) {
        return isLittle ? qFromLittleEndian<quint16>(exif.constData() + at)
                        : qFromBigEndian<quint16>(exif.constData() + at);
    };
    const auto first =
        static_cast<qsizetype>(isLittle ? littleEndian32(exif, 4) : bigEndian32(exif, 4));
    if (first > exif.size() - 2) {
        return 1;
    }
    const int entries = read16(first);
    for (int i = 0; i < entries; ++i) {
        const qsizetype entry = first + 2 + 12 * static_cast<qsizetype>(i);
        if (entry + 12 > exif.size()) {
            return 1;
        }
        if (read16(entry) == kOrientationTag) {
            const int orientation = read16(entry + 8);
            return orientation >= 1 && orientation <= 8 ? orientation : 1;
        }
    }
    return 1;
}

bool changesPixels(const QByteArray& chunkType)
{
    const bool isCritical = (byteAt(chunkType, 0) & 0x20U) == 0;
    return isCritical || chunkType == "tRNS";
}

ImageStructure pngStructure(const QByteArray& bytes)
{
    ImageStructure result;
    result.isComplete = false;
    result.decoderInput = bytes.left(kPngSignature);
    qsizetype position = kPngSignature;
    while (bytes.size() - position >= kPngChunkFrame) {
        const auto length = static_cast<qsizetype>(bigEndian32(bytes, position));
        const QByteArray type = bytes.mid(position + 4, 4);
        if (length > bytes.size() - position - kPngChunkFrame) {
            break; // cut: the decoder gets the rest as it is
        }
        if (type == "IHDR" && length >= 8 && !result.size) {
            const auto side = [&](qsizetype at) {
                return static_cast<int>(std::min(bigEndian32(bytes, at), 0x7FFFFFFFU));
            };
            result.size = QSize(side(position + 8), side(position + 12));
        }
        result.hasProfile = result.hasProfile || type == "iCCP";
        result.isAnimated = result.isAnimated || type == "acTL";
        if (type == "eXIf") {
            result.orientation = exifOrientation(bytes.mid(position + 8, length));
        }
        if (changesPixels(type)) {
            result.decoderInput += bytes.mid(position, length + kPngChunkFrame);
        }
        position += length + kPngChunkFrame;
        if (type == "IEND") {
            result.isComplete = true;
            return result;
        }
    }
    result.decoderInput += bytes.mid(position);
    return result;
}

/// Follows the markers: an end mark inside an embedded preview does not count.
ImageStructure jpegStructure(const QByteArray& bytes)
{
    constexpr quint8 kEnd = 0xD9;
    constexpr quint8 kScan = 0xDA;
    constexpr quint8 kProfile = 0xE2;
    ImageStructure result;
    result.decoderInput = bytes;
    result.isComplete = false;
    bool isInScan = false;
    qsizetype position = 2;
    while (position + 1 < bytes.size()) {
        const quint8 marker = byteAt(bytes, position + 1);
        const bool isRestart = marker >= 0xD0 && marker <= 0xD7;
        if (byteAt(bytes, position) != 0xFF || marker == 0xFF || marker == 0x00 || isRestart) {
            if (!isInScan && byteAt(bytes, position) != 0xFF) {
                return result; // neither a marker nor a scan's data
            }
            const qsizetype next = bytes.indexOf('\xff', position + 1);
            position = next < 0 ? bytes.size() : next;
            continue;
        }
        if (marker == kEnd) {
            result.isComplete = true;
            return result;
        }
        if (position + 4 > bytes.size()) {
            return result;
        }
        isInScan = marker == kScan;
        result.hasProfile = result.hasProfile ||
                            (marker == kProfile && bytes.mid(position + 4, 11) == "ICC_PROFILE");
        position += 2 + qFromBigEndian<quint16>(bytes.constData() + position + 2);
    }
    return result;
}

/// Past the sub-blocks that start at `position`; -1 if they don't end.
qsizetype afterGifBlocks(const QByteArray& bytes, qsizetype position)
{
    while (position < bytes.size()) {
        const quint8 length = byteAt(bytes, position);
        position += 1 + length;
        if (length == 0) {
            return position;
        }
    }
    return -1;
}

qsizetype gifTableBytes(quint8 flags)
{
    return (flags & 0x80U) != 0 ? qsizetype{3} << ((flags & 0x07U) + 1) : 0;
}

/// Complete once the first picture is: the others are not shown.
ImageStructure gifStructure(const QByteArray& bytes)
{
    constexpr qsizetype kHeader = 13;
    constexpr qsizetype kDescriptor = 10;
    ImageStructure result;
    result.decoderInput = bytes;
    result.isComplete = false;
    qsizetype position = bytes.size() < kHeader ? -1 : kHeader + gifTableBytes(byteAt(bytes, 10));
    while (position >= 0 && position + kDescriptor <= bytes.size()) {
        const char kind = bytes[position];
        if (kind == '!') {
            position = afterGifBlocks(bytes, position + 2);
        } else if (kind == ',') {
            const qsizetype table = gifTableBytes(byteAt(bytes, position + 9));
            result.isComplete = afterGifBlocks(bytes, position + kDescriptor + table + 1) >= 0;
            return result;
        } else {
            return result;
        }
    }
    return result;
}

ImageStructure webpStructure(const QByteArray& bytes)
{
    constexpr qsizetype kRiffHeader = 12;
    constexpr qsizetype kChunkHeader = 8;
    ImageStructure result;
    result.decoderInput = bytes;
    result.isComplete =
        static_cast<qsizetype>(littleEndian32(bytes, 4)) <= bytes.size() - kChunkHeader;
    qsizetype position = kRiffHeader;
    while (bytes.size() - position >= kChunkHeader) {
        const QByteArray type = bytes.mid(position, 4);
        const auto length = static_cast<qsizetype>(littleEndian32(bytes, position + 4));
        result.hasProfile = result.hasProfile || type == "ICCP";
        if (type == "EXIF") {
            QByteArray exif = bytes.mid(position + kChunkHeader, length);
            result.orientation = exifOrientation(exif.startsWith("Exif\0\0") ? exif.mid(6) : exif);
        }
        position += kChunkHeader + length + (length & 1);
    }
    return result;
}

} // namespace

ImageStructure imageStructureOf(const QByteArray& bytes, ImageFormat format)
{
    switch (format) {
    case ImageFormat::Png:
        return pngStructure(bytes);
    case ImageFormat::Jpeg:
        return jpegStructure(bytes);
    case ImageFormat::Gif:
        return gifStructure(bytes);
    case ImageFormat::Webp:
        return webpStructure(bytes);
    case ImageFormat::Bmp:
    case ImageFormat::Pnm:
    case ImageFormat::Tiff:
        break;
    }
    ImageStructure result;
    result.decoderInput = bytes;
    return result;
}

} // namespace attenscope
