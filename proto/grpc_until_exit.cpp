// SPDX-License-Identifier: Apache-2.0
#include "proto/grpc_until_exit.hpp"

#include <grpc/grpc.h>
#include <openssl/crypto.h>

namespace tradelane {
namespace {

struct GrpcUntilExit {
  GrpcUntilExit() {
    // Whoever registers first for the exit is called last.
    OPENSSL_init_crypto(0, nullptr);
    grpc_init();
  }
  ~GrpcUntilExit() { grpc_shutdown_blocking(); }
  GrpcUntilExit(const GrpcUntilExit&) = delete;
  GrpcUntilExit& operator=(const GrpcUntilExit&) = delete;
};

}  // namespace

void keep_grpc_until_exit() { static const GrpcUntilExit kept; }

}  // namespace tradelane
