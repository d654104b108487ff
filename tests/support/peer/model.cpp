// SPDX-License-Identifier: Apache-2.0
#include "tests/support/peer/model.hpp"

#include <algorithm>

#include "proto/common/common.pb.h"
#include "proto/msp/identities.pb.h"
#include "tests/support/peer/checks.hpp"

namespace tradelane::test {
namespace {

using Message = protos::ChaincodeMessage;

PeerTransactionId id_of(const Message& message) { return {message.channel_id(), message.txid()}; }

std::string name_of(const Message& message) {
  const std::string name = Message::Type_Name(message.type());
  return name.empty() ? "type " + std::to_string(message.type()) : name;
}

template <class Payload>
Payload parse(const std::string& bytes) {
  Payload out;
  if (!out.ParseFromString(bytes)) throw std::invalid_argument("a test's proposal cannot be read");
  return out;
}

/// What the peer takes from a proposal.
PeerContext context_of(const Message& message) {
  const auto proposal = parse<protos::Proposal>(message.proposal().proposal_bytes());
  const auto header = parse<common::Header>(proposal.header());
  const auto channel = parse<common::ChannelHeader>(header.channel_header());
  const auto signature = parse<common::SignatureHeader>(header.signature_header());
  return {.channel = message.channel_id(),
          .txid = message.txid(),
          .chaincode =
              parse<protos::ChaincodeHeaderExtension>(channel.extension()).chaincode_id().name(),
          .creator_msp = parse<msp::SerializedIdentity>(signature.creator()).mspid(),
          .time = {channel.timestamp().seconds()},
          .is_init = message.type() == Message::INIT,
          .proposal = message.proposal()};
}

/// `name[:version][/channel]`; the version means nothing.
PeerCall target_of(const protos::ChaincodeSpec& spec, const PeerContext& caller) {
  const std::string& text = spec.chaincode_id().name();
  const auto slash = text.find('/');
  PeerCall out{.caller = {caller.channel, caller.txid},
               .channel = slash == std::string::npos ? "" : text.substr(slash + 1),
               .input = spec.input()};
  const std::string name = text.substr(0, slash);
  out.chaincode = name.substr(0, name.find(':'));
  if (out.channel.empty()) out.channel = caller.channel;
  return out;
}

bool is_known(const Message& message, const PeerRules& rules) {
  const bool is_batch =
      message.type() == Message::WRITE_BATCH_STATE || message.type() == Message::GET_STATE_MULTIPLE;
  if (is_batch) return rules.announced.has_value();
  switch (message.type()) {
    case Message::PUT_STATE:
    case Message::DEL_STATE:
    case Message::INVOKE_CHAINCODE:
    case Message::GET_STATE:
    case Message::GET_STATE_BY_RANGE:
    case Message::GET_QUERY_RESULT:
    case Message::GET_HISTORY_FOR_KEY:
    case Message::QUERY_STATE_NEXT:
    case Message::QUERY_STATE_CLOSE:
    case Message::GET_PRIVATE_DATA_HASH:
    case Message::GET_STATE_METADATA:
    case Message::PUT_STATE_METADATA:
    case Message::PURGE_PRIVATE_DATA:
      return true;
    default:
      return false;
  }
}

}  // namespace

struct PeerModel::Running {
  PeerContext context;
  std::optional<PeerTransactionId> caller = {};  // of a call that came back on this stream
};

PeerModel::PeerModel(Peer& peer, Send send)
    : peer_(peer), send_(std::move(send)), requests_(peer.rules) {}

PeerModel::~PeerModel() { lose(); }

void PeerModel::violate(const Message& message, const std::string& what) {
  violations_.push_back(message.channel_id() + "/" + message.txid() + ": " + name_of(message) +
                        ": " + what);
}

void PeerModel::receive_bytes(std::string_view bytes) {
  Message message;
  if (message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return receive(message);
  if (state_ == State::over) return;
  violations_.push_back("bytes that are no message");
  lose();
}

void PeerModel::receive(const Message& message) {
  if (state_ == State::over || message.type() == Message::KEEPALIVE) return;
  state_ == State::created ? receive_created(message) : receive_ready(message);
}

void PeerModel::receive_created(const Message& message) {
  if (message.type() == Message::REGISTER) return register_chaincode(message);
  violate(message, "nothing but REGISTER may come first");
  lose();
}

/// A failure is for the peer's log only: the chaincode waits for an answer that never comes.
void PeerModel::register_chaincode(const Message& message) {
  protos::ChaincodeID id;
  if (!id.ParseFromString(message.payload()))
    return log_.push_back("Error in received REGISTER, could NOT unmarshal registration info");
  // Kept before anything is checked: a stream that was refused takes the name with it when it ends.
  if (!id.name().empty()) package_id_ = id.name();
  const std::string why = refuse_registration(id.name());
  if (!why.empty()) return log_.push_back("failed to start " + package_id_ + " -- " + why);
  peer_.streams[package_id_] = this;
  Message registered;
  registered.set_type(Message::REGISTERED);
  send_(registered);
  state_ = State::ready;
  Message ready;
  ready.set_type(Message::READY);
  if (peer_.rules.announced) ready.set_payload(peer_.rules.announced->SerializeAsString());
  send_(ready);
}

std::string PeerModel::refuse_registration(const std::string& package_id) const {
  if (package_id.empty()) return "error in handling register chaincode, chaincodeID name is empty";
  if (peer_.streams.contains(package_id)) return "duplicate chaincodeID: " + package_id;
  if (!peer_.rules.development && !peer_.rules.launching.contains(package_id))
    return "peer will not accept external chaincode connection " + package_id +
           " (except in dev mode)";
  return "";
}

void PeerModel::receive_ready(const Message& message) {
  const bool is_end = message.type() == Message::COMPLETED || message.type() == Message::ERROR;
  if (!is_end && !is_known(message, peer_.rules)) {
    violate(message, "no peer takes this while ready");
    return lose();
  }
  for (const std::string& fault : faults_of(message, peer_.rules)) violate(message, fault);
  is_end ? end(message) : answer(message);
}

void PeerModel::reply(const PeerTransactionId& id, Message::Type type, const std::string& payload) {
  pending_.erase(id);
  Message out;
  out.set_type(type);
  out.set_channel_id(id.first);
  out.set_txid(id.second);
  out.set_payload(payload);
  send_(out);
}

void PeerModel::fail(const Message& request, const std::string& why) {
  reply(id_of(request), Message::ERROR,
        name_of(request) + " failed: transaction ID: " + request.txid() + ": " + why);
}

void PeerModel::answer(const Message& request) {
  const auto id = id_of(request);
  const auto [before, is_first] = pending_.emplace(id, request.type());
  if (!is_first)
    return violate(request, "another request, " + Message::Type_Name(before->second) +
                                ", is pending: a peer drops this one and never answers");
  const auto at = contexts_.find(id);
  const bool is_call = request.type() == Message::INVOKE_CHAINCODE;
  if (at == contexts_.end())
    return fail(request, is_call ? "could not get valid transaction" : "no ledger context");
  PeerContext& context = at->second->context;
  ++context.requests;
  try {
    const auto payload = is_call ? call(context, request) : requests_.answer(context, request);
    if (payload) reply(id, Message::RESPONSE, *payload);
  } catch (const PeerRefusal& refusal) {
    fail(request, refusal.what());
  }
}

/// Absent when the answer comes later.
std::optional<std::string> PeerModel::call(PeerContext& caller, const Message& request) {
  protos::ChaincodeSpec spec;
  if (!spec.ParseFromString(request.payload()))
    throw PeerRefusal("unmarshal failed: proto: cannot parse");
  const PeerCall target = target_of(spec, caller);
  if (!peer_.ledger.has_channel(target.channel))
    throw PeerRefusal("failed to find ledger for channel: " + target.channel);
  if (served_.contains(target.chaincode)) {
    call_on_this_stream(caller, target);
    return std::nullopt;
  }
  if (!peer_.callee)
    throw PeerRefusal("execute failed: invalid invocation: [channel " + target.channel +
                      "] failed to get chaincode container info for " + target.chaincode);
  const auto answer = peer_.callee(target);
  if (!answer) return std::nullopt;
  return answer->SerializeAsString();
}

void PeerModel::call_on_this_stream(PeerContext& caller, const PeerCall& call) {
  if (contexts_.contains({call.channel, caller.txid}))
    throw PeerRefusal("execute failed: error sending: txid: " + caller.txid + "(" + call.channel +
                      ") exists");
  auto running = std::make_unique<Running>(Running{.context = caller, .caller = call.caller});
  PeerContext& context = running->context;
  context.channel = call.channel;
  context.chaincode = call.chaincode;
  context.is_init = false;
  context.queries = {};
  context.requests = 0;
  // On another channel it only reads: its own simulator is thrown away.
  if (call.channel != caller.channel)
    context.simulator = std::make_shared<PeerSimulator>(peer_.ledger, call.channel, caller.txid);
  Message message;
  message.set_type(Message::TRANSACTION);
  message.set_channel_id(call.channel);
  message.set_txid(caller.txid);
  message.set_payload(call.input.SerializeAsString());
  *message.mutable_proposal() = caller.proposal;
  contexts_.emplace(PeerTransactionId{call.channel, caller.txid}, std::move(running));
  send_(message);
}

void PeerModel::answer_call(const PeerTransactionId& caller, const Message& message) {
  const auto at = pending_.find(caller);
  if (at == pending_.end() || at->second != Message::INVOKE_CHAINCODE)
    throw std::logic_error("no call of this transaction is open");
  reply(caller, Message::RESPONSE, message.SerializeAsString());
}

std::optional<std::string> PeerModel::begin(const Message& message) {
  if (state_ != State::ready) return "the chaincode is not ready";
  const auto id = id_of(message);
  if (contexts_.contains(id)) return "txid: " + id.second + "(" + id.first + ") exists";
  auto running = std::make_unique<Running>(Running{.context = context_of(message)});
  peer_.ledger.of(id.first, running->context.chaincode);
  running->context.simulator = std::make_shared<PeerSimulator>(peer_.ledger, id.first, id.second);
  contexts_.emplace(id, std::move(running));
  send_(message);
  return std::nullopt;
}

void PeerModel::end(const Message& message) {
  const auto id = id_of(message);
  if (!contexts_.contains(id))
    return violate(message, "an answer to a transaction that is over, or never was");
  if (pending_.contains(id))
    violate(message, "an answer while a request, " + Message::Type_Name(pending_.at(id)) +
                         ", is pending: what it asks for may be lost");
  if (contexts_.at(id)->context.queries.size() != 0)
    violate(message, "an answer that leaves queries open: a peer may crash over them");
  PeerOutcome outcome{.end = message.type() == Message::COMPLETED ? PeerOutcome::End::completed
                                                                  : PeerOutcome::End::failed};
  if (message.type() == Message::ERROR) outcome.error = message.payload();
  if (message.type() == Message::COMPLETED && !outcome.response.ParseFromString(message.payload()))
    outcome.end = PeerOutcome::End::failed;
  if (message.has_chaincode_event()) outcome.event = message.chaincode_event();
  close(id, std::move(outcome), &message);
}

/// `message` is what a caller on this stream gets; null: nothing that it could use.
void PeerModel::close(const PeerTransactionId& id, PeerOutcome outcome, const Message* message) {
  const auto node = contexts_.extract(id);
  const PeerContext& context = node.mapped()->context;
  if (const auto& caller = node.mapped()->caller) {
    if (!pending_.contains(*caller)) return;
    if (message != nullptr) return answer_call(*caller, *message);
    return reply(*caller, Message::ERROR,
                 "INVOKE_CHAINCODE failed: transaction ID: " + id.second +
                     ": execute failed: error sending: " + outcome.error);
  }
  outcome.id = id;
  outcome.chaincode = context.chaincode;
  outcome.time = context.time;
  outcome.reads = context.simulator->reads();
  outcome.ranges = context.simulator->ranges();
  outcome.writes = context.simulator->writes();
  outcome.requests = context.requests;
  if (outcome.event) {
    outcome.event->set_chaincode_id(context.chaincode);
    outcome.event->set_tx_id(id.second);
  }
  outcomes_.push_back(std::move(outcome));
}

void PeerModel::expire(const PeerTransactionId& id) {
  if (!contexts_.contains(id)) return;
  close(
      id,
      {.end = PeerOutcome::End::timed_out, .error = "timeout expired while executing transaction"},
      nullptr);
}

void PeerModel::lose() {
  if (state_ == State::over) return;
  state_ = State::over;
  pending_.clear();
  while (!contexts_.empty())
    close(PeerTransactionId(contexts_.begin()->first),
          {.end = PeerOutcome::End::lost, .error = "chaincode stream terminated"}, nullptr);
  // By name, also when the name belongs to another stream: so does a peer.
  if (!package_id_.empty()) peer_.streams.erase(package_id_);
}

PeerVerdict PeerModel::commit(const PeerOutcome& outcome) {
  if (outcome.end != PeerOutcome::End::completed || outcome.response.status() >= 400)
    throw std::logic_error("only what was endorsed can be committed");
  return peer_.ledger.commit(outcome.id.first, outcome.id.second, outcome.time, outcome.reads,
                             outcome.writes);
}

}  // namespace tradelane::test
