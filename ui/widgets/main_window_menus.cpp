// The table of the window's commands, and the menus that are made from it.
#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <QToolButton>

#include "ui/figure/engine_text.h"
#include "ui/state/layer_player.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/caption_field.h"
#include "ui/widgets/command_palette.h"
#include "ui/widgets/desktop_motion.h"
#include "ui/widgets/display_text.h"
#include "ui/widgets/found_heads_panel.h"
#include "ui/widgets/image_canvas.h"
#include "ui/widgets/key_editor.h"
#include "ui/widgets/key_sheet.h"
#include "ui/widgets/main_window.h"
#include "ui/widgets/mode_control.h"

#include <functional>
#include <utility>

namespace attenscope {

namespace {

constexpr double kZoomStep = 1.25;

} // namespace

QAction* MainWindow::addCommand(QMenu& menu, ActionInfo command)
{
    QAction* action = actions_->add(std::move(command));
    menu.addAction(action);
    return action;
}

void MainWindow::buildMenus()
{
    buildFileMenu();
    buildEditMenu();
    buildViewMenu();
    buildModelMenu();
    buildAnalyseMenu();
    buildSamplesMenu();
    buildHelpMenu();
    palette_ = new CommandPalette(*actions_, *this);
    keySheet_ = new KeySheet(*actions_, *this);
    keyEditor_ = new KeyEditor(*actions_, *this);
    connect(keySheet_, &KeySheet::changeRequested, keyEditor_, &KeyEditor::open);
    connect(keyEditor_, &KeyEditor::failed, this, &MainWindow::showError);
}

void MainWindow::buildFileMenu()
{
    QMenu& menu = *menuBar()->addMenu(tr("&File"));
    const QString group = tr("File");
    addCommand(menu, {"file.open-image", group, tr("&Open image…"), {}, keyList("Ctrl+O"), [this] {
                          askForPicture();
                      }});
    addCommand(menu, {"file.open-checkpoint",
                      group,
                      tr("Open &checkpoint…"),
                      {},
                      keyList("Ctrl+Shift+O"),
                      [this] { askForModel(); }});
    addCommand(menu, {"file.open-module", group, tr("Open &module…"),
                      tr("The state dict of one cross-attention module, with no model around it"),
                      keyList("Ctrl+Shift+M"), [this] { askForModule(); }});
    addCommand(menu, {"file.open-regions", group, tr("Open &regions…"),
                      tr("A detector's regions of the image, for models that need them"),
                      keyList("Ctrl+R"), [this] { askForRegions(); }});
    buildRecentMenu(menu);
    menu.addSeparator();
    addCommand(menu, {"file.open-session", group, tr("Open &session…"),
                      tr("A session's file, or a figure that carries its recipe"),
                      keyList("Ctrl+Alt+O"), [this] { askForSession(); }});
    addCommand(menu, {"file.save-session",
                      group,
                      tr("&Save session"),
                      {},
                      keyList("Ctrl+S"),
                      [this] { saveSession(); },
                      [this] { return hasResult(); }});
    addCommand(menu, {"file.save-session-as",
                      group,
                      tr("Save session &as…"),
                      {},
                      keyList("Ctrl+Shift+S"),
                      [this] { askForSessionName(); },
                      [this] { return hasResult(); }});
    menu.addSeparator();
    QMenu* exports = buildExportMenu();
    menu.addMenu(exports);
    exportButton_->setMenu(exports);
    menu.addSeparator();
    addCommand(menu, {"file.quit", group, tr("&Quit"), {}, keyList("Ctrl+Q"), [this] { close(); }});
}

void MainWindow::buildEditMenu()
{
    QMenu& menu = *menuBar()->addMenu(tr("&Edit"));
    const QString group = tr("Edit");
    addCommand(menu,
               {"edit.undo", group, tr("&Undo"), tr("Take the last change back"), keyList("Ctrl+Z"),
                [this] { document_->undo(); }, [this] { return document_->canUndo(); }});
    addCommand(menu, {"edit.redo",
                      group,
                      tr("&Redo"),
                      {},
                      keyList("Ctrl+Shift+Z; Ctrl+Y"),
                      [this] { document_->redo(); },
                      [this] { return document_->canRedo(); }});
    menu.addSeparator();
    addCommand(menu,
               {"edit.paste", group, tr("&Paste image or caption"), {}, keyList("Ctrl+V"), [this] {
                    paste();
                }});
    buildCopyCommands(menu);
    addCommand(menu, {"edit.caption", group, tr("Edit &caption"), {}, keyList("Ctrl+L"), [this] {
                          caption_->focusField();
                      }});
    menu.addSeparator();
    addCommand(menu, {"edit.clear-focus",
                      group,
                      tr("Choose &nothing"),
                      {},
                      keyList("Ctrl+Shift+A"),
                      [this] { document_->clearFocus(); },
                      [this] { return hasResult(); }});
    addCommand(menu, {"edit.escape", group, tr("Cancel, close, or choose nothing"),
                      tr("The run, else the message, else the focus"), keyList("Esc"),
                      [this] { escape(); }});
    menu.addSeparator();
    addCommand(menu,
               {"edit.keys", group, tr("Change &keys…"), {}, {}, [this] { keyEditor_->open(); }});
}

void MainWindow::buildViewMenu()
{
    QMenu& menu = *menuBar()->addMenu(tr("&View"));
    const QString group = tr("View");
    const auto add = [&](const char* id, const QString& text, const char* key,
                         std::function<void()> does) {
        addCommand(
            menu, {QString::fromLatin1(id), group, text, {}, keyList(key), std::move(does), [this] {
                       return hasResult();
                   }});
    };
    buildTabCommands(menu);
    add("view.zoom-in", tr("Zoom &in"), "Ctrl++; Ctrl+=", [this] { zoomView(kZoomStep); });
    add("view.zoom-out", tr("Zoom &out"), "Ctrl+-", [this] { zoomView(1 / kZoomStep); });
    add("view.fit", tr("&Fit"), "0; Ctrl+0", [this] { fitView(); });
    buildCanvasCommands(menu);
    const auto peek = [this] { canvas_->setPeeking(!canvas_->isPeeking()); };
    addCommand(menu, {"view.bare-image",
                      group,
                      tr("&Bare image"),
                      tr("While the key is held"),
                      keyList("O"),
                      peek,
                      [this] { return hasResult(); },
                      {},
                      peek});
    menu.addSeparator();
    add("view.layer-next", tr("Next &layer"), "PgDown", [this] { document_->stepLayer(1); });
    add("view.layer-previous", tr("Previous layer"), "PgUp", [this] { document_->stepLayer(-1); });
    add("view.head-next", tr("Next &head"), "]", [this] { document_->stepHead(1); });
    add("view.head-previous", tr("Previous head"), "[", [this] { document_->stepHead(-1); });
    buildPlayCommands(menu);
    menu.addSeparator();
    add("view.left", tr("Choose the patch on the left"), "Left",
        [this] { canvas_->stepUnit(0, -1); });
    add("view.right", tr("Choose the patch on the right"), "Right",
        [this] { canvas_->stepUnit(0, 1); });
    add("view.up", tr("Choose the patch above"), "Up", [this] { canvas_->stepUnit(-1, 0); });
    add("view.down", tr("Choose the patch below"), "Down", [this] { canvas_->stepUnit(1, 0); });
    menu.addSeparator();
    add("view.scale-next", tr("Next &scale"), "N", [this] { cycleScale(); });
    add("view.site-next", tr("Next &map"), "K", [this] { cycleSite(); });
    add("view.overlay-more", tr("Stronger overlay"), ".", [this] { stepOpacity(5); });
    add("view.overlay-less", tr("Weaker overlay"), ",", [this] { stepOpacity(-5); });
    addCommand(menu, {"view.smooth",
                      group,
                      tr("S&mooth map"),
                      tr("Else one colour per patch"),
                      keyList("I"),
                      [this] { changeStyle([](FigureStyle& s) { s.isSmooth = !s.isSmooth; }); },
                      {},
                      [this] { return document_->view().style.isSmooth; }});
    buildGridCommands(menu);
    buildMapMenus(menu);
    buildHeadMenu(menu);
    buildLookMenus(menu);
    menu.addSeparator();
    buildSettingsMenus(menu);
}

/// What moves the picture beyond zooming.
void MainWindow::buildCanvasCommands(QMenu& menu)
{
    const QString group = tr("View");
    addCommand(menu, {"view.pixels", group, tr("&Pixel by pixel (100 %)"),
                      tr("One pixel of the screen for each of the image"), keyList("P"),
                      [this] { canvas_->zoomTo(1); }, [this] { return hasResult(); }});

    struct Way {
        const char* id;
        QString text;
        const char* key;
        double right;
        double down;
    };

    constexpr double kStep = 0.125; // of the view
    for (const Way& way : {Way{"view.pan-left", tr("Move the view left"), "Ctrl+Left", -kStep, 0},
                           Way{"view.pan-right", tr("Move the view right"), "Ctrl+Right", kStep, 0},
                           Way{"view.pan-up", tr("Move the view up"), "Ctrl+Up", 0, -kStep},
                           Way{"view.pan-down", tr("Move the view down"), "Ctrl+Down", 0, kStep}}) {
        addCommand(menu, {QString::fromLatin1(way.id),
                          group,
                          way.text,
                          {},
                          keyList(way.key),
                          [this, way] { canvas_->pan(way.right, way.down); },
                          [this] { return hasResult(); }});
    }
    addCommand(menu, {"view.grid",
                      group,
                      tr("Patch &grid"),
                      tr("Thin lines between the patches"),
                      keyList("G"),
                      [this] { changeStyle([](FigureStyle& s) { s.showsGrid = !s.showsGrid; }); },
                      {},
                      [this] { return document_->view().style.showsGrid; }});
}

void MainWindow::buildModelMenu()
{
    modelMenu_ = menuBar()->addMenu(tr("&Model"));
    const QString group = tr("Mode");
    addCommand(*modelMenu_, {"mode.next",
                             group,
                             tr("&Next mode"),
                             {},
                             keyList("M"),
                             [this] { cycleMode(); },
                             [this] { return hasResult(); }});
    for (const Mode mode : kModes) {
        addCommand(*modelMenu_,
                   {choiceId("mode", modeId(mode)),
                    group,
                    engineText(modeName(mode)),
                    engineText(modeDescription(mode)),
                    {},
                    [this, mode] { document_->setMode(mode); },
                    [this, mode] { return hasResult() && modes_->segment(mode)->isEnabled(); },
                    [this, mode] { return document_->request().mode == mode; }});
    }
    modelMenu_->addSeparator();
}

void MainWindow::addModelCommands()
{
    for (const ModelChoice& choice : models_) {
        const std::filesystem::path path = choice.path;
        const bool canOpen = choice.problem.empty();
        addCommand(*modelMenu_, {QStringLiteral("model.") + QString::fromStdString(path.string()),
                                 tr("Model"),
                                 QString::fromStdString(escapedForDisplay(choice.name))
                                     .replace(QLatin1Char('&'), QStringLiteral("&&")),
                                 QString::fromStdString(escapedForDisplay(path.string())),
                                 {},
                                 [this, path] { openChoice(path); },
                                 [canOpen] { return canOpen; },
                                 [this, path] { return document_->request().model == path; }});
    }
    actions_->refresh();
}

void MainWindow::buildAnalyseMenu()
{
    QMenu& menu = *menuBar()->addMenu(tr("&Analyse"));
    const QString group = tr("Analyse");
    addCommand(menu, {"analyse.mask", group, tr("&Mask or unmask the chosen"),
                      tr("The word where the words have the focus, else the patch"),
                      keyList("Ctrl+M"), [this] { maskFocused(); },
                      [this] {
                          const View& view = document_->view();
                          return hasResult() && !(view.words.empty() && view.units.empty());
                      }});
    addCommand(menu, {"analyse.head-off", group, tr("Switch the chosen &head off or on"),
                      tr("Its context is set to zero before the output projection"),
                      keyList("Backspace; Del"), [this] { switchChosenHead(); },
                      [this] {
                          return document_->view().head.has_value() && document_->canSwitchHeads();
                      }});
    addCommand(menu, {"analyse.undo-intervention",
                      group,
                      tr("Take back the last &intervention"),
                      {},
                      {},
                      [this] { document_->undoIntervention(); },
                      [this] { return document_->canUndoIntervention(); }});
    menu.addSeparator();
    buildFindCommands(menu);
    menu.addSeparator();
    buildCompareCommands(menu);
}

void MainWindow::buildFindCommands(QMenu& menu)
{
    const QString group = tr("Analyse");
    const auto canStep = [this] { return found_->neighbour(0).has_value() && found_->isVisible(); };
    addCommand(menu, {"analyse.find-heads", group, tr("&Find heads"),
                      tr("By the share of the chosen word's weight on the chosen patches"),
                      keyList("F"), [this] { findHeads(); }, [this] { return hasResult(); }});
    addCommand(menu, {"analyse.found-next",
                      group,
                      tr("Next found head"),
                      {},
                      keyList("Return; Enter"),
                      [this] { stepFound(1); },
                      canStep});
    addCommand(menu, {"analyse.found-previous",
                      group,
                      tr("Previous found head"),
                      {},
                      keyList("Shift+Return; Shift+Enter"),
                      [this] { stepFound(-1); },
                      canStep});
}

void MainWindow::buildPlayCommands(QMenu& menu)
{
    const QString group = tr("View");
    auto* desktop = new DesktopMotion(this);
    desktop->setReduced(settings_.hasReducedMotion());
    player_->setReducedMotion(settings_.hasReducedMotion());
    addCommand(menu, {"view.play", group, tr("&Play through the layers"),
                      tr("And stop it; one layer at a time with reduced motion"), keyList("Space"),
                      [this] { player_->toggle(); }, [this] { return player_->canPlay(); }});
    addCommand(menu, {"view.reduced-motion",
                      group,
                      tr("Reduced motion"),
                      tr("Nothing moves by itself"),
                      {},
                      [this, desktop] {
                          const bool isReduced = !player_->hasReducedMotion();
                          player_->setReducedMotion(isReduced);
                          desktop->setReduced(isReduced);
                          if (document_->isRunning()) {
                              showRunning();
                          }
                          keepSetting([&] { settings_.setReducedMotion(isReduced); });
                      },
                      {},
                      [this] { return player_->hasReducedMotion(); }});
}

void MainWindow::buildSamplesMenu()
{
    samplesMenu_ = menuBar()->addMenu(tr("&Samples"));
    QMenu* menu = samplesMenu_;
    for (const SampleEntry& sample : samples_) {
        addCommand(*menu, {QStringLiteral("sample.") + QString::fromStdString(sample.title),
                           tr("Samples"),
                           engineText(sample.title),
                           QString::fromStdString(sample.caption),
                           {},
                           [this, sample] {
                               document_->openSample(sample.file, sample.caption, sample.regions);
                           }});
    }
    menu->setToolTipsVisible(true);
    menu->menuAction()->setVisible(!samples_.empty());
}

void MainWindow::buildHelpMenu()
{
    QMenu& menu = *menuBar()->addMenu(tr("&Help"));
    const QString group = tr("Help");
    addCommand(menu,
               {"help.keys", group, tr("All &keys"), {}, keyList("?; F1"), [this] { showKeys(); }});
    addCommand(menu,
               {"help.commands", group, tr("All &commands…"), tr("Find a command by its name"),
                keyList("Ctrl+Shift+P"), [this] { palette_->open(); }});
}

} // namespace attenscope
