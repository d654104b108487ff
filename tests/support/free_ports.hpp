// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/file.h>
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

/// A row of ports that no other process of the tests takes, below those that the kernel gives to
/// clients and those of Fabric's networks. One for each process, until it ends: between looking for
/// a port and listening there another process would look, too.
class PortRow {
 public:
  static constexpr std::uint16_t size = 64;

  static PortRow& of_this_process() {
    static PortRow one;
    return one;
  }

  /// The first of `count` free ports in a row, each time behind those of the last.
  std::uint16_t take(std::uint16_t count) {
    for (std::uint16_t tried = 0; tried < size; ++tried) {
      if (next_ + count > size) next_ = 0;
      const auto first = static_cast<std::uint16_t>(first_ + next_);
      std::uint16_t free = 0;
      while (free < count && is_free(static_cast<std::uint16_t>(first + free))) ++free;
      next_ = static_cast<std::uint16_t>(next_ + (free == count ? count : free + 1));
      if (free == count) return first;
    }
    throw std::runtime_error("no " + std::to_string(count) + " free ports in a row from " +
                             std::to_string(first_) + " on");
  }

 private:
  PortRow() {
    constexpr int lowest = 12'000;
    constexpr int rows = 125;
    for (int i = 0; i < rows; ++i) {
      first_ = static_cast<std::uint16_t>(lowest + i * size);
      // Ports are the machine's: everybody must look here, whatever TMPDIR says.
      const std::string path = "/tmp/tradelane-ports-" + std::to_string(first_) + ".lock";
      const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
      // Never closed: the lock ends with the process.
      if (file >= 0 && ::flock(file, LOCK_EX | LOCK_NB) == 0) return;
      if (file >= 0) ::close(file);
    }
    throw std::runtime_error("all rows of ports between 12000 and 20000 are taken");
  }

  std::uint16_t first_ = 0;
  std::uint16_t next_ = 0;
};

/// For servers that must come back at the same address.
inline std::uint16_t free_ports(std::uint16_t count) {
  return PortRow::of_this_process().take(count);
}

}  // namespace tradelane::test
