// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/ports.hpp"

#include <string>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

#include "chaincode/base/result.hpp"

namespace tradelane::fabric {
namespace {

/// Linux hands out ports from 32768 on.
constexpr std::uint16_t lowest = 20'000;
constexpr std::uint16_t highest = 32'000;

bool is_free(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  // As the nodes do: a connection that has just been closed does not count.
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  const bool bound = ::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
                     ::listen(socket, 1) == 0;
  ::close(socket);
  return bound;
}

bool are_free(std::uint16_t first) {
  for (std::uint16_t i = 0; i < PortBlock::size; ++i)
    if (!is_free(static_cast<std::uint16_t>(first + i))) return false;
  return true;
}

/// A descriptor that holds the lock; -1 when another process does.
int take(std::uint16_t first) {
  // Ports are the machine's: everybody must look here, whatever TMPDIR says.
  const std::string path = "/tmp/tradelane-ports-" + std::to_string(first) + ".lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || ::flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  ::close(file);
  return -1;
}

}  // namespace

PortBlock::PortBlock() {
  for (std::uint16_t first = lowest; first < highest;
       first = static_cast<std::uint16_t>(first + size)) {
    lock_ = take(first);
    if (lock_ < 0) continue;
    first_ = first;
    if (are_free(first)) return;
    ::close(lock_);
  }
  throw Fault("no hundred free ports between 20000 and 32000");
}

PortBlock::~PortBlock() { ::close(lock_); }

}  // namespace tradelane::fabric
