#include <QPainter>
#include <QTest>

#include "tests/ui/figure/figure_sample.h"
#include "tests/ui/figure/stored_picture.h"
#include "ui/figure/colour_bar.h"
#include "ui/figure/comparison_figure.h"
#include "ui/figure/figure.h"
#include "ui/figure/fonts.h"
#include "ui/figure/head_thumbnail.h"
#include "ui/figure/overlay.h"
#include "ui/figure/word_strip.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

using namespace attenscope;

namespace {

using Draw = std::function<QImage()>;

/// What a painter draws on a theme's panel.
QImage painted(QSize size, ThemeKind kind, const std::function<void(QPainter&)>& paint)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(theme(kind).panel);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    paint(painter);
    return image;
}

/// What word 3 looks at in head 1, over its picture.
QImage overlaid(const std::function<void(FigureStyle&, Trace&)>& edit)
{
    const FigureRequest request = sampleRequest();
    Trace trace = *request.trace;
    FigureStyle style = request.style;
    edit(style, trace);
    const Map map = computeMap(trace, request.selection);
    const ScaleRange range = scaleRange(trace, request.selection, Scale::Shared);
    OverlayPainter painter(request.picture);
    return painter.paint(trace.units, map, range, style, wholeView(request.picture, {192, 192}));
}

QImage barOf(Qt::Orientation orientation, ThemeKind kind, const ColourBar& bar)
{
    const bool isVertical = orientation == Qt::Vertical;
    return painted(isVertical ? QSize(110, 200) : QSize(320, 80), kind, [&](QPainter& painter) {
        const QRectF colours = isVertical ? QRectF(24, 12, 14, 176) : QRectF(12, 20, 296, 14);
        paintColourBar(painter, colours, bar, orientation, theme(kind));
    });
}

QImage stripOf(ThemeKind kind, const std::function<void(WordStrip&)>& edit)
{
    const FigureRequest request = sampleRequest();
    Selection selection = request.selection;
    selection.direction = Direction::ImageToText;
    selection.focus = {66};
    const Map map = computeMap(*request.trace, selection);
    WordStrip strip = wordStrip(*request.trace, selection, &map);
    edit(strip);
    const WordStripLayout layout = layoutWordStrip(strip, 400, true);
    return painted({424, 160}, kind, [&](QPainter& painter) {
        painter.translate(12, 12);
        paintWordStrip(painter, strip, layout, colourTable("cividis"),
                       {.minimum = 0, .maximum = map.maximum()}, theme(kind));
    });
}

QImage thumbnails(ThemeKind kind)
{
    const FigureRequest request = sampleRequest();
    const auto maps = headMaps(*request.trace, request.selection);
    const ScaleRange range = scaleRange(*request.trace, request.selection, Scale::Shared);
    return painted({208, 56}, kind, [&](QPainter& painter) {
        for (int head = 0; head < 3; ++head) {
            painter.drawImage(4 + 52 * head, 4,
                              headThumbnail(maps[1][static_cast<std::size_t>(head)],
                                            request.trace->units, range, colourTable("cividis"),
                                            {48, 48}, theme(kind)));
        }
        painter.drawImage(4 + 52 * 3, 4, headOffThumbnail({48, 48}, theme(kind)));
    });
}

FigureRequest smallRequest(ThemeKind kind, QSize size)
{
    FigureRequest request = sampleRequest();
    request.style.theme = kind;
    request.style.size = size;
    return request;
}

QImage figureOf(ThemeKind kind, Direction direction)
{
    FigureRequest request = smallRequest(kind, {640, 420});
    request.selection.direction = direction;
    request.selection.kind.clear();
    if (!asksFromText(direction)) {
        request.selection.focus = {66};
    }
    return figureImage(request);
}

QImage comparisonOf(ThemeKind kind, Direction direction)
{
    FigureRequest request = smallRequest(kind, {960, 720});
    request.selection.direction = direction;
    request.selection.kind.clear();
    request.selection.focus = {asksFromText(direction) ? 3 : 66};
    request.compared = std::make_shared<const FigureRequest>(request);
    request.trace = std::make_shared<const Trace>(hillTrace(
        {.hasClassUnit = true, .words = {"a", "small", "blue", "circle", "left", "of", "it"}}));
    request.selection.head = 2;
    const ComparisonFigure figure(request);
    return painted(request.style.size, kind, [&](QPainter& painter) { figure.paint(painter); });
}

/// One row: a name, which is its file's too, and what draws it.
struct Picture {
    std::string name;
    Draw draw;
};

