// The part of the table of commands that offers every choice of the view.
#include <QMenu>

#include "ui/figure/colour_table.h"
#include "ui/figure/engine_text.h"
#include "ui/figure/overlay_text.h"
#include "ui/figure/scale_text.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/choice_names.h"
#include "ui/widgets/display_text.h"
#include "ui/widgets/main_window.h"
#include "ui/widgets/view_tabs.h"

namespace attenscope {

/// What the centre shows.
void MainWindow::buildTabCommands(QMenu& view)
{
    for (const Tab tab : views_->pages()) {
        const TabInfo& info = tabInfo(tab);
        const auto number = static_cast<int>(&info - tabs().data()) + 1;
        addCommand(view, {choiceId("tab", info.id),
                          tr("Views"),
                          engineText(info.name),
                          engineText(info.description),
                          {QKeySequence(QStringLiteral("Ctrl+%1").arg(number))},
                          [this, tab] { document_->setTab(tab); },
                          [this] { return hasResult(); },
                          [this, tab] { return document_->view().tab == tab; }});
    }
    view.addSeparator();
}

/// What of the attention weights is shown.
void MainWindow::buildMapMenus(QMenu& view)
{
    QMenu& heads = *view.addMenu(tr("H&eads together"));
    const QString headGroup = tr("Heads together");
    for (const AggregationInfo& info : aggregations()) {
        const std::string id(info.id);
        addCommand(heads, {choiceId("heads", info.id),
                           headGroup,
                           engineText(info.name),
                           engineText(info.formula),
                           {},
                           [this, id] { document_->setAggregation(id); },
                           [this] { return hasResult(); },
                           [this, id] {
                               return !document_->view().head &&
                                      document_->view().aggregation == id;
                           }});
    }
    QMenu& special = *view.addMenu(tr("Special &tokens"));
    for (const auto& [choice, name] : specialTokenChoices()) {
        const auto which = choice;
        addCommand(special, {QStringLiteral("special.%1").arg(static_cast<int>(which)),
                             tr("Special tokens"),
                             name,
                             {},
                             {},
                             [this, which] { document_->setSpecialTokens(which); },
                             {},
                             [this, which] { return document_->view().special == which; }});
    }
    QMenu& rows = *view.addMenu(tr("&Rows of joint matrices"));
    for (const auto& [choice, name] : jointRowChoices()) {
        const auto which = choice;
        addCommand(rows, {choiceId("rows", jointRowsId(which)),
                          tr("Rows"),
                          name,
                          {},
                          {},
                          [this, which] { document_->setJointRows(which); },
                          [this] { return document_->pane(document_->view().active).map.isJoint; },
                          [this, which] { return document_->view().jointRows == which; }});
    }
}

/// How it is drawn.
void MainWindow::buildLookMenus(QMenu& view)
{
    QMenu& scales = *view.addMenu(tr("S&cale"));
    for (const auto& [choice, name] : scaleChoices()) {
        const auto which = choice;
        addCommand(scales,
                   {choiceId("scale", scaleId(which)),
                    tr("Scale"),
                    name,
                    scaleMeaning(which),
                    {},
                    [this, which] { changeStyle([which](FigureStyle& s) { s.scale = which; }); },
                    [this, which] { return canUseScale(which); },
                    [this, which] { return document_->view().style.scale == which; }});
    }
    QMenu& colours = *view.addMenu(tr("C&olours"));
    for (const ColourTable& table : colourTables()) {
        const ColourTable* which = &table; // of a table that lasts as long as the program
        addCommand(
            colours,
            {choiceId("colours", table.id),
             tr("Colours"),
             engineText(table.name),
             {},
             {},
             [this, which] { changeStyle([which](FigureStyle& s) { setTable(s, *which); }); },
             [this, which] { return fitsScale(*which, document_->view().style.scale); },
             [this, which] { return &tableOf(document_->view().style) == which; }});
    }
    QMenu& kinds = *view.addMenu(tr("Overla&y"));
    for (const OverlayInfo& info : overlayKinds()) {
        const OverlayKind kind = info.kind;
        addCommand(kinds,
                   {choiceId("overlay", info.id),
                    tr("Overlay"),
                    overlayChoiceText(kind),
                    overlayMeaning(kind),
                    {},
                    [this, kind] { changeStyle([kind](FigureStyle& s) { s.overlay = kind; }); },
                    {},
                    [this, kind] { return document_->view().style.overlay == kind; }});
    }
}

} // namespace attenscope
