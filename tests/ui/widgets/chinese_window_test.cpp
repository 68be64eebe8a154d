#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QTextDocument>

#include "tests/support/window_places.h"
#include "ui/widgets/accessible_table.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/error_bar.h"
#include "ui/widgets/overlay_panel.h"
#include "ui/widgets/start_window.h"
#include "ui/widgets/window_host.h"

#include <memory>

using namespace attenscope;

namespace {

/// Names that are the same in every language, and what the model and the caption bring.
const QSet<QString>& sameEverywhere()
{
    static const QSet<QString> kNames{
        "Attenscope", "English",  "scenes",    "cividis", "viridis",   "magma",   "inferno",
        "turbo",      "PNG",      "SVG",       "PDF",     "NPZ",       "NPY",     "TSV",
        "JSON",       "CSV",      "GIF",       "WebP",    "CLS",       "SEP",     "MASK",
        "Enter",      "Esc",      "Ctrl",      "Shift",   "Tab",       "Alt",     "PgUp",
        "PgDn",       "PgDown",   "Home",      "End",     "Backspace", "Del",     "Return",
        "Space",      "Left",     "Right",     "Down",    "LXMERT",    "ViLBERT", "BLIP",
        "Python",     "softmax",  "softmaxk",  "max",     "exp",       "nat",     "log",
        "dpi",        "state",    "dict",      "torch",   "Logit",     "Jensen",  "Shannon",
        "Pearson",    "Spearman", "attention", "npz"};
    return kNames;
}

/// Words of three letters and more that are none of these names and stand in no known text.
QStringList englishIn(const QString& text, const QString& known)
{
    static const QRegularExpression kWord("[A-Za-z]{3,}");
    QStringList words;
    for (auto matches = kWord.globalMatch(text); matches.hasNext();) {
        const QString word = matches.next().captured();
        if (!sameEverywhere().contains(word) && !known.contains(word)) {
            words << word;
        }
    }
    return words;
}

QString plain(const QString& text)
{
    if (!Qt::mightBeRichText(text)) {
        return text;
    }
    QTextDocument document;
    document.setHtml(text);
    return document.toPlainText();
}

/// Everything that a widget says, by what says it.
QList<std::pair<QString, QString>> textsOf(const QWidget& widget)
{
    QList<std::pair<QString, QString>> texts{{"name", widget.accessibleName()},
                                             {"description", widget.accessibleDescription()},
                                             {"tooltip", widget.toolTip()}};
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
        texts.append({"text", plain(label->text())});
    } else if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
        texts.append({"text", button->text()});
    } else if (const auto* edit = qobject_cast<const QLineEdit*>(&widget)) {
        texts.append({"placeholder", edit->placeholderText()});
    } else if (const auto* combo = qobject_cast<const QComboBox*>(&widget)) {
        for (int row = 0; row < combo->count(); ++row) {
            texts.append({"choice", combo->itemText(row)});
        }
    }
    if (const auto* table = dynamic_cast<const AccessibleTable*>(&widget)) {
        for (int row = 0; row < table->tableRows(); ++row) {
            texts.append({"row", table->tableRowName(row)});
            for (int column = 0; column < table->tableColumns(); ++column) {
                texts.append({"cell", table->tableCell(row, column).text});
            }
        }
        for (int column = 0; column < table->tableColumns(); ++column) {
            texts.append({"column", table->tableColumnName(column)});
        }
    }
    return texts;
}

} // namespace

/// The real window in Chinese, on the bundled model.
class ChineseWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void widgetsSayNothingInEnglish_data();
    void widgetsSayNothingInEnglish();
    void noPlaceSaysAnythingInEnglish_data();
    void noPlaceSaysAnythingInEnglish();
    void keysStandBesidePlainTexts();
    void commandsSayNothingInEnglish();
    void errorsHaveAChineseTitle();

private:
    void settle();
    QString known() const;
    QStringList leftovers() const;

    MainWindow& window() { return host_->window(); }

    std::unique_ptr<WindowHost> host_;
};

void ChineseWindowTest::initTestCase()
{
    const std::filesystem::path data = TEST_DATA "/../../resources";
    if (!std::filesystem::exists(data / "models" / "scenes" / "model.safetensors")) {
        QSKIP("resources/models/scenes is not here");
    }
    prepareApplication(*qApp);
    StartOptions options;
    options.dataFolder = data;
    options.language = "zh_CN";
    host_ = std::make_unique<WindowHost>(options);
    window().show();
    QVERIFY(QTest::qWaitForWindowExposed(&window()));
    settle();
    QVERIFY(window().document().result().has_value());
}

void ChineseWindowTest::cleanupTestCase()
{
    host_.reset();
}

