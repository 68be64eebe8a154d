#pragma once

#include "engine/base/export.h"
#include "engine/base/progress.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace attenscope {

/// A text that takes long to find out and is found out when it is first wanted. Copies share it.
/// May be used from several threads: one computes, the others wait.
class ATTENSCOPE_EXPORT DeferredText {
public:
    using Compute = std::function<std::string(const Progress&)>;

    /// The empty text.
    DeferredText() = default;

    /// A text that is known. Implicit: wherever a deferred one is taken, a known one will do.
    DeferredText(std::string known); // NOLINT(google-explicit-constructor)

    /// compute  called at most until it succeeds, then given up with all that it holds
    explicit DeferredText(Compute compute);

    /// The text if nothing has to be computed for it any more.
    std::optional<std::string> known() const;

    /// Throws what the computation throws; the next call then tries again.
    std::string value(const Progress& progress = {}) const;

private:
    struct Shared;
    std::shared_ptr<Shared> shared_; ///< null: the empty text
};

} // namespace attenscope
