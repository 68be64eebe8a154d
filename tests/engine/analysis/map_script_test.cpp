#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

#include "engine/analysis/map.h"
#include "engine/analysis/map_script.h"
#include "engine/analysis/matrix_script.h"
#include "engine/io/run_files.h"
#include "engine/models/model.h"
#include "tests/support/golden_trace.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <map>
#include <memory>

Q_DECLARE_METATYPE(attenscope::Selection)

using namespace attenscope;

namespace {

const QString kPython = QStringLiteral("/usr/bin/python3");

bool hasNumpy()
{
    QProcess python;
    python.start(kPython, {QStringLiteral("-c"), QStringLiteral("import numpy")});
    return python.waitForFinished(60'000) && python.exitStatus() == QProcess::NormalExit &&
           python.exitCode() == 0;
}

/// A picture of a few flat areas.
Image areas()
{
    Image image;
    image.width = 96;
    image.height = 96;
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            image.rgb.push_back(x < 40 ? 230 : 40);
            image.rgb.push_back(y < 60 ? 60 : 200);
            image.rgb.push_back(static_cast<std::uint8_t>((x + y) % 256));
        }
    }
    return image;
}

} // namespace

/// What Python makes of a run's files against computeMap.
class MapScriptTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void rebuildsTheMap_data();
    void rebuildsTheMap();
    void rebuildsTheMatrix_data();
    void rebuildsTheMatrix();
    void namesAreStringsOfPython();

private:
    /// Runs a script where the run's files lie.
    /// returns  what it has in `values`, and in `grid`
    QJsonArray run(const std::string& run, const std::string& script);
    /// result  an expression of Python
    QJsonArray run(const std::string& run, const std::string& script, const QByteArray& result);

    TemporaryFolder folder_;
    std::map<std::string, TracePtr> traces_;
};

void MapScriptTest::initTestCase()
{
    if (!hasNumpy()) {
        QSKIP("there is no /usr/bin/python3 with numpy");
    }
    const ModelPtr model = loadModel(TEST_DATA "/../../resources/models/scenes", {}, Progress());
    const Sample sample{.image = areas(),
                        .caption = "a small reddish circle left of a blue square"};
    const auto keep = [this](const std::string& name, TracePtr trace) {
        writeRun(folder_.path() / name, *trace, {}, {}, Progress());
        traces_[name] = std::move(trace);
    };
    keep("co", model->run(sample, {.mode = Mode::CoAttention}, Progress()));
    keep("joint", model->run(sample, {.mode = Mode::SingleStream}, Progress()));
    keep("golden", std::make_shared<const Trace>(goldenTrace()));
}

void MapScriptTest::rebuildsTheMap_data()
{
    QTest::addColumn<QString>("run");
    QTest::addColumn<Selection>("selection");
    const auto row = [](const char* name, const char* run, Selection selection) {
        QTest::newRow(name) << run << selection;
    };
    row("a word, one head", "co", {.head = 1, .focus = {3}});
    row("two words, mean", "co", {.focus = {2, 3}});
    row("all words, all layers, max", "co", {.lastLayer = 1, .aggregation = "max"});
    row("a word, special keys renormalised", "co",
        {.focus = {3}, .special = SpecialTokens::Renormalise});
    row("a patch, words of several pieces", "co",
        {.direction = Direction::ImageToText, .firstLayer = 1, .lastLayer = 1, .focus = {40}});
    row("a patch, minimum, renormalised", "co",
        {.direction = Direction::ImageToText,
         .aggregation = "min",
         .focus = {40, 41},
         .special = SpecialTokens::Renormalise});
    row("a patch, pieces", "co",
        {.direction = Direction::ImageToText, .focus = {40}, .showsPieces = true});
    row("a joint row", "joint", {.focus = {3}});
    row("a joint row, conditional", "joint", {.focus = {3}, .jointRows = JointRows::Conditional});
    row("a joint row of a patch", "joint",
        {.direction = Direction::ImageToText, .head = 0, .focus = {7}});
    row("with masks and padding", "golden", {.focus = {1}});
}

QJsonArray MapScriptTest::run(const std::string& run, const std::string& script)
{
    return this->run(run, script,
                     "[values.tolist(), grid.ravel().tolist() if 'grid' in globals() else None, "
                     "names]");
}

