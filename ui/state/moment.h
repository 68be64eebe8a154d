#pragma once

#include "ui/state/run_request.h"
#include "ui/state/view.h"

namespace attenscope {

/// Everything that undoing brings back: what was run, and what was looked at. A value.
struct Moment {
    RunRequest request; ///< of a finished run
    View view;
};

/// Whether model, picture, caption and mode are the same, whatever was changed about the run.
bool isSameInput(const RunRequest& a, const RunRequest& b);

/// Whether two requests stand for the same run, however their picture is read. Only of finished
/// ones: a picture that was not read yet equals every other such one.
bool isSameRun(const RunRequest& a, const RunRequest& b);

/// Whether nothing that can be undone differs. The theme follows the desktop and is no part of it.
bool isSameMoment(const Moment& a, const Moment& b);

} // namespace attenscope
