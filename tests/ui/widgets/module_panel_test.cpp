// Modules in the real window: opened, asked about, run, remembered.
#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>
#include <QUrl>

#include "engine/analysis/selection.h"
#include "tests/support/example_sources.h"
#include "tests/support/module_case.h"
#include "tests/support/npy_reader.h"
#include "tests/support/temporary_folder.h"
#include "ui/widgets/error_bar.h"
#include "ui/widgets/form_row.h"
#include "ui/widgets/image_canvas.h"
#include "ui/widgets/inspector.h"
#include "ui/widgets/labelled_combo.h"
#include "ui/widgets/mode_control.h"
#include "ui/widgets/model_panel.h"
#include "ui/widgets/module_panel.h"
#include "ui/widgets/path_field.h"
#include "ui/widgets/prediction_panel.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/start_window.h"
#include "ui/widgets/word_pane.h"

#include <memory>

using namespace attenscope;

namespace {

const std::filesystem::path kCases = TEST_DATA "/bare_module";

/// The program's own way to modules; models and pictures are examples.
Sources sourcesWithModules(const std::shared_ptr<ExampleControl>& control)
{
    Sources sources = exampleSources(control);
    sources.loadModule = programSources(1, {}).loadModule;
    return sources;
}

} // namespace

class ModulePanelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void a_module_is_asked_about_and_gives_the_golden_numbers_data();
    void a_module_is_asked_about_and_gives_the_golden_numbers();
    void run_asks_for_what_is_missing_and_goes_there();
    void a_wrong_answer_is_told_beside_it();
    void answers_are_remembered_for_the_file();
    void files_are_dropped();
    void a_folder_that_holds_a_module_is_one();
    void a_file_without_a_module_is_refused_in_the_bar();
    void nothing_speaks_of_an_image_or_words_that_are_not_there();
    void words_name_the_rows_and_a_picture_lies_below();
    void masks_change_the_weights();
    void a_model_comes_back_with_its_sample();
    void the_chooser_brings_the_module_back();
    void it_can_be_undone_and_redone();
    void the_answers_can_be_changed();
    void the_command_line_is_copied();
    void escape_closes_the_panel();
    void every_control_has_a_name_and_a_tooltip();

private:
    void startWindow();
    void settle();
    void open(const std::filesystem::path& weights);
    void drop(const std::filesystem::path& file);
    void answer(const ModuleSetup& setup);
    void choose(const QString& name, const QVariant& data);
    void write(const QString& name, const std::string& path);
    void press(const QString& name);

    ModulePanel* panel() const { return window_->findChild<ModulePanel*>(); }

    QString problemAt(const QString& name) const;
    float shownWeight() const;

    template <typename Widget>
    Widget* named(const QString& name) const;

    std::shared_ptr<ExampleControl> control_;
    std::unique_ptr<TemporaryFolder> folder_;
    std::unique_ptr<MainWindow> window_;
    Document* document_ = nullptr;
};

void ModulePanelTest::initTestCase()
{
    prepareApplication(*qApp);
}

void ModulePanelTest::init()
{
    control_ = std::make_shared<ExampleControl>();
    folder_ = std::make_unique<TemporaryFolder>();
    folder_->write("models/scenes/config.json", "{}");
    folder_->write("samples/samples.json",
                   R"([{"file": "a.png", "title": "A", "caption": "a red circle on green"}])");
    startWindow();
}

void ModulePanelTest::startWindow()
{
    StartOptions options;
    options.dataFolder = folder_->path();
    options.kept.modules = folder_->path() / "config" / "modules.json";
    window_ = std::make_unique<MainWindow>(options, sourcesWithModules(control_));
    document_ = &window_->document();
    window_->resize(1280, 720);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    settle();
    QVERIFY(document_->result().has_value());
}

void ModulePanelTest::cleanup()
{
    window_.reset();
    folder_.reset();
}

void ModulePanelTest::settle()
{
    auto* draft = window_->findChild<ModuleDraft*>();
    QTRY_VERIFY_WITH_TIMEOUT(!draft->isBusy() && !document_->isRunning(), 20'000);
    QCoreApplication::processEvents();
}

void ModulePanelTest::open(const std::filesystem::path& weights)
{
    window_->openModule(weights);
    settle();
}

void ModulePanelTest::drop(const std::filesystem::path& file)
{
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(QString::fromStdString(file.string()))});
    QVERIFY(window_->take(mime));
    settle();
}

