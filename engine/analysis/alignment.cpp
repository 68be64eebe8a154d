#include "engine/analysis/alignment.h"

#include <algorithm>
#include <cstddef>

namespace attenscope {

namespace {

template <typename T>
bool isEqual(const T& a, const T& b)
{
    return a.isSpecial == b.isSpecial && a.text == b.text;
}

template <typename T>
std::vector<AlignedPair> aligned(const std::vector<T>& a, const std::vector<T>& b)
{
    // longest[i][j]: of the suffixes that begin at i and j
    std::vector<std::vector<int>> longest(a.size() + 1, std::vector<int>(b.size() + 1, 0));
    for (std::size_t i = a.size(); i-- > 0;) {
        for (std::size_t j = b.size(); j-- > 0;) {
            longest[i][j] = isEqual(a[i], b[j]) ? longest[i + 1][j + 1] + 1
                                                : std::max(longest[i + 1][j], longest[i][j + 1]);
        }
    }
    std::vector<AlignedPair> pairs;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() || j < b.size()) {
        const bool hasBoth = i < a.size() && j < b.size();
        if (hasBoth && isEqual(a[i], b[j])) {
            pairs.push_back({static_cast<int>(i++), static_cast<int>(j++)});
        } else if (j == b.size() || (hasBoth && longest[i + 1][j] >= longest[i][j + 1])) {
            pairs.push_back({static_cast<int>(i++), std::nullopt});
        } else {
            pairs.push_back({std::nullopt, static_cast<int>(j++)});
        }
    }
    return pairs;
}

} // namespace

std::vector<AlignedPair> alignedWords(const std::vector<Word>& a, const std::vector<Word>& b)
{
    return aligned(a, b);
}

std::vector<AlignedPair> alignedTokens(const std::vector<Token>& a, const std::vector<Token>& b)
{
    return aligned(a, b);
}

} // namespace attenscope
