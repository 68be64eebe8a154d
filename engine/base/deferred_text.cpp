#include "engine/base/deferred_text.h"

#include <mutex>
#include <utility>

namespace attenscope {

struct DeferredText::Shared {
    std::mutex computing; ///< held while `compute` runs
    std::mutex access;    ///< guards `text`
    std::optional<std::string> text;
    Compute compute; ///< guarded by `computing`
};

DeferredText::DeferredText(std::string known) : shared_(std::make_shared<Shared>())
{
    shared_->text = std::move(known);
}

DeferredText::DeferredText(Compute compute) : shared_(std::make_shared<Shared>())
{
    shared_->compute = std::move(compute);
}

std::optional<std::string> DeferredText::known() const
{
    if (!shared_) {
        return std::string();
    }
    const std::lock_guard lock(shared_->access);
    return shared_->text;
}

std::string DeferredText::value(const Progress& progress) const
{
    if (const auto text = known()) {
        return *text;
    }
    const std::lock_guard turn(shared_->computing);
    if (const auto text = known()) { // another thread was first
        return *text;
    }
    std::string text = shared_->compute(progress);
    shared_->compute = nullptr;
    const std::lock_guard lock(shared_->access);
    shared_->text = text;
    return text;
}

} // namespace attenscope
