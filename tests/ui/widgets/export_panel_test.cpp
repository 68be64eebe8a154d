#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

#include "tests/support/example_sources.h"
#include "tests/support/temporary_folder.h"
#include "ui/figure/recipe_in_file.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/caption_field.h"
#include "ui/widgets/export_control.h"
#include "ui/widgets/export_panel.h"
#include "ui/widgets/figure_handle.h"
#include "ui/widgets/figure_preview.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/start_window.h"

#include <cstdlib>
#include <filesystem>
#include <memory>

using namespace attenscope;

/// The panel that says what a figure is, and what leaves by the clipboard, in the real window.
class ExportPanelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void its_key_opens_it_and_escape_closes_it();
    void its_key_opens_it_from_the_caption();
    void the_preview_shows_the_figure();
    void every_choice_changes_the_page_and_can_be_undone();
    void millimetres_stay_when_the_resolution_changes();
    void animations_have_their_own_formats();
    void a_page_without_room_is_told_and_not_exported();
    void the_last_choices_are_remembered();
    void words_that_are_keys_stay_ticked();
    void the_open_tab_is_what_is_offered_data();
    void the_open_tab_is_what_is_offered();
    void a_comparison_is_offered_once_there_are_two();
    void the_figure_is_copied_as_pixels_and_as_svg();
    void values_and_commands_are_copied();
    void every_control_has_a_name_and_a_tooltip();

private:
    void open();
    void settle();
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers);

    ExportPanel& panel() { return *window_->findChild<ExportPanel*>(); }

    const FigurePreview& preview() { return panel().preview(); }

    template <typename Control>
    Control& control(const char* name)
    {
        for (Control* const candidate : panel().findChildren<Control*>()) {
            if (candidate->accessibleName() == QLatin1String(name)) {
                return *candidate;
            }
        }
        qFatal("no control of the name %s", name);
    }

    const FigureStyle& style() { return document_->view().style; }

    void choose(QComboBox& combo, const char* text)
    {
        combo.setCurrentIndex(combo.findText(QLatin1String(text)));
        Q_EMIT combo.activated(combo.currentIndex());
    }

    std::shared_ptr<ExampleControl> control_;
    std::unique_ptr<TemporaryFolder> folder_;
    std::unique_ptr<MainWindow> window_;
    Document* document_ = nullptr;
};

void ExportPanelTest::initTestCase()
{
    prepareApplication(*qApp);
}

void ExportPanelTest::init()
{
    control_ = std::make_shared<ExampleControl>();
    folder_ = std::make_unique<TemporaryFolder>();
    folder_->write("models/scenes/config.json", "{}");
    folder_->write("samples/samples.json",
                   R"([{"file": "a.png", "title": "A", "caption": "a red circle on green"}])");
    open();
}

void ExportPanelTest::open()
{
    window_.reset();
    StartOptions options;
    options.dataFolder = folder_->path();
    options.kept.settings = folder_->path() / "settings.json";
    window_ = std::make_unique<MainWindow>(options, exampleSources(control_));
    document_ = &window_->document();
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    settle();
    QVERIFY(document_->result().has_value());
}

void ExportPanelTest::cleanup()
{
    window_.reset();
    folder_.reset();
}

void ExportPanelTest::settle()
{
    QTRY_VERIFY_WITH_TIMEOUT(!document_->isRunning(), 20'000);
    QCoreApplication::processEvents();
}

void ExportPanelTest::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(window_.get(), key, modifiers);
}

void ExportPanelTest::its_key_opens_it_and_escape_closes_it()
{
    QVERIFY(!panel().isVisible());
    press(Qt::Key_E, Qt::ControlModifier);
    QVERIFY(panel().isVisible());
    QTest::keyClick(&panel(), Qt::Key_Escape);
    QVERIFY(!panel().isVisible());
}

/// On X11, whose text fields take Ctrl+E for the end of the line.
void ExportPanelTest::its_key_opens_it_from_the_caption()
{
    auto* caption = window_->findChild<CaptionField*>()->findChild<QLineEdit*>();
    caption->setFocus();
    QTest::keyClick(caption, Qt::Key_E, Qt::ControlModifier);
    QVERIFY(panel().isVisible());
}

