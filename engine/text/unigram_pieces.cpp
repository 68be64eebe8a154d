#include "engine/text/unigram_pieces.h"

#include "engine/text/code_points.h"
#include "engine/text/prefixes.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace attenscope {

std::string byteName(unsigned char byte)
{
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    return std::string("<0x") + kDigits[byte >> 4U] + kDigits[byte & 15U] + ">";
}

UnigramPieces::UnigramPieces(Vocabulary vocabulary,
                             std::vector<double> scores,
                             std::int64_t unknown,
                             bool fallsBackToBytes)
    : vocabulary_(std::move(vocabulary)),
      scores_(std::move(scores)),
      unknown_(unknown),
      fallsBackToBytes_(fallsBackToBytes)
{
    assert(!scores_.empty());
    constexpr double kPenalty = 10;
    unknownScore_ = *std::min_element(scores_.begin(), scores_.end()) - kPenalty;
    for (std::size_t i = 0; i < scores_.size(); ++i) {
        const auto id = static_cast<std::int64_t>(i);
        entries_.push_back({vocabulary_.spelling(id), id});
    }
    std::sort(entries_.begin(), entries_.end(),
              [](const Entry& a, const Entry& b) { return a.text < b.text; });
}

/// Every piece but the unknown ones in a row still apart.
std::vector<UnigramPieces::Piece> UnigramPieces::bestPath(std::string_view text) const
{
    struct Node {             // the best way to a place
        std::int64_t id = -1; ///< of the last piece; negative: there is no way yet
        std::size_t begin = 0;
        double score = 0;
    };

    std::vector<Node> nodes(text.size() + 1);
    const auto reach = [&nodes](std::size_t begin, std::size_t end, std::int64_t id, double score) {
        const double sum = score + nodes[begin].score;
        if (nodes[end].id < 0 || sum > nodes[end].score) {
            nodes[end] = {.id = id, .begin = begin, .score = sum};
        }
    };
    for (const CodePoint& point : codePointsOf(text, 0, text.size())) {
        bool isKnown = false;
        forEachPrefix(
            entries_, text.substr(point.begin), [](const Entry& entry) { return entry.text; },
            [&](const Entry& entry) {
                const std::size_t end = point.begin + entry.text.size();
                reach(point.begin, end, entry.id, scores_[static_cast<std::size_t>(entry.id)]);
                isKnown = isKnown || end == point.end;
            });
        if (!isKnown) {
            reach(point.begin, point.end, unknown_, unknownScore_);
        }
    }
    std::vector<Piece> pieces;
    for (std::size_t end = text.size(); end > 0; end = nodes[end].begin) {
        pieces.push_back({nodes[end].id, nodes[end].begin, end});
    }
    std::reverse(pieces.begin(), pieces.end());
    return pieces;
}

/// Unknown characters in a row: the token that they are together, their bytes, or the unknown one.
void UnigramPieces::append(std::vector<Piece>& pieces,
                           const Piece& unknown,
                           std::string_view text) const
{
    std::vector<Piece> bytes;
    for (const CodePoint& point : codePointsOf(text, unknown.begin, unknown.end)) {
        for (std::size_t i = point.begin; fallsBackToBytes_ && i < point.end; ++i) {
            const auto id = vocabulary_.id(byteName(static_cast<unsigned char>(text[i])));
            if (id && *id < static_cast<std::int64_t>(scores_.size())) {
                bytes.push_back({*id, point.begin, point.end});
            }
        }
    }
    if (bytes.size() == unknown.end - unknown.begin) {
        pieces.insert(pieces.end(), bytes.begin(), bytes.end());
    } else {
        pieces.push_back(unknown);
    }
}

std::vector<UnigramPieces::Piece> UnigramPieces::cut(std::string_view text) const
{
    const std::vector<Piece> path = bestPath(text);
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i].id != unknown_) {
            pieces.push_back(path[i]);
            continue;
        }
        Piece unknown = path[i];
        while (i + 1 < path.size() && path[i + 1].id == unknown_) {
            unknown.end = path[++i].end;
        }
        append(pieces, unknown, text);
    }
    return pieces;
}

} // namespace attenscope
