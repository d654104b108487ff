// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "chaincode/shim/http2/stream.hpp"
#include "chaincode/shim/transaction.hpp"

namespace tradelane::shim {

/// Runs the transactions of one stream. Used on the thread of the stream.
class Runner : public http2::StreamUser {
 public:
  /// `outlet` and `environment` outlive the runner. REGISTER is sent at once.
  Runner(http2::Outlet& outlet, Environment& environment);
  ~Runner() override;

  void received(Bytes message) override;
  void half_closed() override;
  void closed() override;
  void tick() override;

 private:
  class Core;
  std::shared_ptr<Core> core_;
};

}  // namespace tradelane::shim
