#include <QTest>

#include "engine/base/error.h"
#include "tests/support/error_of.h"
#include "ui/state/session.h"

#include <memory>
#include <string>

using namespace attenscope;

class SessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingComesBack();
    void aModuleComesBackWithItsAnswers();
    void whatIsPinnedComesBack();
    void nonsenseAboutWhatIsPinnedIsLeftOut();
    void pathsInsideTheFolderAreRelative();
    void pathsOutsideAreTold_data();
    void pathsOutsideAreTold();
    void nonsenseIsLeftOutAndTold_data();
    void nonsenseIsLeftOutAndTold();
    void aNewerVersionIsReadAsFarAsKnown();
    void otherFilesAreRefused_data();
    void otherFilesAreRefused();
    void aFiguresRecipeIsOne();
};

namespace {

Session fullSession()
{
    Session session;
    session.model = "/projects/models/lxmert";
    session.modelDigest = std::string(64, 'a');
    session.picture = "/projects/study/ünï \"1\".png";
    session.pictureDigest = std::string(64, 'b');
    session.regions = "/projects/study/regions.npz";
    session.caption = "a red circle,\nleft \"of\" 红色";
    session.mode = Mode::CoAttention;
    session.intervention = {.maskedWords = {1, 4},
                            .maskedUnits = {0},
                            .headsOff = {{.kind = "text_self", .layer = 2, .head = 7}}};
    View& view = session.view;
    view.tab = Tab::FullMatrix;
    view.active = Pane::Words;
    view.imageDirection = Direction::ImageToImage;
    view.wordDirection = Direction::TextToText;
    view.imageKind = "vision_self";
    view.wordKind = "text_self";
    view.layer = 3;
    view.head = 5;
    view.aggregation = "max";
    view.special = SpecialTokens::Renormalise;
    view.jointRows = JointRows::Conditional;
    view.showsPieces = true;
    view.matrixBlocks = MatrixBlocks::One;
    view.words = {2, 3};
    view.pieces = {4};
    view.units = {17};
    view.fusion = "concat";
    view.heads = {.statistic = "gini",
                  .order = HeadOrder::Smallest,
                  .filter = HeadFilter::AtLeast,
                  .limit = 0.125,
                  .showsNumbers = true};
    view.style.scale = Scale::Lift;
    view.style.signedTable = "blue-orange";
    view.style.overlay = OverlayKind::Contour;
    view.style.colourTable = "viridis";
    view.style.signedTable = "blue-orange";
    view.style.overlay = OverlayKind::Spotlight;
    view.style.opacity = 0.25;
    view.style.isSmooth = true;
    view.style.showsGrid = true;
    view.style.kind = FigureKind::WordAnimation;
    view.style.frameMs = 250;
    view.style.size = {640, 4000};
    view.style.dpi = 72.5;
    view.style.hasColourBar = view.style.hasLegend = view.style.hasWords = false;
    view.style.hasMetadata = false;
    view.style.embedsPicture = true;
    view.figureTheme = ThemeKind::Dark;
    return session;
}

ReadSession readBack(const Session& session)
{
    return readSession(sessionFile(session, "/projects/study").toStdString(), "/projects/study", "s");
}

/// A session's file with one part of it replaced.
std::string changed(const std::string& from, const std::string& to)
{
    std::string text = sessionFile(fullSession(), "/projects/study").toStdString();
    const std::size_t place = text.find(from);
    Q_ASSERT(place != std::string::npos);
    return text.replace(place, from.size(), to);
}

} // namespace

