#include <QtTest>

#include "engine/blocks/attention.h"
#include "engine/blocks/key_mask.h"
#include "engine/trace/trace_builder.h"
#include "tests/support/golden.h"
#include "tests/support/matrix_comparison.h"
#include "tests/support/random_matrix.h"
#include "tests/support/weights_builder.h"

#include <cmath>
#include <limits>

using namespace attenscope;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// An attention block with weights of its own.
struct Sample {
    Weights weights;
    Attention attention;

    Sample(const AttentionSizes& sizes, float scale) : weights(make(sizes, scale))
    {
        WeightBinder binder(weights, "sample");
        attention = Attention::bind(binder, "block", sizes);
        binder.finish();
    }

private:
    static Weights make(const AttentionSizes& sizes, float scale)
    {
        WeightsBuilder builder;
        std::uint32_t seed = 1;
        const auto addLinear = [&](const std::string& name, Index in, Index out) {
            builder.add("block." + name + ".weight", scale * randomMatrix(out, in, seed++));
            builder.addVector("block." + name + ".bias", randomMatrix(1, out, seed++));
        };
        addLinear("query", sizes.width, sizes.innerWidth);
        addLinear("key", sizes.contextWidth, sizes.innerWidth);
        addLinear("value", sizes.contextWidth, sizes.innerWidth);
        addLinear("output", sizes.innerWidth, sizes.width);
        return builder.build();
    }
};

/// What one call gave.
struct Result {
    Matrix output;
    AttentionStore store; ///< one site

    Matrix head(int index) const { return store.head(0, index); }
};

struct Call {
    AttentionKeeping keeping = AttentionKeeping::Weights;
    std::vector<HeadId> headsOff;
    int threads = 1;
};

Result run(const Attention& attention,
           const MatrixView& x,
           const MatrixView& context,
           const MatrixView& mask,
           const Call& call = {})
{
    ThreadPool pool(call.threads);
    TraceBuilder trace(call.keeping, call.headsOff);
    SiteRecorder& recorder = trace.open({.kind = "site",
                                         .layer = 0,
                                         .heads = attention.heads,
                                         .query = Axis::textOnly(x.rows()),
                                         .key = Axis::imageOnly(context.rows()),
                                         .weightPrefix = attention.weightPrefix});
    Matrix output = attention.forward(x, context, mask, recorder, pool);
    return {.output = std::move(output), .store = trace.finish().second};
}

/// y = x Wᵀ + b in double.
Eigen::MatrixXd project(const Linear& linear, const Eigen::MatrixXd& x)
{
    Eigen::MatrixXd y(x.rows(), linear.weight.rows);
    for (Index i = 0; i < x.rows(); ++i) {
        for (Index o = 0; o < linear.weight.rows; ++o) {
            double sum = linear.bias.isEmpty() ? 0.0 : static_cast<double>(linear.bias.map()(o));
            for (Index c = 0; c < x.cols(); ++c) {
                sum += x(i, c) * static_cast<double>(linear.weight.map()(o, c));
            }
            y(i, o) = sum;
        }
    }
    return y;
}

/// One row of softmax(q · kᵀ / √width + mask) for the columns [first, first + width).
Eigen::RowVectorXd definedRow(const Eigen::RowVectorXd& q,
                              const Eigen::MatrixXd& k,
                              const Eigen::RowVectorXd& mask,
                              Index first,
                              Index width)
{
    Eigen::RowVectorXd row(k.rows());
    double sum = 0;
    for (Index j = 0; j < k.rows(); ++j) {
        double score = 0;
        for (Index c = first; c < first + width; ++c) {
            score += q(c) * k(j, c);
        }
        row(j) = std::exp(score / std::sqrt(static_cast<double>(width)) + mask(j));
        sum += row(j);
    }
    return row / sum;
}

/// Section 3.2.2 of the paper once more, with loops and in double. Returns the weights of each
/// head; `output` receives the block's result.
std::vector<Eigen::MatrixXd> defined(const Attention& attention,
                                     const MatrixView& x,
                                     const MatrixView& context,
                                     const MatrixView& mask,
                                     Eigen::MatrixXd& output)
{
    const Eigen::MatrixXd q = project(attention.query, x.cast<double>());
    const Eigen::MatrixXd k = project(attention.key, context.cast<double>());
    const Eigen::MatrixXd v = project(attention.value, context.cast<double>());
    const Index width = q.cols() / attention.heads;
    Eigen::MatrixXd full = Eigen::MatrixXd::Zero(x.rows(), context.rows());
    for (Index i = 0; i < x.rows() && mask.size() > 0; ++i) {
        full.row(i) = mask.row(mask.rows() == 1 ? 0 : i).cast<double>();
    }
    Eigen::MatrixXd mixed = Eigen::MatrixXd::Zero(x.rows(), q.cols());
    std::vector<Eigen::MatrixXd> heads;
    for (Index first = 0; first < q.cols(); first += width) {
        Eigen::MatrixXd weights(x.rows(), context.rows());
        for (Index i = 0; i < x.rows(); ++i) {
            weights.row(i) = definedRow(q.row(i), k, full.row(i), first, width);
            for (Index j = 0; j < context.rows(); ++j) {
                mixed.row(i).segment(first, width) +=
                    weights(i, j) * v.row(j).segment(first, width);
            }
        }
        heads.push_back(weights);
    }
    output = project(attention.output, mixed);
    return heads;
}