void ExportPanelTest::the_preview_shows_the_figure()
{
    press(Qt::Key_E, Qt::ControlModifier);
    QTRY_VERIFY(preview().isGood());
    const QImage first = preview().image();
    QVERIFY(std::abs(first.width() * 3 - first.height() * 4) <= 4); // as the page of 1600 × 1200
    document_->setLayer(0);
    QTRY_VERIFY(preview().isGood() && preview().image() != first);
}

void ExportPanelTest::every_choice_changes_the_page_and_can_be_undone()
{
    press(Qt::Key_E, Qt::ControlModifier);
    const View before = document_->view();
    choose(control<QComboBox>("Shows"), "sheet of all layers");
    QCOMPARE(style().kind, FigureKind::LayerSheet);
    control<QDoubleSpinBox>("Width").setValue(900);
    control<QDoubleSpinBox>("Height").setValue(700);
    QCOMPARE(style().size, QSize(900, 700));
    control<QSpinBox>("Resolution").setValue(96);
    QCOMPARE(style().dpi, 96.0);
    for (const char* part : {"Legend", "Caption", "Colour bar"}) {
        control<QCheckBox>(part).click();
    }
    QVERIFY(!style().hasLegend && !style().hasWords && !style().hasColourBar);
    control<QCheckBox>("The image itself").click();
    QVERIFY(style().embedsPicture);
    control<QCheckBox>("Recipe").click();
    QVERIFY(!style().hasMetadata);
    QVERIFY(!control<QCheckBox>("The image itself").isEnabled());
    QVERIFY(!control<QCheckBox>("The image itself").isChecked());
    auto& theme = control<Segments>("Colours of the page");
    Q_EMIT theme.chosen(2);
    QCOMPARE(document_->view().figureTheme, std::optional(ThemeKind::Dark));
    QTRY_VERIFY(preview().isGood());

    while (document_->canUndo()) {
        QCOMPARE(document_->undoText(), QString("page of the figure"));
        document_->undo();
    }
    QVERIFY(document_->view() == before);
    QCOMPARE(control<QDoubleSpinBox>("Width").value(), 1600.0);
    QVERIFY(control<QCheckBox>("Legend").isChecked());
    QCOMPARE(theme.current(), 0);
}

void ExportPanelTest::millimetres_stay_when_the_resolution_changes()
{
    press(Qt::Key_E, Qt::ControlModifier);
    choose(control<QComboBox>("Unit of the size"), "mm");
    QCOMPARE(style().size, QSize(1600, 1200));
    QCOMPARE(control<QDoubleSpinBox>("Width").value(), 254.0); // 1600 / 160 inches
    control<QDoubleSpinBox>("Width").setValue(127);
    control<QDoubleSpinBox>("Height").setValue(101.6);
    QCOMPARE(style().size, QSize(800, 640));
    control<QSpinBox>("Resolution").setValue(300);
    QCOMPARE(style().size, QSize(1500, 1200));
    QCOMPARE(control<QDoubleSpinBox>("Width").value(), 127.0);
    choose(control<QComboBox>("Unit of the size"), "px");
    control<QSpinBox>("Resolution").setValue(100);
    QCOMPARE(style().size, QSize(1500, 1200)); // now the pixels stay
}

void ExportPanelTest::animations_have_their_own_formats()
{
    press(Qt::Key_E, Qt::ControlModifier);
    auto& format = control<QComboBox>("Format");
    QCOMPARE(format.currentData().toString(), QString("png"));
    choose(control<QComboBox>("Shows"), "animation over layers");
    QCOMPARE(format.currentData().toString(), QString("webp"));
    QVERIFY(control<QDoubleSpinBox>("Time for each map").isVisible());
    control<QDoubleSpinBox>("Time for each map").setValue(0.5);
    QCOMPARE(style().frameMs, 500);
    QTRY_VERIFY(preview().isGood());
    const auto file = folder_->path() / "a.webp";
    window_->exportFigure(file);
    QTRY_VERIFY(std::filesystem::exists(file));
    choose(control<QComboBox>("Shows"), "this map");
    QCOMPARE(format.currentData().toString(), QString("png"));
    QVERIFY(!control<QDoubleSpinBox>("Time for each map").isVisible());
}

