// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <grpcpp/grpcpp.h>

#include "proto/peer/shim.grpc.pb.h"
#include "tests/support/peer/model.hpp"
#include "tests/support/proposal.hpp"

namespace tradelane::test {

/// `peer.chaincodeListenAddress` of a peer in development mode: `PeerModel` over gRPC C++'s own
/// server, for chaincodes that dial. Its functions may be called from any thread.
class ListeningPeer : public protos::ChaincodeSupport::Service {
 public:
  using Message = protos::ChaincodeMessage;

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
    PeerModel model(peer_, [&](const Message& message) { stream->Write(message); });
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
        if (outcome.end == PeerOutcome::End::completed && outcome.response.status() < 400)
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
    return changed_.wait_for(lock, patience, [&] {
      return model_ != nullptr && model_->state() == PeerModel::State::ready;
    });
  }
  /// Proposes and does not wait; gives back the txid.
  std::string begin(std::vector<std::string> args) {
    const std::lock_guard lock(lock_);
    const Message proposal =
        transaction_message({.nonce = std::to_string(++nonce_), .args = std::move(args)});
    CHECK_FALSE(model_->begin(proposal));
    return proposal.txid();
  }
  PeerOutcome invoke(std::vector<std::string> args) {
    const std::string txid = begin(std::move(args));
    std::unique_lock lock(lock_);
    changed_.wait_for(lock, patience, [&] { return outcomes_.contains(txid); });
    return outcomes_[txid];
  }
  void cut() {
    const std::lock_guard lock(lock_);
    if (context_ != nullptr) context_->TryCancel();
  }
  bool wait_gone() {
    std::unique_lock lock(lock_);
    return changed_.wait_for(lock, patience, [&] { return model_ == nullptr; });
  }
  int streams() {
    const std::lock_guard lock(lock_);
    return streams_;
  }
  std::uint16_t port() const { return static_cast<std::uint16_t>(port_); }

 private:
  static constexpr std::chrono::seconds patience{60};

  std::mutex lock_;
  std::condition_variable changed_;
  Peer peer_;
  PeerModel* model_ = nullptr;
  grpc::ServerContext* context_ = nullptr;
  std::map<std::string, PeerOutcome> outcomes_;
  int nonce_ = 0;
  int streams_ = 0;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace tradelane::test
