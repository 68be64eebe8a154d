#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "tests/support/example_model.h"
#include "ui/figure/colour_table.h"
#include "ui/widgets/image_canvas.h"

#include <memory>

using namespace attenscope;

namespace {

TracePtr exampleTrace(int width, int height)
{
    const ExampleModel model(std::make_shared<ExampleControl>());
    return model.run(Sample{.image = exampleImage(width, height), .caption = "a red circle"},
                     RunOptions{}, Progress());
}

QImage greyPicture(int width, int height)
{
    QImage picture(width, height, QImage::Format_RGB888);
    picture.fill(QColor(128, 128, 128));
    return picture;
}

ImageCanvas::Content mapContent(const Trace& trace)
{
    ImageCanvas::Content content;
    content.title = "title";
    Selection selection;
    selection.kind = "cross_text_to_image";
    selection.firstLayer = selection.lastLayer = 1;
    selection.head = 0;
    selection.focus = {2};
    content.map = computeMap(trace, selection);
    content.range = scaleRange(trace, selection, Scale::Shared);
    content.style.opacity = 1; // the colours of the table alone
    return content;
}

} // namespace

class ImageCanvasTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void the_transform_and_its_inverse_agree_data();
    void the_transform_and_its_inverse_agree();
    void a_click_names_the_patch_under_it();
    void a_click_beside_the_picture_names_nothing();
    void pointing_names_the_patch_and_leaving_ends_it();
    void zooming_keeps_the_point_under_the_pointer();
    void fit_shows_the_whole_picture();
    void panning_moves_the_picture_and_stops_at_its_edge();
    void a_cell_has_the_colour_of_its_weight();
    void a_masked_cell_is_hatched();
    void peeking_shows_the_bare_picture();
    void without_a_map_there_is_a_reason_and_the_picture();
    void arrows_move_the_patch_and_stop_at_the_edge();
    void regions_are_outlined_filled_and_named();
    void arrows_go_from_region_to_region_and_pass_over_padding();

private:
    QPoint centreOf(int row, int column) const;

    QImage grabbed() { return canvas_->grab().toImage(); }

    TracePtr trace_;
    std::unique_ptr<ImageCanvas> canvas_;
};

void ImageCanvasTest::init()
{
    trace_ = exampleTrace(480, 240);
    canvas_ = std::make_unique<ImageCanvas>();
    canvas_->resize(900, 600);
    canvas_->show();
    QVERIFY(QTest::qWaitForWindowExposed(canvas_.get()));
    canvas_->setPicture(greyPicture(480, 240), trace_);
    canvas_->setContent(mapContent(*trace_));
}

/// Three regions, one inside another, and padding.
TracePtr regionTrace(const Trace& patches)
{
    Trace trace = patches;
    trace.units.gridRows = trace.units.gridColumns = 0;
    trace.units.units = {
        {.kind = VisualUnit::Kind::Region, .box = {0, 0, 480, 240}, .name = "whole"},
        {.kind = VisualUnit::Kind::Region, .box = {40, 40, 240, 200}, .name = "cat"},
        {.kind = VisualUnit::Kind::Region, .box = {}, .isPadding = true, .name = {}},
        {.kind = VisualUnit::Kind::Region, .box = {120, 80, 200, 160}, .name = {}}};
    trace.isUnitMasked.clear();
    return std::make_shared<const Trace>(std::move(trace));
}

/// The middle of a cell of the 12 × 12 grid over 480 × 240 pixels, in the widget.
QPoint ImageCanvasTest::centreOf(int row, int column) const
{
    const QPointF pixel(40 * column + 20, 20 * row + 10);
    return canvas_->widgetFromPicture().map(pixel).toPoint();
}

void ImageCanvasTest::the_transform_and_its_inverse_agree_data()
{
    QTest::addColumn<double>("zoom");
    QTest::newRow("fit") << 1.0;
    QTest::newRow("a little") << 1.25;
    QTest::newRow("much") << 17.0;
}

void ImageCanvasTest::the_transform_and_its_inverse_agree()
{
    QFETCH(double, zoom);
    canvas_->zoomBy(zoom);
    for (const QPointF& point : {QPointF(0, 0), QPointF(123.4, 56.7), QPointF(480, 240)}) {
        const QPointF back =
            canvas_->widgetFromPicture().inverted().map(canvas_->widgetFromPicture().map(point));
        QVERIFY(QLineF(back, point).length() < 1e-6);
    }
}

