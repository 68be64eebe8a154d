#include <QDoubleSpinBox>
#include <QLabel>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QToolButton>

#include "tests/support/example_model.h"
#include "ui/widgets/heads_panel.h"
#include "ui/widgets/labelled_combo.h"

#include <memory>

using namespace attenscope;

class HeadsPanelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void every_choice_is_told();
    void a_limit_begins_in_the_middle();
    void another_number_drops_the_limit();
    void what_says_nothing_cannot_be_chosen();
    void how_many_are_left_is_said();
    void showing_content_tells_nothing();

private:
    HeadsPanel::Content content(const HeadListing& listing) const;
    LabelledCombo* combo(const QString& name) const;

    HeadListing told() const { return spy_->last().first().value<HeadListing>(); }

    static void choose(LabelledCombo* combo, int row)
    {
        combo->setCurrentIndex(row);
        Q_EMIT combo->activated(row);
    }

    TracePtr trace_;
    std::unique_ptr<HeadsPanel> panel_;
    std::unique_ptr<QSignalSpy> spy_;
};

void HeadsPanelTest::init()
{
    const ExampleModel model(std::make_shared<ExampleControl>());
    trace_ = model.run(Sample{.image = exampleImage(96, 96), .caption = "a red circle"},
                       RunOptions{}, Progress());
    panel_ = std::make_unique<HeadsPanel>();
    panel_->resize(424, 400);
    panel_->setContent(content({}));
    panel_->show();
    QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
    spy_ = std::make_unique<QSignalSpy>(panel_.get(), &HeadsPanel::listingChosen);
}

HeadsPanel::Content HeadsPanelTest::content(const HeadListing& listing) const
{
    Selection selection;
    selection.kind = "cross_text_to_image";
    selection.focus = {2};
    HeadsPanel::Content content;
    content.matrix.trace = trace_;
    content.matrix.kind = selection.kind;
    content.matrix.maps = std::make_shared<const HeadMaps>(headMaps(*trace_, selection));
    content.matrix.listing = listing;
    content.matrix.numbers.heads = {{0.1, 0.2, 0.3}, {0.4, 0.5, 0.6}};
    for (const StatisticInfo& info : statistics()) {
        content.absences.push_back(statisticAbsence(*trace_, selection, info.id));
    }
    return content;
}

LabelledCombo* HeadsPanelTest::combo(const QString& name) const
{
    const QList<LabelledCombo*> all = panel_->findChildren<LabelledCombo*>();
    for (LabelledCombo* combo : all) {
        if (combo->accessibleName() == name) {
            return combo;
        }
    }
    return nullptr;
}

void HeadsPanelTest::every_choice_is_told()
{
    choose(combo("Sort"), 1);
    QCOMPARE(told().order, HeadOrder::Largest);
    choose(combo("Show"), 1);
    QCOMPARE(told().filter, HeadFilter::On);
    QCOMPARE(told().order, HeadOrder::Layer); // of what was shown, nothing else is changed
    LabelledCombo* number = combo("Number");
    choose(number, number->findText("Gini"));
    QCOMPARE(told().statistic, std::string("gini"));
    const QList<QToolButton*> looks = panel_->findChildren<QToolButton*>();
    QTest::mouseClick(looks.last(), Qt::LeftButton);
    QVERIFY(told().showsNumbers);
    QCOMPARE(spy_->count(), 4);
}

void HeadsPanelTest::a_limit_begins_in_the_middle()
{
    auto* limit = panel_->findChild<QDoubleSpinBox*>();
    QVERIFY(!limit->isVisible());
    choose(combo("Show"), 2);
    QCOMPARE(told().filter, HeadFilter::AtLeast);
    QCOMPARE(told().limit, 0.35); // the mean
    panel_->setContent(content(told()));
    QVERIFY(limit->isVisible());
    QCOMPARE(limit->value(), 0.35);
    limit->setValue(0.5);
    QCOMPARE(told().limit, 0.5);
    QCOMPARE(told().filter, HeadFilter::AtLeast);
}

void HeadsPanelTest::another_number_drops_the_limit()
{
    panel_->setContent(content({.filter = HeadFilter::AtLeast, .limit = 0.35}));
    LabelledCombo* number = combo("Number");
    choose(number, number->findText("entropy H"));
    QCOMPARE(told().filter, HeadFilter::All);
    panel_->setContent(content({.filter = HeadFilter::On}));
    choose(number, number->findText("entropy H"));
    QCOMPARE(told().filter, HeadFilter::On);
}

void HeadsPanelTest::what_says_nothing_cannot_be_chosen()
{
    LabelledCombo* number = combo("Number");
    auto* items = qobject_cast<QStandardItemModel*>(number->model());
    const int distance = number->findText("mean distance");
    QVERIFY(!items->item(distance)->isEnabled());
    QVERIFY(number->itemData(distance, Qt::ToolTipRole).toString().contains("image→image"));
    QVERIFY(items->item(number->findText("entropy H"))->isEnabled());

    const auto says = [this](const QString& text) {
        const QList<QLabel*> labels = panel_->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->isVisible() && label->text().contains(text);
        });
    };
    QVERIFY(!says("No numbers"));
    panel_->setContent(content({.statistic = "distance"})); // from another direction
    QVERIFY(says("No numbers: only image→image"));
    HeadsPanel::Content other = content({.statistic = "distance"});
    other.absences.assign(statistics().size(), {});
    panel_->setContent(other);
    QVERIFY(!says("No numbers"));
    QVERIFY(items->item(distance)->isEnabled());
}

void HeadsPanelTest::how_many_are_left_is_said()
{
    const auto count = [this] {
        const QList<QLabel*> labels = panel_->findChildren<QLabel*>();
        const auto found = std::find_if(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->accessibleName() == "How many heads stand here";
        });
        return (*found)->text();
    };
    QCOMPARE(count(), QString());
    panel_->setContent(content({.filter = HeadFilter::AtLeast, .limit = 0.35}));
    QCOMPARE(count(), QString("3 of 6 heads"));
}

void HeadsPanelTest::showing_content_tells_nothing()
{
    panel_->setContent(content({.statistic = "gini",
                                .order = HeadOrder::Smallest,
                                .filter = HeadFilter::AtLeast,
                                .limit = 0.25,
                                .showsNumbers = true}));
    QCOMPARE(spy_->count(), 0);
    QCOMPARE(combo("Number")->currentText(), QString("Gini"));
    QCOMPARE(combo("Sort")->currentText(), QString("smallest first"));
}

QTEST_MAIN(HeadsPanelTest)
#include "heads_panel_test.moc"
