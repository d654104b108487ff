// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include <grpcpp/support/status.h>

#include "adapters/gateway/outcome.hpp"

namespace tradelane::gateway {

/// `status`, not OK, with the ErrorDetails that Fabric packs into it.
Failure read_failure(const grpc::Status& status, std::string transaction_id);

}  // namespace tradelane::gateway
