#include <QTest>

#include "engine/blocks/grid_resize.h"

#include <algorithm>
#include <cmath>

using namespace attenscope;

namespace {

/// The definition: every cell of the grid weighs by its distance from the place asked for.
Matrix byDefinition(const Matrix& grid, const GridSize& from, const GridSize& to)
{
    const auto place = [](Index cell, Index old, Index now) {
        return now > 1 ? static_cast<double>(cell) * static_cast<double>(old - 1) /
                             static_cast<double>(now - 1)
                       : 0.0;
    };
    Eigen::MatrixXd result = Eigen::MatrixXd::Zero(to.cells(), grid.cols());
    for (Index cell = 0; cell < to.cells(); ++cell) {
        for (Index old = 0; old < from.cells(); ++old) {
            const double y = place(cell / to.columns, from.rows, to.rows);
            const double x = place(cell % to.columns, from.columns, to.columns);
            const double weight =
                std::max(0.0, 1 - std::abs(y - static_cast<double>(old / from.columns))) *
                std::max(0.0, 1 - std::abs(x - static_cast<double>(old % from.columns)));
            result.row(cell) += weight * grid.row(old).cast<double>();
        }
    }
    return result.cast<float>();
}

} // namespace

class GridResizeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsItsDefinition_data();
    void equalsItsDefinition();
    void cornersStayInTheCorners();
    void sameSizeChangesNothing();
};

void GridResizeTest::equalsItsDefinition_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("columns");
    QTest::newRow("larger") << 7 << 9;
    QTest::newRow("smaller") << 2 << 3;
    QTest::newRow("wider and lower") << 2 << 11;
    QTest::newRow("one row") << 1 << 5;
    QTest::newRow("one cell") << 1 << 1;
}

void GridResizeTest::equalsItsDefinition()
{
    QFETCH(int, rows);
    QFETCH(int, columns);
    const GridSize from{.rows = 4, .columns = 5};
    const Matrix grid = Matrix::Random(from.cells(), 3);
    const GridSize to{.rows = rows, .columns = columns};
    const Matrix resized = resizedGridAlignedCorners(grid, from, to);
    QCOMPARE(resized.rows(), to.cells());
    QVERIFY((resized - byDefinition(grid, from, to)).cwiseAbs().maxCoeff() < 1e-6F);
}

void GridResizeTest::cornersStayInTheCorners()
{
    const GridSize from{.rows = 3, .columns = 3};
    const Matrix grid = Matrix::Random(9, 2);
    const Matrix resized = resizedGridAlignedCorners(grid, from, {.rows = 4, .columns = 6});
    QVERIFY(resized.row(0).isApprox(grid.row(0)));
    QVERIFY(resized.row(5).isApprox(grid.row(2)));
    QVERIFY(resized.row(18).isApprox(grid.row(6)));
    QVERIFY(resized.row(23).isApprox(grid.row(8)));
}

void GridResizeTest::sameSizeChangesNothing()
{
    const GridSize size{.rows = 12, .columns = 12};
    const Matrix grid = Matrix::Random(144, 4);
    QVERIFY(resizedGridAlignedCorners(grid, size, size) == grid);
}

QTEST_APPLESS_MAIN(GridResizeTest)
#include "grid_resize_test.moc"
