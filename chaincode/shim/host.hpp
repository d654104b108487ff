// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "chaincode/ledger/chaincode.hpp"
#include "chaincode/shim/http2/stream.hpp"
#include "chaincode/shim/transaction.hpp"
#include "chaincode/shim/watchdog.hpp"
#include "chaincode/shim/workers.hpp"

namespace tradelane::shim {

/// What runs a chaincode, whoever dials whom, and for however many package ids: these share workers
/// and watchdog, and each is counted by itself. All is accepted before anything is opened; then its
/// functions may be called from any thread, what `accept` makes on its stream's.
class Host {
 public:
  /// `log` outlives the host.
  Host(std::shared_ptr<const Chaincode> chaincode, Settings settings, Log& log);
  ~Host() { stop(); }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  /// Makes what runs the streams of one package id; "": that of the settings.
  http2::AcceptStream accept(const std::string& package_id = "");

  /// New transactions are answered ERROR, and streams without any end.
  void drain();
  bool is_draining() const;
  bool is_drained() const;
  /// Ends the workers. After the last stream has been closed, and while their loops still exist.
  void stop();

  /// Of a package id that was accepted; "": that of the settings.
  const Counters& counters(const std::string& package_id = "") const {
    return packages_.at(named(package_id)).counters;
  }
  /// As the watchdog sees it.
  std::size_t stuck_threads() const { return watchdog_.stuck_threads(); }

 private:
  struct Package {
    Counters counters = {};
    std::unique_ptr<Environment> environment = {};
  };

  const std::string& named(const std::string& package_id) const {
    return package_id.empty() ? settings_.package_id : package_id;
  }

  std::shared_ptr<const Chaincode> chaincode_;
  Settings settings_;
  Log& log_;
  Watchdog watchdog_;
  std::optional<Workers> workers_;
  std::map<std::string, Package> packages_;
};

/// A chaincode that somebody else owns and keeps.
std::shared_ptr<const Chaincode> borrowed(const Chaincode& chaincode);
/// The same for one of the ledger layer; `settings` say who else may call it.
std::shared_ptr<const Chaincode> adapted(const ledger::Chaincode& chaincode,
                                         const Settings& settings);

}  // namespace tradelane::shim
