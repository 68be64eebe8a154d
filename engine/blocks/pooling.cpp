#include "engine/blocks/pooling.h"

#include <cassert>
#include <cmath>

namespace attenscope {

namespace {

/// Keeps a NaN wherever it stands, so that a broken state is seen in the answer.
float largerOrNan(float a, float b)
{
    return b > a || std::isnan(b) ? b : a;
}

} // namespace

std::optional<Pooling> poolingFromName(std::string_view name)
{
    if (name == "max") {
        return Pooling::Max;
    }
    if (name == "mean") {
        return Pooling::Mean;
    }
    if (name == "first") {
        return Pooling::First;
    }
    return std::nullopt;
}

Matrix pooled(Pooling pooling, const MatrixView& x, const std::vector<bool>& isMasked)
{
    assert(isMasked.empty() || static_cast<Index>(isMasked.size()) == x.rows());
    Matrix result;
    Index open = 0;
    for (Index i = 0; i < x.rows(); ++i) {
        if (!isMasked.empty() && isMasked[static_cast<std::size_t>(i)]) {
            continue;
        }
        if (++open == 1) {
            result = x.row(i);
        } else if (pooling == Pooling::Max) {
            result = result.binaryExpr(x.row(i), &largerOrNan);
        } else if (pooling == Pooling::Mean) {
            result += x.row(i);
        }
    }
    assert(open > 0);
    if (pooling == Pooling::Mean) {
        result /= static_cast<float>(open);
    }
    return result;
}

} // namespace attenscope
