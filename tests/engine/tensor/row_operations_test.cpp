#include <QtTest>

#include "engine/tensor/row_operations.h"
#include "tests/support/matrix_comparison.h"
#include "tests/support/random_matrix.h"

#include <cmath>
#include <limits>

using namespace attenscope;

using Row = QVector<float>;

namespace {

constexpr float kMasked = -std::numeric_limits<float>::infinity();
constexpr float kLowest = std::numeric_limits<float>::lowest();
constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

Matrix matrixOf(const Row& row)
{
    return Eigen::Map<const Matrix>(row.data(), 1, row.size());
}

} // namespace

class RowOperationsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void softmaxOfARow_data();
    void softmaxOfARow();
    void softmaxEqualsItsDefinition();
    void brokenScoresGiveNan_data();
    void brokenScoresGiveNan();
    void rowsOfABlockLeaveTheRestAlone();
};

void RowOperationsTest::softmaxOfARow_data()
{
    QTest::addColumn<Row>("scores");
    QTest::addColumn<Row>("weights");

    QTest::newRow("equal scores share equally") << Row{2, 2} << Row{0.5F, 0.5F};
    QTest::newRow("one key takes everything") << Row{-7} << Row{1};
    QTest::newRow("large scores do not overflow") << Row{1000, 1000} << Row{0.5F, 0.5F};
    QTest::newRow("the lowest scores still share") << Row{kLowest, kLowest} << Row{0.5F, 0.5F};
    QTest::newRow("masked key gets nothing") << Row{1, kMasked, 1} << Row{0.5F, 0, 0.5F};
    QTest::newRow("every key masked gives zeros") << Row{kMasked, kMasked} << Row{0, 0};
    QTest::newRow("no key gives nothing") << Row{} << Row{};
    // Nine keys, so that vector instructions and the rest of a row are both met.
    QTest::newRow("lowest float masks exactly")
        << Row{0, kLowest, kLowest, kLowest, kLowest, kLowest, kLowest, kLowest, kLowest}
        << Row{1, 0, 0, 0, 0, 0, 0, 0, 0};
    QTest::newRow("-10000 masks exactly")
        << Row{-1e4F, -1e4F, -1e4F, -1e4F, -1e4F, -1e4F, -1e4F, -1e4F, 0}
        << Row{0, 0, 0, 0, 0, 0, 0, 0, 1};
    QTest::newRow("-inf masks exactly")
        << Row{kMasked, kMasked, kMasked, kMasked, kMasked, kMasked, kMasked, 3, kMasked}
        << Row{0, 0, 0, 0, 0, 0, 0, 1, 0};
}

void RowOperationsTest::softmaxOfARow()
{
    QFETCH(Row, scores);
    QFETCH(Row, weights);
    Matrix row = matrixOf(scores);
    softmaxRows(row);
    COMPARE_MATRICES(row, matrixOf(weights), 0);
}

void RowOperationsTest::softmaxEqualsItsDefinition()
{
    const Matrix scores = 30.0F * randomMatrix(23, 41, 5);
    Matrix weights = scores;
    softmaxRows(weights);
    Matrix expected(scores.rows(), scores.cols());
    for (Index i = 0; i < scores.rows(); ++i) {
        double sum = 0;
        for (Index j = 0; j < scores.cols(); ++j) {
            sum += std::exp(static_cast<double>(scores(i, j)));
        }
        for (Index j = 0; j < scores.cols(); ++j) {
            expected(i, j) = static_cast<float>(std::exp(static_cast<double>(scores(i, j))) / sum);
        }
        QVERIFY(std::abs(weights.row(i).sum() - 1.0F) < 1e-6F);
    }
    COMPARE_MATRICES(weights, expected, 5e-7);
}

void RowOperationsTest::brokenScoresGiveNan_data()
{
    QTest::addColumn<float>("broken");
    QTest::newRow("NaN") << kNan;
    QTest::newRow("+inf") << kInfinity;
}

void RowOperationsTest::brokenScoresGiveNan()
{
    QFETCH(float, broken);
    Matrix scores = randomMatrix(3, 21, 6);
    scores(1, 13) = broken;
    softmaxRows(scores);
    for (Index j = 0; j < 21; ++j) {
        QVERIFY(std::isnan(scores(1, j)));
        QVERIFY(std::isfinite(scores(0, j)));
        QVERIFY(std::isfinite(scores(2, j)));
    }
}

void RowOperationsTest::rowsOfABlockLeaveTheRestAlone()
{
    const Matrix before = randomMatrix(4, 9, 7);
    Matrix after = before;
    softmaxRows(after.block(1, 2, 2, 5));
    Matrix expected = before;
    Matrix block = before.block(1, 2, 2, 5);
    softmaxRows(block);
    expected.block(1, 2, 2, 5) = block;
    COMPARE_MATRICES(after, expected, 1e-7);
    COMPARE_MATRICES(Matrix(after.row(0)), Matrix(before.row(0)), 0);
    COMPARE_MATRICES(Matrix(after.rightCols(2)), Matrix(before.rightCols(2)), 0);
}

QTEST_APPLESS_MAIN(RowOperationsTest)
#include "row_operations_test.moc"
