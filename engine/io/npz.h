#pragma once

#include "engine/base/export.h"
#include "engine/base/progress.h"
#include "engine/checkpoint/input_file.h"
#include "engine/io/file_writer.h"
#include "engine/io/npy.h"
#include "engine/tensor/named_array.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace attenscope {

/// An array that is made when its turn comes, so that a file of many needs the memory of one.
struct NpzEntry {
    std::string name;
    NpyType type = NpyType::Float32;
    std::vector<std::int64_t> shape;
    std::function<NamedArray()> make; ///< of this type and shape
};

/// NumPy's NPZ: a ZIP archive of stored (not compressed) NPY files. Equal arrays give equal bytes:
/// entries carry no time. The file is written, not committed. Throws E_OUTPUT, Cancelled.
ATTENSCOPE_EXPORT void
writeNpz(OutputFile& file, const std::vector<NpzEntry>& entries, const Progress& progress);

/// The same for arrays that are there already.
ATTENSCOPE_EXPORT void
writeNpz(OutputFile& file, const std::vector<NamedArray>& arrays, const Progress& progress);

/// An NPZ file open for reading; entries may be stored or deflated. An entry is taken into memory
/// only when its NPY header, the archive's directory and the limit agree on its size.
class ATTENSCOPE_EXPORT NpzFile {
public:
    /// maximumBytes  of one array in memory
    /// Throws E_NPZ_ARCHIVE (no ZIP archive, or a damaged one, or a name twice), E_NPZ_NAME (an
    /// entry that is no NPY file by its name), E_LIMIT_ENTRIES, E_IO.
    NpzFile(InputFile file, std::uint64_t maximumBytes);
    ~NpzFile();
    NpzFile(NpzFile&&) noexcept;
    NpzFile& operator=(NpzFile&&) noexcept;
    NpzFile(const NpzFile&) = delete;
    NpzFile& operator=(const NpzFile&) = delete;

    /// In the order of the archive, without ".npy".
    std::vector<std::string> names() const;
    bool contains(const std::string& name) const;

    /// Throws E_NPZ_NAME if there is none, E_NPZ_ARCHIVE for damage (a wrong checksum, a broken
    /// stream), and the errors of readNpyFrom.
    NamedArray read(const std::string& name) const;

private:
    struct Archive;
    std::unique_ptr<Archive> archive_;
};

} // namespace attenscope
