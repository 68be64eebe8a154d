#include <QTest>

#include "app/selectors.h"
#include "engine/base/error.h"

#include <functional>
#include <string>
#include <vector>

namespace attenscope {

namespace {

using Texts = std::vector<std::string>;

/// "[CLS] a Red circle and a red CIRCLE [SEP]"
Tokens caption()
{
    Tokens tokens;
    for (const char* text : {"[CLS]", "a", "Red", "circle", "and", "a", "red", "CIRCLE", "[SEP]"}) {
        tokens.words.push_back({.text = text, .tokens = {}, .isSpecial = text[0] == '['});
    }
    return tokens;
}

/// A class unit, then 4 × 3 patches of 10 × 20 pixels.
VisualUnits grid()
{
    VisualUnits units;
    units.gridRows = 3;
    units.gridColumns = 4;
    units.units.push_back({.kind = VisualUnit::Kind::Special, .box = {}, .name = "[CLS]"});
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 4; ++column) {
            units.units.push_back({.row = row,
                                   .column = column,
                                   .box = {.x0 = 10.0 * column,
                                           .y0 = 20.0 * row,
                                           .x1 = 10.0 * (column + 1),
                                           .y1 = 20.0 * (row + 1)},
                                   .name = {}});
        }
    }
    return units;
}

/// The error that `call` throws, as "id|place|found"; empty if it throws none.
QString failure(const std::function<void()>& call)
{
    try {
        call();
    } catch (const Error& error) {
        return QString::fromStdString(error.info().id + "|" + error.info().place + "|" +
                                      error.info().found);
    }
    return {};
}

} // namespace

class SelectorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void words_data();
    void words();
    void unknownWordsAreRefused();
    void units_data();
    void units();
    void impossibleUnitsAreRefused();
    void heads();
    void impossibleHeadsAreRefused();
};

void SelectorsTest::words_data()
{
    QTest::addColumn<Texts>("texts");
    QTest::addColumn<std::vector<int>>("indices");

    QTest::newRow("none") << Texts{} << std::vector<int>{};
    QTest::newRow("an index") << Texts{"3"} << std::vector<int>{3};
    QTest::newRow("indices, in any order and twice") << Texts{"6,2,6"} << std::vector<int>{2, 6};
    QTest::newRow("a word wherever it stands") << Texts{"red"} << std::vector<int>{2, 6};
    QTest::newRow("a phrase wherever it stands")
        << Texts{"red circle"} << std::vector<int>{2, 3, 6, 7};
    QTest::newRow("a phrase that stands once") << Texts{"circle and"} << std::vector<int>{3, 4};
    QTest::newRow("a special token") << Texts{"[cls]"} << std::vector<int>{0};
    QTest::newRow("several options add up") << Texts{"and", "1"} << std::vector<int>{1, 4};
}

void SelectorsTest::words()
{
    QFETCH(const Texts, texts);
    QTEST(selectedWords("--words", texts, caption()), "indices");
}

void SelectorsTest::unknownWordsAreRefused()
{
    for (const char* text : {"9", "blue", "circle red", "", " ", "1,", "-1", "1,red"}) {
        const QString error = failure([&] { selectedWords("--words", {text}, caption()); });
        QVERIFY2(error.startsWith("E_USAGE_SELECTION|--words|"), text);
    }
}

void SelectorsTest::units_data()
{
    QTest::addColumn<Texts>("texts");
    QTest::addColumn<std::vector<int>>("indices");

    QTest::newRow("indices") << Texts{"12,0"} << std::vector<int>{0, 12};
    QTest::newRow("four indices in two options")
        << Texts{"1,2", "3,4"} << std::vector<int>{1, 2, 3, 4};
    QTest::newRow("a box holds the units whose centre it holds")
        << Texts{"4,9,26,31"} << std::vector<int>{1, 2, 3, 5, 6, 7};
    QTest::newRow("a box that holds no centre") << Texts{"11,21,14,24"} << std::vector<int>{6};
    QTest::newRow("fractions") << Texts{"4.9,9.9,5.1,10.1"} << std::vector<int>{1};
}

void SelectorsTest::units()
{
    QFETCH(const Texts, texts);
    QTEST(selectedUnits("--units", texts, grid()), "indices");
}

void SelectorsTest::impossibleUnitsAreRefused()
{
    for (const char* text : {"13", "red", "", "10,10,5,20", "100,100,120,120", "1,2,nan,4", "-1"}) {
        const QString error = failure([&] { selectedUnits("--mask-units", {text}, grid()); });
        QVERIFY2(error.startsWith("E_USAGE_SELECTION|--mask-units|"), text);
    }
}

void SelectorsTest::heads()
{
    const std::vector<HeadId> expected{{"", 0, 3},
                                       {"cross_text_to_image", 1, 2},
                                       {"cross_text_to_image", 0, 0},
                                       {"text_self", 1, 1},
                                       {"", 1, 0}};
    QCOMPARE(parseHeads({"0:3,cross_text_to_image/1:2,0:0,text_self/1:1", "1:0"}), expected);
}

void SelectorsTest::impossibleHeadsAreRefused()
{
    for (const char* text : {"3", "a:b", "1:2:3", "/1:2", "1:-2", "1:", "", "1:2,"}) {
        const QString error = failure([&] { parseHeads({text}); });
        QVERIFY2(error.startsWith("E_USAGE_VALUE|--ablate|"), text);
    }
}

} // namespace attenscope

QTEST_APPLESS_MAIN(attenscope::SelectorsTest)
#include "selectors_test.moc"