template <typename Widget>
Widget* ModulePanelTest::named(const QString& name) const
{
    for (const QWidget* place :
         {static_cast<QWidget*>(panel()), static_cast<QWidget*>(window_.get())}) {
        for (Widget* widget : place->findChildren<Widget*>()) {
            if (widget->accessibleName() == name) {
                return widget;
            }
        }
    }
    qFatal("no such widget: %s", qPrintable(name));
}

void ModulePanelTest::choose(const QString& name, const QVariant& data)
{
    auto* combo = named<LabelledCombo>(name);
    const int row = combo->findData(data);
    QVERIFY2(row >= 0, qPrintable(name));
    combo->setCurrentIndex(row);
    Q_EMIT combo->activated(row);
    settle();
}

void ModulePanelTest::write(const QString& name, const std::string& path)
{
    auto* edit = named<PathEdit>(name);
    edit->setFocus();
    edit->selectAll();
    QTest::keyClick(edit, Qt::Key_Delete);
    edit->insert(QString::fromStdString(path)); // as one typed it, at once
    QTest::keyClick(edit, Qt::Key_Tab);
    settle();
}

void ModulePanelTest::press(const QString& name)
{
    QTest::mouseClick(named<QAbstractButton>(name), Qt::LeftButton);
    settle();
}

/// Everything that a setup says, through the panel's controls.
void ModulePanelTest::answer(const ModuleSetup& setup)
{
    write("Query features", setup.query);
    write("Context features", setup.context);
    if (!setup.value.empty()) {
        write("Value features", setup.value);
    }
    if (setup.batchOrder) {
        choose("Batch axis", static_cast<int>(*setup.batchOrder));
    }
    choose("Heads", *setup.heads);
    if (setup.asks) {
        press(*setup.asks == Modality::Text ? "Query is: text" : "Query is: image");
    }
    if (setup.grid) {
        // The file may have told the side only by the grid, which the panel asks for after it.
        if (named<LabelledCombo>("Image grid")->count() == 0) {
            press("Query is: text");
        }
        choose("Image grid",
               QSize(static_cast<int>(setup.grid->columns), static_cast<int>(setup.grid->rows)));
    }
    if (!setup.mask.empty()) {
        write("Mask", setup.mask);
    }
    if (setup.addsZeroAttention) {
        press("Made with add_zero_attn");
    }
}

QString ModulePanelTest::problemAt(const QString& name) const
{
    for (const FormRow* row : panel()->findChildren<FormRow*>()) {
        if (row->findChildren<QWidget*>().contains(named<QWidget>(name))) {
            return row->problem();
        }
    }
    return QStringLiteral("no such row");
}

float ModulePanelTest::shownWeight() const
{
    return named<QLabel>("Attention weight")->text().toFloat();
}

void ModulePanelTest::a_module_is_asked_about_and_gives_the_golden_numbers_data()
{
    QTest::addColumn<QString>("folder");
    for (const std::filesystem::path& folder : moduleCases(kCases)) {
        QTest::addRow("%s", folder.filename().c_str()) << QString::fromStdString(folder.string());
    }
}

void ModulePanelTest::a_module_is_asked_about_and_gives_the_golden_numbers()
{
    QFETCH(QString, folder);
    const std::filesystem::path place = folder.toStdString();
    const ModuleCase example = readModuleCase(place);
    open(example.setup.weights);
    QVERIFY(panel()->isVisible());
    answer(example.setup);
    press("Run the module");
    QVERIFY2(!panel()->isVisible(), qPrintable(problemAt("Query features")));
    QVERIFY(document_->request().module.has_value());
    if (example.mode) {
        document_->setMode(*modeFromId(*example.mode));
        settle();
    }

    const NamedArray golden = readNpy(place / "attention.npy"); // [1, heads, queries, keys]
    const auto heads = static_cast<int>(golden.shape[1]);
    const auto queries = static_cast<int>(golden.shape[2]);
    const auto keys = static_cast<int>(golden.shape[3]);
    const bool looksAtImage = document_->view().active == Pane::Image;
    document_->setSpecialTokens(SpecialTokens::Show); // keys that the module adds
    int compared = 0;
    for (int head = 0; head < heads; ++head) {
        document_->setLayerAndHead(0, head);
        for (int query = 0; query < queries; ++query) {
            looksAtImage ? document_->focusWord(query, false) : document_->focusUnit(query, false);
            const Map& map = document_->pane(document_->view().active).map;
            for (int key = 0; key < static_cast<int>(map.values.size()); ++key) {
                if (map.states[std::size_t(key)] != Map::KeyState::Shown) {
                    continue;
                }
                looksAtImage ? document_->hoverUnit(key) : document_->hoverWord(key);
                const float expected =
                    golden.floats()[std::size_t((head * queries + query) * keys + key)];
                QVERIFY(std::abs(shownWeight() - expected) <= 0.6e-4F); // four decimals are shown
                ++compared;
            }
        }
    }
    QVERIFY(compared >= heads * queries * 2);
}

