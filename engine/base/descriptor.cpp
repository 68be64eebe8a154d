#include "engine/base/descriptor.h"

#include <cerrno>
#include <unistd.h>
#include <utility>

namespace attenscope {

Descriptor::~Descriptor()
{
    close();
}

Descriptor::Descriptor(Descriptor&& other) noexcept : descriptor_(other.release()) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept
{
    if (this != &other) {
        close();
        descriptor_ = other.release();
    }
    return *this;
}

int Descriptor::release()
{
    return std::exchange(descriptor_, -1);
}

int Descriptor::close()
{
    const int descriptor = release();
    // On Linux the descriptor is gone whatever close() says, so EINTR is not tried again.
    return descriptor >= 0 && ::close(descriptor) != 0 ? errno : 0;
}

} // namespace attenscope
