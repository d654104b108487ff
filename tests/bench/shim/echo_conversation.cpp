// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstring>

#include "tests/bench/shim/conversation.hpp"

namespace tradelane::bench {
namespace {

/// txid, channel and type of every message, with the heads of their fields.
constexpr std::size_t envelope_bytes = 2 + 66 + 7;
/// A TRANSACTION with certificate and signature, without the arguments' own bytes.
constexpr std::size_t proposal_bytes = 1150;
constexpr std::size_t completed_bytes = 30;
constexpr std::size_t key_bytes = 16;

struct Exchange {
  std::size_t sent;
  std::uint32_t answered;
};

std::vector<Exchange> exchanges_of(const Workload& workload) {
  std::vector<std::size_t> requests;
  std::vector<std::size_t> responses;
  for (std::size_t i = 0; i < workload.reads(); ++i) {
    requests.push_back(envelope_bytes + key_bytes);
    responses.push_back(envelope_bytes + workload.value_bytes);
    requests.push_back(envelope_bytes + key_bytes + workload.value_bytes);
    responses.push_back(envelope_bytes);
  }
  if (workload.reads() == 0)
    for (std::size_t i = 0; i < workload.writes(); ++i) {
      requests.push_back(envelope_bytes + key_bytes + workload.value_bytes);
      responses.push_back(envelope_bytes);
    }
  requests.push_back(envelope_bytes + completed_bytes);
  std::vector<Exchange> out;
  for (std::size_t i = 0; i < requests.size(); ++i)
    out.push_back({.sent = i == 0 ? envelope_bytes + proposal_bytes : responses[i - 1],
                   .answered = static_cast<std::uint32_t>(requests[i])});
  return out;
}

class EchoConversation : public Conversation {
 public:
  EchoConversation(const Workload& workload, std::size_t slots)
      : exchanges_(exchanges_of(workload)), at_(slots, 0) {}

  void greet(Link&, const std::function<void()>&) override {}

  std::string_view begin(std::size_t slot) override {
    at_[slot] = 0;
    return question(slot);
  }

  Step hear(std::string_view message) override {
    std::array<std::uint32_t, 2> head{};
    if (message.size() < sizeof head) throw RunFailed("a short echo");
    std::memcpy(head.data(), message.data(), sizeof head);
    const std::size_t slot = head[1];
    if (slot >= at_.size() || at_[slot] >= exchanges_.size() ||
        message.size() != exchanges_[at_[slot]].answered)
      throw RunFailed("another echo");
    if (++at_[slot] == exchanges_.size()) return {.slot = slot, .is_done = true};
    return {.slot = slot, .answer = question(slot)};
  }

 private:
  std::string_view question(std::size_t slot) {
    const Exchange& exchange = exchanges_[at_[slot]];
    scratch_.assign(exchange.sent, 'x');
    const std::array<std::uint32_t, 2> head{exchange.answered, static_cast<std::uint32_t>(slot)};
    std::memcpy(scratch_.data(), head.data(), sizeof head);
    return scratch_;
  }

  std::vector<Exchange> exchanges_;
  std::vector<std::size_t> at_;
  std::string scratch_;
};

}  // namespace

std::unique_ptr<Conversation> echo_conversation(const Workload& workload, std::size_t slots) {
  return std::make_unique<EchoConversation>(workload, slots);
}

}  // namespace tradelane::bench
