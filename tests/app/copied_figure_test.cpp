#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "tests/app/program.h"
#include "ui/figure/figure.h"
#include "ui/figure/language.h"
#include "ui/figure/recipe_in_file.h"
#include "ui/state/command_text.h"
#include "ui/state/document.h"
#include "ui/state/export.h"
#include "ui/state/sources.h"

#include <functional>
#include <memory>

namespace attenscope {

namespace {

using Prepare = std::function<void(Document&)>;

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject recipeOf(const QByteArray& figure)
{
    return QJsonDocument::fromJson(recipeInFile(figure).value_or(QByteArray())).object();
}

} // namespace

/// What the window exports of each tab, and what its copied command makes as a process.
class CopiedFigureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theCommandWritesTheSameFile_data();
    void theCommandWritesTheSameFile();
    void anotherLanguageIsNamed();
    void twoRunsAreRecordedFirst();

private:
    void settle();
    void exportTo(const QString& name);
    void runCopied(const std::string& command);

    QString file(const QString& name) const { return folder_.filePath(name); }

    QTemporaryDir folder_;
    std::unique_ptr<Document> document_;
};

void CopiedFigureTest::init()
{
    document_ = std::make_unique<Document>(programSources(2, {}));
    const QString picture = QFileInfo(samplePath("red-circle.png")).canonicalFilePath();
    document_->start(TEST_DATA "/../../resources/models/scenes", picture.toStdString(), {},
                     "a small red circle left of a large blue square", std::nullopt);
    settle();
    QVERIFY(document_->result().has_value());
    FigureStyle style = document_->view().style;
    style.size = {900, 700};
    style.dpi = 90;
    document_->setStyle(style);
}

