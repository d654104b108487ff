// SPDX-License-Identifier: Apache-2.0
#include "tests/chaincode/shim/wire_dialogue.hpp"

#include <stdexcept>

namespace tradelane::test {
namespace {

using Message = protos::ChaincodeMessage;
using Kind = WireLine::Kind;

constexpr const char* package = "program:1";

shim::Settings settings_of(const std::map<std::string, int>& given) {
  shim::Settings out{.package_id = package, .msp = "OneMSP"};
  for (const auto& [name, value] : given) {
    const auto size = static_cast<std::size_t>(value);
    if (name == "message_bytes") {
      out.message_bytes = size;
    } else if (name == "transactions") {
      out.transactions = size;
    } else if (name == "args") {
      out.limits.args = size;
    } else {
      throw std::invalid_argument("no such setting: " + name);
    }
  }
  return out;
}

std::string difference(std::size_t line, const std::string& expected, const std::string& said) {
  return "line " + std::to_string(line) + " of the messages\nexpected: " + expected +
         "\nsaid:     " + said;
}

}  // namespace

void WireChaincode::Outlet::send(Bytes message) {
  WireLine line{.kind = Kind::from_chaincode};
  if (!line.message.ParseFromString(message)) throw std::runtime_error("an unreadable message");
  lines.push_back(std::move(line));
  bytes.push_back(std::move(message));
}

void WireChaincode::Outlet::finish(shim::http2::Status status, std::string why) {
  lines.push_back({.kind = Kind::end, .status = static_cast<int>(status), .why = std::move(why)});
  bytes.emplace_back();
}

WireChaincode::WireChaincode(const std::map<std::string, int>& settings)
    : settings_(settings_of(settings)),
      environment_{
          .chaincode = program_, .settings = settings_, .counters = counters_, .log = log_},
      runner_(std::make_unique<shim::Runner>(outlet_, environment_)) {}

void WireChaincode::hear(const Message& message) {
  runner_->received(message.SerializeAsString());
  runner_->batch_end();
}

WireRecorder::WireRecorder(std::string comment, bool modern,
                           const std::map<std::string, int>& settings)
    : dialogue_{.comment = std::move(comment), .settings = settings}, chaincode_(settings) {
  peer_.rules.development = true;
  if (modern) peer_.rules.announced = announced_by_v3_1();
  peer_.ledger.of("other", "tradelane");
  model_.also_serves("tradelane");
  listen();
  settle();
}

void WireRecorder::listen() {
  for (WireLine& line : chaincode_.take()) {
    const bool is_error = line.message.type() == Message::ERROR;
    if (is_error && duplicates_ > 0) {
      --duplicates_;
    } else if (line.kind == Kind::from_chaincode) {
      to_peer_.push_back(line.message);
    }
    dialogue_.lines.push_back(std::move(line));
  }
}

void WireRecorder::say(const Message& message) {
  if (message.type() == Message::TRANSACTION) ++duplicates_;
  to_chaincode_.push_back(message);
}

void WireRecorder::propose(const std::vector<std::string>& args, Message::Type type) {
  proposal_ = transaction_message(
      {.nonce = std::to_string(++proposals_), .time = {1'700'000'000 + proposals_}, .args = args});
  proposal_.set_type(type);
  if (model_.begin(proposal_)) throw std::logic_error("the model does not take a proposal");
}

void WireRecorder::settle() {
  while (!to_chaincode_.empty() || !to_peer_.empty()) {
    while (!to_peer_.empty()) {
      model_.receive(to_peer_.front());
      to_peer_.pop_front();
    }
    if (to_chaincode_.empty()) continue;
    dialogue_.lines.push_back({.kind = Kind::from_peer, .message = to_chaincode_.front()});
    to_chaincode_.pop_front();
    chaincode_.hear(dialogue_.lines.back().message);
    listen();
  }
  for (const PeerOutcome& outcome : model_.take_outcomes())
    if (outcome.end == PeerOutcome::End::completed && outcome.response.status() < 400)
      model_.commit(outcome);
}

std::string replay(const WireDialogue& dialogue) {
  WireChaincode chaincode(dialogue.settings);
  std::deque<WireLine> said;
  std::deque<Bytes> bytes;
  const auto listen = [&] {
    for (WireLine& line : chaincode.take()) said.push_back(std::move(line));
    for (Bytes& message : chaincode.take_bytes()) bytes.push_back(std::move(message));
  };
  listen();
  std::size_t number = 0;
  for (const WireLine& line : dialogue.lines) {
    ++number;
    if (line.kind == Kind::from_peer) {
      if (!said.empty()) return difference(number, text_of(line), text_of(said.front()));
      chaincode.hear(line.message);
      listen();
      continue;
    }
    if (said.empty()) return difference(number, text_of(line), "(nothing)");
    const bool is_same = line.kind == Kind::end ? text_of(said.front()) == text_of(line)
                                                : bytes.front() == line.message.SerializeAsString();
    if (!is_same) return difference(number, text_of(line), text_of(said.front()));
    said.pop_front();
    bytes.pop_front();
  }
  if (!said.empty()) return difference(number + 1, "(nothing)", text_of(said.front()));
  if (chaincode.in_flight() != 0) return "transactions are left over";
  return "";
}

}  // namespace tradelane::test
