#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QStyleOptionSlider>
#include <QTest>
#include <QToolButton>
#include <QUrl>

#include "tests/support/example_sources.h"
#include "tests/support/temporary_folder.h"
#include "ui/state/focus_rules.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/error_bar.h"
#include "ui/widgets/head_matrix.h"
#include "ui/widgets/image_canvas.h"
#include "ui/widgets/interventions_panel.h"
#include "ui/widgets/key_sheet.h"
#include "ui/widgets/labelled_combo.h"
#include "ui/widgets/mode_control.h"
#include "ui/widgets/start_window.h"
#include "ui/widgets/word_pane.h"

#include <memory>

using namespace attenscope;

class MainWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void the_first_start_shows_a_map();
    void a_caption_and_enter_give_a_new_map();
    void a_click_on_a_word_shows_where_it_looks();
    void a_click_on_a_head_shows_that_head();
    void a_mode_without_a_direction_says_so_in_its_pane_data();
    void a_mode_without_a_direction_says_so_in_its_pane();
    void a_mask_is_listed_and_taken_back();
    void a_head_that_is_off_is_listed_and_taken_back();
    void a_drag_of_the_slider_is_one_step_and_is_undone_by_its_key();
    void an_error_is_shown_and_the_result_stays();
    void a_first_model_that_can_not_be_opened_leaves_none_chosen();
    void cancel_stops_the_run();
    void keys_data();
    void keys();
    void the_question_mark_shows_all_keys();
    void letters_in_the_caption_are_only_letters();
    void what_is_dropped_or_pasted_is_used();
    void figures_and_numbers_are_exported();
    void an_export_that_fails_is_told();
    void every_control_has_a_name_and_a_tooltip();
    void the_theme_follows_the_palette_data();
    void the_theme_follows_the_palette();
    void a_narrow_window_folds_its_columns();
    void it_closes_while_a_run_goes_on();
    void the_bundled_model_answers_in_every_mode();

private:
    void settle();

    QImage canvasImage() { return window_->findChild<ImageCanvas*>()->grab().toImage(); }

    std::shared_ptr<ExampleControl> control_;
    std::unique_ptr<TemporaryFolder> folder_;
    std::unique_ptr<MainWindow> window_;
    Document* document_ = nullptr;
};

void MainWindowTest::initTestCase()
{
    prepareApplication(*qApp);
}

void MainWindowTest::init()
{
    control_ = std::make_shared<ExampleControl>();
    folder_ = std::make_unique<TemporaryFolder>();
    folder_->write("models/scenes/config.json", "{}");
    folder_->write("other/config.json", "{}");
    folder_->write("samples/samples.json",
                   R"([{"file": "a.png", "title": "A", "caption": "a red circle on green"},
                       {"file": "b.png", "title": "B", "caption": "two squares"}])");
    StartOptions options;
    options.dataFolder = folder_->path();
    window_ = std::make_unique<MainWindow>(options, exampleSources(control_));
    document_ = &window_->document();
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    settle();
    QVERIFY(document_->result().has_value());
}

void MainWindowTest::cleanup()
{
    control_->holds = false;
    window_.reset();
    folder_.reset();
    QGuiApplication::setPalette(paletteOf(theme(ThemeKind::Light)));
}

void MainWindowTest::settle()
{
    QTRY_VERIFY_WITH_TIMEOUT(!document_->isRunning(), 20'000);
    QCoreApplication::processEvents();
}

void MainWindowTest::the_first_start_shows_a_map()
{
    QCOMPARE(document_->request().caption, std::string("a red circle on green"));
    QCOMPARE(document_->request().mode, std::optional(Mode::Hybrid));
    QVERIFY(document_->pane(Pane::Image).selection.has_value());
    QVERIFY(window_->findChild<ModeControl*>()->segment(Mode::Hybrid)->isChecked());
    QVERIFY(!window_->findChild<ErrorBar*>()->isVisible());
    // The map makes a cell at the peak differ from one far away.
    const auto* canvas = window_->findChild<ImageCanvas*>();
    const QImage image = canvasImage();
    QSet<QRgb> colours;
    for (int column = 0; column < 12; ++column) {
        for (int row = 0; row < 12; ++row) {
            const QPointF pixel(40 * column + 20, 20 * row + 10);
            colours.insert(image.pixel(canvas->widgetFromPicture().map(pixel).toPoint()));
        }
    }
    QVERIFY(colours.size() >= 2);
}

void MainWindowTest::a_caption_and_enter_give_a_new_map()
{
    auto* edit = window_->findChild<QLineEdit*>();
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, "one blue square");
    QTest::keyClick(edit, Qt::Key_Return);
    settle();
    QCOMPARE(document_->trace()->tokens.caption, std::string("one blue square"));
    QVERIFY(!window_->findChild<WordStripView*>()->cellOfWord(3).isEmpty());
}

