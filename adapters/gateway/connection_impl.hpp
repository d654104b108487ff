// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

#include <grpcpp/grpcpp.h>

#include "adapters/gateway/connection.hpp"
#include "chaincode/base/bytes.hpp"

namespace tradelane::gateway {

struct Connection::Impl {
  std::shared_ptr<grpc::Channel> channel;
  /// SHA-256 of the DER of the TLS client certificate; "" without one.
  Bytes tls_certificate_hash;

  /// Looks at how a call ended: after a lost connection the way back is sought at once. Without
  /// somebody who waits for it, gRPC does a little of a TLS handshake every five seconds, and gives
  /// it up before it is through. Safe from any thread.
  void heed(const grpc::Status& status);

 private:
  std::mutex mutex_;
  std::atomic<bool> seeking_ = false;
  std::jthread seeker_;  // last, so that it ends before what it uses
};

}  // namespace tradelane::gateway
