#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace attenscope {

/// An entry of a ZIP archive that a test makes, with what may be wrong about it.
struct ZipPart {
    std::string name;
    std::string data;
    std::uint16_t method = 0;          ///< 8: said to be deflated
    std::int64_t sizeDifference = 0;   ///< in the directory
    std::int64_t headerDifference = 0; ///< in the directory
    std::string nameInDirectory = {};  ///< if another one
};

inline std::string littleEndian(std::uint64_t value, int bytes)
{
    std::string text;
    for (int i = 0; i < bytes; ++i) { // more than eight: zeros
        text += static_cast<char>(value & 0xFFU);
        value >>= 8U;
    }
    return text;
}

/// A ZIP archive as torch writes it, but without ZIP64 records and padding.
inline std::string zipBytes(const std::vector<ZipPart>& parts)
{
    std::string bytes;
    std::string directory;
    for (const ZipPart& part : parts) {
        const std::string& listed = part.nameInDirectory.empty() ? part.name : part.nameInDirectory;
        const auto size = static_cast<std::uint64_t>(static_cast<std::int64_t>(part.data.size()) +
                                                     part.sizeDifference);
        const auto header = static_cast<std::uint64_t>(static_cast<std::int64_t>(bytes.size()) +
                                                       part.headerDifference);
        directory += littleEndian(0x02014b50, 4) + littleEndian(0, 4) + littleEndian(0x808, 2) +
                     littleEndian(part.method, 2) + littleEndian(0, 8) +
                     littleEndian(part.method == 0 ? size : part.data.size(), 4) +
                     littleEndian(size, 4) + littleEndian(listed.size(), 2) + littleEndian(0, 12) +
                     littleEndian(header, 4) + listed;
        bytes += littleEndian(0x04034b50, 4) + littleEndian(0, 22) +
                 littleEndian(part.name.size(), 2) + littleEndian(0, 2) + part.name + part.data;
    }
    return bytes + directory + littleEndian(0x06054b50, 4) + littleEndian(0, 4) +
           littleEndian(parts.size(), 2) + littleEndian(parts.size(), 2) +
           littleEndian(directory.size(), 4) + littleEndian(bytes.size(), 4) + littleEndian(0, 2);
}

} // namespace attenscope