void MainWindowTest::a_click_on_a_word_shows_where_it_looks()
{
    auto* strip = window_->findChild<WordStripView*>();
    document_->setLayerAndHead(1, 2);
    for (const int word : {2, 3}) {
        QTest::mouseClick(strip, Qt::LeftButton, {}, strip->cellOfWord(word).center().toPoint());
        QCOMPARE(document_->view().words, std::vector<int>{word});
        const Map& map = document_->pane(Pane::Image).map;
        QCOMPARE(map.values[std::size_t(examplePeak(word, 1, 2))], map.maximum());
    }
}

void MainWindowTest::a_click_on_a_head_shows_that_head()
{
    auto* matrix = window_->findChild<HeadMatrix*>();
    QTest::mouseClick(matrix, Qt::LeftButton, {}, matrix->cell(0, 2).center().toPoint());
    QCOMPARE(document_->view().layer, 0);
    QCOMPARE(document_->view().head, std::optional(2));
}

void MainWindowTest::a_mode_without_a_direction_says_so_in_its_pane_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<bool>("hasImageMap");
    QTest::newRow("text→image") << int(Mode::TextToImage) << true;
    QTest::newRow("image→text") << int(Mode::ImageToText) << false;
}

void MainWindowTest::a_mode_without_a_direction_says_so_in_its_pane()
{
    QFETCH(int, mode);
    QFETCH(bool, hasImageMap);
    const QImage before = canvasImage();
    QTest::mouseClick(window_->findChild<ModeControl*>()->segment(static_cast<Mode>(mode)),
                      Qt::LeftButton);
    settle();
    const auto* band = window_->findChild<AbsenceBand*>();
    const auto* canvas = window_->findChild<ImageCanvas*>();
    QCOMPARE(band->isVisible(), hasImageMap);
    QCOMPARE(canvas->accessibleDescription().contains("there is no text→image"), !hasImageMap);
    QCOMPARE(canvasImage() == before, false);
}

void MainWindowTest::a_mask_is_listed_and_taken_back()
{
    const double plain = document_->trace()->outputs.match.front().probability;
    document_->setWordMasked(3, true);
    settle();
    QVERIFY(document_->trace()->outputs.match.front().probability < plain);
    auto* panel = window_->findChild<InterventionsPanel*>();
    QToolButton* remove = nullptr;
    for (QToolButton* button : panel->findChildren<QToolButton*>()) {
        if (button->accessibleName().contains("circle")) {
            remove = button;
        }
    }
    QVERIFY(remove != nullptr);
    QTest::mouseClick(remove, Qt::LeftButton);
    settle();
    QCOMPARE(document_->trace()->outputs.match.front().probability, plain);
}

void MainWindowTest::a_head_that_is_off_is_listed_and_taken_back()
{
    document_->setLayerAndHead(1, 2);
    QTest::keyClick(window_->findChild<HeadMatrix*>(), Qt::Key_Delete);
    settle();
    QCOMPARE(document_->trace()->headsOff, (std::vector<HeadId>{{"cross_text_to_image", 1, 2}}));
    auto* panel = window_->findChild<InterventionsPanel*>();
    QStringList texts;
    for (const QLabel* label : panel->findChildren<QLabel*>()) {
        texts << label->text();
    }
    QVERIFY(texts.contains("Layer 1, head 2 off (text→image)"));
    QTest::keySequence(window_.get(), QKeySequence::Undo);
    QVERIFY(document_->trace()->headsOff.empty());
    QTest::keySequence(window_.get(), QKeySequence("Ctrl+Shift+Z"));
    QCOMPARE(document_->trace()->headsOff.size(), std::size_t(1));
    QTest::keyClick(window_->findChild<HeadMatrix*>(), Qt::Key_Backspace);
    settle();
    QVERIFY(document_->trace()->headsOff.empty());
}

