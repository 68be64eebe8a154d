#pragma once

#include <cstddef>

namespace attenscope {

/// Counts what `operator new` gives out in this program while it exists. Linking it replaces the
/// operators, so only tests that measure memory do.
class AllocationMeter {
public:
    AllocationMeter();

    /// Most bytes that lived at once since the construction, beyond those that lived then.
    std::size_t peakBytes() const;

private:
    std::size_t start_;
};

} // namespace attenscope
