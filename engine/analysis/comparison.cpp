#include "engine/analysis/comparison.h"

#include "engine/analysis/common_grid.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace attenscope {

namespace {

using State = Map::KeyState;

/// The state of a difference: the one of the two that says more against it.
State stateOfBoth(State a, State b)
{
    for (const State state : {State::Absent, State::Masked, State::Hidden}) {
        if (a == state || b == state) {
            return state;
        }
    }
    return State::Shown;
}

/// The values and states of a map at the places of another list; nothing: Absent.
Map picked(const Map& map, const std::vector<std::optional<int>>& places)
{
    Map result = map;
    result.values.clear();
    result.states.clear();
    for (const std::optional<int>& place : places) {
        const std::size_t index = static_cast<std::size_t>(place.value_or(0));
        result.values.push_back(place ? map.values[index] : 0);
        result.states.push_back(place ? map.states[index] : State::Absent);
    }
    return result;
}

double shownSum(const Map& map)
{
    double sum = 0;
    for (std::size_t i = 0; i < map.values.size(); ++i) {
        sum += map.states[i] == State::Shown ? static_cast<double>(map.values[i]) : 0;
    }
    return sum;
}

/// What of a map's shown weight does not get into the difference.
double elsewhereOf(const Map& own, const Map& common, const Map& difference)
{
    if (own.isSimilarity) {
        return 0;
    }
    double counted = 0;
    for (std::size_t i = 0; i < common.values.size(); ++i) {
        const bool isCounted =
            difference.states[i] == State::Shown && common.states[i] == State::Shown;
        counted += isCounted ? static_cast<double>(common.values[i]) : 0;
    }
    return std::max(0.0, shownSum(own) - counted);
}

void subtract(MapComparison& comparison)
{
    const Map& a = comparison.commonA;
    const Map& b = comparison.commonB;
    Map& difference = comparison.difference;
    difference.direction = a.direction;
    difference.isSimilarity = a.isSimilarity;
    std::vector<double> sharedA;
    std::vector<double> sharedB;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
        const State state = stateOfBoth(a.states[i], b.states[i]);
        difference.states.push_back(state);
        difference.values.push_back(state == State::Shown ? a.values[i] - b.values[i] : 0);
        if (state == State::Shown && std::isfinite(a.values[i]) && std::isfinite(b.values[i])) {
            sharedA.push_back(static_cast<double>(a.values[i]));
            sharedB.push_back(static_cast<double>(b.values[i]));
        }
    }
    comparison.elsewhereA = elsewhereOf(comparison.a, a, difference);
    comparison.elsewhereB = elsewhereOf(comparison.b, b, difference);
    comparison.agreement = agreementOf(sharedA, sharedB);
}

bool hasShown(const Map& map)
{
    return std::ranges::find(map.states, State::Shown) != map.states.end();
}

/// The difference's fields as they are without one.
void refuse(MapComparison& comparison, NoDifference reason)
{
    comparison = {.refusal = reason, .a = std::move(comparison.a), .b = std::move(comparison.b)};
}

void compareUnits(MapComparison& comparison, const VisualUnits& a, const VisualUnits& b)
{
    if (a.geometry.originalWidth != b.geometry.originalWidth ||
        a.geometry.originalHeight != b.geometry.originalHeight) {
        return refuse(comparison, NoDifference::OtherPicture);
    }
    if (areSameUnits(a, b)) {
        comparison.units = a;
        comparison.commonA = comparison.a;
        comparison.commonB = comparison.b;
        return subtract(comparison);
    }
    if (a.gridRows == 0 || b.gridRows == 0) {
        return refuse(comparison, NoDifference::OtherRegions);
    }
    comparison.units = finerGrid(a, b);
    comparison.isResampled = !isGridOf(comparison.units, a) || !isGridOf(comparison.units, b);
    comparison.commonA = onGrid(comparison.a, a, comparison.units);
    comparison.commonB = onGrid(comparison.b, b, comparison.units);
    subtract(comparison);
}

