#include "ui/state/recent_files.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/config.h"
#include "engine/checkpoint/input_file.h"
#include "engine/io/file_writer.h"
#include "engine/io/json.h"

#include <algorithm>
#include <array>
#include <map>
#include <system_error>

namespace attenscope {

namespace {

using Kind = RecentFiles::Kind;

constexpr std::array kKinds{Kind::Picture, Kind::Model, Kind::Session};

std::string fieldOf(Kind kind)
{
    switch (kind) {
    case Kind::Picture:
        return "pictures";
    case Kind::Model:
        return "models";
    case Kind::Session:
        return "sessions";
    }
    return {};
}

using Lists = std::map<Kind, std::vector<std::string>>;

/// Throws what is wrong with the file.
Lists readWholeLists(const std::filesystem::path& file)
{
    Lists lists;
    std::error_code missing;
    if (!std::filesystem::exists(file, missing)) {
        return lists;
    }
    const Config config = Config::parse(
        InputFile::open(file, file.string()).readAll(limits::kConfigBytes), file.string());
    for (const Kind kind : kKinds) {
        lists[kind] = config.texts("/" + fieldOf(kind), std::vector<std::string>{});
    }
    return lists;
}

/// Damage costs the lists and nothing else.
Lists readLists(const std::filesystem::path& file)
{
    try {
        return readWholeLists(file);
    } catch (const Error&) {
        return {}; // as if there were no file; `damage` tells it
    }
}

void writeLists(const std::filesystem::path& file, const Lists& lists)
{
    Json json = Json::object();
    for (const auto& [kind, paths] : lists) {
        json.set(fieldOf(kind), Json::list(paths));
    }
    std::error_code ignored; // what can't be made is told by the writer
    std::filesystem::create_directories(file.parent_path(), ignored);
    writeFile(file, json.pretty(), Overwrite::Yes);
}

} // namespace

std::optional<ErrorInfo> RecentFiles::damage() const
{
    try {
        if (!file_.empty()) {
            static_cast<void>(readWholeLists(file_));
        }
        return std::nullopt;
    } catch (const Error& error) {
        return error.info();
    }
}

std::vector<std::filesystem::path> RecentFiles::list(Kind kind) const
{
    const Lists lists = file_.empty() ? Lists() : readLists(file_);
    const auto found = lists.find(kind);
    if (found == lists.end()) {
        return {};
    }
    const std::size_t count = std::min(kMost, found->second.size());
    return {found->second.begin(), found->second.begin() + static_cast<std::ptrdiff_t>(count)};
}

void RecentFiles::add(Kind kind, const std::filesystem::path& path) const
{
    if (file_.empty()) {
        return;
    }
    Lists lists = readLists(file_);
    std::vector<std::string>& paths = lists[kind];
    const std::string added = std::filesystem::absolute(path).lexically_normal().string();
    if (!paths.empty() && paths.front() == added) {
        return;
    }
    std::erase(paths, added);
    paths.insert(paths.begin(), added);
    paths.resize(std::min(kMost, paths.size()));
    writeLists(file_, lists);
}

void RecentFiles::clear() const
{
    if (!file_.empty()) {
        writeLists(file_, {});
    }
}

} // namespace attenscope
