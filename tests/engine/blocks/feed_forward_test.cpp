#include <QtTest>

#include "engine/blocks/feed_forward.h"
#include "tests/support/matrix_comparison.h"
#include "tests/support/random_matrix.h"
#include "tests/support/weights_builder.h"

#include <cmath>

using namespace attenscope;

class FeedForwardTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsItsDefinition();
    void anyNumberOfThreadsGivesTheSameBits();
};

void FeedForwardTest::equalsItsDefinition()
{
    WeightsBuilder builder;
    const Matrix inWeight = randomMatrix(11, 7, 1);
    const Matrix inBias = randomMatrix(1, 11, 2);
    const Matrix outWeight = randomMatrix(7, 11, 3);
    const Matrix outBias = randomMatrix(1, 7, 4);
    builder.add("ffn.in.weight", inWeight);
    builder.addVector("ffn.in.bias", inBias);
    builder.add("ffn.out.weight", outWeight);
    builder.addVector("ffn.out.bias", outBias);
    const Weights weights = builder.build();
    WeightBinder binder(weights, "memory");
    const FeedForward feedForward = FeedForward::bind(binder, "ffn", 7, 11);
    binder.finish();
    QCOMPARE(feedForward.activation, Activation::Gelu);

    const Matrix x = randomMatrix(5, 7, 5);
    Matrix expected(5, 7);
    for (Index i = 0; i < 5; ++i) {
        for (Index o = 0; o < 7; ++o) {
            auto sum = static_cast<double>(outBias(0, o));
            for (Index h = 0; h < 11; ++h) {
                auto inner = static_cast<double>(inBias(0, h));
                for (Index c = 0; c < 7; ++c) {
                    inner += static_cast<double>(x(i, c)) * static_cast<double>(inWeight(h, c));
                }
                inner *= 0.5 * (1.0 + std::erf(inner / std::sqrt(2.0)));
                sum += inner * static_cast<double>(outWeight(o, h));
            }
            expected(i, o) = static_cast<float>(sum);
        }
    }
    ThreadPool pool(2);
    COMPARE_MATRICES(feedForward.forward(x, pool), expected, 5e-6);
}

void FeedForwardTest::anyNumberOfThreadsGivesTheSameBits()
{
    const Matrix in = 0.05F * randomMatrix(3072, 768, 1);
    const Matrix out = 0.05F * randomMatrix(768, 3072, 2);
    const FeedForward feedForward{.in = {.weight = {in.data(), 3072, 768}, .bias = {}},
                                  .out = {.weight = {out.data(), 768, 3072}, .bias = {}},
                                  .activation = Activation::Gelu};
    const Matrix x = randomMatrix(577, 768, 3);
    ThreadPool one(1);
    ThreadPool two(2);
    COMPARE_MATRICES(feedForward.forward(x, two), feedForward.forward(x, one), 0);
}

QTEST_APPLESS_MAIN(FeedForwardTest)
#include "feed_forward_test.moc"
