// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/address.hpp"

#include <cstring>
#include <memory>

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

namespace tradelane::shim::http2 {
namespace {

const sockaddr_in& v4(const sockaddr_storage& raw) {
  return reinterpret_cast<const sockaddr_in&>(raw);
}
const sockaddr_in6& v6(const sockaddr_storage& raw) {
  return reinterpret_cast<const sockaddr_in6&>(raw);
}

}  // namespace

std::optional<Address> Address::parse(const std::string& host, std::uint16_t port) {
  sockaddr_storage raw{};
  auto& as_v4 = reinterpret_cast<sockaddr_in&>(raw);
  auto& as_v6 = reinterpret_cast<sockaddr_in6&>(raw);
  if (::inet_pton(AF_INET, host.c_str(), &as_v4.sin_addr) == 1) {
    as_v4.sin_family = AF_INET;
    as_v4.sin_port = htons(port);
    return Address(raw);
  }
  raw = {};
  if (::inet_pton(AF_INET6, host.c_str(), &as_v6.sin6_addr) != 1) return std::nullopt;
  as_v6.sin6_family = AF_INET6;
  as_v6.sin6_port = htons(port);
  return Address(raw);
}

std::vector<Address> Address::resolve(const std::string& host, std::uint16_t port) {
  if (const auto parsed = parse(host, port)) return {*parsed};
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* first = nullptr;
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &first) != 0) return {};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> found(first, ::freeaddrinfo);
  std::vector<Address> out;
  for (const addrinfo* each = found.get(); each != nullptr; each = each->ai_next) {
    sockaddr_storage raw{};
    std::memcpy(&raw, each->ai_addr, each->ai_addrlen);
    out.push_back(Address(raw));
  }
  return out;
}

Address Address::of_socket(int fd) {
  sockaddr_storage raw{};
  socklen_t size = sizeof raw;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&raw), &size);
  return Address(raw);
}

std::string Address::host() const {
  char text[INET6_ADDRSTRLEN] = "";
  const void* bytes = family() == AF_INET6 ? static_cast<const void*>(&v6(raw_).sin6_addr)
                                           : static_cast<const void*>(&v4(raw_).sin_addr);
  ::inet_ntop(family(), bytes, text, sizeof text);
  return text;
}

std::uint16_t Address::port() const {
  return ntohs(family() == AF_INET6 ? v6(raw_).sin6_port : v4(raw_).sin_port);
}

std::string Address::text() const {
  const std::string number = std::to_string(port());
  return family() == AF_INET6 ? "[" + host() + "]:" + number : host() + ":" + number;
}

bool Address::is_loopback() const {
  if (family() == AF_INET6) return IN6_IS_ADDR_LOOPBACK(&v6(raw_).sin6_addr);
  return (ntohl(v4(raw_).sin_addr.s_addr) >> 24U) == 127;
}

Address Address::to_dial() const {
  if (family() == AF_INET6 && IN6_IS_ADDR_UNSPECIFIED(&v6(raw_).sin6_addr))
    return *parse("::1", port());
  if (family() == AF_INET && v4(raw_).sin_addr.s_addr == INADDR_ANY)
    return *parse("127.0.0.1", port());
  return *this;
}

socklen_t Address::size() const {
  return family() == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
}

}  // namespace tradelane::shim::http2
