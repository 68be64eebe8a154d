#include "tests/support/allocation_meter.h"

#include <atomic>
#include <cstdlib>
#include <malloc.h>
#include <new>

namespace {

std::atomic<std::size_t> live{0};
std::atomic<std::size_t> peak{0};

/// Null stays null.
void* counted(void* memory) noexcept
{
    if (memory == nullptr) {
        return nullptr;
    }
    const std::size_t now = live += ::malloc_usable_size(memory);
    std::size_t before = peak;
    while (before < now && !peak.compare_exchange_weak(before, now)) {
    }
    return memory;
}

void* taken(std::size_t size) noexcept
{
    return counted(std::malloc(size == 0 ? 1 : size));
}

void* taken(std::size_t size, std::align_val_t alignment) noexcept
{
    const auto step = static_cast<std::size_t>(alignment);
    return counted(std::aligned_alloc(step, (size + step) / step * step));
}

void* orThrow(void* memory)
{
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    return memory;
}

void given(void* memory) noexcept
{
    live -= ::malloc_usable_size(memory);
    std::free(memory);
}

} // namespace

// Every form, as a sanitizer's own would be taken for one that is missing and not fit the others.
void* operator new(std::size_t size)
{
    return orThrow(taken(size));
}

void* operator new(std::size_t size, std::align_val_t alignment)
{
    return orThrow(taken(size, alignment));
}

void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    return taken(size);
}

void* operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept
{
    return taken(size, alignment);
}

void* operator new[](std::size_t size)
{
    return orThrow(taken(size));
}

void* operator new[](std::size_t size, std::align_val_t alignment)
{
    return orThrow(taken(size, alignment));
}

void* operator new[](std::size_t size, const std::nothrow_t&) noexcept
{
    return taken(size);
}

void* operator new[](std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept
{
    return taken(size, alignment);
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

void operator delete(void* memory, const std::nothrow_t&) noexcept
{
    given(memory);
}

void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept
{
    given(memory);
}

void operator delete[](void* memory) noexcept
{
    given(memory);
}

void operator delete[](void* memory, std::size_t) noexcept
{
    given(memory);
}

void operator delete[](void* memory, std::align_val_t) noexcept
{
    given(memory);
}

void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept
{
    given(memory);
}

void operator delete[](void* memory, const std::nothrow_t&) noexcept
{
    given(memory);
}

void operator delete[](void* memory, std::align_val_t, const std::nothrow_t&) noexcept
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
