// SPDX-License-Identifier: Apache-2.0
#include "chaincode/operations/signals.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "chaincode/base/result.hpp"

namespace tradelane::operations {

Signals::Signals() {
  sigset_t wanted;
  sigemptyset(&wanted);
  for (const int one : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&wanted, one);
  ::pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
  fd_ = ::signalfd(-1, &wanted, SFD_CLOEXEC);
  if (fd_ < 0) throw Fault("no descriptor for signals");
}

Signals::~Signals() { ::close(fd_); }

int Signals::take(std::chrono::milliseconds longest) const {
  pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
  if (::poll(&waiting, 1, static_cast<int>(longest.count())) <= 0) return 0;
  signalfd_siginfo taken{};
  if (::read(fd_, &taken, sizeof taken) != sizeof taken) return 0;
  return static_cast<int>(taken.ssi_signo);
}

Signals::Wish Signals::wait(std::chrono::milliseconds longest) const {
  const int number = take(longest);
  if (number == 0) return Wish::none;
  return number == SIGHUP ? Wish::reload : Wish::end;
}

const char* Signals::name(int number) {
  switch (number) {
    case SIGTERM:
      return "SIGTERM";
    case SIGINT:
      return "SIGINT";
    case SIGHUP:
      return "SIGHUP";
    default:
      return "";
  }
}

}  // namespace tradelane::operations
