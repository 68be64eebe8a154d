#include <QLabel>
#include <QPushButton>
#include <QTest>

#include "ui/widgets/prediction_panel.h"

using namespace attenscope;

namespace {

Outputs outputsWith(double concat, double sum)
{
    Outputs outputs;
    outputs.match = {{.id = "concat", .name = "concatenation", .probability = concat},
                     {.id = "weighted-sum",
                      .name = "weighted sum",
                      .probability = sum,
                      .modalityWeights = {0.75, 0.25}}};
    return outputs;
}

} // namespace

class PredictionPanelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_chosen_strategy_is_the_large_number();
    void a_change_is_told_with_its_sign();
    void a_change_too_small_to_print_has_no_badge();
    void every_strategy_and_the_learned_weights_are_listed();
    void close_to_one_is_not_one();
    void other_predictions_are_listed_and_escaped();
    void a_written_text_is_shown_and_escaped();
    void every_other_output_says_what_it_was();
    void the_answer_that_is_no_longer_the_first_is_told();
    void a_score_alone_is_shown_as_it_is();
    void of_many_predictions_a_few_are_shown_until_all_are_asked_for();
    void a_model_without_a_match_shows_none();

private:
    static QLabel* label(const PredictionPanel& panel, const QString& name)
    {
        for (QLabel* label : panel.findChildren<QLabel*>()) {
            if (label->accessibleName() == name) {
                return label;
            }
        }
        return nullptr;
    }

    static QString allText(const PredictionPanel& panel)
    {
        QString text;
        for (const QLabel* label : panel.findChildren<QLabel*>()) {
            text += label->isVisibleTo(&panel) ? label->text() + QLatin1Char('\n') : QString();
        }
        return text;
    }
};

void PredictionPanelTest::the_chosen_strategy_is_the_large_number()
{
    PredictionPanel panel;
    panel.setOutputs(outputsWith(0.97, 0.25), nullptr, "");
    QCOMPARE(label(panel, "Match probability")->text(), QString("0.97"));
    QVERIFY(allText(panel).contains("the caption describes the image"));
    panel.setOutputs(outputsWith(0.97, 0.25), nullptr, "weighted-sum");
    QCOMPARE(label(panel, "Match probability")->text(), QString("0.25"));
    QVERIFY(allText(panel).contains("the caption does not fit the image"));
}

void PredictionPanelTest::a_change_is_told_with_its_sign()
{
    PredictionPanel panel;
    const Outputs plain = outputsWith(0.97, 0.25);
    panel.setOutputs(outputsWith(0.56, 0.35), &plain, "concat");
    QCOMPARE(label(panel, "Change by your interventions")->text(), QString("−0.41"));
    QVERIFY(allText(panel).contains("was 0.97 without interventions"));
    panel.setOutputs(outputsWith(0.56, 0.35), &plain, "weighted-sum");
    QCOMPARE(label(panel, "Change by your interventions")->text(), QString("+0.10"));
}

void PredictionPanelTest::a_change_too_small_to_print_has_no_badge()
{
    PredictionPanel panel;
    const Outputs plain = outputsWith(0.970, 0.25);
    panel.setOutputs(outputsWith(0.972, 0.25), &plain, "concat");
    QVERIFY(!label(panel, "Change by your interventions")->isVisibleTo(&panel));
}

void PredictionPanelTest::every_strategy_and_the_learned_weights_are_listed()
{
    PredictionPanel panel;
    panel.setOutputs(outputsWith(0.97, 0.25), nullptr, "");
    const QString text = allText(panel);
    for (const char* part : {"concatenation", "weighted sum", "0.25", "text 0.75, image 0.25"}) {
        QVERIFY2(text.contains(QLatin1String(part)), part);
    }
}

void PredictionPanelTest::close_to_one_is_not_one()
{
    PredictionPanel panel;
    panel.setOutputs(outputsWith(0.9993, 0.25), nullptr, "");
    QCOMPARE(label(panel, "Match probability")->text(), QString("0.999"));
    panel.setOutputs(outputsWith(1, 0.25), nullptr, "");
    QCOMPARE(label(panel, "Match probability")->text(), QString("1.00"));
}

void PredictionPanelTest::other_predictions_are_listed_and_escaped()
{
    PredictionPanel panel;
    Outputs outputs = outputsWith(0.5, 0.5);
    outputs.similarity = 0.321;
    outputs.predictions = {{.what = "word 3",
                            .candidates = {{.label = "red", .probability = 0.9},
                                           {.label = "<b>", .probability = 0.05}}}};
    panel.setOutputs(outputs, nullptr, "");
    const QString text = allText(panel);
    QVERIFY(text.contains("similarity 0.321"));
    QVERIFY(text.contains("word 3: red 0.90, &lt;b&gt; 0.05"));
}

