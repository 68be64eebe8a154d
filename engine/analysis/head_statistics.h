#pragma once

#include "engine/analysis/selection.h"
#include "engine/trace/trace.h"

#include <cstddef>
#include <optional>
#include <string>

namespace attenscope {

/// One head of one site, and what is asked of it. The selection's kind is filled in.
struct HeadPlace {
    const Trace& trace;
    const Selection& selection;
    std::size_t site = 0;
    int head = 0;
};

/// What a key is, for the masses of analysis.md A10: every key of a row is one of them.
enum class KeyKind {
    Image,
    Text,
    Special, ///< of either side
    Other    ///< padding
};

/// Whether a site has a key of this kind.
bool hasKey(const Trace& trace, const Site& site, KeyKind kind);

/// A10: the mean over the queries in focus of the weight on keys of one kind, of the whole row.
/// NaN without such a query.
double massOn(const HeadPlace& place, KeyKind kind);

/// A9: mean over the units in focus of Σ_k Ac(q, k) ‖c_q − c_k‖, Ac = image→image rows over
/// ordinary patches or regions, divided by their sum; c = their box's centre.
/// returns  pixels of the original image; NaN without a query that has a box
double meanDistance(const HeadPlace& place);

/// The original image's diagonal, pixels.
double diagonalOf(const Trace& trace);

/// A8 (Voita 2019): the mean over all ordinary queries of the row's largest weight on shown keys,
/// divided by their sum.
double confidence(const HeadPlace& place);

/// A15: the largest mean weight that one key gets, max_k mean_q A(q, k), over all queries of the
/// direction that are no padding, and all keys of the row.
double sinkScore(const HeadPlace& place);

/// The site that holds the other direction at the same layer, with the same heads: the same site in
/// joint matrices. Nothing if there is none.
std::optional<std::size_t> reverseSite(const Trace& trace, std::size_t site, Direction direction);

/// A11: the cosine between A_TI and A_IT transposed over ordinary words' tokens and units, both
/// directions of one head. Lift maps (n_v A_TI, n_t A_IT) differ from them by a factor each, which
/// a cosine does not see. 0/0 := 0; NaN without the other direction.
double agreement(const HeadPlace& place);

} // namespace attenscope
