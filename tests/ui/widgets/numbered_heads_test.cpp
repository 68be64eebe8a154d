#include <QPushButton>
#include <QTest>

#include "tests/support/example_sources.h"
#include "tests/support/temporary_folder.h"
#include "ui/widgets/depth_view.h"
#include "ui/widgets/head_matrix.h"
#include "ui/widgets/heads_panel.h"
#include "ui/widgets/inspector.h"
#include "ui/widgets/start_window.h"
#include "ui/widgets/steps_view.h"

#include <memory>

using namespace attenscope;

/// The numbers of the heads, their depth and their steps in the real window.
class NumberedHeadsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void a_choice_of_the_list_is_a_step_of_the_history();
    void a_key_shows_numbers_in_place_of_maps();
    void the_depth_view_shows_the_lists_number();
    void a_click_on_a_layer_goes_there();
    void steps_are_recorded_only_while_they_are_looked_at();
    void the_bundled_models_steps_are_those_of_its_run();

private:
    void settle(Document& document);

    std::shared_ptr<ExampleControl> control_;
    std::unique_ptr<TemporaryFolder> folder_;
    std::unique_ptr<MainWindow> window_;
    Document* document_ = nullptr;
};

void NumberedHeadsTest::initTestCase()
{
    prepareApplication(*qApp);
}

void NumberedHeadsTest::init()
{
    control_ = std::make_shared<ExampleControl>();
    folder_ = std::make_unique<TemporaryFolder>();
    folder_->write("models/scenes/config.json", "{}");
    folder_->write("samples/samples.json",
                   R"([{"file": "a.png", "title": "A", "caption": "a red circle on green"}])");
    StartOptions options;
    options.dataFolder = folder_->path();
    window_ = std::make_unique<MainWindow>(options, exampleSources(control_));
    document_ = &window_->document();
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    settle(*document_);
    QVERIFY(document_->result().has_value());
}

void NumberedHeadsTest::cleanup()
{
    window_.reset();
    folder_.reset();
}

void NumberedHeadsTest::settle(Document& document)
{
    QTRY_VERIFY_WITH_TIMEOUT(!document.isRunning(), 20'000);
    QCoreApplication::processEvents();
}

void NumberedHeadsTest::a_choice_of_the_list_is_a_step_of_the_history()
{
    auto* panel = window_->findChild<HeadsPanel*>();
    HeadListing listing = document_->view().heads;
    listing.order = HeadOrder::Largest;
    listing.statistic = "largest";
    Q_EMIT panel->listingChosen(listing);
    QVERIFY(document_->view().heads == listing);
    // The number is the map's own, and heads stand by it.
    const std::vector<ListedHead>& heads = panel->matrix()->listed();
    QCOMPARE(heads.size(), std::size_t(6));
    const auto numberOf = [&](const ListedHead& head) {
        return (*document_->heads())[std::size_t(head.layer)][std::size_t(head.head)].maximum();
    };
    for (std::size_t i = 1; i < heads.size(); ++i) {
        QVERIFY(numberOf(heads[i - 1]) >= numberOf(heads[i]));
    }
    document_->undo();
    QVERIFY(document_->view().heads == HeadListing());
}

void NumberedHeadsTest::a_key_shows_numbers_in_place_of_maps()
{
    auto* matrix = window_->findChild<HeadMatrix*>();
    const double height = matrix->cell(0, 0).height();
    QTest::keyClick(window_.get(), Qt::Key_H);
    QVERIFY(document_->view().heads.showsNumbers);
    QVERIFY(matrix->cell(0, 0).height() < height);
    QTest::keyClick(window_.get(), Qt::Key_H);
    QVERIFY(!document_->view().heads.showsNumbers);
}

void NumberedHeadsTest::the_depth_view_shows_the_lists_number()
{
    document_->setTab(Tab::Depth);
    auto* depth = window_->findChild<DepthView*>();
    QVERIFY(depth->isVisible());
    QCOMPARE(depth->tableRows(), 2);
    const QString entropy = depth->tableCell(0, 0).text;
    HeadListing listing;
    listing.statistic = "lift";
    document_->setHeadListing(listing);
    QVERIFY(depth->tableCell(0, 0).text != entropy);
    QVERIFY(depth->tableCell(0, 0).text.startsWith(QStringLiteral("× ")));
    listing.statistic = "distance"; // says nothing about text→image
    document_->setHeadListing(listing);
    QCOMPARE(depth->tableRows(), 0);
    QVERIFY(depth->accessibleDescription().contains("only image→image"));
}

void NumberedHeadsTest::a_click_on_a_layer_goes_there()
{
    document_->setTab(Tab::Depth);
    QCoreApplication::processEvents();
    auto* depth = window_->findChild<DepthView*>();
    QCOMPARE(document_->view().layer, 1);
    QTest::mouseClick(depth, Qt::LeftButton, {}, depth->meanPoint(0).toPoint());
    QCOMPARE(document_->view().layer, 0);
}

void NumberedHeadsTest::steps_are_recorded_only_while_they_are_looked_at()
{
    QCOMPARE(control_->runs.load(), 1);
    const auto buttons = window_->findChild<Inspector*>()->findChildren<QPushButton*>();
    QCOMPARE(buttons.size(), 1);
    QTest::mouseClick(buttons.front(), Qt::LeftButton);
    QCOMPARE(document_->view().tab, Tab::Steps);
    QTRY_COMPARE(control_->runs.load(), 2);
    // This model records no projections, which is said.
    auto* steps = window_->findChild<StepsView*>();
    QTRY_VERIFY(steps->accessibleDescription().contains("no queries and keys"));
    document_->clearFocus();
    QVERIFY(steps->accessibleDescription().contains("Choose a word"));
    QCOMPARE(control_->runs.load(), 2);
    document_->setTab(Tab::Image);
    document_->setCaption("two squares");
    settle(*document_);
    QCOMPARE(control_->runs.load(), 3);
}

void NumberedHeadsTest::the_bundled_models_steps_are_those_of_its_run()
{
    StartOptions options;
    options.dataFolder = TEST_DATA "/../../resources";
    MainWindow window(options);
    window.show();
    Document& document = window.document();
    settle(document);
    QVERIFY(document.result().has_value());
    document.setTab(Tab::Steps);
    document.focusWord(3, false);
    document.setLayerAndHead(1, 2);
    auto* steps = window.findChild<StepsView*>();
    QTRY_VERIFY_WITH_TIMEOUT(steps->tableRows() > 0, 20'000);
    // The largest weight is the map's, and stands first.
    const Map& map = document.pane(Pane::Image).map;
    QCOMPARE(steps->tableCell(0, 5).text.toDouble(),
             QString::number(double(map.maximum()), 'g', 3).toDouble());
    document.setLayerAndHead(0, 1); // without another run
    const Map& other = document.pane(Pane::Image).map;
    QCOMPARE(steps->tableCell(0, 5).text.toDouble(),
             QString::number(double(other.maximum()), 'g', 3).toDouble());
}

QTEST_MAIN(NumberedHeadsTest)
#include "numbered_heads_test.moc"
