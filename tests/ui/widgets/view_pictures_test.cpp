#include <QApplication>
#include <QTest>

#include "tests/support/example_sources.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/figure/stored_picture.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/overlay.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/compare_picture.h"
#include "ui/widgets/depth_view.h"
#include "ui/widgets/full_matrix_view.h"
#include "ui/widgets/grid_content.h"
#include "ui/widgets/head_matrix.h"
#include "ui/widgets/start_window.h"
#include "ui/widgets/window_content.h"
#include "ui/widgets/word_grid_view.h"

#include <array>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>

using namespace attenscope;

namespace {

/// A channel may be off by one: a colour goes through two roundings.
bool isAlike(const QColor& a, const QColor& b)
{
    return std::abs(a.red() - b.red()) <= 1 && std::abs(a.green() - b.green()) <= 1 &&
           std::abs(a.blue() - b.blue()) <= 1;
}

QByteArray differs(const QColor& actual, const QColor& expected)
{
    return QString("%1 in place of %2").arg(actual.name(), expected.name()).toUtf8();
}

} // namespace

/// The views of the window as pictures: as they were looked at and found good (stored in
/// tests/data/figures), and with the colour of the table at the centre of each unit.
class ViewPicturesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void is_as_it_was_stored_data();
    void is_as_it_was_stored();
    void a_head_has_the_tables_colours();
    void a_matrix_has_the_tables_colours();
    void the_words_have_the_tables_colours();
    void both_views_have_the_tables_colours();
    void a_depth_plot_has_its_points_at_the_numbers();

private:
    Document& document() { return window_->document(); }

    // The views, each by itself and of a size of its own.
    std::unique_ptr<HeadMatrix> heads();
    std::unique_ptr<WordGridView> words();
    std::unique_ptr<FullMatrixView> matrix();
    std::unique_ptr<DepthView> depth();
    std::unique_ptr<ComparePicture> comparison();

    static QImage pictureOf(QWidget& view);
    QColor tableColour(float value, const ScaleRange& range) const;

    std::shared_ptr<ExampleControl> control_ = std::make_shared<ExampleControl>();
    TemporaryFolder folder_;
    std::unique_ptr<MainWindow> window_;
    QPalette light_;
};