void SessionTest::everythingComesBack()
{
    const Session written = fullSession();
    const ReadSession read = readBack(written);
    QVERIFY(read.warnings.empty());
    const Session& session = read.session;
    QCOMPARE(session.model, written.model);
    QCOMPARE(session.modelDigest, written.modelDigest);
    QCOMPARE(session.picture, written.picture);
    QCOMPARE(session.pictureDigest, written.pictureDigest);
    QCOMPARE(session.regions, written.regions);
    QCOMPARE(session.caption, written.caption);
    QCOMPARE(session.mode, written.mode);
    QVERIFY(session.intervention == written.intervention);
    const View& view = session.view;
    QCOMPARE(view.tab, Tab::FullMatrix);
    QCOMPARE(view.active, Pane::Words);
    QCOMPARE(view.imageDirection, Direction::ImageToImage);
    QCOMPARE(view.wordDirection, Direction::TextToText);
    QCOMPARE(view.imageKind, std::string("vision_self"));
    QCOMPARE(view.wordKind, std::string("text_self"));
    QCOMPARE(view.layer, 3);
    QCOMPARE(view.head, std::optional(5));
    QCOMPARE(view.aggregation, std::string("max"));
    QCOMPARE(view.special, SpecialTokens::Renormalise);
    QCOMPARE(view.jointRows, JointRows::Conditional);
    QVERIFY(view.showsPieces);
    QCOMPARE(view.matrixBlocks, MatrixBlocks::One);
    QCOMPARE(view.words, (std::vector{2, 3}));
    QCOMPARE(view.pieces, std::vector{4});
    QCOMPARE(view.units, std::vector{17});
    QCOMPARE(view.fusion, std::string("concat"));
    QVERIFY(view.heads == written.view.heads);
    QVERIFY(view.style == written.view.style);
    QCOMPARE(view.figureTheme, std::optional(ThemeKind::Dark));

    const ReadSession plain = readBack({});
    QVERIFY(plain.warnings.empty() && plain.outside.empty());
    QVERIFY(!plain.session.mode && !plain.session.view.head);
    QVERIFY(plain.session.picture.empty());
}

void SessionTest::aModuleComesBackWithItsAnswers()
{
    Session session;
    session.model = "/projects/study/block.pt";
    ModuleSetup setup;
    setup.weights = session.model;
    setup.query = "/projects/study/words.npz:states";
    setup.context = "/projects/elsewhere/image.npy";
    setup.heads = 8;
    setup.asks = Modality::Text;
    setup.grid = GridSize{.rows = 3, .columns = 4};
    setup.addsZeroAttention = true;
    session.module = setup;
    const ReadSession read = readBack(session);
    QVERIFY(read.warnings.empty());
    QVERIFY(read.session.module == std::optional(setup));
    QCOMPARE(read.outside, std::vector<std::filesystem::path>{"/projects/elsewhere/image.npy"});
    QVERIFY(!readBack({}).session.module);
}

void SessionTest::whatIsPinnedComesBack()
{
    Session session = fullSession();
    auto pinned = std::make_shared<Session>(fullSession());
    pinned->model = "/elsewhere/vilt";
    pinned->caption = "two rings";
    pinned->mode = Mode::SingleStream;
    pinned->view.layer = 1;
    pinned->view.head.reset();
    session.pinned = pinned;
    const ReadSession read = readBack(session);
    QVERIFY(read.warnings.empty());
    QCOMPARE(read.session.caption, session.caption);
    QCOMPARE(read.session.view.layer, 3);
    const std::shared_ptr<const Session> back = read.session.pinned;
    QVERIFY(back && !back->pinned);
    QCOMPARE(back->model, pinned->model);
    QCOMPARE(back->modelDigest, pinned->modelDigest);
    QCOMPARE(back->picture, pinned->picture);
    QCOMPARE(back->regions, pinned->regions);
    QCOMPARE(back->caption, pinned->caption);
    QCOMPARE(back->mode, pinned->mode);
    QVERIFY(back->intervention == pinned->intervention);
    QVERIFY(back->view == pinned->view);
    // both models lie outside the session's folder
    QCOMPARE(read.outside,
             (std::vector<std::filesystem::path>{"/projects/models/lxmert", "/elsewhere/vilt"}));
    QVERIFY(!readBack(fullSession()).session.pinned);
}

void SessionTest::nonsenseAboutWhatIsPinnedIsLeftOut()
{
    const std::string text = changed("\"schema_version\": 1", R"("schema_version": 1,
        "pinned": {"model": {"path": "/m"}, "mode": "sideways", "view": {"layer": -1}})");
    const ReadSession read = readSession(text, "/projects/study", "s");
    QCOMPARE(read.warnings.size(), std::size_t{2});
    QVERIFY(read.warnings.front().text.find("/pinned/mode") != std::string::npos);
    QVERIFY(read.warnings.back().text.find("/pinned/view/layer") != std::string::npos);
    QCOMPARE(read.session.pinned->model, std::filesystem::path("/m"));

    const ReadSession none =
        readSession(changed("\"schema_version\": 1", R"("schema_version": 1, "pinned": 7)"),
                    "/projects/study", "s");
    QCOMPARE(none.warnings.size(), std::size_t{1});
    QVERIFY(!none.session.pinned);
}

