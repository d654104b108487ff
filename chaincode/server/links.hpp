// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "chaincode/codec/json.hpp"
#include "chaincode/operations/metrics.hpp"
#include "chaincode/server/config.hpp"
#include "chaincode/shim/client.hpp"
#include "chaincode/shim/server.hpp"

namespace tradelane::server {

/// How peers are met: at listeners, each for one package id, or at the address of the one peer that
/// is dialled. Its functions may be called from any thread once it has been started.
class Links {
 public:
  /// `chaincode` and `log` outlive the links; `tls` is null for plain text.
  Links(const shim::Chaincode& chaincode, const Config& config,
        std::shared_ptr<shim::http2::TlsSource> tls, Log& log);

  /// ARG_MALFORMED says what cannot be listened on, and how to mend it. A peer that is dialled need
  /// not be there yet.
  Result<> start();
  /// Listens for peers, and does not dial one.
  bool listens() const { return client_ == nullptr; }
  /// Of the listener of this index, as configured.
  std::uint16_t port(std::size_t index = 0) const { return server_->port(index); }
  /// Whether every listener answers; nothing is wrong when there is none.
  Result<> probe();

  /// Takes no new work; what runs is finished.
  void drain();
  bool is_draining() const;
  bool is_drained() const;
  std::size_t in_flight() const;
  /// Streams of peers that may send transactions.
  std::size_t ready_streams() const;
  /// Threads that do not come out of one transaction: nothing but a new process helps them.
  std::size_t stuck_threads() const;

  /// What is counted, by package id. `metrics` is not read any longer than this lives.
  void add_metrics(operations::Metrics& metrics) const;
  /// Where it listens for which package id, or what it dials.
  Json::Object description() const;
  /// The same for the log.
  void log_start() const;

 private:
  /// By package id: listeners may have the same one.
  std::map<std::string, const shim::Counters*> counters() const;
  template <class Count>
  std::size_t sum(Count count) const;

  const Config config_;
  Log& log_;
  std::unique_ptr<shim::Server> server_;
  std::unique_ptr<shim::Client> client_;  // instead of it
};

}  // namespace tradelane::server
