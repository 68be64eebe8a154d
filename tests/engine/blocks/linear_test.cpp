#include <QtTest>

#include "engine/blocks/linear.h"
#include "tests/support/golden.h"
#include "tests/support/matrix_comparison.h"
#include "tests/support/random_matrix.h"
#include "tests/support/weights_builder.h"

using namespace attenscope;

class LinearTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsTorchLinear();
    void alignsTwoModalitiesOfDifferentWidth();
    void partsOfAFusedLayerAreItsOutputs();
    void withoutABiasNothingIsAdded();
};

void LinearTest::equalsTorchLinear()
{
    const Golden golden(TEST_DATA "/blocks");
    const Weights weights = golden.weights();
    WeightBinder binder(weights, "golden");
    const Linear linear = Linear::bind(binder, "linear", 10, 4);
    binder.finish();
    ThreadPool pool(1);
    COMPARE_MATRICES(linear.forward(golden.matrix("linear/x"), pool),
                     golden.matrix("linear/output"), golden.tolerance());
}

void LinearTest::alignsTwoModalitiesOfDifferentWidth()
{
    constexpr Index kWidth = 16;
    WeightsBuilder builder;
    builder.add("align_text.weight", randomMatrix(kWidth, 12, 1));
    builder.addVector("align_text.bias", randomMatrix(1, kWidth, 2));
    builder.add("align_image.weight", randomMatrix(kWidth, 20, 3));
    builder.addVector("align_image.bias", randomMatrix(1, kWidth, 4));
    const Weights weights = builder.build();
    WeightBinder binder(weights, "memory");
    const Linear text = Linear::bind(binder, "align_text", 12, kWidth);
    const Linear image = Linear::bind(binder, "align_image", 20, kWidth);
    binder.finish();

    ThreadPool pool(1);
    const Matrix tokens = randomMatrix(5, 12, 5);
    const Matrix units = randomMatrix(9, 20, 6);
    const Matrix alignedText = text.forward(tokens, pool);
    const Matrix alignedImage = image.forward(units, pool);
    QCOMPARE(alignedText.cols(), alignedImage.cols());
    Matrix expected(9, kWidth);
    for (Index i = 0; i < 9; ++i) {
        for (Index o = 0; o < kWidth; ++o) {
            auto sum = static_cast<double>(image.bias.map()(o));
            for (Index c = 0; c < 20; ++c) {
                sum += static_cast<double>(units(i, c)) *
                       static_cast<double>(image.weight.map()(o, c));
            }
            expected(i, o) = static_cast<float>(sum);
        }
    }
    COMPARE_MATRICES(alignedImage, expected, 2e-6);
}

void LinearTest::partsOfAFusedLayerAreItsOutputs()
{
    const Matrix weight = randomMatrix(12, 8, 1);
    const Matrix bias = randomMatrix(1, 12, 2);
    const Linear fused{.weight = {weight.data(), 12, 8}, .bias = {bias.data(), 12}};
    const Linear unbiased{.weight = {weight.data(), 12, 8}, .bias = {}};
    const Matrix x = randomMatrix(3, 8, 3);
    ThreadPool pool(1);
    const Matrix whole = fused.forward(x, pool);
    COMPARE_MATRICES(fused.outputs(4, 5).forward(x, pool), Matrix(whole.middleCols(4, 5)), 1e-6);
    QVERIFY(unbiased.outputs(4, 5).bias.isEmpty());
    COMPARE_MATRICES(unbiased.outputs(4, 5).forward(x, pool),
                     Matrix(whole.middleCols(4, 5) - bias.middleCols(4, 5).replicate(3, 1)), 1e-6);
}

void LinearTest::withoutABiasNothingIsAdded()
{
    WeightsBuilder builder;
    builder.add("plain.weight", Matrix(Matrix::Identity(3, 3)));
    const Weights weights = builder.build();
    WeightBinder binder(weights, "memory");
    const Linear linear = Linear::bindWithoutBias(binder, "plain", 3, 3);
    binder.finish();
    ThreadPool pool(1);
    const Matrix x = randomMatrix(2, 3, 1);
    COMPARE_MATRICES(linear.forward(x, pool), x, 0);
}

QTEST_APPLESS_MAIN(LinearTest)
#include "linear_test.moc"
