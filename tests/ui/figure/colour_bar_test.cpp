#include <QImage>
#include <QtTest>

#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/colour_bar.h"

#include <cmath>

using namespace attenscope;

namespace {

constexpr QRectF kColours(40, 40, 20, 256);

QImage painted(const ColourBar& bar, const QRectF& colours, Qt::Orientation orientation)
{
    QImage image(420, 340, QImage::Format_RGB32);
    image.fill(theme(ThemeKind::Light).panel);
    QPainter painter(&image);
    paintColourBar(painter, colours, bar, orientation, theme(ThemeKind::Light));
    return image;
}

ColourBar sampleBar()
{
    return {.table = &colourTable("viridis"),
            .range = {0, 0.1F},
            .scale = Scale::Shared,
            .label = QStringLiteral("attention weight")};
}

int pixelsOf(const QImage& image, const QColor& colour)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            count += image.pixelColor(x, y) == colour ? 1 : 0;
        }
    }
    return count;
}

} // namespace

class ColourBarTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ticksAreRound_data();
    void ticksAreRound();
    void logarithmicTicks_data();
    void logarithmicTicks();
    void liftHasAUnitOfItsOwn();
    void ticksStayInTheirRange();
    void numbersForPeople_data();
    void numbersForPeople();
    void coloursGoFromBottomToTop();
    void coloursGoFromLeftToRight();
    void ownScaleCarriesABadge();
    void clippedEndsBecomeArrows();
    void markerPointsAtItsValue();
    void everythingStaysInsideTheMargins_data();
    void everythingStaysInsideTheMargins();
};

void ColourBarTest::ticksAreRound_data()
{
    QTest::addColumn<float>("minimum");
    QTest::addColumn<float>("maximum");
    QTest::addColumn<int>("most");
    QTest::addColumn<QStringList>("texts");
    QTest::newRow("0 to 1") << 0.0F << 1.0F << 6
                            << QStringList{"0", "0.2", "0.4", "0.6", "0.8", "1.0"};
    QTest::newRow("few") << 0.0F << 1.0F << 3 << QStringList{"0", "0.5", "1.0"};
    QTest::newRow("small maximum")
        << 0.0F << 0.112F << 6 << QStringList{"0", "0.02", "0.04", "0.06", "0.08", "0.10"};
    QTest::newRow("quarters") << 0.0F << 0.01F << 5
                              << QStringList{"0", "0.0025", "0.0050", "0.0075", "0.0100"};
    QTest::newRow("not from 0") << 0.13F << 0.141F << 5
                                << QStringList{"0.1300", "0.1325", "0.1350", "0.1375", "0.1400"};
    QTest::newRow("signed") << -0.03F << 0.03F << 4 << QStringList{"−0.02", "0", "0.02"};
    QTest::newRow("tiny") << 0.0F << 4.3e-5F << 5
                          << QStringList{"0", "1e−5", "2e−5", "3e−5", "4e−5"};
    QTest::newRow("no extent") << 0.2F << 0.2F << 5 << QStringList{"0.200"};
    QTest::newRow("all zero") << 0.0F << 0.0F << 5 << QStringList{"0"};
}

void ColourBarTest::ticksAreRound()
{
    QFETCH(float, minimum);
    QFETCH(float, maximum);
    QFETCH(int, most);
    QFETCH(QStringList, texts);
    QStringList found;
    for (const Tick& tick : niceTicks({minimum, maximum}, most)) {
        found.append(tick.text);
    }
    QCOMPARE(found, texts);
}

