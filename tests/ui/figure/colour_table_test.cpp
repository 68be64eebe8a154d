#include <QFile>
#include <QtTest>

#include "engine/base/error.h"
#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/oklab.h"

#include <cmath>
#include <limits>

using namespace attenscope;

namespace {

double lightness(const QColor& colour)
{
    return static_cast<double>(labFromRoots(rootsFromColour(colour.rgb())).lightness);
}

double distance(const QColor& a, const QColor& b)
{
    const Oklab x = labFromRoots(rootsFromColour(a.rgb()));
    const Oklab y = labFromRoots(rootsFromColour(b.rgb()));
    return std::hypot(static_cast<double>(x.lightness - y.lightness),
                      static_cast<double>(x.a - y.a), static_cast<double>(x.b - y.b));
}

} // namespace

class ColourTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyEntryIsTheReferences();
    void firstTableIsCividis();
    void positionsFallOnEntries_data();
    void positionsFallOnEntries();
    void sequentialTablesGrowLighter();
    void signedTablesAreLightestInTheMiddle();
    void onlyTurboIsMarkedNotUniform();
    void notANumberHasAColourOfItsOwn();
    void textOnEveryColourIsReadable();
    void unknownTableIsRefusedWithTheIdsThatExist();
};

// The numbers were written by matplotlib 3.6.3 (resources/colour_tables/make_tables.py).
void ColourTableTest::everyEntryIsTheReferences()
{
    QFile file(QStringLiteral(TEST_DATA "/ui/figure/colour_tables.csv"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    file.readLine(); // names of the columns
    int rows = 0;
    while (!file.atEnd()) {
        const QList<QByteArray> fields = file.readLine().trimmed().split(',');
        QCOMPARE(fields.size(), 5);
        const ColourTable& table = colourTable(fields[0].toStdString());
        const QColor expected(fields[2].toInt(), fields[3].toInt(), fields[4].toInt());
        QCOMPARE(table.colour(fields[1].toInt()), expected);
        ++rows;
    }
    QCOMPARE(rows, static_cast<int>(colourTables().size()) * ColourTable::kSize);
}

void ColourTableTest::firstTableIsCividis()
{
    QCOMPARE(colourTables().front().id, std::string_view("cividis"));
    QCOMPARE(colourTable("cividis").colour(0), QColor(0x00224E));
    QCOMPARE(colourTable("cividis").colour(255), QColor(0xFEE838));
    QCOMPARE(colourTable("viridis").colour(255), QColor(0xFDE725));
}

void ColourTableTest::positionsFallOnEntries_data()
{
    QTest::addColumn<double>("position");
    QTest::addColumn<int>("index");
    QTest::newRow("0 is the first") << 0.0 << 0;
    QTest::newRow("1 is the last") << 1.0 << 255;
    QTest::newRow("just below 1 is the last") << 0.999 << 255;
    QTest::newRow("just above 1/256 is the second") << 1.001 / 256 << 1;
    QTest::newRow("the middle") << 0.5 << 128;
    QTest::newRow("a third") << 1.0 / 3 << 85;
    QTest::newRow("below 0 is the first") << -3.0 << 0;
    QTest::newRow("above 1 is the last") << 7.0 << 255;
    QTest::newRow("infinity is the last") << std::numeric_limits<double>::infinity() << 255;
}

void ColourTableTest::positionsFallOnEntries()
{
    QFETCH(double, position);
    QFETCH(int, index);
    QCOMPARE(ColourTable::indexAt(position), index);
    for (const ColourTable& table : colourTables()) {
        QCOMPARE(table.colourAt(position), table.colour(index));
    }
}

void ColourTableTest::sequentialTablesGrowLighter()
{
    for (const ColourTable& table : colourTables()) {
        if (table.kind != ColourTable::Kind::Sequential) {
            continue;
        }
        for (int i = 1; i < ColourTable::kSize; ++i) {
            const double slack = 0.002; // rounding to 8 bits
            QVERIFY2(lightness(table.colour(i)) > lightness(table.colour(i - 1)) - slack,
                     qPrintable(QStringLiteral("%1 at %2").arg(table.id.data()).arg(i)));
        }
        const int quarter = ColourTable::kSize / 4;
        for (int i = quarter; i < ColourTable::kSize; i += quarter) {
            QVERIFY(lightness(table.colour(i)) > lightness(table.colour(i - quarter)) + 0.08);
        }
    }
}

void ColourTableTest::signedTablesAreLightestInTheMiddle()
{
    for (const ColourTable& table : colourTables()) {
        if (table.kind != ColourTable::Kind::Signed) {
            continue;
        }
        const double middle = lightness(table.colour(128));
        QVERIFY(middle > lightness(table.colour(0)) + 0.2);
        QVERIFY(middle > lightness(table.colour(255)) + 0.2);
        QVERIFY(std::abs(lightness(table.colour(127)) - middle) < 0.01);
        const Oklab centre = labFromRoots(rootsFromColour(table.colour(128).rgb()));
        QVERIFY(std::hypot(centre.a, centre.b) < 0.02F); // 0 has no hue
    }
}

void ColourTableTest::onlyTurboIsMarkedNotUniform()
{
    for (const ColourTable& table : colourTables()) {
        QCOMPARE(table.kind == ColourTable::Kind::NotUniform, table.id == "turbo");
        QCOMPARE(table.name.find("not uniform") != std::string_view::npos, table.id == "turbo");
    }
}

void ColourTableTest::notANumberHasAColourOfItsOwn()
{
    const QColor none = notANumberColour();
    for (const ColourTable& table : colourTables()) {
        QCOMPARE(table.colourAt(std::nan("")), none);
        for (int i = 0; i < ColourTable::kSize; ++i) {
            QVERIFY2(distance(table.colour(i), none) > 0.05,
                     qPrintable(QStringLiteral("%1 at %2").arg(table.id.data()).arg(i)));
        }
    }
}

void ColourTableTest::textOnEveryColourIsReadable()
{
    for (const ColourTable& table : colourTables()) {
        for (int i = 0; i < ColourTable::kSize; ++i) {
            const QColor ground = table.colour(i);
            QVERIFY(contrastOf(ground, textColourOn(ground)) >= 4.58);
        }
    }
}

void ColourTableTest::unknownTableIsRefusedWithTheIdsThatExist()
{
    QVERIFY(findColourTable("jet") == nullptr);
    try {
        colourTable("jet");
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(error.info().id, std::string("E_USAGE_COLORMAP"));
        QCOMPARE(error.info().found, std::string("jet"));
        QVERIFY(error.info().expected.find("cividis, viridis") != std::string::npos);
    }
}

QTEST_APPLESS_MAIN(ColourTableTest)
#include "colour_table_test.moc"
