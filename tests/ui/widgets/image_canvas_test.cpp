#include <QHelpEvent>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>
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
    void pixel_by_pixel_and_no_further_than_32();
    void magnified_pixels_stay_squares();
    void keys_pan_the_view();
    void the_space_key_drags_or_goes_to_the_window();
    void the_patch_pointed_at_has_its_number_beside_it();
    void a_box_chooses_what_has_its_centre_inside_data();
    void a_box_chooses_what_has_its_centre_inside();
    void side_by_side_shows_the_bare_picture_and_the_opaque_map();
    void in_a_high_canvas_the_scale_lies_below_the_picture();
    void what_was_cut_off_is_framed_and_told();
    void padding_is_shown_around_the_picture();
    void the_marker_stands_at_its_number();

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

void ImageCanvasTest::pixel_by_pixel_and_no_further_than_32()
{
    canvas_->zoomTo(1);
    QVERIFY(qAbs(canvas_->magnification() - 1) < 1e-9);
    QVERIFY(canvas_->zoom() < 1); // the picture is smaller than the stage
    canvas_->zoomBy(1000);
    QVERIFY(qAbs(canvas_->magnification() - 32) < 1e-9);
    canvas_->zoomBy(1e-6);
    QVERIFY(qAbs(canvas_->magnification() - 1) < 1e-9);
}

void ImageCanvasTest::magnified_pixels_stay_squares()
{
    QImage picture = greyPicture(480, 240);
    for (int x = 0; x < 480; ++x) {
        for (int y = 0; y < 240; ++y) {
            picture.setPixelColor(x, y, (x + y) % 2 == 0 ? Qt::black : Qt::white);
        }
    }
    canvas_->setPicture(picture, trace_);
    ImageCanvas::Content content;
    content.absence = "none";
    canvas_->setContent(content);
    canvas_->zoomTo(16);
    const QImage image = grabbed();
    const QPointF middle(240, 120);
    for (int x = 0; x < 4; ++x) {
        for (int y = 0; y < 4; ++y) {
            for (const QPointF at : {QPointF(0.1, 0.1), QPointF(0.5, 0.5), QPointF(0.9, 0.9)}) {
                const QPointF pixel = middle + QPointF(x, y) + at;
                const QColor found =
                    image.pixelColor(canvas_->widgetFromPicture().map(pixel).toPoint());
                QCOMPARE(found, (x + y) % 2 == 0 ? QColor(Qt::black) : QColor(Qt::white));
            }
        }
    }
}

void ImageCanvasTest::keys_pan_the_view()
{
    canvas_->zoomTo(8);
    const QPointF before = canvas_->widgetFromPicture().map(QPointF(240, 120));
    canvas_->pan(0.25, -0.125);
    const QPointF after = canvas_->widgetFromPicture().map(QPointF(240, 120));
    QVERIFY(after.x() < before.x() - 100 && after.y() > before.y() + 40);
    for (int i = 0; i < 40; ++i) {
        canvas_->pan(-0.5, -0.5);
    }
    QVERIFY(canvas_->widgetFromPicture().map(QPointF(0, 0)).x() > 0); // no further than the edge
}

