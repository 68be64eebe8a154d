// Two views side by side.
#include <QLabel>
#include <QMenu>

#include "ui/figure/colour_table.h"
#include "ui/figure/engine_text.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/compare_view.h"
#include "ui/widgets/error_bar.h"
#include "ui/widgets/main_window.h"
#include "ui/widgets/view_tabs.h"

namespace attenscope {

void MainWindow::buildCompareCommands(QMenu& menu)
{
    const QString group = tr("Compare");
    const auto hasPinned = [this] { return document_->pinnedResult().has_value(); };
    addCommand(menu, {"compare.pin", group, tr("&Pin this view as A"),
                      tr("What follows is compared with it"), keyList("Ctrl+D"),
                      [this] { pinView(); }, [this] { return hasResult(); }});
    addCommand(menu, {"compare.swap", group, tr("S&wap A and B"),
                      tr("Look at A; what is looked at now becomes A"), keyList("X"),
                      [this] { document_->swapPinned(); }, hasPinned});
    addCommand(menu, {"compare.back", group, tr("Go &back to A"), tr("It stays pinned"),
                      keyList("A"), [this] { document_->goToPinned(); }, hasPinned});
    addCommand(menu, {"compare.unpin",
                      group,
                      tr("&Unpin A"),
                      {},
                      keyList("Ctrl+Shift+D"),
                      [this] { document_->unpin(); },
                      [this] { return hasResult() && document_->view().pinned; }});
    addCommand(menu, {"compare.heads",
                      group,
                      tr("Show the heads beside the comparison"),
                      {},
                      keyList("Shift+H"),
                      [this] { showHeadsInCompare(!showsHeadsInCompare_); },
                      [this] { return document_->view().tab == Tab::Compare; },
                      [this] { return showsHeadsInCompare_; }});
    QMenu& colours = *menu.addMenu(tr("&Colours of the difference"));
    for (const ColourTable& table : colourTables()) {
        if (table.kind != ColourTable::Kind::Signed) {
            continue;
        }
        const std::string id(table.id);
        addCommand(colours,
                   {choiceId("difference-colours", table.id),
                    tr("Colours of the difference"),
                    engineText(table.name),
                    {},
                    {},
                    [this, id] { changeStyle([&id](FigureStyle& s) { s.signedTable = id; }); },
                    {},
                    [this, id] { return document_->view().style.signedTable == id; }});
    }
}

void MainWindow::connectCompare()
{
    connect(compare_, &CompareView::pinRequested, this, &MainWindow::pinView);
    connect(compare_, &CompareView::unpinRequested, document_, &Document::unpin);
    connect(compare_, &CompareView::swapRequested, document_, &Document::swapPinned);
    connect(compare_, &CompareView::backRequested, document_, &Document::goToPinned);
    connect(compare_, &CompareView::retryRequested, document_, &Document::retryPinned);
    connect(compare_, &CompareView::headsRequested, this, &MainWindow::showHeadsInCompare);
    connect(compare_, &CompareView::unitClicked, document_, &Document::focusUnit);
    connect(compare_, &CompareView::wordClicked, document_, &Document::focusWord);
    connect(document_, &Document::pinnedChanged, this, [this] {
        showCompare();
        actions_->refresh();
    });
    connect(document_, &Document::pinnedFailed, this, [this](const ErrorInfo& error) {
        errorBar_->showError(error, document_->result().has_value(), false);
    });
    const auto nameKey = [this] { compare_->setPinKey(actions_->keyText("compare.pin")); };
    connect(actions_, &Actions::keysChanged, this, nameKey);
    nameKey();
}

void MainWindow::pinView()
{
    document_->pin();
    if (document_->view().tab != Tab::Compare) {
        const QString key = actions_->keyText("tab.compare");
        statusRun_->setText(tr("Pinned as A. Compare (%1) shows it beside what follows.").arg(key));
    }
}

void MainWindow::showHeadsInCompare(bool areShown)
{
    showsHeadsInCompare_ = areShown;
    compare_->setHeadsShown(areShown);
    showColumns();
    actions_->refresh();
}

void MainWindow::showCompare()
{
    if (document_->view().tab == Tab::Compare) { // what nobody sees is not drawn
        compare_->setContent(compareContent(*document_));
    }
}

} // namespace attenscope
