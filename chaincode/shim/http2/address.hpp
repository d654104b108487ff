// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <sys/socket.h>

namespace tradelane::shim::http2 {

/// An IPv4 or IPv6 address with a port. A value; safe from any thread.
class Address {
 public:
  /// Absent unless `host` is an address in text, such as "127.0.0.1" or "::1".
  static std::optional<Address> parse(const std::string& host, std::uint16_t port);
  /// All that `host` has, in the order to try them: asks the system's resolver when it is a name,
  /// which may block for seconds. None when nobody knows it.
  static std::vector<Address> resolve(const std::string& host, std::uint16_t port);
  /// Where a socket is bound, and what it is connected to.
  static Address of_socket(int fd);
  static Address of(const sockaddr_storage& raw) { return Address(raw); }

  /// "127.0.0.1", "::1"
  std::string host() const;
  std::uint16_t port() const;
  /// "127.0.0.1:40000", "[::1]:40000"
  std::string text() const;
  bool is_loopback() const;
  /// The same port on the loopback device when this stands for every address of the machine.
  Address to_dial() const;

  int family() const { return raw_.ss_family; }
  const sockaddr* raw() const { return reinterpret_cast<const sockaddr*>(&raw_); }
  socklen_t size() const;

 private:
  explicit Address(const sockaddr_storage& raw) : raw_(raw) {}

  sockaddr_storage raw_;
};

}  // namespace tradelane::shim::http2