/// Fused projections where queries, keys and values have one width; separate ones otherwise.
Attention bindTorch(WeightBinder& binder, const std::string& prefix, Index contextWidth)
{
    constexpr Index kWidth = 24;
    const bool isFused = contextWidth == kWidth;
    const bool hasBias = binder.contains(prefix + ".in_proj_bias");
    const WeightVector bias =
        hasBias ? binder.vector(prefix + ".in_proj_bias", 3 * kWidth) : WeightVector{};
    Attention attention;
    attention.heads = 3;
    attention.output = hasBias
                           ? Linear::bind(binder, prefix + ".out_proj", kWidth, kWidth)
                           : Linear::bindWithoutBias(binder, prefix + ".out_proj", kWidth, kWidth);
    if (isFused) {
        const Linear fused{.weight = binder.matrix(prefix + ".in_proj_weight", 3 * kWidth, kWidth),
                           .bias = bias};
        attention.query = fused.outputs(0, kWidth);
        attention.key = fused.outputs(kWidth, kWidth);
        attention.value = fused.outputs(2 * kWidth, kWidth);
    } else {
        attention.query = {.weight = binder.matrix(prefix + ".q_proj_weight", kWidth, kWidth),
                           .bias = bias.segment(0, kWidth)};
        attention.key = {.weight = binder.matrix(prefix + ".k_proj_weight", kWidth, contextWidth),
                         .bias = bias.segment(kWidth, kWidth)};
        attention.value = {.weight = binder.matrix(prefix + ".v_proj_weight", kWidth, contextWidth),
                           .bias = bias.segment(2 * kWidth, kWidth)};
    }
    return attention;
}

} // namespace

class AttentionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsTorchMultiheadAttention_data();
    void equalsTorchMultiheadAttention();
    void equalsItsDefinition_data();
    void equalsItsDefinition();
    void rowsSumToOneAndMaskedKeysGetExactlyZero_data();
    void rowsSumToOneAndMaskedKeysGetExactlyZero();
    void equalScoresShareEqually();
    void oneLoudKeyTakesEverything();
    void aRowWithoutOpenKeysIsZeroAndGivesTheBias();
    void aHeadThatIsOffGivesNoContextButItsWeightsStay();
    void allHeadsOffLeaveTheOutputBias();
    void keptProjectionsGiveTheStoredWeightsBitForBit();
    void anyNumberOfThreadsGivesTheSameBits();
};

void AttentionTest::equalsTorchMultiheadAttention_data()
{
    QTest::addColumn<QString>("module");
    QTest::newRow("self") << "self";
    QTest::newRow("self_causal") << "self";
    QTest::newRow("self_unbiased") << "unbiased";
    QTest::newRow("cross_same_width") << "self";
    QTest::newRow("cross_same_width_padded") << "self";
    QTest::newRow("cross_kdim") << "cross";
    QTest::newRow("cross_kdim_padded") << "cross";
    QTest::newRow("cross_kdim_masked") << "cross";
    QTest::newRow("cross_kdim_padded_masked") << "cross";
}

void AttentionTest::equalsTorchMultiheadAttention()
{
    QFETCH(QString, module);
    const std::string place = std::string("attention/") + QTest::currentDataTag();
    const Golden golden(TEST_DATA "/blocks");
    const Matrix x = golden.matrix(place + "/x");
    const Matrix context = golden.matrix(place + "/context");
    const Weights weights = golden.weights();
    WeightBinder binder(weights, "golden");
    const Attention attention = bindTorch(binder, "mha." + module.toStdString(), context.cols());
    binder.finish();

    Matrix mask;
    if (golden.contains(place + "/key_padding")) {
        mask = keyMask(golden.flags(place + "/key_padding")).replicate(x.rows(), 1);
    }
    if (golden.contains(place + "/attn_mask")) {
        const Matrix given = golden.matrix(place + "/attn_mask");
        mask = mask.size() == 0 ? given : Matrix(mask + given);
    }
    const Result result = run(attention, x, context, mask);
    COMPARE_MATRICES(result.output, golden.matrix(place + "/output"), golden.tolerance());
    const std::vector<Matrix> heads = golden.matrices(place + "/weights");
    QCOMPARE(heads.size(), std::size_t{3});
    for (int head = 0; head < 3; ++head) {
        COMPARE_MATRICES(result.head(head), heads[static_cast<std::size_t>(head)],
                         golden.tolerance());
    }
}

