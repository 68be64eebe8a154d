#include <QTest>

#include "app/command_line.h"
#include "engine/base/error.h"

#include <string>
#include <variant>
#include <vector>

namespace attenscope {

namespace {

using Arguments = std::vector<std::string>;

const Arguments kSample{"--image", "a.png", "--caption", "a red circle"};

/// The words that a sample needs, behind the given ones.
Arguments with(Arguments first, const Arguments& more = kSample)
{
    first.insert(first.end(), more.begin(), more.end());
    return first;
}

template <typename Kind>
Kind parsed(const Arguments& arguments)
{
    return std::get<Kind>(parseCommandLine(arguments));
}

} // namespace

class CommandLineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutASubcommandTheWindowOpens();
    void runTakesItsOptions();
    void figureTakesItsOptions();
    void aRecordedRunNeedsNoSample();
    void informationIsText_data();
    void informationIsText();
    void mistakesAreNamed_data();
    void mistakesAreNamed();
};

void CommandLineTest::withoutASubcommandTheWindowOpens()
{
    const auto empty = parsed<WindowCommand>({});
    QVERIFY(empty.image.empty() && !empty.caption && !empty.model);

    const auto full = parsed<WindowCommand>({"a.png", "--caption", "", "--model", "blip"});
    QCOMPARE(full.image.string(), std::string("a.png"));
    QCOMPARE(full.caption.value(), std::string());
    QCOMPARE(full.model.value(), std::string("blip"));
}

void CommandLineTest::runTakesItsOptions()
{
    const auto run = parsed<RunCommand>(with({"run",
                                              "--mode",
                                              "co",
                                              "--fusion",
                                              "concat",
                                              "--pad-text",
                                              "20",
                                              "--ablate",
                                              "0:1",
                                              "--ablate",
                                              "1:2,1:3",
                                              "--mask-words",
                                              "red circle",
                                              "--mask-units",
                                              "1,2,3,4",
                                              "--threads",
                                              "3",
                                              "--hidden",
                                              "--dump-inputs",
                                              "--out",
                                              "here",
                                              "--regions",
                                              "all.tsv",
                                              "--regions-id",
                                              "42",
                                              "--pad-units",
                                              "36",
                                              "--task-id",
                                              "4",
                                              "--answer-ids",
                                              "30522,7592",
                                              "--max-length",
                                              "12",
                                              "--force",
                                              "--json",
                                              "--quiet"}));
    QCOMPARE(run.sample.model, std::string("scenes"));
    QCOMPARE(run.sample.image.string(), std::string("a.png"));
    QCOMPARE(run.sample.caption.value(), std::string("a red circle"));
    QVERIFY(run.sample.mode == Mode::CoAttention);
    QCOMPARE(run.fusion.value(), std::string("concat"));
    QCOMPARE(run.sample.padText.value(), 20);
    QCOMPARE(run.sample.ablate, (Arguments{"0:1", "1:2,1:3"}));
    QCOMPARE(run.sample.maskWords, Arguments{"red circle"});
    QCOMPARE(run.sample.maskUnits, Arguments{"1,2,3,4"});
    QCOMPARE(run.sample.regions.string(), std::string("all.tsv"));
    QCOMPARE(run.sample.regionsId.value(), std::string("42"));
    QCOMPARE(run.sample.padUnits.value(), 36);
    QCOMPARE(run.sample.taskId.value(), 4);
    QCOMPARE(run.sample.answerIds, (std::vector<std::int64_t>{30522, 7592}));
    QVERIFY(!run.sample.answer);
    QCOMPARE(run.sample.longestText.value(), 12);
    QCOMPARE(run.sample.threads, 3);
    QCOMPARE(run.out.string(), std::string("here"));
    QVERIFY(run.keepStates && run.keepInputs && run.isForced);
    QVERIFY(run.answer.isJson && run.answer.isQuiet);

    const auto plain = parsed<RunCommand>({"run", "--image", "a.png", "--caption-file", "-"});
    QCOMPARE(plain.sample.captionFile.value(), std::string("-"));
    QVERIFY(!plain.sample.mode && !plain.fusion && !plain.sample.padText && plain.out.empty());
    QVERIFY(plain.sample.regions.empty() && !plain.sample.regionsId);
    QVERIFY(!plain.sample.padUnits && !plain.sample.taskId);
    QVERIFY(plain.sample.answerIds.empty() && !plain.sample.longestText);
    QCOMPARE(parsed<RunCommand>(with({"run", "--answer", "a dog"})).sample.answer.value(),
             std::string("a dog"));
    QVERIFY(!plain.keepStates && !plain.keepInputs && !plain.isForced && !plain.answer.isJson);
    QVERIFY(plain.sample.threads >= 1);
}

