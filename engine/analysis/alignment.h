#pragma once

#include "engine/base/export.h"
#include "engine/trace/trace.h"

#include <optional>
#include <vector>

namespace attenscope {

/// A row of two lists that are laid beside each other.
struct AlignedPair {
    std::optional<int> a; ///< index into the first list; nothing: only the second one has it
    std::optional<int> b;

    bool isShared() const { return a && b; }

    friend bool operator==(const AlignedPair&, const AlignedPair&) = default;
};

/// Two captions' words laid beside each other by a longest common subsequence of equal ones:
/// dynamic programming over suffixes (Wagner & Fischer 1974), O(|a| |b|). Equal are words of the
/// same spelling that both are special or both are not. In a gap what only A has stands first.
ATTENSCOPE_EXPORT std::vector<AlignedPair> alignedWords(const std::vector<Word>& a,
                                                        const std::vector<Word>& b);

/// The same for tokens.
ATTENSCOPE_EXPORT std::vector<AlignedPair> alignedTokens(const std::vector<Token>& a,
                                                         const std::vector<Token>& b);

} // namespace attenscope
