#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QHash>
#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QTextDocument>
#include <QToolButton>

#include "tests/support/window_places.h"
#include "ui/state/step_recorder.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/overlay_panel.h"
#include "ui/widgets/start_window.h"
#include "ui/widgets/window_host.h"

#include <algorithm>
#include <cmath>
#include <memory>

using namespace attenscope;

namespace {

/// Relative luminance, WCAG 2.1.
double luminance(QRgb colour)
{
    const auto linear = [](int channel) {
        const double value = channel / 255.0;
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(qRed(colour)) + 0.7152 * linear(qGreen(colour)) +
           0.0722 * linear(qBlue(colour));
}

double contrast(QRgb a, QRgb b)
{
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

/// The most frequent colour against the one that stands out most from it: a text's surface and its
/// ink, where the text is drawn large enough for its stems to be solid.
double textContrast(const QImage& picture)
{
    QHash<QRgb, int> counts;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            ++counts[picture.pixel(x, y)];
        }
    }
    const auto most = std::max_element(counts.cbegin(), counts.cend());
    double best = 1;
    constexpr int kSolid = 6; // pixels: no mixture at an edge
    for (auto it = counts.cbegin(); it != counts.cend(); ++it) {
        if (it.value() >= kSolid) {
            best = std::max(best, contrast(it.key(), most.key()));
        }
    }
    return best;
}

QString plain(const QString& text)
{
    QTextDocument document;
    document.setHtml(text);
    return document.toPlainText();
}

/// What a label or a button has written on it; empty for other widgets.
QString textOn(const QWidget& widget)
{
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
        return Qt::mightBeRichText(label->text()) ? plain(label->text()) : label->text();
    }
    const auto* button = qobject_cast<const QAbstractButton*>(&widget);
    const auto* tool = qobject_cast<const QToolButton*>(&widget);
    const bool isIcon =
        tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly && !tool->icon().isNull();
    return button && !isIcon ? button->text() : QString();
}

/// The size that a widget's text needs of it.
QSize neededBy(const QWidget& widget)
{
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
        return label->wordWrap() ? QSize(0, label->heightForWidth(label->width()))
                                 : label->sizeHint();
    }
    QString text = textOn(widget);
    text.remove(QLatin1Char('&'));
    return widget.fontMetrics().size(Qt::TextSingleLine, text);
}

} // namespace

/// Everything that the window can show, in both languages, on small and large screens, light and
/// dark: nothing is cut, and all of it can be read.
class WindowAuditTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void nothingIsCut_data();
    void nothingIsCut();
    void textStandsOutFromItsSurface_data();
    void textStandsOutFromItsSurface();

private:
    MainWindow& window() { return host_->window(); }

    void settle();
    void speak(const QString& language);
    QList<QWidget*> visibleWidgets();

    std::unique_ptr<WindowHost> host_;
    QPalette light_;
};

void WindowAuditTest::initTestCase()
{
    const std::filesystem::path data = TEST_DATA "/../../resources";
    if (!std::filesystem::exists(data / "models" / "scenes" / "model.safetensors")) {
        QSKIP("resources/models/scenes is not here");
    }
    light_ = QApplication::palette();
    prepareApplication(*qApp);
    StartOptions options;
    options.dataFolder = data;
    options.language = "en";
    host_ = std::make_unique<WindowHost>(options);
    window().show();
    QVERIFY(QTest::qWaitForWindowExposed(&window()));
    settle();
    QVERIFY(window().document().result().has_value());
}

void WindowAuditTest::cleanupTestCase()
{
    host_.reset();
}