void MainWindowTest::a_drag_of_the_slider_is_one_step_and_is_undone_by_its_key()
{
    auto* slider = window_->findChild<QSlider*>();
    const double before = document_->view().style.opacity;
    QStyleOptionSlider option;
    option.initFrom(slider);
    option.minimum = slider->minimum();
    option.maximum = slider->maximum();
    option.sliderPosition = slider->value();
    const QPoint handle =
        slider->style()
            ->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, slider)
            .center();
    QTest::mousePress(slider, Qt::LeftButton, {}, handle);
    for (int step = 1; step <= 5; ++step) {
        QTest::mouseMove(slider, handle - QPoint(5 * step, 0));
    }
    QTest::mouseRelease(slider, Qt::LeftButton, {}, handle - QPoint(25, 0));
    QVERIFY(document_->view().style.opacity < before);
    QCOMPARE(document_->history().count(), 1);
    QTest::keySequence(window_.get(), QKeySequence::Undo);
    QCOMPARE(document_->view().style.opacity, before);
    QCOMPARE(slider->value(), qRound(100 * before));
}

void MainWindowTest::an_error_is_shown_and_the_result_stays()
{
    const TracePtr before = document_->result()->trace;
    document_->openModel(folder_->path() / "missing");
    settle();
    auto* bar = window_->findChild<ErrorBar*>();
    QVERIFY(bar->isVisible());
    QVERIFY(bar->details().contains("E_IO"));
    QVERIFY(document_->result()->trace == before);
    QTest::keyClick(window_.get(), Qt::Key_Escape);
    QVERIFY(!bar->isVisible());
}

void MainWindowTest::a_first_model_that_can_not_be_opened_leaves_none_chosen()
{
    const auto chosen = [this] {
        for (const LabelledCombo* combo : window_->findChildren<LabelledCombo*>()) {
            if (combo->accessibleName() == "Model") {
                return combo->currentText();
            }
        }
        return QString("no chooser");
    };
    QCOMPARE(chosen(), QString("scenes"));
    StartOptions options;
    options.dataFolder = folder_->path();
    options.model = folder_->path() / "broken";
    window_ = std::make_unique<MainWindow>(options, exampleSources(control_));
    document_ = &window_->document();
    window_->show();
    settle();
    QVERIFY(window_->findChild<ErrorBar*>()->isVisible());
    QCOMPARE(chosen(), QString());
}

void MainWindowTest::cancel_stops_the_run()
{
    const TracePtr before = document_->result()->trace;
    control_->holds = true;
    document_->setCaption("another one");
    QPushButton* cancel = nullptr;
    for (QPushButton* button : window_->findChildren<QPushButton*>()) {
        if (button->text() == "Cancel") {
            cancel = button;
        }
    }
    QVERIFY(cancel != nullptr);
    QTRY_VERIFY(cancel->isVisible());
    QTest::mouseClick(cancel, Qt::LeftButton);
    settle();
    QVERIFY(!cancel->isVisible());
    QVERIFY(document_->result()->trace == before);
    QCOMPARE(window_->findChild<QLineEdit*>()->text(), QString("a red circle on green"));
}

void MainWindowTest::keys_data()
{
    using Check = std::function<bool(const Document&)>;
    QTest::addColumn<QString>("key");
    QTest::addColumn<Check>("check");
    const auto row = [](const char* name, const QString& key, Check check) {
        QTest::newRow(name) << key << std::move(check);
    };
    row("layer", "PgUp", [](const Document& d) { return d.view().layer == 0; });
    row("head", "]", [](const Document& d) { return d.view().head == 0; });
    row("head back", "[", [](const Document& d) { return d.view().head == 2; });
    row("mode", "M", [](const Document& d) { return d.request().mode == Mode::TextToImage; });
    row("scale", "N", [](const Document& d) { return d.view().style.scale == Scale::Fixed; });
    row("smooth", "I", [](const Document& d) { return d.view().style.isSmooth; });
    row("head off", "Backspace", [](const Document& d) { return d.trace()->headsOff.size() == 1; });
    row("nothing", "Esc", [](const Document& d) { return d.view().words.empty(); });
}