void ImageCanvasTest::a_click_names_the_patch_under_it()
{
    QSignalSpy clicked(canvas_.get(), &ImageCanvas::unitClicked);
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, centreOf(3, 7));
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, Qt::ShiftModifier, centreOf(11, 0));
    QCOMPARE(clicked.count(), 2);
    QCOMPARE(clicked[0][0].toInt(), 3 * 12 + 7);
    QCOMPARE(clicked[0][1].toBool(), false);
    QCOMPARE(clicked[1][0].toInt(), 11 * 12);
    QCOMPARE(clicked[1][1].toBool(), true);
}

void ImageCanvasTest::a_click_beside_the_picture_names_nothing()
{
    QSignalSpy clicked(canvas_.get(), &ImageCanvas::unitClicked);
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, QPoint(3, 3));
    QCOMPARE(clicked.count(), 0);
}

void ImageCanvasTest::pointing_names_the_patch_and_leaving_ends_it()
{
    QSignalSpy hovered(canvas_.get(), &ImageCanvas::unitHovered);
    QTest::mouseMove(canvas_.get(), centreOf(5, 5));
    QTRY_VERIFY(hovered.count() > 0);
    QCOMPARE(hovered.last().first().value<std::optional<int>>(), std::optional(65));
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(canvas_.get(), &leave);
    QCOMPARE(hovered.last().first().value<std::optional<int>>(), std::optional<int>());
}

