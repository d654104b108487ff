// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/grpc_failure.hpp"

#include <utility>

#include "proto/gateway/gateway.pb.h"
#include "proto/rpc/status.pb.h"

namespace tradelane::gateway {

namespace {

GrpcCode code_of(const grpc::Status& status) {
  const int code = status.error_code();
  return code >= 0 && code <= static_cast<int>(GrpcCode::unauthenticated)
             ? static_cast<GrpcCode>(code)
             : GrpcCode::unknown;
}

}  // namespace

Failure read_failure(const grpc::Status& status, std::string transaction_id) {
  Failure failure{.code = code_of(status),
                  .message = status.error_message(),
                  .transaction_id = std::move(transaction_id)};
  // Details are an extra: without them, or when they cannot be read, code and message stand.
  google::rpc::Status rich;
  if (!rich.ParseFromString(status.error_details())) return failure;
  for (const auto& any : rich.details()) {
    ::gateway::ErrorDetail detail;
    if (any.Is<::gateway::ErrorDetail>() && any.UnpackTo(&detail))
      failure.details.push_back({detail.address(), detail.msp_id(), detail.message()});
  }
  return failure;
}

}  // namespace tradelane::gateway
