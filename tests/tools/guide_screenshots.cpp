// Draws the pictures of the user guide: the real window on the bundled model, once in each mode and
// in the states that the guide speaks of.
//
//   guide_screenshots DATA OUT [--size 1600x1000] [--dark]
//
// DATA holds models/scenes and samples/; OUT receives PNG files. QT_SCALE_FACTOR enlarges them.

#include <QAction>
#include <QApplication>
#include <QCommandLineParser>
#include <QDeadlineTimer>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QLineEdit>
#include <QTextStream>
#include <QTimer>

#include "engine/modes/mode.h"
#include "tests/support/module_case.h"
#include "ui/state/document.h"
#include "ui/state/module_draft.h"
#include "ui/state/step_recorder.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/figure_preview.h"
#include "ui/widgets/overlay_panel.h"
#include "ui/widgets/start_window.h"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>

using namespace attenscope;

namespace {

constexpr int kPatienceMs = 60'000;

/// Lets the program run until something is true. false if it takes too long.
bool waitFor(const std::function<bool()>& isDone)
{
    const QDeadlineTimer deadline(kPatienceMs);
    while (!isDone() && !deadline.hasExpired()) {
        QApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
    }
    QApplication::processEvents();
    return isDone();
}

bool settle(Document& document)
{
    return waitFor([&] { return !document.isRunning(); });
}

int wordIndex(const Document& document, const std::string& text)
{
    const std::vector<Word>& words = document.trace()->tokens.words;
    const auto found = std::find_if(words.begin(), words.end(),
                                    [&](const Word& word) { return word.text == text; });
    return found == words.end() ? -1 : static_cast<int>(found - words.begin());
}

class Photographer {
public:
    Photographer(MainWindow& window, QDir out) : window_(window), out_(std::move(out)) {}

    /// false, with a message, if the window does not come to rest or the file can't be written.
    bool take(const QString& name)
    {
        if (!settle(window_.document())) {
            QTextStream(stderr) << name << ": the run did not end\n";
            return false;
        }
        const QString file = out_.filePath(name + QStringLiteral(".png"));
        if (!window_.grab().save(file)) {
            QTextStream(stderr) << file << ": could not be written\n";
            return false;
        }
        QTextStream(stdout) << file << "\n";
        return true;
    }

private:
    MainWindow& window_;
    QDir out_;
};

QPalette darkPalette()
{
    return paletteOf(theme(ThemeKind::Dark));
}

/// The patch at which the words in focus look most.
int strongestUnit(const Document& document)
{
    const std::vector<float>& weights = document.pane(Pane::Image).map.values;
    return static_cast<int>(std::max_element(weights.begin(), weights.end()) - weights.begin());
}

bool takeModes(Document& document, Photographer& photographer)
{
    bool isGood = true;
    if (const int word = wordIndex(document, "red"); word >= 0) {
        document.focusWord(word, false);
        document.focusUnit(strongestUnit(document), false);
    }
    for (const Mode mode : kModes) {
        document.setMode(mode);
        isGood = settle(document) && isGood;
        if (const int word = wordIndex(document, "red"); word >= 0) {
            document.focusWord(word, false);
        }
        const std::string_view id = modeId(mode);
        isGood = photographer.take(QStringLiteral("mode-%1").arg(
                     QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size())))) &&
                 isGood;
    }
    document.setMode(Mode::Hybrid);
    return settle(document) && isGood;
}

bool takeStates(Document& document, Photographer& photographer)
{
    bool isGood = true;
    document.setLayerAndHead(0, 1);
    isGood = photographer.take(QStringLiteral("one-head")) && isGood;
    document.setHead(std::nullopt);
    if (const int word = wordIndex(document, "red"); word >= 0) {
        document.setWordMasked(word, true);
        settle(document);
    }
    if (!document.view().units.empty()) {
        document.setUnitMasked(document.view().units.front(), true);
    }
    isGood = photographer.take(QStringLiteral("masked")) && isGood;
    document.undoIntervention();
    settle(document);
    document.undoIntervention();
    settle(document);
    FigureStyle style = document.view().style;
    style.overlay = OverlayKind::Spotlight;
    style.isSmooth = true;
    document.setStyle(style);
    isGood = photographer.take(QStringLiteral("spotlight")) && isGood;
    style.overlay = OverlayKind::Tint;
    style.isSmooth = false;
    document.setStyle(style);
    document.openModel("/no/such/checkpoint");
    isGood = photographer.take(QStringLiteral("error")) && isGood;
    document.setCaption("a very long caption that names a small red circle and a large blue square "
                        "and a yellow star and says of each of them where it stands and what it is "
                        "like, so that it takes more than one line");
    return photographer.take(QStringLiteral("long-caption")) && isGood;
}

