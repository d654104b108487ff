// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "proto/orderer/seek_info.pb.h"
#include "proto/peer/events.grpc.pb.h"
#include "tests/adapters/gateway/gateway_double.hpp"
#include "tests/adapters/gateway/recorded.hpp"
#include "tests/adapters/gateway/told.hpp"

namespace tradelane::test {

/// What a client asked the Deliver service for.
struct Sought {
  /// "Deliver", "DeliverFiltered" or "DeliverWithPrivateData".
  std::string stream = {};
  std::string channel = {};
  std::string tls_certificate_hash = {};
  orderer::SeekInfo info = {};
};

/// A peer's Deliver service that answers as told, over real gRPC, and checks what every peer
/// checks: type, time, creator and signature of the request.
class DeliverDouble final : public protos::Deliver::Service {
 public:
  using Wire = grpc::ServerReaderWriter<protos::DeliverResponse, common::Envelope>;
  /// Writes what is to be sent; the status ends the call.
  using Script = std::function<grpc::Status(grpc::ServerContext&, Wire&, const Sought&)>;

  /// Plaintext on a free loopback port; with `tls`, mutual TLS.
  explicit DeliverDouble(const Person& client, const TlsFiles* tls = nullptr);
  ~DeliverDouble() override;

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  gateway::Connection connection() const;

  Told<Script> script;
  Recorded<Sought> sought;

 private:
  grpc::Status serve(const char* stream, grpc::ServerContext& context, Wire& wire);
  grpc::Status Deliver(grpc::ServerContext* context, Wire* wire) override;
  grpc::Status DeliverFiltered(grpc::ServerContext* context, Wire* wire) override;
  grpc::Status DeliverWithPrivateData(grpc::ServerContext* context, Wire* wire) override;

  Person client_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

/// In the form of the stream that was asked for; a filtered one is its number alone.
void write_block(DeliverDouble::Wire& wire, const Sought& asked, const common::Block& block);
/// The last message of a stream.
void write_status(DeliverDouble::Wire& wire, common::Status status);

/// A block with one transaction for each id: of chaincode "tradelane", with an event, a read, a
/// write and a private write, the first of them invalid (MVCC_READ_CONFLICT).
common::Block block_of(std::uint64_t number, const std::vector<std::string>& ids);

}  // namespace tradelane::test