void AttentionTest::equalsItsDefinition_data()
{
    QTest::addColumn<int>("maskRows"); // 0: no mask
    QTest::newRow("without a mask") << 0;
    QTest::newRow("one mask for all queries") << 1;
    QTest::newRow("a mask for each query") << 131;
}

void AttentionTest::equalsItsDefinition()
{
    QFETCH(int, maskRows);
    const AttentionSizes sizes{.width = 19, .contextWidth = 23, .innerWidth = 35, .heads = 5};
    const Sample sample(sizes, 0.5F);
    const Matrix x = randomMatrix(131, sizes.width, 90);
    const Matrix context = randomMatrix(77, sizes.contextWidth, 91);
    const Matrix mask = 2.0F * randomMatrix(maskRows, maskRows == 0 ? 0 : context.rows(), 92);

    Eigen::MatrixXd output;
    const auto heads = defined(sample.attention, x, context, mask, output);
    const Result result = run(sample.attention, x, context, mask);
    COMPARE_MATRICES(result.output, Matrix(output.cast<float>()), 1e-5);
    for (int head = 0; head < sizes.heads; ++head) {
        COMPARE_MATRICES(result.head(head),
                         Matrix(heads[static_cast<std::size_t>(head)].cast<float>()), 1e-6);
    }
}

void AttentionTest::rowsSumToOneAndMaskedKeysGetExactlyZero_data()
{
    QTest::addColumn<float>("masked");
    QTest::newRow("lowest finite float") << kLowestFloat;
    QTest::newRow("-10000") << -10000.0F;
    QTest::newRow("-inf") << -kInfinity;
}

void AttentionTest::rowsSumToOneAndMaskedKeysGetExactlyZero()
{
    QFETCH(float, masked);
    const Sample sample(AttentionSizes::uniform(16, 4), 2.0F);
    const Matrix x = randomMatrix(9, 16, 90);
    const Result result =
        run(sample.attention, x, x,
            keyMask({false, true, false, false, true, true, false, false, true}, masked));
    for (int head = 0; head < 4; ++head) {
        const Matrix weights = result.head(head);
        for (Index i = 0; i < 9; ++i) {
            QVERIFY(std::abs(weights.row(i).sum() - 1.0F) < 1e-6F);
            for (const Index key : {1, 4, 5, 8}) {
                QVERIFY(weights(i, key) == 0.0F); // QCOMPARE takes a tiny number for 0
            }
            for (const Index key : {0, 2, 3, 6, 7}) {
                QVERIFY(weights(i, key) > 0.0F);
            }
        }
    }
}

void AttentionTest::equalScoresShareEqually()
{
    Sample sample(AttentionSizes::uniform(8, 2), 0.5F);
    const Matrix nothing = Matrix::Zero(8, 8);
    sample.attention.query = {.weight = {nothing.data(), 8, 8}, .bias = {}};
    const Result result =
        run(sample.attention, randomMatrix(3, 8, 1), randomMatrix(8, 8, 2), Matrix());
    for (int head = 0; head < 2; ++head) {
        COMPARE_MATRICES(result.head(head), Matrix(Matrix::Constant(3, 8, 0.125F)), 0);
    }
}

void AttentionTest::oneLoudKeyTakesEverything()
{
    const Matrix identity = Matrix::Identity(4, 4);
    const Linear plain{.weight = {identity.data(), 4, 4}, .bias = {}};
    const Attention attention{.query = plain,
                              .key = plain,
                              .value = plain,
                              .output = plain,
                              .heads = 1,
                              .weightPrefix = {}};
    const Matrix x = 100.0F * Matrix::Identity(3, 4);
    Matrix context = 100.0F * Matrix::Identity(4, 4);
    context.row(0).swap(context.row(2)); // query 0 looks at key 2, query 2 at key 0
    const Result result = run(attention, x, context, Matrix());
    Matrix expected = Matrix::Zero(3, 4);
    expected(0, 2) = expected(1, 1) = expected(2, 0) = 1.0F;
    COMPARE_MATRICES(result.head(0), expected, 0);
    COMPARE_MATRICES(result.output, x, 0);
}

