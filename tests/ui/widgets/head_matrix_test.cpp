#include <QContextMenuEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/example_model.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/theme.h"
#include "ui/widgets/head_matrix.h"

#include <cmath>
#include <memory>

using namespace attenscope;

class HeadMatrixTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void a_click_names_layer_and_head();
    void a_click_on_a_rows_name_names_the_layer();
    void arrows_move_and_stop_at_the_edges();
    void a_thumbnail_shows_where_its_head_looks();
    void a_head_that_is_off_is_hatched_and_says_so();
    void the_menu_of_a_head_switches_it();
    void everything_fits_into_the_width_data();
    void everything_fits_into_the_width();
    void by_number_the_largest_stands_first();
    void what_the_filter_takes_out_cannot_be_chosen();
    void a_number_stands_on_its_colour();
    void enter_takes_one_head_of_a_layer();
    void another_choice_keeps_the_cells();

private:
    HeadMatrix::Content numbered(std::vector<std::vector<double>> numbers) const;

    HeadMatrix::Content content(int layer, std::optional<int> head) const;

    TracePtr trace_;
    std::unique_ptr<HeadMatrix> matrix_;
};

void HeadMatrixTest::init()
{
    const ExampleModel model(std::make_shared<ExampleControl>());
    trace_ = model.run(Sample{.image = exampleImage(96, 96), .caption = "a red circle"},
                       RunOptions{}, Progress());
    matrix_ = std::make_unique<HeadMatrix>();
    matrix_->resize(392, 400);
    matrix_->setContent(content(0, 0));
    matrix_->show();
    QVERIFY(QTest::qWaitForWindowExposed(matrix_.get()));
}

HeadMatrix::Content HeadMatrixTest::content(int layer, std::optional<int> head) const
{
    Selection selection;
    selection.kind = "cross_text_to_image";
    selection.focus = {2};
    HeadMatrix::Content content;
    content.trace = trace_;
    content.kind = selection.kind;
    content.canSwitch = true;
    content.maps = std::make_shared<const HeadMaps>(headMaps(*trace_, selection));
    content.range = scaleRange(*trace_, selection, Scale::Shared);
    content.listing.statistic = "largest";
    content.numbers = statisticTable(*trace_, selection, "largest", *content.maps);
    content.layer = layer;
    content.head = head;
    return content;
}

HeadMatrix::Content HeadMatrixTest::numbered(std::vector<std::vector<double>> numbers) const
{
    HeadMatrix::Content numbered = content(0, 0);
    numbered.listing.statistic = "gini";
    numbered.numbers.heads = std::move(numbers);
    return numbered;
}

void HeadMatrixTest::a_click_names_layer_and_head()
{
    QSignalSpy chosen(matrix_.get(), &HeadMatrix::headChosen);
    for (int layer = 0; layer < 2; ++layer) {
        for (int head = 0; head < 3; ++head) {
            QTest::mouseClick(matrix_.get(), Qt::LeftButton, {},
                              matrix_->cell(layer, head).center().toPoint());
            QCOMPARE(chosen.last()[0].toInt(), layer);
            QCOMPARE(chosen.last()[1].toInt(), head);
        }
    }
    QCOMPARE(chosen.count(), 6);
}

void HeadMatrixTest::a_click_on_a_rows_name_names_the_layer()
{
    QSignalSpy chosen(matrix_.get(), &HeadMatrix::layerChosen);
    QTest::mouseClick(matrix_.get(), Qt::LeftButton, {},
                      QPoint(8, qRound(matrix_->cell(1, 0).center().y())));
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.first().first().toInt(), 1);
}

void HeadMatrixTest::arrows_move_and_stop_at_the_edges()
{
    QSignalSpy chosen(matrix_.get(), &HeadMatrix::headChosen);
    QTest::keyClick(matrix_.get(), Qt::Key_Up);
    QTest::keyClick(matrix_.get(), Qt::Key_Left);
    QCOMPARE(chosen.count(), 0);
    QTest::keyClick(matrix_.get(), Qt::Key_Down);
    QCOMPARE(chosen.last(), (QList<QVariant>{1, 0}));
    QTest::keyClick(matrix_.get(), Qt::Key_Right);
    QCOMPARE(chosen.last(), (QList<QVariant>{0, 1}));
}

void HeadMatrixTest::a_thumbnail_shows_where_its_head_looks()
{
    const QImage image = matrix_->grab().toImage();
    const ColourTable& table = colourTable("cividis");
    for (int head = 0; head < 3; ++head) {
        const int peak = examplePeak(2, 1, head);
        const QRectF cell = matrix_->cell(1, head);
        const QPointF at(cell.left() + cell.width() * (peak % 12 + 0.5) / 12,
                         cell.top() + cell.height() * (peak / 12 + 0.5) / 12);
        QCOMPARE(image.pixelColor(at.toPoint()).rgb(), table.colourAt(1).rgb());
        const QPointF other = cell.bottomRight() - QPointF(3, 3);
        QVERIFY(image.pixelColor(other.toPoint()).rgb() != table.colourAt(1).rgb());
    }
}