void WindowAuditTest::settle()
{
    QTRY_VERIFY_WITH_TIMEOUT(!window().document().isRunning(), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(window().document().headNumbers().isReady(), 20'000);
    if (window().document().view().tab == Tab::Steps) {
        const auto* recorder = window().findChild<StepRecorder*>();
        QTRY_VERIFY_WITH_TIMEOUT(recorder->trace() != nullptr, 20'000);
    }
    QCoreApplication::processEvents();
}

void WindowAuditTest::speak(const QString& language)
{
    if (host_->language() != language.toStdString()) {
        Q_EMIT window().languageChosen(language.toStdString());
        QTRY_COMPARE(host_->language(), language.toStdString());
        settle();
    }
}

/// Those of the panel that is open; of the whole window if none is.
QList<QWidget*> WindowAuditTest::visibleWidgets()
{
    QWidget* root = &window();
    for (OverlayPanel* panel : window().findChildren<OverlayPanel*>()) {
        root = panel->isVisible() ? panel : root;
    }
    QList<QWidget*> visible;
    for (QWidget* widget : root->findChildren<QWidget*>()) {
        if (widget->isVisible() && !widget->visibleRegion().isEmpty()) {
            visible << widget;
        }
    }
    return visible;
}

void WindowAuditTest::nothingIsCut_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QString>("place");
    for (const char* language : {"en", "zh_CN"}) {
        for (const QSize size : {QSize(1280, 720), QSize(1600, 1000)}) {
            for (const QString& place : windowPlaces()) {
                QTest::newRow(qPrintable(QString("%1, %2 × %3, %4")
                                             .arg(language)
                                             .arg(size.width())
                                             .arg(size.height())
                                             .arg(place)))
                    << QString(language) << size << place;
            }
        }
    }
}

void WindowAuditTest::nothingIsCut()
{
    QFETCH(QString, language);
    QFETCH(QSize, size);
    QFETCH(QString, place);
    speak(language);
    window().resize(size);
    openPlace(window(), place);
    settle();
    QCOMPARE(window().size(), size); // it can be that small
    QStringList cut;
    int seen = 0;
    for (const QWidget* widget : visibleWidgets()) {
        const QString text = textOn(*widget);
        if (text.isEmpty()) {
            continue;
        }
        ++seen;
        const QSize needed = neededBy(*widget);
        if (needed.width() > widget->width() || needed.height() > widget->height() + 1) {
            cut << QString("%1 “%2”: %3 × %4 of %5 × %6 px")
                       .arg(widget->metaObject()->className(), text)
                       .arg(widget->width())
                       .arg(widget->height())
                       .arg(needed.width())
                       .arg(needed.height());
        }
    }
    QVERIFY(seen > 2 || place == "commands"); // which is a list
    QVERIFY2(cut.isEmpty(), qPrintable(cut.join("\n")));
}

void WindowAuditTest::textStandsOutFromItsSurface_data()
{
    QTest::addColumn<ThemeKind>("kind");
    QTest::addColumn<QString>("place");
    for (const ThemeKind kind : {ThemeKind::Light, ThemeKind::Dark}) {
        for (const QString& place : windowPlaces()) {
            QTest::newRow(qPrintable((kind == ThemeKind::Light ? "light, " : "dark, ") + place))
                << kind << place;
        }
    }
}

void WindowAuditTest::textStandsOutFromItsSurface()
{
    constexpr double kLeast = 4.5; // WCAG AA
    constexpr int kScale = 4;      // stems of letters become solid
    QFETCH(ThemeKind, kind);
    QFETCH(QString, place);
    speak("en");
    window().resize(1280, 720);
    if (themeKindOf(QApplication::palette()) != kind) {
        QApplication::setPalette(kind == ThemeKind::Light ? light_ : paletteOf(theme(kind)));
        QCoreApplication::processEvents();
    }
    openPlace(window(), place);
    settle();
    QImage picture(window().size() * kScale, QImage::Format_RGB32);
    picture.setDevicePixelRatio(kScale);
    window().render(&picture);
    QStringList faint;
    for (const QWidget* widget : visibleWidgets()) {
        const QString text = textOn(*widget);
        const QRect seen = widget->visibleRegion().boundingRect();
        const bool isWhole = seen == widget->rect(); // not scrolled half out of sight
        if (text.trimmed().isEmpty() || !isWhole) {
            continue;
        }
        const QPoint corner = widget->mapTo(&window(), QPoint());
        const QImage part = picture.copy(QRect(corner * kScale, widget->size() * kScale));
        if (const double found = textContrast(part); found < kLeast) {
            faint << QString("%1 “%2”: %3").arg(widget->metaObject()->className(), text).arg(found);
        }
    }
    QApplication::setPalette(light_);
    QVERIFY2(faint.isEmpty(), qPrintable(faint.join("\n")));
}

QTEST_MAIN(WindowAuditTest)
#include "window_audit_test.moc"
