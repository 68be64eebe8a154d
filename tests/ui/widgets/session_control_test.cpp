#include <QDir>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>

#include "tests/support/example_sources.h"
#include "tests/support/temporary_folder.h"
#include "ui/state/recovery.h"
#include "ui/widgets/error_bar.h"
#include "ui/widgets/question_bar.h"
#include "ui/widgets/session_control.h"
#include "ui/widgets/start_window.h"

#include <filesystem>
#include <memory>
#include <string>

using namespace attenscope;
namespace fs = std::filesystem;

/// Sessions in the real window.
class SessionControlTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void a_saved_session_comes_back();
    void a_view_beyond_the_run_is_fitted();
    void files_outside_the_folder_are_opened_when_agreed();
    void files_outside_the_folder_are_left_when_not_agreed();
    void what_is_missing_is_told_and_the_rest_restored();
    void a_picture_that_changed_is_told();
    void a_damaged_session_is_an_error_and_changes_nothing();
    void a_figure_brings_its_view_back_data();
    void a_figure_brings_its_view_back();
    void a_figure_of_a_tab_brings_it_back_data();
    void a_figure_of_a_tab_brings_it_back();
    void a_comparisons_figure_brings_both_views_back();
    void a_comparisons_figure_holds_the_image_of_both();
    void a_figure_brings_its_image_where_the_file_is_gone();
    void a_picture_without_a_recipe_is_a_picture();
    void what_a_crash_left_is_offered_data();
    void what_a_crash_left_is_offered();
    void what_nobody_has_touched_is_not_kept();
    void what_was_opened_is_in_the_menu();
    void escape_declines();

private:
    void open(const StartOptions& options);
    void settle();
    StartOptions options() const;

    SessionControl& session() { return *window_->findChild<SessionControl*>(); }

    QuestionBar& bar() { return *window_->findChild<QuestionBar*>(); }

    QString barText();
    void press(const QString& button);
    void drop(const fs::path& file);

    Document& document() { return window_->document(); }

    std::shared_ptr<ExampleControl> control_;
    std::unique_ptr<TemporaryFolder> folder_;
    std::unique_ptr<MainWindow> window_;
};

void SessionControlTest::initTestCase()
{
    prepareApplication(*qApp);
}

StartOptions SessionControlTest::options() const
{
    StartOptions options;
    options.dataFolder = folder_->path() / "data";
    options.kept.recent = folder_->path() / "state" / "recent.json";
    options.kept.recovery = folder_->path() / "state" / "recovery";
    return options;
}

void SessionControlTest::init()
{
    control_ = std::make_shared<ExampleControl>();
    folder_ = std::make_unique<TemporaryFolder>();
    folder_->write("data/models/scenes/config.json", "{}");
    folder_->write("data/samples/samples.json",
                   R"([{"file": "a.png", "title": "A", "caption": "a red circle on green"}])");
    folder_->write("data/samples/a.png", "");
    folder_->write("study/photo.png", "");
    folder_->write("study/model/config.json", "{}");
    folder_->write("elsewhere/photo.png", "");
    open(options());
}

void SessionControlTest::open(const StartOptions& options)
{
    window_.reset();
    window_ = std::make_unique<MainWindow>(options, exampleSources(control_));
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    settle();
    QVERIFY(document().result().has_value());
}

void SessionControlTest::cleanup()
{
    window_.reset();
    folder_.reset();
}

void SessionControlTest::settle()
{
    QTRY_VERIFY_WITH_TIMEOUT(!document().isRunning(), 20'000);
    session().finish();
    QCoreApplication::processEvents();
}

/// Everything that the bar says; empty while it is hidden.
QString SessionControlTest::barText()
{
    QString text;
    if (bar().isVisible()) {
        for (const QLabel* label : bar().findChildren<QLabel*>()) {
            text += label->isVisible() ? label->text() + '\n' : QString();
        }
    }
    return text;
}

void SessionControlTest::press(const QString& button)
{
    for (QPushButton* found : bar().findChildren<QPushButton*>()) {
        if (found->text() == button && found->isVisible()) {
            QTest::mouseClick(found, Qt::LeftButton);
            return;
        }
    }
    QFAIL(qPrintable("no button " + button));
}

void SessionControlTest::drop(const fs::path& file)
{
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(QString::fromStdString(file.string()))});
    QVERIFY(window_->take(mime));
}