void SessionTest::pathsInsideTheFolderAreRelative()
{
    const std::string text = sessionFile(fullSession(), "/projects/study").toStdString();
    QVERIFY(text.find("\"path\": \"/projects/models/lxmert\"") != std::string::npos);
    QVERIFY(text.find("\"regions\": \"regions.npz\"") != std::string::npos);
    // so that a folder can be moved as a whole
    const ReadSession moved = readSession(text, "/home/moved", "s");
    QCOMPARE(moved.session.regions, std::filesystem::path("/home/moved/regions.npz"));
    QCOMPARE(moved.outside, std::vector<std::filesystem::path>{"/projects/models/lxmert"});
}

void SessionTest::pathsOutsideAreTold_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("isOutside");
    QTest::newRow("below") << "a/b.npz" << false;
    QTest::newRow("back inside") << "a/../b.npz" << false;
    QTest::newRow("the parent") << "../b.npz" << true;
    QTest::newRow("hidden in the middle") << "a/../../etc/passwd" << true;
    QTest::newRow("absolute") << "/etc/passwd" << true;
    QTest::newRow("a sibling of the same beginning") << "../study2/b.npz" << true;
}

void SessionTest::pathsOutsideAreTold()
{
    QFETCH(const QString, path);
    QFETCH(const bool, isOutside);
    const std::string text = changed("\"regions.npz\"", "\"" + path.toStdString() + "\"");
    const ReadSession read = readSession(text, "/projects/study", "s");
    QCOMPARE(read.outside.size(), std::size_t(isOutside ? 2 : 1)); // the model's is one
    if (isOutside) {
        QCOMPARE(read.outside.back(), read.session.regions);
    }
}

void SessionTest::nonsenseIsLeftOutAndTold_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("place");
    QTest::newRow("mode") << "\"co\""
                          << "\"sideways\""
                          << "/mode";
    QTest::newRow("layer") << "\"layer\": 3"
                           << "\"layer\": -3"
                           << "/view/layer";
    QTest::newRow("layer of text") << "\"layer\": 3"
                                   << "\"layer\": \"3\""
                                   << "/view/layer";
    QTest::newRow("opacity") << "0.25"
                             << "2.5"
                             << "/view/style/opacity";
    QTest::newRow("colours") << "\"viridis\""
                             << "\"jet\""
                             << "/view/style/colormap";
    QTest::newRow("number of heads") << "\"gini\""
                                     << "\"ginny\""
                                     << "/view/heads/statistic";
    QTest::newRow("order of heads") << "\"smallest\""
                                    << "\"sideways\""
                                    << "/view/heads/order";
    QTest::newRow("limit of heads") << "0.125"
                                    << "-1"
                                    << "/view/heads/limit";
    QTest::newRow("figure") << "\"animation-words\""
                            << "\"film\""
                            << "/view/style/kind";
    QTest::newRow("page") << "[640, 4000]"
                          << "[640, 40000]"
                          << "/view/style/size";
    QTest::newRow("half a page") << "[640, 4000]"
                                 << "[640]"
                                 << "/view/style/size";
    QTest::newRow("resolution") << "72.5"
                                << "0"
                                << "/view/style/dpi";
    QTest::newRow("time") << "\"frame_ms\": 250"
                          << "\"frame_ms\": -1"
                          << "/view/style/frame_ms";
    QTest::newRow("theme") << "\"figure_theme\": \"dark\""
                           << "\"figure_theme\": \"pink\""
                           << "/view/figure_theme";
    QTest::newRow("words") << "[2, 3]"
                           << "[2, 1e99]"
                           << "/view/words";
    QTest::newRow("heads") << "\"text_self\", \"layer\": 2"
                           << "\"text_self\", \"layer\": {}"
                           << "/intervention/heads_off";
    QTest::newRow("caption") << "\"caption\": \"a red circle,\\nleft \\\"of\\\" 红色\""
                             << "\"caption\": 7"
                             << "/caption";
    QTest::newRow("path") << "\"regions.npz\""
                          << "\"a\\u0000b\""
                          << "/regions";
}

void SessionTest::nonsenseIsLeftOutAndTold()
{
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    QFETCH(const QString, place);
    const ReadSession read =
        readSession(changed(from.toStdString(), to.toStdString()), "/projects/study", "s.attenscope");
    QCOMPARE(read.warnings.size(), std::size_t{1});
    QCOMPARE(read.warnings.front().id, std::string("W_SESSION_FIELD"));
    const QString text = QString::fromStdString(read.warnings.front().text);
    QVERIFY2(text.contains("s.attenscope: " + place + ": expected "), qPrintable(text));
    QCOMPARE(read.session.view.units, std::vector{17}); // the rest is there
}

