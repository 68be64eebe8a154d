#pragma once

#include <QByteArray>
#include <QtEndian>

namespace attenscope {

/// The checksum of PNG's chunks (ISO 3309), bit by bit.
inline quint32 pngChecksum(const QByteArray& bytes)
{
    quint32 sum = 0xFFFFFFFF;
    for (const char byte : bytes) {
        sum ^= static_cast<quint8>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            sum = (sum >> 1) ^ ((sum & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    return ~sum;
}

inline QByteArray bigEndianBytes(quint32 value)
{
    QByteArray bytes(4, 0);
    qToBigEndian(value, bytes.data());
    return bytes;
}

inline QByteArray pngChunk(const QByteArray& type, const QByteArray& data)
{
    return bigEndianBytes(static_cast<quint32>(data.size())) + type + data +
           bigEndianBytes(pngChecksum(type + data));
}

/// A zlib stream.
inline QByteArray deflated(const QByteArray& data)
{
    return qCompress(data, 9).mid(4); // Qt puts the length in front
}

/// depth, colour  as in IHDR
/// rows           with their filter bytes
/// extra          chunks before the pixels
inline QByteArray pngFile(quint32 width,
                          quint32 height,
                          int depth,
                          int colour,
                          const QByteArray& rows,
                          const QByteArray& extra = {})
{
    QByteArray header = bigEndianBytes(width) + bigEndianBytes(height);
    for (const int byte : {depth, colour, 0, 0, 0}) {
        header.append(static_cast<char>(byte));
    }
    return "\x89PNG\r\n\x1a\n" + pngChunk("IHDR", header) + extra +
           pngChunk("IDAT", deflated(rows)) + pngChunk("IEND", {});
}

} // namespace attenscope