void ColourBarTest::logarithmicTicks_data()
{
    QTest::addColumn<ScaleRange>("range");
    QTest::addColumn<int>("most");
    QTest::addColumn<QStringList>("texts");
    const auto log = [](float minimum, float maximum) {
        return ScaleRange{.minimum = minimum, .maximum = maximum, .isLogarithmic = true};
    };
    QTest::newRow("four decades") << log(1.12e-5F, 0.112F) << 6
                                  << QStringList{"1e−4", "0.001", "0.01", "0.1"};
    QTest::newRow("ends") << log(1e-4F, 1) << 5 << QStringList{"1e−4", "0.001", "0.01", "0.1", "1"};
    QTest::newRow("few") << log(1e-4F, 1) << 3 << QStringList{"1e−4", "0.01", "1"};
    QTest::newRow("one decade") << log(0.02F, 0.2F) << 5
                                << QStringList{"0.02", "0.05", "0.1", "0.2"};
    QTest::newRow("nothing") << log(0, 0) << 5 << QStringList{"0"};
    QTest::newRow("factors") << liftRangeUpTo(5) << 8
                             << QStringList{"×1/4", "×1/2", "×1", "×2", "×4"};
    QTest::newRow("few factors") << liftRangeUpTo(5) << 4 << QStringList{"×1/4", "×1", "×4"};
    QTest::newRow("large factors")
        << liftRangeUpTo(40) << 8 << QStringList{"×1/16", "×1/4", "×1", "×4", "×16"};
}

void ColourBarTest::logarithmicTicks()
{
    QFETCH(ScaleRange, range);
    QFETCH(int, most);
    QFETCH(QStringList, texts);
    QStringList found;
    for (const Tick& tick : niceTicks(range, most)) {
        found.append(tick.text);
        const double position = scalePosition(static_cast<float>(tick.value), range);
        QVERIFY(position > -1e-5 && position < 1 + 1e-5);
    }
    QCOMPARE(found, texts);
}

// The same bar with another label: lift doesn't write it.
void ColourBarTest::liftHasAUnitOfItsOwn()
{
    ColourBar bar = sampleBar();
    bar.scale = Scale::Lift;
    bar.range = liftRangeUpTo(4);
    const QImage image = painted(bar, kColours, Qt::Vertical);
    bar.label = QStringLiteral("something else");
    QCOMPARE(painted(bar, kColours, Qt::Vertical), image);
    bar.marker = 1.0; // an even row's: in the middle
    const QImage marked = painted(bar, kColours, Qt::Vertical);
    QVERIFY(marked.copy(0, 160, 40, 16) != image.copy(0, 160, 40, 16));
    QCOMPARE(marked.copy(0, 40, 40, 100), image.copy(0, 40, 40, 100));
}

void ColourBarTest::ticksStayInTheirRange()
{
    for (int i = 1; i < 400; ++i) {
        const float maximum = std::exp(-static_cast<float>(i) / 30);
        for (int most = 2; most < 10; ++most) {
            const std::vector<Tick> ticks = niceTicks({0, maximum}, most);
            QVERIFY(static_cast<int>(ticks.size()) <= most);
            QVERIFY(ticks.size() >= 2);
            QCOMPARE(ticks.front().value, 0.0);
            QVERIFY(ticks.back().value <= static_cast<double>(maximum) * (1 + 1e-5));
            // No step more would have fitted twice: the scale is used to at least half.
            QVERIFY(ticks.back().value >= static_cast<double>(maximum) / 2);
        }
    }
}

void ColourBarTest::numbersForPeople_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("zero") << 0.0 << "0";
    QTest::newRow("one") << 1.0 << "1";
    QTest::newRow("three digits") << 0.10321 << "0.103";
    QTest::newRow("zeros count") << 0.0500 << "0.0500";
    QTest::newRow("rounded up to one digit more") << 0.99999989 << "1.00";
    QTest::newRow("rounded down to the same") << 1.0000001 << "1.00";
    QTest::newRow("large") << 123.4 << "123";
    QTest::newRow("tiny") << 4.1e-5 << "4.10e−5";
    QTest::newRow("negative") << -0.25 << "−0.250";
    QTest::newRow("none") << std::nan("") << "NaN";
}

void ColourBarTest::numbersForPeople()
{
    QFETCH(double, value);
    QFETCH(QString, text);
    QCOMPARE(numberText(value), text);
}

void ColourBarTest::coloursGoFromBottomToTop()
{
    const QImage image = painted(sampleBar(), kColours, Qt::Vertical);
    for (int i = 0; i < ColourTable::kSize; ++i) { // one pixel per entry
        const QColor found = image.pixelColor(50, 40 + 255 - i);
        QVERIFY2(channelDifference(found, colourTable("viridis").colour(i)) <= 2,
                 qPrintable(QStringLiteral("%1: %2").arg(i).arg(found.name())));
    }
}

