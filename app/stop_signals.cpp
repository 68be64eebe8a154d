#include "app/stop_signals.h"

#include <array>
#include <csignal>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace attenscope {

StopSignals::StopSignals()
{
    sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGINT);
    ::sigaddset(&signals, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    signals_ = Descriptor(::signalfd(-1, &signals, SFD_CLOEXEC));
    end_ = Descriptor(::eventfd(0, EFD_CLOEXEC));
    waiter_ = std::jthread([this] { wait(); });
}

StopSignals::~StopSignals()
{
    const std::uint64_t one = 1;
    static_cast<void>(::write(end_.get(), &one, sizeof(one)));
}

void StopSignals::wait()
{
    std::array<pollfd, 2> sources{pollfd{signals_.get(), POLLIN, 0}, pollfd{end_.get(), POLLIN, 0}};
    while (true) {
        if (::poll(sources.data(), sources.size(), -1) < 0) {
            continue; // EINTR
        }
        if (sources[1].revents != 0) {
            return;
        }
        signalfd_siginfo info{};
        if (::read(signals_.get(), &info, sizeof(info)) == sizeof(info) && signal_ == 0) {
            signal_ = static_cast<int>(info.ssi_signo);
            stop_.request_stop();
        }
    }
}

} // namespace attenscope
