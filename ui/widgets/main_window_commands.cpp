// What commands do that is more than a wish to the document.
#include <QKeyEvent>

#include "ui/state/layer_player.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/choice_names.h"
#include "ui/widgets/command_palette.h"
#include "ui/widgets/error_bar.h"
#include "ui/widgets/export_control.h"
#include "ui/widgets/export_panel.h"
#include "ui/widgets/found_heads_panel.h"
#include "ui/widgets/key_editor.h"
#include "ui/widgets/key_sheet.h"
#include "ui/widgets/labelled_combo.h"
#include "ui/widgets/main_window.h"
#include "ui/widgets/mode_control.h"
#include "ui/widgets/question_bar.h"
#include "ui/widgets/window_content.h"
#include "ui/widgets/word_cells_pane.h"
#include "ui/widgets/word_pane.h"

#include <algorithm>

namespace attenscope {

void MainWindow::changeStyle(const std::function<void(FigureStyle&)>& edit)
{
    FigureStyle style = document_->view().style;
    edit(style);
    document_->setStyle(style);
}

void MainWindow::cycleMode()
{
    if (!document_->result()) {
        return;
    }
    const std::vector<ModeStanding>& modes = document_->result()->model->info().modes;
    const auto isRunnable = [&](Mode mode) { return modes_->segment(mode)->isEnabled(); };
    const auto now = std::find_if(modes.begin(), modes.end(), [this](const ModeStanding& mode) {
        return mode.mode == document_->request().mode;
    });
    for (std::size_t step = 1; step <= modes.size() && now != modes.end(); ++step) {
        const auto index = (static_cast<std::size_t>(now - modes.begin()) + step) % modes.size();
        if (isRunnable(modes[index].mode)) {
            document_->setMode(modes[index].mode);
            return;
        }
    }
}

void MainWindow::cycleScale()
{
    std::vector<Scale> usable;
    for (const auto& [scale, name] : scaleChoices()) {
        if (canUseScale(scale)) {
            usable.push_back(scale);
        }
    }
    const Scale shown = document_->pane(document_->view().active).scale;
    const auto now = std::find(usable.begin(), usable.end(), shown);
    const Scale next = usable[static_cast<std::size_t>(now - usable.begin() + 1) % usable.size()];
    changeStyle([next](FigureStyle& style) { style.scale = next; });
}

bool MainWindow::canUseScale(Scale scale) const
{
    return scaleFor(document_->pane(document_->view().active).map, scale) == scale;
}

void MainWindow::cycleSite()
{
    if (site_->count() > 0) {
        site_->setCurrentIndex((site_->currentIndex() + 1) % site_->count());
        Q_EMIT site_->activated(site_->currentIndex());
    }
}

void MainWindow::stepOpacity(int percent)
{
    changeStyle([percent](FigureStyle& style) {
        style.opacity = std::clamp(style.opacity + percent / 100.0, 0.0, 1.0);
    });
}

void MainWindow::maskFocused()
{
    if (!document_->result()) {
        return;
    }
    const View& view = document_->view();
    const Intervention& intervention = document_->request().intervention;
    const auto has = [](const std::vector<int>& masked, int index) {
        return std::find(masked.begin(), masked.end(), index) != masked.end();
    };
    if ((words_->strip()->hasFocus() || cells_->cells()->hasFocus()) && !view.words.empty()) {
        const int word = view.words.back();
        document_->setWordMasked(word, !has(intervention.maskedWords, word));
    } else if (!view.units.empty()) {
        const int unit = view.units.back();
        document_->setUnitMasked(unit, !has(intervention.maskedUnits, unit));
    }
}

void MainWindow::switchHead(int layer, int head, bool isOff)
{
    const PaneContent& pane = document_->pane(document_->view().active);
    if (pane.selection && document_->canSwitchHeads()) {
        document_->setHeadOff({pane.selection->kind, layer, head}, isOff);
    }
}

void MainWindow::switchChosenHead()
{
    const PaneContent& pane = document_->pane(document_->view().active);
    if (!pane.selection || !pane.selection->head) {
        return;
    }
    const std::vector<HeadId>& off = document_->request().intervention.headsOff;
    const HeadId head{pane.selection->kind, pane.selection->firstLayer, *pane.selection->head};
    switchHead(head.layer, head.head, std::find(off.begin(), off.end(), head) == off.end());
}

void MainWindow::escape()
{
    for (OverlayPanel* panel : overlays()) {
        if (panel->isVisible()) {
            return panel->closePanel();
        }
    }
    if (player_->isPlaying()) {
        player_->stop();
    } else if (document_->isRunning()) {
        document_->cancel();
    } else if (exporter_->isBusy()) {
        exporter_->cancel();
    } else if (errorBar_->isVisible()) {
        errorBar_->dismiss();
    } else if (questions_->isVisible()) {
        questions_->decline();
    } else if (isAskingForModule()) {
        closeModulePanel();
    } else if (found_->isVisible()) {
        Q_EMIT found_->closed();
    } else {
        document_->clearFocus();
    }
}

void MainWindow::findHeads()
{
    found_->show();
    showFound();
    actions_->refresh();
    if (const auto heads = document_->foundHeads(); !heads.empty()) {
        document_->lookAtFound(heads.front());
    }
}

void MainWindow::stepFound(int by)
{
    if (const std::optional<HeadShare> head = found_->neighbour(by)) {
        document_->lookAtFound(*head);
    }
}

void MainWindow::showFound()
{
    if (!found_->isHidden()) {
        found_->setContent(foundHeadsContent(*document_));
    }
}

// Every pause in typing runs, as long as nobody has to wait for it.
void MainWindow::followTyping(const QString& caption)
{
    constexpr double kLiveBelowMs = 150;
    if (document_->result() && document_->result()->elapsedMs < kLiveBelowMs &&
        !caption.trimmed().isEmpty()) {
        document_->setCaption(caption.toStdString());
    }
}

void MainWindow::showKeys()
{
    if (keySheet_->isVisible()) {
        keySheet_->closePanel();
    } else {
        keySheet_->open();
    }
}

std::vector<OverlayPanel*> MainWindow::overlays() const
{
    return {palette_, keySheet_, keyEditor_, &exports_->panel()};
}

// Keys that the control in focus has no use for. Enter and the arrows in a text field are its own
// all the same.
void MainWindow::keyPressEvent(QKeyEvent* event)
{
    // While it is about a module, what single keys would move is not on screen.
    const bool isPlain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    const bool isForAll = event->key() == Qt::Key_Escape || event->key() == Qt::Key_Question;
    const bool isOutOfSight = isAskingForModule() && isPlain && !isForAll;
    const bool isWriting = focusWidget() && focusWidget()->testAttribute(Qt::WA_InputMethodEnabled);
    const bool isTheFields = isWriting && event->key() != Qt::Key_Escape;
    if (isOutOfSight || isTheFields || !actions_->press(*event)) {
        QMainWindow::keyPressEvent(event);
    }
}

} // namespace attenscope
