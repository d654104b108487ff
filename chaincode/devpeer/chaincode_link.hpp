// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "chaincode/base/log.hpp"
#include "chaincode/devpeer/faults.hpp"
#include "chaincode/devpeer/ledger_requests.hpp"

namespace tradelane::devpeer {

/// How to reach a chaincode server, as a package's connection.json would say it.
struct LinkSettings {
  /// `host:port`; the host is what the server's certificate must name.
  std::string address = {};
  /// What the server must register with. Any other id is met with silence.
  std::string package_id = {};
  /// PEM. An empty root means loopback plaintext.
  std::string tls_root = {};
  std::string tls_certificate = {};
  std::string tls_key = {};
  std::chrono::milliseconds dial_timeout{3'000};
  std::chrono::milliseconds startup_timeout{10'000};
  std::chrono::milliseconds execute_timeout{30'000};
  /// How often a KEEPALIVE message is sent; 0: never.
  std::chrono::milliseconds keepalive{0};
  /// Announce batches as a peer of v3.1 does; else READY is empty, as from v2.5.
  bool announce_batches = true;
};

/// One stream to one chaincode server, opened by the first call and again after a loss: what one
/// peer has to one package. Safe from any thread.
class ChaincodeLink {
 public:
  /// `log` and `faults` outlive the link.
  ChaincodeLink(LinkSettings settings, Log& log, Faults& faults);
  ~ChaincodeLink();
  ChaincodeLink(const ChaincodeLink&) = delete;
  ChaincodeLink& operator=(const ChaincodeLink&) = delete;

  /// COMPLETED or ERROR from the chaincode, or why there is neither, in the peer's words. Blocks;
  /// no longer than dial, startup and execute timeout together, and what `context` takes to answer
  /// the last request. `call` is a TRANSACTION.
  std::variant<protos::ChaincodeMessage, std::string> execute(const protos::ChaincodeMessage& call,
                                                              TransactionContext& context);
  /// Ends the stream for good, also one that is being opened; calls under way end with it.
  void close();

  /// How many streams have been opened so far.
  std::uint64_t streams_opened() const;

 private:
  class Stream;
  std::variant<std::shared_ptr<Stream>, std::string> launch();

  const LinkSettings settings_;
  Log& log_;
  Faults& faults_;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tradelane::devpeer
