// Draws the pictures of the user guide: the real window on the bundled model, once in each mode and
// in the states that the guide speaks of. Or the same window on another checkpoint or in another
// language, to look at what the guide does not show.
//
//   guide_screenshots DATA OUT [--size 1600x1000] [--dark] [--language zh_CN]
//                     [--model FOLDER] [--image FILE] [--regions FILE] [--caption TEXT]
//
// DATA holds models/scenes and samples/; OUT receives PNG files. QT_SCALE_FACTOR enlarges them.
// With --model, only its modes, views and the panels over the window are drawn.

#include <QAction>
#include <QApplication>
#include <QCommandLineParser>
#include <QDeadlineTimer>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QLineEdit>
#include <QTemporaryDir>
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
#include "ui/widgets/hint_card.h"
#include "ui/widgets/overlay_panel.h"
#include "ui/widgets/start_window.h"
#include "ui/widgets/window_host.h"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>

using namespace attenscope;

namespace {

constexpr int kPatienceMs = 60'000;
constexpr int kSeenRunningAfterMs = 250; ///< the window speaks of a run after 150

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
    return waitFor([&] {
        return !document.isRunning() && (!document.result() || document.headNumbers().isReady());
    });
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
        return takeAsItIs(name);
    }

    bool takeAsItIs(const QString& name)
    {
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

/// "red" or, where the caption has no such word, its second one; and where it looks most.
void focusSomething(Document& document)
{
    const int words = static_cast<int>(document.trace()->tokens.words.size());
    const int red = wordIndex(document, "red");
    if (words > 0) {
        document.focusWord(red >= 0 ? red : std::min(1, words - 1), false);
    }
    if (!document.pane(Pane::Image).map.values.empty()) {
        document.focusUnit(strongestUnit(document), false);
    }
}

bool takeModes(Document& document, Photographer& photographer)
{
    bool isGood = true;
    focusSomething(document);
    for (const Mode mode : kModes) {
        document.setMode(mode);
        isGood = settle(document) && isGood;
        focusSomething(document);
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
    focusSomething(document);
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
    focusSomething(document);
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
    const auto textOption = [](const char* name) {
        return QCommandLineOption(QString::fromLatin1(name), QString(), QStringLiteral("VALUE"));
    };
    const QCommandLineOption languageOption = textOption("language");
    const QCommandLineOption modelOption = textOption("model");
    const QCommandLineOption imageOption = textOption("image");
    const QCommandLineOption regionsOption = textOption("regions");
    const QCommandLineOption captionOption = textOption("caption");
    parser.addOptions({sizeOption, darkOption, languageOption, modelOption, imageOption,
                       regionsOption, captionOption});
    parser.process(application);
    const QStringList paths = parser.positionalArguments();
    const QStringList size = parser.value(sizeOption).split(QLatin1Char('x'));
    if (paths.size() != 2 || size.size() != 2 || !QDir().mkpath(paths[1])) {
        QTextStream(stderr) << "guide_screenshots DATA OUT [--size WxH] [--dark] …\n";
        return 2;
    }
    if (parser.isSet(darkOption)) {
        QApplication::setPalette(darkPalette());
    }
    prepareApplication(application);

    StartOptions options;
    options.dataFolder = paths[0].toStdString();
    options.language =
        parser.isSet(languageOption) ? parser.value(languageOption).toStdString() : "en";
    const bool isOther = parser.isSet(modelOption);
    if (isOther) {
        options.model = parser.value(modelOption).toStdString();
    }
    if (parser.isSet(imageOption)) {
        options.image = parser.value(imageOption).toStdString();
    }
    options.regions = parser.value(regionsOption).toStdString();
    if (parser.isSet(captionOption)) {
        options.caption = parser.value(captionOption).toStdString();
    }
    const QTemporaryDir kept; // a person's first start
    options.kept.settings = kept.filePath(QStringLiteral("settings.json")).toStdString();
    QElapsedTimer timer;
    timer.start();
    WindowHost host(options);
    MainWindow& window = host.window();
    window.resize(size[0].toInt(), size[1].toInt());
    window.show();
    Document& document = window.document();
    settle(document);
    QTextStream(stdout) << "first map after " << timer.elapsed() << " ms\n";
    Photographer photographer(window, QDir(paths[1]));
    bool isGood = photographer.take(QStringLiteral("first-start"));
    if (!document.result()) {
        QTextStream(stderr) << "the model did not run\n";
        return 1;
    }
    Q_EMIT window.findChild<HintCard*>()->understood();
    isGood = takeModes(document, photographer) && isGood;
    isGood = takeCommands(window, photographer) && isGood;
    isGood = takeTabs(window, photographer) && isGood;
    if (isOther) { // one that takes long enough to be seen at it
        document.setCaption("another caption");
        const QDeadlineTimer moment(kSeenRunningAfterMs);
        waitFor([&] { return moment.hasExpired() || !document.isRunning(); });
        isGood = photographer.takeAsItIs(QStringLiteral("running")) && isGood;
    } else {
        isGood = takeStates(document, photographer) && isGood;
        isGood = takeModule(window, photographer) && isGood;
    }
    return isGood ? 0 : 1;
}
