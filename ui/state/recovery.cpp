#include "ui/state/recovery.h"

#include <QCoreApplication>
#include <QUuid>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/input_file.h"
#include "engine/io/file_writer.h"
#include "ui/state/session.h"

#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace attenscope {

namespace {

namespace fs = std::filesystem;

constexpr const char* kLockSuffix = ".lock";

QString lockName(const fs::path& file)
{
    return QString::fromStdString(file.string() + kLockSuffix);
}

/// A lock is stale when its process is gone, whatever its age.
std::unique_ptr<QLockFile> lockOf(const fs::path& file)
{
    auto lock = std::make_unique<QLockFile>(lockName(file));
    lock->setStaleLockTime(0);
    return lock;
}

} // namespace

struct Recovery::Left {
    fs::path file;
    fs::file_time_type time;
    std::unique_ptr<QLockFile> lock; ///< held
};

namespace {

/// Session files in the folder; none where it can't be read.
std::vector<fs::path> sessionsIn(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code ignored; // a folder that can't be read holds nothing for us
    for (fs::directory_iterator entry(folder, ignored), end; entry != end;
         entry.increment(ignored)) {
        if (entry->path().extension() == kSessionSuffix) {
            files.push_back(entry->path());
        }
    }
    return files;
}

void removeFile(const fs::path& file)
{
    std::error_code ignored; // what stays is offered once more
    fs::remove(file, ignored);
}

} // namespace

Recovery::Recovery(fs::path folder) : folder_(std::move(folder)) {}

Recovery::~Recovery()
{
    if (!file_.empty()) {
        removeFile(file_);
    }
}

void Recovery::keep(const QByteArray& session)
{
    if (folder_.empty()) {
        return;
    }
    if (file_.empty()) {
        std::error_code ignored; // what can't be made is told by the writer
        fs::create_directories(folder_, ignored);
        const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        const fs::path file = folder_ / (id.toStdString() + std::string(kSessionSuffix));
        lock_ = lockOf(file);
        if (!lock_->tryLock(0)) {
            lock_.reset();
            throw Error({.id = "E_OUTPUT",
                         .file = lockName(file).toStdString(),
                         .place = {},
                         .expected = "a folder that can be written to",
                         .found = "a refusal",
                         .remedy = {}});
        }
        file_ = file;
    }
    writeFile(file_, session.toStdString(), Overwrite::Yes);
}

std::optional<Recovery::Left> Recovery::newest() const
{
    std::optional<Left> newest;
    for (const fs::path& file : sessionsIn(folder_)) {
        std::error_code gone;
        const auto time = fs::last_write_time(file, gone);
        auto lock = lockOf(file);
        if (!gone && file != file_ && lock->tryLock(0) && (!newest || time > newest->time)) {
            newest = Left{.file = file, .time = time, .lock = std::move(lock)};
        }
    }
    return newest;
}

std::optional<QByteArray> Recovery::left() const
{
    const std::optional<Left> found = newest();
    if (!found) {
        return std::nullopt;
    }
    try {
        return QByteArray::fromStdString(
            InputFile::open(found->file, found->file.string()).readAll(limits::kConfigBytes));
    } catch (const Error&) {
        return std::nullopt; // what can't be read can't be restored
    }
}

void Recovery::settle()
{
    while (const std::optional<Left> found = newest()) {
        removeFile(found->file);
        std::error_code error;
        if (fs::exists(found->file, error)) {
            return;
        }
    }
}

} // namespace attenscope
