// What someone who is new is told first.
#include <QMenu>
#include <QMenuBar>

#include "engine/io/remembered.h"
#include "ui/widgets/hint_card.h"
#include "ui/widgets/image_canvas.h"
#include "ui/widgets/main_window.h"

namespace attenscope {

namespace {

constexpr const char* kHintKey = "hint";
constexpr const char* kUnderstood = "understood";

} // namespace

// Where nothing is remembered it would come back for ever.
void MainWindow::buildHint()
{
    hint_ = new HintCard(*canvas_);
    connect(hint_, &HintCard::understood, this, [this] {
        hint_->setWanted(false);
        showWords();
        canvas_->setFocus();
        try {
            Remembered(options_.kept.settings).remember(kHintKey, kUnderstood);
        } catch (const Error& error) {
            showError(error.info());
        }
    });
    connect(hint_, &HintCard::keysRequested, this, &MainWindow::showKeys);
    connect(hint_, &HintCard::samplesRequested, this,
            [this] { samplesMenu_->popup(hint_->mapToGlobal(QPoint(0, hint_->height()))); });
}

void MainWindow::showHint()
{
    const bool isNew = !options_.kept.settings.empty() &&
                       Remembered(options_.kept.settings).find(kHintKey) != kUnderstood;
    hint_->setWanted(isNew && document_->result());
}

} // namespace attenscope
