#include <QtTest>

#include "engine/tensor/product.h"
#include "tests/support/matrix_comparison.h"
#include "tests/support/random_matrix.h"

using namespace attenscope;

class ProductTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsItsDefinition_data();
    void equalsItsDefinition();
    void anyNumberOfThreadsGivesTheSameBits_data();
    void anyNumberOfThreadsGivesTheSameBits();
    void viewsWithALongerStrideAreRead();
};

void ProductTest::equalsItsDefinition_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("in");
    QTest::addColumn<int>("out");
    QTest::newRow("one number") << 1 << 1 << 1;
    QTest::newRow("one row") << 1 << 37 << 301;
    QTest::newRow("one column") << 211 << 37 << 1;
    QTest::newRow("no rows") << 0 << 5 << 3;
    QTest::newRow("nothing to sum") << 3 << 0 << 4;
    QTest::newRow("odd, less than a tile") << 17 << 13 << 29;
    QTest::newRow("odd, over the edges of tiles") << 193 << 67 << 257;
    QTest::newRow("several tiles, on the pool") << 401 << 83 << 523;
}

void ProductTest::equalsItsDefinition()
{
    QFETCH(int, rows);
    QFETCH(int, in);
    QFETCH(int, out);
    const Matrix x = randomMatrix(rows, in, 1);
    const Matrix w = randomMatrix(out, in, 2);
    Matrix expected(rows, out);
    for (Index i = 0; i < rows; ++i) {
        for (Index o = 0; o < out; ++o) {
            double sum = 0;
            for (Index c = 0; c < in; ++c) {
                sum += static_cast<double>(x(i, c)) * static_cast<double>(w(o, c));
            }
            expected(i, o) = static_cast<float>(sum);
        }
    }
    ThreadPool pool(2);
    const double magnitudes = 1.0 + in / 4.0; // what a row's products add up to, without signs
    COMPARE_MATRICES(productTransposed(x, w, pool), expected, 1e-6 * magnitudes);
}

void ProductTest::anyNumberOfThreadsGivesTheSameBits_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("in");
    QTest::addColumn<int>("out");
    QTest::newRow("ViT-B feed-forward, in") << 577 << 768 << 3072;
    QTest::newRow("ViT-B feed-forward, out") << 577 << 3072 << 768;
    QTest::newRow("a caption") << 11 << 768 << 768;
    QTest::newRow("odd") << 201 << 129 << 333;
}

void ProductTest::anyNumberOfThreadsGivesTheSameBits()
{
    QFETCH(int, rows);
    QFETCH(int, in);
    QFETCH(int, out);
    const Matrix x = randomMatrix(rows, in, 3);
    const Matrix w = randomMatrix(out, in, 4);
    ThreadPool one(1);
    const Matrix expected = productTransposed(x, w, one);
    for (const int threads : {2, 3}) {
        ThreadPool pool(threads);
        COMPARE_MATRICES(productTransposed(x, w, pool), expected, 0);
    }
}

void ProductTest::viewsWithALongerStrideAreRead()
{
    const Matrix large = randomMatrix(40, 50, 5);
    const Matrix w = randomMatrix(7, 20, 6);
    const Matrix copy = large.block(3, 11, 30, 20);
    ThreadPool pool(1);
    COMPARE_MATRICES(productTransposed(large.block(3, 11, 30, 20), w, pool),
                     productTransposed(copy, w, pool), 1e-6);
}

QTEST_APPLESS_MAIN(ProductTest)
#include "product_test.moc"