void ImageCanvasTest::zooming_keeps_the_point_under_the_pointer()
{
    const QPointF at = centreOf(4, 4);
    const QPointF before = canvas_->widgetFromPicture().inverted().map(at);
    QWheelEvent wheel(at, canvas_->mapToGlobal(at), {}, {0, 480}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(canvas_.get(), &wheel);
    QVERIFY(canvas_->zoom() > 2);
    const QPointF after = canvas_->widgetFromPicture().inverted().map(at);
    QVERIFY2(QLineF(before, after).length() < 1, "half a device pixel, in picture pixels");
}

void ImageCanvasTest::fit_shows_the_whole_picture()
{
    canvas_->zoomBy(6);
    canvas_->fit();
    QCOMPARE(canvas_->zoom(), 1.0);
    const QRectF shown = canvas_->widgetFromPicture().mapRect(QRectF(0, 0, 480, 240));
    QVERIFY(QRectF(canvas_->rect()).contains(shown));
    // The grid's cells are whole pixels wide.
    const double cell = shown.width() / 12;
    QVERIFY(qAbs(cell - qRound(cell)) < 1e-6);
}

void ImageCanvasTest::panning_moves_the_picture_and_stops_at_its_edge()
{
    canvas_->zoomBy(4);
    const QPointF before = canvas_->widgetFromPicture().map(QPointF(0, 0));
    QTest::mousePress(canvas_.get(), Qt::MiddleButton, {}, QPoint(400, 300));
    QMouseEvent move(QEvent::MouseMove, QPointF(430, 320), canvas_->mapToGlobal(QPointF(430, 320)),
                     Qt::NoButton, Qt::MiddleButton, Qt::NoModifier);
    QCoreApplication::sendEvent(canvas_.get(), &move);
    const QPointF after = canvas_->widgetFromPicture().map(QPointF(0, 0));
    QVERIFY(QLineF(after, before + QPointF(30, 20)).length() < 1.5);
    QMouseEvent far(QEvent::MouseMove, QPointF(90000, 90000), QPointF(90000, 90000), Qt::NoButton,
                    Qt::MiddleButton, Qt::NoModifier);
    QCoreApplication::sendEvent(canvas_.get(), &far);
    const QPointF corner = canvas_->widgetFromPicture().map(QPointF(0, 0));
    QVERIFY(corner.x() < 100 && corner.x() > 0); // the picture's edge, not beyond
}

void ImageCanvasTest::a_cell_has_the_colour_of_its_weight()
{
    const ImageCanvas::Content content = mapContent(*trace_);
    const ColourTable& table = colourTable(content.style.colourTable);
    const int peak = examplePeak(2, 1, 0);
    for (const int unit : {peak, 100}) {
        const auto weight = content.map->values[static_cast<std::size_t>(unit)];
        const QColor expected = table.colourAt(scalePosition(weight, content.range));
        QCOMPARE(grabbed().pixelColor(centreOf(unit / 12, unit % 12)).rgb(), expected.rgb());
    }
    QVERIFY(table.colourAt(1) != table.colourAt(0));
}

void ImageCanvasTest::a_masked_cell_is_hatched()
{
    ImageCanvas::Content content = mapContent(*trace_);
    content.map->states[65] = Map::KeyState::Masked;
    canvas_->setContent(content);
    const QImage image = grabbed();
    const QColor plain = image.pixelColor(centreOf(2, 2));
    int different = 0;
    const QPoint middle = centreOf(5, 5);
    for (int x = -8; x <= 8; ++x) {
        different += image.pixelColor(middle + QPoint(x, 0)) != plain ? 1 : 0;
    }
    QVERIFY(different > 8);
}

void ImageCanvasTest::peeking_shows_the_bare_picture()
{
    canvas_->setPeeking(true);
    QCOMPARE(grabbed().pixelColor(centreOf(2, 2)), QColor(128, 128, 128));
    canvas_->setPeeking(false);
    QVERIFY(grabbed().pixelColor(centreOf(2, 2)) != QColor(128, 128, 128));
}

void ImageCanvasTest::without_a_map_there_is_a_reason_and_the_picture()
{
    ImageCanvas::Content content;
    content.absence = "no such attention";
    QSignalSpy zoomed(canvas_.get(), &ImageCanvas::zoomChanged);
    canvas_->setContent(content);
    QCOMPARE(zoomed.count(), 1); // the colour bar has gone, so the picture is larger
    QCOMPARE(zoomed[0][0].toDouble(), canvas_->widgetFromPicture().m11());
    QCOMPARE(grabbed().pixelColor(centreOf(2, 2)), QColor(128, 128, 128));
    QCOMPARE(canvas_->accessibleDescription(), QString("no such attention"));
}

void ImageCanvasTest::arrows_move_the_patch_and_stop_at_the_edge()
{
    ImageCanvas::Content content = mapContent(*trace_);
    content.focus = {11}; // right upper corner
    canvas_->setContent(content);
    QSignalSpy clicked(canvas_.get(), &ImageCanvas::unitClicked);
    QTest::keyClick(canvas_.get(), Qt::Key_Right);
    QTest::keyClick(canvas_.get(), Qt::Key_Down);
    QCOMPARE(clicked[0][0].toInt(), 11);
    QCOMPARE(clicked[1][0].toInt(), 23);
}

void ImageCanvasTest::regions_are_outlined_filled_and_named()
{
    trace_ = regionTrace(*trace_);
    canvas_->setPicture(greyPicture(480, 240), trace_);
    ImageCanvas::Content content;
    content.map = Map();
    content.map->values = {0.1F, 0.5F, 0.0F, 0.9F};
    content.map->states.assign(4, Map::KeyState::Shown);
    content.range = {0, 1};
    content.style.opacity = 1;
    canvas_->setContent(content);
    const auto at = [&](double x, double y) {
        return grabbed().pixelColor(canvas_->widgetFromPicture().map(QPointF(x, y)).toPoint());
    };
    const ColourTable& table = colourTable(content.style.colourTable);
    QCOMPARE(at(460, 220), table.colourAt(0.1));
    QCOMPARE(at(60, 180), table.colourAt(0.5));
    QCOMPARE(at(160, 120), table.colourAt(0.9));
    bool isOutlined = false; // somewhere across the edge of the inner box
    for (int step = -30; step <= 30; ++step) {
        const QColor colour = at(120 + step / 10.0, 120);
        isOutlined = isOutlined || (colour != table.colourAt(0.5) && colour != table.colourAt(0.9));
    }
    QVERIFY(isOutlined);

    const QImage plain = grabbed();
    content.pointed = 1;
    canvas_->setContent(content);
    const QImage pointed = grabbed();
    int changed = 0; // the plate with the name, inside the box's width above its upper edge
    const QRect plate(canvas_->widgetFromPicture().map(QPointF(42, 40)).toPoint() - QPoint(0, 12),
                      QSize(60, 8));
    for (int y = plate.top(); y <= plate.bottom(); ++y) {
        for (int x = plate.left(); x <= plate.right(); ++x) {
            changed += plain.pixel(x, y) != pointed.pixel(x, y) ? 1 : 0;
        }
    }
    QVERIFY(changed > plate.width() * plate.height() * 3 / 4);
}

void ImageCanvasTest::arrows_go_from_region_to_region_and_pass_over_padding()
{
    trace_ = regionTrace(*trace_);
    canvas_->setPicture(greyPicture(480, 240), trace_);
    QSignalSpy clicks(canvas_.get(), &ImageCanvas::unitClicked);
    ImageCanvas::Content content;
    canvas_->setContent(content);
    canvas_->stepUnit(0, 1);
    QCOMPARE(clicks.takeFirst().front().toInt(), 0);
    content.focus = {1};
    canvas_->setContent(content);
    canvas_->stepUnit(1, 0);
    QCOMPARE(clicks.takeFirst().front().toInt(), 3);
    content.focus = {3};
    canvas_->setContent(content);
    canvas_->stepUnit(0, 1);
    QVERIFY(clicks.isEmpty());
    canvas_->stepUnit(0, -1);
    QCOMPARE(clicks.takeFirst().front().toInt(), 1);
}

QTEST_MAIN(ImageCanvasTest)
#include "image_canvas_test.moc"