/// A module that stands alone: the questions about it, and its map.
bool takeModule(MainWindow& window, Photographer& photographer)
{
    const std::filesystem::path folder = TEST_DATA "/bare_module/torch_fused";
    const ModuleCase example = readModuleCase(folder);
    auto* draft = window.findChild<ModuleDraft*>();
    const auto waitForDraft = [&] { return waitFor([&] { return !draft->isBusy(); }); };
    window.openModule(example.setup.weights);
    bool isGood = waitForDraft();
    ModuleSetup setup = example.setup;
    setup.mask.clear();
    draft->change(setup);
    isGood = waitForDraft() && photographer.take(QStringLiteral("module-panel")) && isGood;
    window.document().openModule(setup);
    return photographer.take(QStringLiteral("module")) && isGood;
}

/// What commands put over the window or beside the heads, and a head that is off.
bool takeCommands(MainWindow& window, Photographer& photographer)
{
    Document& document = window.document();
    const auto* actions = window.findChild<Actions*>();
    if (const int word = wordIndex(document, "red"); word >= 0) {
        document.focusWord(word, false);
        document.focusUnit(strongestUnit(document), false);
    }
    actions->action(QStringLiteral("analyse.find-heads"))->trigger();
    actions->action(QStringLiteral("analyse.head-off"))->trigger();
    bool isGood = photographer.take(QStringLiteral("found-heads"));
    actions->action(QStringLiteral("edit.undo"))->trigger();
    actions->action(QStringLiteral("edit.escape"))->trigger();
    for (const char* id : {"help.commands", "help.keys", "edit.keys"}) {
        actions->action(QString::fromLatin1(id))->trigger();
        isGood = photographer.take(QString::fromLatin1(id).replace('.', '-')) && isGood;
        for (OverlayPanel* panel : window.findChildren<OverlayPanel*>()) {
            panel->closePanel();
        }
    }
    return isGood;
}

/// Every view of the centre, the comparison of two heads, and the panel for exports.
bool takeTabs(MainWindow& window, Photographer& photographer)
{
    Document& document = window.document();
    const auto* actions = window.findChild<Actions*>();
    if (const int word = wordIndex(document, "red"); word >= 0) {
        document.focusWord(word, false);
        document.focusUnit(strongestUnit(document), false);
    }
    document.setLayerAndHead(0, 1);
    document.pin();
    document.setLayerAndHead(1, 3);
    bool isGood = true;
    for (const TabInfo& info : tabs()) {
        document.setTab(info.tab);
        if (info.tab == Tab::Steps) {
            const auto* recorder = window.findChild<StepRecorder*>();
            isGood = waitFor([&] { return recorder->trace() != nullptr; }) && isGood;
        }
        isGood = photographer.take(QStringLiteral("tab-%1").arg(
                     QString::fromUtf8(info.id.data(), static_cast<qsizetype>(info.id.size())))) &&
                 isGood;
    }
    document.unpin();
    document.setTab(Tab::Image);
    document.setHead(std::nullopt);
    actions->action(QStringLiteral("file.export-figure"))->trigger();
    const auto* preview = window.findChild<FigurePreview*>();
    isGood = waitFor([&] { return preview->isGood(); }) && isGood;
    isGood = photographer.take(QStringLiteral("export-panel")) && isGood;
    for (OverlayPanel* panel : window.findChildren<OverlayPanel*>()) {
        panel->closePanel();
    }
    return isGood;
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption sizeOption(QStringLiteral("size"), QString(), QStringLiteral("WxH"),
                                        QStringLiteral("1600x1000"));
    const QCommandLineOption darkOption(QStringLiteral("dark"));
    parser.addOption(sizeOption);
    parser.addOption(darkOption);
    parser.process(application);
    const QStringList paths = parser.positionalArguments();
    const QStringList size = parser.value(sizeOption).split(QLatin1Char('x'));
    if (paths.size() != 2 || size.size() != 2 || !QDir().mkpath(paths[1])) {
        QTextStream(stderr) << "guide_screenshots DATA OUT [--size WxH] [--dark]\n";
        return 2;
    }
    if (parser.isSet(darkOption)) {
        QApplication::setPalette(darkPalette());
    }
    prepareApplication(application);

    StartOptions options;
    options.dataFolder = paths[0].toStdString();
    QElapsedTimer timer;
    timer.start();
    MainWindow window(options);
    window.resize(size[0].toInt(), size[1].toInt());
    window.show();
    Document& document = window.document();
    settle(document);
    QTextStream(stdout) << "first map after " << timer.elapsed() << " ms\n";
    if (!document.result()) {
        QTextStream(stderr) << "the bundled model did not run\n";
        return 1;
    }
    Photographer photographer(window, QDir(paths[1]));
    bool isGood = photographer.take(QStringLiteral("first-start"));
    isGood = takeModes(document, photographer) && isGood;
    isGood = takeCommands(window, photographer) && isGood;
    isGood = takeTabs(window, photographer) && isGood;
    isGood = takeStates(document, photographer) && isGood;
    isGood = takeModule(window, photographer) && isGood;
    return isGood ? 0 : 1;
}
