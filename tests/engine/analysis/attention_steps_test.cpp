#include <QTest>

#include "engine/analysis/attention_steps.h"
#include "engine/blocks/attention.h"
#include "engine/models/model.h"
#include "engine/trace/trace_builder.h"
#include "tests/support/example_model.h"
#include "tests/support/random_matrix.h"
#include "tests/support/weights_builder.h"

#include <cmath>
#include <limits>

using namespace attenscope;

namespace {

constexpr Index kQueries = 70; // more than one tile
constexpr Index kKeys = 5;
constexpr Index kInner = 12;
constexpr int kHeads = 3;
constexpr float kInfinity = std::numeric_limits<float>::infinity();

Weights blockWeights()
{
    WeightsBuilder builder;
    std::uint32_t seed = 1;
    const auto addLinear = [&](const std::string& name, Index in, Index out) {
        builder.add("block." + name + ".weight", randomMatrix(out, in, seed++));
        builder.addVector("block." + name + ".bias", randomMatrix(1, out, seed++));
    };
    addLinear("query", 8, kInner);
    addLinear("key", 6, kInner);
    addLinear("value", 6, kInner);
    addLinear("output", kInner, 8);
    return builder.build();
}

/// One block's run.
struct BlockRun {
    Trace trace;
    Matrix output; ///< [queries, 8]
};

BlockRun runBlock(const Attention& attention,
                  const Matrix& mask,
                  AttentionKeeping keeping,
                  const std::vector<HeadId>& off = {})
{
    ThreadPool pool(1);
    TraceBuilder builder(keeping, off);
    SiteRecorder& recorder = builder.open({.kind = "site",
                                           .layer = 0,
                                           .heads = kHeads,
                                           .query = Axis::textOnly(kQueries),
                                           .key = Axis::imageOnly(kKeys),
                                           .weightPrefix = {}});
    BlockRun run;
    run.output = attention.forward(randomMatrix(kQueries, 8, 90), randomMatrix(kKeys, 6, 91), mask,
                                   recorder, pool);
    std::tie(run.trace.sites, run.trace.attention) = builder.finish();
    run.trace.headsOff = off;
    return run;
}

bool isNear(float found, double expected)
{
    return std::abs(static_cast<double>(found) - expected) <=
           2e-6 * std::max(1.0, std::abs(expected));
}

/// Every number of the steps from q, k, v and the mask, once more with plain loops.
void compareWithLoops(const AttentionSteps& steps)
{
    const Index keys = steps.keys.rows();
    std::vector<double> scores;
    double largest = -std::numeric_limits<double>::infinity();
    for (Index k = 0; k < keys; ++k) {
        double product = 0;
        for (Index i = 0; i < steps.query.size(); ++i) {
            product += static_cast<double>(steps.query(i)) * static_cast<double>(steps.keys(k, i));
        }
        QVERIFY(isNear(steps.products(k), product));
        scores.push_back(product * static_cast<double>(steps.scale) +
                         static_cast<double>(steps.mask(k)));
        QVERIFY(std::isinf(scores.back()) ? steps.scores(k) == -kInfinity
                                          : isNear(steps.scores(k), scores.back()));
        largest = std::max(largest, scores.back());
    }
    double sum = 0;
    for (const double score : scores) {
        sum += std::exp(score - largest);
    }
    QVERIFY(isNear(steps.largestScore, largest));
    QVERIFY(isNear(steps.sum, sum));
    for (Index k = 0; k < keys; ++k) {
        const double exponential = std::exp(scores[static_cast<std::size_t>(k)] - largest);
        QVERIFY(isNear(steps.exponentials(k), exponential));
        QVERIFY(isNear(steps.weights(k), exponential / sum));
    }
    for (Index i = 0; i < steps.context.size(); ++i) {
        double mixed = 0;
        for (Index k = 0; k < keys; ++k) {
            mixed +=
                static_cast<double>(steps.weights(k)) * static_cast<double>(steps.values(k, i));
        }
        QVERIFY(isNear(steps.context(i), mixed));
    }
}

} // namespace

class AttentionStepsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_step_follows_from_the_one_before();
    void contexts_make_the_blocks_output();
    void a_closed_row_has_no_weight();
    void a_head_that_is_off_gives_nothing_on();
    void the_bundled_models_weights_are_the_runs_own_data();
    void the_bundled_models_weights_are_the_runs_own();
    void what_kept_no_projections_has_no_steps();
};

void AttentionStepsTest::every_step_follows_from_the_one_before()
{
    const Weights weights = blockWeights();
    WeightBinder binder(weights, "block");
    const Attention attention = Attention::bind(
        binder, "block", {.width = 8, .contextWidth = 6, .innerWidth = kInner, .heads = kHeads});
    Matrix mask = randomMatrix(kQueries, kKeys, 7);
    mask.col(3).setConstant(-kInfinity);
    const BlockRun run = runBlock(attention, mask, AttentionKeeping::Projections);
    for (int head = 0; head < kHeads; ++head) {
        for (const Index row : {0, 1, 63, 64, 69}) {
            const std::optional<AttentionSteps> steps = attentionSteps(run.trace, 0, head, row);
            QVERIFY(steps.has_value());
            QCOMPARE(steps->query.size(), kInner / kHeads);
            QCOMPARE(steps->scale, 0.5F); // 1 / √4
            QCOMPARE(steps->mask(1), mask(row, 1));
            QCOMPARE(steps->weights(3), 0.0F);
            compareWithLoops(*steps);
        }
    }
    // One row of the mask for every query.
    const BlockRun shared = runBlock(attention, mask.topRows(1), AttentionKeeping::Projections);
    QCOMPARE(attentionSteps(shared.trace, 0, 1, 69)->mask(2), mask(0, 2));
}

