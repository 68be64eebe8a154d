#include "ui/input/image_structure.h"

#include <QtEndian>

#include "engine/base/limits.h"

#include <algorithm>
#include <cstdlib>

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

constexpr quint16 kTagSubfileType = 254;
constexpr quint16 kTagWidth = 256;
constexpr quint16 kTagHeight = 257;
constexpr quint16 kTagOrientation = 274;
constexpr quint16 kTagTileWidth = 322;
constexpr quint16 kTagTileHeight = 323;
constexpr quint16 kTagExtraSamples = 338;
constexpr quint16 kTagProfile = 34675;

/// The first directory of a TIFF structure (EXIF data is one). Offsets that lead outside end it.
class TiffDirectory {
public:
    explicit TiffDirectory(const QByteArray& tiff)
        : tiff_(tiff), isLittle_(tiff.startsWith(QByteArrayView("II*\0", 4)))
    {
        constexpr qsizetype kHeader = 8;
        const bool isBig = tiff.startsWith(QByteArrayView("MM\0*", 4));
        if (tiff.size() < kHeader || !(isLittle_ || isBig)) {
            return;
        }
        const auto begin = static_cast<qsizetype>(read32(4));
        if (begin <= tiff.size() - 2) {
            first_ = begin + 2;
            entries_ = std::min<qsizetype>(read16(begin), (tiff.size() - first_) / kEntry);
        }
    }

    /// Where the tag's value stands, if it has one number.
    std::optional<qsizetype> valueOffset(quint16 tag) const
    {
        for (qsizetype i = 0; i < entries_; ++i) {
            const qsizetype entry = first_ + kEntry * i;
            if (read16(entry) == tag && read32(entry + 4) == 1) {
                return entry + 8;
            }
        }
        return std::nullopt;
    }

    std::optional<quint32> value(quint16 tag) const
    {
        constexpr quint16 kShort = 3;
        const std::optional<qsizetype> offset = valueOffset(tag);
        if (!offset) {
            return std::nullopt;
        }
        return read16(*offset - 6) == kShort ? read16(*offset) : read32(*offset);
    }

    bool hasNext() const
    {
        const qsizetype offset = first_ + kEntry * entries_;
        return entries_ > 0 && offset + 4 <= tiff_.size() && read32(offset) != 0;
    }

    bool isLittle() const { return isLittle_; }

private:
    static constexpr qsizetype kEntry = 12;

    quint16 read16(qsizetype at) const
    {
        return isLittle_ ? qFromLittleEndian<quint16>(tiff_.constData() + at)
                         : qFromBigEndian<quint16>(tiff_.constData() + at);
    }

    quint32 read32(qsizetype at) const
    {
        return isLittle_ ? littleEndian32(tiff_, at) : bigEndian32(tiff_, at);
    }

    const QByteArray& tiff_;
    bool isLittle_;
    qsizetype first_ = 0;
    qsizetype entries_ = 0;
};

/// 1, upright, if it has none or makes no sense.
int exifOrientation(const QByteArray& exif)
{
    const quint32 orientation = TiffDirectory(exif).value(kTagOrientation).value_or(1);
    return orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
}

int asSide(quint32 side) // what no int can hold is too large anyway
{
    return static_cast<int>(std::min(side, 0x7FFFFFFFU));
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
            result.size = QSize(asSide(bigEndian32(bytes, position + 8)),
                                asSide(bigEndian32(bytes, position + 12)));
        }
        result.hasProfile = result.hasProfile || type == "iCCP";
        result.hasMorePictures = result.hasMorePictures || type == "acTL";
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
    if (bytes.size() < kHeader) {
        return result;
    }
    const auto sizeAt = [&](qsizetype at) {
        return QSize(qFromLittleEndian<quint16>(bytes.constData() + at),
                     qFromLittleEndian<quint16>(bytes.constData() + at + 2));
    };
    result.size = sizeAt(6);
    qsizetype position = kHeader + gifTableBytes(byteAt(bytes, 10));
    while (position >= 0 && position + kDescriptor <= bytes.size()) {
        const char kind = bytes[position];
        if (kind == '!') {
            position = afterGifBlocks(bytes, position + 2);
        } else if (kind == ',') {
            const qsizetype table = gifTableBytes(byteAt(bytes, position + 9));
            result.size = result.size->expandedTo(sizeAt(position + 5));
            result.isComplete = afterGifBlocks(bytes, position + kDescriptor + table + 1) >= 0;
            return result;
        } else {
            return result;
        }
    }
    return result;
}

