// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <memory>
#include <string>

#include "chaincode/shim/host.hpp"
#include "chaincode/shim/http2/client.hpp"

namespace tradelane::shim {

/// Where a chaincode finds its peer (`peer.chaincodeListenAddress`).
struct PeerAddress {
  std::string host = "127.0.0.1";  // an address or a name
  std::uint16_t port = 0;
  /// Null is plain text, for loopback only.
  std::shared_ptr<http2::TlsSource> tls = {};
  /// What the peer's certificate must bear; "": `host`.
  std::string server_name = {};
};

/// A chaincode that dials its peer, as Fabric's own runtimes, dev mode and some builders want it.
/// It dials again, less and less often, whenever the stream ends. The same chaincode, settings and
/// protocol as with `Server`. Its functions may be called from any thread.
class Client {
 public:
  /// `chaincode` and `log` outlive the client.
  Client(const Chaincode& chaincode, const Settings& settings, PeerAddress peer,
         const http2::Limits& limits, Log& log, const http2::Redial& redial = {});
  /// The same for a chaincode of the ledger layer.
  Client(const ledger::Chaincode& chaincode, const Settings& settings, PeerAddress peer,
         const http2::Limits& limits, Log& log, const http2::Redial& redial = {});
  ~Client() { stop(); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void start();
  /// New transactions are answered ERROR, running ones are finished, then the stream ends for good.
  void drain();
  bool is_draining() const { return host_.is_draining(); }
  /// After `drain`: nothing is running and the peer is not connected any more.
  bool is_drained() const { return host_.is_drained(); }
  /// Ends everything. Running transactions are abandoned, and one that does not return is waited
  /// for.
  void stop();

  /// `ready_streams` is 1 while the peer has us registered.
  const Counters& counters() const { return host_.counters(); }
  /// Threads that have been inside one transaction for longer than `Settings::stuck`.
  std::size_t stuck_threads() const { return host_.stuck_threads(); }

 private:
  Client(std::shared_ptr<const Chaincode> chaincode, const Settings& settings, PeerAddress peer,
         const http2::Limits& limits, Log& log, const http2::Redial& redial);
  void ended(const http2::Ending& ending);

  Log& log_;
  Host host_;
  http2::IoThread thread_;
  http2::Client http2_;
  std::atomic<bool> started_ = false;
};

}  // namespace tradelane::shim
