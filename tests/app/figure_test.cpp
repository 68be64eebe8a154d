#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "app/sources.h"
#include "engine/models/model.h"
#include "tests/app/program.h"
#include "ui/figure/figure.h"
#include "ui/figure/figure_series.h"
#include "ui/figure/recipe_in_file.h"
#include "ui/state/command_text.h"

#include <set>

Q_DECLARE_METATYPE(attenscope::FigureStyle)
Q_DECLARE_METATYPE(attenscope::Selection)

namespace attenscope {

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject jsonOf(const QByteArray& bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

} // namespace

/// `attenscope figure` as a process, without a display.
class FigureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsTheLibrarysFigure();
    void recordedRunGivesTheSamePicture();
    void everyFormatIsWritten_data();
    void everyFormatIsWritten();
    void directionsAreNotSwapped();
    void jointRowsCanBeMadeConditional();
    void keysCanBePieces();
    void sixModesGiveDifferentMaps();
    void recipeCanBeLeftOut();
    void partsSizesAndThePictureItselfAreChosen();
    void sheetsAndAnimationsEqualTheLibrarys_data();
    void sheetsAndAnimationsEqualTheLibrarys();
    void aCopiedCommandMakesTheSameFigure_data();
    void aCopiedCommandMakesTheSameFigure();
    void impossibleSelectionsAreRefused_data();
    void impossibleSelectionsAreRefused();
    void nothingIsOverwrittenWithoutForce();
    void anotherPictureIsNoticed();

private:
    QString file(const QString& name) const { return folder_.filePath(name); }

    /// What the sample's caption on its picture gives without a process.
    FigureRequest libraryRequest(Mode mode) const;

    QTemporaryDir folder_;
};

FigureRequest FigureTest::libraryRequest(Mode mode) const
{
    const PictureFile picture = readPicture(samplePath("red-circle.png").toStdString());
    const ModelPtr model = loadModel(TEST_DATA "/../../resources/models/scenes", {}, Progress());
    FigureRequest request;
    request.trace = model->run(
        {.image = picture.image, .caption = "a small red circle left of a large blue square"},
        {.mode = mode}, Progress());
    request.picture = qImageFrom(picture.image);
    request.origin = {.imagePath = picture.path, .imageDigest = picture.digest};
    return request;
}

void FigureTest::equalsTheLibrarysFigure()
{
    const QString out = file("figure.png");
    const Outcome outcome = runAttenscope(
        sampleArguments("figure") +
        QStringList{"--mode", "co", "--words", "red circle", "--layer", "all", "--aggregate", "max",
                    "--colormap", "viridis", "--size", "800x600", "--dpi", "96", "--out", out});
    QVERIFY2(outcome.exitCode == 0, outcome.errors);
    QVERIFY2(outcome.errors.isEmpty(), outcome.errors);

    FigureRequest request = libraryRequest(Mode::CoAttention);
    request.selection = {.kind = "cross_text_to_image",
                         .firstLayer = 0,
                         .lastLayer = 1,
                         .aggregation = "max",
                         .focus = {3, 4}};
    request.style.colourTable = "viridis";
    request.style.size = {800, 600};
    request.style.dpi = 96;

    QImage expected;
    QVERIFY(expected.loadFromData(figurePng(request)));
    const QImage found(out);
    QCOMPARE(found.size(), QSize(800, 600));
    QVERIFY(found == expected);
}

void FigureTest::recordedRunGivesTheSamePicture()
{
    const QStringList run{"--mode", "hybrid"};
    const QStringList view{"--direction", "image-to-text", "--units", "100,150,200,250"};
    const QString folder = file("run");
    QCOMPARE(runAttenscope(sampleArguments("run") + run + QStringList{"--out", folder}).exitCode,
             0);
    QCOMPARE(
        runAttenscope(sampleArguments("figure") + run + view + QStringList{"--out", file("a.png")})
            .exitCode,
        0);
    const Outcome recorded =
        runAttenscope(QStringList{"figure", folder} + view + QStringList{"--out", file("b.png")});
    QVERIFY2(recorded.exitCode == 0, recorded.errors);
    const QImage found(file("b.png"));
    QVERIFY(!found.isNull());
    QVERIFY(found == QImage(file("a.png")));
}

