// SPDX-License-Identifier: Apache-2.0
#include "tests/chaincode/devpeer/scripted_chaincode.hpp"

#include <atomic>
#include <deque>
#include <mutex>

#include <grpcpp/grpcpp.h>

#include "proto/ledger/query_result.pb.h"
#include "proto/peer/shim.grpc.pb.h"

namespace tradelane::test {
namespace {

using Message = ScriptedChaincode::Message;
using Wire = grpc::ServerReaderWriter<Message, Message>;

std::string text_of(const Message& answer) { return answer.payload(); }

/// What arrives while a call waits for its own answer is kept for later.
class Execution : public ScriptedChaincode::Call {
 public:
  Execution(Wire& wire, Message call, std::deque<Message>& later)
      : wire_(wire), call_(std::move(call)), later_(later) {
    protos::ChaincodeInput input;
    input.ParseFromString(call_.payload());
    args_.assign(input.args().begin(), input.args().end());
  }
  const std::vector<std::string>& args() const override { return args_; }
  const Message& message() const override { return call_; }
  Message ask(Message::Type type, const std::string& payload) override {
    Message request;
    request.set_type(type);
    request.set_txid(call_.txid());
    request.set_channel_id(call_.channel_id());
    request.set_payload(payload);
    send(request);
    return receive();
  }
  void send(const Message& message) override { wire_.Write(message); }
  Message receive() override {
    Message message;
    while (wire_.Read(&message)) {
      if (message.type() != Message::TRANSACTION) return message;
      later_.push_back(message);
    }
    return {};
  }

 private:
  Wire& wire_;
  const Message call_;
  std::deque<Message>& later_;
  std::vector<std::string> args_;
};

}  // namespace

namespace {

/// A peer may send KEEPALIVE at any time, also before it has answered the registration.
bool read_other_than_keepalive(Wire& wire, Message& message) {
  do {
    if (!wire.Read(&message)) return false;
  } while (message.type() == Message::KEEPALIVE);
  return true;
}

}  // namespace

struct ScriptedChaincode::Impl : protos::Chaincode::Service {
  grpc::Status Connect(grpc::ServerContext*, Wire* wire) override {
    protos::ChaincodeID id;
    id.set_name(package_id);
    Message registration, message;
    registration.set_type(Message::REGISTER);
    registration.set_payload(id.SerializeAsString());
    wire->Write(registration);
    if (!read_other_than_keepalive(*wire, message) || message.type() != Message::REGISTERED ||
        !read_other_than_keepalive(*wire, message) || message.type() != Message::READY)
      return {grpc::StatusCode::INVALID_ARGUMENT, "REGISTERED and READY were expected"};
    {
      const std::lock_guard lock(mutex);
      ready.push_back(message.payload());
    }
    std::deque<Message> later;
    while (!later.empty() || wire->Read(&message)) {
      if (!later.empty()) {
        message = later.front();
        later.pop_front();
      }
      if (message.type() != Message::TRANSACTION) continue;
      Execution execution(*wire, message, later);
      Message answer = behaviour(execution);
      answer.set_txid(execution.message().txid());
      answer.set_channel_id(execution.message().channel_id());
      wire->Write(answer);
    }
    return grpc::Status::OK;
  }

  Behaviour behaviour;
  std::string package_id;
  int port = 0;
  mutable std::mutex mutex;
  std::vector<std::string> ready;
  std::unique_ptr<grpc::Server> server;
};

ScriptedChaincode::ScriptedChaincode(Behaviour behaviour, std::string package_id,
                                     const std::string& address)
    : impl_(std::make_unique<Impl>()) {
  impl_->behaviour = std::move(behaviour);
  impl_->package_id = std::move(package_id);
  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(-1);
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &impl_->port);
  builder.RegisterService(impl_.get());
  impl_->server = builder.BuildAndStart();
}

ScriptedChaincode::~ScriptedChaincode() {
  impl_->server->Shutdown(std::chrono::system_clock::now());
}

std::string ScriptedChaincode::address() const {
  return "127.0.0.1:" + std::to_string(impl_->port);
}

std::vector<std::string> ScriptedChaincode::ready_payloads() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->ready;
}

Message ScriptedChaincode::completed(int status, const std::string& payload,
                                     const std::string& message) {
  protos::Response response;
  response.set_status(status);
  response.set_payload(payload);
  response.set_message(message);
  Message out;
  out.set_type(Message::COMPLETED);
  out.set_payload(response.SerializeAsString());
  return out;
}

