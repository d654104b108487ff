// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include "chaincode/contract/router.hpp"
#include "chaincode/operations/port.hpp"
#include "chaincode/server/config.hpp"
#include "chaincode/shim/server.hpp"

namespace tradelane::server {

/// Every contract of the chaincode `tradelane`.
contract::Router make_router();

/// The chaincode server of one process: contracts, shim and operations port put together. Its
/// functions are called from one thread.
class Process {
 public:
  /// ARG_MALFORMED says in one sentence what is wrong with files or addresses, and how to mend it.
  static Result<std::unique_ptr<Process>> start(const Config& config);

  std::uint16_t port() const { return shim_->port(); }
  std::uint16_t operations_port() const { return operations_->port(); }
  /// One line of JSON: where it listens, where it is asked for its health, its package id.
  std::string ready_line() const;

  /// Takes no new work; what runs is finished.
  void drain() { shim_->drain(); }
  bool is_drained() const { return shim_->is_drained(); }
  const shim::Counters& counters() const { return shim_->counters(); }
  Log& log() { return log_; }

 private:
  explicit Process(const Config& config);
  operations::Routes routes();

  const Config config_;
  Log log_;
  contract::Router router_;
  std::unique_ptr<shim::Server> shim_;
  std::unique_ptr<operations::Port> operations_;
};

}  // namespace tradelane::server