void compareWords(MapComparison& comparison, const Trace& a, const Trace& b, bool showsPieces)
{
    comparison.pairs = showsPieces ? alignedTokens(a.tokens.tokens, b.tokens.tokens)
                                   : alignedWords(a.tokens.words, b.tokens.words);
    std::vector<std::optional<int>> placesA;
    std::vector<std::optional<int>> placesB;
    for (const AlignedPair& pair : comparison.pairs) {
        placesA.push_back(pair.a);
        placesB.push_back(pair.b);
    }
    comparison.commonA = picked(comparison.a, placesA);
    comparison.commonB = picked(comparison.b, placesB);
    subtract(comparison);
}

ComparedOutput&
rowOf(std::vector<ComparedOutput>& rows, ComparedOutput::What what, const std::string& name)
{
    const auto known = std::ranges::find_if(
        rows, [&](const ComparedOutput& row) { return row.what == what && row.name == name; });
    return known != rows.end() ? *known : rows.emplace_back(ComparedOutput{what, name});
}

constexpr std::size_t kMostLogits = 4;

/// Every number that a run says, by its row.
template <typename Take>
void eachNumber(const Outputs& outputs, Take take)
{
    using What = ComparedOutput::What;
    for (const MatchScore& score : outputs.match) {
        take(What::Match, score.name, score.probability);
    }
    if (outputs.similarity) {
        take(What::Similarity, std::string(), *outputs.similarity);
    }
    for (const NamedArray& array : outputs.arrays) {
        const auto* values = std::get_if<std::vector<float>>(&array.values);
        if (values == nullptr || values->size() > kMostLogits || !array.name.ends_with("logits")) {
            continue;
        }
        for (std::size_t i = 0; i < values->size(); ++i) {
            take(What::Logit, array.name + (values->size() > 1 ? " " + std::to_string(i) : ""),
                 static_cast<double>((*values)[i]));
        }
    }
    for (const Prediction& prediction : outputs.predictions) {
        for (const Prediction::Candidate& candidate : prediction.candidates) {
            take(What::Candidate, prediction.what + ": " + candidate.label, candidate.probability);
        }
    }
}

} // namespace

float MapComparison::largestDifference() const
{
    float largest = 0;
    for (std::size_t i = 0; i < difference.values.size(); ++i) {
        if (difference.states[i] == State::Shown && std::isfinite(difference.values[i])) {
            largest = std::max(largest, std::abs(difference.values[i]));
        }
    }
    return largest;
}

MapComparison compareMaps(const Trace& a,
                          const Selection& selectionA,
                          const Trace& b,
                          const Selection& selectionB)
{
    MapComparison comparison{.a = computeMap(a, selectionA), .b = computeMap(b, selectionB)};
    const bool looksAtPicture = looksAtImage(selectionA.direction);
    if (looksAtPicture != looksAtImage(selectionB.direction)) {
        refuse(comparison, NoDifference::OtherKeys);
    } else if (comparison.a.isSimilarity != comparison.b.isSimilarity) {
        refuse(comparison, NoDifference::OtherNumbers);
    } else if (looksAtPicture) {
        compareUnits(comparison, a.units, b.units);
    } else if (selectionA.showsPieces != selectionB.showsPieces) {
        refuse(comparison, NoDifference::OtherPieces);
    } else {
        compareWords(comparison, a, b, selectionA.showsPieces);
    }
    if (comparison.refusal == NoDifference::None && !hasShown(comparison.difference)) {
        refuse(comparison, NoDifference::NothingInCommon);
    }
    return comparison;
}

ScaleRange rangeOver(const ScaleRange& a, const ScaleRange& b)
{
    ScaleRange range = a;
    range.minimum = std::min(a.minimum, b.minimum);
    range.maximum = std::max(a.maximum, b.maximum);
    return range;
}

std::vector<ComparedOutput> comparedOutputs(const Outputs& a, const Outputs& b)
{
    std::vector<ComparedOutput> rows;
    using What = ComparedOutput::What;
    eachNumber(a, [&](What what, const std::string& name, double value) {
        rowOf(rows, what, name).a = value;
    });
    eachNumber(b, [&](What what, const std::string& name, double value) {
        rowOf(rows, what, name).b = value;
    });
    std::ranges::stable_sort(rows, {}, &ComparedOutput::what);
    if (a.text || b.text) {
        ComparedOutput& row = rows.emplace_back(ComparedOutput{.what = What::Text});
        row.textA = a.text;
        row.textB = b.text;
    }
    return rows;
}

} // namespace attenscope
