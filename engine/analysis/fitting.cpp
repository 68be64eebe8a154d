#include "engine/analysis/focus.h"
#include "engine/analysis/map.h"

#include <algorithm>
#include <cstdlib>

namespace attenscope {

std::vector<std::string> kindsFor(const Trace& trace, Direction direction)
{
    std::vector<std::string> alone; // matrices of this direction only
    std::vector<std::string> joint; // blocks of a joint matrix
    std::vector<std::string> similarity;
    for (const Site& site : trace.sites) {
        auto& kinds = site.isSimilarity ? similarity : site.key.isJoint() ? joint : alone;
        if (holds(site, direction) && std::ranges::find(kinds, site.kind) == kinds.end()) {
            kinds.push_back(site.kind);
        }
    }
    alone.insert(alone.end(), joint.begin(), joint.end());
    alone.insert(alone.end(), similarity.begin(), similarity.end());
    return alone;
}

Absence absenceOf(const Trace& trace, Direction direction)
{
    if (!kindsFor(trace, direction).empty()) {
        return Absence::None;
    }
    const bool isClosedSomewhere = std::ranges::any_of(
        trace.sites, [&](const Site& site) { return hasBlock(site, direction); });
    if (!isClosedSomewhere) {
        return Absence::NotRecorded;
    }
    return trace.provenance.standing == "as trained" ? Absence::MaskedByDesign
                                                     : Absence::ClosedByMode;
}

std::string absenceReason(const Trace& trace, Direction direction)
{
    switch (absenceOf(trace, direction)) {
    case Absence::None:
        return {};
    case Absence::NotRecorded:
        return "no attention in this direction";
    case Absence::ClosedByMode:
        return "closed in mode " + trace.provenance.mode;
    case Absence::MaskedByDesign:
        break;
    }
    return "masked by design: the model is causal and the image stands before the text";
}

bool isSimilarity(const Trace& trace, const Selection& selection)
{
    return std::ranges::any_of(trace.sites, [&](const Site& site) {
        return site.kind == selection.kind && site.isSimilarity;
    });
}

StackSize stackSize(const Trace& trace, const std::string& kind)
{
    StackSize size;
    for (const Site& site : trace.sites) {
        if (site.kind == kind) {
            size.layers = std::max(size.layers, site.layer + 1);
            size.heads = std::max(size.heads, site.heads);
        }
    }
    return size;
}

std::optional<Selection> fitted(const Trace& trace, Selection selection)
{
    const int queries = asksFromText(selection.direction)
                            ? static_cast<int>(trace.tokens.words.size())
                            : trace.units.size();
    std::erase_if(selection.focus, [&](int query) { return query < 0 || query >= queries; });
    std::erase_if(selection.pieces,
                  [&](int token) { return !isPieceInFocus(trace, selection, token); });
    if (kindsFor(trace, selection.direction).empty()) {
        return std::nullopt;
    }
    selection.kind = fittingKind(trace, selection);
    if (selection.kind.empty()) {
        return std::nullopt;
    }
    const StackSize size = stackSize(trace, selection.kind);
    selection.firstLayer = std::clamp(selection.firstLayer, 0, size.layers - 1);
    selection.lastLayer = std::clamp(selection.lastLayer, selection.firstLayer, size.layers - 1);
    const std::vector<int> layers = layersOf(trace, selection);
    if (std::ranges::none_of(layers, [&](int layer) {
            return layer >= selection.firstLayer && layer <= selection.lastLayer;
        })) { // a layer without such attention: the nearest one that has it
        selection.firstLayer = *std::ranges::min_element(
            layers, {}, [&](int layer) { return std::abs(layer - selection.firstLayer); });
        selection.lastLayer = selection.firstLayer;
    }
    if (selection.head) {
        selection.head = std::clamp(*selection.head, 0, size.heads - 1);
    }
    return selection;
}

} // namespace attenscope
