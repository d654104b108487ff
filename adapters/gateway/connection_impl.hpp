// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include <grpcpp/grpcpp.h>

#include "adapters/gateway/connection.hpp"

namespace tradelane::gateway {

struct Connection::Impl {
  std::shared_ptr<grpc::Channel> channel;
};

}  // namespace tradelane::gateway
