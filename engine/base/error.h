#pragma once

#include "engine/base/export.h"

#include <exception>
#include <string>
#include <vector>

namespace attenscope {

/// The same facts for every failure. `id` is the one of the bad-input catalogue.
struct ErrorInfo {
    std::string id;       ///< for example "E_TENSOR_SHAPE"
    std::string file;     ///< as the user named it; empty when no file is involved
    std::string place;    ///< tensor name, JSON pointer, byte offset or option
    std::string expected; ///< what would have been accepted
    std::string found;    ///< what was there
    std::string remedy;   ///< what the user can do about it; may be empty
};

/// One line for people: `file: place: expected …, found …. remedy`. Empty facts are left out;
/// control and bidirectional characters that came from a file are escaped.
ATTENSCOPE_EXPORT std::string describe(const ErrorInfo& info);

/// The program's exit code for an error id, as in the command line's contract:
/// 2 usage, 3 bad input, 4 model or mode not supported, 5 over a limit or out of memory,
/// 6 output could not be written, 7 internal.
ATTENSCOPE_EXPORT int exitCodeFor(const std::string& id);

/// `text` with control characters, line breaks and bidirectional marks written as \u{…},
/// cut to `maximumBytes`. Names from files are shown only through this.
ATTENSCOPE_EXPORT std::string escapedForDisplay(const std::string& text,
                                                std::size_t maximumBytes = 256);

/// The one type of failure in the engine.
class ATTENSCOPE_EXPORT Error : public std::exception {
public:
    explicit Error(ErrorInfo info);

    const ErrorInfo& info() const noexcept { return info_; }

    const char* what() const noexcept override { return text_.c_str(); }

private:
    ErrorInfo info_;
    std::string text_;
};

/// Thrown by Progress::step after a stop was asked for. Not an Error: nothing went wrong.
struct ATTENSCOPE_EXPORT Cancelled {};

/// A reservation about a success ("caption cut to 20 tokens"), to be shown beside the result.
struct Warning {
    std::string id;   ///< for example "W_CAPTION_CUT"
    std::string text; ///< one sentence, complete by itself
};

using Warnings = std::vector<Warning>;

/// What std::bad_alloc becomes at the border.
ATTENSCOPE_EXPORT ErrorInfo outOfMemory();

} // namespace attenscope