void SessionControlTest::a_saved_session_comes_back()
{
    document().openPicture(folder_->path() / "study/photo.png");
    settle();
    document().setCaption("two small squares");
    settle();
    document().setMode(Mode::CoAttention);
    settle();
    document().setWordMasked(2, true);
    settle();
    document().setLayerAndHead(0, 2);
    document().focusUnit(17, false);
    document().setSpecialTokens(SpecialTokens::Show);
    const View view = document().view();
    const fs::path file = folder_->path() / "study/work.attenscope";
    QSignalSpy saved(&session(), &SessionControl::saved);
    session().saveAs(file);
    QTRY_COMPARE(saved.size(), 1);
    QVERIFY(window_->windowTitle().startsWith("work.attenscope"));

    open(options()); // another start: the sample, the mode and the view of the beginning
    QVERIFY(document().request().caption != "two small squares");
    session().open(file);
    QTRY_COMPARE(document().request().caption, std::string("two small squares"));
    settle();
    QVERIFY2(barText().isEmpty(), qPrintable(barText()));
    QCOMPARE(document().request().picture->file, folder_->path() / "study/photo.png");
    QCOMPARE(document().request().mode, std::optional(Mode::CoAttention));
    QCOMPARE(document().request().intervention.maskedWords, std::vector{2});
    QVERIFY(document().view() == view);
    QVERIFY(document().canUndo()); // and can be taken back
}

