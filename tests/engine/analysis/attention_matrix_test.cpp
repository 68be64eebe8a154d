#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "engine/analysis/attention_matrix.h"
#include "engine/base/error.h"
#include "engine/trace/trace_builder.h"
#include "tests/support/golden_selection.h"
#include "tests/support/golden_trace.h"
#include "tests/support/sample_trace.h"

#include <cmath>
#include <limits>
#include <tuple>

using namespace attenscope;

namespace {

/// The first place where a matrix is not as expected; empty if it is.
QString difference(const char* what, const Matrix& found, const QJsonArray& expected)
{
    if (found.rows() != expected.size()) {
        return QStringLiteral("%1: %2 rows").arg(what).arg(found.rows());
    }
    for (Index r = 0; r < found.rows(); ++r) {
        const QJsonArray row = expected[r].toArray();
        if (found.cols() != row.size()) {
            return QStringLiteral("%1: %2 columns").arg(what).arg(found.cols());
        }
        for (Index c = 0; c < found.cols(); ++c) {
            if (!(std::abs(static_cast<double>(found(r, c)) - row[c].toDouble()) < 1e-6)) {
                return QStringLiteral("%1(%2, %3): %4 instead of %5")
                    .arg(what)
                    .arg(r)
                    .arg(c)
                    .arg(static_cast<double>(found(r, c)))
                    .arg(row[c].toDouble());
            }
        }
    }
    return {};
}

Selection jointSelection()
{
    Selection selection;
    selection.kind = "joint_self";
    selection.special = SpecialTokens::Show;
    return selection;
}

/// One word of two pieces and two regions, whose weights can be multiplied in the head. The caption
/// stands behind the image, which does not see it.
Trace smallTrace()
{
    Trace trace;
    trace.tokens.caption = "redder";
    trace.tokens.tokens = {{.id = 1, .text = "red", .word = 0},
                           {.id = 2, .text = "##der", .word = 0}};
    trace.tokens.words = {{.text = "redder", .tokens = {0, 1}}};
    trace.units.units = {{.kind = VisualUnit::Kind::Region}, {.kind = VisualUnit::Kind::Region}};
    TraceBuilder builder(AttentionKeeping::Weights);
    SiteRecorder& recorder = builder.open({.kind = "joint_self",
                                           .layer = 0,
                                           .heads = 1,
                                           .query = Axis::imageFirst(2, 2),
                                           .key = Axis::imageFirst(2, 2),
                                           .weightPrefix = {},
                                           .closesImageToText = true});
    Matrix weights(4, 4);
    weights << 0.5F, 0.5F, 0, 0, //
        0.25F, 0.75F, 0, 0,      //
        0.2F, 0.6F, 0.2F, 0,     //
        0.1F, 0.1F, 0.4F, 0.4F;
    recorder.record(0, weights);
    std::tie(trace.sites, trace.attention) = builder.finish();
    return trace;
}

} // namespace

class AttentionMatrixTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void matricesEqualTheGoldens();
    void smallMatrixIsAsComputedByHand();
    void rowsAreTheMapsOfTheirQueries();
    void meanIsTheMapWithoutFocus();
    void sidesStandInTheModelsOrder();
    void specialQueriesStayAndSpecialKeysAreHidden();
    void closedBlocksSayNothing();
    void scaleCoversShownNumbersOnly();
    void projectionsGiveTheSameNumbers();
    void misfitIsRefused();
};

