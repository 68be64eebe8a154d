#include "ui/state/fuzzy.h"

#include <algorithm>
#include <vector>

namespace attenscope {

namespace {

constexpr int kLetter = 1;
constexpr int kSideBySide = 7;
constexpr int kWordStart = 6;
constexpr int kLargestSkip = 3;
constexpr int kNone = -1'000'000;

bool isWordStart(const QString& text, qsizetype i)
{
    return i == 0 || !text[i - 1].isLetterOrNumber();
}

} // namespace

// best[i]: the best score of the letters so far with the last one at i.
std::optional<int> fuzzyScore(const QString& pattern, const QString& text)
{
    std::vector<int> best(static_cast<std::size_t>(text.size()), kNone);
    bool isFirst = true;
    for (const QChar letter : pattern) {
        if (letter.isSpace()) {
            continue;
        }
        std::vector<int> next(best.size(), kNone);
        int before = kNone; // the best of all places left of i
        for (qsizetype i = 0; i < text.size(); ++i) {
            const auto at = static_cast<std::size_t>(i);
            const int beside = i > 0 ? best[at - 1] : kNone;
            if (text[i].toCaseFolded() == letter.toCaseFolded()) {
                const int gain = kLetter + (isWordStart(text, i) ? kWordStart : 0);
                const int start =
                    isFirst ? -static_cast<int>(std::min<qsizetype>(i, kLargestSkip))
                            : std::max(before, beside == kNone ? kNone : beside + kSideBySide);
                next[at] = start == kNone ? kNone : start + gain;
            }
            before = std::max(before, best[at]);
        }
        best = std::move(next);
        isFirst = false;
    }
    if (isFirst) {
        return 0;
    }
    const auto found = std::max_element(best.begin(), best.end());
    return found == best.end() || *found <= kNone / 2 ? std::nullopt : std::optional(*found);
}

} // namespace attenscope