void ImageCanvasTest::the_space_key_drags_or_goes_to_the_window()
{
    QWidget window;
    canvas_->setParent(&window);
    window.resize(900, 600);
    canvas_->show();

    struct Keys : QObject {
        int spaces = 0;

        bool eventFilter(QObject* /*watched*/, QEvent* event) override
        {
            const bool isKey = event->type() == QEvent::KeyPress;
            spaces += isKey && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space ? 1 : 0;
            return false;
        }
    } keys;

    window.installEventFilter(&keys);
    QTest::keyClick(canvas_.get(), Qt::Key_Space);
    QCOMPARE(keys.spaces, 1);

    canvas_->zoomTo(8);
    QSignalSpy clicked(canvas_.get(), &ImageCanvas::unitClicked);
    const QPointF before = canvas_->widgetFromPicture().map(QPointF(240, 120));
    QTest::keyPress(canvas_.get(), Qt::Key_Space);
    QTest::mousePress(canvas_.get(), Qt::LeftButton, {}, QPoint(400, 300));
    QMouseEvent move(QEvent::MouseMove, QPointF(430, 320), canvas_->mapToGlobal(QPointF(430, 320)),
                     Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(canvas_.get(), &move);
    QTest::mouseRelease(canvas_.get(), Qt::LeftButton, {}, QPoint(430, 320));
    QTest::keyRelease(canvas_.get(), Qt::Key_Space);
    const QPointF after = canvas_->widgetFromPicture().map(QPointF(240, 120));
    QVERIFY(QLineF(after, before + QPointF(30, 20)).length() < 1.5);
    QCOMPARE(clicked.count(), 0);
    QCOMPARE(keys.spaces, 1); // it was held to drag
    canvas_->setParent(nullptr);
}

void ImageCanvasTest::the_patch_pointed_at_has_its_number_beside_it()
{
    ImageCanvas::Content content = mapContent(*trace_);
    const QImage plain = grabbed();
    content.pointed = 4 * 12 + 9;
    canvas_->setContent(content);
    const QImage pointed = grabbed();
    const QPoint plate = centreOf(4, 9) - QPoint(0, 24); // above the cell
    QVERIFY(pointed.pixel(plate) != plain.pixel(plate));
    QCOMPARE(pointed.pixelColor(centreOf(4, 9)), plain.pixelColor(centreOf(4, 9)));
    QCOMPARE(pointed.pixelColor(centreOf(9, 2)), plain.pixelColor(centreOf(9, 2)));
}

void ImageCanvasTest::a_box_chooses_what_has_its_centre_inside_data()
{
    QTest::addColumn<bool>("areRegions");
    QTest::addColumn<QRectF>("box");
    QTest::addColumn<std::vector<int>>("units");
    // Cells of 40 × 20.
    QTest::newRow("patches") << false << QRectF(45, 25, 60, 30) << std::vector<int>{13, 14, 25, 26};
    QTest::newRow("patches touched") << false << QRectF(62, 32, 30, 20) << std::vector<int>{};
    // Centres at (240, 120), (140, 120), (160, 120).
    QTest::newRow("regions") << true << QRectF(150, 100, 100, 50) << std::vector<int>{0, 3};
    QTest::newRow("regions touched") << true << QRectF(5, 5, 100, 100) << std::vector<int>{};
}

void ImageCanvasTest::a_box_chooses_what_has_its_centre_inside()
{
    QFETCH(bool, areRegions);
    QFETCH(QRectF, box);
    QFETCH(std::vector<int>, units);
    if (areRegions) {
        canvas_->setPicture(greyPicture(480, 240), regionTrace(*trace_));
    }
    QSignalSpy chosen(canvas_.get(), &ImageCanvas::unitsChosen);
    const QTransform widget = canvas_->widgetFromPicture();
    const QPoint from = widget.map(box.topLeft()).toPoint();
    const QPointF to = widget.map(box.bottomRight());
    QTest::mousePress(canvas_.get(), Qt::LeftButton, {}, from);
    QMouseEvent move(QEvent::MouseMove, to, canvas_->mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                     Qt::NoModifier);
    QCoreApplication::sendEvent(canvas_.get(), &move);
    grabbed(); // while it is being drawn
    QTest::mouseRelease(canvas_.get(), Qt::LeftButton, {}, to.toPoint());
    QCOMPARE(chosen.count(), units.empty() ? 0 : 1);
    if (!units.empty()) {
        QCOMPARE(chosen[0][0].value<std::vector<int>>(), units);
    }
}

void ImageCanvasTest::in_a_high_canvas_the_scale_lies_below_the_picture()
{
    canvas_->resize(900, 600);
    const auto picture = [&] {
        return canvas_->widgetFromPicture().mapRect(QRectF(QPointF(), QSizeF(480, 240)));
    };
    const double beside = picture().width();
    QVERIFY(canvas_->covered().right() > picture().right() + 38); // the bar and its numbers
    canvas_->resize(600, 900);
    QVERIFY(canvas_->covered().right() <= picture().right() + 16);
    QVERIFY(canvas_->covered().bottom() > picture().bottom() + 22);
    QVERIFY(canvas_->covered().bottom() <= canvas_->height());
    QVERIFY(picture().width() > 0.9 * (600 - 2 * 16)); // as wide as there is room
    QVERIFY(beside < 900 - 2 * 16 - 38);
}

void ImageCanvasTest::side_by_side_shows_the_bare_picture_and_the_opaque_map()
{
    ImageCanvas::Content content = mapContent(*trace_);
    content.style.overlay = OverlayKind::SideBySide;
    content.style.opacity = 0.5; // of nothing
    canvas_->setContent(content);
    const QPoint step(qRound(canvas_->bareStep()), 0);
    QVERIFY(step.x() > 300);
    const int peak = examplePeak(2, 1, 0);
    const QPoint onMap = centreOf(peak / 12, peak % 12);
    const QColor expected = colourTable("cividis").colourAt(
        scalePosition(content.map->values[static_cast<std::size_t>(peak)], content.range));
    QCOMPARE(grabbed().pixelColor(onMap), expected);
    QCOMPARE(grabbed().pixelColor(onMap - step), QColor(128, 128, 128));
    QVERIFY(canvas_->covered().contains(onMap - step));

    QSignalSpy clicked(canvas_.get(), &ImageCanvas::unitClicked);
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, onMap - step);
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, onMap);
    QCOMPARE(clicked.count(), 2);
    QCOMPARE(clicked[0][0].toInt(), peak);
    QCOMPARE(clicked[1][0].toInt(), peak);
    canvas_->setPeeking(true);
    QCOMPARE(canvas_->bareStep(), 0.0);
}

