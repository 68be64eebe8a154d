#include <QTest>

#include "engine/models/predictions.h"

#include <cmath>

using namespace attenscope;

class PredictionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void madeUpLabelsBecomeNumbers();
    void theFiveMostProbableComeFirst();
    void answersAreExclusiveOrEachByItself();
};

void PredictionsTest::madeUpLabelsBecomeNumbers()
{
    const Config config = Config::parse(
        R"({"id2label": {"0": "yes", "1": "LABEL_1", "2": "LABEL_", "4": null, "5": "label_5"}})",
        "config.json");
    QCOMPARE(labelsOf(config, 6), (std::vector<std::string>{"yes", "answer 1", "LABEL_", "answer 3",
                                                            "answer 4", "label_5"}));
    QCOMPARE(labelsOf(Config::parse("{}", "config.json"), 1), std::vector<std::string>{"answer 0"});
}

void PredictionsTest::theFiveMostProbableComeFirst()
{
    Matrix probabilities(1, 7);
    probabilities << 0.1F, 0.2F, 0.05F, 0.3F, 0.2F, 0.0F, 0.15F;
    const auto name = [](Index id) { return std::to_string(id); };
    const Prediction prediction = mostProbable("answer", probabilities, name);
    QCOMPARE(prediction.what, std::string("answer"));
    std::string order;
    for (const Prediction::Candidate& candidate : prediction.candidates) {
        order += candidate.label;
    }
    QCOMPARE(order, std::string("31460")); // 1 before 4: the first of equals
    QCOMPARE(prediction.candidates[0].probability, static_cast<double>(0.3F));
    QCOMPARE(mostProbable("answer", probabilities.leftCols(2), name).candidates.size(),
             std::size_t{2});
}

void PredictionsTest::answersAreExclusiveOrEachByItself()
{
    Matrix logits(1, 2);
    logits << 0, std::log(3.0F);
    const std::vector<std::string> labels{"yes", "no"};
    const Prediction one = predictedAnswer(logits, labels, AnswerTraining::OneIsRight);
    QCOMPARE(one.candidates[0].label, std::string("no"));
    QVERIFY(std::abs(one.candidates[0].probability - 0.75) < 1e-6);
    const Prediction each = predictedAnswer(logits, labels, AnswerTraining::EachByItself);
    QVERIFY(std::abs(each.candidates[0].probability - 0.75) < 1e-6);
    QVERIFY(std::abs(each.candidates[1].probability - 0.5) < 1e-6);
}

QTEST_APPLESS_MAIN(PredictionsTest)
#include "predictions_test.moc"
