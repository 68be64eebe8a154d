#include "ui/state/change.h"

#include <QCoreApplication>

#include "ui/figure/colour_bar.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/overlay_text.h"
#include "ui/figure/scale_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <string_view>
#include <utility>

namespace attenscope {

namespace {

struct ChangeText {
    Q_DECLARE_TR_FUNCTIONS(Change)
};

QString plain(std::string_view text)
{
    return QString::fromStdString(escapedForDisplay(std::string(text)));
}

/// What stands on one side only.
template <typename T>
std::vector<T> onlyIn(const std::vector<T>& these, const std::vector<T>& those)
{
    std::vector<T> rest;
    std::copy_if(these.begin(), these.end(), std::back_inserter(rest), [&](const T& item) {
        return std::find(those.begin(), those.end(), item) == those.end();
    });
    return rest;
}

/// Names of what an intervention has and another one hasn't.
QStringList namesOnlyIn(const Intervention& these, const Intervention& those, const Trace& trace)
{
    QStringList names;
    for (const int word : onlyIn(these.maskedWords, those.maskedWords)) {
        names << keyText(trace, Direction::ImageToText, word);
    }
    for (const int unit : onlyIn(these.maskedUnits, those.maskedUnits)) {
        names << unitText(trace, unit);
    }
    for (const HeadId& head : onlyIn(these.headsOff, those.headsOff)) {
        names << ChangeText::tr("layer %1, head %2").arg(head.layer).arg(head.head);
    }
    return names;
}

QString interventionText(const Moment& before, const Moment& after, const Trace& trace)
{
    const Intervention& old = before.request.intervention;
    const Intervention& now = after.request.intervention;
    const QStringList added = namesOnlyIn(now, old, trace);
    const QStringList removed = namesOnlyIn(old, now, trace);
    const bool isHead = old.headsOff != now.headsOff;
    if (added.size() == 1 && removed.isEmpty()) {
        return (isHead ? ChangeText::tr("%1 off") : ChangeText::tr("masking %1"))
            .arg(added.front());
    }
    if (removed.size() == 1 && added.isEmpty()) {
        return (isHead ? ChangeText::tr("%1 on") : ChangeText::tr("unmasking %1"))
            .arg(removed.front());
    }
    return ChangeText::tr("interventions");
}

QString focusOf(const std::vector<int>& focus, Direction direction, const Trace& trace)
{
    if (focus.empty()) {
        return ChangeText::tr("choosing nothing");
    }
    Selection selection;
    selection.direction = direction;
    selection.focus = focus;
    return ChangeText::tr("choosing %1").arg(focusText(trace, selection));
}

QString piecesText(const std::vector<int>& pieces, const Trace& trace)
{
    QStringList names;
    for (const int piece : pieces) {
        names << QStringLiteral("“%1”").arg(
            plain(trace.tokens.tokens.at(static_cast<std::size_t>(piece)).text));
    }
    return ChangeText::tr("choosing %1").arg(names.join(QStringLiteral(", ")));
}

QString headText(const View& view)
{
    return view.head ? ChangeText::tr("head %1").arg(*view.head) : ChangeText::tr("all heads");
}

QString siteText(const View& view)
{
    const std::string& kind = view.active == Pane::Image ? view.imageKind : view.wordKind;
    const QString direction = plain(directionName(view.direction(view.active)));
    return kind.empty() || kind.starts_with("cross_")
               ? ChangeText::tr("attention %1").arg(direction)
               : ChangeText::tr("attention %1 of %2").arg(direction, plain(kind).replace('_', ' '));
}

QString specialText(SpecialTokens special)
{
    switch (special) {
    case SpecialTokens::Show:
        return ChangeText::tr("special tokens shown");
    case SpecialTokens::Hide:
        return ChangeText::tr("special tokens hidden");
    case SpecialTokens::Renormalise:
        break;
    }
    return ChangeText::tr("special tokens renormalised");
}

QString orderText(HeadOrder order)
{
    switch (order) {
    case HeadOrder::Layer:
        return ChangeText::tr("heads by layer");
    case HeadOrder::Largest:
        return ChangeText::tr("heads by number, largest first");
    case HeadOrder::Smallest:
        break;
    }
    return ChangeText::tr("heads by number, smallest first");
}

QString filterText(const HeadListing& listing)
{
    switch (listing.filter) {
    case HeadFilter::All:
        return ChangeText::tr("all heads listed");
    case HeadFilter::On:
        return ChangeText::tr("only heads that are on");
    case HeadFilter::AtLeast:
        break;
    }
    return ChangeText::tr("only heads from %1").arg(numberText(listing.limit));
}

/// Of the table that was chosen.
QString coloursText(const View& before, const View& after)
{
    const bool isSigned = before.style.signedTable != after.style.signedTable;
    return ChangeText::tr("colours %1")
        .arg(plain(isSigned ? after.style.signedTable : after.style.colourTable));
}

/// One row of the table of controls.
struct Rule {
    Control control;
    bool (*differs)(const Moment& before, const Moment& after);
    QString (*text)(const Moment& before, const Moment& after, const Trace& trace);
};

using M = const Moment&;
using T = const Trace&;

/// Whether A and B have changed places: each is now what the other one was.
bool areSwapped(M before, M after)
{
    const std::shared_ptr<const Moment>& old = before.view.pinned;
    const std::shared_ptr<const Moment>& now = after.view.pinned;
    return old && now && old != now && isSameRun(now->request, before.request) &&
           now->view.selection(now->view.active) == before.view.selection(before.view.active);
}

const auto kRules = std::to_array<Rule>({
    {Control::Pin,
     [](M a, M b) {
         return areSwapped(a, b) &&
                !(isSameRun(a.request, b.request) &&
                  a.view.selection(a.view.active) == b.view.selection(b.view.active));
     },
     [](M, M, T) { return ChangeText::tr("swapping A and B"); }},
    {Control::Model, [](M a, M b) { return a.request.model != b.request.model; },
     [](M, M b, T) {
         return ChangeText::tr("model %1").arg(plain(b.request.model.filename().string()));
     }},
    {Control::Model, [](M a, M b) { return a.request.module != b.request.module; },
     [](M, M, T) { return ChangeText::tr("answers about the module"); }},
    {Control::Picture, [](M a, M b) { return a.request.picture != b.request.picture; },
     [](M, M b, T) { return ChangeText::tr("image %1").arg(plain(b.request.picture->name)); }},
    {Control::Caption, [](M a, M b) { return a.request.caption != b.request.caption; },
     [](M, M, T) { return ChangeText::tr("caption"); }},
    {Control::Mode, [](M a, M b) { return a.request.mode != b.request.mode; },
     [](M, M b, T) { return ChangeText::tr("mode %1").arg(plain(modeName(*b.request.mode))); }},
    {Control::Regions,
     [](M a, M b) {
         return a.request.regions != b.request.regions ||
                a.request.regionsFile != b.request.regionsFile;
     },
     [](M, M, T) { return ChangeText::tr("regions"); }},
    {Control::Interventions,
     [](M a, M b) { return !(a.request.intervention == b.request.intervention); },
     interventionText},
    {Control::Site,
     [](M a, M b) {
         return a.view.active != b.view.active || a.view.imageDirection != b.view.imageDirection ||
                a.view.wordDirection != b.view.wordDirection ||
                a.view.imageKind != b.view.imageKind || a.view.wordKind != b.view.wordKind;
     },
     [](M, M b, T) { return siteText(b.view); }},
    {Control::LayerAndHead,
     [](M a, M b) { return a.view.layer != b.view.layer && a.view.head != b.view.head; },
     [](M, M b, T) {
         return ChangeText::tr("layer %1, %2").arg(b.view.layer).arg(headText(b.view));
     }},
    {Control::Layer, [](M a, M b) { return a.view.layer != b.view.layer; },
     [](M, M b, T) { return ChangeText::tr("layer %1").arg(b.view.layer); }},
    {Control::Aggregation, [](M a, M b) { return a.view.aggregation != b.view.aggregation; },
     [](M, M b, T) { return ChangeText::tr("heads together: %1").arg(plain(b.view.aggregation)); }},
    {Control::Head, [](M a, M b) { return a.view.head != b.view.head; },
     [](M, M b, T) { return headText(b.view); }},
    {Control::Focus,
     [](M a, M b) { return a.view.words != b.view.words && a.view.units != b.view.units; },
     [](M, M b, T) {
         return b.view.words.empty() && b.view.units.empty()
                    ? ChangeText::tr("choosing nothing")
                    : ChangeText::tr("choosing words and patches");
     }},
    {Control::Words,
     [](M a, M b) { return a.view.pieces != b.view.pieces && !b.view.pieces.empty(); },
     [](M, M b, T t) { return piecesText(b.view.pieces, t); }},
    {Control::Words, [](M a, M b) { return a.view.words != b.view.words; },
     [](M, M b, T t) { return focusOf(b.view.words, Direction::TextToImage, t); }},
    {Control::Pieces, [](M a, M b) { return a.view.showsPieces != b.view.showsPieces; },
     [](M, M b, T) {
         return b.view.showsPieces ? ChangeText::tr("pieces of words")
                                   : ChangeText::tr("whole words");
     }},
    {Control::Blocks, [](M a, M b) { return a.view.matrixBlocks != b.view.matrixBlocks; },
     [](M, M b, T) {
         return b.view.matrixBlocks == MatrixBlocks::All ? ChangeText::tr("all blocks")
                                                         : ChangeText::tr("one block");
     }},
    {Control::Units, [](M a, M b) { return a.view.units != b.view.units; },
     [](M, M b, T t) { return focusOf(b.view.units, Direction::ImageToText, t); }},
    {Control::Tab, [](M a, M b) { return a.view.tab != b.view.tab; },
     [](M, M b, T) { return ChangeText::tr("view: %1").arg(plain(tabInfo(b.view.tab).name)); }},
    {Control::SpecialTokens, [](M a, M b) { return a.view.special != b.view.special; },
     [](M, M b, T) { return specialText(b.view.special); }},
    {Control::JointRows, [](M a, M b) { return a.view.jointRows != b.view.jointRows; },
     [](M, M b, T) {
         return b.view.jointRows == JointRows::Raw ? ChangeText::tr("raw rows")
                                                   : ChangeText::tr("conditional rows");
     }},
    {Control::Fusion, [](M a, M b) { return a.view.fusion != b.view.fusion; },
     [](M, M, T) { return ChangeText::tr("fusion"); }},
    {Control::HeadNumber, [](M a, M b) { return a.view.heads.statistic != b.view.heads.statistic; },
     [](M, M b, T) {
         return ChangeText::tr("number %1").arg(plain(findStatistic(b.view.heads.statistic)->name));
     }},
    {Control::HeadDrawing,
     [](M a, M b) { return a.view.heads.showsNumbers != b.view.heads.showsNumbers; },
     [](M, M b, T) {
         return b.view.heads.showsNumbers ? ChangeText::tr("heads as numbers")
                                          : ChangeText::tr("heads as maps");
     }},
    {Control::HeadOrder, [](M a, M b) { return a.view.heads.order != b.view.heads.order; },
     [](M, M b, T) { return orderText(b.view.heads.order); }},
    {Control::HeadFilter,
     [](M a, M b) {
         return a.view.heads.filter != b.view.heads.filter ||
                a.view.heads.limit != b.view.heads.limit;
     },
     [](M, M b, T) { return filterText(b.view.heads); }},
    {Control::Scale, [](M a, M b) { return a.view.style.scale != b.view.style.scale; },
     [](M, M b, T) { return scaleStepText(b.view.style.scale); }},
    {Control::Colours,
     [](M a, M b) {
         return a.view.style.colourTable != b.view.style.colourTable ||
                a.view.style.signedTable != b.view.style.signedTable;
     },
     [](M a, M b, T) { return coloursText(a.view, b.view); }},
    {Control::Overlay, [](M a, M b) { return a.view.style.overlay != b.view.style.overlay; },
     [](M, M b, T) {
         return ChangeText::tr("overlay %1").arg(overlayChoiceText(b.view.style.overlay));
     }},
    {Control::Opacity, [](M a, M b) { return a.view.style.opacity != b.view.style.opacity; },
     [](M, M b, T) {
         return ChangeText::tr("overlay %1 %").arg(std::lround(100 * b.view.style.opacity));
     }},
    {Control::Smoothing, [](M a, M b) { return a.view.style.isSmooth != b.view.style.isSmooth; },
     [](M, M b, T) {
         return b.view.style.isSmooth ? ChangeText::tr("smooth map") : ChangeText::tr("cells");
     }},
    {Control::Grid, [](M a, M b) { return a.view.style.showsGrid != b.view.style.showsGrid; },
     [](M, M b, T) {
         return b.view.style.showsGrid ? ChangeText::tr("patch grid shown")
                                       : ChangeText::tr("patch grid hidden");
     }},
    {Control::Pin, [](M a, M b) { return a.view.pinned != b.view.pinned && b.view.pinned; },
     [](M, M, T) { return ChangeText::tr("pinning as A"); }},
    {Control::Pin, [](M a, M b) { return a.view.pinned != b.view.pinned; },
     [](M, M, T) { return ChangeText::tr("unpinning A"); }},
    {Control::Page,
     [](M a, M b) {
         return a.view.figureTheme != b.view.figureTheme || !isSamePage(a.view.style, b.view.style);
     },
     [](M, M, T) { return ChangeText::tr("page of the figure"); }},
});

} // namespace

Change changeBetween(const Moment& before, const Moment& after, const Trace& trace)
{
    const auto* rule = std::find_if(kRules.begin(), kRules.end(), [&](const Rule& candidate) {
        return candidate.differs(before, after);
    });
    if (rule == kRules.end()) {
        return {.control = Control::Other, .text = ChangeText::tr("change of the view")};
    }
    return {.control = rule->control, .text = rule->text(before, after, trace)};
}

ChangeCommand::ChangeCommand(Moment before, Moment after, Change change, int gesture)
    : QUndoCommand(change.text),
      before_(std::move(before)),
      after_(std::move(after)),
      control_(change.control),
      gesture_(gesture)
{
}

bool ChangeCommand::mergeWith(const QUndoCommand* next)
{
    const auto& later = static_cast<const ChangeCommand&>(*next); // ids are those of controls
    if (gesture_ == 0 || later.gesture_ != gesture_) {
        return false;
    }
    after_ = later.after_;
    setText(later.text());
    setObsolete(isSameMoment(before_, after_));
    return true;
}

} // namespace attenscope
