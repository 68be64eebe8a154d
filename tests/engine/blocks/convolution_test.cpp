#include <QtTest>

#include "engine/blocks/convolution.h"
#include "tests/support/golden.h"
#include "tests/support/matrix_comparison.h"
#include "tests/support/random_matrix.h"
#include "tests/support/weights_builder.h"

using namespace attenscope;

Q_DECLARE_METATYPE(attenscope::ConvolutionSizes)

namespace {

/// Channel-first values as the rows of a feature map.
FeatureMap mapFrom(const std::vector<Matrix>& channels)
{
    std::vector<float> values;
    for (const Matrix& channel : channels) {
        values.insert(values.end(), channel.data(), channel.data() + channel.size());
    }
    return featureMapFromChannels(values, channels.at(0).rows(), channels.at(0).cols());
}

} // namespace

class ConvolutionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsTorchConv2d_data();
    void equalsTorchConv2d();
    void rowsOfAFeatureMapArePixelsRowByRow();
    void patchesAreNumberedRowByRow();
    void anyNumberOfThreadsGivesTheSameBits();
};

void ConvolutionTest::equalsTorchConv2d_data()
{
    QTest::addColumn<ConvolutionSizes>("sizes");
    QTest::addColumn<bool>("hasBias");
    QTest::newRow("stem") << ConvolutionSizes{3, 5, 3, 2, 1} << true;
    QTest::newRow("patches") << ConvolutionSizes{3, 6, 4, 4, 0} << false;
    QTest::newRow("wide") << ConvolutionSizes{3, 4, 5, 1, 2} << true;
}

void ConvolutionTest::equalsTorchConv2d()
{
    QFETCH(ConvolutionSizes, sizes);
    QFETCH(bool, hasBias);
    const std::string name = QTest::currentDataTag();
    const Golden golden(TEST_DATA "/blocks");
    const Weights weights = golden.weights();
    WeightBinder binder(weights, "golden");
    const std::string prefix = "convolution." + name;
    const Convolution convolution = hasBias ? Convolution::bind(binder, prefix, sizes)
                                            : Convolution::bindWithoutBias(binder, prefix, sizes);
    binder.finish();

    ThreadPool pool(2);
    const FeatureMap found = convolution.forward(mapFrom(golden.matrices("convolution/x")), pool);
    const std::vector<Matrix> channels = golden.matrices("convolution/" + name);
    QCOMPARE(found.height, channels.at(0).rows());
    QCOMPARE(found.width, channels.at(0).cols());
    COMPARE_MATRICES(found.values, mapFrom(channels).values, golden.tolerance());
}

void ConvolutionTest::rowsOfAFeatureMapArePixelsRowByRow()
{
    // Two channels of 2 x 3 pixels; the number says channel, row and column.
    const std::vector<float> values{0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112};
    const FeatureMap map = featureMapFromChannels(values, 2, 3);
    Matrix expected(6, 2);
    expected << 0, 100, 1, 101, 2, 102, 10, 110, 11, 111, 12, 112;
    QCOMPARE(map.height, Index{2});
    QCOMPARE(map.width, Index{3});
    COMPARE_MATRICES(map.values, expected, 0);
}

void ConvolutionTest::patchesAreNumberedRowByRow()
{
    WeightsBuilder builder;
    builder.add("patch.weight", {1, 1, 2, 2}, {1, 1, 1, 1});
    const Weights weights = builder.build();
    WeightBinder binder(weights, "memory");
    const Convolution convolution = Convolution::bindWithoutBias(binder, "patch", {1, 1, 2, 2, 0});
    binder.finish();

    // 4 x 6 pixels; the one of patch row 1, column 2 is bright. The odd last pixels count nowhere.
    FeatureMap picture{.height = 5, .width = 7, .values = Matrix::Zero(35, 1)};
    picture.values(3 * 7 + 5, 0) = 1;
    picture.values(4 * 7 + 6, 0) = 9;
    ThreadPool pool(1);
    const FeatureMap patches = convolution.forward(picture, pool);
    Matrix expected = Matrix::Zero(6, 1);
    expected(1 * 3 + 2, 0) = 1;
    COMPARE_MATRICES(patches.values, expected, 0);
}

void ConvolutionTest::anyNumberOfThreadsGivesTheSameBits()
{
    const Matrix kernel = randomMatrix(64, 48, 1);
    const Convolution convolution{
        .weight = {kernel.data(), 64, 48},
        .bias = {},
        .sizes = {.inChannels = 3, .outChannels = 64, .kernel = 4, .stride = 2, .padding = 1}};
    constexpr Index kHeight = 96;
    constexpr Index kWidth = 130;
    const FeatureMap picture{
        .height = kHeight, .width = kWidth, .values = randomMatrix(kHeight * kWidth, 3, 2)};
    ThreadPool one(1);
    ThreadPool three(3);
    COMPARE_MATRICES(convolution.forward(picture, three).values,
                     convolution.forward(picture, one).values, 0);
}

QTEST_APPLESS_MAIN(ConvolutionTest)
#include "convolution_test.moc"