void HeadMatrixTest::a_head_that_is_off_is_hatched_and_says_so()
{
    const QRect box = matrix_->cell(1, 2).toRect();
    const QImage before = matrix_->grab(box).toImage();
    auto trace = std::make_shared<Trace>(*trace_);
    trace->headsOff = {{"cross_text_to_image", 1, 2}};
    HeadMatrix::Content off = content(0, 0);
    off.trace = trace;
    matrix_->setContent(off);
    QCOMPARE(matrix_->tableCell(1, 2).text, QString("off"));
    QCOMPARE(matrix_->tableCell(1, 1).text, QString("0.503"));
    const QImage after = matrix_->grab(box).toImage();
    const Theme& colours = theme(ThemeKind::Light);
    int hatched = 0;
    for (int x = 2; x < after.width() - 2; ++x) {
        hatched += after.pixelColor(x, 4) == colours.intervention ? 1 : 0;
    }
    QVERIFY(hatched > 2);
    QVERIFY(before != after);
    off.kind = "cross_image_to_text"; // the same place of another kind is on
    matrix_->setContent(off);
    QCOMPARE(matrix_->tableCell(1, 2).text, QString("0.503"));
}

void HeadMatrixTest::the_menu_of_a_head_switches_it()
{
    const auto chooseFirst = [this] {
        const QPoint place = matrix_->cell(1, 2).center().toPoint();
        QContextMenuEvent event(QContextMenuEvent::Mouse, place, matrix_->mapToGlobal(place));
        QCoreApplication::sendEvent(matrix_.get(), &event);
        auto* menu = matrix_->findChild<QMenu*>();
        const bool isEnabled = menu->actions().front()->isEnabled();
        menu->actions().front()->trigger();
        delete menu;
        return isEnabled;
    };
    QSignalSpy switched(matrix_.get(), &HeadMatrix::switchRequested);
    QVERIFY(chooseFirst());
    QCOMPARE(switched.last(), (QVariantList{1, 2, true}));
    auto trace = std::make_shared<Trace>(*trace_);
    trace->headsOff = {{"cross_text_to_image", 1, 2}};
    HeadMatrix::Content off = content(0, 0);
    off.trace = trace;
    matrix_->setContent(off);
    QVERIFY(chooseFirst());
    QCOMPARE(switched.last(), (QVariantList{1, 2, false}));
    off.canSwitch = false; // cosines have no heads to switch off
    matrix_->setContent(off);
    QVERIFY(!chooseFirst());
    QCOMPARE(switched.count(), 2);
}

void HeadMatrixTest::everything_fits_into_the_width_data()
{
    QTest::addColumn<int>("heads");
    QTest::newRow("few") << 2;
    QTest::newRow("twelve") << 12;
    QTest::newRow("sixteen") << 16;
}

void HeadMatrixTest::everything_fits_into_the_width()
{
    QFETCH(int, heads);
    HeadMatrix::Content many = content(0, 0);
    const std::vector<Map> layer(static_cast<std::size_t>(heads), many.maps->front().front());
    many.maps = std::make_shared<const HeadMaps>(12, layer);
    many.numbers.heads.assign(12, std::vector<double>(static_cast<std::size_t>(heads), 0.5));
    matrix_->setContent(many);
    QVERIFY(matrix_->cell(0, heads - 1).right() <= matrix_->width());
    QVERIFY(matrix_->cell(11, 0).bottom() <= matrix_->heightForWidth(matrix_->width()));
}

void HeadMatrixTest::by_number_the_largest_stands_first()
{
    HeadMatrix::Content sorted = numbered({{0.1, 0.9, 0.5}, {0.7, 0.3, 0.2}});
    sorted.listing.order = HeadOrder::Largest;
    sorted.layer = 0;
    sorted.head = 1;
    matrix_->setContent(sorted);
    QCOMPARE(matrix_->tableCell(0, 0).text, QString("layer 0, head 1: 0.900"));
    QCOMPARE(matrix_->tableCell(0, 1).text, QString("layer 1, head 0: 0.700"));
    QVERIFY(matrix_->tableCell(1, 3).text.isEmpty()); // six of eight places
    QVERIFY(matrix_->tableCell(0, 0).isChosen);
    QCOMPARE(matrix_->tableCurrent(), std::optional(TablePlace{0, 0}));
    QCOMPARE(matrix_->cell(0, 1).top(), matrix_->cell(1, 0).top());
    QVERIFY(matrix_->cell(0, 1).right() < matrix_->cell(1, 0).left());
    QVERIFY(matrix_->cell(1, 1).right() < matrix_->width());
    QVERIFY(matrix_->cell(1, 2).top() > matrix_->cell(0, 1).bottom()); // the next row

    QSignalSpy chosen(matrix_.get(), &HeadMatrix::headChosen);
    QTest::mouseClick(matrix_.get(), Qt::LeftButton, {}, matrix_->cell(0, 2).center().toPoint());
    QCOMPARE(chosen.last(), (QVariantList{0, 2}));
    QTest::keyClick(matrix_.get(), Qt::Key_Left); // nothing before the first
    QCOMPARE(chosen.count(), 1);
    QTest::keyClick(matrix_.get(), Qt::Key_Right);
    QCOMPARE(chosen.last(), (QVariantList{1, 0}));
    QTest::keyClick(matrix_.get(), Qt::Key_Down);
    QCOMPARE(chosen.last(), (QVariantList{1, 2})); // 4 in a row, the fifth of them
    QTest::keyClick(matrix_.get(), Qt::Key_End);
    QCOMPARE(chosen.last(), (QVariantList{0, 0}));
}

