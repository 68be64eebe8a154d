#include <QTest>

#include "engine/base/limits.h"
#include "engine/checkpoint/config.h"
#include "engine/checkpoint/model_folder.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

#include <optional>
#include <string>
#include <vector>

using namespace attenscope;

Q_DECLARE_METATYPE(std::string)

namespace {

constexpr Config::Range kAny{-1e300, 1e300};

const char* const kFile = R"({
    "hidden_size": 768, "layer_norm_eps": 1e-12, "model_type": "blip", "tie": true, "none": null,
    "negative": -3, "huge": 18446744073709551616, "large": 18446744073709551615,
    "image_mean": [0.5, 1, -2], "architectures": ["A", "B"], "empty": [],
    "text_config": {"hidden_size": 512, "a/b": 1, "m~n": 2},
    "id2label": {"10": "red", "2": "blue", "1": "green"}
})";

} // namespace

class ConfigTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fieldsAreRead();
    void fallbacksStandForMissingFieldsAndNull();
    void wrongTypesAreRefused_data(); // M-01
    void wrongTypesAreRefused();
    void rangesAreChecked_data(); // M-02
    void rangesAreChecked();
    void syntaxIsStrict_data(); // M-01
    void syntaxIsStrict();
    void depthIsLimited();
    void manyKeysAreReadInLinearSteps();
    void fileIsFoundNamedAndLimited(); // M-01
};

void ConfigTest::fieldsAreRead()
{
    const Config config = Config::parse(kFile, "m/config.json");
    QCOMPARE(config.file(), std::string("m/config.json"));
    QCOMPARE(config.integer("/hidden_size", std::nullopt, kAny), std::int64_t{768});
    QCOMPARE(config.integer("/text_config/hidden_size", 1, kAny), std::int64_t{512});
    QCOMPARE(config.integer("/text_config/a~1b", 5, kAny), std::int64_t{1});
    QCOMPARE(config.integer("/text_config/m~0n", 5, kAny), std::int64_t{2});
    QCOMPARE(config.integer("/negative", 5, kAny), std::int64_t{-3});
    QCOMPARE(config.number("/layer_norm_eps", std::nullopt, kAny), 1e-12);
    QCOMPARE(config.number("/hidden_size", std::nullopt, kAny), 768.0);
    QCOMPARE(config.text("/model_type", std::nullopt), std::string("blip"));
    QCOMPARE(config.text("/architectures/1", std::nullopt), std::string("B"));
    QCOMPARE(config.boolean("/tie", false), true);
    QCOMPARE(config.numbers("/image_mean", std::nullopt), (std::vector<double>{0.5, 1, -2}));
    QCOMPARE(config.texts("/architectures", std::nullopt), (std::vector<std::string>{"A", "B"}));
    QVERIFY(config.texts("/empty", std::nullopt).empty());
    QCOMPARE(config.keys("/id2label"), (std::vector<std::string>{"10", "2", "1"}));
    QCOMPARE(config.size("/image_mean"), std::size_t{3});
    QVERIFY(config.isObject("/text_config") && !config.isObject("/tie"));
    QVERIFY(config.isNumber("/layer_norm_eps") && !config.isNumber("/model_type"));
    QVERIFY(config.contains("/text_config/hidden_size"));
}

void ConfigTest::fallbacksStandForMissingFieldsAndNull()
{
    const Config config = Config::parse(kFile, "config.json");
    for (const char* pointer : {"/absent", "/none", "/text_config/absent", "/absent/deeper",
                                "/hidden_size/deeper", "/image_mean/3", "/image_mean/x"}) {
        QVERIFY2(!config.contains(pointer), pointer);
        QCOMPARE(config.integer(pointer, 7, kAny), std::int64_t{7});
        QCOMPARE(config.number(pointer, 0.5, kAny), 0.5);
        QCOMPARE(config.text(pointer, "x"), std::string("x"));
        QCOMPARE(config.boolean(pointer, true), true);
        QCOMPARE(config.numbers(pointer, std::vector<double>{1}), std::vector<double>{1});
        QCOMPARE(config.texts(pointer, std::vector<std::string>{}), std::vector<std::string>{});
        const ErrorInfo info = errorOf([&] { config.integer(pointer, std::nullopt, kAny); });
        QCOMPARE(info.id, std::string("E_CONFIG_FIELD"));
        QCOMPARE(info.file, std::string("config.json"));
        QCOMPARE(info.place, std::string(pointer));
        QCOMPARE(info.expected, std::string("a whole number"));
        QCOMPARE(info.found, std::string("nothing"));
    }
}