void MainWindowTest::keys()
{
    QFETCH(QString, key);
    QFETCH(std::function<bool(const Document&)>, check);
    window_->findChild<ImageCanvas*>()->setFocus();
    document_->setHead(std::nullopt);
    if (QString::fromLatin1(QTest::currentDataTag()).startsWith("head off")) {
        document_->setHead(1);
    }
    QVERIFY(!check(*document_));
    QTest::keySequence(window_->focusWidget(), QKeySequence(key));
    settle();
    QVERIFY(check(*document_));
}

void MainWindowTest::the_question_mark_shows_all_keys()
{
    QTest::keyClick(window_->findChild<ImageCanvas*>(), Qt::Key_Question, Qt::ShiftModifier);
    const auto* sheet = window_->findChild<KeySheet*>();
    QVERIFY(sheet->isVisible());
    QTest::keyClick(window_->findChild<ImageCanvas*>(), Qt::Key_PageUp); // it keeps nobody
    QCOMPARE(document_->view().layer, 0);
    QTest::keyClick(window_->findChild<ImageCanvas*>(), Qt::Key_Question, Qt::ShiftModifier);
    QVERIFY(!sheet->isVisible());
}

void MainWindowTest::letters_in_the_caption_are_only_letters()
{
    auto* edit = window_->findChild<QLineEdit*>();
    edit->setFocus();
    QTest::keyClicks(edit, "mnio[]0");
    QCOMPARE(document_->request().mode, std::optional(Mode::Hybrid));
    QVERIFY(!document_->view().style.isSmooth);
    QVERIFY(edit->text().contains("mnio[]0"));
}

void MainWindowTest::what_is_dropped_or_pasted_is_used()
{
    QMimeData file;
    file.setUrls({QUrl::fromLocalFile("/pictures/new.png")});
    QVERIFY(window_->take(file));
    QTRY_COMPARE(document_->result()->request.picture->name, std::string("new.png"));
    QMimeData folder;
    folder.setUrls(
        {QUrl::fromLocalFile(QString::fromStdString((folder_->path() / "other").string()))});
    QVERIFY(window_->take(folder));
    settle();
    QCOMPARE(document_->result()->model->info().name, std::string("other"));
    QImage image(40, 30, QImage::Format_ARGB32);
    image.fill(Qt::green);
    QMimeData pixels;
    pixels.setImageData(image);
    QVERIFY(window_->take(pixels));
    settle();
    QCOMPARE(document_->request().picture->image.width, 40);
    QCOMPARE(document_->request().picture->image.rgb[1], std::uint8_t(255));
    QMimeData text;
    text.setText("  a dropped\ncaption ");
    QVERIFY(window_->take(text));
    settle();
    QCOMPARE(document_->request().caption, std::string("a dropped caption"));
    QMimeData nothing;
    QVERIFY(!window_->take(nothing));
}

void MainWindowTest::figures_and_numbers_are_exported()
{
    const QDir out(QString::fromStdString(folder_->path().string()));
    for (const char* suffix : {"png", "svg", "pdf"}) {
        const QString file = out.filePath(QStringLiteral("figure.") + QLatin1String(suffix));
        window_->exportFigure(file.toStdString());
        QTRY_VERIFY2(QFile::exists(file), suffix);
        QVERIFY(QFileInfo(file).size() > 1000);
    }
    QCOMPARE(QImage(out.filePath("figure.png")).size(), document_->view().style.size);
    window_->exportNumbers(folder_->path() / "numbers");
    QTRY_VERIFY(QFile::exists(out.filePath("numbers/run.json")));
    QVERIFY(QFile::exists(out.filePath("numbers/attention.npz")));
    QVERIFY(QFile::exists(out.filePath("numbers/outputs.npz")));
}

