#include <QtTest>

#include "engine/blocks/layer_norm.h"
#include "tests/support/golden.h"
#include "tests/support/matrix_comparison.h"
#include "tests/support/random_matrix.h"

#include <cmath>

using namespace attenscope;

class LayerNormTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsTorchLayerNorm_data();
    void equalsTorchLayerNorm();
    void equalsItsDefinitionAtRealWidth();
};

void LayerNormTest::equalsTorchLayerNorm_data()
{
    QTest::addColumn<float>("epsilon");
    QTest::newRow("eps_1e-5") << 1e-5F;
    QTest::newRow("eps_1e-12") << 1e-12F; // its weights are called gamma and beta
}

void LayerNormTest::equalsTorchLayerNorm()
{
    QFETCH(float, epsilon);
    const std::string name = QTest::currentDataTag();
    const Golden golden(TEST_DATA "/blocks");
    const Weights weights = golden.weights();
    WeightBinder binder(weights, "golden");
    const LayerNorm norm = LayerNorm::bind(binder, "layer_norm." + name, 24, epsilon);
    binder.finish();
    const Matrix y = norm.forward(golden.matrix("layer_norm/x"));
    const auto rows = golden.integers("layer_norm/" + name + "_rows");
    const Matrix expected = golden.matrix("layer_norm/" + name);
    QCOMPARE(expected.rows(), static_cast<Index>(rows.size()));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        COMPARE_MATRICES(Matrix(y.row(rows[i])), Matrix(expected.row(static_cast<Index>(i))),
                         golden.tolerance());
    }
}

void LayerNormTest::equalsItsDefinitionAtRealWidth()
{
    constexpr Index kWidth = 768;
    const Matrix weight = randomMatrix(1, kWidth, 1);
    const Matrix bias = randomMatrix(1, kWidth, 2);
    const LayerNorm norm{
        .weight = {weight.data(), kWidth}, .bias = {bias.data(), kWidth}, .epsilon = 1e-12F};
    const Matrix x = 4.0F * randomMatrix(7, kWidth, 3);
    Matrix expected(7, kWidth);
    for (Index i = 0; i < 7; ++i) {
        double mean = 0;
        double variance = 0;
        for (Index c = 0; c < kWidth; ++c) {
            mean += static_cast<double>(x(i, c)) / kWidth;
        }
        for (Index c = 0; c < kWidth; ++c) {
            variance += std::pow(static_cast<double>(x(i, c)) - mean, 2) / kWidth;
        }
        for (Index c = 0; c < kWidth; ++c) {
            expected(i, c) = static_cast<float>((static_cast<double>(x(i, c)) - mean) /
                                                    std::sqrt(variance + 1e-12) *
                                                    static_cast<double>(weight(0, c)) +
                                                static_cast<double>(bias(0, c)));
        }
    }
    COMPARE_MATRICES(norm.forward(x), expected, 2e-6);
}

QTEST_APPLESS_MAIN(LayerNormTest)
#include "layer_norm_test.moc"