void FigureTest::everyFormatIsWritten_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("beginning");
    QTest::newRow("png") << "f.png" << QByteArray("\x89PNG");
    QTest::newRow("svg") << "f.svg" << QByteArray("<?xml");
    QTest::newRow("pdf") << "f.PDF" << QByteArray("%PDF-1.");
}

void FigureTest::everyFormatIsWritten()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, beginning);
    const Outcome outcome =
        runAttenscope(sampleArguments("figure") + QStringList{"--out", file(name)});
    QVERIFY2(outcome.exitCode == 0, outcome.errors);
    const QByteArray bytes = contentOf(file(name));
    QVERIFY2(bytes.startsWith(beginning), bytes.left(16));
    QVERIFY(bytes.size() > 5000);
}

void FigureTest::directionsAreNotSwapped()
{
    const auto values = [&](const QStringList& view) {
        const Outcome outcome =
            runAttenscope(sampleArguments("figure") +
                          QStringList{"--json", "--force", "--mode", "co", "--special", "show",
                                      "--out", file("d.png")} +
                          view);
        return jsonOf(outcome.output)["values"].toArray();
    };
    // A word spreads its weight over the patches, a patch its weight over the words.
    const QJsonArray overUnits = values({"--direction", "text-to-image", "--words", "red"});
    const QJsonArray overWords = values({"--direction", "image-to-text", "--units", "60"});
    QCOMPARE(overUnits.size(), 144);
    QCOMPARE(overWords.size(), 12);
    for (const QJsonArray& weights : {overUnits, overWords}) {
        double sum = 0;
        for (const QJsonValue& weight : weights) {
            sum += weight.toDouble();
        }
        QVERIFY(std::abs(sum - 1) < 1e-5);
    }
}

/// As it is, a word's row of a joint matrix also lies on the words.
void FigureTest::jointRowsCanBeMadeConditional()
{
    const auto sum = [&](const QString& rows) {
        const Outcome outcome = runAttenscope(
            sampleArguments("figure") + QStringList{"--json", "--force", "--mode", "single-stream",
                                                    "--special", "show", "--words", "red", "--rows",
                                                    rows, "--out", file("rows.png")});
        double result = 0;
        for (const QJsonValue& weight : jsonOf(outcome.output)["values"].toArray()) {
            result += weight.toDouble();
        }
        return result;
    };
    QVERIFY(sum("raw") > 0 && sum("raw") < 0.999);
    QVERIFY(std::abs(sum("conditional") - 1) < 1e-5);
    QCOMPARE(sum("other"), 0.0); // refused
}

void FigureTest::keysCanBePieces()
{
    QStringList arguments = sampleArguments("figure") +
                            QStringList{"--force", "--direction", "image-to-text",   "--units",
                                        "5",       "--out",       file("pieces.png")};
    const Outcome words = runAttenscope(arguments);
    QVERIFY2(words.exitCode == 0, words.errors);
    QVERIFY((words.output + words.errors).contains(" words)"));
    const Outcome pieces = runAttenscope(arguments << "--pieces");
    QVERIFY2(pieces.exitCode == 0, pieces.errors);
    QVERIFY((pieces.output + pieces.errors).contains(" tokens)"));
}

void FigureTest::sixModesGiveDifferentMaps()
{
    std::set<QByteArray> pictures;
    for (const char* mode :
         {"text-to-image", "image-to-text", "co", "alternating", "hybrid", "single-stream"}) {
        const Outcome outcome =
            runAttenscope(sampleArguments("figure") + QStringList{"--json", "--force", "--mode",
                                                                  mode, "--out", file("mode.png")});
        QVERIFY2(outcome.exitCode == 0, outcome.errors);
        pictures.insert(QJsonDocument(jsonOf(outcome.output)["values"].toArray()).toJson());
    }
    QCOMPARE(pictures.size(), std::size_t{6});
}

