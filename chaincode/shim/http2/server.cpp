// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/server.hpp"

#include <algorithm>

#include "chaincode/shim/http2/probe.hpp"

namespace tradelane::shim::http2 {

Server::Server(std::vector<Listener> listeners, std::string path, const Limits& limits, Log& log,
               std::size_t threads)
    : listeners_(std::move(listeners)),
      state_(std::make_shared<ServerState>(std::move(path), limits, log)) {
  for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i)
    threads_.push_back(std::make_unique<IoThread>());
}

Server::~Server() { stop(); }

Result<> Server::start() {
  std::vector<Descriptor> sockets;
  for (const Listener& listener : listeners_) {
    auto socket = bind_to(listener);
    if (!socket) return socket.error();
    addresses_.push_back(Address::of_socket(socket->get()));
    sockets.push_back(std::move(*socket));
  }
  for (const auto& thread : threads_) thread->start();
  IoThread& first = *threads_.front();
  first.run([&] {
    for (std::size_t i = 0; i < sockets.size(); ++i)
      first.adopt(std::make_unique<Acceptor>(first, std::move(sockets[i]), listeners_[i], state_,
                                             threads_));
  });
  return Done{};
}

void Server::stop() {
  for (const auto& thread : threads_) thread->stop();
}

Result<> Server::probe(std::chrono::milliseconds within) {
  for (std::size_t i = 0; i < addresses_.size(); ++i) {
    const auto answered = probe_listener(addresses_[i].to_dial(), listeners_[i].tls != nullptr,
                                         within, state_->admission);
    if (!answered) return answered.error();
  }
  return Done{};
}

}  // namespace tradelane::shim::http2
