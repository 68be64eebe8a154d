#include "engine/models/weights_digest.h"

#include "engine/base/error.h"
#include "engine/checkpoint/digest.h"
#include "engine/io/remembered.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace attenscope {

namespace {

std::string
fileDigest(const InputFile& file, const Remembered& remembered, const Progress& progress)
{
    const std::string identity = file.identity();
    if (const std::optional<std::string> known = remembered.find(identity)) {
        file.requireUnchanged();
        return *known;
    }
    std::string digest = sha256(file, progress);
    try {
        remembered.remember(identity, digest);
    } catch (const Error&) { // NOLINT(bugprone-empty-catch)
        // Where nothing can be kept, the next program computes it again.
    }
    return digest;
}

} // namespace

DeferredText weightsDigest(std::vector<NamedFile> files, const std::filesystem::path& remembered)
{
    const auto open = std::make_shared<const std::vector<NamedFile>>(std::move(files));
    return DeferredText([open, memory = Remembered(remembered)](const Progress& progress) {
        std::string lines;
        for (const NamedFile& file : *open) {
            const std::string digest = fileDigest(file.file, memory, progress);
            if (open->size() == 1) {
                return digest;
            }
            lines += digest + "  " + file.name + "\n";
        }
        return sha256(lines);
    });
}

} // namespace attenscope
