// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tradelane::test {

/// Sends `bytes` to a port of this machine and gives back all that comes until the other end
/// closes.
inline std::string raw_exchange(std::uint16_t port, const std::string& bytes) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string out;
  if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      const auto count = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) break;
      sent += static_cast<std::size_t>(count);
    }
    char buffer[4096];
    for (;;) {
      const auto count = ::recv(fd, buffer, sizeof buffer, 0);
      if (count <= 0) break;
      out.append(buffer, static_cast<std::size_t>(count));
    }
  }
  ::close(fd);
  return out;
}

/// GET `path`: the status line and the body, as "200 ok".
inline std::string http_get(std::uint16_t port, const std::string& path) {
  const std::string answer =
      raw_exchange(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const auto body = answer.find("\r\n\r\n");
  if (answer.size() < 12 || body == std::string::npos) return answer;
  return answer.substr(9, 3) + " " + answer.substr(body + 4);
}

}  // namespace tradelane::test
