// SPDX-License-Identifier: Apache-2.0
// bench_socket_floor: answers as long as it is asked to, over bare sockets: what no server on this
// machine goes below. Four bytes of length in network order; the first eight of a message come
// back.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/free_ports.hpp"

namespace {

constexpr std::size_t head_bytes = 4;
constexpr std::size_t echo_bytes = 8;

struct Peer {
  std::string input;
  std::string output;
};

std::uint32_t length_at(const std::string& bytes, std::size_t at) {
  std::uint32_t out = 0;
  std::memcpy(&out, bytes.data() + at, sizeof out);
  return ntohl(out);
}

void answer_all(Peer& peer) {
  std::size_t at = 0;
  while (peer.input.size() - at >= head_bytes + echo_bytes) {
    const std::size_t size = length_at(peer.input, at);
    if (peer.input.size() - at < head_bytes + size) break;
    std::uint32_t wanted = 0;
    std::memcpy(&wanted, peer.input.data() + at + head_bytes, sizeof wanted);
    const std::uint32_t length = htonl(wanted);
    std::array<char, sizeof length> head{};
    std::memcpy(head.data(), &length, sizeof length);
    peer.output.append(head.data(), head.size());
    peer.output.append(peer.input, at + head_bytes, echo_bytes);
    peer.output.append(wanted - echo_bytes, 'y');
    at += head_bytes + size;
  }
  peer.input.erase(0, at);
}

/// False when the connection is over.
bool serve(int fd, Peer& peer, std::string& chunk) {
  for (;;) {
    const auto count = ::recv(fd, chunk.data(), chunk.size(), MSG_DONTWAIT);
    if (count == 0) return false;
    if (count < 0) break;
    peer.input.append(chunk, 0, static_cast<std::size_t>(count));
    if (static_cast<std::size_t>(count) < chunk.size()) break;
  }
  answer_all(peer);
  while (!peer.output.empty()) {
    const auto count = ::send(fd, peer.output.data(), peer.output.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    peer.output.erase(0, static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

int main() {
  const char* address = std::getenv("CHAINCODE_SERVER_ADDRESS");
  if (address == nullptr) return 1;
  const std::string text = address;
  const int listener = tradelane::test::listen_on(
      static_cast<std::uint16_t>(std::stoul(text.substr(text.rfind(':') + 1))));
  if (listener < 0) return 1;
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  epoll_event event{.events = EPOLLIN, .data = {.fd = listener}};
  ::epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  std::map<int, Peer> peers;
  std::string chunk(std::size_t{256} * 1024, '\0');
  std::array<epoll_event, 16> events;
  for (;;) {
    const int count = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      int fd = events.at(static_cast<std::size_t>(i)).data.fd;
      if (fd == listener) {
        fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        const int on = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        event.data.fd = fd;
        ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
      } else if (!serve(fd, peers[fd], chunk)) {
        peers.erase(fd);
        ::close(fd);
      }
    }
  }
}