void CopiedFigureTest::settle()
{
    QTRY_VERIFY_WITH_TIMEOUT(!document_->isRunning() && !document_->isPinnedRunning(), 60'000);
}

void CopiedFigureTest::exportTo(const QString& name)
{
    const std::optional<FigureRequest> figure = document_->figureRequest();
    QVERIFY(figure.has_value());
    writeFigure(*figure, file(name).toStdString(), Progress());
}

void CopiedFigureTest::runCopied(const std::string& command)
{
    const Outcome outcome = runInShell(QString::fromStdString(command));
    QVERIFY2(outcome.exitCode == 0, outcome.errors + "\n" + command.c_str());
}

void CopiedFigureTest::theCommandWritesTheSameFile_data()
{
    QTest::addColumn<Prepare>("prepare");
    QTest::addColumn<QString>("suffix");
    const auto row = [](const char* name, const Prepare& prepare, const char* suffix = "png") {
        QTest::newRow(name) << prepare << suffix;
    };
    row("image", [](Document& d) { d.focusWord(3, false); });
    row("image with pieces", [](Document& d) {
        d.setShowsPieces(true);
        d.focusPiece(3, false);
        d.focusPiece(4, true);
    });
    row("sheet of words", [](Document& d) {
        d.focusWord(3, false);
        FigureStyle style = d.view().style;
        style.kind = FigureKind::WordSheet;
        d.setStyle(style);
    });
    row("words", [](Document& d) {
        d.focusWord(3, false);
        d.setTab(Tab::Words);
    });
    row(
        "words as SVG", [](Document& d) { d.setTab(Tab::Words); }, "svg");
    row("pieces with their own scales, special ones too", [](Document& d) {
        d.setTab(Tab::Words);
        d.setShowsPieces(true);
        d.setSpecialTokens(SpecialTokens::Show);
        d.focusPiece(4, false);
        FigureStyle style = d.view().style;
        style.scale = Scale::PerMap;
        d.setStyle(style);
    });
    row("words that are looked at", [](Document& d) {
        d.setMode(Mode::ImageToText);
        QTRY_VERIFY_WITH_TIMEOUT(!d.isRunning(), 60'000);
        d.focusWord(3, false);
        d.setTab(Tab::Words);
    });
    row("matrix", [](Document& d) {
        d.focusWord(4, false);
        d.setLayerAndHead(0, 1);
        d.setTab(Tab::FullMatrix);
    });
    row(
        "matrix as SVG", [](Document& d) { d.setTab(Tab::FullMatrix); }, "svg");
    row("all blocks with both sides in focus", [](Document& d) {
        d.setMode(Mode::SingleStream);
        QTRY_VERIFY_WITH_TIMEOUT(!d.isRunning(), 60'000);
        d.focusWord(4, false);
        d.focusUnit(70, false);
        d.setTab(Tab::FullMatrix);
    });
    row("one block, dark, without its parts", [](Document& d) {
        d.setMode(Mode::SingleStream);
        QTRY_VERIFY_WITH_TIMEOUT(!d.isRunning(), 60'000);
        d.setMatrixBlocks(MatrixBlocks::One);
        d.setShowsPieces(true);
        d.setFigureTheme(ThemeKind::Dark);
        FigureStyle style = d.view().style;
        style.hasLegend = style.hasWords = style.hasColourBar = false;
        d.setStyle(style);
        d.setTab(Tab::FullMatrix);
    });
    row("depth", [](Document& d) {
        d.focusWord(3, false);
        HeadListing listing = d.view().heads;
        listing.statistic = "entropy";
        d.setHeadListing(listing);
        d.setTab(Tab::Depth);
    });
    row(
        "depth as SVG, of a head",
        [](Document& d) {
            d.setLayerAndHead(0, 2);
            d.setTab(Tab::Depth);
        },
        "svg");
    row("two views of one run", [](Document& d) {
        d.focusWord(3, false);
        d.pin();
        d.setLayerAndHead(0, 2);
        d.focusWord(8, false);
        d.setSpecialTokens(SpecialTokens::Show);
        d.setTab(Tab::Compare);
    });
    row("the other direction beside it", [](Document& d) {
        d.focusWord(3, false);
        d.setLayerAndHead(1, 1);
        d.pin();
        d.focusUnit(70, false);
        d.setActive(Pane::Words);
        d.setHead(std::nullopt);
        d.setTab(Tab::Compare);
    });
    row("every word beside one", [](Document& d) {
        d.focusWord(3, false);
        d.pin();
        d.clearFocus();
        d.setTab(Tab::Compare);
    });
}

void CopiedFigureTest::theCommandWritesTheSameFile()
{
    QFETCH(const Prepare, prepare);
    QFETCH(const QString, suffix);
    prepare(*document_);
    const QString own = QStringLiteral("window.") + suffix;
    const QString copied = QStringLiteral("copied figure.") + suffix; // has to be quoted
    QFile::remove(file(copied));
    exportTo(own);
    const FigureRequest figure = document_->figureRequest().value();
    const RunRequest& request = document_->result()->request;
    const std::string out = file(copied).toStdString();
    const std::string command =
        figure.view == FigureView::Compare
            ? comparisonCommandText(document_->pinnedResult()->request, request, figure, out)
            : figureCommandText(request, figure, out);
    runCopied(command);
    const QByteArray expected = contentOf(file(own));
    const QByteArray found = contentOf(file(copied));
    QVERIFY(!expected.isEmpty());
    QCOMPARE(recipeOf(found), recipeOf(expected));
    QVERIFY2(found == expected, command.c_str());
}

void CopiedFigureTest::anotherLanguageIsNamed()
{
    document_->setTab(Tab::FullMatrix);
    exportTo("english.png");
    {
        const Translation chinese("zh_CN");
        exportTo("window.png");
        const std::string command =
            figureCommandText(document_->result()->request, document_->figureRequest().value(),
                              file("chinese.png").toStdString());
        QVERIFY2(command.find(" --language zh_CN ") != std::string::npos, command.c_str());
        runCopied(command);
    }
    QVERIFY(contentOf(file("chinese.png")) == contentOf(file("window.png")));
    QVERIFY(contentOf(file("chinese.png")) != contentOf(file("english.png")));
    QCOMPARE(recipeOf(contentOf(file("chinese.png")))["language"].toString(), QString("zh_CN"));
    QCOMPARE(recipeOf(contentOf(file("english.png")))["language"].toString(), QString("en"));
}

/// Other words, another mode and a mask beside the pinned view.
void CopiedFigureTest::twoRunsAreRecordedFirst()
{
    document_->focusWord(3, false);
    document_->pin();
    document_->setCaption("a large blue square");
    settle();
    document_->setWordMasked(2, true);
    settle();
    document_->focusWord(3, false);
    document_->setTab(Tab::Compare);
    exportTo("window.png");
    const std::string command =
        comparisonCommandText(document_->pinnedResult()->request, document_->result()->request,
                              document_->figureRequest().value(), file("copied.png").toStdString());
    QVERIFY2(command.starts_with("attenscope run "), command.c_str());
    QTemporaryDir folder; // that the runs are recorded in
    runCopied("cd " + folder.path().toStdString() + " && " + command);
    const QByteArray expected = contentOf(file("window.png"));
    QCOMPARE(recipeOf(contentOf(file("copied.png"))), recipeOf(expected));
    QVERIFY(contentOf(file("copied.png")) == expected);
    const QJsonObject recipe = recipeOf(expected);
    QCOMPARE(recipe["view"].toString(), QString("compare"));
    QCOMPARE(recipe["caption"].toString(), QString("a large blue square"));
    const QJsonObject pinned = recipe["pinned"].toObject();
    QVERIFY(pinned["caption"].toString().startsWith("a small red circle"));
    QCOMPARE(pinned["image"].toObject()["sha256"], recipe["image"].toObject()["sha256"]);
    QVERIFY(!pinned["model"].toObject()["sha256"].toString().isEmpty());
}

} // namespace attenscope

QTEST_MAIN(attenscope::CopiedFigureTest)
#include "copied_figure_test.moc"
