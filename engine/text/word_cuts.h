#pragma once

#include "engine/text/code_points.h"

#include <cstddef>
#include <vector>

namespace attenscope {

/// Characters [begin, end) of a text.
struct Cut {
    std::size_t begin;
    std::size_t end;
};

/// How a text is cut into what byte-pair encoding then works on. Written out rather than read as
/// regular expressions: a pattern from a file could take any time.
enum class Cutting {
    /// CLIP: `'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`; what no part matches
    /// (white space) is dropped.
    Clip,
    /// GPT-2: `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
    Gpt2
};

/// The cuts in their order. None is empty.
std::vector<Cut> wordCuts(const CodePoints& text, Cutting cutting);

} // namespace attenscope
