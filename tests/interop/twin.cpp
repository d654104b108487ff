// SPDX-License-Identifier: Apache-2.0
#include "tests/interop/twin.hpp"

#include <algorithm>
#include <array>

#include "chaincode/shim/server.hpp"
#include "proto/ledger/query_result.pb.h"
#include "proto/peer/proposal.pb.h"
#include "tests/support/free_ports.hpp"
#include "tests/support/peer/wire_text.hpp"
#include "tests/support/process.hpp"
#include "tests/support/toy_chaincode_program.hpp"

namespace tradelane::interop {
namespace {

using test::quoted;
using Message = protos::ChaincodeMessage;

constexpr const char* package = "program:1";
constexpr const char* msp = "OneMSP";
constexpr int rows_of_r = 330;

class Ours : public Servant {
 public:
  Ours() {
    shim::Settings settings{.package_id = package, .msp = msp};
    settings.deadline = settings.request_deadline = settings.handshake = std::chrono::hours(1);
    settings.limits.args = 10'000;
    settings.limits.event_bytes = 1024 * 1024;
    std::vector<shim::Endpoint> endpoints(1);
    server_ = std::make_unique<shim::Server>(program_, settings, std::move(endpoints),
                                             shim::http2::Limits{}, log_);
    if (!server_->start().ok()) throw Fault("our server does not start");
  }
  std::string target() const override { return "127.0.0.1:" + std::to_string(server_->port()); }

 private:
  Log log_{2, LogLevel::error};
  test::ProgramChaincode program_;
  std::unique_ptr<shim::Server> server_;
};

class Node : public Servant {
 public:
  Node() {
    if (process_.read_line() != "ready") throw Fault("the program for Node does not start");
  }
  std::string target() const override { return "127.0.0.1:" + std::to_string(port_); }

