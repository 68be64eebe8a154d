#include "tests/support/window_places.h"

#include <QAction>
#include <QCoreApplication>
#include <QMap>
#include <QPushButton>

#include "ui/state/document.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/error_bar.h"
#include "ui/widgets/found_heads_panel.h"
#include "ui/widgets/main_window.h"
#include "ui/widgets/overlay_panel.h"

#include <algorithm>

namespace attenscope {

namespace {

/// Panels by the commands that open them.
const QMap<QString, QString>& panelCommands()
{
    static const QMap<QString, QString> kCommands{{"export panel", "file.export-figure"},
                                                  {"commands", "help.commands"},
                                                  {"keys", "help.keys"},
                                                  {"key editor", "edit.keys"}};
    return kCommands;
}

QString tabPlace(const TabInfo& info)
{
    return "tab " + QString::fromUtf8(info.id.data(), static_cast<qsizetype>(info.id.size()));
}

void trigger(MainWindow& window, const QString& command)
{
    window.findChild<Actions*>()->action(command)->trigger();
}

void closeAll(MainWindow& window)
{
    for (OverlayPanel* panel : window.findChildren<OverlayPanel*>()) {
        if (panel->isVisible()) {
            panel->closePanel();
        }
    }
    window.findChild<ErrorBar*>()->dismiss();
    window.findChild<FoundHeadsPanel*>()->hide();
    window.document().setTab(Tab::Image);
    if (window.document().request().mode == Mode::SingleStream) {
        window.document().setMode(window.document().result()->model->info().nativeMode);
    }
}

/// Where the model has such a mode; else the matrix of its own one.
void openJointMatrix(Document& document)
{
    const std::vector<ModeStanding>& modes = document.result()->model->info().modes;
    if (std::ranges::any_of(modes, [](const ModeStanding& standing) {
            return standing.mode == Mode::SingleStream &&
                   standing.standing != Standing::Unavailable;
        })) {
        document.setMode(Mode::SingleStream);
    }
    document.setTab(Tab::FullMatrix);
}

void openTab(MainWindow& window, Tab tab)
{
    Document& document = window.document();
    if (tab == Tab::Compare) {
        document.setLayerAndHead(0, 0);
        document.pin();
    }
    document.setLayerAndHead(0, 1); // one head: the steps page needs it
    document.setTab(tab);
}

} // namespace

QStringList windowPlaces()
{
    QStringList places;
    for (const TabInfo& info : tabs()) {
        places << tabPlace(info);
    }
    return places << QStringLiteral("nothing pinned") << QStringLiteral("joint matrix")
                  << QStringLiteral("found heads") << QStringLiteral("error")
                  << panelCommands().keys();
}

OverlayPanel* openPlace(MainWindow& window, const QString& place)
{
    closeAll(window);
    Document& document = window.document();
    document.focusWord(1, false);
    document.focusUnit(std::min(30, document.trace()->units.size() - 1), false);
    for (const TabInfo& info : tabs()) {
        if (tabPlace(info) == place) {
            openTab(window, info.tab);
        }
    }
    if (place == QStringLiteral("nothing pinned")) {
        document.unpin();
        document.setTab(Tab::Compare);
    } else if (place == QStringLiteral("joint matrix")) {
        openJointMatrix(document);
    } else if (place == QStringLiteral("found heads")) {
        trigger(window, QStringLiteral("analyse.find-heads"));
    } else if (place == QStringLiteral("error")) {
        auto* bar = window.findChild<ErrorBar*>();
        bar->showError({.id = "E_TENSOR_SHAPE",
                        .file = "model.safetensors",
                        .place = "byte 417",
                        .expected = "data from byte 12 on",
                        .found = "byte 417, after a hole",
                        .remedy = "Download the file again."},
                       true, true);
        bar->findChildren<QPushButton*>().first()->click(); // its details
    } else if (panelCommands().contains(place)) {
        trigger(window, panelCommands().value(place));
    }
    QCoreApplication::processEvents();
    for (OverlayPanel* panel : window.findChildren<OverlayPanel*>()) {
        if (panel->isVisible()) {
            return panel;
        }
    }
    return nullptr;
}

} // namespace attenscope