void CommandLineTest::figureTakesItsOptions()
{
    const auto figure =
        parsed<FigureCommand>(with({"figure",        "--out",        "f.svg",      "--direction",
                                    "image-to-text", "--kind",       "joint_self", "--layer",
                                    "0-2",           "--head",       "3",          "--words",
                                    "red",           "--units",      "4",          "--special",
                                    "renormalise",   "--scale",      "fixed",      "--colormap",
                                    "viridis",       "--overlay",    "spotlight",  "--opacity",
                                    "0.25",          "--patch-grid", "--smooth",   "--size",
                                    "800x600",       "--dpi",        "96",         "--theme",
                                    "dark",          "--no-metadata"}));
    QVERIFY(figure.selection.direction == Direction::ImageToText);
    QCOMPARE(figure.selection.kind, std::string("joint_self"));
    QVERIFY(figure.selection.layers && figure.selection.layers->first == 0 &&
            figure.selection.layers->last == 2);
    QCOMPARE(figure.selection.head.value(), 3);
    QCOMPARE(figure.selection.words, Arguments{"red"});
    QCOMPARE(figure.selection.units, Arguments{"4"});
    QVERIFY(figure.selection.special == SpecialTokens::Renormalise);
    const FigureStyle expected{.scale = Scale::Fixed,
                               .colourTable = "viridis",
                               .overlay = OverlayKind::Spotlight,
                               .opacity = 0.25,
                               .isSmooth = true,
                               .showsGrid = true,
                               .theme = ThemeKind::Dark,
                               .size = {800, 600},
                               .dpi = 96,
                               .hasMetadata = false};
    QVERIFY(figure.style == expected);

    // The table is of the kind that the scale needs; another is refused with the figure.
    const auto lift = parsed<FigureCommand>(
        with({"figure", "--out", "f.png", "--scale", "lift", "--colormap", "blue-orange"}));
    QVERIFY(lift.style.scale == Scale::Lift);
    QCOMPARE(lift.style.signedTable, std::string("blue-orange"));
    QCOMPARE(lift.style.colourTable, FigureStyle().colourTable);

    const auto all = parsed<FigureCommand>(with({"figure", "--out", "f.png", "--layer", "all"}));
    QVERIFY(all.selection.layers && all.selection.layers->first == 0 &&
            !all.selection.layers->last);

    const auto plain = parsed<FigureCommand>(with({"figure", "--out", "f.png"}));
    QVERIFY(plain.view == FigureView::Image && !plain.compared);
    QVERIFY(!plain.selection.direction && !plain.selection.layers && !plain.selection.head);
    QVERIFY(plain.selection.special == SpecialTokens::Hide);
    QVERIFY(plain.style == FigureStyle{});
}

void CommandLineTest::aRecordedRunNeedsNoSample()
{
    const auto figure = parsed<FigureCommand>({"figure", "runs/one", "--out", "f.png"});
    QCOMPARE(figure.run.string(), std::string("runs/one"));
}

void CommandLineTest::informationIsText_data()
{
    QTest::addColumn<Arguments>("arguments");
    QTest::addColumn<QByteArray>("part");

    QTest::newRow("help") << Arguments{"--help"} << QByteArray("inspect");
    QTest::newRow("help of a subcommand")
        << Arguments{"figure", "--help"} << QByteArray("--colormap");
    QTest::newRow("version") << Arguments{"--version"} << QByteArray("attenscope 0.1.0\n");
    QTest::newRow("limits") << Arguments{"--print-limits"} << QByteArray("caption: 65536 bytes\n");
}

void CommandLineTest::informationIsText()
{
    QFETCH(const Arguments, arguments);
    QFETCH(const QByteArray, part);
    const auto command = parsed<TextCommand>(arguments);
    QVERIFY2(command.text.find(part.toStdString()) != std::string::npos, command.text.c_str());
}

