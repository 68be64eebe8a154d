#pragma once

#include "engine/base/export.h"

namespace attenscope {

/// Owns a POSIX file descriptor.
class ATTENSCOPE_EXPORT Descriptor {
public:
    Descriptor() = default;

    explicit Descriptor(int descriptor) : descriptor_(descriptor) {}

    ~Descriptor();
    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&& other) noexcept;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const { return descriptor_; }

    bool isOpen() const { return descriptor_ >= 0; }

    /// Gives it up without closing it.
    int release();

    /// Closes it; returns errno's value, 0 when all went well. Writers must look at it.
    int close();

private:
    int descriptor_ = -1;
};

} // namespace attenscope