void ModulePanelTest::run_asks_for_what_is_missing_and_goes_there()
{
    const ModuleSetup setup = readModuleCase(kCases / "torch_fused").setup;
    open(setup.weights);
    QVERIFY(problemAt("Heads").isEmpty()); // nothing has gone wrong yet
    QVERIFY(named<PathEdit>("Query features")->hasFocus());
    write("Query features", setup.query);
    write("Context features", setup.context);
    press("Run the module");
    QVERIFY(panel()->isVisible());
    QCOMPARE(problemAt("Heads"), QString("Still to say: how many heads share the width of 24."));
    QVERIFY(!problemAt("Query is").isEmpty());
    QVERIFY(problemAt("Query features").isEmpty());
    QVERIFY(named<LabelledCombo>("Heads")->hasFocus());
    choose("Heads", 4);
    QVERIFY(problemAt("Heads").isEmpty());
    QVERIFY(!document_->request().module);
}

void ModulePanelTest::a_wrong_answer_is_told_beside_it()
{
    const ModuleSetup setup = readModuleCase(kCases / "torch_fused").setup;
    open(setup.weights);
    write("Query features", readModuleCase(kCases / "linear_widths").setup.context);
    QVERIFY(problemAt("Query features").isEmpty()); // the context may be still to come
    write("Context features", setup.context);
    QVERIFY2(problemAt("Query features").contains("E_USAGE") ||
                 problemAt("Query features").contains("E_MODULE"),
             qPrintable(problemAt("Query features")));
    write("Query features", "/no/such/file.npy");
    QVERIFY(problemAt("Query features").contains("E_IO"));
    write("Query features", setup.query);
    QVERIFY(problemAt("Query features").isEmpty());
    QVERIFY(!window_->findChild<ErrorBar*>()->isVisible());
}

void ModulePanelTest::answers_are_remembered_for_the_file()
{
    const ModuleSetup setup = readModuleCase(kCases / "torch_fused").setup;
    open(setup.weights);
    answer(setup);
    press("Run the module");
    QVERIFY(document_->request().module == setup);
    startWindow(); // another session
    open(setup.weights);
    QVERIFY(!panel()->isVisible());
    QVERIFY(document_->request().module == setup);
    open(readModuleCase(kCases / "torch_separate").setup.weights); // that was never asked about
    QVERIFY(panel()->isVisible());
}

void ModulePanelTest::files_are_dropped()
{
    const ModuleSetup setup = readModuleCase(kCases / "linear_reverse").setup; // weights.npz
    drop(setup.weights);
    QVERIFY(panel()->isVisible());
    drop(setup.query);
    drop(setup.context);
    QCOMPARE(named<PathEdit>("Query features")->text().toStdString(), setup.query);
    QCOMPARE(named<PathEdit>("Context features")->text().toStdString(), setup.context);
    QVERIFY(!window_->findChild<ErrorBar*>()->isVisible());
    // An archive without a module is the picture's regions.
    drop(TEST_DATA "/io/none.npz");
    QVERIFY(document_->failedRequest() ||
            document_->request().regionsFile.filename() == "none.npz");
}

void ModulePanelTest::a_folder_that_holds_a_module_is_one()
{
    const std::filesystem::path source = readModuleCase(kCases / "torch_fused").setup.weights;
    std::filesystem::create_directory(folder_->path() / "block");
    std::filesystem::copy(source, folder_->path() / "block" / "cross.safetensors");
    drop(folder_->path() / "block");
    QVERIFY(panel()->isVisible());
    QCOMPARE(named<QLabel>("The module's file")->text(), QString("cross.safetensors"));
    // With a config beside it, it is a checkpoint; dropping one goes on with that.
    folder_->write("block/config.json", "{}");
    drop(folder_->path() / "block");
    QVERIFY(!panel()->isVisible());
    QCOMPARE(document_->result()->model->info().name, std::string("block"));
}

