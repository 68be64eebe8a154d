#pragma once

#include "engine/analysis/agreement.h"
#include "engine/analysis/alignment.h"
#include "engine/analysis/scale.h"
#include "engine/base/export.h"

#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// Why two maps have no difference.
enum class NoDifference {
    None,           ///< they have one
    OtherKeys,      ///< one looks at the picture, the other one at words
    OtherNumbers,   ///< cosine similarities beside attention weights
    OtherPieces,    ///< one shows words, the other one their pieces
    OtherPicture,   ///< the pictures' sizes differ, so that no place is the same in both
    OtherRegions,   ///< regions of other places, or regions beside patches
    NothingInCommon ///< no key is shown in both
};

/// Two maps on common keys, and what lies between them: A - B (analysis.md A16).
///
/// Keys on the picture's side: where both models cut the picture into the same units, those.
/// Otherwise both maps are brought onto the grid with the smaller cells. A weight belongs to its
/// cell's area: a cell of the common grid gets of each cell that it overlaps
///     A(q, k) |cell ∩ k| / |k|,
/// which keeps the sums; similarities, which share nothing out, are averaged over the cell's area.
/// A cell of which the other model sees less than half has no difference.
///
/// Keys on the caption's side: equal words, by alignedWords.
struct MapComparison {
    NoDifference refusal = NoDifference::None;
    Map a; ///< on its own keys, as computeMap gives it
    Map b;

    // Nothing of the following without a difference.
    VisualUnits units;              ///< the common keys on the picture's side; else empty
    bool isResampled = false;       ///< whether a map was brought onto another grid
    std::vector<AlignedPair> pairs; ///< on the caption's side: both lists' words, in order
    Map commonA;                    ///< one value for each of `units` or `pairs`
    Map commonB;
    Map difference; ///< commonA - commonB. Shown where both are; masked or hidden where one is;
                    ///< Absent where one side lacks the key
    double elsewhereA =
        0; ///< shown weight of A on keys that have no difference; 0 for similarities
    double elsewhereB = 0;
    Agreement agreement; ///< over the keys that are shown in the difference and finite

    /// The largest |A - B| that is shown: the difference's range is from minus this to this.
    ATTENSCOPE_EXPORT float largestDifference() const;
};

/// Throws E_USAGE_SELECTION if a selection does not fit its trace.
ATTENSCOPE_EXPORT MapComparison compareMaps(const Trace& a,
                                            const Selection& selectionA,
                                            const Trace& b,
                                            const Selection& selectionB);

/// The range that covers both, which are of one scale.
ATTENSCOPE_EXPORT ScaleRange rangeOver(const ScaleRange& a, const ScaleRange& b);

/// One thing that two runs say, side by side.
struct ComparedOutput {
    enum class What {
        Match,      ///< a match score; `name` as in MatchScore::name
        Similarity, ///< cosine of a contrastive head
        Logit,      ///< one number of an array of few; `name` is "itm_logits 1"
        Candidate,  ///< a prediction's candidate: "word 3: red"
        Text        ///< what was written
    };
    What what = What::Match;
    std::string name;
    std::optional<double> a; ///< nothing: this run does not say it
    std::optional<double> b;
    std::optional<std::string> textA; ///< for What::Text
    std::optional<std::string> textB;
};

/// What either run says: match scores by their ids, the similarity, logits of arrays with at most
/// four numbers, candidates by what they are for and their label, the text. A's order first.
ATTENSCOPE_EXPORT std::vector<ComparedOutput> comparedOutputs(const Outputs& a, const Outputs& b);

} // namespace attenscope