void HeadMatrixTest::what_the_filter_takes_out_cannot_be_chosen()
{
    HeadMatrix::Content filtered = numbered({{0.9, 0.1, 0.9}, {0.9, 0.9, 0.1}});
    filtered.listing.filter = HeadFilter::AtLeast;
    filtered.listing.limit = 0.5;
    matrix_->setContent(filtered);
    QCOMPARE(matrix_->listed().size(), std::size_t(4));
    QCOMPARE(matrix_->tableCell(0, 1).text, QString("left out"));
    QSignalSpy chosen(matrix_.get(), &HeadMatrix::headChosen);
    QTest::mouseClick(matrix_.get(), Qt::LeftButton, {}, matrix_->cell(0, 1).center().toPoint());
    QCOMPARE(chosen.count(), 0);
    QTest::keyClick(matrix_.get(), Qt::Key_Right); // over it
    QCOMPARE(chosen.last(), (QVariantList{0, 2}));
    filtered.head = 2;
    matrix_->setContent(filtered);
    QTest::keyClick(matrix_.get(), Qt::Key_Down); // and not into one
    QCOMPARE(chosen.count(), 1);
}

void HeadMatrixTest::a_number_stands_on_its_colour()
{
    HeadMatrix::Content shown = numbered({{0.25, 0.5, 0.75}, {0, 1, std::nan("")}});
    shown.listing.showsNumbers = true;
    matrix_->setContent(shown);
    matrix_->resize(matrix_->width(), matrix_->heightForWidth(matrix_->width()));
    const QImage image = matrix_->grab().toImage();
    const ColourTable& table = colourTable("cividis");
    const auto colourAt = [&](int layer, int head) {
        return image.pixelColor(matrix_->cell(layer, head).topLeft().toPoint() + QPoint(2, 2));
    };
    QCOMPARE(colourAt(0, 0).rgb(), table.colourAt(0.25).rgb());
    QCOMPARE(colourAt(0, 2).rgb(), table.colourAt(0.75).rgb());
    QCOMPARE(colourAt(1, 0).rgb(), table.colourAt(0).rgb());
    QCOMPARE(colourAt(1, 1).rgb(), table.colourAt(1).rgb());
    int hatched = 0; // no number
    for (int x = 2; x < 20; ++x) {
        hatched += image.pixelColor(matrix_->cell(1, 2).topLeft().toPoint() + QPoint(x, 2)) ==
                           theme(ThemeKind::Light).hatchLine
                       ? 1
                       : 0;
    }
    QVERIFY(hatched > 0);
    // Heads are low cells now, with the scale below them.
    QVERIFY(matrix_->cell(0, 0).height() < matrix_->cell(0, 0).width());
    QVERIFY(matrix_->heightForWidth(392) > matrix_->cell(1, 0).bottom() + 40);
    shown.style.scale = Scale::Fixed; // 0 to the largest that it can be
    shown.numbers.heads = {{0.25, 0.5, 0.5}, {0.5, 0.5, 0.5}};
    matrix_->setContent(shown);
    QCOMPARE(matrix_->grab()
                 .toImage()
                 .pixelColor(matrix_->cell(0, 1).topLeft().toPoint() + QPoint(2, 2))
                 .rgb(),
             table.colourAt(0.5).rgb());
}

void HeadMatrixTest::enter_takes_one_head_of_a_layer()
{
    matrix_->setContent(content(1, std::nullopt));
    QSignalSpy chosen(matrix_.get(), &HeadMatrix::headChosen);
    QTest::keyClick(matrix_.get(), Qt::Key_Return);
    QCOMPARE(chosen.last(), (QVariantList{1, 0}));
    matrix_->setContent(content(1, 0));
    QTest::keyClick(matrix_.get(), Qt::Key_Return); // somebody else's
    QCOMPARE(chosen.count(), 1);
}

void HeadMatrixTest::another_choice_keeps_the_cells()
{
    const QRect box = matrix_->cell(1, 1).adjusted(1, 1, -1, -1).toRect();
    const QImage before = matrix_->grab(box).toImage();
    matrix_->setContent(content(1, 2));
    QCOMPARE(matrix_->grab(box).toImage(), before);
    HeadMatrix::Content other = content(1, 2); // other maps, which must be seen
    HeadMaps maps = *other.maps;
    maps[1][1] = maps[0][0];
    other.maps = std::make_shared<const HeadMaps>(std::move(maps));
    matrix_->setContent(other);
    QVERIFY(matrix_->grab(box).toImage() != before);
}

QTEST_MAIN(HeadMatrixTest)
#include "head_matrix_test.moc"