void AttentionStepsTest::contexts_make_the_blocks_output()
{
    const Weights weights = blockWeights();
    WeightBinder binder(weights, "block");
    const Attention attention = Attention::bind(
        binder, "block", {.width = 8, .contextWidth = 6, .innerWidth = kInner, .heads = kHeads});
    const BlockRun run = runBlock(attention, Matrix(), AttentionKeeping::Projections);
    const BlockRun plain = runBlock(attention, Matrix(), AttentionKeeping::Weights);
    QCOMPARE(run.output, plain.output); // keeping more changes nothing
    Matrix mixed(1, kInner);
    for (const Index row : {0, 64}) {
        for (int head = 0; head < kHeads; ++head) {
            const std::optional<AttentionSteps> steps = attentionSteps(run.trace, 0, head, row);
            QVERIFY(steps->mask.isZero(0));
            QVERIFY(steps->weights == plain.trace.attention.row(0, head, row));
            mixed.middleCols(head * kInner / kHeads, kInner / kHeads) = steps->context;
        }
        ThreadPool pool(1);
        const Matrix output = attention.output.forward(mixed, pool);
        for (Index i = 0; i < output.cols(); ++i) {
            QVERIFY(isNear(run.output(row, i), static_cast<double>(output(0, i))));
        }
    }
}

void AttentionStepsTest::a_closed_row_has_no_weight()
{
    const Weights weights = blockWeights();
    WeightBinder binder(weights, "block");
    const Attention attention = Attention::bind(
        binder, "block", {.width = 8, .contextWidth = 6, .innerWidth = kInner, .heads = kHeads});
    const BlockRun run =
        runBlock(attention, Matrix::Constant(1, kKeys, -kInfinity), AttentionKeeping::Projections);
    const std::optional<AttentionSteps> steps = attentionSteps(run.trace, 0, 0, 0);
    QCOMPARE(steps->sum, 0.0F);
    QVERIFY(steps->exponentials.isZero(0));
    QVERIFY(steps->weights.isZero(0));
    QVERIFY(steps->context.isZero(0));
}

void AttentionStepsTest::a_head_that_is_off_gives_nothing_on()
{
    const Weights weights = blockWeights();
    WeightBinder binder(weights, "block");
    const Attention attention = Attention::bind(
        binder, "block", {.width = 8, .contextWidth = 6, .innerWidth = kInner, .heads = kHeads});
    const BlockRun run =
        runBlock(attention, Matrix(), AttentionKeeping::Projections, {{"site", 0, 1}});
    QVERIFY(attentionSteps(run.trace, 0, 1, 3)->isOff);
    QVERIFY(attentionSteps(run.trace, 0, 1, 3)->context.isZero(0));
    QVERIFY(!attentionSteps(run.trace, 0, 1, 3)->weights.isZero(0));
    QVERIFY(!attentionSteps(run.trace, 0, 2, 3)->isOff);
    QVERIFY(!attentionSteps(run.trace, 0, 2, 3)->context.isZero(0));
}

void AttentionStepsTest::the_bundled_models_weights_are_the_runs_own_data()
{
    QTest::addColumn<int>("mode");
    for (const Mode mode : kModes) {
        QTest::newRow(std::string(modeId(mode)).c_str()) << static_cast<int>(mode);
    }
}

void AttentionStepsTest::the_bundled_models_weights_are_the_runs_own()
{
    QFETCH(int, mode);
    const ModelPtr model =
        loadModel(TEST_DATA "/../../resources/models/scenes", LoadOptions{}, Progress());
    const Sample sample{.image = exampleImage(96, 96), .caption = "a small red circle"};
    RunOptions options{.mode = static_cast<Mode>(mode)};
    options.intervention.maskedWords = {2};
    const TracePtr plain = model->run(sample, options, Progress());
    options.keeping = AttentionKeeping::Projections;
    const TracePtr kept = model->run(sample, options, Progress());
    QCOMPARE(kept->sites.size(), plain->sites.size());
    for (std::size_t site = 0; site < kept->sites.size(); ++site) {
        for (int head = 0; head < kept->sites[site].heads; ++head) {
            for (Index row = 0; row < kept->sites[site].query.size(); row += 7) {
                const std::optional<AttentionSteps> steps = attentionSteps(*kept, site, head, row);
                QVERIFY(steps.has_value());
                QVERIFY(steps->weights == plain->attention.row(site, head, row));
                QVERIFY(steps->values.rows() == steps->keys.rows());
                compareWithLoops(*steps);
            }
        }
    }
}

void AttentionStepsTest::what_kept_no_projections_has_no_steps()
{
    const Weights weights = blockWeights();
    WeightBinder binder(weights, "block");
    const Attention attention = Attention::bind(
        binder, "block", {.width = 8, .contextWidth = 6, .innerWidth = kInner, .heads = kHeads});
    QVERIFY(
        !attentionSteps(runBlock(attention, Matrix(), AttentionKeeping::Weights).trace, 0, 0, 0));
    const BlockRun run = runBlock(attention, Matrix(), AttentionKeeping::QueriesAndKeys);
    QCOMPARE(attentionSteps(run.trace, 0, 0, 0)->values.size(), Index(0)); // and no context
    QCOMPARE(attentionSteps(run.trace, 0, 0, 0)->context.size(), Index(0));
}

QTEST_APPLESS_MAIN(AttentionStepsTest)
#include "attention_steps_test.moc"