void ModulePanelTest::a_file_without_a_module_is_refused_in_the_bar()
{
    open(TEST_DATA "/vilt/model.safetensors");
    const auto* bar = window_->findChild<ErrorBar*>();
    QVERIFY(bar->isVisible());
    QVERIFY(bar->details().contains("E_MODULE_FORM"));
    QVERIFY(!panel()->isVisible());
    QCOMPARE(document_->request().caption, std::string("a red circle on green"));
}

void ModulePanelTest::nothing_speaks_of_an_image_or_words_that_are_not_there()
{
    const ModuleSetup setup = readModuleCase(kCases / "torch_fused").setup;
    document_->openModule(setup);
    settle();
    QCOMPARE(document_->request().caption, std::string()); // the sample's was about a picture
    QVERIFY(document_->request().picture->isPlain);
    QVERIFY(!named<QLabel>("The image without a map")->isVisible());
    QVERIFY(!window_->findChild<QSlider*>()->isEnabled());
    QCOMPARE(document_->shownStyle().opacity, 1.0);
    document_->focusWord(2, false);
    QVERIFY(window_->findChild<ImageCanvas*>()->accessibleDescription().contains("ow 2"));
    QVERIFY(
        window_->findChild<QLineEdit*>()->placeholderText().contains("Names for the text rows"));
    QVERIFY(named<QLabel>("Other predictions")->text().contains("None"));
    for (const Mode mode : kModes) { // each says why it can't be run
        const QAbstractButton* segment = window_->findChild<ModeControl*>()->segment(mode);
        QVERIFY(segment->isEnabled() || !segment->toolTip().isEmpty());
    }
    // A cell has the colour of the scale: no grey shines through.
    auto* canvas = window_->findChild<ImageCanvas*>();
    const PaneContent& pane = document_->pane(Pane::Image);
    const QImage image = canvas->grab().toImage();
    const Box& box = document_->trace()->units.units[5].box;
    const QPointF centre(std::lerp(box.x0, box.x1, 0.5F), std::lerp(box.y0, box.y1, 0.5F));
    const QColor found = image.pixelColor(canvas->widgetFromPicture().map(centre).toPoint());
    const float share =
        (pane.map.values[5] - pane.range.minimum) / (pane.range.maximum - pane.range.minimum);
    const QColor expected = QColor(
        colourTable(document_->view().style.colourTable).colourAt(static_cast<double>(share)));
    QVERIFY(std::abs(found.red() - expected.red()) <= 3);
    QVERIFY(std::abs(found.green() - expected.green()) <= 3);
    QVERIFY(std::abs(found.blue() - expected.blue()) <= 3);
}

void ModulePanelTest::words_name_the_rows_and_a_picture_lies_below()
{
    document_->openModule(readModuleCase(kCases / "torch_fused").setup);
    settle();
    document_->setCaption("a red circle on green");
    settle();
    QCOMPARE(document_->trace()->tokens.words.at(1).text, std::string("red"));
    document_->openPicture("b.png");
    settle();
    QVERIFY(!document_->request().picture->isPlain);
    QVERIFY(window_->findChild<QSlider*>()->isEnabled());
    QVERIFY(named<QLabel>("The image without a map")->isVisible());
    QCOMPARE(document_->request().caption, std::string("a red circle on green"));
}

void ModulePanelTest::masks_change_the_weights()
{
    document_->openModule(readModuleCase(kCases / "torch_fused").setup);
    settle();
    document_->focusWord(0, false);
    const std::vector<float> before = document_->pane(Pane::Image).map.values;
    document_->setUnitMasked(3, true);
    settle();
    const Map& map = document_->pane(Pane::Image).map;
    QCOMPARE(map.states[3], Map::KeyState::Masked);
    QVERIFY(map.values[4] > before[4]); // the others share its weight
    document_->undoIntervention();
    settle();
    QCOMPARE(document_->pane(Pane::Image).map.values, before);
    document_->setHeadOff({.kind = "cross_text_to_image", .layer = 0, .head = 1}, true);
    settle();
    QVERIFY(document_->trace() != document_->result()->plainTrace.get());
    QCOMPARE(document_->trace()->headsOff.size(), std::size_t{1});
}

