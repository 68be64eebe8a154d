// The commands that list the heads.
#include <QMenu>

#include "engine/analysis/statistics.h"
#include "ui/figure/engine_text.h"
#include "ui/figure/statistic_text.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/choice_names.h"
#include "ui/widgets/display_text.h"
#include "ui/widgets/main_window.h"

namespace attenscope {

void MainWindow::changeListing(const std::function<void(HeadListing&)>& edit)
{
    HeadListing listing = document_->view().heads;
    edit(listing);
    document_->setHeadListing(listing);
}

void MainWindow::buildHeadMenu(QMenu& view)
{
    QMenu& menu = *view.addMenu(tr("Li&st of heads"));
    addCommand(menu,
               {"heads.numbers", tr("View"), tr("Heads as &numbers"),
                tr("Each head’s number on its colour, else its map"), keyList("H"),
                [this] { changeListing([](HeadListing& l) { l.showsNumbers = !l.showsNumbers; }); },
                [this] { return hasResult(); },
                [this] { return document_->view().heads.showsNumbers; }});
    menu.addSeparator();
    for (const auto& [choice, name] : headOrderChoices()) {
        const HeadOrder order = choice;
        addCommand(menu,
                   {choiceId("head-order", headOrderId(order)),
                    tr("Heads stand"),
                    name,
                    {},
                    {},
                    [this, order] { changeListing([order](HeadListing& l) { l.order = order; }); },
                    [this] { return hasResult(); },
                    [this, order] { return document_->view().heads.order == order; }});
    }
    menu.addSeparator();
    for (const HeadFilter filter : {HeadFilter::All, HeadFilter::On}) {
        const QString name = filter == HeadFilter::All ? tr("all heads") : tr("heads that are on");
        addCommand(menu, {choiceId("head-filter", headFilterId(filter)),
                          tr("Heads shown"),
                          name,
                          {},
                          {},
                          [this, filter] {
                              changeListing([filter](HeadListing& l) { l.filter = filter; });
                          },
                          [this] { return hasResult(); },
                          [this, filter] { return document_->view().heads.filter == filter; }});
    }
    QMenu& numbers = *view.addMenu(tr("Num&ber of each head"));
    for (const StatisticInfo& info : statistics()) {
        const std::string id(info.id);
        addCommand(numbers,
                   {choiceId("head-number", info.id),
                    tr("Number of each head"),
                    statisticName(info),
                    engineText(info.formula),
                    {},
                    [this, id] { changeListing([&id](HeadListing& l) { l.statistic = id; }); },
                    [this, id] {
                        const PaneContent& pane = document_->pane(document_->view().active);
                        return pane.selection &&
                               statisticAbsence(*document_->trace(), *pane.selection, id).empty();
                    },
                    [this, id] { return document_->view().heads.statistic == id; }});
    }
}

} // namespace attenscope
