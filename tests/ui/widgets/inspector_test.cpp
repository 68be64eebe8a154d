#include <QLabel>
#include <QTest>

#include "tests/support/example_model.h"
#include "ui/widgets/inspector.h"

#include <cmath>
#include <memory>

using namespace attenscope;

class InspectorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void the_number_its_rank_and_its_pair_are_said();
    void the_row_is_described_in_numbers();
    void the_formula_names_layer_and_head();
    void heads_put_together_are_in_the_formula();
    void a_masked_key_has_no_number();
    void similarities_are_not_shared_out();
    void nothing_in_question_says_where_to_point();
    void every_number_can_be_selected();

private:
    Inspector::Content content() const;
    QString fact(const QString& name) const;
    QString textOf(const QString& accessibleName) const;
    bool says(const QString& text) const;

    TracePtr trace_;
    std::unique_ptr<Inspector> inspector_;
};

void InspectorTest::init()
{
    const ExampleModel model(std::make_shared<ExampleControl>());
    trace_ = model.run(Sample{.image = exampleImage(96, 96), .caption = "a red circle"},
                       RunOptions{}, Progress());
    inspector_ = std::make_unique<Inspector>();
    inspector_->resize(424, 700);
    inspector_->setContent(content());
    inspector_->show();
    QVERIFY(QTest::qWaitForWindowExposed(inspector_.get()));
}

/// One key has half of the weight, and all 144 share the rest.
Inspector::Content InspectorTest::content() const
{
    Inspector::Content content;
    content.trace = trace_;
    Selection selection;
    selection.kind = "cross_text_to_image";
    selection.firstLayer = selection.lastLayer = 1;
    selection.head = 2;
    selection.focus = {2};
    content.selection = selection;
    content.map = computeMap(*trace_, selection);
    content.range = {.minimum = 0, .maximum = 0.5F};
    content.key = examplePeak(2, 1, 2);
    content.back = 0.318;
    return content;
}

QString InspectorTest::textOf(const QString& accessibleName) const
{
    const QList<QLabel*> labels = inspector_->findChildren<QLabel*>();
    for (const QLabel* label : labels) {
        if (label->accessibleName() == accessibleName) {
            return label->text();
        }
    }
    return {};
}

QString InspectorTest::fact(const QString& name) const
{
    return textOf(name); // its value is named after it
}

bool InspectorTest::says(const QString& text) const
{
    const QList<QLabel*> labels = inspector_->findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
        return label->isVisible() && label->text().contains(text);
    });
}

void InspectorTest::the_number_its_rank_and_its_pair_are_said()
{
    QCOMPARE(textOf("Attention weight"), QString("0.5035"));
    QCOMPARE(textOf("Rank"), QString("1st of 144"));
    QVERIFY(says("“red” → patch ("));
    Inspector::Content other = content();
    int larger = 0; // ten of them
    for (int key = 0; larger < 10; ++key) {
        if (key != *other.key) {
            other.map.values[static_cast<std::size_t>(key)] = 0.6F;
            ++larger;
        }
    }
    inspector_->setContent(other);
    QCOMPARE(textOf("Rank"), QString("11th of 144"));
}

void InspectorTest::the_row_is_described_in_numbers()
{
    const double rest = 0.5 / 144;
    const double peak = 0.5 + rest;
    const double entropy = -peak * std::log(peak) - 143 * rest * std::log(rest);
    QCOMPARE(fact("Entropy H"), QStringLiteral("%1 nat").arg(entropy, 0, 'f', 3));
    QCOMPARE(fact("H / ln K"), QString::number(entropy / std::log(144), 'f', 3));
    QCOMPARE(fact("Effective keys"), QString::number(std::exp(entropy), 'f', 1));
    QCOMPARE(fact("Peak"), QString("0.5035"));
    QCOMPARE(fact("Top-5 mass"), QString::number(peak + 4 * rest, 'f', 3));
    QCOMPARE(fact("Lift over uniform"), QString("× 72.5"));
    QCOMPARE(fact("Row sum"), QString("1.0000"));
    QCOMPARE(fact("Share of shown"), QString("50.3 %"));
    QCOMPARE(fact("Hidden mass"), QString("0.0000"));
    QCOMPARE(fact("Back, patch → word"), QString("0.3180"));
    Inspector::Content oneWay = content();
    oneWay.back.reset();
    inspector_->setContent(oneWay);
    QCOMPARE(fact("Back, patch → word"), QString("—"));
}

void InspectorTest::the_formula_names_layer_and_head()
{
    QCOMPARE(textOf("Formula"),
             QString("A<sub>1,2</sub>(“red”, k) = softmax<sub>k</sub>(q·k / √d)"));
    QCOMPARE(textOf("Tensors"), QString("attn_cross_text_to_image_L01"));
    QCOMPARE(textOf("Shape of each tensor"), QString("[1, 3, 5, 144]"));
}

void InspectorTest::heads_put_together_are_in_the_formula()
{
    Inspector::Content mean = content();
    mean.selection->head.reset();
    mean.selection->focus = {1, 2};
    mean.map = computeMap(*trace_, *mean.selection);
    inspector_->setContent(mean);
    QVERIFY(textOf("Formula").contains("= 1/3 Σ<sub>h</sub> 1/2 Σ<sub>q</sub> softmax"));
    mean.selection->aggregation = "max";
    inspector_->setContent(mean);
    QVERIFY(textOf("Formula").contains("= max<sub>h</sub> "));
}

void InspectorTest::a_masked_key_has_no_number()
{
    Inspector::Content masked = content();
    masked.map.states[static_cast<std::size_t>(*masked.key)] = Map::KeyState::Masked;
    inspector_->setContent(masked);
    QCOMPARE(textOf("Attention weight"), QString("—"));
    QCOMPARE(textOf("Rank"), QString("masked"));
    QCOMPARE(fact("Lift over uniform"), QString("—"));
}

void InspectorTest::similarities_are_not_shared_out()
{
    Inspector::Content cosine = content();
    cosine.map.isSimilarity = true;
    cosine.map.values[3] = -0.25F;
    inspector_->setContent(cosine);
    QCOMPARE(textOf("Cosine similarity"), QString("0.5035"));
    QVERIFY(says("-0.2500") || says("−0.2500"));
    QVERIFY(!says("nat"));
    QVERIFY(says("cosine of the projected states"));
}

void InspectorTest::nothing_in_question_says_where_to_point()
{
    Inspector::Content none = content();
    none.key.reset();
    inspector_->setContent(none);
    QVERIFY(says("Point at"));
    QVERIFY(says("nat")); // the row is still described
    none.selection.reset();
    none.absence = "Masked by design.";
    inspector_->setContent(none);
    QVERIFY(says("Masked by design."));
    QVERIFY(!says("nat"));
}

void InspectorTest::every_number_can_be_selected()
{
    for (const char* name :
         {"Attention weight", "Rank", "Formula", "Tensors", "Entropy H", "Row sum"}) {
        const QList<QLabel*> labels = inspector_->findChildren<QLabel*>();
        const auto found = std::find_if(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->accessibleName() == QLatin1String(name);
        });
        QVERIFY(found != labels.end());
        QVERIFY((*found)->textInteractionFlags().testFlag(Qt::TextSelectableByMouse));
    }
}

QTEST_MAIN(InspectorTest)
#include "inspector_test.moc"
