#include <QTest>

#include "engine/vision/raster.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

using namespace attenscope;

namespace {

Raster rasterOf(int width, int height, const std::function<double(double, double)>& value)
{
    Raster raster{.width = width, .height = height, .values = {}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            raster.values.push_back(static_cast<float>(value(x + 0.5, y + 0.5)));
        }
    }
    return raster;
}

} // namespace

class IsoLinesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSlopeGivesAStraightLine();
    void aConeGivesAClosedCircle();
    void aPitGivesAClosedLineToo();
    void nothingIsCrossedWhereNothingReachesTheLevel_data();
    void nothingIsCrossedWhereNothingReachesTheLevel();
    void linesEndWhereThereAreNoNumbers();
};

void IsoLinesTest::aSlopeGivesAStraightLine()
{
    const auto lines = isoLines(rasterOf(40, 20, [](double x, double) { return x / 10; }), 1.234F);
    QCOMPARE(lines.size(), std::size_t(1));
    double top = 20;
    double bottom = 0;
    for (const RasterPoint& point : lines.front()) {
        QVERIFY2(std::abs(point.x - 12.34) < 1e-4, qPrintable(QString::number(point.x)));
        top = std::min(top, point.y);
        bottom = std::max(bottom, point.y);
    }
    QCOMPARE(top, 0.5); // from edge to edge, through the pixels' centres
    QCOMPARE(bottom, 19.5);
}

void IsoLinesTest::aConeGivesAClosedCircle()
{
    const auto distance = [](double x, double y) { return std::hypot(x - 30, y - 25); };
    const auto lines = isoLines(
        rasterOf(60, 50, [&](double x, double y) { return 1 - distance(x, y) / 40; }), 0.6F);
    QCOMPARE(lines.size(), std::size_t(1));
    for (const RasterPoint& point : lines.front()) {
        QVERIFY2(std::abs(distance(point.x, point.y) - 16) < 0.25,
                 qPrintable(QString::number(distance(point.x, point.y))));
    }
    QCOMPARE(lines.front().front().x, lines.front().back().x);
    QCOMPARE(lines.front().front().y, lines.front().back().y);
    QVERIFY(lines.front().size() > 60); // once around
}

void IsoLinesTest::aPitGivesAClosedLineToo()
{
    const auto distance = [](double x, double y) { return std::hypot(x - 30, y - 25); };
    const auto lines =
        isoLines(rasterOf(60, 50, [&](double x, double y) { return distance(x, y); }), 10.0F);
    QCOMPARE(lines.size(), std::size_t(1)); // the edge of the picture is no line
    for (const RasterPoint& point : lines.front()) {
        QVERIFY(std::abs(distance(point.x, point.y) - 10) < 0.25);
    }
}

void IsoLinesTest::nothingIsCrossedWhereNothingReachesTheLevel_data()
{
    QTest::addColumn<float>("level");
    QTest::newRow("above all") << 2.0F;
    QTest::newRow("below all") << -1.0F;
}

void IsoLinesTest::nothingIsCrossedWhereNothingReachesTheLevel()
{
    QFETCH(float, level);
    QVERIFY(
        isoLines(rasterOf(10, 10, [](double x, double y) { return (x + y) / 20; }), level).empty());
}

// The right half is outside of what the model saw.
void IsoLinesTest::linesEndWhereThereAreNoNumbers()
{
    const auto lines =
        isoLines(rasterOf(40, 20,
                          [](double x, double y) {
                              return x < 20 ? y : std::numeric_limits<double>::quiet_NaN();
                          }),
                 8.25F);
    QCOMPARE(lines.size(), std::size_t(1));
    for (const RasterPoint& point : lines.front()) {
        QVERIFY(std::abs(point.y - 8.25) < 1e-5);
        QVERIFY(point.x < 20);
    }
}

QTEST_APPLESS_MAIN(IsoLinesTest)
#include "iso_lines_test.moc"
