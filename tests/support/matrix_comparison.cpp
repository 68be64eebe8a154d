#include "tests/support/matrix_comparison.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace attenscope {

std::string firstDifference(const MatrixView& found, const MatrixView& expected, double tolerance)
{
    std::ostringstream text;
    text.precision(9);
    if (found.rows() != expected.rows() || found.cols() != expected.cols()) {
        text << "expected " << expected.rows() << " x " << expected.cols() << ", found "
             << found.rows() << " x " << found.cols();
        return text.str();
    }
    bool isDifferent = false;
    double largest = 0;
    for (Index row = 0; row < found.rows(); ++row) {
        for (Index column = 0; column < found.cols(); ++column) {
            const auto a = static_cast<double>(found(row, column));
            const auto b = static_cast<double>(expected(row, column));
            const double difference = a == b ? 0.0 : std::abs(a - b);
            largest = std::max(largest, difference);
            if (!isDifferent && !(difference <= tolerance)) {
                isDifferent = true;
                text << "row " << row << ", column " << column << ": expected " << b << ", found "
                     << a;
            }
        }
    }
    if (isDifferent) {
        text << "; largest difference " << largest;
    }
    return text.str();
}

} // namespace attenscope
