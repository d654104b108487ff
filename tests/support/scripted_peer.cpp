// SPDX-License-Identifier: Apache-2.0
#include "tests/support/scripted_peer.hpp"

#include "proto/ledger/query_result.pb.h"

namespace tradelane::test {
namespace {

using Message = protos::ChaincodeMessage;

std::string range_page(const std::map<std::string, std::string>& state,
                       const protos::GetStateByRange& request) {
  protos::QueryResponse response;
  for (auto at = state.lower_bound(request.startkey());
       at != state.end() && (request.endkey().empty() || at->first < request.endkey()); ++at) {
    queryresult::KV kv;
    kv.set_key(at->first);
    kv.set_value(at->second);
    response.add_results()->set_resultbytes(kv.SerializeAsString());
  }
  return response.SerializeAsString();
}

template <class T>
T parse(const Message& message) {
  T out;
  if (!out.ParseFromString(message.payload())) throw std::runtime_error("unreadable request");
  return out;
}

}  // namespace

ScriptedPeer::ScriptedPeer(const std::string& target,
                           const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(100 * 1024 * 1024);
  arguments.SetMaxSendMessageSize(100 * 1024 * 1024);
  stub_ = protos::Chaincode::NewStub(grpc::CreateCustomChannel(target, credentials, arguments));
  context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  stream_ = stub_->Connect(&context_);
}

std::string ScriptedPeer::handshake(bool modern) {
  const Message registration = receive();
  Message registered;
  registered.set_type(Message::REGISTERED);
  send(registered);
  Message ready;
  ready.set_type(Message::READY);
  if (modern) {
    protos::ChaincodeAdditionalParams params;
    params.set_use_get_multiple_keys(true);
    params.set_max_size_get_multiple_keys(1000);
    params.set_use_write_batch(true);
    params.set_max_size_write_batch(1000);
    ready.set_payload(params.SerializeAsString());
  }
  send(ready);
  protos::ChaincodeID id;
  return id.ParseFromString(registration.payload()) ? id.name() : "";
}

void ScriptedPeer::send(const Message& message) { stream_->Write(message); }

Message ScriptedPeer::receive() {
  Message message;
  if (!stream_->Read(&message)) message.set_type(Message::UNDEFINED);
  return message;
}

Message ScriptedPeer::invoke(const ProposalParts& parts) {
  send(transaction_message(parts));
  for (;;) {
    Message message = receive();
    if (message.type() == Message::UNDEFINED || message.type() == Message::COMPLETED ||
        message.type() == Message::ERROR)
      return message;
    send(answer_to(message));
  }
}

Message ScriptedPeer::answer_to(const Message& request) {
  Message answer;
  answer.set_type(Message::RESPONSE);
  answer.set_channel_id(request.channel_id());
  answer.set_txid(request.txid());
  std::string about;
  if (request.type() == Message::GET_STATE) {
    const auto get = parse<protos::GetState>(request);
    about = get.collection() + get.key();
    if (const auto at = state.find(about); at != state.end()) answer.set_payload(at->second);
  } else if (request.type() == Message::GET_STATE_MULTIPLE) {
    protos::GetStateMultipleResult result;
    const auto get = parse<protos::GetStateMultiple>(request);
    for (const std::string& key : get.keys())
      result.add_values(state.contains(key) ? state.at(key) : "");
    answer.set_payload(result.SerializeAsString());
  } else if (request.type() == Message::PUT_STATE) {
    const auto put = parse<protos::PutState>(request);
    about = put.collection() + put.key();
    state[about] = put.value();
  } else if (request.type() == Message::DEL_STATE) {
    about = parse<protos::DelState>(request).key();
    state.erase(about);
  } else if (request.type() == Message::GET_STATE_BY_RANGE) {
    answer.set_payload(range_page(state, parse<protos::GetStateByRange>(request)));
  } else {
    answer.set_type(Message::ERROR);
    answer.set_payload("not played by this peer");
  }
  requests.push_back(Message::Type_Name(request.type()) + (about.empty() ? "" : " " + about));
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