void ChineseWindowTest::settle()
{
    QTRY_VERIFY_WITH_TIMEOUT(!window().document().isRunning(), 20'000);
    QCoreApplication::processEvents();
}

/// What is not the program's to translate: captions, file names, labels, tensors' names.
QString ChineseWindowTest::known() const
{
    const Document& document = host_->window().document();
    const Trace& trace = *document.trace();
    QString text =
        QString::fromStdString(trace.tokens.caption + " " + document.request().picture->name + " " +
                               trace.provenance.modelPath);
    for (const Site& site : trace.sites) {
        text += " " + QString::fromStdString(site.name());
    }
    for (const Prediction& prediction : trace.outputs.predictions) {
        for (const Prediction::Candidate& candidate : prediction.candidates) {
            text += " " + QString::fromStdString(candidate.label);
        }
    }
    return text + " model.safetensors E_TENSOR_SHAPE"; // of the error that is shown
}

QStringList ChineseWindowTest::leftovers() const
{
    QStringList found;
    for (const QWidget* widget : host_->window().findChildren<QWidget*>()) {
        if (!widget->isVisible()) {
            continue;
        }
        for (const auto& [what, text] : textsOf(*widget)) {
            if (!englishIn(text, known()).isEmpty()) {
                found << QString("%1 %2: %3").arg(widget->metaObject()->className(), what, text);
            }
        }
    }
    found.removeDuplicates();
    return found;
}

void ChineseWindowTest::widgetsSayNothingInEnglish_data()
{
    QTest::addColumn<int>("mode");
    for (const Mode mode : kModes) {
        QTest::newRow(modeId(mode).data()) << int(mode);
    }
}

void ChineseWindowTest::widgetsSayNothingInEnglish()
{
    QFETCH(int, mode);
    Document& document = window().document();
    document.setMode(static_cast<Mode>(mode));
    settle();
    document.setWordMasked(2, true);
    settle();
    document.focusWord(1, false);
    QStringList found = leftovers();
    document.focusUnit(30, false);
    document.hoverUnit(31);
    found += leftovers();
    document.hoverUnit(std::nullopt);
    QVERIFY2(found.isEmpty(), qPrintable(found.join("\n")));
}

void ChineseWindowTest::noPlaceSaysAnythingInEnglish_data()
{
    QTest::addColumn<QString>("place");
    for (const QString& place : windowPlaces()) {
        QTest::newRow(qPrintable(place)) << place;
    }
}

void ChineseWindowTest::noPlaceSaysAnythingInEnglish()
{
    QFETCH(QString, place);
    openPlace(window(), place);
    settle();
    const QStringList found = leftovers();
    QVERIFY2(found.isEmpty(), qPrintable(found.join("\n")));
}

void ChineseWindowTest::keysStandBesidePlainTexts()
{
    const OverlayPanel* panel = openPlace(window(), "keys");
    QVERIFY(panel != nullptr);
    for (const QLabel* label : panel->findChildren<QLabel*>()) {
        QVERIFY2(!QRegularExpression("\\([A-Z]\\)|&").match(label->text()).hasMatch(),
                 qPrintable(label->text())); // the mnemonics of the menus
        const QStringList keys = label->text().split(", ");
        QCOMPARE(QSet<QString>(keys.begin(), keys.end()).size(), keys.size());
    }
}

void ChineseWindowTest::commandsSayNothingInEnglish()
{
    QString samples;
    for (const ActionInfo& command : window().findChild<Actions*>()->commands()) {
        if (command.id.startsWith("sample.") || command.id.startsWith("model.")) {
            samples += command.description + " " + command.id; // captions, paths
        }
    }
    QStringList found;
    for (const ActionInfo& command : window().findChild<Actions*>()->commands()) {
        for (const QString& text : {command.group, command.text, command.description}) {
            if (!englishIn(text, samples + known()).isEmpty()) {
                found << command.id + ": " + text;
            }
        }
    }
    for (const QAction* menu : window().menuBar()->actions()) {
        if (!englishIn(menu->text(), {}).isEmpty()) {
            found << menu->text();
        }
    }
    QVERIFY2(found.isEmpty(), qPrintable(found.join("\n")));
}

void ChineseWindowTest::errorsHaveAChineseTitle()
{
    for (const char* id :
         {"E_IMAGE_FORMAT", "E_ST_HEADER", "E_OUTPUT", "E_MEMORY", "E_TEXT_ENCODING",
          "E_REGIONS_NEEDED", "E_MODE_UNSUPPORTED", "E_NO_SUCH_THING"}) {
        const QString title = errorTitle({.id = id});
        QVERIFY2(englishIn(title, {}).isEmpty(), qPrintable(title));
    }
}

QTEST_MAIN(ChineseWindowTest)
#include "chinese_window_test.moc"
