// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <string>

#include <grpcpp/support/status.h>

namespace tradelane::devpeer {

/// One call among those that a service has open at once.
class CallCount {
 public:
  explicit CallCount(std::atomic<int>& calls) : calls_(calls), now_(++calls) {}
  ~CallCount() { --calls_; }
  CallCount(const CallCount&) = delete;
  CallCount& operator=(const CallCount&) = delete;

  bool exceeds(int limit) const { return now_ > limit; }
  /// What a peer's limiter says; a plain error, so without a code of its own.
  static grpc::Status refusal(const std::string& service, int limit) {
    return {grpc::StatusCode::UNKNOWN, "too many requests for /" + service +
                                           ", exceeding concurrency limit (" +
                                           std::to_string(limit) + ")"};
  }

 private:
  std::atomic<int>& calls_;
  const int now_;
};

}  // namespace tradelane::devpeer