 private:
  std::uint16_t port_ = test::free_ports(1);
  test::Process process_{{"/usr/bin/env", "CHAINCODE_ID=" + std::string(package),
                          "CHAINCODE_SERVER_ADDRESS=" + target(),
                          "CORE_PEER_LOCALMSPID=" + std::string(msp),
                          "CORE_CHAINCODE_LOGGING_LEVEL=CRITICAL", "NODE_NO_WARNINGS=1", "node",
                          std::string(TRADELANE_CLIENT_FOLDER) + "/program.mjs"}};
};

/// Plays CouchDB: the selector is the beginning of the keys that are found.
test::PeerRows find_rich(const test::PeerNamespace& space, const std::string& selector) {
  if (selector == "refused") throw test::PeerRefusal("error handling CouchDB request: no index");
  test::PeerRows out;
  for (const auto& [key, value] : space.values) {
    if (!key.starts_with(selector)) continue;
    queryresult::KV kv;
    kv.set_namespace_("tradelane");
    kv.set_key(key);
    kv.set_value(value);
    out.rows.push_back(kv.SerializeAsString());
    out.keys.push_back(key);
  }
  return out;
}

/// Chaincodes of the same channel that have a name for what they do.
Message answer_of_callee(const test::PeerCall& call) {
  protos::Response response;
  response.set_status(call.chaincode == "refuses" ? 409 : call.chaincode == "breaks" ? 500 : 200);
  if (response.status() != 200) response.set_message("CALLEE_SAYS: no");
  std::string said;
  for (const std::string& arg : call.input.args()) said += arg + ";";
  response.set_payload(said);
  Message out;
  out.set_type(call.chaincode == "errs" ? Message::ERROR : Message::COMPLETED);
  out.set_payload(call.chaincode == "errs" ? "the callee is overloaded"
                                           : response.SerializeAsString());
  if (call.chaincode == "missing")
    throw test::PeerRefusal(
        "execute failed: invalid invocation: [channel trade] failed to get "
        "chaincode container info for missing");
  return out;
}

/// A client also signs the arguments; Node insists on something in that part of the proposal.
void sign_arguments(Message& message) {
  protos::Proposal proposal;
  proposal.ParseFromString(message.proposal().proposal_bytes());
  protos::ChaincodeProposalPayload payload;
  payload.ParseFromString(proposal.payload());
  protos::ChaincodeInvocationSpec spec;
  spec.mutable_chaincode_spec()->mutable_input()->ParseFromString(message.payload());
  payload.set_input(spec.SerializeAsString());
  proposal.set_payload(payload.SerializeAsString());
  message.mutable_proposal()->set_proposal_bytes(proposal.SerializeAsString());
}

void furnish(test::Peer& peer) {
  peer.rules.total_query_limit = 250;
  peer.rules.rich_query = find_rich;
  peer.callee = answer_of_callee;
  for (const char* channel : {"trade", "other"}) {
    test::PeerNamespace& space = peer.ledger.of(channel, "tradelane");
    for (int i = 0; i < rows_of_r; ++i) {
      std::string number = std::to_string(i);
      number.insert(0, 3 - number.size(), '0');
      space.values["r" + number] = std::string(channel) + number;
    }
    space.collections["deal"] = {.members = {msp, "TwoMSP"}};
    space.collections["closed"] = {.members = {"TwoMSP"}};
    space.collections["elsewhere"] = {.members = {msp}, .is_here = false};
    space.private_data["elsewhere"]["secret"].hash = std::string(32, 'h');
  }
}

// What an endorser signs
// ---------------------------------------------------------------------------

/// "PUT_STATE failed: ...": where ours sends a batch or asks for several keys, the peer's text
/// begins with another type.
std::string of_any_type(std::string text) {
  constexpr std::array<const char*, 7> types{
      "WRITE_BATCH_STATE",  "PUT_STATE_METADATA", "PUT_STATE", "DEL_STATE",
      "PURGE_PRIVATE_DATA", "GET_STATE_MULTIPLE", "GET_STATE"};
  for (const std::string type : types)
    if (text.starts_with(type + " failed: "))
      return (type.starts_with("GET") ? "READ" : "WRITE") + text.substr(type.size());
  return text;
}

std::string text_of(const test::PeerWrite& write) {
  constexpr std::array<const char*, 4> kinds{"put", "del", "purge", "metadata"};
  return std::string(kinds.at(static_cast<std::size_t>(write.kind))) + " " + write.chaincode + " " +
         write.collection + " " + quoted(write.key) + " " + write.metakey + quoted(write.value) +
         "\n";
}

std::string text_of(const test::PeerRead& read) {
  return "read " + read.chaincode + " " + read.collection + " " + quoted(read.key) + " " +
         (read.version ? std::to_string(*read.version) : "-") + "\n";
}

std::string text_of(const test::PeerRange& range) {
  std::string out = "range " + range.chaincode + " " + quoted(range.start) + " " +
                    quoted(range.end) + (range.is_exhausted ? " exhausted" : "");
  for (const std::string& key : range.keys) out += " " + quoted(key);
  return out + "\n";
}

/// As the ledger keeps it: each key once, in its order, however often it was asked for.
std::string sets_of(const test::PeerOutcome& outcome) {
  std::string out;
  for (const auto& write : outcome.writes) out += text_of(write);
  std::vector<std::string> reads;
  for (const auto& read : outcome.reads) reads.push_back(text_of(read));
  std::sort(reads.begin(), reads.end());
  reads.erase(std::unique(reads.begin(), reads.end()), reads.end());
  for (const std::string& read : reads) out += read;
  for (const auto& range : outcome.ranges) out += text_of(range);
  return out;
}

/// What has thrown is ERROR from ours, and 500 without a payload from the twin: it has no choice.
std::optional<std::string> fault_of(const Message& end) {
  if (end.type() == Message::ERROR) return end.payload();
  const protos::Response response = test::response_of(end);
  if (response.status() == 500 && response.payload().empty()) return response.message();
  return std::nullopt;
}

std::string endorsed_of(const Message& end, const test::PeerOutcome& outcome) {
  if (end.type() == Message::UNDEFINED) return "the stream has ended";
  if (const auto fault = fault_of(end)) return "fault: " + of_any_type(*fault);
  // The lines of the program for whoever reads it, then the bytes.
  const std::string response =
      outcome.response.payload() + "response " + quoted(end.payload()) + "\n";
  // No endorsement: event and sets go nowhere.
  if (outcome.response.status() >= 400) return response;
  const std::string event =
      end.has_chaincode_event()
          ? "event " + quoted(end.chaincode_event().SerializeAsString()) + "\n"
          : "no event\n";
  return response + event + sets_of(outcome);
}

std::string summary_of(const Message& end, const test::PeerOutcome& outcome) {
  const std::string writes = "; writes " + std::to_string(outcome.writes.size());
  if (end.type() == Message::UNDEFINED) return "the stream has ended";
  if (end.type() == Message::ERROR) return "ERROR " + end.payload() + writes;
  const protos::Response response = test::response_of(end);
  if (response.status() >= 400)
    return std::to_string(response.status()) + " " + response.message() + writes;
  return response.payload() + writes;
}

std::string text_of(const test::PeerNamespace& space) {
  std::string out;
  for (const auto& [key, value] : space.values)
    out += quoted(key) + "=" + quoted(value) + " " + std::to_string(*space.version_of(key)) + "\n";
  for (const auto& [key, metadata] : space.metadata)
    for (const auto& [name, value] : metadata) out += quoted(key) + " " + name + quoted(value);
  for (const auto& [key, entries] : space.history)
    for (const auto& entry : entries) out += quoted(key) + entry.txid + quoted(entry.value) + "\n";
  for (const auto& [collection, entries] : space.private_data)
    for (const auto& [key, entry] : entries)
      out += collection + " " + quoted(key) + quoted(entry.value.value_or("-")) +
             quoted(entry.hash) + std::to_string(entry.version) + "\n";
  return out;
}

}  // namespace

std::vector<PeerLine> peer_lines() {
  auto least = test::announced_by_v3_1();
  least.set_max_size_write_batch(1);
  least.set_max_size_get_multiple_keys(1);
  // What is announced below 100 counts as 100, with every shim.
  return {{.name = "v2.5"},
          {.name = "v3.1", .announced = test::announced_by_v3_1()},
          {.name = "v3.1, least sizes", .announced = least}};
}

std::unique_ptr<Servant> serve_ours() { return std::make_unique<Ours>(); }
std::unique_ptr<Servant> serve_node() { return std::make_unique<Node>(); }

Side::Side(const Servant& servant, const PeerLine& line)
    : peer_(servant.target(), grpc::InsecureChannelCredentials(), std::chrono::minutes(5)) {
  furnish(peer_.peer);
  peer_.peer.rules.announced = line.announced;
  peer_.also_serves("tradelane");
  if (peer_.handshake() != package) throw Fault("a chaincode does not register");
}

Seen Side::call(const Program& program) {
  Message proposal = test::transaction_message({.msp = msp,
                                                .nonce = std::to_string(++calls_),
                                                .time = {1'700'000'000 + calls_},
                                                .args = program.args,
                                                .transient = program.transient});
  sign_arguments(proposal);
  if (program.is_init) proposal.set_type(Message::INIT);
  const Message end = peer_.invoke(proposal);
  return {.endorsed = endorsed_of(end, peer_.outcome()),
          .summary = summary_of(end, peer_.outcome())};
}

std::string Side::ledger() {
  return text_of(peer_.peer.ledger.of("trade", "tradelane")) +
         text_of(peer_.peer.ledger.of("other", "tradelane"));
}

}  // namespace tradelane::interop
