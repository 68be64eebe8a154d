#pragma once

#include "engine/base/export.h"
#include "engine/checkpoint/input_file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attenscope {

/// A file inside a ZIP archive.
struct ZipEntry {
    std::string name;
    std::uint64_t header = 0; ///< offset of its local header
    std::uint64_t size = 0;   ///< that it takes up in the file
    std::uint64_t limit = 0;  ///< where the next entry, or the directory, begins
    bool isStored = true;     ///< neither compressed nor encrypted
};

/// Whether the file begins as a ZIP archive does.
ATTENSCOPE_EXPORT bool isZip(const InputFile& file);

/// The central directory of a ZIP archive, of which nothing else is read; ZIP64 included
/// (APPNOTE.TXT 4.3). Its numbers are checked against the file and against each other.
/// Throws E_PICKLE_RANGE for an archive that is cut short, has anything behind it, or whose entries
/// overlap or leave the file; E_PICKLE_NAME for names that leave the archive's folder or stand
/// there twice; E_LIMIT_ENTRIES.
ATTENSCOPE_EXPORT std::vector<ZipEntry> readZipDirectory(const InputFile& file);

/// Where an entry's bytes begin: behind its local header, which must name it too.
ATTENSCOPE_EXPORT std::uint64_t zipDataOffset(const InputFile& file, const ZipEntry& entry);

} // namespace attenscope
