#include "ui/state/damaged_files.h"

#include "engine/io/remembered.h"
#include "ui/state/recent_files.h"

#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace attenscope {

namespace {

namespace fs = std::filesystem;

/// A name beside the file that is free: "x.damaged", "x.damaged2", …
fs::path freeName(const fs::path& file)
{
    fs::path name = file.string() + ".damaged";
    std::error_code error;
    for (int number = 2; fs::exists(name, error); ++number) {
        name = file.string() + ".damaged" + std::to_string(number);
    }
    return name;
}

DamagedFile setAside(const fs::path& file, ErrorInfo damage)
{
    DamagedFile damaged{.damage = std::move(damage), .movedTo = freeName(file)};
    std::error_code failure;
    fs::rename(file, damaged.movedTo, failure);
    if (failure) {
        damaged.movedTo.clear();
    }
    return damaged;
}

/// Where nothing can be written, all is as the program came, as is told of a damaged file anyway.
void putBack(const Remembered& kept, const std::map<std::string, std::string>& texts)
{
    try {
        for (const auto& [key, text] : texts) {
            kept.remember(key, text);
        }
    } catch (const Error&) {
        return; // the file that was moved has them
    }
}

} // namespace

std::vector<DamagedFile> setDamagedAside(const KeptFiles& files)
{
    std::vector<DamagedFile> damaged;
    for (const fs::path& file :
         {files.settings, files.keys, files.tokenizers, files.modules, files.digests}) {
        const Remembered kept(file);
        if (const std::optional<ErrorInfo> damage = kept.damage()) {
            const auto readable = kept.all();
            damaged.push_back(setAside(file, *damage));
            if (damaged.back().movedTo.empty()) {
                continue; // what is there is better than less of it
            }
            putBack(kept, readable);
        }
    }
    if (const std::optional<ErrorInfo> damage = RecentFiles(files.recent).damage()) {
        damaged.push_back(setAside(files.recent, *damage));
    }
    return damaged;
}

} // namespace attenscope