void ModulePanelTest::a_model_comes_back_with_its_sample()
{
    document_->openModule(readModuleCase(kCases / "torch_fused").setup);
    settle();
    document_->openModel(folder_->path() / "models" / "scenes");
    settle();
    QVERIFY(!document_->request().module);
    QCOMPARE(document_->request().picture->name, std::string("a.png"));
    QCOMPARE(document_->request().caption, std::string("a red circle on green"));
    document_->openModule(readModuleCase(kCases / "torch_fused").setup);
    settle();
    document_->openSample("c.png", "two squares", {});
    settle();
    QVERIFY(!document_->request().module);
    QCOMPARE(document_->result()->model->info().name, std::string("scenes"));
    QCOMPARE(document_->request().picture->name, std::string("c.png"));
}

void ModulePanelTest::the_chooser_brings_the_module_back()
{
    const ModuleSetup setup = readModuleCase(kCases / "torch_fused").setup;
    document_->openModule(setup);
    settle();
    document_->openModel(folder_->path() / "models" / "scenes");
    settle();
    auto* chooser = named<LabelledCombo>("Model");
    const int row = chooser->findText("weights");
    QVERIFY(row > 0);
    Q_EMIT chooser->activated(row);
    settle();
    QVERIFY(document_->request().module == setup);
    QCOMPARE(chooser->currentIndex(), row);
}

void ModulePanelTest::it_can_be_undone_and_redone()
{
    ModuleSetup setup = readModuleCase(kCases / "torch_fused").setup;
    document_->openModule(setup);
    settle();
    document_->openPicture("b.png"); // so that nothing but the answers differs below
    settle();
    const std::vector<float> first = document_->pane(Pane::Image).map.values;
    setup.heads = 2;
    document_->openModule(setup);
    settle();
    QVERIFY(document_->pane(Pane::Image).map.values != first);
    QVERIFY(document_->undoText().contains("answers"));
    document_->undo();
    settle();
    QCOMPARE(document_->pane(Pane::Image).map.values, first);
    document_->undo();
    settle();
    QVERIFY(document_->request().picture->isPlain);
    document_->undo();
    settle();
    QVERIFY(!document_->request().module);
    QCOMPARE(document_->request().picture->name, std::string("a.png"));
    for (int step = 0; step < 3; ++step) {
        document_->redo();
        settle();
    }
    QCOMPARE(document_->request().module->heads, std::optional(2));
}

void ModulePanelTest::the_answers_can_be_changed()
{
    const ModuleSetup setup = readModuleCase(kCases / "torch_fused").setup;
    document_->openModule(setup);
    settle();
    press("Change the module's answers");
    QVERIFY(panel()->isVisible());
    QCOMPARE(named<LabelledCombo>("Heads")->currentData().toInt(), 4);
    choose("Heads", 2);
    QTest::keyClick(named<PathEdit>("Query features"), Qt::Key_Return);
    settle();
    QVERIFY(!panel()->isVisible());
    QCOMPARE(document_->stackSize().heads, 2);
}

void ModulePanelTest::the_command_line_is_copied()
{
    const ModuleSetup setup = readModuleCase(kCases / "torch_fused").setup;
    open(setup.weights);
    answer(setup);
    press("Copy as command");
    const QString command = QGuiApplication::clipboard()->text();
    QVERIFY2(command.startsWith("attenscope run --module ") && command.contains(" --heads 4") &&
                 command.contains(" --query-is text") && command.contains(" --grid 3x4") &&
                 command.contains(" --batch-order second") && !command.contains("--image"),
             qPrintable(command));
}

void ModulePanelTest::escape_closes_the_panel()
{
    open(readModuleCase(kCases / "torch_fused").setup.weights);
    QVERIFY(panel()->isVisible());
    QTest::keyClick(window_->focusWidget(), Qt::Key_Escape);
    QVERIFY(!panel()->isVisible());
    QVERIFY(window_->findChild<ImageCanvas*>()->isVisible());
}

void ModulePanelTest::every_control_has_a_name_and_a_tooltip()
{
    open(readModuleCase(kCases / "torch_fused").setup.weights);
    int controls = 0;
    for (const QWidget* widget : panel()->findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()) {
            continue;
        }
        const QString what = QString::fromLatin1(widget->metaObject()->className());
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(what));
        QVERIFY2(widget->inherits("QLabel") || !widget->toolTip().isEmpty(), qPrintable(what));
        ++controls;
    }
    QVERIFY(controls >= 14);
}

QTEST_MAIN(ModulePanelTest)
#include "module_panel_test.moc"
