#include "tests/support/random_matrix.h"

#include <random>

namespace attenscope {

Matrix randomMatrix(Index rows, Index columns, std::uint32_t seed)
{
    std::mt19937 generator(seed); // its numbers are fixed by the standard, a distribution's are not
    Matrix matrix(rows, columns);
    for (Index i = 0; i < matrix.size(); ++i) {
        matrix.data()[i] =
            static_cast<float>(static_cast<double>(generator()) / 2147483648.0 - 1.0);
    }
    return matrix;
}

} // namespace attenscope