void MainWindowTest::an_export_that_fails_is_told()
{
    auto* bar = window_->findChild<ErrorBar*>();
    window_->exportFigure("/no/such/folder/figure.png");
    QTRY_VERIFY(bar->isVisible());
    QVERIFY(bar->details().contains("E_OUTPUT"));
    window_->exportFigure(folder_->path() / "figure.bmp");
    QTRY_VERIFY(bar->details().contains("E_USAGE_FORMAT"));
    QVERIFY(!std::filesystem::exists(folder_->path() / "figure.bmp"));
}

void MainWindowTest::every_control_has_a_name_and_a_tooltip()
{
    document_->setWordMasked(2, true);
    settle();
    int controls = 0;
    for (const QWidget* widget : window_->findChildren<QWidget*>()) {
        const bool isControl = widget->focusPolicy() != Qt::NoFocus && widget->isVisible() &&
                               !widget->inherits("QMenuBar");
        if (!isControl) {
            continue;
        }
        ++controls;
        const QString what = QString::fromLatin1(widget->metaObject()->className());
        if (widget->inherits("QLabel")) { // text that can be selected says itself what it is
            continue;
        }
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(what));
        const bool pointsAtData = widget->inherits("attenscope::ImageCanvas") ||
                                  widget->inherits("attenscope::HeadMatrix");
        QVERIFY2(pointsAtData || !widget->toolTip().isEmpty(), qPrintable(what));
    }
    QVERIFY(controls > 20);
}

void MainWindowTest::the_theme_follows_the_palette_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("light") << int(ThemeKind::Light);
    QTest::newRow("dark") << int(ThemeKind::Dark);
}

void MainWindowTest::the_theme_follows_the_palette()
{
    QFETCH(int, kind);
    const Theme& colours = theme(static_cast<ThemeKind>(kind));
    QGuiApplication::setPalette(paletteOf(colours));
    QCoreApplication::processEvents();
    const QImage image = window_->grab().toImage();
    const auto* canvas = window_->findChild<ImageCanvas*>();
    const QPoint stage = canvas->mapTo(window_.get(), QPoint(4, canvas->height() - 4));
    QCOMPARE(image.pixelColor(stage), colours.stage);
    QCOMPARE(document_->view().style.theme, static_cast<ThemeKind>(kind));
}

void MainWindowTest::a_narrow_window_folds_its_columns()
{
    auto* matrix = window_->findChild<HeadMatrix*>();
    QVERIFY(matrix->isVisible());
    window_->resize(900, 700);
    QTRY_VERIFY(!matrix->isVisible());
    window_->resize(1500, 900);
    QTRY_VERIFY(matrix->isVisible());
}

void MainWindowTest::it_closes_while_a_run_goes_on()
{
    control_->holds = true;
    document_->setCaption("never ends");
    const int runs = control_->runs;
    QTRY_VERIFY(control_->runs > runs - 1);
    window_.reset(); // joins the worker; the test's time limit sees if it does not
    QVERIFY(true);
}

void MainWindowTest::the_bundled_model_answers_in_every_mode()
{
    const std::filesystem::path data = TEST_DATA "/../../resources";
    if (!std::filesystem::exists(data / "models" / "scenes" / "model.safetensors")) {
        QSKIP("resources/models/scenes is not here");
    }
    StartOptions options;
    options.dataFolder = data;
    window_ = std::make_unique<MainWindow>(options);
    document_ = &window_->document();
    window_->show();
    settle();
    QVERIFY(document_->result().has_value());
    QVERIFY(!window_->findChild<ErrorBar*>()->isVisible());
    QVERIFY(document_->pane(Pane::Image).map.maximum() > 0);
    QList<QImage> pictures;
    for (const Mode mode : kModes) {
        document_->setMode(mode);
        settle();
        QCOMPARE(document_->trace()->provenance.mode, std::string(modeId(mode)));
        const QImage picture = canvasImage();
        QVERIFY2(!pictures.contains(picture), modeId(mode).data());
        pictures << picture;
    }
    document_->setMode(Mode::Hybrid);
    settle();
    const double plain = document_->trace()->outputs.match.front().probability;
    document_->setWordMasked(contentWords(document_->trace()->tokens).front(), true);
    settle();
    QVERIFY(document_->trace()->outputs.match.front().probability != plain);
}

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
