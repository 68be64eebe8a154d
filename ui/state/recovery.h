#pragma once

#include <QByteArray>
#include <QLockFile>

#include <filesystem>
#include <memory>
#include <optional>

namespace attenscope {

/// Keeps what a window works on safe from a crash: its session is written now and then, and goes
/// when the window is closed in good order. What a program that died has left is found by the next
/// one. Each window has a file and a lock of its own, so that several do not take each other's.
class Recovery {
public:
    /// folder  where the files are kept; empty: nothing is kept
    explicit Recovery(std::filesystem::path folder);

    /// The window is closed in good order: its file goes.
    ~Recovery();
    Recovery(const Recovery&) = delete;
    Recovery& operator=(const Recovery&) = delete;

    /// Writes the session; throws E_OUTPUT. What was written before is replaced.
    void keep(const QByteArray& session);

    /// The newest session whose program is gone; its file stays until `settle`.
    std::optional<QByteArray> left() const;

    /// What was left has been restored or is not wanted: all files of programs that are gone go.
    void settle();

private:
    struct Left;
    std::optional<Left> newest() const;

    std::filesystem::path folder_;
    std::filesystem::path file_; ///< this window's; empty until something was kept
    std::unique_ptr<QLockFile> lock_;
};

} // namespace attenscope