void ColourBarTest::coloursGoFromLeftToRight()
{
    const QImage image = painted(sampleBar(), QRectF(40, 40, 256, 20), Qt::Horizontal);
    for (int i = 0; i < ColourTable::kSize; ++i) {
        QVERIFY(channelDifference(image.pixelColor(40 + i, 50), colourTable("viridis").colour(i)) <=
                2);
    }
}

void ColourBarTest::ownScaleCarriesABadge()
{
    const QColor badge = theme(ThemeKind::Light).interventionSoft;
    ColourBar bar = sampleBar();
    for (const Scale scale : {Scale::Fixed, Scale::Shared}) {
        bar.scale = scale;
        QCOMPARE(pixelsOf(painted(bar, kColours, Qt::Vertical), badge), 0);
    }
    bar.scale = Scale::PerMap;
    QVERIFY(pixelsOf(painted(bar, kColours, Qt::Vertical), badge) > 500);
    QVERIFY(pixelsOf(painted(bar, QRectF(80, 40, 256, 20), Qt::Horizontal), badge) > 500);
}

void ColourBarTest::clippedEndsBecomeArrows()
{
    const QColor panel = theme(ThemeKind::Light).panel;
    const QPoint above(50, 36);
    const QPoint below(50, 299);
    ColourBar bar = sampleBar();
    QCOMPARE(painted(bar, kColours, Qt::Vertical).pixelColor(above), panel);
    bar.isClippedAbove = true;
    QCOMPARE(painted(bar, kColours, Qt::Vertical).pixelColor(above), bar.table->colour(255));
    QCOMPARE(painted(bar, kColours, Qt::Vertical).pixelColor(below), panel);
    bar.isClippedBelow = true;
    QCOMPARE(painted(bar, kColours, Qt::Vertical).pixelColor(below), bar.table->colour(0));
}

void ColourBarTest::markerPointsAtItsValue()
{
    ColourBar bar = sampleBar();
    bar.marker = 0.075;
    const QImage image = painted(bar, kColours, Qt::Vertical);
    const QColor ink = theme(ThemeKind::Light).text1;
    QCOMPARE(image.pixelColor(32, 40 + 64), ink); // three quarters of the way up
    QVERIFY(image.pixelColor(32, 40 + 128) != ink);
}

void ColourBarTest::everythingStaysInsideTheMargins_data()
{
    QTest::addColumn<float>("maximum");
    QTest::addColumn<bool>("isVertical");
    QTest::newRow("vertical") << 0.1F << true;
    QTest::newRow("vertical, long numbers") << 0.0137F << true;
    QTest::newRow("vertical, tiny numbers") << 3.7e-6F << true;
    QTest::newRow("horizontal") << 0.1F << false;
}

void ColourBarTest::everythingStaysInsideTheMargins()
{
    QFETCH(float, maximum);
    QFETCH(bool, isVertical);
    ColourBar bar = sampleBar();
    bar.range.maximum = maximum;
    bar.scale = Scale::PerMap;
    bar.marker = 0;
    const Qt::Orientation orientation = isVertical ? Qt::Vertical : Qt::Horizontal;
    const QRectF colours = isVertical ? QRectF(40, 40, 20, 256) : QRectF(60, 40, 256, 20);
    const ColourBarMargins margins = colourBarMargins(bar, orientation);
    const QImage image = painted(bar, colours, orientation);
    const QColor panel = theme(ThemeKind::Light).panel;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) != panel) {
                const int place = isVertical ? x : y;
                const QRectF& c = colours;
                const qreal first = (isVertical ? c.left() : c.top()) - margins.before;
                const qreal last = (isVertical ? c.right() : c.bottom()) + margins.after;
                QVERIFY2(place >= first - 1 && place <= last + 1,
                         qPrintable(QStringLiteral("%1 %2").arg(x).arg(y)));
            }
        }
    }
}

QTEST_MAIN(ColourBarTest)
#include "colour_bar_test.moc"
