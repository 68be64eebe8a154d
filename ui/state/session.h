#pragma once

#include <QByteArray>

#include "engine/base/error.h"
#include "engine/intervention/intervention.h"
#include "engine/models/bare_module.h"
#include "engine/modes/mode.h"
#include "ui/state/view.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// What brings the window back to where it was: which model looked at what, and what was looked at.
/// The files themselves are named, never kept.
struct Session {
    std::filesystem::path model;       ///< a checkpoint's folder, or a module's file
    std::optional<ModuleSetup> module; ///< what was said about it, for a module's file
    std::string modelDigest;           ///< SHA-256 of its weights, hexadecimal; empty: not known
    std::filesystem::path picture;     ///< empty for a pasted one
    std::string pictureDigest;         ///< SHA-256 of the file; empty: not known
    QByteArray embeddedPicture;        ///< of a figure, used without the file; empty: none
    std::filesystem::path regions;     ///< a detector's regions of the picture; empty: none
    std::string caption;
    std::optional<Mode> mode; ///< nothing: the model's native one
    Intervention intervention;
    View view;                             ///< without what is pinned
    std::shared_ptr<const Session> pinned; ///< what is compared with, A, which has none itself
};

/// Whether a path leads into a folder, by its text alone; a folder is inside itself.
bool isInside(const std::filesystem::path& path, const std::filesystem::path& folder);

/// The suffix of session files, with its point.
inline constexpr std::string_view kSessionSuffix = ".attenscope";

/// A session as a file.
/// folder  that the file will lie in: paths inside it are written relative to it
QByteArray sessionFile(const Session& session, const std::filesystem::path& folder);

/// What a session's file, or a figure's recipe, holds.
struct ReadSession {
    Session session;   ///< paths are absolute
    Warnings warnings; ///< W_SESSION_…: what was left out because it makes no sense, or is newer
    /// Files outside the session's folder: to be opened only when somebody agrees.
    std::vector<std::filesystem::path> outside;
};

/// Reads a session. Fields that make no sense keep their defaults and are told in the warnings;
/// focus, layer and masks are checked only when the run is there.
/// json    a session, or a figure's recipe
/// folder  that the file lies in
/// name    what messages call the file
/// Throws E_CONFIG_FIELD for what is no JSON object, E_SESSION_SCHEMA for another kind of file.
ReadSession
readSession(std::string_view json, const std::filesystem::path& folder, const std::string& name);

} // namespace attenscope
