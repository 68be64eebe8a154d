#include <QImage>
#include <QTest>

#include "ui/figure/colour_table.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/steps_view.h"

#include <memory>

using namespace attenscope;

class StepsViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void keys_stand_by_their_weight();
    void every_step_of_a_key_is_written();
    void the_rest_is_added_up();
    void vectors_are_bars_on_one_scale();
    void a_narrow_page_shows_every_column_data();
    void a_narrow_page_shows_every_column();
    void without_steps_the_hint_stands_there();
    void a_head_that_is_off_and_a_block_without_values_are_drawn();

private:
    static StepsView::Content content(Index keys);

    std::unique_ptr<StepsView> view_;
};

/// q = (2, -1); key i = (i, 0): products 2 i, scaled by 0.5 to i; key 1 is masked.
StepsView::Content StepsViewTest::content(Index keys)
{
    AttentionSteps steps;
    steps.query.resize(2);
    steps.query << 2, -1;
    steps.keys = Matrix::Zero(keys, 2);
    steps.values = Matrix::Constant(keys, 2, 0.5F);
    steps.scale = 0.5F;
    steps.mask = Eigen::RowVectorXf::Zero(keys);
    steps.mask(1) = -std::numeric_limits<float>::infinity();
    for (Index key = 0; key < keys; ++key) {
        steps.keys(key, 0) = static_cast<float>(key);
    }
    steps.products = steps.query * steps.keys.transpose();
    steps.scores = steps.products * steps.scale + steps.mask;
    steps.largestScore = steps.scores.maxCoeff();
    steps.exponentials = (steps.scores.array() - steps.largestScore).exp();
    steps.sum = steps.exponentials.sum();
    steps.weights = steps.exponentials / steps.sum;
    steps.context = steps.weights * steps.values;
    StepsView::Content content;
    content.title = "red → image, step by step";
    content.query = "red";
    for (Index key = 0; key < keys; ++key) {
        content.keys << QStringLiteral("key %1").arg(key);
    }
    content.steps = steps;
    return content;
}

void StepsViewTest::init()
{
    view_ = std::make_unique<StepsView>();
    view_->resize(900, 560);
    view_->setContent(content(3));
}

void StepsViewTest::keys_stand_by_their_weight()
{
    QCOMPARE(view_->shownKeys(), (std::vector<Index>{2, 0, 1}));
    view_->setContent(content(30));
    QCOMPARE(view_->shownKeys().size(), std::size_t(8));
    QCOMPARE(view_->shownKeys().front(), Index(29));
}

void StepsViewTest::every_step_of_a_key_is_written()
{
    const QStringList lines = view_->text().split('\n');
    QCOMPARE(lines.size(), 5);
    // e⁰ and e⁻²: 1 / (1 + 0.1353) = 0.8808
    QCOMPARE(lines[2], QString("key 2\t4.00\t2.00\t0\t2.00\t1\t0.881"));
    QCOMPARE(lines[3], QString("key 0\t0\t0\t0\t0\t0.135\t0.119"));
    QCOMPARE(lines[4], QString("key 1\t2.00\t1\t−∞\t−∞\t0\t0"));
    QCOMPARE(view_->tableRows(), 3);
    QCOMPARE(view_->tableRowName(1), QString("key 0"));
    QCOMPARE(view_->tableColumnName(1), QString("÷ 2.00")); // a scale that is no 1/√2
    QCOMPARE(view_->tableCell(0, 5).text, QString("0.881"));
}

void StepsViewTest::the_rest_is_added_up()
{
    view_->setContent(content(10)); // keys 1 and 0 are left
    const QString last = view_->text().split('\n').last();
    QVERIFY(last.startsWith("2 other keys\t…"));
    const AttentionSteps steps = *content(10).steps;
    const double rest = static_cast<double>(steps.weights(0) + steps.weights(1));
    QVERIFY(std::abs(last.section('\t', 6).toDouble() - rest) < 1e-5);
    QVERIFY(!view_->text().contains("0 other"));
}

void StepsViewTest::vectors_are_bars_on_one_scale()
{
    const QImage image = view_->grab().toImage();
    const ColourTable& table = colourTable("cool-warm");
    // q's first number is the largest of q and k: a full bar in the last colour.
    int found = 0;
    int opposite = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            found += image.pixelColor(x, y).rgb() == table.colourAt(1).rgb() ? 1 : 0;
            opposite += image.pixelColor(x, y).rgb() == table.colourAt(0.25).rgb() ? 1 : 0;
        }
    }
    QVERIFY(found > 100);
    QVERIFY(opposite > 50); // -1 of 2
}

void StepsViewTest::a_narrow_page_shows_every_column_data()
{
    QTest::addColumn<int>("width");
    QTest::newRow("of a small window") << 605;
    QTest::newRow("of a large one") << 1100;
}

void StepsViewTest::a_narrow_page_shows_every_column()
{
    QFETCH(int, width);
    view_->setContent(content(20));
    QVERIFY(view_->minimumSizeHint().width() <= width);
    view_->resize(width, 600);
    const QFontMetricsF metrics(labelFont());
    double end = 0;
    for (int column = 0; column < view_->tableColumns(); ++column) {
        const QRectF box = view_->tableCell(0, column).box;
        QVERIFY(box.left() >= end);
        QVERIFY(box.width() >= metrics.horizontalAdvance(view_->tableColumnName(column)));
        end = box.right();
    }
    QVERIFY(end < width - 24 - 32); // the values' bars
}

void StepsViewTest::without_steps_the_hint_stands_there()
{
    StepsView::Content none;
    none.hint = "Choose a word.";
    view_->setContent(none);
    QCOMPARE(view_->accessibleDescription(), QString("Choose a word."));
    QVERIFY(view_->text().isEmpty());
    QVERIFY(view_->shownKeys().empty());
    QCOMPARE(view_->tableRows(), 0);
    QVERIFY(!view_->grab().isNull());
}

void StepsViewTest::a_head_that_is_off_and_a_block_without_values_are_drawn()
{
    StepsView::Content off = content(3);
    const QImage on = view_->grab().toImage();
    off.steps->isOff = true;
    off.steps->context.setZero();
    view_->setContent(off);
    QVERIFY(view_->grab().toImage() != on);
    off.steps->values = Matrix();
    off.steps->context.resize(0);
    view_->setContent(off);
    QVERIFY(!view_->grab().isNull());
}

QTEST_MAIN(StepsViewTest)
#include "steps_view_test.moc"