void FigureTest::recipeCanBeLeftOut()
{
    const QStringList arguments = sampleArguments("figure");
    QCOMPARE(runAttenscope(arguments + QStringList{"--out", file("with.png")}).exitCode, 0);
    QCOMPARE(runAttenscope(arguments + QStringList{"--no-metadata", "--out", file("without.png")})
                 .exitCode,
             0);
    const QJsonObject recipe = jsonOf(QImage(file("with.png")).text("attenscope").toUtf8());
    QVERIFY(!recipe.isEmpty());
    QVERIFY(QImage(file("without.png")).textKeys().isEmpty());
}

void FigureTest::partsSizesAndThePictureItselfAreChosen()
{
    const QString out = file("parts.png");
    const Outcome outcome = runAttenscope(
        sampleArguments("figure") + QStringList{"--mode", "co", "--words", "red", "--no-legend",
                                                "--no-words", "--no-colour-bar", "--embed-image",
                                                "--size", "120mmx90mm", "--dpi", "150", "--opacity",
                                                "0.4", "--patch-grid", "--out", out});
    QVERIFY2(outcome.exitCode == 0, outcome.errors);
    FigureRequest request = libraryRequest(Mode::CoAttention);
    request.selection.firstLayer = request.selection.lastLayer = 1;
    request.selection.focus = {3};
    request.style.size = {709, 531}; // 120 / 25.4 * 150, 90 / 25.4 * 150
    request.style.dpi = 150;
    request.style.opacity = 0.4;
    request.style.showsGrid = true;
    request.style.hasLegend = request.style.hasWords = request.style.hasColourBar = false;
    QImage expected;
    QVERIFY(expected.loadFromData(figurePng(request)));
    QVERIFY(QImage(out) == expected);
    const auto picture = pictureInFile(contentOf(out));
    QVERIFY(picture.has_value());
    QCOMPARE(QImage::fromData(*picture).convertToFormat(QImage::Format_RGB888), request.picture);
}

void FigureTest::sheetsAndAnimationsEqualTheLibrarys_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("kind");
    QTest::newRow("heads") << QStringList{"--sheet", "heads"} << "s.png"
                           << "sheet-heads";
    QTest::newRow("layers") << QStringList{"--sheet", "layers"} << "s.png"
                            << "sheet-layers";
    QTest::newRow("words") << QStringList{"--sheet", "words", "--layer", "1"} << "s.png"
                           << "sheet-words";
    QTest::newRow("animation over layers")
        << QStringList{"--animate", "layers", "--frame-time", "0.5"} << "a.webp"
        << "animation-layers";
    QTest::newRow("animation over words")
        << QStringList{"--animate", "words", "--layer", "1", "--frame-time", "0.5"} << "a.gif"
        << "animation-words";
}

void FigureTest::sheetsAndAnimationsEqualTheLibrarys()
{
    QFETCH(const QStringList, options);
    QFETCH(const QString, name);
    QFETCH(const QString, kind);
    FigureRequest request = libraryRequest(Mode::Hybrid);
    request.style.kind = figureKindFromId(kind.toStdString()).value();
    request.style.frameMs = 500;
    request.style.size = {640, 480};
    request.style.dpi = 72;
    request.style.hasMetadata = false; // it says where the model lies
    request.selection.firstLayer = request.selection.lastLayer = 1;
    QStringList arguments =
        sampleArguments("figure") + options +
        QStringList{"--mode",        "hybrid",  "--size", "640x480",  "--dpi", "72",
                    "--no-metadata", "--force", "--out",  file(name), "--json"};
    if (request.style.kind != FigureKind::WordSheet &&
        request.style.kind != FigureKind::WordAnimation) {
        arguments += {"--words", "red"};
        request.selection.focus = {3};
    }
    const Outcome outcome = runAttenscope(arguments);
    QVERIFY2(outcome.exitCode == 0, outcome.output + outcome.errors);
    const FigureFormat* const format = findFigureFormat(QFileInfo(name).suffix().toStdString());
    QCOMPARE(contentOf(file(name)), format->render(request, Progress()));

    const QJsonObject answer = jsonOf(outcome.output);
    QCOMPARE(answer["kind"].toString(), kind);
    const FigureSeries series = figureSeries(*request.trace, request.selection, request.style,
                                             *figureKindInfo(request.style.kind).series);
    QCOMPARE(static_cast<std::size_t>(answer["maps"].toArray().size()), series.maps.size());
    const QJsonArray last = answer["maps"].toArray().last().toObject()["values"].toArray();
    QCOMPARE(static_cast<float>(last[60].toDouble()), series.maps.back().map.values[60]);
}

