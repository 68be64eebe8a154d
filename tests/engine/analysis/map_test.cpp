#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "engine/analysis/scale.h"
#include "engine/base/error.h"
#include "tests/support/golden_selection.h"
#include "tests/support/golden_trace.h"

#include <algorithm>
#include <cmath>

using namespace attenscope;

namespace {

Selection simple(Direction direction)
{
    Selection selection;
    selection.direction = direction;
    selection.focus = {2};
    return selection;
}

} // namespace

class MapTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mapsEqualTheGoldens();
    void crossingKindsComeBeforeJointBlocks();
    void directionsAreNotInterchangeable();
    void specialKeysAreHiddenWithTheirMass();
    void maskedKeysAreMarkedAndWeighNothing();
    void piecesCanBeShownApart();
    void piecesCanAskAlone();
    void selectionIsFittedToTheTrace();
    void misfitIsRefused_data();
    void misfitIsRefused();
    void everyHeadsMapIsTheHeadsOwn();
    void sharedScaleCoversAllHeads();
    void keptPlusHiddenMassIsOne();
    void similaritiesAreNotSharedOut();
};

void MapTest::mapsEqualTheGoldens()
{
    const Trace trace = goldenTrace();
    QFile file(TEST_DATA "/analysis/maps.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray goldens = QJsonDocument::fromJson(file.readAll()).array();
    QVERIFY(goldens.size() > 100);
    for (const QJsonValue& value : goldens) {
        const QJsonObject golden = value.toObject();
        const Map map = computeMap(trace, goldenSelection(golden));
        const QJsonArray expected = golden["values"].toArray();
        const QByteArray name =
            QJsonDocument(golden).toJson(QJsonDocument::Compact) + map.formula.c_str();
        QCOMPARE(static_cast<qsizetype>(map.values.size()), expected.size());
        for (qsizetype i = 0; i < expected.size(); ++i) {
            const double found = static_cast<double>(map.values[static_cast<std::size_t>(i)]);
            QVERIFY2(std::abs(found - expected[i].toDouble()) < 1e-6,
                     name + " at " + QByteArray::number(i) + ": " + QByteArray::number(found));
        }
        QVERIFY2(std::abs(map.hiddenMass - golden["hidden_mass"].toDouble()) < 1e-6, name);
    }
}

void MapTest::crossingKindsComeBeforeJointBlocks()
{
    const Trace trace = goldenTrace();
    const std::vector<std::string> expected{"cross_text_to_image", "joint_self"};
    QCOMPARE(kindsFor(trace, Direction::TextToImage), expected);
    QCOMPARE(kindsFor(trace, Direction::TextToText), std::vector<std::string>{"joint_self"});
    const Selection unnamed = simple(Direction::TextToImage); // its kind is empty
    QCOMPARE(computeMap(trace, unnamed).siteNames.front(),
             std::string("attn_cross_text_to_image_L00"));
    QCOMPARE(headMaps(trace, unnamed).size(), std::size_t{2});
}

void MapTest::directionsAreNotInterchangeable()
{
    const Trace trace = goldenTrace();
    const Map looks = computeMap(trace, *fitted(trace, simple(Direction::TextToImage)));
    const Map looked = computeMap(trace, *fitted(trace, simple(Direction::ImageToText)));
    QCOMPARE(looks.values.size(), std::size_t{5});  // one per unit
    QCOMPARE(looked.values.size(), std::size_t{5}); // one per word
    QCOMPARE(looks.siteNames.front(), std::string("attn_cross_text_to_image_L00"));
    QCOMPARE(looked.siteNames.front(), std::string("attn_cross_image_to_text_L00"));
    QVERIFY(looks.values != looked.values);
}

void MapTest::specialKeysAreHiddenWithTheirMass()
{
    const Trace trace = goldenTrace();
    Selection selection = *fitted(trace, simple(Direction::TextToImage));
    const Map hidden = computeMap(trace, selection);
    QCOMPARE(hidden.states[0], Map::KeyState::Hidden);
    QVERIFY(std::abs(hidden.hiddenMass - static_cast<double>(hidden.values[0])) < 1e-6);
    selection.special = SpecialTokens::Show;
    QCOMPARE(computeMap(trace, selection).states[0], Map::KeyState::Shown);
    QCOMPARE(computeMap(trace, selection).hiddenMass, 0.0);
}

void MapTest::maskedKeysAreMarkedAndWeighNothing()
{
    const Trace trace = goldenTrace();
    const Map map = computeMap(trace, *fitted(trace, simple(Direction::TextToImage)));
    QCOMPARE(map.states[3], Map::KeyState::Masked);
    QCOMPARE(map.values[3], 0.0F);
}

void MapTest::piecesCanBeShownApart()
{
    const Trace trace = goldenTrace();
    Selection selection = *fitted(trace, simple(Direction::ImageToText));
    const Map words = computeMap(trace, selection);
    selection.showsPieces = true;
    const Map pieces = computeMap(trace, selection);
    QCOMPARE(pieces.values.size(), std::size_t{kGoldenTokens});
    QVERIFY(std::abs(pieces.values[2] + pieces.values[3] - words.values[2]) < 1e-6F);
    QCOMPARE(pieces.states[6], Map::KeyState::Masked); // padding
}

void MapTest::piecesCanAskAlone()
{
    const Trace trace = goldenTrace();
    Selection selection = *fitted(trace, simple(Direction::TextToImage));
    const Map word = computeMap(trace, selection);
    selection.pieces = {2};
    const Map first = computeMap(trace, selection);
    selection.pieces = {3};
    const Map second = computeMap(trace, selection);
    QVERIFY(first.values != second.values);
    for (std::size_t u = 0; u < word.values.size(); ++u) {
        QVERIFY(std::abs((first.values[u] + second.values[u]) / 2 - word.values[u]) < 1e-6F);
    }
    selection.pieces = {1}; // of another word
    QVERIFY_EXCEPTION_THROWN(computeMap(trace, selection), Error);
    QVERIFY(fitted(trace, selection)->pieces.empty());
    selection.direction = Direction::ImageToText; // patches ask
    selection.kind.clear();
    selection.pieces = {2};
    QVERIFY(fitted(trace, selection)->pieces.empty());
}

void MapTest::selectionIsFittedToTheTrace()
{
    const Trace trace = goldenTrace();
    Selection selection;
    selection.direction = Direction::TextToImage;
    selection.kind = "of another model";
    selection.firstLayer = 5;
    selection.lastLayer = 9;
    selection.head = 11;
    selection.focus = {1, 99};
    const Selection fit = *fitted(trace, selection);
    QCOMPARE(fit.kind, std::string("cross_text_to_image"));
    QCOMPARE(fit.firstLayer, 1);
    QCOMPARE(fit.lastLayer, 1);
    QCOMPARE(fit.head.value_or(-1), 2);
    QCOMPARE(fit.focus, std::vector<int>{1});
    QVERIFY(!fitted(Trace(), selection));
}

void MapTest::misfitIsRefused_data()
{
    QTest::addColumn<int>("layer");
    QTest::addColumn<int>("head");
    QTest::addColumn<int>("focus");
    QTest::addColumn<QString>("aggregation");
    QTest::addColumn<QString>("place");
    QTest::newRow("layer beyond the last") << 2 << 0 << 1 << "mean"
                                           << "layer";
    QTest::newRow("negative layer") << -1 << 0 << 1 << "mean"
                                    << "layer";
    QTest::newRow("head beyond the last") << 0 << 3 << 1 << "mean"
                                          << "head";
    QTest::newRow("word beyond the last") << 0 << 0 << 5 << "mean"
                                          << "focus";
    QTest::newRow("unknown aggregation") << 0 << 0 << 1 << "median"
                                         << "aggregation";
}

void MapTest::misfitIsRefused()
{
    QFETCH(int, layer);
    QFETCH(int, head);
    QFETCH(int, focus);
    QFETCH(QString, aggregation);
    QFETCH(QString, place);
    const Trace trace = goldenTrace();
    Selection selection = *fitted(trace, simple(Direction::TextToImage));
    selection.firstLayer = layer;
    selection.lastLayer = layer;
    selection.head = head;
    selection.focus = {focus};
    selection.aggregation = aggregation.toStdString();
    try {
        computeMap(trace, selection);
        QFAIL("accepted");
    } catch (const Error& error) {
        QCOMPARE(error.info().id, std::string("E_USAGE_SELECTION"));
        QCOMPARE(QString::fromStdString(error.info().place), place);
    }
}

void MapTest::everyHeadsMapIsTheHeadsOwn()
{
    const Trace trace = goldenTrace();
    int maps = 0;
    for (const Site& site : trace.sites) {
        for (int variant = 0; variant < 48; ++variant) {
            Selection selection;
            selection.kind = site.kind;
            selection.direction = static_cast<Direction>(variant % 4);
            selection.special = static_cast<SpecialTokens>(variant / 4 % 3);
            selection.jointRows = static_cast<JointRows>(variant / 12 % 2);
            selection.showsPieces = variant / 24 == 1;
            const std::vector<std::string> kinds = kindsFor(trace, selection.direction);
            if (std::find(kinds.begin(), kinds.end(), site.kind) == kinds.end()) {
                continue;
            }
            for (const std::vector<int>& focus : {std::vector<int>{}, {1}, {1, 2}}) {
                selection.focus = focus;
                selection.head.reset();
                const std::vector<std::vector<Map>> all = headMaps(trace, selection);
                selection.firstLayer = selection.lastLayer = site.layer;
                for (int head = 0; head < site.heads; ++head) {
                    selection.head = head;
                    const Map own = computeMap(trace, selection);
                    const Map& found =
                        all[static_cast<std::size_t>(site.layer)][static_cast<std::size_t>(head)];
                    // A row's mass is a sum of floats, whose order follows its place in memory.
                    const double most = own.isConditional ? 1e-6 : 0;
                    QCOMPARE(found.values.size(), own.values.size());
                    for (std::size_t key = 0; key < own.values.size(); ++key) {
                        QVERIFY(std::abs(static_cast<double>(found.values[key]) -
                                         static_cast<double>(own.values[key])) <= most);
                    }
                    QCOMPARE(found.states, own.states);
                    QVERIFY(std::abs(found.shownMass - own.shownMass) <= most);
                    QVERIFY(std::abs(found.hiddenMass - own.hiddenMass) <= most);
                    QCOMPARE(found.formula, own.formula);
                    QCOMPARE(found.siteNames, own.siteNames);
                    ++maps;
                }
            }
        }
    }
    QVERIFY(maps > 100);
}

void MapTest::sharedScaleCoversAllHeads()
{
    const Trace trace = goldenTrace();
    Selection selection = *fitted(trace, simple(Direction::TextToImage));
    const ScaleRange shared = scaleRange(trace, selection, Scale::Shared);
    float largest = 0;
    for (const auto& layer : headMaps(trace, selection)) {
        for (const Map& map : layer) {
            largest = std::max(largest, map.maximum());
        }
    }
    QCOMPARE(shared.minimum, 0.0F);
    QCOMPARE(shared.maximum, largest);
    const ScaleRange own = scaleRange(trace, selection, Scale::PerMap);
    QVERIFY(own.maximum < shared.maximum);
    QCOMPARE(scaleRange(trace, selection, Scale::Fixed).maximum, 1.0F);
}

void MapTest::keptPlusHiddenMassIsOne()
{
    const Trace trace = goldenTrace();
    for (const Direction direction : {Direction::TextToImage, Direction::ImageToText}) {
        Selection selection = *fitted(trace, simple(direction));
        const Map hidden = computeMap(trace, selection);
        QVERIFY(std::abs(hidden.shownMass + hidden.hiddenMass - 1) < 1e-6);
        selection.special = SpecialTokens::Renormalise;
        QVERIFY(std::abs(computeMap(trace, selection).shownMass - 1) < 1e-6);
    }
}

void MapTest::similaritiesAreNotSharedOut()
{
    Trace trace = goldenTrace();
    trace.sites = {{.kind = "similarity",
                    .layer = 0,
                    .heads = 1,
                    .query = Axis::textOnly(kGoldenTokens),
                    .key = Axis::imageOnly(kGoldenUnits),
                    .isSimilarity = true}};
    Matrix cosines(kGoldenTokens, kGoldenUnits);
    for (Index i = 0; i < cosines.size(); ++i) {
        cosines.data()[i] = static_cast<float>(std::cos(1.7 * static_cast<double>(i)));
    }
    SiteRecorder recorder(1, AttentionKeeping::Weights);
    recorder.record(0, cosines);
    trace.attention = {};
    trace.attention.add(std::move(recorder));
    trace.isUnitMasked.clear();

    QCOMPARE(kindsFor(trace, Direction::TextToImage), std::vector<std::string>{"similarity"});
    QVERIFY(kindsFor(trace, Direction::ImageToText).empty());
    Selection selection;
    selection.direction = Direction::TextToImage;
    selection.focus = {1}; // token 1
    selection.special = SpecialTokens::Renormalise;
    const Map map = computeMap(trace, selection);
    QVERIFY(map.isSimilarity);
    QCOMPARE(map.values[3], cosines(1, 3));
    QCOMPARE(map.states[0], Map::KeyState::Hidden);
    QCOMPARE(map.shownMass, 0.0);
    QCOMPARE(map.hiddenMass, 0.0);
    selection.kind = "similarity";
    const ScaleRange range = scaleRange(trace, selection, Scale::Fixed);
    QCOMPARE(range.minimum, -1.0F);
    QCOMPARE(range.maximum, 1.0F);
}

QTEST_APPLESS_MAIN(MapTest)
#include "map_test.moc"
