#include <QtTest>

#include "tests/support/error_of.h"
#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/figure.h"
#include "ui/figure/map_table.h"

using namespace attenscope;

namespace {

qreal areaOf(const QRectF& rect)
{
    return rect.width() * rect.height();
}

} // namespace

/// What a page leaves out, and what it says in spite of that.
class FigurePageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsLeftOutMakesRoomForThePicture_data();
    void whatIsLeftOutMakesRoomForThePicture();
    void wordsThatAreKeysStay();
    void theFactsStandInTheFileAllTheSame();
    void pixelsAndMillimetres();
    void formatsAndKindsHaveToFit();
    void aTableHasALineForEveryKey();
};

void FigurePageTest::whatIsLeftOutMakesRoomForThePicture_data()
{
    QTest::addColumn<int>("part");
    QTest::addColumn<QSize>("size"); // of a page on which this part limits the picture
    QTest::newRow("legend") << 0 << QSize(960, 720);
    QTest::newRow("words") << 1 << QSize(960, 720);
    QTest::newRow("colour bar") << 2 << QSize(700, 900);
}

void FigurePageTest::whatIsLeftOutMakesRoomForThePicture()
{
    QFETCH(const int, part);
    QFETCH(const QSize, size);
    FigureRequest request = sampleRequest();
    request.style.size = size;
    const FigureLayout whole = Figure(request).layout();
    (part == 0   ? request.style.hasLegend
     : part == 1 ? request.style.hasWords
                 : request.style.hasColourBar) = false;
    const FigureLayout layout = Figure(request).layout();
    const auto partOf = [part](const FigureLayout& from) {
        return part == 0 ? from.legend : part == 1 ? from.words : from.colourBar;
    };
    QVERIFY(!partOf(whole).isEmpty());
    QVERIFY(partOf(layout).isEmpty());
    QVERIFY(areaOf(layout.picture) > areaOf(whole.picture));
    QVERIFY(!figureImage(request).isNull());
}

void FigurePageTest::wordsThatAreKeysStay()
{
    FigureRequest request = sampleRequest();
    request.selection.direction = Direction::ImageToText;
    request.selection.focus = {17};
    const QImage with = figureImage(request);
    request.style.hasWords = false;
    QVERIFY(figureImage(request) == with);
}

void FigurePageTest::theFactsStandInTheFileAllTheSame()
{
    FigureRequest request = sampleRequest();
    const QString facts = Figure(request).description();
    request.style.hasLegend = false;
    request.style.hasWords = false;
    QCOMPARE(Figure(request).description(), facts);
    QVERIFY(facts.contains("Scale: "));
    QVERIFY(facts.contains("a small red circle"));
}

void FigurePageTest::pixelsAndMillimetres()
{
    QCOMPARE(pixelsFromMillimetres({254, 127}, 100), QSize(1000, 500));
    QCOMPARE(pixelsFromMillimetres({120, 90}, 300), QSize(1417, 1063));
    QCOMPARE(pixelsFromMillimetres({0.001, 1e300}, 72).width(), 1);
    QCOMPARE(millimetresFromPixels({1000, 500}, 100), QSizeF(254, 127));
}

void FigurePageTest::formatsAndKindsHaveToFit()
{
    for (const FigureFormat& format : figureFormats()) {
        for (const FigureKindInfo& kind : figureKinds()) {
            const ErrorInfo error = errorOf([&] { requireFits(format, kind.kind); });
            QCOMPARE(error.id == "no error", format.isAnimation == kind.isAnimation);
        }
    }
    QCOMPARE(defaultFormat(FigureKind::HeadSheet).id, std::string_view("png"));
    QCOMPARE(defaultFormat(FigureKind::WordAnimation).id, std::string_view("webp"));
    const ErrorInfo error =
        errorOf([] { requireFits(*findFigureFormat("png"), FigureKind::LayerAnimation); });
    QCOMPARE(error.id, std::string("E_USAGE_FORMAT"));
    QCOMPARE(error.expected, std::string("one of .webp, .gif, .mp4"));
}

void FigurePageTest::aTableHasALineForEveryKey()
{
    const FigureRequest request = sampleRequest(); // with a class unit before 12 x 12 patches
    const Map map = computeMap(*request.trace, Figure(request).request().selection);
    const QStringList lines = mapTable(*request.trace, map).split(QLatin1Char('\n'));
    QCOMPARE(lines.size(), 1 + 145 + 1); // the last one is empty
    QCOMPARE(lines.front(), QString("key\tname\trow\tcolumn\tweight\tstate"));
    const QStringList special = lines[1].split(QLatin1Char('\t'));
    QCOMPARE(special.value(5), QString("hidden"));
    QCOMPARE(special.value(2), QString());
    const QStringList patch = lines[1 + 1 + 12 + 3].split(QLatin1Char('\t'));
    QCOMPARE(patch.value(0), QString("16"));
    QCOMPARE(patch.value(2), QString("1"));
    QCOMPARE(patch.value(3), QString("3"));
    QCOMPARE(patch.value(4).toFloat(), map.values[16]);
    QCOMPARE(patch.value(5), QString("shown"));
}

QTEST_MAIN(FigurePageTest)
#include "figure_page_test.moc"
