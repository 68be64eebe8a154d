#include <QTest>

#include "engine/checkpoint/config.h"
#include "engine/io/json.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

using namespace attenscope;

Q_DECLARE_METATYPE(std::string)

class JsonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void valuesAreWritten();
    void doublesComeBackBitForBit_data();
    void doublesComeBackBitForBit();
    void textsAreEscaped_data();
    void textsAreEscaped();
    void membersKeepTheirOrder();
    void shortContainersStayInOneLine();
};

void JsonTest::valuesAreWritten()
{
    QCOMPARE(Json().compact(), std::string("null"));
    QCOMPARE(Json(true).compact(), std::string("true"));
    QCOMPARE(Json(false).compact(), std::string("false"));
    QCOMPARE(Json(-7).compact(), std::string("-7"));
    QCOMPARE(Json(std::numeric_limits<std::int64_t>::min()).compact(),
             std::string("-9223372036854775808"));
    QCOMPARE(Json(std::size_t{12}).compact(), std::string("12"));
    QCOMPARE(Json(0.5).compact(), std::string("0.5"));
    QCOMPARE(Json(3.0).compact(), std::string("3.0"));
    QCOMPARE(Json(std::nan("")).compact(), std::string("null"));
    QCOMPARE(Json(-std::numeric_limits<double>::infinity()).compact(), std::string("null"));
    QCOMPARE(Json("a").compact(), std::string("\"a\""));
    QCOMPARE(Json::array().compact(), std::string("[]"));
    QCOMPARE(Json::object().compact(), std::string("{}"));
    QCOMPARE(Json::list(std::vector<int>{1, 2}).compact(), std::string("[1, 2]"));
    QCOMPARE(Json::array().push(Json::array()).push("x").compact(), std::string("[[], \"x\"]"));
}

void JsonTest::doublesComeBackBitForBit_data()
{
    QTest::addColumn<double>("value");
    for (const double value : {0.1, 0.1 + 0.2, 1.0 / 3, 1e300, 5e-324, -2.2250738585072014e-308,
                               123456789012345680.0, 9007199254740993.0, -0.0, 1e21, 100.0}) {
        QTest::addRow("%.17g", value) << value;
    }
}

void JsonTest::doublesComeBackBitForBit()
{
    QFETCH(double, value);
    const std::string text = Json::object().set("v", value).compact();
    const double found =
        Config::parse(text, "test").number("/v", std::nullopt, {-1.7e308, 1.7e308});
    QVERIFY2(found == value && std::signbit(found) == std::signbit(value), text.c_str());
}

void JsonTest::textsAreEscaped_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("written");
    const auto row = [](const char* name, const std::string& text, const std::string& written) {
        QTest::newRow(name) << text << written;
    };
    row("quote and backslash", "a\"b\\c", "a\\\"b\\\\c");
    row("line end and tab", "a\nb\tc", "a\\nb\\tc");
    row("control characters", std::string("\0\x01\x1F\x7F", 4), "\\u0000\\u0001\\u001f\\u007f");
    row("UTF-8 as it is", "é€😀", "é€😀");
    row("slash as it is", "a/b", "a/b");
    const std::string bad = "\xEF\xBF\xBD";
    row("stray byte", "a\xFFz", "a" + bad + "z");
    row("cut sequence", "a\xE2\x82", "a" + bad + bad);
    row("cut sequence inside", "\xE2\x82z", bad + bad + "z");
    row("overlong", "\xC0\xAF", bad + bad);
    row("overlong, three bytes", "\xE0\x80\xAF", bad + bad + bad);
    row("surrogate", "\xED\xA0\x80", bad + bad + bad);
    row("beyond Unicode", "\xF4\x90\x80\x80", bad + bad + bad + bad);
    row("last code point", "\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF");
}

void JsonTest::textsAreEscaped()
{
    QFETCH(std::string, text);
    QFETCH(std::string, written);
    QCOMPARE(Json(text).compact(), "\"" + written + "\"");
    const std::string object = Json::object().set(text, 1).compact();
    QCOMPARE(object, "{\"" + written + "\": 1}");
    QCOMPARE(Config::parse(object, "test").keys("").size(), std::size_t{1});
}

void JsonTest::membersKeepTheirOrder()
{
    Json object = Json::object();
    object.set("z", 1).set("a", 2).set("m", Json());
    QCOMPARE(object.compact(), std::string("{\"z\": 1, \"a\": 2, \"m\": null}"));
}

void JsonTest::shortContainersStayInOneLine()
{
    Json object = Json::object();
    object.set("short", Json::list(std::vector<int>{1, 2, 3}));
    object.set("long", Json::list(std::vector<std::string>(3, std::string(40, 'x'))));
    const std::string x = "\"" + std::string(40, 'x') + "\"";
    QCOMPARE(object.pretty(), "{\n  \"short\": [1, 2, 3],\n  \"long\": [\n    " + x + ",\n    " +
                                  x + ",\n    " + x + "\n  ]\n}\n");
    QCOMPARE(Json(1).pretty(), std::string("1\n"));
}

QTEST_APPLESS_MAIN(JsonTest)
#include "json_test.moc"