/// The example's grid over a part of the picture, or over more than it.
TracePtr framedTrace(const Trace& trace, const ImageGeometry& geometry)
{
    Trace framed = trace;
    framed.units = patchGrid(geometry, 8, false);
    return std::make_shared<const Trace>(std::move(framed));
}

void ImageCanvasTest::what_was_cut_off_is_framed_and_told()
{
    const TracePtr cropped = framedTrace(*trace_, {.originalWidth = 480,
                                                   .originalHeight = 240,
                                                   .resizedWidth = 192,
                                                   .resizedHeight = 96,
                                                   .cropX = 48,
                                                   .inputWidth = 96,
                                                   .inputHeight = 96});
    QImage picture = greyPicture(480, 240);
    picture.fill(QColor(200, 60, 60));
    canvas_->setPicture(picture, cropped); // 120 to 360 of 480 are seen
    ImageCanvas::Content content;
    content.absence = "none";
    canvas_->setContent(content);
    const QImage image = grabbed();
    const auto at = [&](double x, double y) {
        return canvas_->widgetFromPicture().map(QPointF(x, y)).toPoint();
    };
    QCOMPARE(image.pixelColor(at(240, 120)), QColor(200, 60, 60));
    const QColor unseen = image.pixelColor(at(60, 120)); // no colour is left
    QVERIFY(qAbs(unseen.red() - unseen.green()) <= 2 && qAbs(unseen.red() - unseen.blue()) <= 2);
    bool isDark = false;
    bool isLight = false;
    for (int y = 40; y < 200; ++y) { // beside the line's left side
        const QColor line = image.pixelColor(at(120, y) - QPoint(1, 0));
        isDark = isDark || line.lightness() < 60;
        isLight = isLight || line.lightness() > 220;
    }
    QVERIFY(isDark && isLight);
    QHelpEvent help(QEvent::ToolTip, at(60, 120), canvas_->mapToGlobal(at(60, 120)));
    QCoreApplication::sendEvent(canvas_.get(), &help);
    QTRY_VERIFY(QToolTip::text().contains("Not seen by the model"));
    QHelpEvent inside(QEvent::ToolTip, at(240, 120), canvas_->mapToGlobal(at(240, 120)));
    QCoreApplication::sendEvent(canvas_.get(), &inside);
    QTRY_VERIFY(!QToolTip::isVisible());
}

void ImageCanvasTest::padding_is_shown_around_the_picture()
{
    const TracePtr padded = framedTrace(*trace_, {.originalWidth = 480,
                                                  .originalHeight = 240,
                                                  .resizedWidth = 96,
                                                  .resizedHeight = 48,
                                                  .cropY = -24,
                                                  .inputWidth = 96,
                                                  .inputHeight = 96});
    canvas_->setPicture(greyPicture(480, 240), padded);
    ImageCanvas::Content content;
    content.absence = "none";
    canvas_->setContent(content);
    const QTransform widget = canvas_->widgetFromPicture();
    const QRectF whole = widget.mapRect(QRectF(0, -120, 480, 480));
    QVERIFY(QRectF(canvas_->rect()).contains(whole)); // all of it fits
    const QImage image = grabbed();
    QSet<QRgb> above;
    for (int x = 0; x < 40; ++x) {
        above.insert(image.pixel((widget.map(QPointF(240, -60)) + QPointF(x, 0)).toPoint()));
    }
    QVERIFY(above.size() > 1); // hatched
    QCOMPARE(image.pixelColor(widget.map(QPointF(240, 120)).toPoint()), QColor(128, 128, 128));
}

void ImageCanvasTest::the_marker_stands_at_its_number()
{
    ImageCanvas::Content content = mapContent(*trace_);
    const QImage plain = grabbed();
    content.marker = static_cast<double>(content.range.maximum);
    canvas_->setContent(content);
    const QImage top = grabbed();
    const QRectF visible = canvas_->widgetFromPicture().mapRect(QRectF(0, 0, 480, 240));
    const QRect upper(qRound(visible.right()) + 8, qRound(visible.top()) - 8, 16, 16);
    const QRect lower(qRound(visible.right()) + 8, qRound(visible.bottom()) - 8, 16, 16);
    QVERIFY(top.copy(upper) != plain.copy(upper));
    QCOMPARE(top.copy(lower), plain.copy(lower));
}

QTEST_MAIN(ImageCanvasTest)
#include "image_canvas_test.moc"
