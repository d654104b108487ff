// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/session.hpp"

#include <utility>

namespace tradelane::shim {

void Session::open() { port_.send(codec::encode_register(package_id_)); }

void Session::receive_garbage() {
  if (state_ != State::over) break_off("a message cannot be decoded");
}

void Session::receive(PeerMessage message) {
  if (state_ == State::over) return;
  // Asked for by some peers to keep proxies from closing an idle stream.
  if (message.type() == MessageType::keepalive) return port_.send(message.bytes());
  switch (state_) {
    case State::created:
      return receive_created(message);
    case State::established:
      return receive_established(message);
    case State::ready:
      return receive_ready(std::move(message));
    case State::over:
      return;
  }
}

void Session::receive_created(const PeerMessage& message) {
  if (message.type() != MessageType::registered) return break_off("REGISTERED was expected");
  state_ = State::established;
}

void Session::receive_established(const PeerMessage& message) {
  if (message.type() != MessageType::ready) return break_off("READY was expected");
  abilities_ = read_abilities(message);
  state_ = State::ready;
}

void Session::receive_ready(PeerMessage message) {
  switch (message.type()) {
    case MessageType::init:
    case MessageType::transaction:
      return begin(std::move(message));
    case MessageType::response:
    case MessageType::error:
      return answer(std::move(message));
    case MessageType::registered:
    case MessageType::ready:
      return port_.ignored(message, Ignored::already_ready);
    default:
      return break_off("the peer sent a message that only a chaincode may send");
  }
}

void Session::begin(PeerMessage message) {
  if (message.txid().empty()) return port_.ignored(message, Ignored::without_txid);
  const codec::TransactionRef id = message.transaction();
  if (place_of(id.channel, id.txid) != active_.end()) {
    port_.send(codec::encode_error(id, "the transaction is being executed on this stream already"));
    return port_.duplicate(id);
  }
  const auto at = active_.emplace(id.txid, Active{.call = std::move(message)});
  port_.begin(at->second);
}

void Session::answer(PeerMessage message) {
  Active* active = find(message.channel(), message.txid());
  // A transaction that timed out here may still be answered: that is nobody's fault.
  if (active == nullptr || !active->is_asking)
    return port_.ignored(message, Ignored::not_waited_for);
  active->is_asking = false;
  active->callee.clear();
  port_.answer(*active, std::move(message));
}

bool Session::ask(Active& active, Bytes message) {
  if (state_ != State::ready || active.is_asking) return false;
  active.is_asking = true;
  port_.send(std::move(message));
  return true;
}

void Session::end(Active& active, Bytes message) {
  const codec::TransactionRef id = active.id();
  const auto at = place_of(id.channel, id.txid);
  if (at == active_.end()) return;
  const auto node = active_.extract(at);
  if (state_ == State::ready && !message.empty()) port_.send(std::move(message));
}

Session::ByTxid::iterator Session::place_of(std::string_view channel, std::string_view txid) {
  auto [at, end] = active_.equal_range(txid);
  while (at != end && at->second.id().channel != channel) ++at;
  return at == end ? active_.end() : at;
}

Active* Session::find(std::string_view channel, std::string_view txid) {
  const auto at = place_of(channel, txid);
  return at == active_.end() ? nullptr : &at->second;
}

std::vector<Active*> Session::others_of(const Active& active) {
  std::vector<Active*> out;
  auto [at, end] = active_.equal_range(active.id().txid);
  for (; at != end; ++at)
    if (&at->second != &active) out.push_back(&at->second);
  return out;
}

void Session::for_each(const std::function<void(Active&)>& visit) {
  for (auto& [txid, active] : active_) visit(active);
}

void Session::break_off(const char* why) {
  state_ = State::over;
  port_.finish(http2::Status::invalid_argument, why);
}

}  // namespace tradelane::shim