void SessionControlTest::a_view_beyond_the_run_is_fitted()
{
    Session session = document().session();
    session.view.layer = 99;
    session.view.head = 99;
    session.view.words = {1, 999};
    session.view.units = {3, 100'000};
    session.view.imageKind = "of another model";
    document().restore(session);
    settle();
    QCOMPARE(document().view().layer, document().stackSize().layers - 1);
    QVERIFY(!document().view().head);
    QCOMPARE(document().view().words, std::vector{1});
    QCOMPARE(document().view().units, std::vector{3});
    QVERIFY(document().pane(Pane::Image).selection.has_value());
}

void SessionControlTest::files_outside_the_folder_are_opened_when_agreed()
{
    Session other = document().session();
    other.picture = folder_->path() / "elsewhere/photo.png";
    other.caption = "from elsewhere";
    const fs::path file = folder_->write(
        "study/s.attenscope", sessionFile(other, folder_->path() / "study").toStdString());
    session().open(file);
    QTRY_VERIFY(barText().contains("elsewhere/photo.png"));
    settle();
    QVERIFY(document().request().caption != "from elsewhere"); // nothing was opened
    press("Open them");
    settle();
    QCOMPARE(document().request().picture->file, other.picture);
    session().open(file); // opened here before: not asked again
    settle();
    QVERIFY(barText().isEmpty());
}

void SessionControlTest::files_outside_the_folder_are_left_when_not_agreed()
{
    Session other = document().session();
    other.model = folder_->path() / "elsewhere";
    other.caption = "from elsewhere";
    session().open(folder_->write("study/s.attenscope",
                                  sessionFile(other, folder_->path() / "study").toStdString()));
    QTRY_VERIFY(!barText().isEmpty());
    press("Not now");
    settle();
    QVERIFY(barText().isEmpty());
    QCOMPARE(document().request().caption, std::string("a red circle on green"));
}

void SessionControlTest::what_is_missing_is_told_and_the_rest_restored()
{
    Session other = document().session();
    other.picture = folder_->path() / "study/gone.png";
    other.caption = "the picture is gone";
    std::string text = sessionFile(other, folder_->path() / "study").toStdString();
    const std::size_t opacity = text.find("\"opacity\": ");
    text.insert(opacity + 11, "7");
    session().open(folder_->write("study/s.attenscope", text));
    QTRY_COMPARE(document().request().caption, std::string("the picture is gone"));
    settle();
    QCOMPARE(document().request().picture->name, std::string("a.png")); // stays
    QVERIFY(barText().contains("gone.png is not there."));
    QVERIFY(barText().contains("/view/style/opacity"));
    press("Close");
    QVERIFY(barText().isEmpty());
}

void SessionControlTest::a_picture_that_changed_is_told()
{
    Session other = document().session();
    other.model = folder_->path() / "study/model";
    other.modelDigest = std::string(64, 'f');
    session().open(folder_->write("study/s.attenscope",
                                  sessionFile(other, folder_->path() / "study").toStdString()));
    QTRY_VERIFY(barText().contains("has changed since"));
    QVERIFY(barText().contains("study/model"));
}

void SessionControlTest::a_damaged_session_is_an_error_and_changes_nothing()
{
    const View view = document().view();
    session().open(folder_->write("study/s.attenscope", "{\"schema\": "));
    auto* const errors = window_->findChild<ErrorBar*>();
    QTRY_VERIFY(errors->isVisible());
    QVERIFY(errors->details().contains("s.attenscope"));
    QVERIFY(document().view() == view);
}

void SessionControlTest::a_figure_brings_its_view_back_data()
{
    QTest::addColumn<QString>("suffix");
    for (const FigureFormat& format : figureFormats()) {
        if (format.id != "mp4") { // carries no recipe that is read
            QTest::newRow(format.id.data()) << QString::fromLatin1(format.id.data());
        }
    }
}

void SessionControlTest::a_figure_brings_its_view_back()
{
    QFETCH(const QString, suffix);
    document().setLayerAndHead(0, 1);
    document().focusWord(3, false);
    const fs::path figure = folder_->path() / ("study/figure." + suffix.toStdString());
    FigureStyle style = document().view().style;
    style.kind = findFigureFormat(suffix.toStdString())->isAnimation ? FigureKind::WordAnimation
                                                                     : FigureKind::LayerSheet;
    style.size = {640, 480};
    style.dpi = 72;
    style.hasLegend = false;
    document().setStyle(style);
    document().setFigureTheme(ThemeKind::Dark);
    window_->exportFigure(figure);
    QTRY_VERIFY(fs::exists(figure));
    document().setCaption("something else");
    settle();
    document().setLayer(1);
    document().clearFocus();
    document().setStyle({});
    document().setFigureTheme(std::nullopt);
    drop(figure);
    QTRY_COMPARE(document().request().caption, std::string("a red circle on green"));
    settle();
    QCOMPARE(document().view().layer, 0);
    QCOMPARE(document().view().head, std::optional(1));
    QCOMPARE(document().view().words, std::vector{3});
    QVERIFY(isSamePage(document().view().style, style));
    QCOMPARE(document().view().figureTheme, std::optional(ThemeKind::Dark));
    QVERIFY(document().request().picture->name != figure.filename().string());
}

void SessionControlTest::a_figure_of_a_tab_brings_it_back_data()
{
    QTest::addColumn<Tab>("tab");
    QTest::addColumn<QString>("suffix");
    for (const TabInfo& info : tabs()) {
        for (const char* suffix : {"png", "svg", "pdf"}) {
            if (info.tab != Tab::Compare && info.tab != Tab::Steps) {
                QTest::addRow("%s, %s", info.id.data(), suffix)
                    << info.tab << QString::fromLatin1(suffix);
            }
        }
    }
}

void SessionControlTest::a_figure_of_a_tab_brings_it_back()
{
    QFETCH(const Tab, tab);
    QFETCH(const QString, suffix);
    document().setTab(tab);
    document().setLayerAndHead(0, 1);
    document().focusWord(3, false);
    document().setMatrixBlocks(MatrixBlocks::One);
    HeadListing listing = document().view().heads;
    listing.statistic = "entropy";
    document().setHeadListing(listing);
    const QImage before = figureImage(document().figureRequest().value());
    const fs::path figure = folder_->path() / ("study/figure." + suffix.toStdString());
    window_->exportFigure(figure);
    QTRY_VERIFY(fs::exists(figure));
    document().setTab(tab == Tab::Image ? Tab::Depth : Tab::Image);
    document().setCaption("something else");
    settle();
    document().setLayerAndHead(1, 0);
    document().clearFocus();
    document().setMatrixBlocks(MatrixBlocks::All);
    document().setHeadListing({});
    drop(figure);
    QTRY_COMPARE(document().request().caption, std::string("a red circle on green"));
    settle();
    QCOMPARE(document().view().tab, tab);
    QVERIFY(figureImage(document().figureRequest().value()) == before);
}

void SessionControlTest::a_comparisons_figure_brings_both_views_back()
{
    document().setLayerAndHead(0, 1);
    document().focusWord(3, false);
    document().pin();
    document().setCaption("two green squares");
    settle();
    document().setLayerAndHead(1, 2);
    document().focusWord(2, false);
    document().setTab(Tab::Compare);
    const QImage before = figureImage(document().figureRequest().value());
    const fs::path figure = folder_->path() / "study/figure.pdf";
    window_->exportFigure(figure);
    QTRY_VERIFY(fs::exists(figure));
    document().unpin();
    document().setTab(Tab::Words);
    document().setCaption("something else");
    settle();
    drop(figure);
    QTRY_COMPARE(document().request().caption, std::string("two green squares"));
    settle();
    QTRY_VERIFY(document().pinnedResult().has_value());
    QCOMPARE(document().view().tab, Tab::Compare);
    QCOMPARE(document().pinnedResult()->request.caption, std::string("a red circle on green"));
    QCOMPARE(document().pinnedSelection()->head, std::optional(1));
    QCOMPARE(document().pinnedSelection()->focus, std::vector{3});
    QVERIFY(figureImage(document().figureRequest().value()) == before);
}

void SessionControlTest::a_comparisons_figure_holds_the_image_of_both()
{
    drop(folder_->path() / "study/photo.png");
    QTRY_COMPARE(document().request().picture ? document().request().picture->name : "",
                 std::string("photo.png"));
    settle();
    document().pin();
    document().setLayerAndHead(0, 1);
    document().setTab(Tab::Compare);
    FigureStyle style = document().view().style;
    style.embedsPicture = true;
    document().setStyle(style);
    const fs::path figure = folder_->path() / "study/figure.svg";
    window_->exportFigure(figure);
    QTRY_VERIFY(fs::exists(figure));
    const Image shown = document().request().picture->image;
    fs::remove(folder_->path() / "study/photo.png");
    document().unpin();
    document().openPicture(folder_->path() / "data/samples/a.png");
    settle();
    drop(figure);
    QTRY_COMPARE(document().request().picture ? document().request().picture->name : "",
                 std::string("image of the figure"));
    settle();
    QTRY_VERIFY(document().pinnedResult().has_value());
    QVERIFY(document().pinnedResult()->request.picture->image.rgb == shown.rgb);
    QVERIFY(!barText().contains("left out"));
}

void SessionControlTest::a_figure_brings_its_image_where_the_file_is_gone()
{
    drop(folder_->path() / "study/photo.png");
    QTRY_COMPARE(document().request().picture ? document().request().picture->name : "",
                 std::string("photo.png"));
    settle();
    const Image shown = document().request().picture->image;
    FigureStyle style = document().view().style;
    style.embedsPicture = true;
    document().setStyle(style);
    const fs::path figure = folder_->path() / "study/figure.svg";
    window_->exportFigure(figure);
    QTRY_VERIFY(fs::exists(figure));
    fs::remove(folder_->path() / "study/photo.png");
    document().openPicture(folder_->path() / "data/samples/a.png");
    settle();
    drop(figure);
    QTRY_COMPARE(document().request().picture ? document().request().picture->name : "",
                 std::string("image of the figure"));
    settle();
    QVERIFY(document().request().picture->image.rgb == shown.rgb);
    QVERIFY(barText().contains("the image in the figure stands for it"));
}

void SessionControlTest::a_picture_without_a_recipe_is_a_picture()
{
    drop(folder_->path() / "study/photo.png");
    QTRY_COMPARE(document().request().picture ? document().request().picture->name : "",
                 std::string("photo.png"));
}

void SessionControlTest::what_a_crash_left_is_offered_data()
{
    QTest::addColumn<bool>("isWanted");
    QTest::newRow("restored") << true;
    QTest::newRow("discarded") << false;
}

void SessionControlTest::what_a_crash_left_is_offered()
{
    QFETCH(const bool, isWanted);
    Session left = document().session();
    left.caption = "before the crash";
    window_.reset();
    // a file without a living lock: its program is gone
    folder_->write("state/recovery/x.attenscope", sessionFile(left, {}).toStdString());
    open(options());
    QTRY_VERIFY(barText().contains("before the crash"));
    press(isWanted ? "Restore" : "Discard");
    settle();
    QCOMPARE(document().request().caption == "before the crash", isWanted);
    QVERIFY(!fs::exists(folder_->path() / "state/recovery/x.attenscope"));
    document().setLayer(0);
    session().keep();
    session().finish();
    QVERIFY(!fs::is_empty(folder_->path() / "state/recovery"));
    open(options()); // closed in good order: nothing is offered
    QVERIFY(barText().isEmpty());
}

void SessionControlTest::what_nobody_has_touched_is_not_kept()
{
    session().keep();
    session().finish();
    QVERIFY(!fs::exists(folder_->path() / "state/recovery"));
}

void SessionControlTest::what_was_opened_is_in_the_menu()
{
    const fs::path photo = folder_->path() / "study/photo.png";
    document().openPicture(photo);
    settle();
    document().openModel(folder_->path() / "study/model");
    settle();
    QMenu* recent = nullptr;
    for (QMenu* menu : window_->findChildren<QMenu*>()) {
        recent = menu->title().remove('&') == "Open recent" ? menu : recent;
    }
    QVERIFY(recent != nullptr);
    const auto texts = [&] {
        QStringList entries;
        Q_EMIT recent->aboutToShow();
        for (const QAction* action : recent->actions()) {
            entries << (action->isEnabled() ? "" : "gone: ") + action->text();
        }
        return entries.join('\n');
    };
    QVERIFY2(texts().contains("study/photo.png"), qPrintable(texts()));
    QVERIFY(texts().contains("study/model"));
    QVERIFY(!texts().contains("a.png")); // the program's own sample
    fs::remove(photo);
    QVERIFY(texts().contains("gone: "));
    session().clearRecent();
    settle();
    QVERIFY(!texts().contains("photo.png"));
}

void SessionControlTest::escape_declines()
{
    Session other = document().session();
    other.picture = folder_->path() / "elsewhere/photo.png";
    session().open(folder_->write("study/s.attenscope",
                                  sessionFile(other, folder_->path() / "study").toStdString()));
    QTRY_VERIFY(!barText().isEmpty());
    QTest::keyClick(window_.get(), Qt::Key_Escape);
    QVERIFY(barText().isEmpty());
    settle();
    QCOMPARE(document().request().picture->name, std::string("a.png"));
}

QTEST_MAIN(SessionControlTest)
#include "session_control_test.moc"
