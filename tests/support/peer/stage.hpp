// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "tests/support/peer/model.hpp"
#include "tests/support/proposal.hpp"

/// A model with a chaincode that the tests of the model speak for, message by message.
namespace tradelane::test {

struct PeerStage {
  using Message = protos::ChaincodeMessage;

  static constexpr const char* package = "toy_1:abc";

  explicit PeerStage(bool modern = true) {
    peer.rules.development = true;
    if (modern) peer.rules.announced = announced_by_v3_1();
  }

  Peer peer = {};
  std::vector<Message> sent = {};
  PeerModel model{peer, [this](const Message& message) { sent.push_back(message); }};
  std::string txid = {};

  PeerNamespace& space() { return peer.ledger.of("trade", "tradelane"); }

  void say(const Message& message) {
    sent.clear();
    model.receive(message);
  }
  void say_register(const std::string& name = package) {
    protos::ChaincodeID id;
    id.set_name(name);
    say(message(Message::REGISTER, id.SerializeAsString()));
  }
  /// Registered, with one transaction running.
  void begin(const ProposalParts& parts = {}) {
    if (model.state() == PeerModel::State::created) say_register();
    const Message proposal = transaction_message(parts);
    txid = proposal.txid();
    model.begin(proposal);
  }
  Message message(Message::Type type, const std::string& payload) const {
    Message out;
    out.set_type(type);
    if (type != Message::REGISTER) out.set_channel_id("trade");
    out.set_txid(txid);
    out.set_payload(payload);
    return out;
  }
  /// Asks and gives back the payload of the answer, or "! " and the text of an ERROR.
  template <class Payload>
  std::string ask(Message::Type type, const Payload& payload) {
    say(message(type, payload.SerializeAsString()));
    if (sent.size() != 1) return "(" + std::to_string(sent.size()) + " messages)";
    const bool refused = sent.front().type() == Message::ERROR;
    return (refused ? "! " : "") + sent.front().payload();
  }
  PeerOutcome complete(int status = 200) {
    protos::Response response;
    response.set_status(status);
    say(message(Message::COMPLETED, response.SerializeAsString()));
    auto outcomes = model.take_outcomes();
    return outcomes.empty() ? PeerOutcome{} : std::move(outcomes.back());
  }

  std::string get(const std::string& key, const std::string& collection = "") {
    protos::GetState get;
    get.set_key(key);
    get.set_collection(collection);
    return ask(Message::GET_STATE, get);
  }
  std::string put(const std::string& key, const std::string& value,
                  const std::string& collection = "") {
    protos::PutState put;
    put.set_key(key);
    put.set_value(value);
    put.set_collection(collection);
    return ask(Message::PUT_STATE, put);
  }
  std::string del(Message::Type type, const std::string& key, const std::string& collection = "") {
    protos::DelState del;
    del.set_key(key);
    del.set_collection(collection);
    return ask(type, del);
  }
};

/// "TYPE failed: transaction ID: ...: " of an answer is left out: what remains is the cause.
inline std::string cause(const std::string& answer) {
  if (!answer.starts_with("! ")) return "(no refusal)";
  const auto colon = answer.find(": ", answer.find("transaction ID: ") + 16);
  return colon == std::string::npos ? answer : answer.substr(colon + 2);
}

}  // namespace tradelane::test