void ExportPanelTest::a_page_without_room_is_told_and_not_exported()
{
    press(Qt::Key_E, Qt::ControlModifier);
    QTRY_VERIFY(control<QPushButton>("Export").isEnabled());
    control<QDoubleSpinBox>("Width").setValue(100);
    QTRY_VERIFY(!preview().problem().isEmpty());
    QVERIFY(preview().problem().contains("100x1200"));
    QVERIFY(!control<QPushButton>("Export").isEnabled());
    QVERIFY(!control<QPushButton>("Copy the figure").isEnabled());
    control<QDoubleSpinBox>("Width").setValue(1000);
    QTRY_VERIFY(control<QPushButton>("Export").isEnabled());
}

void ExportPanelTest::the_last_choices_are_remembered()
{
    press(Qt::Key_E, Qt::ControlModifier);
    choose(control<QComboBox>("Format"), "SVG, vectors");
    choose(control<QComboBox>("Unit of the size"), "mm");
    choose(control<QComboBox>("Shows"), "sheet of all heads");
    control<QCheckBox>("Legend").click();
    Q_EMIT control<Segments>("Colours of the page").chosen(1);
    QTRY_VERIFY([this] {
        QFile file(QString::fromStdString((folder_->path() / "settings.json").string()));
        return file.open(QIODevice::ReadOnly) && file.readAll().contains("export.page");
    }());
    open();
    QVERIFY(!style().hasLegend);
    QCOMPARE(document_->view().figureTheme, std::optional(ThemeKind::Light));
    QCOMPARE(style().kind, FigureKind::Map); // begins with what is seen
    QVERIFY(!document_->canUndo());
    press(Qt::Key_E, Qt::ControlModifier);
    QCOMPARE(control<QComboBox>("Format").currentData().toString(), QString("svg"));
    QCOMPARE(control<QDoubleSpinBox>("Width").value(), 254.0);
}

void ExportPanelTest::words_that_are_keys_stay_ticked()
{
    document_->setActive(Pane::Words);
    press(Qt::Key_E, Qt::ControlModifier);
    QVERIFY(!control<QCheckBox>("Caption").isEnabled());
    QVERIFY(control<QCheckBox>("Caption").isChecked());
    document_->setActive(Pane::Image);
    QVERIFY(control<QCheckBox>("Caption").isEnabled());
}

void ExportPanelTest::the_open_tab_is_what_is_offered_data()
{
    QTest::addColumn<Tab>("tab");
    QTest::addColumn<QString>("shows");
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("option");
    QTest::newRow("words") << Tab::Words << "a map for every word"
                           << "key\ta\tred\t"
                           << " --view words ";
    QTest::newRow("matrix") << Tab::FullMatrix << "the matrix"
                            << "query\t"
                            << " --view matrix ";
    QTest::newRow("depth") << Tab::Depth << "the plot over the layers"
                           << "layer\tmean over heads\t"
                           << " --statistic ";
}