void FigureTest::aCopiedCommandMakesTheSameFigure_data()
{
    QTest::addColumn<FigureStyle>("style");
    QTest::addColumn<Selection>("selection");
    FigureStyle style;
    style.size = {640, 480};
    style.dpi = 72;
    QTest::newRow("a word in a head")
        << style << Selection{.firstLayer = 1, .lastLayer = 1, .head = 2, .focus = {2, 3}};
    style.scale = Scale::PerMap;
    style.colourTable = "magma";
    style.overlay = OverlayKind::Spotlight;
    style.opacity = 0.35;
    style.isSmooth = style.showsGrid = true;
    style.theme = ThemeKind::Dark;
    style.hasLegend = style.hasColourBar = false;
    QTest::newRow("every choice of style")
        << style << Selection{.aggregation = "max", .focus = {3}, .special = SpecialTokens::Show};
    QTest::newRow("patches") << style
                             << Selection{.direction = Direction::ImageToText,
                                          .focus = {17, 30},
                                          .special = SpecialTokens::Renormalise};
    style.kind = FigureKind::HeadSheet;
    QTest::newRow("sheet of heads") << style << Selection{.focus = {3}};
    style.kind = FigureKind::WordSheet;
    QTest::newRow("sheet of words") << style << Selection{.head = 1};
}

void FigureTest::aCopiedCommandMakesTheSameFigure()
{
    QFETCH(const FigureStyle, style);
    QFETCH(const Selection, selection);
    FigureRequest figure = libraryRequest(Mode::Hybrid);
    figure.style = style;
    figure.selection = selection;
    RunRequest request;
    request.model = TEST_DATA "/../../resources/models/scenes";
    auto picture = std::make_shared<Picture>();
    picture->file = samplePath("red-circle.png").toStdString();
    request.picture = picture;
    request.caption = "a small red circle left of a large blue square";
    request.mode = Mode::Hybrid;
    const QString out = file("copied figure.png"); // a name that has to be quoted
    QFile::remove(out);
    const std::string command = figureCommandText(request, figure, out.toStdString());
    const Outcome outcome = runInShell(QString::fromStdString(command));
    QVERIFY2(outcome.exitCode == 0, outcome.errors + command.c_str());
    QImage expected;
    QVERIFY(expected.loadFromData(figurePng(figure)));
    QVERIFY2(QImage(out) == expected, command.c_str());
}

