// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <string>

#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include "adapters/gateway/outcome.hpp"

namespace tradelane::gateway {

/// The call ends after so long.
inline void limit(grpc::ClientContext& context, std::chrono::milliseconds within) {
  context.set_deadline(std::chrono::system_clock::now() + within);
}

/// `status`, not OK, with the ErrorDetails that Fabric packs into it.
Failure read_failure(const grpc::Status& status, std::string transaction_id);

}  // namespace tradelane::gateway
