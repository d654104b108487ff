// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "chaincode/operations/metrics.hpp"
#include "chaincode/operations/port.hpp"
#include "chaincode/server/config.hpp"
#include "chaincode/server/links.hpp"
#include "chaincode/server/log_sink.hpp"
#include "chaincode/server/program.hpp"
#include "chaincode/server/self_probe.hpp"
#include "chaincode/shim/http2/tls_source.hpp"

namespace tradelane::server {

/// The server of one chaincode: shim, logs and operations port put together. Its functions are
/// called from one thread.
class Process {
 public:
  /// ARG_MALFORMED says in one sentence what is wrong with files or addresses, and how to mend it.
  /// `chaincode` outlives the process.
  static Result<std::unique_ptr<Process>> start(const Program& program,
                                                const shim::Chaincode& chaincode,
                                                const Config& config);
  /// The same for a chaincode of the ledger layer.
  static Result<std::unique_ptr<Process>> start(const Program& program,
                                                const ledger::Chaincode& chaincode,
                                                const Config& config);

  /// Of the listener of this index, as configured.
  std::uint16_t port(std::size_t index = 0) const { return links_->port(index); }
  std::uint16_t operations_port() const { return operations_->port(); }
  /// One line of JSON: where it listens for which package id, or which peer it dials, and where it
  /// is asked for its health. The first listener is named by itself as well.
  std::string ready_line() const;

  /// Takes no new work; what runs is finished.
  void drain();
  bool is_drained() const { return links_->is_drained(); }
  std::size_t in_flight() const { return links_->in_flight(); }
  /// Takes the certificates that are there now, and opens the log file anew.
  void reload();
  /// The listeners no longer answer: nothing but a new process helps.
  bool has_failed() const { return probe_->has_given_up(); }
  Log& log() { return log_; }

 private:
  using SharedChaincode = std::shared_ptr<const shim::Chaincode>;

  Process(const Program& program, SharedChaincode chaincode, const Config& config, LogSink sink);
  static Result<std::unique_ptr<Process>> start(const Program& program, SharedChaincode chaincode,
                                                const Config& config);
  Result<> start();
  Result<> open_tls();
  Result<> open_operations();
  operations::Answer health() const;
  operations::Answer readiness() const;
  operations::Routes routes();

  const Program program_;
  const SharedChaincode chaincode_;
  const Config config_;
  const LogSink sink_;
  Log log_;
  operations::Metrics metrics_;
  std::shared_ptr<shim::http2::TlsSource> tls_;  // null for plain text
  std::unique_ptr<Links> links_;
  std::unique_ptr<SelfProbe> probe_;
  std::unique_ptr<operations::Port> operations_;
};

}  // namespace tradelane::server