void FigureTest::impossibleSelectionsAreRefused_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("place");
    QTest::newRow("layer") << QStringList{"--layer", "2"} << "--layer";
    QTest::newRow("head") << QStringList{"--head", "4"} << "--head";
    QTest::newRow("word") << QStringList{"--words", "dog"} << "--words";
    QTest::newRow("unit") << QStringList{"--direction", "image-to-text", "--units", "144"}
                          << "--units";
    QTest::newRow("units for words") << QStringList{"--units", "3"} << "--units";
    QTest::newRow("direction that the mode lacks")
        << QStringList{"--mode", "text-to-image", "--direction", "image-to-text"} << "--direction";
    QTest::newRow("kind") << QStringList{"--kind", "joint_self"} << "--kind";
    QTest::newRow("suffix") << QStringList{"--out", "x.bmp"} << "--out";
    QTest::newRow("a page's suffix") << QStringList{"--animate", "layers"} << "--out";
    QTest::newRow("an animation's suffix") << QStringList{"--out", "x.gif"} << "--out";
    QTest::newRow("an animation of heads") << QStringList{"--animate", "heads"} << "--animate";
    QTest::newRow("a sheet and its layer")
        << QStringList{"--sheet", "heads", "--layer", "1"} << "--layer";
    QTest::newRow("an animation of words and a word")
        << QStringList{"--animate", "words", "--words", "red"} << "--words";
    QTest::newRow("a sheet and a view")
        << QStringList{"--sheet", "heads", "--view", "matrix"} << "--view";
    QTest::newRow("blocks of an image") << QStringList{"--blocks", "one"} << "--blocks";
    QTest::newRow("a number of an image") << QStringList{"--statistic", "entropy"} << "--statistic";
    QTest::newRow("a comparison with nothing") << QStringList{"--view", "compare"} << "--compare";
    QTest::newRow("a comparison and a matrix")
        << QStringList{"--view", "matrix", "--compare-layer", "0"} << "--view";
    QTest::newRow("units beside words in a plot")
        << QStringList{"--view", "depth", "--units", "3"} << "--units";
    QTest::newRow("tokens without pieces") << QStringList{"--tokens", "3"} << "--tokens";
    QTest::newRow("a token that is not there")
        << QStringList{"--pieces", "--tokens", "99"} << "--tokens";
    QTest::newRow("no words where they are keys")
        << QStringList{"--direction", "image-to-text", "--no-words"} << "--no-words";
    QTest::newRow("a picture in no recipe")
        << QStringList{"--embed-image", "--no-metadata"} << "--embed-image";
    QTest::newRow("half in millimetres") << QStringList{"--size", "120mmx90"} << "--size";
    QTest::newRow("beyond all pixels") << QStringList{"--size", "90000mmx90mm"} << "--size";
    QTest::newRow("no millimetres") << QStringList{"--size", "nanmmx90mm"} << "--size";
}

void FigureTest::impossibleSelectionsAreRefused()
{
    QFETCH(QStringList, options);
    QFETCH(const QString, place);
    if (!options.contains("--out")) {
        options += {"--out", file("never.png")};
    }
    const Outcome outcome =
        runAttenscope(sampleArguments("figure") + QStringList{"--json"} + options);
    QCOMPARE(outcome.exitCode, 2);
    QCOMPARE(jsonOf(outcome.output)["place"].toString(), place);
    QVERIFY(!QFile::exists(file("never.png")));
}

void FigureTest::nothingIsOverwrittenWithoutForce()
{
    const QStringList arguments =
        sampleArguments("figure") + QStringList{"--out", file("once.svg")};
    QCOMPARE(runAttenscope(arguments).exitCode, 0);
    const QByteArray before = contentOf(file("once.svg"));
    QCOMPARE(runAttenscope(arguments + QStringList{"--theme", "dark"}).exitCode, 6);
    QCOMPARE(contentOf(file("once.svg")), before);
    QCOMPARE(runAttenscope(arguments + QStringList{"--theme", "dark", "--force"}).exitCode, 0);
    QVERIFY(contentOf(file("once.svg")) != before);
}

void FigureTest::anotherPictureIsNoticed()
{
    const QString picture = file("picture.png");
    QVERIFY(QFile::copy(samplePath("red-circle.png"), picture));
    const QString folder = file("moved");
    QCOMPARE(runAttenscope({"run", "--image", picture, "--caption", "a", "--out", folder}).exitCode,
             0);
    QVERIFY(QFile::remove(picture));
    QVERIFY(QFile::copy(samplePath("two-rings.png"), picture));
    const QStringList figure{"figure", folder, "--json", "--out", file("moved.png")};
    QCOMPARE(jsonOf(runAttenscope(figure).output)["id"].toString(), QString("E_RUN_PICTURE"));
    const Outcome named =
        runAttenscope(figure + QStringList{"--image", samplePath("red-circle.png")});
    QVERIFY2(named.exitCode == 0, named.errors);
}

} // namespace attenscope

QTEST_MAIN(attenscope::FigureTest)
#include "figure_test.moc"