void ExportPanelTest::the_open_tab_is_what_is_offered()
{
    QFETCH(const Tab, tab);
    QFETCH(const QString, shows);
    QFETCH(const QString, table);
    QFETCH(const QString, option);
    FigureStyle sheet = style();
    sheet.kind = FigureKind::HeadSheet; // of the image
    document_->setStyle(sheet);
    document_->setTab(tab);
    press(Qt::Key_E, Qt::ControlModifier);
    QTRY_VERIFY(preview().isGood());
    const auto& kinds = control<QComboBox>("Shows");
    QCOMPARE(kinds.currentText(), shows);
    QVERIFY(!kinds.isEnabled());
    QCOMPARE(control<QComboBox>("Format").currentData().toString(), QString("png"));
    QCOMPARE(control<QCheckBox>("Colour bar").isEnabled(), tab != Tab::Depth);
    const auto file = folder_->path() / "tab.png";
    window_->exportFigure(file);
    QTRY_VERIFY(std::filesystem::exists(file));
    QTRY_COMPARE(
        QImage(QString::fromStdString(file.string())).convertToFormat(QImage::Format_RGB32),
        figureImage(document_->figureRequest().value()));

    auto& exports = *window_->findChild<ExportControl*>();
    QSignalSpy failed(&exports, &ExportControl::failed);
    exports.copyValues();
    QVERIFY2(QGuiApplication::clipboard()->text().startsWith(table),
             qPrintable(QGuiApplication::clipboard()->text().left(80)));
    exports.copyCommand();
    QVERIFY(QGuiApplication::clipboard()->text().contains(option));
    exports.copyPython();
    QVERIFY(QGuiApplication::clipboard()->text().contains("import numpy as np"));
    QCOMPARE(failed.size(), 0);
    document_->setTab(Tab::Image);
    QVERIFY(kinds.isEnabled());
    QCOMPARE(kinds.currentText(), QString("sheet of all heads"));
}

void ExportPanelTest::a_comparison_is_offered_once_there_are_two()
{
    document_->setTab(Tab::Compare);
    press(Qt::Key_E, Qt::ControlModifier);
    QTRY_VERIFY(!preview().problem().isEmpty());
    QVERIFY(!control<QPushButton>("Export").isEnabled());
    document_->pin();
    document_->setLayer(0);
    QTRY_VERIFY(preview().isGood());
    QCOMPARE(control<QComboBox>("Shows").currentText(), QString("the comparison"));
    auto& exports = *window_->findChild<ExportControl*>();
    exports.copyValues();
    QVERIFY(QGuiApplication::clipboard()->text().startsWith("key\tA\tB\tA − B\n"));
    exports.copyCommand();
    QVERIFY(QGuiApplication::clipboard()->text().contains(" --compare-layer 0 "));
}

void ExportPanelTest::the_figure_is_copied_as_pixels_and_as_svg()
{
    QGuiApplication::clipboard()->clear();
    window_->findChild<FigureHandle*>()->click();
    QTRY_VERIFY(QGuiApplication::clipboard()->mimeData() != nullptr &&
                QGuiApplication::clipboard()->mimeData()->hasImage());
    const QMimeData& mime = *QGuiApplication::clipboard()->mimeData();
    const QImage image = qvariant_cast<QImage>(mime.imageData());
    QCOMPARE(image.convertToFormat(QImage::Format_RGB32),
             figureImage(document_->figureRequest().value()));
    QVERIFY(recipeInFile(mime.data("image/png")).has_value());
    QVERIFY(mime.data("image/svg+xml").contains("<svg"));
}

void ExportPanelTest::values_and_commands_are_copied()
{
    auto& exports = *window_->findChild<ExportControl*>();
    QSignalSpy failed(&exports, &ExportControl::failed);
    exports.copyValues();
    const QString table = QGuiApplication::clipboard()->text();
    QVERIFY(table.startsWith("key\tname\trow\tcolumn\tweight\tstate\n"));
    exports.copyPython();
    const QString script = QGuiApplication::clipboard()->text();
    QVERIFY(script.startsWith("# "));
    QVERIFY(script.contains("import numpy as np"));
    exports.copyCommand();
    QVERIFY(QGuiApplication::clipboard()->text().startsWith("attenscope figure --model "));
    QCOMPARE(failed.size(), 0);
}

void ExportPanelTest::every_control_has_a_name_and_a_tooltip()
{
    press(Qt::Key_E, Qt::ControlModifier);
    for (const QWidget* const widget : panel().findChildren<QWidget*>()) {
        if (widget->focusPolicy() & Qt::TabFocus && widget->isVisible() &&
            !qobject_cast<const QLineEdit*>(widget)) { // a spin box's own
            QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
            QVERIFY2(!widget->toolTip().isEmpty(), qPrintable(widget->accessibleName()));
        }
    }
}

QTEST_MAIN(ExportPanelTest)
#include "export_panel_test.moc"
