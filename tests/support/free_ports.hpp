// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tradelane::test {

/// A socket that listens there; -1 when there can be none now. As servers do: a connection that has
/// just been closed does not count.
inline int listen_on(std::uint16_t port, in_addr_t host = INADDR_LOOPBACK) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(host);
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
      ::listen(fd, 8) == 0)
    return fd;
  ::close(fd);
  return -1;
}

/// Whether a server could listen there now.
inline bool is_free(std::uint16_t port, in_addr_t host = INADDR_LOOPBACK) {
  const int fd = listen_on(port, host);
  if (fd >= 0) ::close(fd);
  return fd >= 0;
}

/// The first of `count` free ports in a row, below those that the kernel gives to clients; for
/// servers that must come back at the same address. Two processes begin at different places.
inline std::uint16_t free_ports(std::uint16_t count) {
  constexpr int lowest = 12'000;
  constexpr int highest = 32'000;
  constexpr int stride = 64;
  constexpr int places = (highest - lowest) / stride;
  const int begin = static_cast<int>(::getpid()) % places;
  for (int i = 0; i < places; ++i) {
    const auto first = static_cast<std::uint16_t>(lowest + (begin + i) % places * stride);
    std::uint16_t free = 0;
    while (free < count && is_free(static_cast<std::uint16_t>(first + free))) ++free;
    if (free == count) return first;
  }
  throw std::runtime_error("no " + std::to_string(count) + " free ports in a row between " +
                           std::to_string(lowest) + " and " + std::to_string(highest));
}

}  // namespace tradelane::test