std::vector<Picture> allPictures()
{
    const auto nothing = [](auto&...) {};
    const ColourBar weights{.table = &colourTable("cividis"),
                            .range = {.minimum = 0, .maximum = 0.057F},
                            .scale = Scale::Shared,
                            .label = QStringLiteral("attention weight"),
                            .isClippedAbove = true,
                            .marker = 0.03};
    ColourBar own = weights;
    own.scale = Scale::PerMap;
    const ColourBar differences{.table = &colourTable("cool-warm"),
                                .range = {.minimum = -0.031F, .maximum = 0.031F},
                                .scale = Scale::Shared,
                                .label = QStringLiteral("difference of weights"),
                                .marker = {},
                                .scaleNote = QStringLiteral("centred on 0")};
    std::vector<Picture> pictures{
        {"overlay-opaque", [] { return overlaid([](auto& style, auto&) { style.opacity = 1; }); }},
        {"overlay-smooth",
         [] { return overlaid([](auto& style, auto&) { style.isSmooth = true; }); }},
        {"overlay-grid",
         [] { return overlaid([](auto& style, auto&) { style.showsGrid = true; }); }},
        {"overlay-masked",
         [] {
             return overlaid([](auto&, auto& trace) {
                 trace.isUnitMasked[40] = trace.isUnitMasked[41] = true;
             });
         }},
        {"overlay-signed",
         [] { return overlaid([](auto& style, auto&) { style.colourTable = "cool-warm"; }); }},
        {"bar-vertical", [=] { return barOf(Qt::Vertical, ThemeKind::Light, weights); }},
        {"bar-dark", [=] { return barOf(Qt::Horizontal, ThemeKind::Dark, weights); }},
        {"bar-own-scale", [=] { return barOf(Qt::Horizontal, ThemeKind::Light, own); }},
        {"bar-signed", [=] { return barOf(Qt::Horizontal, ThemeKind::Light, differences); }},
        {"words-light", [=] { return stripOf(ThemeKind::Light, nothing); }},
        {"words-dark",
         [] {
             return stripOf(ThemeKind::Dark, [](WordStrip& strip) {
                 strip.cells[2].state = Map::KeyState::Masked;
                 strip.cells[4].isFocused = true;
                 strip.cells[6].isHovered = true;
             });
         }},
        {"heads-light", [] { return thumbnails(ThemeKind::Light); }},
        {"heads-dark", [] { return thumbnails(ThemeKind::Dark); }},
        {"figure-light", [] { return figureOf(ThemeKind::Light, Direction::TextToImage); }},
        {"figure-dark", [] { return figureOf(ThemeKind::Dark, Direction::ImageToText); }},
        {"compare-light", [] { return comparisonOf(ThemeKind::Light, Direction::TextToImage); }},
        {"compare-dark", [] { return comparisonOf(ThemeKind::Dark, Direction::ImageToText); }}};
    for (const OverlayInfo& info : overlayKinds()) {
        pictures.push_back({"overlay-" + std::string(info.id), [kind = info.kind] {
                                return overlaid(
                                    [kind](auto& style, auto&) { style.overlay = kind; });
                            }});
    }
    return pictures;
}

} // namespace

/// Pictures as they were looked at and found good, stored in tests/data/figures.
class PicturesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void small_differences_are_none_and_others_are_data();
    void small_differences_are_none_and_others_are();
    void is_as_it_was_stored_data();
    void is_as_it_was_stored();
};

void PicturesTest::small_differences_are_none_and_others_are_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<bool>("isSmall");
    for (const char* change : {"nothing", "noise of one step", "an edge half a pixel further"}) {
        QTest::newRow(change) << change << true;
    }
    for (const char* change : {"another digit", "a thin line more", "all a little lighter",
                               "a patch of another colour", "a pixel wider"}) {
        QTest::newRow(change) << change << false;
    }
}

void PicturesTest::small_differences_are_none_and_others_are()
{
    QFETCH(QString, change);
    QFETCH(bool, isSmall);
    const auto draw = [](const QString& text, qreal edge) {
        return painted({200, 100}, ThemeKind::Light, [&](QPainter& painter) {
            painter.setFont(figureFont(13));
            painter.drawText(20, 40, text);
            painter.fillRect(QRectF(20, 60, edge, 20), QColor(0x2E5BC9));
        });
    };
    const QImage stored = draw(QStringLiteral("weight 0.123"), 80);
    QImage actual = draw(change == QLatin1String("another digit") ? QStringLiteral("weight 0.128")
                                                                  : QStringLiteral("weight 0.123"),
                         change.startsWith(QLatin1String("an edge")) ? 80.5 : 80);
    if (change.startsWith(QLatin1String("noise"))) {
        for (int y = 0; y < actual.height(); ++y) {
            for (int x = 0; x < actual.width(); ++x) {
                const QColor colour = actual.pixelColor(x, y);
                const int step = (x + y) % 2;
                actual.setPixelColor(x, y,
                                     QColor(std::max(0, colour.red() - step), colour.green(),
                                            std::max(0, colour.blue() - step)));
            }
        }
    } else if (change == QLatin1String("a thin line more")) {
        QPainter(&actual).fillRect(QRectF(100, 10, 60, 1), QColor(0x888888));
    } else if (change == QLatin1String("all a little lighter")) {
        actual.fill(QColor(0xF6F6F6));
        QPainter painter(&actual);
        painter.setCompositionMode(QPainter::CompositionMode_Multiply);
        painter.drawImage(0, 0, stored);
    } else if (change == QLatin1String("a patch of another colour")) {
        QPainter(&actual).fillRect(QRectF(40, 64, 8, 8), QColor(0xE03A33));
    } else if (change == QLatin1String("a pixel wider")) {
        actual = actual.copy(0, 0, 201, 100);
    }
    const PictureDifference difference = pictureDifference(actual, stored);
    QVERIFY2(difference.isSmall == isSmall,
             qPrintable(
                 QStringLiteral("mean %1, far %2").arg(difference.mean).arg(difference.farPixels)));
}

void PicturesTest::is_as_it_was_stored_data()
{
    QTest::addColumn<Draw>("draw");
    for (const Picture& picture : allPictures()) {
        QTest::newRow(picture.name.c_str()) << picture.draw;
    }
}

void PicturesTest::is_as_it_was_stored()
{
    QFETCH(Draw, draw);
    const QByteArray wrong =
        differenceFromStored(draw(), QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY2(wrong.isEmpty(), wrong.constData());
}

QTEST_MAIN(PicturesTest)
#include "pictures_test.moc"
