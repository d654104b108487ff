// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/server.hpp"

#include <array>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tradelane::shim::http2 {
namespace {

using std::chrono::steady_clock;

std::string address_text(const sockaddr_in& address) {
  char text[INET_ADDRSTRLEN] = "";
  ::inet_ntop(AF_INET, &address.sin_addr, text, sizeof text);
  return std::string(text) + ":" + std::to_string(ntohs(address.sin_port));
}

bool is_loopback(const in_addr& address) { return (ntohl(address.s_addr) >> 24U) == 127; }

Error cannot(const std::string& what) { return refuse(Code::arg_malformed, "", what); }

}  // namespace

Server::Server(Listener listener, std::string path, const Limits& limits, AcceptStream accept,
               Log& log)
    : listener_(std::move(listener)),
      path_(std::move(path)),
      limits_(limits),
      accept_(std::move(accept)),
      log_(log) {}

Server::~Server() { stop(); }

Result<> Server::start() {
  const std::string where = listener_.host + ":" + std::to_string(listener_.port);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(listener_.port);
  if (::inet_pton(AF_INET, listener_.host.c_str(), &address.sin_addr) != 1)
    return cannot("cannot listen on " + where + ": not an IPv4 address");
  if (!listener_.tls && !is_loopback(address.sin_addr))
    return cannot("cannot listen on " + where + ": plain text is for loopback addresses only");
  listen_fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(listen_fd_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listen_fd_, raw, sizeof address) != 0 || ::listen(listen_fd_, SOMAXCONN) != 0)
    return cannot("cannot listen on " + where + ": " + std::strerror(errno));
  socklen_t size = sizeof address;
  ::getsockname(listen_fd_, raw, &size);
  port_ = ntohs(address.sin_port);
  epoll_fd_ = ::epoll_create1(EPOLL_CLOEXEC);
  wake_fd_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  for (const int fd : {listen_fd_, wake_fd_}) {
    epoll_event event{.events = EPOLLIN, .data = {.fd = fd}};
    ::epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, fd, &event);
  }
  thread_ = std::thread([this] { run(stopping_); });
  return Done{};
}

void Server::stop() {
  stopping_ = true;
  if (wake_fd_ >= 0) {
    const std::uint64_t one = 1;
    if (::write(wake_fd_, &one, sizeof one) < 0) log_.warn("server_wake_failed");
  }
  if (thread_.joinable()) thread_.join();
  for (int* fd : {&listen_fd_, &epoll_fd_, &wake_fd_}) {
    if (*fd >= 0) ::close(*fd);
    *fd = -1;
  }
}

void Server::run(const std::atomic<bool>& stop) {
  std::array<epoll_event, 64> events;
  auto last_tick = steady_clock::now();
  while (!stop) {
    const int count = ::epoll_wait(epoll_fd_, events.data(), static_cast<int>(events.size()), 250);
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events.at(static_cast<std::size_t>(i));
      if (event.data.fd == listen_fd_) {
        accept_all();
      } else if (event.data.fd != wake_fd_) {
        serve(event.data.fd, event.events);
      }
    }
    if (steady_clock::now() - last_tick < std::chrono::milliseconds(200)) continue;
    last_tick = steady_clock::now();
    every_second();
  }
  connections_.clear();
  stream_count_ = 0;
}

void Server::accept_all() {
  for (;;) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    const int fd = ::accept4(listen_fd_, reinterpret_cast<sockaddr*>(&address), &size,
                             SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
      if (errno == EMFILE || errno == ENFILE) log_.error("out_of_descriptors");
      return;
    }
    if (draining_ || connections_.size() >= listener_.connections) {
      ::close(fd);
      continue;
    }
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    auto channel = std::make_unique<Channel>(fd, listener_.tls.get());
    connections_[fd] = std::make_unique<Connection>(std::move(channel), address_text(address),
                                                    path_, limits_, accept_);
    epoll_event event{.events = EPOLLIN, .data = {.fd = fd}};
    ::epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, fd, &event);
    if (connections_[fd]->flush() == Connection::State::closed) drop(fd);
  }
}

void Server::serve(int fd, std::uint32_t events) {
  const auto at = connections_.find(fd);
  if (at == connections_.end()) return;
  Connection& connection = *at->second;
  auto state = Connection::State::open;
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0)
    state = connection.readable(steady_clock::now());
  else
    state = connection.flush();
  if (state == Connection::State::closed) return drop(fd);
  watch(fd, connection.wants_write());
}

void Server::every_second() {
  const bool tell = draining_ && !told_clients_;
  told_clients_ = draining_;
  std::size_t streams = 0;
  for (auto at = connections_.begin(); at != connections_.end();) {
    const auto here = at++;
    if (tell) here->second->go_away();
    if (here->second->tick(steady_clock::now()) == Connection::State::closed) {
      drop(here->first);
      continue;
    }
    watch(here->first, here->second->wants_write());
    if (here->second->has_streams()) ++streams;
  }
  stream_count_ = streams;
}

void Server::watch(int fd, bool want_write) const {
  epoll_event event{.events = EPOLLIN | (want_write ? EPOLLOUT : 0U), .data = {.fd = fd}};
  ::epoll_ctl(epoll_fd_, EPOLL_CTL_MOD, fd, &event);
}

void Server::drop(int fd) {
  const auto at = connections_.find(fd);
  if (at == connections_.end()) return;
  if (const auto& failure = at->second->handshake_failure())
    log_.warn(
        "tls_refused",
        {{"remote", at->second->remote().address}, {"why", failure->why}, {"mend", failure->mend}});
  connections_.erase(at);
}

}  // namespace tradelane::shim::http2