QJsonArray
MapScriptTest::run(const std::string& run, const std::string& script, const QByteArray& result)
{
    QProcess python;
    python.setWorkingDirectory(QString::fromStdString((folder_.path() / run).string()));
    python.start(kPython, {QStringLiteral("-")});
    python.write(QByteArray::fromStdString(script) + "import json\nprint(json.dumps(" + result +
                 "))\n");
    python.closeWriteChannel();
    if (!python.waitForFinished(60'000) || python.exitCode() != 0) {
        qWarning("%s", python.readAllStandardError().constData());
        return {};
    }
    const QList<QByteArray> lines = python.readAllStandardOutput().trimmed().split('\n');
    return QJsonDocument::fromJson(lines.back()).array();
}

void MapScriptTest::rebuildsTheMap()
{
    QFETCH(const QString, run);
    QFETCH(const Selection, selection);
    const Trace& trace = *traces_.at(run.toStdString());
    const Map map = computeMap(trace, selection);
    const QJsonArray found = this->run(run.toStdString(), mapScript(trace, selection));
    QCOMPARE(found.size(), 3);
    const QJsonArray values = found[0].toArray();
    QCOMPARE(static_cast<std::size_t>(values.size()), map.values.size());
    for (std::size_t i = 0; i < map.values.size(); ++i) {
        const auto expected = static_cast<double>(map.values[i]);
        const double value = values[static_cast<qsizetype>(i)].toDouble(std::nan(""));
        QVERIFY2(std::abs(value - expected) <= 1e-6 * std::max(1e-3, std::abs(expected)) + 1e-9,
                 qPrintable(QStringLiteral("%1: %2, expected %3").arg(i).arg(value).arg(expected)));
    }
    QCOMPARE(found[2].toArray().size(), values.size());
    if (looksAtImage(selection.direction)) {
        const QJsonArray grid = found[1].toArray();
        QCOMPARE(grid.size(), qsizetype{trace.units.gridRows} * trace.units.gridColumns);
        for (std::size_t u = 0; u < trace.units.units.size(); ++u) {
            const VisualUnit& unit = trace.units.units[u];
            if (unit.kind == VisualUnit::Kind::Patch) {
                QCOMPARE(grid[unit.row * trace.units.gridColumns + unit.column],
                         values[static_cast<qsizetype>(u)]);
            }
        }
    }
}

void MapScriptTest::rebuildsTheMatrix_data()
{
    QTest::addColumn<QString>("run");
    QTest::addColumn<Selection>("selection");
    QTest::addColumn<bool>("hasAllBlocks");
    const auto row = [](const char* name, const char* run, Selection selection, bool all = false) {
        QTest::newRow(name) << run << selection << all;
    };
    row("words and patches, one head", "co", {.head = 1, .focus = {3}});
    row("all layers, max, renormalised", "co",
        {.lastLayer = 1, .aggregation = "max", .special = SpecialTokens::Renormalise});
    row("patches and words of several pieces", "co",
        {.direction = Direction::ImageToText, .special = SpecialTokens::Renormalise});
    row("pieces", "co", {.special = SpecialTokens::Show, .showsPieces = true});
    row("one block", "joint", {.firstLayer = 1, .lastLayer = 1});
    row("one block, conditional", "joint", {.jointRows = JointRows::Conditional});
    row("all blocks", "joint", {.special = SpecialTokens::Renormalise}, true);
    row("all blocks of pieces", "joint", {.head = 0, .showsPieces = true}, true);
    row("with masks and padding", "golden", {.focus = {1}});
}

void MapScriptTest::rebuildsTheMatrix()
{
    QFETCH(const QString, run);
    QFETCH(const Selection, selection);
    QFETCH(const bool, hasAllBlocks);
    const Trace& trace = *traces_.at(run.toStdString());
    const MatrixBlocks blocks = hasAllBlocks ? MatrixBlocks::All : MatrixBlocks::One;
    const AttentionMatrix matrix = attentionMatrix(trace, selection, blocks);
    const QJsonArray found = this->run(run.toStdString(), matrixScript(trace, selection, blocks),
                                       "[values.tolist(), len(queries), len(keys), "
                                       "maps.tolist() if 'maps' in globals() else None]");
    QCOMPARE(found.size(), 4);
    const QJsonArray values = found[0].toArray();
    QCOMPARE(values.size(), qsizetype{matrix.rows.size()});
    QCOMPARE(found[1].toInt(), matrix.rows.size());
    QCOMPARE(found[2].toInt(), matrix.columns.size());
    for (int r = 0; r < matrix.rows.size(); ++r) {
        const QJsonArray line = values[r].toArray();
        QCOMPARE(line.size(), qsizetype{matrix.columns.size()});
        for (int c = 0; c < matrix.columns.size(); ++c) {
            const auto expected = static_cast<double>(matrix.weights(r, c));
            const double value = line[c].toDouble(std::nan(""));
            QVERIFY2(std::abs(value - expected) <= 1e-6 * std::max(1e-3, std::abs(expected)) + 1e-9,
                     qPrintable(QStringLiteral("%1, %2: %3, expected %4")
                                    .arg(r)
                                    .arg(c)
                                    .arg(value)
                                    .arg(expected)));
        }
    }
    QCOMPARE(found[3].isArray(), !hasAllBlocks && trace.units.gridRows > 0);
    if (!hasAllBlocks && selection.direction == Direction::TextToImage &&
        trace.units.gridRows > 0) {
        for (int c = 0; c < matrix.columns.size(); ++c) {
            const VisualUnit& unit = trace.units.units[static_cast<std::size_t>(
                matrix.columns.items[static_cast<std::size_t>(c)].index)];
            if (unit.kind == VisualUnit::Kind::Patch) {
                QCOMPARE(found[3][1][unit.row][unit.column], values[1][c]);
            }
        }
    }
}

void MapScriptTest::namesAreStringsOfPython()
{
    Trace trace = goldenTrace();
    trace.tokens.words[1].text = "a\"b\\c\nd é";
    const Selection selection{.direction = Direction::ImageToText, .focus = {1}};
    const QJsonArray found = run("golden", mapScript(trace, selection));
    QCOMPARE(found.size(), 3);
    QCOMPARE(found[2].toArray()[1].toString(), QStringLiteral("a\"b\\c\nd é"));
}

QTEST_GUILESS_MAIN(MapScriptTest)
#include "map_script_test.moc"
