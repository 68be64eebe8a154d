#pragma once

#include "engine/base/export.h"
#include "engine/base/progress.h"
#include "engine/io/file_writer.h"
#include "engine/trace/trace.h"

#include <filesystem>
#include <string>

namespace attenscope {

/// What a run knows of its picture beside what the trace holds.
struct SampleFacts {
    std::string imagePath;   ///< as it can be opened again; empty when it came from no file
    std::string imageDigest; ///< SHA-256 of its file, hexadecimal; empty when it came from none
    int imageWidth = 0;      ///< pixels of the upright original
    int imageHeight = 0;
};

struct RunWriteOptions {
    Overwrite overwrite = Overwrite::No;
    bool writesStates = false; ///< hidden states go into outputs.npz too
    bool writesInputs = false; ///< inputs.npz
};

/// Writes a folder of `run.json`, `attention.npz`, `outputs.npz` and perhaps `inputs.npz`, whole or
/// not at all. Throws E_OUTPUT, Cancelled.
ATTENSCOPE_EXPORT void writeRun(const std::filesystem::path& folder,
                                const Trace& trace,
                                const SampleFacts& sample,
                                const RunWriteOptions& options,
                                const Progress& progress);

/// A run that was written before.
struct StoredRun {
    TracePtr trace;
    SampleFacts sample;
};

/// Reads such a folder back: everything that `writeRun` wrote. Throws E_RUN_VERSION, E_RUN_FIELD
/// and E_RUN_RANGE with the JSON pointer, E_RUN_SHAPE where an array differs from what run.json
/// says, E_LIMIT_MEMORY when the attention does not fit, the errors of NPZ files, E_IO,
/// E_PATH_ESCAPE, Cancelled.
ATTENSCOPE_EXPORT StoredRun readRun(const std::filesystem::path& folder, const Progress& progress);

} // namespace attenscope