void ViewPicturesTest::initTestCase()
{
    light_ = paletteOf(theme(ThemeKind::Light));
    prepareApplication(*qApp);
    QApplication::setPalette(light_);
    folder_.write("models/scenes/config.json", "{}");
    folder_.write("samples/samples.json",
                  R"([{"file": "a.png", "title": "A", "caption": "a red circle on green"}])");
    StartOptions options;
    options.dataFolder = folder_.path();
    window_ = std::make_unique<MainWindow>(options, exampleSources(control_));
    window_->resize(1400, 900);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    QTRY_VERIFY_WITH_TIMEOUT(!document().isRunning(), 20'000);
    QVERIFY(document().result().has_value());
    document().focusWord(1, false);
    document().setLayerAndHead(0, 1);
    document().pin();
    document().setLayerAndHead(1, 2);
}

void ViewPicturesTest::cleanup()
{
    QApplication::setPalette(light_);
    document().setTab(Tab::Image);
    document().setHeadListing({});
    FigureStyle style = document().view().style;
    style.opacity = FigureStyle().opacity;
    document().setStyle(style);
}

std::unique_ptr<HeadMatrix> ViewPicturesTest::heads()
{
    auto view = std::make_unique<HeadMatrix>();
    view->setContent(headsContent(document()).matrix);
    view->resize(400, view->heightForWidth(400));
    return view;
}

std::unique_ptr<WordGridView> ViewPicturesTest::words()
{
    document().setTab(Tab::Words);
    auto view = std::make_unique<WordGridView>();
    view->setPicture(qImageFrom(document().request().picture->image));
    view->resize(700, 320);
    view->setRoom(view->size());
    view->setContent(wordGridContent(document()).grid);
    return view;
}

std::unique_ptr<FullMatrixView> ViewPicturesTest::matrix()
{
    document().setTab(Tab::FullMatrix);
    auto view = std::make_unique<FullMatrixView>();
    view->resize(760, 460);
    view->setContent(matrixViewContent(document()));
    return view;
}

std::unique_ptr<DepthView> ViewPicturesTest::depth()
{
    auto view = std::make_unique<DepthView>();
    view->resize(640, 420);
    view->setContent(depthContent(document()));
    return view;
}

std::unique_ptr<ComparePicture> ViewPicturesTest::comparison()
{
    auto view = std::make_unique<ComparePicture>();
    view->resize(1000, 460);
    view->setViews(*document().comparisonRequest(), 30);
    return view;
}

QImage ViewPicturesTest::pictureOf(QWidget& view)
{
    QImage picture(view.size(), QImage::Format_RGB32);
    picture.fill(themeOf(view).panel); // some are drawn on what lies behind them
    view.ensurePolished();
    view.render(&picture, QPoint(), QRegion(), QWidget::DrawChildren);
    return picture;
}

QColor ViewPicturesTest::tableColour(float value, const ScaleRange& range) const
{
    return colourTable(window_->document().view().style.colourTable)
        .colourAt(scalePosition(value, range));
}

void ViewPicturesTest::is_as_it_was_stored_data()
{
    QTest::addColumn<ThemeKind>("kind");
    QTest::addColumn<QString>("view");
    for (const char* view : {"heads", "numbers", "words", "matrix", "depth", "compare"}) {
        QTest::newRow(qPrintable(QString("view-%1-light").arg(view)))
            << ThemeKind::Light << QString(view);
        QTest::newRow(qPrintable(QString("view-%1-dark").arg(view)))
            << ThemeKind::Dark << QString(view);
    }
}

void ViewPicturesTest::is_as_it_was_stored()
{
    QFETCH(ThemeKind, kind);
    QFETCH(QString, view);
    QApplication::setPalette(paletteOf(theme(kind)));
    QCoreApplication::processEvents();
    HeadListing listing = document().view().heads;
    listing.showsNumbers = view == "numbers";
    document().setHeadListing(listing);
    const std::map<QString, std::function<std::unique_ptr<QWidget>()>> views{
        {"heads", [this] { return heads(); }}, {"numbers", [this] { return heads(); }},
        {"words", [this] { return words(); }}, {"matrix", [this] { return matrix(); }},
        {"depth", [this] { return depth(); }}, {"compare", [this] { return comparison(); }}};
    const std::unique_ptr<QWidget> widget = views.at(view)();
    const QImage picture = pictureOf(*widget);
    const QByteArray wrong =
        differenceFromStored(picture, QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY2(wrong.isEmpty(), wrong.constData());
}

void ViewPicturesTest::a_head_has_the_tables_colours()
{
    const auto view = heads();
    const QImage picture = pictureOf(*view);
    for (int layer = 0; layer < view->tableRows(); ++layer) {
        for (int head = 0; head < view->tableColumns(); ++head) {
            Selection selection = document().view().selection(Pane::Image);
            selection.firstLayer = selection.lastLayer = layer;
            selection.head = head;
            const Map map = computeMap(*document().trace(), selection);
            const ScaleRange& range = document().pane(Pane::Image).range;
            const VisualUnits& units = document().trace()->units;
            const QRectF box = view->tableCell(layer, head).box;
            for (const int unit : {0, 17, examplePeak(2, layer, head), 143}) {
                const VisualUnit& place = units.units[std::size_t(unit)];
                const QPointF centre(box.left() +
                                         box.width() * (place.column + 0.5) / units.gridColumns,
                                     box.top() + box.height() * (place.row + 0.5) / units.gridRows);
                const QColor actual = picture.pixelColor(centre.toPoint());
                const QColor expected = tableColour(map.values[std::size_t(unit)], range);
                QVERIFY2(isAlike(actual, expected), differs(actual, expected));
            }
        }
    }
}

void ViewPicturesTest::a_matrix_has_the_tables_colours()
{
    const auto view = matrix();
    const QImage picture = pictureOf(*view);
    const FullMatrixView::Content content = matrixViewContent(document());
    int seen = 0;
    for (int row = 0; row < view->tableRows(); ++row) {
        const int peak = examplePeak(row, 1, 2);
        for (const int column : {0, 70, peak}) {
            if (content.matrix->stateAt(row, column) != Map::KeyState::Shown) {
                continue;
            }
            const QPointF centre = view->tableCell(row, column).box.center();
            const QColor actual = picture.pixelColor(centre.toPoint());
            const QColor expected =
                tableColour(content.matrix->weights(row, column), content.range);
            QVERIFY2(isAlike(actual, expected), differs(actual, expected));
            ++seen;
        }
    }
    QVERIFY(seen > 10);
}

void ViewPicturesTest::the_words_have_the_tables_colours()
{
    FigureStyle style = document().view().style;
    style.opacity = 1; // nothing of the picture is left
    document().setStyle(style);
    const auto view = words();
    const QImage picture = pictureOf(*view);
    const ScaleRange range = wordGridContent(document()).grid.items.front().range;
    const VisualUnits& units = document().trace()->units;
    for (int word = 0; word < view->tableRows(); ++word) {
        const QRectF box = view->tableCell(word, 0).box;
        const WordGridView::Item item = wordGridContent(document()).grid.items[std::size_t(word)];
        for (const int unit : {0, 50, examplePeak(word + 1, 1, 2)}) {
            const VisualUnit& place = units.units[std::size_t(unit)];
            const QPointF centre(box.left() +
                                     box.width() * (place.column + 0.5) / units.gridColumns,
                                 box.top() + box.height() * (place.row + 0.5) / units.gridRows);
            const QColor actual = picture.pixelColor(centre.toPoint());
            const QColor expected = tableColour(item.map.values[std::size_t(unit)], range);
            QVERIFY2(isAlike(actual, expected), differs(actual, expected));
        }
    }
}

void ViewPicturesTest::both_views_have_the_tables_colours()
{
    FigureStyle style = document().view().style;
    style.opacity = 1;
    document().setStyle(style);
    const auto view = comparison();
    const QImage picture = pictureOf(*view);
    const ComparisonFigure& figure = *view->figure();
    const auto& columns = figure.layout().columns;
    const std::array maps{&figure.views().maps.a, &figure.views().maps.b};
    for (std::size_t side = 0; side < maps.size(); ++side) {
        const VisualUnits& units = document().trace()->units;
        for (const int unit : {0, examplePeak(2, int(side), 1 + int(side)), 143}) {
            const Box& box = units.units[std::size_t(unit)].box;
            const QPointF centre =
                columns[side].pageFromPicture.map(QPointF(box.centreX(), box.centreY()));
            const QColor actual = picture.pixelColor(centre.toPoint());
            const QColor expected = tableColour(maps[side]->values[std::size_t(unit)],
                                                figure.views().content.bar.range);
            QVERIFY2(isAlike(actual, expected), differs(actual, expected));
        }
    }
}

void ViewPicturesTest::a_depth_plot_has_its_points_at_the_numbers()
{
    const auto view = depth();
    const QImage picture = pictureOf(*view);
    const std::vector<std::vector<double>>& heads = document().headNumbers().table().heads;
    const QColor line = theme(ThemeKind::Light).accent;
    constexpr double kTop = 0.8; // of the axis, as the stored picture has it
    for (int layer = 0; layer < view->tableRows(); ++layer) {
        const QRectF box = view->tableCell(layer, 0).box;   // of the layer's column, axis to axis
        const double number = heads[std::size_t(layer)][2]; // of the head that is chosen
        const QPointF point(box.center().x(), box.bottom() - number / kTop * box.height());
        const QColor actual = picture.pixelColor(point.toPoint());
        QVERIFY2(isAlike(actual, line), differs(actual, line));
    }
}

QTEST_MAIN(ViewPicturesTest)
#include "view_pictures_test.moc"
