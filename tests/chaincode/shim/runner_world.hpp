// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "chaincode/shim/runner.hpp"
#include "tests/chaincode/shim/stub_peer.hpp"
#include "tests/support/deadline.hpp"

/// A runner without transport: what it sends is kept, what the peer says is handed to it.
namespace tradelane::test {

/// Does what the test says; keeps nothing.
struct ScriptedChaincode : shim::Chaincode {
  using Act = std::function<shim::Response(shim::Stub&)>;
  Act act = [](shim::Stub&) { return shim::Response(); };
  shim::Response invoke(shim::Stub& stub) const override { return act(stub); }
};

struct KeepingOutlet : shim::http2::Outlet {
  std::vector<protos::ChaincodeMessage> sent = {};
  std::string finished = {};
  void send(Bytes message) override {
    sent.emplace_back();
    if (!sent.back().ParseFromString(message)) throw std::runtime_error("an unreadable message");
  }
  void finish(shim::http2::Status status, std::string message) override {
    finished = std::to_string(static_cast<int>(status)) + " " + message;
  }
  std::size_t queued_bytes() const override { return 0; }
};

/// Keeps what is posted until the test runs it.
struct KeepingLoop : shim::http2::Loop {
  std::mutex lock;
  std::vector<std::function<void()>> posted;
  void post(std::function<void()> task) override {
    const std::lock_guard guard(lock);
    posted.push_back(std::move(task));
  }
  bool is_empty() {
    const std::lock_guard guard(lock);
    return posted.empty();
  }
  void run() {
    std::vector<std::function<void()>> tasks;
    {
      const std::lock_guard guard(lock);
      tasks.swap(posted);
    }
    for (const auto& task : tasks) task();
  }
};

struct RunnerWorld {
  using Message = protos::ChaincodeMessage;

  ScriptedChaincode chaincode = {};
  shim::Settings settings = {.package_id = "toy:1"};
  shim::Counters counters = {};
  Log log{2, LogLevel::error};
  shim::Environment environment{
      .chaincode = chaincode, .settings = settings, .counters = counters, .log = log};
  KeepingOutlet outlet = {};
  shim::http2::Loop* loop = nullptr;  // for workers
  std::unique_ptr<shim::Runner> runner = {};

  /// A stream that is ready.
  void open(shim::PeerAbilities abilities = {}) {
    runner = std::make_unique<shim::Runner>(outlet, environment, loop);
    Message registered;
    registered.set_type(Message::REGISTERED);
    say(registered);
    protos::ChaincodeAdditionalParams params;
    params.set_use_write_batch(abilities.write_batch > 0);
    params.set_max_size_write_batch(abilities.write_batch);
    params.set_use_get_multiple_keys(abilities.get_multiple > 0);
    params.set_max_size_get_multiple_keys(abilities.get_multiple);
    Message ready;
    ready.set_type(Message::READY);
    ready.set_payload(params.SerializeAsString());
    say(ready);
    outlet.sent.clear();
  }
  void say(const Message& message) {
    runner->received(message.SerializeAsString());
    runner->batch_end();
  }
  /// Begins a transaction; gives back its proposal.
  Message begin(const std::string& nonce, const std::string& channel = "trade") {
    Message proposal = transaction_message({.nonce = nonce, .args = {"f"}});
    proposal.set_channel_id(channel);
    say(proposal);
    return proposal;
  }
  void answer(const Message& to, const Bytes& payload = "",
              Message::Type type = Message::RESPONSE) {
    Message answer;
    answer.set_type(type);
    answer.set_channel_id(to.channel_id());
    answer.set_txid(to.txid());
    answer.set_payload(payload);
    say(answer);
  }
  /// What was sent since the last time: "GET_STATE COMPLETED ".
  std::string take() {
    std::string out;
    for (const Message& message : std::exchange(outlet.sent, {}))
      out += Message::Type_Name(message.type()) + " ";
    return out;
  }
  /// The text of the ERROR that was sent last.
  std::string error() const {
    if (outlet.sent.empty() || outlet.sent.back().type() != Message::ERROR) return "(no error)";
    return outlet.sent.back().payload();
  }
};

}  // namespace tradelane::test