void PredictionPanelTest::a_written_text_is_shown_and_escaped()
{
    PredictionPanel panel;
    Outputs outputs;
    outputs.text = "two <b>cats</b>";
    panel.setOutputs(outputs, nullptr, "");
    QVERIFY(allText(panel).contains("writes “two &lt;b&gt;cats&lt;/b&gt;”"));
}

void PredictionPanelTest::every_other_output_says_what_it_was()
{
    Outputs plain;
    plain.text = "a dog";
    plain.similarity = 0.31;
    plain.predictions = {{.what = "answer", .candidates = {{"yes", 0.75}, {"no", 0.25}}}};
    Outputs now = plain;
    now.text = "a cat";
    now.similarity = 0.275;
    now.predictions = {
        {.what = "answer", .candidates = {{"maybe", 0.5}, {"yes", 0.25}, {"no", 0.25}}}};
    PredictionPanel panel;
    panel.setOutputs(now, &plain, "");
    QVERIFY(allText(panel).contains("writes “a cat” (was “a dog”)"));
    QVERIFY(allText(panel).contains("similarity 0.275 (was 0.310)"));
    QVERIFY(allText(panel).contains(
        "answer: maybe 0.50 (was below 0.25), yes 0.25 (was 0.75), no 0.25"));
    QVERIFY(!allText(panel).contains("no 0.25 (was"));
    panel.setOutputs(now, nullptr, "");
    QVERIFY(!allText(panel).contains("was"));
}

void PredictionPanelTest::the_answer_that_is_no_longer_the_first_is_told()
{
    Outputs plain;
    plain.predictions = {{.what = "answer", .candidates = {{"dog", 0.75}, {"cat", 0.25}}}};
    Outputs now;
    now.predictions = {
        {.what = "answer", .candidates = {{"a", 0.5}, {"b", 0.25}, {"c", 0.2}, {"dog", 0.05}}}};
    PredictionPanel panel;
    panel.setOutputs(now, &plain, "");
    QVERIFY(allText(panel).contains("c 0.20 (was below 0.25), dog 0.05 (was 0.75)"));
    now.predictions.front().candidates.pop_back();
    panel.setOutputs(now, &plain, "");
    QVERIFY(allText(panel).contains("dog below 0.20 (was 0.75)"));
}

void PredictionPanelTest::a_score_alone_is_shown_as_it_is()
{
    Outputs plain;
    plain.arrays = {{.name = "itr_logit", .shape = {1, 1}, .values = std::vector<float>{2.5F}},
                    {.name = "logits", .shape = {1, 2}, .values = std::vector<float>{1, 2}}};
    Outputs now = plain;
    now.arrays.front().values = std::vector<float>{-0.25F};
    PredictionPanel panel;
    panel.setOutputs(now, &plain, "");
    QCOMPARE(label(panel, "Other predictions")->text(), QString("itr logit -0.250 (was 2.500)"));
    now.similarity = 0.5; // says it in the way in which people know it
    panel.setOutputs(now, &plain, "");
    QCOMPARE(label(panel, "Other predictions")->text(), QString("similarity 0.500"));
}

void PredictionPanelTest::of_many_predictions_a_few_are_shown_until_all_are_asked_for()
{
    Outputs outputs;
    for (int region = 0; region < 36; ++region) {
        outputs.predictions.push_back({.what = "region " + std::to_string(region) + ": object",
                                       .candidates = {{"cat", 0.5}, {"dog", 0.25}}});
    }
    PredictionPanel panel;
    panel.setOutputs(outputs, nullptr, "");
    QVERIFY(allText(panel).contains("region 5: object: cat"));
    QVERIFY(!allText(panel).contains("region 6:"));
    auto* more = panel.findChild<QPushButton*>();
    QCOMPARE(more->text(), QString("Show all 36"));
    more->click();
    QVERIFY(allText(panel).contains("region 35: object: cat"));
    more->click();
    QVERIFY(!allText(panel).contains("region 6:"));
    outputs.predictions.resize(7); // one more line takes no more room than the button
    panel.setOutputs(outputs, nullptr, "");
    QVERIFY(allText(panel).contains("region 6:"));
    QVERIFY(!more->isVisibleTo(&panel));
}

void PredictionPanelTest::a_model_without_a_match_shows_none()
{
    PredictionPanel panel;
    panel.setOutputs(Outputs{}, nullptr, "");
    QVERIFY(!label(panel, "Match probability")->isVisibleTo(&panel));
}

QTEST_MAIN(PredictionPanelTest)
#include "prediction_panel_test.moc"
