// SPDX-License-Identifier: Apache-2.0
// The table of matrix.cpp over real streams: as a server that a peer dials, and as a client that
// dials its peer; gRPC C++'s own ends play the peer. And what is heard while a worker is busy.
#include <array>
#include <condition_variable>
#include <mutex>

#include <doctest/doctest.h>
#include <grpcpp/grpcpp.h>

#include "chaincode/shim/client.hpp"
#include "chaincode/shim/server.hpp"
#include "proto/peer/shim.grpc.pb.h"
#include "tests/chaincode/shim/busy_chaincode.hpp"
#include "tests/chaincode/shim/matrix.hpp"
#include "tests/chaincode/shim/runner_world.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/toy_chaincode_program.hpp"

using namespace tradelane;
using namespace std::chrono_literals;
using test::MatrixState;
using Message = protos::ChaincodeMessage;

namespace {

std::size_t left_over(const shim::Counters& counters) {
  (void)test::eventually([&] { return counters.in_flight == 0; });
  return counters.in_flight;
}

/// The chaincode is a server.
class DialledStream : public test::MatrixStream {
 public:
  explicit DialledStream(const shim::Chaincode& chaincode, unsigned workers = 0)
      : server_(chaincode, {.package_id = "program:1", .workers = workers},
                std::vector<shim::Endpoint>(1), {}, log_) {
    REQUIRE(server_.start().ok());
    context_.set_deadline(std::chrono::system_clock::now() + 60s);
    stub_ = protos::Chaincode::NewStub(grpc::CreateChannel(
        "127.0.0.1:" + std::to_string(server_.port()), grpc::InsecureChannelCredentials()));
    wire_ = stub_->Connect(&context_);
  }
  ~DialledStream() override {
    context_.TryCancel();
    wire_->Finish();
  }
  void say(const Message& message) override { wire_->Write(message); }
  Message hear() override {
    Message out;
    if (!wire_->Read(&out)) out.Clear();
    return out;
  }
  void drain() override { server_.drain(); }
  std::size_t in_flight() override { return left_over(server_.counters()); }

 private:
  Log log_{2, LogLevel::error};
  shim::Server server_;
  grpc::ClientContext context_;
  std::unique_ptr<protos::Chaincode::Stub> stub_;
  std::unique_ptr<grpc::ClientReaderWriter<Message, Message>> wire_;
};

/// The chaincode is a client, and this its peer.
class AcceptedStream : public test::MatrixStream, public protos::ChaincodeSupport::Service {
 public:
  AcceptedStream() {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
    client_ = std::make_unique<shim::Client>(
        program_, shim::Settings{.package_id = "program:1"},
        shim::PeerAddress{.port = static_cast<std::uint16_t>(port)}, shim::http2::Limits{}, log_,
        shim::http2::Redial{.first = 1h, .longest = 1h});
    client_->start();
    std::unique_lock lock(lock_);
    REQUIRE(changed_.wait_for(lock, 60s, [&] { return wire_ != nullptr; }));
  }
  ~AcceptedStream() override {
    {
      const std::lock_guard lock(lock_);
      is_over_ = true;
      changed_.notify_all();
    }
    client_->stop();
    server_->Shutdown(std::chrono::system_clock::now());
  }
  AcceptedStream(const AcceptedStream&) = delete;
  AcceptedStream& operator=(const AcceptedStream&) = delete;

  grpc::Status Register(grpc::ServerContext*,
                        grpc::ServerReaderWriter<Message, Message>* wire) override {
    std::unique_lock lock(lock_);
    wire_ = wire;
    changed_.notify_all();
    changed_.wait(lock, [&] { return is_over_; });
    return grpc::Status::OK;
  }

  void say(const Message& message) override { wire_->Write(message); }
  Message hear() override {
    Message out;
    if (!wire_->Read(&out)) out.Clear();
    return out;
  }
  void drain() override { client_->drain(); }
  std::size_t in_flight() override { return left_over(client_->counters()); }

 private:
  Log log_{2, LogLevel::error};
  test::ProgramChaincode program_;
  std::mutex lock_;
  std::condition_variable changed_;
  grpc::ServerReaderWriter<Message, Message>* wire_ = nullptr;
  bool is_over_ = false;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<shim::Client> client_;
};

constexpr std::array states{MatrixState::created,        MatrixState::established,
                            MatrixState::ready,          MatrixState::asking,
                            MatrixState::asking_others,  MatrixState::draining,
                            MatrixState::draining_others};

/// With one request that is waited for: which one makes no difference to a transport.
template <class MakeStream>
void play(MakeStream make_stream) {
  const auto requests = test::matrix_requests();
  for (const int type : test::matrix_types()) {
    CAPTURE(test::matrix_row(type));
    for (const MatrixState state : states) {
      CAPTURE(static_cast<int>(state));
      const auto stream = make_stream();
      CHECK(test::matrix_faults(*stream, state, requests.front(), type) == "");
    }
  }
}

/// While a transaction runs on a worker and has asked for nothing.
const char* while_executing(int type) {
  switch (type) {
    case Message::REGISTERED:
    case Message::READY:
    case Message::RESPONSE:
    case Message::ERROR:
      return "";
    case Message::TRANSACTION:
    case Message::INIT:
      return "ERROR ";
    case Message::KEEPALIVE:
      return "KEEPALIVE ";
    default:
      return "end";
  }
}

Message of_transaction(int type, const Message& about, const std::string& payload) {
  Message out = about;
  out.clear_proposal();
  out.set_type(static_cast<Message::Type>(type));
  out.set_payload(payload);
  return out;
}

/// What the stream says until it answers a KEEPALIVE that is said last.
std::string listen(test::MatrixStream& stream) {
  stream.say(of_transaction(Message::KEEPALIVE, {}, "last"));
  std::string out;
  for (;;) {
    const Message heard = stream.hear();
    if (heard.type() == Message::UNDEFINED) return out + "end";
    if (heard.payload() == "last") return out;
    out += Message::Type_Name(heard.type()) + " ";
  }
}

}  // namespace

TEST_CASE("matrix: every message in every state, to a server") {
  const test::ProgramChaincode program;
  play([&] { return std::make_unique<DialledStream>(program); });
}

TEST_CASE("matrix: every message in every state, to a client") {
  play([] { return std::make_unique<AcceptedStream>(); });
}

TEST_CASE("matrix: every message while a worker is busy with its transaction") {
  const Message own = test::transaction_message({.args = {"f"}});
  for (const int type : test::matrix_types()) {
    CAPTURE(type);
    test::BusyChaincode chaincode;
    DialledStream stream(chaincode, 1);
    (void)stream.hear();
    stream.say(of_transaction(Message::REGISTERED, {}, ""));
    stream.say(of_transaction(Message::READY, {}, ""));
    stream.say(own);
    chaincode.begun.get_future().wait();
    stream.say(of_transaction(type, own, "any"));
    const std::string reaction = listen(stream);
    CHECK(reaction == while_executing(type));
    chaincode.go_on.set_value();
    if (reaction != "end") {
      CHECK(stream.hear().type() == Message::GET_STATE);
      stream.say(of_transaction(Message::RESPONSE, own, "its own"));
      protos::Response response;
      response.ParseFromString(stream.hear().payload());
      CHECK(response.payload() == "its own");
    }
    CHECK(stream.in_flight() == 0);
  }
}
