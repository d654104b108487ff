// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tradelane::test {

/// A client that says exactly what a test wants, byte for byte.
class Socket {
 public:
  explicit Socket(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{.tv_sec = 20, .tv_usec = 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Socket() { ::close(fd_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  bool connected() const { return connected_; }

  /// As much as the other end takes.
  Socket& send(const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      const auto count = ::send(fd_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) break;
      sent += static_cast<std::size_t>(count);
    }
    return *this;
  }
  Socket& get(const std::string& target, const std::string& more = "") {
    return send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n");
  }

  /// One answer with its body as Content-Length says; what there is when the other end closes.
  std::string answer() {
    std::size_t end = std::string::npos;
    while ((end = came_.find("\r\n\r\n")) == std::string::npos)
      if (!receive()) return take(came_.size());
    const std::size_t whole = end + 4 + length_in(came_.substr(0, end));
    while (came_.size() < whole)
      if (!receive()) break;
    return take(std::min(whole, came_.size()));
  }
  /// "200", or "" when the other end closed without an answer.
  std::string status() {
    const std::string all = answer();
    return all.size() < 12 ? "" : all.substr(9, 3);
  }
  /// Waits until something comes here or there.
  bool speaks_before(const Socket& there) const {
    pollfd both[] = {{.fd = fd_, .events = POLLIN, .revents = 0},
                     {.fd = there.fd_, .events = POLLIN, .revents = 0}};
    ::poll(both, 2, 20'000);
    return both[0].revents != 0;
  }
  /// True once the other end has closed and said nothing more.
  bool closed() { return came_.empty() && !receive(); }

 private:
  static std::size_t length_in(const std::string& head) {
    const std::size_t at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
  }
  std::string take(std::size_t count) {
    std::string out = came_.substr(0, count);
    came_.erase(0, count);
    return out;
  }
  bool receive() {
    char buffer[4096];
    const auto count = ::recv(fd_, buffer, sizeof buffer, 0);
    if (count > 0) came_.append(buffer, static_cast<std::size_t>(count));
    return count > 0;
  }

  int fd_;
  bool connected_ = false;
  std::string came_;
};

}  // namespace tradelane::test
