// SPDX-License-Identifier: Apache-2.0
#include "tests/support/scripted_peer.hpp"

#include "proto/openssl_until_exit.hpp"

namespace tradelane::test {
namespace {

using Message = protos::ChaincodeMessage;

constexpr int message_bytes = 100 * 1024 * 1024;

bool is_end(const Message& message) {
  return message.type() == Message::COMPLETED || message.type() == Message::ERROR;
}

PeerTransactionId id_of(const Message& message) { return {message.channel_id(), message.txid()}; }

/// "GET_STATE key", with the collection in front of the key; other requests by their type alone.
std::string line_of(const Message& request) {
  const std::string type = Message::Type_Name(request.type());
  if (request.type() == Message::PUT_STATE) {
    protos::PutState put;
    put.ParseFromString(request.payload());
    return type + " " + put.collection() + put.key();
  }
  if (request.type() != Message::GET_STATE && request.type() != Message::DEL_STATE) return type;
  protos::GetState about;  // the same fields as DelState
  about.ParseFromString(request.payload());
  return type + " " + about.collection() + about.key();
}

}  // namespace

ScriptedPeer::ScriptedPeer(const std::string& target,
                           const std::shared_ptr<grpc::ChannelCredentials>& credentials,
                           std::chrono::seconds lifetime) {
  keep_openssl_until_exit();
  peer.rules.development = true;
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(message_bytes);
  arguments.SetMaxSendMessageSize(message_bytes);
  // Each peer has a connection of its own.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  stub_ = protos::Chaincode::NewStub(grpc::CreateCustomChannel(target, credentials, arguments));
  context_.set_deadline(std::chrono::system_clock::now() + lifetime);
  stream_ = stub_->Connect(&context_);
}

std::string ScriptedPeer::handshake(bool modern) {
  if (modern) peer.rules.announced = announced_by_v3_1();
  const Message registration = receive();
  if (registration.type() == Message::REGISTER) model_.receive(registration);
  say_all();
  return model_.package_id();
}

void ScriptedPeer::say_all() {
  for (const Message& message : std::exchange(to_say_, {})) stream_->Write(message);
}

void ScriptedPeer::send(const Message& message) {
  const bool is_begin = message.type() == Message::TRANSACTION || message.type() == Message::INIT;
  if (is_begin && model_.state() == PeerModel::State::ready) {
    if (!model_.begin(message)) return say_all();
    duplicates_.insert(id_of(message));
  }
  stream_->Write(message);
}

Message ScriptedPeer::receive() {
  Message message;
  if (!stream_->Read(&message)) message.set_type(Message::UNDEFINED);
  if (!is_end(message)) return message;
  const auto duplicate = duplicates_.find(id_of(message));
  if (message.type() == Message::ERROR && duplicate != duplicates_.end()) {
    duplicates_.erase(duplicate);
    return message;
  }
  model_.receive(message);
  for (PeerOutcome& outcome : model_.take_outcomes()) {
    if (outcome.end == PeerOutcome::End::completed && outcome.response.status() < 400)
      model_.commit(outcome);
    outcome_ = std::move(outcome);
  }
  say_all();
  return message;
}

Message ScriptedPeer::invoke(const ProposalParts& parts) {
  return invoke(transaction_message(parts));
}

Message ScriptedPeer::invoke(const Message& proposal) {
  send(proposal);
  for (;;) {
    const Message message = receive();
    if (message.type() == Message::UNDEFINED) return message;
    if (is_end(message)) {
      if (id_of(message) == id_of(proposal)) return message;
    } else if (const Message answer = answer_to(message); answer.type() != Message::UNDEFINED) {
      stream_->Write(answer);
    }
  }
}

Message ScriptedPeer::answer_to(const Message& request) {
  requests.push_back(line_of(request));
  model_.receive(request);
  if (to_say_.empty()) return {};
  Message answer = std::move(to_say_.back());
  to_say_.clear();
  return answer;
}

void ScriptedPeer::cut() { context_.TryCancel(); }

grpc::Status ScriptedPeer::finish() {
  while (receive().type() != Message::UNDEFINED) {
  }
  return stream_->Finish();
}

protos::Response response_of(const protos::ChaincodeMessage& completed) {
  protos::Response response;
  if (!response.ParseFromString(completed.payload())) response.set_status(-1);
  return response;
}

}  // namespace tradelane::test
