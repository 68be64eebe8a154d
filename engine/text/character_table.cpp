#include "engine/text/character_table.h"

#include "engine/text/code_points.h"

#include <utility>

namespace attenscope {

namespace {

constexpr std::size_t kUnit = sizeof(std::uint32_t);

/// The library stores so many matches at one place of a text, and doesn't look whether there are
/// more.
constexpr int kMatches = 32;

std::uint32_t unitAt(std::string_view bytes, std::size_t position)
{
    std::uint32_t value = 0;
    for (std::size_t i = kUnit; i-- > 0;) {
        value = (value << 8U) | static_cast<unsigned char>(bytes[position + i]);
    }
    return value;
}

/// Where a unit that ends a match leads to in the replacements.
std::size_t placeOf(std::uint32_t unit)
{
    return unit & 0x7FFFFFFFU;
}

} // namespace

CharacterTable::CharacterTable(std::vector<std::uint32_t> units, std::string replacements)
    : units_(std::move(units)), replacements_(std::move(replacements))
{
}

std::optional<CharacterTable> CharacterTable::parse(std::string_view bytes)
{
    if (bytes.size() < kUnit) {
        return std::nullopt;
    }
    const std::size_t length = unitAt(bytes, 0);
    bytes.remove_prefix(kUnit);
    if (length > bytes.size() || length % kUnit != 0) {
        return std::nullopt;
    }
    std::vector<std::uint32_t> units;
    for (std::size_t i = 0; i < length; i += kUnit) {
        units.push_back(unitAt(bytes, i));
    }
    CharacterTable table(std::move(units), std::string(bytes.substr(length)));
    return table.isSound() ? std::optional(std::move(table)) : std::nullopt;
}

std::size_t CharacterTable::childrenOf(std::size_t node) const
{
    const std::uint32_t unit = units_[node];
    return node ^ ((unit >> 10U) << ((unit & 0x200U) >> 6U));
}

bool CharacterTable::isSound() const
{
    if (units_.empty() || !replacements_.ends_with('\0') || firstInvalidByte(replacements_)) {
        return false;
    }
    std::vector<int> matches(units_.size(), -1); // the most on a way to a node
    matches[0] = 0;
    std::vector<std::size_t> open{0};
    while (!open.empty()) {
        const std::size_t node = open.back();
        open.pop_back();
        if (!visit(node, matches, open)) {
            return false;
        }
    }
    return true;
}

bool CharacterTable::leadsToText(std::size_t unit) const
{
    const std::size_t place = placeOf(units_[unit]);
    const auto isContinuation = [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
    };
    return place < replacements_.size() && !isContinuation(replacements_[place]);
}

/// The node's children are opened, and once more when there is a way with more matches to them.
bool CharacterTable::visit(std::size_t node,
                           std::vector<int>& matches,
                           std::vector<std::size_t>& open) const
{
    const std::size_t base = childrenOf(node);
    if ((base | 0xFFU) >= units_.size() || (isMatch(node) && !leadsToText(base))) {
        return false;
    }
    const int found = matches[node] + (isMatch(node) ? 1 : 0);
    if (found > kMatches) {
        return false;
    }
    for (std::size_t byte = 0; byte < 256; ++byte) {
        const std::size_t child = base ^ byte;
        if ((units_[child] & 0x800000FFU) == byte && matches[child] < found) {
            matches[child] = found;
            open.push_back(child);
        }
    }
    return true;
}

std::optional<std::string_view> CharacterTable::replacement(std::string_view text) const
{
    std::size_t node = 0;
    for (const char c : text) {
        const std::size_t byte = static_cast<unsigned char>(c);
        const std::size_t child = childrenOf(node) ^ byte;
        if (byte == 0 || (units_[child] & 0x800000FFU) != byte) {
            return std::nullopt;
        }
        node = child;
        if (isMatch(node)) {
            const std::string_view rest =
                std::string_view(replacements_).substr(placeOf(units_[childrenOf(node)]));
            return rest.substr(0, rest.find('\0'));
        }
    }
    return std::nullopt;
}

} // namespace attenscope
