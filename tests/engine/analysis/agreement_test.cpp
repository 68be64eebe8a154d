#include <QTest>

#include "engine/analysis/agreement.h"

#include <cmath>
#include <vector>

using namespace attenscope;

namespace {

bool isNear(double a, double b)
{
    return std::abs(a - b) < 1e-12;
}

} // namespace

class AgreementTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbers_are_those_computed_by_hand();
    void equal_maps_agree_fully();
    void scaling_changes_no_measure();
    void maps_without_common_weight_are_as_far_as_can_be();
    void equal_numbers_share_their_rank();
    void a_constant_map_correlates_with_nothing();
    void numbers_that_are_no_shares_have_no_divergence();
    void no_keys_agree_in_nothing();
};

void AgreementTest::numbers_are_those_computed_by_hand()
{
    // Σab = 2 + 2 + 12 + 12, Σa² = Σb² = 30. Deviations from 2.5: products 4 × 0.75, squares 5.
    // Ranks are the numbers. Shares p = a/10, q = b/10; m = (0.15, 0.15, 0.35, 0.35):
    // H(m) - H(p), since H(p) = H(q): 1.3040112 - 1.2798542.
    const Agreement agreement =
        agreementOf(std::vector<double>{1, 2, 3, 4}, std::vector<double>{2, 1, 4, 3});
    QCOMPARE(agreement.keys, 4);
    QVERIFY(isNear(agreement.cosine, 28.0 / 30));
    QVERIFY(isNear(agreement.pearson, 0.6));
    QVERIFY(isNear(agreement.spearman, 0.6));
    QVERIFY(isNear(*agreement.jensenShannon, 0.02415725678117142));
    QVERIFY(isNear(*agreement.totalVariation, 0.2));
}

void AgreementTest::equal_maps_agree_fully()
{
    const std::vector<double> map{0.1, 0.7, 0.2};
    const Agreement agreement = agreementOf(map, map);
    QVERIFY(isNear(agreement.cosine, 1));
    QVERIFY(isNear(agreement.pearson, 1));
    QVERIFY(isNear(agreement.spearman, 1));
    QCOMPARE(*agreement.jensenShannon, 0.0);
    QCOMPARE(*agreement.totalVariation, 0.0);
}

void AgreementTest::scaling_changes_no_measure()
{
    const std::vector<double> a{0.1, 0.7, 0.2};
    const std::vector<double> b{0.3, 0.3, 0.4};
    const Agreement whole = agreementOf(a, b);
    const Agreement tenth = agreementOf(a, std::vector<double>{0.03, 0.03, 0.04});
    QVERIFY(isNear(whole.cosine, tenth.cosine));
    QVERIFY(isNear(whole.pearson, tenth.pearson));
    QVERIFY(isNear(whole.spearman, tenth.spearman));
    QVERIFY(isNear(*whole.jensenShannon, *tenth.jensenShannon));
    QVERIFY(isNear(*whole.totalVariation, 0.4));
    QVERIFY(isNear(*tenth.totalVariation, 0.4));
}

void AgreementTest::maps_without_common_weight_are_as_far_as_can_be()
{
    const Agreement agreement =
        agreementOf(std::vector<double>{0.5, 0.5, 0, 0}, std::vector<double>{0, 0, 1, 0});
    QCOMPARE(agreement.cosine, 0.0);
    QVERIFY(isNear(*agreement.jensenShannon, std::log(2.0)));
    QVERIFY(isNear(*agreement.totalVariation, 1));
}

void AgreementTest::equal_numbers_share_their_rank()
{
    // Ranks of a: 1, 2.5, 2.5, 4; of b: 4, 1, 2, 3. Deviations from 2.5: a -1.5, 0, 0, 1.5,
    // b 1.5, -1.5, -0.5, 0.5; Σ = -2.25 + 0.75, squares 4.5 and 5.
    const Agreement agreement =
        agreementOf(std::vector<double>{1, 5, 5, 9}, std::vector<double>{80, 10, 20, 30});
    QVERIFY(isNear(agreement.spearman, -1.5 / std::sqrt(4.5 * 5)));
}

void AgreementTest::a_constant_map_correlates_with_nothing()
{
    const Agreement agreement =
        agreementOf(std::vector<double>{0.1, 0.1, 0.1}, std::vector<double>{0.2, 0.3, 0.5});
    QCOMPARE(agreement.pearson, 0.0);
    QCOMPARE(agreement.spearman, 0.0);
    QVERIFY(isNear(agreement.cosine, 1 / std::sqrt(3 * (0.04 + 0.09 + 0.25))));
}

void AgreementTest::numbers_that_are_no_shares_have_no_divergence()
{
    const std::vector<double> weights{0.5, 0.5};
    for (const std::vector<double>& other :
         {std::vector<double>{-0.5, 0.75}, std::vector<double>{0, 0}}) {
        const Agreement agreement = agreementOf(other, weights);
        QVERIFY(!agreement.jensenShannon.has_value());
        QVERIFY(!agreement.totalVariation.has_value());
    }
    QVERIFY(isNear(agreementOf(std::vector<double>{1, -1}, std::vector<double>{-1, 1}).cosine, -1));
}

void AgreementTest::no_keys_agree_in_nothing()
{
    const Agreement agreement = agreementOf({}, {});
    QCOMPARE(agreement.keys, 0);
    QCOMPARE(agreement.cosine, 0.0);
    QCOMPARE(agreement.pearson, 0.0);
    QVERIFY(!agreement.totalVariation.has_value());
}

QTEST_APPLESS_MAIN(AgreementTest)
#include "agreement_test.moc"
