// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "chaincode/shim/host.hpp"
#include "chaincode/shim/http2/server.hpp"

namespace tradelane::shim {

/// Where peers find one package. A peer does not say which one it wants, so each has an address of
/// its own.
struct Endpoint {
  /// "": that of the settings.
  std::string package_id = {};
  /// What accepts streams is put into it.
  http2::Listener listener = {};
};

/// A chaincode as a service, for any number of packages and peers. Endpoints share the workers, and
/// each has a thread and limits of its own, so that what floods one of them leaves the others
/// alone. Its functions may be called from any thread.
class Server {
 public:
  /// `chaincode` and `log` outlive the server. At least one endpoint is given.
  Server(const Chaincode& chaincode, const Settings& settings, std::vector<Endpoint> endpoints,
         const http2::Limits& limits, Log& log);
  /// The same for a chaincode of the ledger layer.
  Server(const ledger::Chaincode& chaincode, const Settings& settings,
         std::vector<Endpoint> endpoints, const http2::Limits& limits, Log& log);
  /// With one endpoint.
  Server(const ledger::Chaincode& chaincode, const Settings& settings, http2::Listener listener,
         const http2::Limits& limits, Log& log);
  ~Server() { stop(); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// ARG_MALFORMED says in one sentence what cannot be listened on.
  Result<> start();
  /// Of an endpoint, in the order given.
  std::uint16_t port(std::size_t endpoint = 0) const { return http2_.at(endpoint)->port(); }
  /// Whether every endpoint still answers, see `http2::Server::probe`.
  Result<> probe();

  /// New transactions are answered ERROR, running ones are finished, then their streams end.
  void drain();
  bool is_draining() const { return host_.is_draining(); }
  /// After `drain`: nothing is running and no peer is connected any more.
  bool is_drained() const { return host_.is_drained(); }
  /// Ends everything. Running transactions are abandoned, and one that does not return is waited
  /// for.
  void stop();

  /// Of all endpoints of one package id; "": that of the settings.
  const Counters& counters(const std::string& package_id = "") const {
    return host_.counters(package_id);
  }
  /// Threads that have been inside one transaction for longer than `Settings::stuck`.
  std::size_t stuck_threads() const { return host_.stuck_threads(); }

 private:
  Server(std::shared_ptr<const Chaincode> chaincode, const Settings& settings,
         std::vector<Endpoint> endpoints, const http2::Limits& limits, Log& log);

  Host host_;
  std::vector<std::unique_ptr<http2::Server>> http2_;  // one for each endpoint
};

}  // namespace tradelane::shim