void CommandLineTest::mistakesAreNamed_data()
{
    QTest::addColumn<Arguments>("arguments");
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("place");
    QTest::addColumn<QByteArray>("remedy");

    const auto row = [](const char* name, const Arguments& arguments, const char* id,
                        const char* place, const char* remedy) {
        QTest::newRow(name) << arguments << QByteArray(id) << QByteArray(place)
                            << QByteArray(remedy);
    };
    row("an unknown subcommand", {"rnu"}, "E_USAGE_COMMAND", "rnu", "Did you mean run?");
    row("a later subcommand", {"verify"}, "E_USAGE_COMMAND", "verify",
        "There is run, figure, inspect, models.");
    row("an unknown option", with({"run", "--capton", "x"}), "E_USAGE_OPTION", "--capton",
        "Did you mean --caption?");
    row("an unknown option with its value", with({"run", "--moed=co"}), "E_USAGE_OPTION", "--moed",
        "Did you mean --mode?");
    row("a later option", with({"run", "--tolerance", "1"}), "E_USAGE_OPTION", "--tolerance",
        "See --help.");
    row("an unknown option of the window", {"--modle", "x"}, "E_USAGE_OPTION", "--modle",
        "Did you mean --model?");
    row("an unknown option before anything missing", {"figure", "--wrods", "red"}, "E_USAGE_OPTION",
        "--wrods", "Did you mean --words?");
    row("an argument too many", with({"run", "more"}), "E_USAGE_VALUE", "more", "See --help.");
    row("an option before the subcommand", {"--model", "x", "run"}, "E_USAGE_COMMAND", "run",
        "Write attenscope run and then its options.");
    row("no picture", {"run", "--caption", "x"}, "E_USAGE_MISSING", "--image", "Add --image FILE.");
    row("no caption", {"run", "--image", "x"}, "E_USAGE_MISSING", "--caption",
        "Add --caption TEXT or --caption-file FILE.");
    row("two captions", with({"run", "--caption-file", "x"}), "E_USAGE_MISSING", "--caption",
        "Leave one of them out.");
    row("no figure file", with({"figure"}), "E_USAGE_MISSING", "--out",
        "Add --out FILE with the suffix .png, .svg, .pdf, .webp, .gif or .mp4.");
    row("a run and a caption", with({"figure", "r", "--out", "f.png"}), "E_USAGE_OPTION",
        "--caption", "Leave one of them out.");
    row("a wrong mode", with({"run", "--mode", "hybird"}), "E_USAGE_VALUE", "--mode",
        "Did you mean hybrid?");
    row("a wrong direction", with({"figure", "--out", "f.png", "--direction", "up"}),
        "E_USAGE_VALUE", "--direction", "");
    row("a wrong colour table", with({"figure", "--out", "f.png", "--colormap", "viridsi"}),
        "E_USAGE_VALUE", "--colormap", "Did you mean viridis?");
    row("a layer backwards", with({"figure", "--out", "f.png", "--layer", "3-1"}), "E_USAGE_VALUE",
        "--layer", "");
    row("no threads", with({"run", "--threads", "0"}), "E_USAGE_VALUE", "--threads",
        "See attenscope --help.");
    row("a word for a number", with({"run", "--pad-text", "many"}), "E_USAGE_VALUE", "--pad-text",
        "See attenscope --help.");
    row("no regions to pad to", with({"run", "--pad-units", "0"}), "E_USAGE_VALUE", "--pad-units",
        "See attenscope --help.");
    row("a task without a number", with({"run", "--task-id", "vqa"}), "E_USAGE_VALUE", "--task-id",
        "See attenscope --help.");
    row("two answers", with({"run", "--answer", "a", "--answer-ids", "1"}), "E_USAGE_VALUE",
        "command line", "See attenscope --help.");
    row("an answer of words for ids", with({"run", "--answer-ids", "red"}), "E_USAGE_VALUE",
        "command line", "See attenscope --help.");
    row("a run and a longest text", {"figure", "r", "--out", "f.png", "--max-length", "3"},
        "E_USAGE_OPTION", "--max-length", "Leave one of them out.");
    row("a run and regions", {"figure", "r", "--out", "f.png", "--regions", "x"}, "E_USAGE_OPTION",
        "--regions", "Leave one of them out.");
    row("an option without its value", {"run", "--image"}, "E_USAGE_VALUE", "--image",
        "See attenscope --help.");
    row("one head without its number", with({"figure", "--out", "f.png", "--aggregate", "one"}),
        "E_USAGE_VALUE", "--aggregate", "");
    row("a size of nothing", with({"figure", "--out", "f.png", "--size", "0x10"}), "E_USAGE_VALUE",
        "--size", "");
    row("nothing to inspect", {"inspect"}, "E_USAGE_MISSING", "inspect",
        "Write attenscope inspect MODEL.");
}

void CommandLineTest::mistakesAreNamed()
{
    QFETCH(const Arguments, arguments);
    QFETCH(const QByteArray, id);
    QFETCH(const QByteArray, place);
    QFETCH(const QByteArray, remedy);
    try {
        parseCommandLine(arguments);
    } catch (const Error& error) {
        QCOMPARE(QByteArray::fromStdString(error.info().id), id);
        QCOMPARE(QByteArray::fromStdString(error.info().place), place);
        QCOMPARE(QByteArray::fromStdString(error.info().remedy), remedy);
        QCOMPARE(exitCodeFor(error.info().id), 2);
        return;
    }
    QFAIL("accepted");
}

} // namespace attenscope

QTEST_APPLESS_MAIN(attenscope::CommandLineTest)
#include "command_line_test.moc"