/// Of the uncompressed kinds it is known how much must follow, and Qt does not look.
ImageStructure bmpStructure(const QByteArray& bytes)
{
    constexpr qsizetype kSmallestHeader = 38;
    constexpr quint32 kCoreHeader = 12; // OS/2's, with sides of 16 bits
    ImageStructure result;
    result.decoderInput = bytes;
    if (bytes.size() < kSmallestHeader) {
        return result; // the decoder refuses it
    }
    const auto short16 = [&](qsizetype at) {
        return qFromLittleEndian<quint16>(bytes.constData() + at);
    };
    const auto signed32 = [&](qsizetype at) {
        return qFromLittleEndian<qint32>(bytes.constData() + at);
    };
    const bool isCore = littleEndian32(bytes, 14) == kCoreHeader;
    const qint64 width = isCore ? short16(18) : signed32(18);
    const qint64 height =
        isCore ? short16(20) : std::abs(qint64{signed32(22)}); // from the top if negative
    const qint64 bits = short16(isCore ? 24 : 28);
    const quint32 compression = isCore ? 0 : littleEndian32(bytes, 30);
    result.size = QSize(asSide(static_cast<quint32>(std::max<qint64>(0, width))),
                        asSide(static_cast<quint32>(height)));
    if (std::max(width, height) > limits::kPictureSide) {
        return result; // the size is refused; a product of them might overflow
    }
    const bool isRunLength = compression == 1 || compression == 2;
    const qint64 rowBytes = (width * bits + 31) / 32 * 4;
    const qint64 needed = isRunLength ? qint64{littleEndian32(bytes, 34)} : rowBytes * height;
    result.isComplete = littleEndian32(bytes, 10) + needed <= bytes.size();
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

ImageStructure tiffStructure(const QByteArray& bytes)
{
    constexpr quint32 kReducedPicture = 1;
    constexpr quint32 kMultipliedAlpha = 1;
    constexpr quint32 kPlainAlpha = 2;
    const TiffDirectory directory(bytes);
    const auto sizeOf = [&](quint16 widthTag, quint16 heightTag) -> std::optional<QSize> {
        const std::optional<quint32> width = directory.value(widthTag);
        const std::optional<quint32> height = directory.value(heightTag);
        if (!width || !height) {
            return std::nullopt;
        }
        return QSize(asSide(*width), asSide(*height));
    };
    ImageStructure result;
    result.decoderInput = bytes;
    result.size = sizeOf(kTagWidth, kTagHeight);
    result.tile = sizeOf(kTagTileWidth, kTagTileHeight);
    result.isPreview = (directory.value(kTagSubfileType).value_or(0) & kReducedPicture) != 0;
    result.hasProfile = directory.value(kTagProfile).has_value();
    result.hasMorePictures = directory.hasNext();
    if (directory.value(kTagExtraSamples) == kPlainAlpha) {
        const qsizetype lowByte =
            *directory.valueOffset(kTagExtraSamples) + (directory.isLittle() ? 0 : 1);
        result.decoderInput[lowByte] = static_cast<char>(kMultipliedAlpha);
        result.hasStoredColours = true;
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
    case ImageFormat::Tiff:
        return tiffStructure(bytes);
    case ImageFormat::Bmp:
        return bmpStructure(bytes);
    case ImageFormat::Pnm:
        break;
    }
    ImageStructure result;
    result.decoderInput = bytes;
    return result;
}

} // namespace attenscope
