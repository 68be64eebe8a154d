#pragma once

#include "engine/analysis/scale_range.h"
#include "engine/analysis/selection.h"
#include "engine/base/export.h"
#include "engine/trace/trace.h"

#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// The numbers that a selection picks out of a trace.
struct Map {
    enum class KeyState {
        Shown,
        Hidden,
        Masked, ///< its key was hidden from the model
        Absent  ///< not among the keys of these sites: an answer's words in its question's encoder
    };
    Direction direction = Direction::TextToImage;
    std::vector<float> values; ///< one per visual unit, or per word (per token with showsPieces)
    std::vector<KeyState> states;
    double hiddenMass = 0;              ///< weight on special keys that are hidden or were dropped
    double shownMass = 0;               ///< sum of the shown values; both 0 for similarities
    bool isJoint = false;               ///< from rows of a joint matrix
    bool isConditional = false;         ///< these rows were divided by their mass on this side
    bool isSimilarity = false;          ///< cosine similarities, no attention weights
    std::string formula;                ///< with its real sizes, for the inspector and the legend
    std::vector<std::string> siteNames; ///< the tensors it came from

    ATTENSCOPE_EXPORT float maximum() const; ///< over shown keys; 0 if there are none
    ATTENSCOPE_EXPORT float minimum() const;
};

/// The kinds of the trace that hold this direction, best first: crossing ones, then self-attention,
/// then similarities.
ATTENSCOPE_EXPORT std::vector<std::string> kindsFor(const Trace& trace, Direction direction);

/// Why a trace has no attention in a direction.
enum class Absence {
    None, ///< it has some
    NotRecorded,
    ClosedByMode,   ///< a joint model's block that an ablation closes
    MaskedByDesign, ///< a causal model with the image first: no patch sees a word (A1)
};

ATTENSCOPE_EXPORT Absence absenceOf(const Trace& trace, Direction direction);

/// The same for people: "masked by design: …"; empty where there is attention.
ATTENSCOPE_EXPORT std::string absenceReason(const Trace& trace, Direction direction);

/// Whether the selection's kind holds cosine similarities and no attention weights.
ATTENSCOPE_EXPORT bool isSimilarity(const Trace& trace, const Selection& selection);

/// How many layers and heads a kind has in this trace.
struct StackSize {
    int layers = 0;
    int heads = 0;
};

ATTENSCOPE_EXPORT StackSize stackSize(const Trace& trace, const std::string& kind);

/// The selection with its kind filled in and layers, head and focus brought into the trace's
/// bounds: another kind where the named one does not ask from what is in focus (a written word asks
/// in `gen_…` alone), the nearest layer that has the kind. Nothing if the trace has no attention in
/// this direction, or none from what is in focus.
ATTENSCOPE_EXPORT std::optional<Selection> fitted(const Trace& trace, Selection selection);

/// Heads and layers put together (A2), queries averaged (A3), pieces summed to words (A3), special
/// keys treated (A15 a–c; similarities are never renormalised), joint blocks read as they are or as
/// conditional rows (A1). Throws E_USAGE_SELECTION if the selection does not fit the trace.
ATTENSCOPE_EXPORT Map computeMap(const Trace& trace, const Selection& selection);

/// The map of every single head of every layer of the selection's kind: [layer][head]; every key is
/// Absent in a layer that does not have it.
ATTENSCOPE_EXPORT std::vector<std::vector<Map>> headMaps(const Trace& trace,
                                                         const Selection& selection);

} // namespace attenscope
