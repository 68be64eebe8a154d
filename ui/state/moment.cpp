#include "ui/state/moment.h"

namespace attenscope {

bool isSameInput(const RunRequest& a, const RunRequest& b)
{
    return a.model == b.model && a.module == b.module && a.picture == b.picture &&
           a.regionsFile == b.regionsFile && a.regions == b.regions && a.caption == b.caption &&
           a.mode == b.mode;
}

bool isSameRun(const RunRequest& a, const RunRequest& b)
{
    return isSameInput(a, b) && a.intervention == b.intervention;
}

bool isSameMoment(const Moment& a, const Moment& b)
{
    View view = a.view;
    view.style.theme = b.view.style.theme;
    return isSameRun(a.request, b.request) && view == b.view;
}

} // namespace attenscope
