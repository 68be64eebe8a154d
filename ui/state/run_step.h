#pragma once

#include <QString>

namespace attenscope {

/// Where a run is.
struct RunStep {
    int done = 0;
    int total = 0;
    QString task; ///< "image tower"
};

} // namespace attenscope
