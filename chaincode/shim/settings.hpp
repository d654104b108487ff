// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <set>
#include <string>

#include "chaincode/base/time.hpp"

namespace tradelane::shim {

/// What one transaction may use. Going over one of these fails that transaction and no other.
struct TransactionLimits {
  std::size_t args = 64;
  std::size_t arg_bytes = 1024 * 1024;
  std::size_t key_bytes = 1024;
  /// Of a value that is written. As many keys are asked for at once as would fit into 100 MiB, the
  /// most that a peer can send, if all of them had values of this size.
  std::size_t value_bytes = 1024 * 1024;
  std::size_t writes = 1'000;
  /// Keys read and rows received, also what the cache answers.
  std::size_t reads = 10'000;
  std::size_t event_bytes = 16 * 1024;
  /// Arguments, answers of the peer, open queries and writes that have not been sent.
  std::size_t memory_bytes = 64 * 1024 * 1024;
  /// Of these, values kept so that a second look at a key costs no round trip.
  std::size_t cache_bytes = 8 * 1024 * 1024;
  /// Peers stop a query here without a word (`ledger.state.totalQueryLimit`).
  std::size_t query_rows = 100'000;
};

/// How transactions are run. The same for all streams of a server or client.
struct Settings {
  /// As the peer has given it: label and hash.
  std::string package_id = {};
  /// One message of one transaction, either way.
  std::size_t message_bytes = 16 * 1024 * 1024;
  /// At once on one stream; the next one is answered "busy". A call that comes back within a
  /// transaction which is already running is always let in, so that nothing can wait for itself.
  std::size_t transactions = 2500;
  /// A little under the peer's executetimeout: after it nobody listens any more.
  std::chrono::milliseconds deadline{29'000};
  /// A peer that has not registered us by then never will.
  std::chrono::milliseconds handshake{10'000};
  /// How far the client's time may be from ours; zero: not looked at.
  std::chrono::seconds time_window{600};
  /// The server's clock; never reaches a contract.
  std::function<Timestamp()> now = {};
  /// For the peer's answer to one request.
  std::chrono::milliseconds request_deadline{10'000};
  /// A thread that has been inside one transaction for so long is reported as stuck.
  std::chrono::milliseconds stuck{60'000};
  /// Threads that run transactions, of all streams; 0: the thread that reads the stream does.
  unsigned workers = 0;
  TransactionLimits limits = {};
  /// The organisation of the peer, for `Stub::own_msp`; "": not known.
  std::string msp = {};
  /// The name under which this chaincode is defined, to recognise calls through another one even
  /// when it passes the arguments on as they were; "": not known.
  std::string chaincode = {};
  /// Chaincodes of the same channel that may call a `ledger::Chaincode`; for others it is as if
  /// the caller had no right to anything.
  std::set<std::string> callers = {};
};

}  // namespace tradelane::shim