void AttentionTest::aRowWithoutOpenKeysIsZeroAndGivesTheBias()
{
    const Sample sample(AttentionSizes::uniform(8, 2), 0.5F);
    Matrix mask = Matrix::Zero(2, 3);
    mask.row(1).setConstant(-kInfinity);
    const Result result = run(sample.attention, randomMatrix(2, 8, 1), randomMatrix(3, 8, 2), mask);
    COMPARE_MATRICES(Matrix(result.head(0).row(1)), Matrix(Matrix::Zero(1, 3)), 0);
    COMPARE_MATRICES(Matrix(result.output.row(1)), Matrix(sample.attention.output.bias.map()), 0);
    QVERIFY(std::abs(result.head(0).row(0).sum() - 1.0F) < 1e-6F);
}

void AttentionTest::aHeadThatIsOffGivesNoContextButItsWeightsStay()
{
    const Sample sample(AttentionSizes::uniform(12, 3), 0.7F);
    const Matrix x = randomMatrix(5, 12, 1);
    const Matrix context = randomMatrix(6, 12, 2);
    const Result whole = run(sample.attention, x, context, Matrix());
    const Call call{.keeping = AttentionKeeping::Weights,
                    .headsOff = {{.kind = "site", .layer = 0, .head = 1},
                                 {.kind = "site", .layer = 1, .head = 0},
                                 {.kind = "other", .layer = 0, .head = 2}},
                    .threads = 1};
    const Result without = run(sample.attention, x, context, Matrix(), call);
    for (int head = 0; head < 3; ++head) {
        COMPARE_MATRICES(without.head(head), whole.head(head), 0);
    }

    // The same from the other side: head 1 without any value.
    Attention valueless = sample.attention;
    Matrix value = sample.attention.value.weight.map();
    Matrix bias = sample.attention.value.bias.map();
    value.middleRows(4, 4).setZero();
    bias.middleCols(4, 4).setZero();
    valueless.value = {.weight = {value.data(), 12, 12}, .bias = {bias.data(), 12}};
    COMPARE_MATRICES(without.output, run(valueless, x, context, Matrix()).output, 0);
    QVERIFY(!firstDifference(without.output, whole.output, 1e-3).empty());
}

void AttentionTest::allHeadsOffLeaveTheOutputBias()
{
    const Sample sample(AttentionSizes::uniform(12, 2), 0.7F);
    const Matrix x = randomMatrix(5, 12, 1);
    const Call call{.keeping = AttentionKeeping::QueriesAndKeys,
                    .headsOff = {{.kind = "site", .layer = 0, .head = 0},
                                 {.kind = "site", .layer = 0, .head = 1}},
                    .threads = 2};
    const Result result = run(sample.attention, x, x, Matrix(), call);
    COMPARE_MATRICES(result.output, Matrix(sample.attention.output.bias.map().replicate(5, 1)), 0);
}

void AttentionTest::keptProjectionsGiveTheStoredWeightsBitForBit()
{
    const AttentionSizes sizes{.width = 48, .contextWidth = 40, .innerWidth = 48, .heads = 4};
    const Sample sample(sizes, 0.5F);
    const Matrix x = randomMatrix(150, 48, 1);
    const Matrix context = randomMatrix(101, 40, 2);
    std::vector<bool> isMasked(101, false);
    isMasked[7] = isMasked[100] = true;
    const Matrix mask = keyMask(isMasked);
    const Result stored = run(sample.attention, x, context, mask);
    const Result kept =
        run(sample.attention, x, context, mask,
            {.keeping = AttentionKeeping::QueriesAndKeys, .headsOff = {}, .threads = 1});
    COMPARE_MATRICES(kept.output, stored.output, 0);
    for (int head = 0; head < sizes.heads; ++head) {
        const Matrix weights = stored.head(head);
        COMPARE_MATRICES(kept.head(head), weights, 0);
        for (const Index query : {0, 63, 64, 149}) {
            COMPARE_MATRICES(Matrix(kept.store.row(0, head, query)), Matrix(weights.row(query)), 0);
        }
    }
}

void AttentionTest::anyNumberOfThreadsGivesTheSameBits()
{
    const Sample sample(AttentionSizes::uniform(768, 12), 0.05F);
    const Matrix x = randomMatrix(577, 768, 1);
    const Result one = run(sample.attention, x, x, Matrix());
    for (const int threads : {2, 3}) {
        const Result several =
            run(sample.attention, x, x, Matrix(),
                {.keeping = AttentionKeeping::Weights, .headsOff = {}, .threads = threads});
        COMPARE_MATRICES(several.output, one.output, 0);
        for (int head = 0; head < 12; ++head) {
            COMPARE_MATRICES(several.head(head), one.head(head), 0);
        }
    }
}

QTEST_APPLESS_MAIN(AttentionTest)
#include "attention_test.moc"