void ConfigTest::wrongTypesAreRefused_data()
{
    QTest::addColumn<std::string>("value");
    QTest::addColumn<std::string>("found");
    const auto row = [](const char* value, const char* found) {
        QTest::newRow(value) << std::string(value) << std::string(found);
    };
    row("[1, 2]", "a list of 2");
    row("{\"a\": 1}", "an object");
    row("\"768\"", "the text \"768\"");
    row("true", "true");
    row("768.5", "768.5");
    row("768.0", "768");
    row("1e3", "1000");
    row("12", "12");
}

void ConfigTest::wrongTypesAreRefused()
{
    QFETCH(std::string, value);
    QFETCH(std::string, found);
    const Config config = Config::parse("{\"f\": " + value + "}", "config.json");
    const auto check = [&](const char* expected, const char* accepted, auto read) {
        if (value.find_first_of(accepted) == 0) {
            QCOMPARE(errorOf(read).id, std::string("no error"));
            return;
        }
        const ErrorInfo info = errorOf(read);
        QCOMPARE(info.id, std::string("E_CONFIG_FIELD"));
        QCOMPARE(info.place, std::string("/f"));
        QCOMPARE(info.expected, std::string(expected));
        QCOMPARE(info.found, found);
    };
    if (value != "12") { // a number with a fraction or an exponent is no whole number
        check("a whole number", "-", [&] { config.integer("/f", 1, kAny); });
    }
    check("a number", "123456789", [&] { config.number("/f", 1.0, kAny); });
    check("a text", "\"", [&] { config.text("/f", "x"); });
    check("true or false", "t", [&] { config.boolean("/f", false); });
    check("a list of numbers", "[", [&] { config.numbers("/f", std::nullopt); });
    check("an object", "{", [&] { config.keys("/f"); });
    check("a list", "[", [&] { config.size("/f"); });
    const Config list = Config::parse("{\"f\": [" + value + "]}", "config.json");
    const ErrorInfo item = errorOf([&] { list.texts("/f", std::nullopt); });
    if (!value.starts_with('"')) {
        QCOMPARE(item.place, std::string("/f/0"));
        QCOMPARE(item.expected, std::string("a text"));
        QCOMPARE(item.found, found);
    }
}

void ConfigTest::rangesAreChecked_data()
{
    QTest::addColumn<std::string>("value");
    QTest::addColumn<bool>("isInside");
    QTest::newRow("least") << std::string("1") << true;
    QTest::newRow("most") << std::string("1024") << true;
    QTest::newRow("zero") << std::string("0") << false;
    QTest::newRow("negative") << std::string("-12") << false;
    QTest::newRow("one more") << std::string("1025") << false;
    QTest::newRow("a billion") << std::string("1000000000") << false;
    QTest::newRow("2^63") << std::string("9223372036854775808") << false;
    QTest::newRow("2^64 - 1") << std::string("18446744073709551615") << false;
}

void ConfigTest::rangesAreChecked()
{
    QFETCH(std::string, value);
    QFETCH(bool, isInside);
    const Config config = Config::parse("{\"layers\": " + value + "}", "config.json");
    for (const bool isInteger : {true, false}) {
        const ErrorInfo info = errorOf([&] {
            if (isInteger) {
                config.integer("/layers", 12, {1, 1024});
            } else {
                config.number("/layers", 12, {1, 1024});
            }
        });
        QCOMPARE(info.id, std::string(isInside ? "no error" : "E_CONFIG_RANGE"));
        if (!isInside) {
            QCOMPARE(info.place, std::string("/layers"));
            QCOMPARE(info.expected, std::string("a number from 1 to 1024"));
            QCOMPARE(info.found, value);
        }
    }
}