void SessionTest::aNewerVersionIsReadAsFarAsKnown()
{
    const ReadSession read =
        readSession(changed("\"schema_version\": 1", "\"schema_version\": 7, \"news\": [1]"),
                    "/projects/study", "s");
    QCOMPARE(read.warnings.size(), std::size_t{1});
    QCOMPARE(read.warnings.front().id, std::string("W_SESSION_VERSION"));
    QCOMPARE(read.session.view.layer, 3);
}

void SessionTest::otherFilesAreRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("id");
    QTest::newRow("empty") << ""
                           << "E_CONFIG_FIELD";
    QTest::newRow("cut short") << "{\"schema\": \"attenscope-session\""
                               << "E_CONFIG_FIELD";
    QTest::newRow("a list") << "[]"
                            << "E_CONFIG_FIELD";
    QTest::newRow("no schema") << "{}"
                               << "E_SESSION_SCHEMA";
    QTest::newRow("a config") << "{\"schema\": \"attenscope-run\"}"
                              << "E_SESSION_SCHEMA";
}

void SessionTest::otherFilesAreRefused()
{
    QFETCH(const QString, text);
    QFETCH(const QString, id);
    const ErrorInfo error =
        errorOf([&] { readSession(text.toStdString(), "/projects", "s.attenscope"); });
    QCOMPARE(QString::fromStdString(error.id), id);
    QCOMPARE(error.file, std::string("s.attenscope"));
}

void SessionTest::aFiguresRecipeIsOne()
{
    const char* const recipe = R"({"schema": "attenscope-figure/1", "engine": "0.1.0",
        "model": {"name": "m", "family": "f", "path": "/m", "sha256": "ab"},
        "mode": "hybrid", "standing": "as trained", "caption": "two rings",
        "image": {"path": "/p.png", "sha256": "cd", "width": 4, "height": 4},
        "intervention": {"masked_words": [2], "masked_units": [], "heads_off": []},
        "selection": {"direction": "image-to-text", "kind": "cross", "first_layer": 1,
            "last_layer": 1, "head": null, "aggregation": "min", "focus": [9],
            "special": "show", "joint_rows": "raw", "pieces": false},
        "style": {"scale": "fixed", "colormap": "magma", "overlay": "tint", "opacity": 0.5,
            "smooth": true, "grid": false, "kind": "sheet-heads", "frame_ms": 300,
            "theme": "dark", "size": [800, 600], "dpi": 120, "colour_bar": false,
            "legend": false, "words": false, "embed_image": true}})";
    const ReadSession read = readSession(recipe, "/folder", "f.png");
    QVERIFY(read.warnings.empty());
    const View& view = read.session.view;
    QCOMPARE(read.session.caption, std::string("two rings"));
    QCOMPARE(read.session.mode, std::optional(Mode::Hybrid));
    QCOMPARE(read.session.intervention.maskedWords, std::vector{2});
    QCOMPARE(view.active, Pane::Words);
    QCOMPARE(view.wordDirection, Direction::ImageToText);
    QCOMPARE(view.wordKind, std::string("cross"));
    QCOMPARE(view.layer, 1);
    QVERIFY(!view.head);
    QCOMPARE(view.aggregation, std::string("min"));
    QCOMPARE(view.units, std::vector{9});
    QCOMPARE(view.special, SpecialTokens::Show);
    QCOMPARE(view.style.scale, Scale::Fixed);
    QCOMPARE(view.style.colourTable, std::string("magma"));
    QCOMPARE(view.style.kind, FigureKind::HeadSheet);
    QCOMPARE(view.style.frameMs, 300);
    QCOMPARE(view.figureTheme, std::optional(ThemeKind::Dark));
    QCOMPARE(view.style.size, QSize(800, 600));
    QCOMPARE(view.style.dpi, 120.0);
    QVERIFY(!view.style.hasColourBar && !view.style.hasLegend && !view.style.hasWords);
    QVERIFY(view.style.embedsPicture);
    QCOMPARE(read.outside.size(), std::size_t{2});
}

QTEST_GUILESS_MAIN(SessionTest)
#include "session_test.moc"
