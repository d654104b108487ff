// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/chaincode_server.hpp"

#include "adapters/gateway/connection_impl.hpp"
#include "adapters/gateway/grpc_failure.hpp"
#include "proto/peer/chaincode.pb.h"
#include "proto/peer/shim.grpc.pb.h"

namespace tradelane::gateway {

Outcome<std::string> registered_package_id(const Connection& server, Duration within) {
  const auto stub = protos::Chaincode::NewStub(server.impl().channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + within);
  const auto stream = stub->Connect(&context);
  protos::ChaincodeMessage first;
  if (!stream->Read(&first)) {
    const grpc::Status status = stream->Finish();
    if (!status.ok()) return read_failure(status, "");
    return Failure{.code = GrpcCode::unavailable, .message = "the server closed the stream"};
  }
  context.TryCancel();
  protos::ChaincodeID id;
  if (first.type() != protos::ChaincodeMessage::REGISTER || !id.ParseFromString(first.payload()))
    return Failure{.code = GrpcCode::data_loss, .message = "the first message is no REGISTER"};
  return id.name();
}

}  // namespace tradelane::gateway
