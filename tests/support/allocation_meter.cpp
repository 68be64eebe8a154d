#include "tests/support/allocation_meter.h"

#include <atomic>
#include <cstdlib>
#include <malloc.h>
#include <new>

namespace {

std::atomic<std::size_t> live{0};
std::atomic<std::size_t> peak{0};

void* taken(void* memory)
{
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    const std::size_t now = live += ::malloc_usable_size(memory);
    std::size_t before = peak;
    while (before < now && !peak.compare_exchange_weak(before, now)) {
    }
    return memory;
}

void given(void* memory)
{
    live -= ::malloc_usable_size(memory);
    std::free(memory);
}

} // namespace

void* operator new(std::size_t size)
{
    return taken(std::malloc(size == 0 ? 1 : size));
}

void* operator new(std::size_t size, std::align_val_t alignment)
{
    const auto step = static_cast<std::size_t>(alignment);
    return taken(std::aligned_alloc(step, (size + step) / step * step));
}

void operator delete(void* memory) noexcept
{
    given(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    given(memory);
}

void operator delete(void* memory, std::align_val_t) noexcept
{
    given(memory);
}

void operator delete(void* memory, std::size_t, std::align_val_t) noexcept
{
    given(memory);
}

namespace attenscope {

AllocationMeter::AllocationMeter() : start_(live)
{
    peak = start_;
}

std::size_t AllocationMeter::peakBytes() const
{
    return peak - start_;
}

} // namespace attenscope
