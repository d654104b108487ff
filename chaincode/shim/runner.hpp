// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "chaincode/shim/http2/stream.hpp"
#include "chaincode/shim/transaction.hpp"

namespace tradelane::shim {

/// Runs the transactions of one stream, on its thread or on workers. Used on the thread of the
/// stream.
class Runner : public http2::StreamUser {
 public:
  /// `outlet` outlives the runner, `environment` also its last transaction; `loop` is the thread of
  /// the stream, and only null when there are no workers. REGISTER is sent at once.
  Runner(http2::Outlet& outlet, Environment& environment, http2::Loop* loop = nullptr);
  ~Runner() override;

  void received(Bytes message) override;
  void batch_end() override;
  void half_closed() override;
  void closed() override;
  void tick() override;

 private:
  class Core;
  std::shared_ptr<Core> core_;
};

}  // namespace tradelane::shim
