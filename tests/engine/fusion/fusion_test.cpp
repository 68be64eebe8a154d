#include <QtTest>

#include "engine/fusion/fusion.h"
#include "tests/support/golden.h"
#include "tests/support/matrix_comparison.h"

#include <cmath>
#include <set>

using namespace attenscope;

namespace {

constexpr Index kWidth = 12;

void addStrategies()
{
    QTest::addColumn<int>("number");
    for (const FusionStrategy strategy : kFusionStrategies) {
        QTest::newRow(std::string(fusionId(strategy)).c_str()) << static_cast<int>(strategy);
    }
}

} // namespace

class FusionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void equalsTorch_data() { addStrategies(); }

    void equalsTorch();

    void textAndImageAreNotInterchangeable_data() { addStrategies(); }

    void textAndImageAreNotInterchangeable();
    void theWeightedSumShowsItsLearnedWeights();
    void probabilityOfAnyLogit_data();
    void probabilityOfAnyLogit();
    void cosineOfKnownRows_data();
    void cosineOfKnownRows();
    void strategiesHaveTheirNames_data();
    void strategiesHaveTheirNames();
};

void FusionTest::equalsTorch()
{
    QFETCH(int, number);
    const auto strategy = static_cast<FusionStrategy>(number);
    const Golden golden(TEST_DATA "/fusion");
    const Weights weights = golden.weights();
    WeightBinder binder(weights, "golden");
    const Fusion fusion = bindFusion(strategy, binder, "head", kWidth);
    binder.finish();

    const std::string name(fusionWeightName(strategy));
    const Matrix text = golden.matrix("text");
    const Matrix image = golden.matrix("image");
    const Matrix logits = golden.matrix(name + "_logit");
    const Matrix probabilities = golden.matrix(name + "_probability");
    QCOMPARE(logits.cols(), text.rows());
    ThreadPool pool(1);
    for (Index pair = 0; pair < text.rows(); ++pair) {
        const MatchAnswer found = answer(fusion, text.row(pair), image.row(pair), pool);
        const double logit = static_cast<double>(logits(0, pair));
        const double probability = static_cast<double>(probabilities(0, pair));
        QVERIFY2(std::abs(found.logit - logit) <= golden.tolerance(),
                 qPrintable(QString("pair %1: %2 for %3").arg(pair).arg(found.logit).arg(logit)));
        QVERIFY(std::abs(found.probability - probability) <= golden.tolerance());
        QCOMPARE(found.modalityWeights.size(),
                 strategy == FusionStrategy::WeightedSum ? std::size_t{2} : std::size_t{0});
    }
}

void FusionTest::textAndImageAreNotInterchangeable()
{
    QFETCH(int, number);
    const Golden golden(TEST_DATA "/fusion");
    const Weights weights = golden.weights();
    WeightBinder binder(weights, "golden");
    const Fusion fusion = bindFusion(static_cast<FusionStrategy>(number), binder, "head", kWidth);
    binder.finish();
    ThreadPool pool(1);
    const Matrix text = golden.matrix("text").row(0);
    const Matrix image = golden.matrix("image").row(0);
    const double straight = answer(fusion, text, image, pool).logit;
    const double swapped = answer(fusion, image, text, pool).logit;
    QVERIFY(std::abs(straight - swapped) > 1e-2);
}

void FusionTest::theWeightedSumShowsItsLearnedWeights()
{
    const Golden golden(TEST_DATA "/fusion");
    const Weights weights = golden.weights();
    WeightBinder binder(weights, "golden");
    const WeightedSum sum = WeightedSum::bind(binder, "head.weighted_sum", kWidth);
    ThreadPool pool(1);
    const MatchAnswer found =
        sum.forward(golden.matrix("text").row(0), golden.matrix("image").row(0), pool);
    const Matrix expected = golden.matrix("weighted_sum_shares");
    QCOMPARE(found.modalityWeights.size(), std::size_t{2});
    for (const std::size_t side : {0U, 1U}) {
        QVERIFY(std::abs(found.modalityWeights[side] -
                         static_cast<double>(expected(0, static_cast<Index>(side)))) < 1e-6);
    }
    QVERIFY(std::abs(found.modalityWeights[0] + found.modalityWeights[1] - 1.0) < 1e-6);
}

void FusionTest::probabilityOfAnyLogit_data()
{
    QTest::addColumn<double>("logit");
    QTest::addColumn<double>("probability");
    QTest::newRow("undecided") << 0.0 << 0.5;
    QTest::newRow("ln 3") << std::log(3.0) << 0.75;
    QTest::newRow("-ln 3") << -std::log(3.0) << 0.25;
    QTest::newRow("certain") << 1e4 << 1.0;
    QTest::newRow("impossible") << -1e4 << 0.0;
    QTest::newRow("small, but not 0") << -40.0 << std::exp(-40.0);
}

void FusionTest::probabilityOfAnyLogit()
{
    QFETCH(double, logit);
    QFETCH(double, probability);
    const double found = MatchAnswer::fromLogit(logit).probability;
    QVERIFY(std::abs(found - probability) <= 1e-15 * probability);
}

void FusionTest::cosineOfKnownRows_data()
{
    QTest::addColumn<QVector<float>>("a");
    QTest::addColumn<QVector<float>>("b");
    QTest::addColumn<float>("expected");
    using Row = QVector<float>;
    QTest::newRow("same direction") << Row{1, 2, 2} << Row{2, 4, 4} << 1.0F;
    QTest::newRow("opposite") << Row{1, 0, 0} << Row{-3, 0, 0} << -1.0F;
    QTest::newRow("square") << Row{1, 0, 0} << Row{0, 5, 0} << 0.0F;
    QTest::newRow("60 degrees") << Row{1, 1, 0} << Row{0, 1, 1} << 0.5F;
    QTest::newRow("a zero row") << Row{0, 0, 0} << Row{1, 2, 3} << 0.0F;
    QTest::newRow("two zero rows") << Row{0, 0, 0} << Row{0, 0, 0} << 0.0F;
}

void FusionTest::cosineOfKnownRows()
{
    QFETCH(QVector<float>, a);
    QFETCH(QVector<float>, b);
    QFETCH(float, expected);
    const float found = cosine(Eigen::Map<const Matrix>(a.data(), 1, a.size()),
                               Eigen::Map<const Matrix>(b.data(), 1, b.size()));
    QVERIFY(std::abs(found - expected) <= 1e-6F);
}

void FusionTest::strategiesHaveTheirNames_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("name");
    QTest::newRow("concat") << static_cast<int>(FusionStrategy::Concatenation) << "concatenation";
    QTest::newRow("weighted-sum") << static_cast<int>(FusionStrategy::WeightedSum)
                                  << "weighted sum";
    QTest::newRow("shared-space") << static_cast<int>(FusionStrategy::SharedLatentSpace)
                                  << "shared latent space";
}

void FusionTest::strategiesHaveTheirNames()
{
    QFETCH(int, number);
    QFETCH(QString, name);
    const auto strategy = static_cast<FusionStrategy>(number);
    QCOMPARE(std::string(fusionId(strategy)), std::string(QTest::currentDataTag()));
    QCOMPARE(std::string(fusionName(strategy)), name.toStdString());
}

QTEST_APPLESS_MAIN(FusionTest)
#include "fusion_test.moc"