void ConfigTest::syntaxIsStrict_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("place");
    const auto row = [](const char* name, const std::string& text, const char* place) {
        QTest::newRow(name) << text << std::string(place);
    };
    row("empty", "", "byte 0");
    row("blanks only", "  ", "byte 2");
    row("byte-order mark", "\xEF\xBB\xBF{}", "byte 0");
    row("line comment", "{ // x\n}", "byte 2");
    row("block comment", "{/* */}", "byte 1");
    row("NaN", R"({"a": NaN})", "byte 6");
    row("Infinity", R"({"a": Infinity})", "byte 6");
    row("number too large", R"({"a": 1e999})", "byte 10");
    row("comma at the end", R"({"a": 1,})", "byte 8");
    row("single quotes", "{'a': 1}", "byte 1");
    row("two documents", "{}{}", "byte 2");
    row("NUL after the document", std::string("{}\0", 3), "byte 2");
    row("NUL inside", std::string("{\0}", 3), "byte 1");
    row("invalid UTF-8", "{\"\xFF\": 1}", "byte 2");
    row("unfinished", R"({"a": [1)", "byte 8");
    row("a list", "[]", "");
    row("a number", "5", "");
    row("null", "null", "");
    row("key twice", R"({"a": 1, "b": 2, "a": 3})", "/a");
    row("key twice, deeper", R"({"x": [0, {"y/z": {"b": 1, "\u0062": 2}}]})", "/x/1/y~1z/b");
}

void ConfigTest::syntaxIsStrict()
{
    QFETCH(std::string, text);
    QFETCH(std::string, place);
    const ErrorInfo info = errorOf([&] { Config::parse(text, "m/config.json"); });
    QCOMPARE(info.id, std::string("E_CONFIG_FIELD"));
    QCOMPARE(info.file, std::string("m/config.json"));
    QCOMPARE(info.place, place);
    QVERIFY(!info.expected.empty() && !info.found.empty());
}

void ConfigTest::depthIsLimited()
{
    const auto nested = [](int depth, const char* open, const char* close) {
        std::string text = "{\"a\":";
        for (int i = 1; i < depth; ++i) {
            text += open;
        }
        text += "1";
        for (int i = 1; i < depth; ++i) {
            text += close;
        }
        return text + "}";
    };
    Config::parse(nested(64, "[", "]"), "config.json");
    Config::parse(nested(64, "{\"a\":", "}"), "config.json");
    const ErrorInfo info = errorOf([&] { Config::parse(nested(65, "{\"a\":", "}"), "c"); });
    QCOMPARE(info.id, std::string("E_LIMIT_DEPTH"));
    QVERIFY(info.place.starts_with("/a/a/a"));
    const std::string bomb = "{\"a\":" + std::string(500'000, '[');
    QCOMPARE(errorOf([&] { Config::parse(bomb, "c"); }).id, std::string("E_LIMIT_DEPTH"));
}

void ConfigTest::manyKeysAreReadInLinearSteps()
{
    // 170,000 keys; looking at all earlier ones for each would take minutes, and the test's time
    std::string text = "{";
    for (int i = 0; i < 170'000; ++i) {
        text += "\"" + std::to_string(i) + "\":1,";
    }
    text.back() = '}';
    QCOMPARE(Config::parse(text, "c").keys("").size(), std::size_t{170'000});
}

void ConfigTest::fileIsFoundNamedAndLimited()
{
    const TemporaryFolder folder;
    folder.write("m/config.json", R"({"model_type": "blip"})");
    folder.write("m/bad.json", "{");
    folder.write("m/huge.json", "{}" + std::string(limits::kConfigBytes, ' '));
    const ModelFolder model(folder.path() / "m");
    QCOMPARE(model.readConfig("config.json").text("/model_type", ""), std::string("blip"));
    const ErrorInfo missing = errorOf([&] { model.readConfig("other.json"); });
    QCOMPARE(missing.id, std::string("E_CONFIG_FIELD"));
    QCOMPARE(missing.file, std::string("m/other.json"));
    QCOMPARE(missing.found, std::string("no such file"));
    QCOMPARE(errorOf([&] { model.readConfig("bad.json"); }).file, std::string("m/bad.json"));
    const ErrorInfo huge = errorOf([&] { model.readConfig("huge.json"); });
    QCOMPARE(huge.id, std::string("E_LIMIT_FILE"));
    QCOMPARE(huge.file, std::string("m/huge.json"));
}

QTEST_APPLESS_MAIN(ConfigTest)
#include "config_test.moc"
