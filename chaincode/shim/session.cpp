// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/session.hpp"

#include <algorithm>

namespace tradelane::shim {
namespace {

/// Fabric's own shims never go below this, whatever the peer announces.
constexpr std::uint32_t smallest_batch = 100;

PeerAbilities read_abilities(const Message& ready) {
  protos::ChaincodeAdditionalParams announced;
  if (!announced.ParseFromString(ready.payload())) return {};
  PeerAbilities out;
  if (announced.use_write_batch())
    out.write_batch = std::max(smallest_batch, announced.max_size_write_batch());
  if (announced.use_get_multiple_keys())
    out.get_multiple = std::max(smallest_batch, announced.max_size_get_multiple_keys());
  return out;
}

}  // namespace

void Session::open() { port_.send(register_message(package_id_)); }

void Session::receive_garbage() { break_off("a message cannot be decoded"); }

void Session::receive(const Message& message) {
  if (state_ == State::over) return;
  // Asked for by some peers to keep proxies from closing an idle stream.
  if (message.type() == Message::KEEPALIVE) return port_.send(message);
  switch (state_) {
    case State::created:
      return receive_created(message);
    case State::established:
      return receive_established(message);
    case State::ready:
      return receive_ready(message);
    case State::over:
      return;
  }
}

void Session::receive_created(const Message& message) {
  if (message.type() != Message::REGISTERED) return break_off("REGISTERED was expected");
  state_ = State::established;
}

void Session::receive_established(const Message& message) {
  if (message.type() != Message::READY) return break_off("READY was expected");
  abilities_ = read_abilities(message);
  state_ = State::ready;
}

void Session::receive_ready(const Message& message) {
  switch (message.type()) {
    case Message::INIT:
    case Message::TRANSACTION:
      return begin(message);
    case Message::RESPONSE:
    case Message::ERROR:
      return answer(message);
    case Message::REGISTERED:
    case Message::READY:
      return port_.ignored(message, "the stream is ready already");
    default:
      return break_off("the peer sent a message that only a chaincode may send");
  }
}

void Session::begin(const Message& message) {
  const TransactionId id = id_of(message);
  if (id.txid.empty()) return port_.ignored(message, "a transaction without a txid");
  if (!active_.insert(id).second)
    return port_.send(failed(id, "the transaction is being executed on this stream already"));
  port_.begin(id, message);
}

void Session::answer(const Message& message) {
  const TransactionId id = id_of(message);
  // A transaction that timed out here may still be answered: that is nobody's fault.
  if (asking_.erase(id) == 0) return port_.ignored(message, "nobody is waiting for this answer");
  port_.answer(id, message);
}

bool Session::ask(const TransactionId& id, const Message& message) {
  if (state_ != State::ready || !active_.contains(id)) return false;
  if (!asking_.insert(id).second) return false;
  port_.send(message);
  return true;
}

void Session::end(const TransactionId& id, const Message* message) {
  asking_.erase(id);
  if (active_.erase(id) == 0 || state_ != State::ready) return;
  if (message != nullptr) port_.send(*message);
}

void Session::break_off(const char* why) {
  state_ = State::over;
  port_.finish(http2::Status::invalid_argument, why);
}

}  // namespace tradelane::shim
