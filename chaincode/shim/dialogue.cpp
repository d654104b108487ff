// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/dialogue.hpp"

namespace tradelane::shim {
namespace {

/// What a peer says once it has stopped waiting for a transaction, to calls of chaincodes in other
/// words. Nothing else: names that clients chose stand in other texts.
bool is_forgotten(const PeerMessage& answer) {
  if (answer.type() != MessageType::error) return false;
  const std::string_view cause = cause_of(answer.payload());
  return cause == "no ledger context" || cause == "could not get valid transaction";
}

std::string over(const char* what, std::size_t limit) {
  return std::string(what) + " exceed the limit of " + std::to_string(limit);
}

}  // namespace

void Dialogue::require_intact() const {
  if (broken_) std::rethrow_exception(broken_);
}

PeerMessage Dialogue::ask_unmeasured(Bytes message) {
  require_intact();
  close_left_queries();
  PeerMessage answer = exchange(std::move(message), {});
  if (answer.type() == MessageType::error) fail(PeerError(std::string(answer.payload())));
  return answer;
}

PeerMessage Dialogue::ask_measured(Bytes message) {
  PeerMessage answer = ask_unmeasured(std::move(message));
  measure(answer.bytes().size());
  return answer;
}

void Dialogue::measure(std::size_t bytes) {
  if (bytes > settings_.message_bytes)
    fail(LimitExceeded("an answer of " + std::to_string(bytes) + " bytes exceeds the limit of " +
                       std::to_string(settings_.message_bytes)));
}

PeerMessage Dialogue::call(const codec::InvokeChaincode& request, const std::string& callee) {
  require_intact();
  close_left_queries();
  PeerMessage answer = exchange(codec::encode_request(transaction_, request), callee);
  measure(answer.bytes().size());
  return answer;
}

PeerMessage Dialogue::exchange(Bytes message, const std::string& callee) {
  if (message.size() > settings_.message_bytes)
    fail(LimitExceeded("a request of " + std::to_string(message.size()) +
                       " bytes exceeds the limit of " + std::to_string(settings_.message_bytes)));
  ++tally_.round_trips;
  is_lost_ = true;
  try {
    PeerMessage answer = port_.ask(std::move(message), callee);
    if (is_forgotten(answer)) throw Abandoned("the peer has stopped waiting for the transaction");
    is_lost_ = false;
    return answer;
  } catch (...) {
    broken_ = std::current_exception();
    throw;
  }
}

void Dialogue::close_left_queries() {
  while (!is_lost_ && !to_close_.empty()) {
    const std::string query = std::move(to_close_.back());
    to_close_.pop_back();
    const PeerMessage answer =
        exchange(codec::encode_request(transaction_, codec::QueryStateClose{.name = query}), {});
    if (answer.type() == MessageType::error) fail(PeerError(std::string(answer.payload())));
  }
}

void Dialogue::count_reads(std::size_t more) {
  reads_ += more;
  if (reads_ > settings_.limits.reads)
    fail(LimitExceeded(over("the reads of a transaction", settings_.limits.reads)));
}

void Dialogue::count_write() {
  if (++writes_ > settings_.limits.writes)
    fail(LimitExceeded(over("the writes of a transaction", settings_.limits.writes)));
}

void Dialogue::hold(std::size_t bytes) {
  held_ += bytes;
  if (held_ > settings_.limits.memory_bytes)
    fail(LimitExceeded(over("the bytes that a transaction holds", settings_.limits.memory_bytes)));
}

}  // namespace tradelane::shim
