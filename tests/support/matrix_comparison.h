#pragma once

#include "engine/tensor/matrix.h"

#include <string>

namespace attenscope {

/// The first place where two matrices differ by more than the tolerance (0: bit for bit, but for
/// the sign of zero), with both numbers and the largest difference; empty if there is none. NaN
/// differs from everything.
std::string firstDifference(const MatrixView& found, const MatrixView& expected, double tolerance);

} // namespace attenscope

/// Fails the test at the first difference.
#define COMPARE_MATRICES(found, expected, tolerance)                                               \
    do {                                                                                           \
        const std::string difference =                                                             \
            attenscope::firstDifference((found), (expected), (tolerance));                         \
        QVERIFY2(difference.empty(), difference.c_str());                                          \
    } while (false)
