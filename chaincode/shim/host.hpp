// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chaincode/ledger/chaincode.hpp"
#include "chaincode/shim/http2/stream.hpp"
#include "chaincode/shim/transaction.hpp"
#include "chaincode/shim/watchdog.hpp"
#include "chaincode/shim/workers.hpp"

namespace tradelane::shim {

/// What runs a chaincode, whoever dials whom: settings, counters, workers and watchdog. Its
/// functions may be called from any thread, what `accept` makes on its stream's.
class Host {
 public:
  /// `log` outlives the host.
  Host(std::shared_ptr<const Chaincode> chaincode, Settings settings, Log& log);
  ~Host() { stop(); }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  /// Makes what runs the streams of one package id; "": that of the settings. Before any of them is
  /// opened.
  http2::AcceptStream accept(const std::string& package_id = "");

  /// New transactions are answered ERROR, and streams without any end.
  void drain() { counters_.draining = true; }
  bool is_draining() const { return counters_.draining; }
  bool is_drained() const { return counters_.in_flight == 0 && counters_.ready_streams == 0; }
  /// Ends the workers. After the last stream has been closed, and while their loops still exist.
  void stop();

  const Counters& counters() const { return counters_; }

 private:
  std::shared_ptr<const Chaincode> chaincode_;
  Settings settings_;
  Log& log_;
  Counters counters_;
  Watchdog watchdog_;
  std::optional<Workers> workers_;
  std::vector<std::unique_ptr<Environment>> environments_;
};

/// A chaincode that somebody else owns and keeps.
std::shared_ptr<const Chaincode> borrowed(const Chaincode& chaincode);
/// The same for one of the ledger layer; `settings` say who else may call it.
std::shared_ptr<const Chaincode> adapted(const ledger::Chaincode& chaincode,
                                         const Settings& settings);

}  // namespace tradelane::shim