void AttentionMatrixTest::matricesEqualTheGoldens()
{
    const Trace trace = goldenTrace();
    QFile file(TEST_DATA "/analysis/matrices.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray goldens = QJsonDocument::fromJson(file.readAll()).array();
    QVERIFY(goldens.size() > 300);
    for (qsizetype i = 0; i < goldens.size(); ++i) {
        const QJsonObject golden = goldens[i].toObject();
        const AttentionMatrix matrix =
            attentionMatrix(trace, goldenSelection(golden),
                            golden["all"].toBool() ? MatrixBlocks::All : MatrixBlocks::One);
        QString where = difference("weights", matrix.weights, golden["weights"].toArray());
        where += difference("row sums", matrix.rowSums, golden["row_sums"].toArray());
        where += difference("hidden sums", matrix.hiddenSums, golden["hidden_sums"].toArray());
        where += difference("column means", matrix.columnMeans, golden["column_means"].toArray());
        QVERIFY2(where.isEmpty(), qPrintable(QStringLiteral("case %1, ").arg(i) + where));
    }
}

void AttentionMatrixTest::smallMatrixIsAsComputedByHand()
{
    const Trace trace = smallTrace();
    Selection selection = jointSelection();
    const AttentionMatrix raw = attentionMatrix(trace, selection, MatrixBlocks::One);
    QCOMPARE(raw.weights.rows(), Index{1});
    QCOMPARE(raw.weights(0, 0), 0.15F); // (0.2 + 0.1) / 2
    QCOMPARE(raw.weights(0, 1), 0.35F); // (0.6 + 0.1) / 2
    QCOMPARE(raw.rowSums(0, 0), 0.5F);

    selection.jointRows = JointRows::Conditional; // 0.2 : 0.6 and 0.1 : 0.1
    const AttentionMatrix conditional = attentionMatrix(trace, selection, MatrixBlocks::One);
    QCOMPARE(conditional.weights(0, 0), 0.375F); // (0.25 + 0.5) / 2
    QCOMPARE(conditional.weights(0, 1), 0.625F);
    QCOMPARE(conditional.rowSums(0, 0), 1.0F);

    selection.showsPieces = true;
    const AttentionMatrix pieces = attentionMatrix(trace, selection, MatrixBlocks::One);
    QCOMPARE(pieces.weights.rows(), Index{2});
    QCOMPARE(pieces.weights(0, 0), 0.25F);
    QCOMPARE(pieces.weights(1, 0), 0.5F);
}

void AttentionMatrixTest::rowsAreTheMapsOfTheirQueries()
{
    const Trace trace = goldenTrace();
    Selection selection = jointSelection();
    selection.special = SpecialTokens::Renormalise;
    const AttentionMatrix matrix = attentionMatrix(trace, selection, MatrixBlocks::All);
    for (const bool asksFromImage : {false, true}) {
        for (const bool looksAtImages : {false, true}) {
            selection.direction =
                asksFromImage ? (looksAtImages ? Direction::ImageToImage : Direction::ImageToText)
                              : (looksAtImages ? Direction::TextToImage : Direction::TextToText);
            selection.focus = {2};
            const Map map = computeMap(trace, selection);
            const Map row =
                matrix.rowMap(*matrix.rows.find(asksFromImage, 2), looksAtImages ? 1 : 0);
            QCOMPARE(row.direction, selection.direction);
            QCOMPARE(row.values, map.values);
            QVERIFY(row.states == map.states);
            QCOMPARE(static_cast<float>(row.hiddenMass), static_cast<float>(map.hiddenMass));
            QCOMPARE(static_cast<float>(row.shownMass), static_cast<float>(map.shownMass));
            QVERIFY(row.isJoint);
        }
    }
}

void AttentionMatrixTest::meanIsTheMapWithoutFocus()
{
    const Trace trace = goldenTrace();
    Selection selection;
    selection.kind = "cross_text_to_image";
    selection.focus = {1}; // of no matter here
    const AttentionMatrix matrix = attentionMatrix(trace, selection, MatrixBlocks::All);
    selection.focus.clear();
    const Map map = computeMap(trace, selection);
    for (Index c = 0; c < matrix.columnMeans.cols(); ++c) {
        QCOMPARE(matrix.columnMeans(0, c), map.values[static_cast<std::size_t>(c)]);
    }
}

void AttentionMatrixTest::sidesStandInTheModelsOrder()
{
    const AttentionMatrix golden =
        attentionMatrix(goldenTrace(), jointSelection(), MatrixBlocks::All);
    QCOMPARE(golden.rows.sides.size(), std::size_t{2});
    QVERIFY(!golden.rows.sides[0].isImage);
    QCOMPARE(golden.rows.sides[0].count, 5); // words; padding is left out
    QCOMPARE(golden.rows.sides[1].begin, 5);
    QCOMPARE(golden.rows.sideOf(4), 0);
    QCOMPARE(golden.rows.sideOf(5), 1);
    QCOMPARE(golden.rows.find(true, 0), std::optional<int>(5));
    QCOMPARE(golden.rows.find(false, 9), std::optional<int>());

    const AttentionMatrix small =
        attentionMatrix(smallTrace(), jointSelection(), MatrixBlocks::All);
    QVERIFY(small.columns.sides[0].isImage);
    QVERIFY(!small.columns.sides[1].isImage);
    QCOMPARE(small.weights(2, 1), 0.35F);
}

void AttentionMatrixTest::specialQueriesStayAndSpecialKeysAreHidden()
{
    Selection selection = jointSelection();
    selection.special = SpecialTokens::Hide;
    const AttentionMatrix matrix = attentionMatrix(goldenTrace(), selection, MatrixBlocks::All);
    QVERIFY(matrix.rows.items[0].isSpecial);
    QCOMPARE(matrix.rows.items[0].state, Map::KeyState::Shown);
    QCOMPARE(matrix.columns.items[0].state, Map::KeyState::Hidden);
    QCOMPARE(matrix.stateAt(0, 0), Map::KeyState::Hidden);
    QCOMPARE(matrix.stateAt(0, 5 + 3), Map::KeyState::Masked); // unit 3
    for (int row = 0; row < matrix.rows.size(); ++row) {       // all of the row is somewhere
        QVERIFY(std::abs(matrix.rowSums.row(row).sum() + matrix.hiddenSums.row(row).sum() - 1) <
                1e-5F);
    }
}

void AttentionMatrixTest::closedBlocksSayNothing()
{
    const AttentionMatrix matrix =
        attentionMatrix(smallTrace(), jointSelection(), MatrixBlocks::All);
    QCOMPARE(matrix.stateAt(0, 0), Map::KeyState::Shown);
    QCOMPARE(matrix.stateAt(0, 2), Map::KeyState::Absent); // image → text
    QCOMPARE(matrix.stateAt(2, 2), Map::KeyState::Shown);
}

void AttentionMatrixTest::scaleCoversShownNumbersOnly()
{
    AttentionMatrix matrix;
    matrix.rows.items = {{.index = 0}, {.index = 1}};
    matrix.rows.sides = {{.isImage = false, .begin = 0, .count = 2}};
    matrix.columns.items = {{.isImage = true, .index = 0},
                            {.isImage = true, .index = 1, .state = Map::KeyState::Hidden}};
    matrix.columns.sides = {{.isImage = true, .begin = 0, .count = 2}};
    matrix.isClosed = {false};
    matrix.weights.resize(2, 2);
    matrix.weights << 0.2F, 0.9F, std::numeric_limits<float>::quiet_NaN(), 0.1F;
    QCOMPARE(matrixRange(matrix, Scale::Shared).minimum, 0.0F);
    QCOMPARE(matrixRange(matrix, Scale::Shared).maximum, 0.2F);
    QCOMPARE(matrixRange(matrix, Scale::PerMap).minimum, 0.2F);
    QCOMPARE(matrixRange(matrix, Scale::Fixed).maximum, 1.0F);
    matrix.isSimilarity = true;
    QCOMPARE(matrixRange(matrix, Scale::Fixed).minimum, -1.0F);
}

void AttentionMatrixTest::projectionsGiveTheSameNumbers()
{
    Trace trace = smallTrace();
    trace.sites[0].closesImageToText = false;
    Matrix query(4, 2);
    query << 1, 2, -1, 0.5F, 0.25F, 3, 2, -2;
    Matrix key(4, 2);
    key << 0.5F, 1, 2, -1, 0, 0.25F, 1, 1;
    const QueriesAndKeys projections{
        .query = query, .key = key, .mask = {}, .scale = 0.7F, .heads = 1};
    SiteRecorder weights(1, AttentionKeeping::Weights);
    weights.record(0, projections.weights(0));
    SiteRecorder kept(1, AttentionKeeping::QueriesAndKeys);
    kept.record(projections);
    trace.attention = {};
    trace.attention.add(std::move(weights));
    const AttentionMatrix expected = attentionMatrix(trace, jointSelection(), MatrixBlocks::All);
    trace.attention = {};
    trace.attention.add(std::move(kept));
    const AttentionMatrix found = attentionMatrix(trace, jointSelection(), MatrixBlocks::All);
    QCOMPARE(found.weights, expected.weights);
    QCOMPARE(found.columnMeans, expected.columnMeans);
}

void AttentionMatrixTest::misfitIsRefused()
{
    Selection selection = jointSelection();
    selection.firstLayer = selection.lastLayer = 9;
    QVERIFY_EXCEPTION_THROWN(attentionMatrix(goldenTrace(), selection, MatrixBlocks::One), Error);
}

QTEST_APPLESS_MAIN(AttentionMatrixTest)
#include "attention_matrix_test.moc"
