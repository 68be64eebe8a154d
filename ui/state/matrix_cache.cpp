#include "ui/state/matrix_cache.h"

#include <algorithm>
#include <utility>

namespace attenscope {

std::shared_ptr<const AttentionMatrix>
MatrixCache::of(const TracePtr& trace, Selection selection, MatrixBlocks blocks)
{
    constexpr std::size_t kMost = 3;
    selection.focus.clear();
    selection.pieces.clear();
    const std::optional<Selection> fit = fitted(*trace, std::move(selection));
    if (!fit) {
        return nullptr;
    }
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return entry.trace == trace && entry.selection == *fit && entry.blocks == blocks;
    });
    if (found != entries_.end()) {
        return found->matrix;
    }
    Entry entry{.trace = trace,
                .selection = *fit,
                .blocks = blocks,
                .matrix = std::make_shared<AttentionMatrix>(attentionMatrix(*trace, *fit, blocks))};
    std::erase_if(entries_, [&](const Entry& old) { return old.trace != trace; });
    entries_.insert(entries_.begin(), std::move(entry));
    if (entries_.size() > kMost) {
        entries_.pop_back();
    }
    return entries_.front().matrix;
}

} // namespace attenscope
