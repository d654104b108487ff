// SPDX-License-Identifier: Apache-2.0
// Client mode against a peer that listens, played by the model over gRPC C++'s own server.
#include "chaincode/shim/client.hpp"

#include <condition_variable>
#include <map>

#include <doctest/doctest.h>
#include <grpcpp/grpcpp.h>

#include "proto/peer/shim.grpc.pb.h"
#include "tests/support/deadline.hpp"
#include "tests/support/peer/model.hpp"
#include "tests/support/proposal.hpp"
#include "tests/support/toy_chaincode.hpp"

using namespace tradelane;
using namespace std::chrono_literals;
using Message = protos::ChaincodeMessage;

namespace {

/// `peer.chaincodeListenAddress` of a peer in development mode.
class ListeningPeer : public protos::ChaincodeSupport::Service {
 public:
  explicit ListeningPeer(int port = 0) {
    peer_.rules.development = true;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:" + std::to_string(port), grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  ~ListeningPeer() override { server_->Shutdown(std::chrono::system_clock::now()); }
  ListeningPeer(const ListeningPeer&) = delete;
  ListeningPeer& operator=(const ListeningPeer&) = delete;

  grpc::Status Register(grpc::ServerContext* context,
                        grpc::ServerReaderWriter<Message, Message>* stream) override {
    test::PeerModel model(peer_, [&](const Message& message) { stream->Write(message); });
    {
      const std::lock_guard lock(lock_);
      context_ = context;
      model_ = &model;
      ++streams_;
    }
    Message message;
    while (stream->Read(&message)) {
      const std::lock_guard lock(lock_);
      model.receive(message);
      for (auto& outcome : model.take_outcomes()) {
        if (outcome.end == test::PeerOutcome::End::completed && outcome.response.status() < 400)
          model.commit(outcome);
        outcomes_.emplace(outcome.id.second, outcome);
      }
      changed_.notify_all();
    }
    const std::lock_guard lock(lock_);
    model_ = nullptr;
    changed_.notify_all();
    return grpc::Status::OK;
  }

  bool wait_registered() {
    std::unique_lock lock(lock_);
    return changed_.wait_for(lock, 60s, [&] {
      return model_ != nullptr && model_->state() == test::PeerModel::State::ready;
    });
  }
  test::PeerOutcome invoke(std::vector<std::string> args) {
    std::unique_lock lock(lock_);
    const Message proposal =
        test::transaction_message({.nonce = std::to_string(++nonce_), .args = std::move(args)});
    CHECK_FALSE(model_->begin(proposal));
    changed_.wait_for(lock, 60s, [&] { return outcomes_.contains(proposal.txid()); });
    return outcomes_[proposal.txid()];
  }
  void cut() {
    const std::lock_guard lock(lock_);
    if (context_ != nullptr) context_->TryCancel();
  }
  bool wait_gone() {
    std::unique_lock lock(lock_);
    return changed_.wait_for(lock, 60s, [&] { return model_ == nullptr; });
  }
  int streams() {
    const std::lock_guard lock(lock_);
    return streams_;
  }
  std::uint16_t port() const { return static_cast<std::uint16_t>(port_); }

 private:
  std::mutex lock_;
  std::condition_variable changed_;
  test::Peer peer_;
  test::PeerModel* model_ = nullptr;
  grpc::ServerContext* context_ = nullptr;
  std::map<std::string, test::PeerOutcome> outcomes_;
  int nonce_ = 0;
  int streams_ = 0;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

struct Fixture {
  Log log{2, LogLevel::error};
  test::ToyChaincode toy;
  ListeningPeer peer;

  std::unique_ptr<shim::Client> dial(unsigned workers = 0) {
    shim::Settings settings{.package_id = "toy:1.0"};
    settings.workers = workers;
    auto client = std::make_unique<shim::Client>(
        toy, settings, shim::PeerAddress{.port = peer.port()}, shim::http2::Limits{}, log,
        shim::http2::Redial{.first = 1ms, .longest = 5ms});
    client->start();
    return client;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "client: registers with the peer it dials, and runs what that proposes") {
  for (const unsigned workers : {0U, 2U}) {
    const auto client = dial(workers);
    REQUIRE(peer.wait_registered());
    CHECK(peer.invoke({"put", "k", "v"}).response.status() == 200);
    CHECK(peer.invoke({"get", "k"}).response.payload() == "v");
    CHECK(peer.invoke({"throw"}).error == "toy fault");
    CHECK(client->counters().ready_streams == 1);
    client->stop();
    CHECK(peer.wait_gone());
  }
}

TEST_CASE_FIXTURE(Fixture, "client: dials again when the stream is lost") {
  const auto client = dial();
  for (int i = 1; i <= 3; ++i) {
    REQUIRE(peer.wait_registered());
    CHECK(peer.invoke({"get", "k"}).response.payload() == "(none)");
    CHECK(peer.streams() == i);
    peer.cut();
    CHECK(peer.wait_gone());
  }
  REQUIRE(peer.wait_registered());
  CHECK(client->counters().streams == 4);
}

TEST_CASE_FIXTURE(Fixture, "client: draining ends the stream, and it is not dialled again") {
  const auto client = dial();
  REQUIRE(peer.wait_registered());
  client->drain();
  CHECK(client->is_draining());
  CHECK(peer.wait_gone());
  const test::Deadline deadline;
  while (!client->is_drained() && !deadline.is_over()) std::this_thread::yield();
  CHECK(client->is_drained());
  CHECK(peer.streams() == 1);
}

TEST_CASE("client: a peer that is not there yet is found once it is, and stopping needs neither") {
  Log log(2, LogLevel::error);
  test::ToyChaincode toy;
  auto first = std::make_unique<ListeningPeer>();
  const std::uint16_t port = first->port();
  first.reset();
  shim::Client client(toy, {.package_id = "toy:1.0"}, {.port = port}, {}, log,
                      {.first = 1ms, .longest = 5ms});
  client.start();
  ListeningPeer peer(port);
  CHECK(peer.wait_registered());
  shim::Client never_started(toy, {}, {.port = port}, {}, log);
}
