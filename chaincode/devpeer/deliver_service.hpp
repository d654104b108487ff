// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>

#include "chaincode/devpeer/deliver.hpp"
#include "proto/peer/events.grpc.pb.h"

namespace tradelane::devpeer {

/// protos.Deliver over gRPC: the three streams.
class DeliverService final : public protos::Deliver::Service {
 public:
  /// Streams beyond this many at once are refused in Fabric's words.
  static constexpr int stream_limit = 2'500;

  /// `deliver` outlives the service.
  explicit DeliverService(devpeer::Deliver& deliver) : deliver_(deliver) {}

  /// Streams are answered UNAVAILABLE until `open`.
  void open() { open_ = true; }
  /// Ends every stream soon.
  void stop() { stopping_ = true; }

  using Wire = grpc::ServerReaderWriter<protos::DeliverResponse, common::Envelope>;
  grpc::Status Deliver(grpc::ServerContext* context, Wire* wire) override {
    return serve(*context, *wire, BlockForm::whole);
  }
  grpc::Status DeliverFiltered(grpc::ServerContext* context, Wire* wire) override {
    return serve(*context, *wire, BlockForm::filtered);
  }
  grpc::Status DeliverWithPrivateData(grpc::ServerContext* context, Wire* wire) override {
    return serve(*context, *wire, BlockForm::with_private);
  }

 private:
  grpc::Status serve(grpc::ServerContext& context, Wire& wire, BlockForm form);

  devpeer::Deliver& deliver_;
  std::atomic<bool> open_ = false;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> streams_ = 0;
};

}  // namespace tradelane::devpeer