Message ScriptedChaincode::error(const std::string& text) {
  Message out;
  out.set_type(Message::ERROR);
  out.set_payload(text);
  return out;
}

std::string ScriptedChaincode::Call::get(const std::string& key, const std::string& collection) {
  protos::GetState get;
  get.set_key(key);
  get.set_collection(collection);
  return text_of(ask(Message::GET_STATE, get.SerializeAsString()));
}

std::string ScriptedChaincode::Call::put(const std::string& key, const std::string& value,
                                         const std::string& collection) {
  protos::PutState put;
  put.set_key(key);
  put.set_value(value);
  put.set_collection(collection);
  return text_of(ask(Message::PUT_STATE, put.SerializeAsString()));
}

protos::QueryResponse ScriptedChaincode::Call::range(const std::string& start,
                                                     const std::string& end) {
  protos::GetStateByRange get;
  get.set_startkey(start);
  get.set_endkey(end);
  protos::QueryResponse out;
  out.ParseFromString(ask(Message::GET_STATE_BY_RANGE, get.SerializeAsString()).payload());
  return out;
}

std::string ScriptedChaincode::Call::invoke(const std::string& target,
                                            const std::vector<std::string>& args) {
  protos::ChaincodeSpec spec;
  spec.mutable_chaincode_id()->set_name(target);
  for (const std::string& arg : args) spec.mutable_input()->add_args(arg);
  const Message answer = ask(Message::INVOKE_CHAINCODE, spec.SerializeAsString());
  if (answer.type() != Message::RESPONSE) return answer.payload();
  Message nested;
  protos::Response response;
  nested.ParseFromString(answer.payload());
  if (nested.type() != Message::COMPLETED) return "ERROR " + nested.payload();
  response.ParseFromString(nested.payload());
  return "COMPLETED " + std::to_string(response.status()) + " " + response.payload();
}

Message toy_behaviour(ScriptedChaincode::Call& call) {
  static std::atomic<int> runs = 0;
  const auto& args = call.args();
  const std::string& what = args.at(0);
  if (what == "refuse") return ScriptedChaincode::completed(409, "{}", "TOY_REFUSED: no");
  if (what == "fail") return ScriptedChaincode::error("broken");
  if (what == "get") return ScriptedChaincode::completed(200, call.get(args.at(1)));
  if (what == "get_private") {
    const std::string value = call.get(args.at(2), args.at(1));
    if (value.find(" failed: ") != std::string::npos) return ScriptedChaincode::error(value);
    return ScriptedChaincode::completed(200, value);
  }
  if (what == "call")
    return ScriptedChaincode::completed(200,
                                        call.invoke(args.at(1), {args.begin() + 2, args.end()}));
  if (what == "call_and_put") {
    call.put("caller", "1");
    return ScriptedChaincode::completed(200,
                                        call.invoke(args.at(1), {args.begin() + 2, args.end()}));
  }
  if (what == "put") call.put(args.at(1), args.at(2));
  if (what == "put_private") call.put(args.at(2), args.at(3), args.at(1));
  if (what == "put_both") {
    call.put(args.at(1), args.at(4));
    call.put(args.at(3), args.at(4), args.at(2));
  }
  if (what == "answer_and_put") {
    const std::string value = call.get(args.at(2), args.at(1));
    call.put("q", "x", args.at(1));
    return ScriptedChaincode::completed(200, value);
  }
  if (what == "copy") call.put(args.at(2), call.get(args.at(1)));
  if (what == "list") {
    std::string keys;
    const protos::QueryResponse page = call.range(args.at(1), args.at(2));
    for (const auto& row : page.results()) {
      queryresult::KV kv;
      kv.ParseFromString(row.resultbytes());
      keys += kv.key() + " ";
    }
    return ScriptedChaincode::completed(200, keys);
  }
  if (what == "differ") call.put("k", "abcdef" + std::to_string(++runs));
  Message out = ScriptedChaincode::completed(200, "done");
  if (what == "event") {
    call.put(args.at(1), "1");
    out.mutable_chaincode_event()->set_event_name(args.at(1));
    out.mutable_chaincode_event()->set_payload(args.at(2));
  }
  return out;
}

}  // namespace tradelane::test
