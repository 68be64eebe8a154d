#include "ui/state/focus_rules.h"

#include "engine/analysis/map.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>

namespace attenscope {

namespace {

constexpr std::array<std::string_view, 24> kFunctionWords{
    "a",  "an", "the", "of", "on",   "in",    "at",    "to",   "and",   "or",   "is",    "are",
    "by", "it", "its", "as", "with", "there", "above", "left", "right", "from", "below", "next"};

bool isContent(const Word& word)
{
    std::string lower = word.text;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const bool hasLetter = std::any_of(lower.begin(), lower.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c >= 0x80;
    });
    return !word.isSpecial && hasLetter &&
           std::find(kFunctionWords.begin(), kFunctionWords.end(), lower) == kFunctionWords.end();
}

/// The map of one query; nothing if the trace has none in this direction.
std::optional<Map> mapOf(const Trace& trace, Selection selection, int query)
{
    selection.focus = {query};
    selection.pieces.clear();
    selection.showsPieces = false;
    const std::optional<Selection> fit = fitted(trace, std::move(selection));
    return fit ? std::optional(computeMap(trace, *fit)) : std::nullopt;
}

std::optional<int> strongestKey(const Map& map)
{
    std::optional<int> best;
    for (std::size_t key = 0; key < map.values.size(); ++key) {
        if (map.states[key] == Map::KeyState::Shown &&
            (!best || map.values[key] > map.values[static_cast<std::size_t>(*best)])) {
            best = static_cast<int>(key);
        }
    }
    return best;
}

bool isPatchToStartWith(const Trace& trace, int unit)
{
    const auto index = static_cast<std::size_t>(unit);
    const bool isMasked = index < trace.isUnitMasked.size() && trace.isUnitMasked[index];
    return !isMasked && trace.units.units[index].kind != VisualUnit::Kind::Special;
}

} // namespace

std::vector<int> contentWords(const Tokens& tokens)
{
    std::vector<int> content;
    std::vector<int> ordinary;
    for (std::size_t i = 0; i < tokens.words.size(); ++i) {
        if (tokens.words[i].isSpecial) {
            continue;
        }
        ordinary.push_back(static_cast<int>(i));
        if (isContent(tokens.words[i])) {
            content.push_back(static_cast<int>(i));
        }
    }
    return content.empty() ? ordinary : content;
}

std::vector<int> wordToStartWith(const Trace& trace, const View& view)
{
    const std::vector<int> candidates = contentWords(trace.tokens);
    if (candidates.empty()) {
        return {};
    }
    Selection selection = view.selection(Pane::Image);
    selection.direction = Direction::TextToImage;
    selection.kind.clear();
    int best = candidates.front();
    float peak = -1;
    for (const int word : candidates) {
        const std::optional<Map> map = mapOf(trace, selection, word);
        if (map && map->maximum() > peak) {
            peak = map->maximum();
            best = word;
        }
    }
    return {best};
}

std::vector<int> unitToStartWith(const Trace& trace, const View& view)
{
    Selection selection = view.selection(Pane::Image);
    selection.direction = Direction::TextToImage;
    selection.kind.clear();
    if (!view.words.empty()) {
        if (const std::optional<Map> map = mapOf(trace, selection, view.words.front())) {
            const std::optional<int> unit = strongestKey(*map);
            return unit ? std::vector<int>{*unit} : std::vector<int>{};
        }
    }
    selection.direction = Direction::ImageToText;
    const std::vector<int> words = contentWords(trace.tokens);
    std::vector<int> best;
    float peak = -1;
    for (int unit = 0; unit < trace.units.size(); ++unit) {
        const std::optional<Map> map =
            isPatchToStartWith(trace, unit) ? mapOf(trace, selection, unit) : std::nullopt;
        if (!map) {
            continue;
        }
        for (const int word : words) {
            const float weight = map->values[static_cast<std::size_t>(word)];
            if (weight > peak) {
                peak = weight;
                best = {unit};
            }
        }
    }
    return best;
}

std::vector<int> sameWords(const Tokens& before, const std::vector<int>& words, const Tokens& after)
{
    std::vector<int> result;
    for (const int word : words) {
        const std::string& text = before.words[static_cast<std::size_t>(word)].text;
        const auto place = static_cast<std::size_t>(word);
        if (place < after.words.size() && after.words[place].text == text) {
            result.push_back(word);
            continue;
        }
        const auto found = std::find_if(after.words.begin(), after.words.end(),
                                        [&](const Word& w) { return w.text == text; });
        if (found != after.words.end()) {
            result.push_back(static_cast<int>(found - after.words.begin()));
        }
    }
    return result;
}

} // namespace attenscope
