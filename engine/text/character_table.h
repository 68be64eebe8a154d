#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// The table with which SentencePiece normalises text (precompiled_charsmap): the length of a
/// double array (Darts-clone's), that array, and the replacements that it leads to, each ended by a
/// NUL.
class CharacterTable {
public:
    /// None unless every walk through it stays inside, to replacements that are UTF-8, with as many
    /// matches on one way as the library has room for.
    static std::optional<CharacterTable> parse(std::string_view bytes);

    /// What stands for the shortest entry that the text begins with; none if there is no such
    /// entry.
    std::optional<std::string_view> replacement(std::string_view text) const;

private:
    CharacterTable(std::vector<std::uint32_t> units, std::string replacements);

    bool isSound() const;
    bool visit(std::size_t node, std::vector<int>& matches, std::vector<std::size_t>& open) const;
    bool leadsToText(std::size_t unit) const;
    /// Where a node's children stand: each at this index with its byte's bits turned over.
    std::size_t childrenOf(std::size_t node) const;

    bool isMatch(std::size_t node) const { return (units_[node] & 0x100U) != 0; }

    std::vector<std::uint32_t> units_;
    std::string replacements_;
};

} // namespace attenscope
