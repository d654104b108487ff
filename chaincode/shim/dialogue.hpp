// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <exception>
#include <string>
#include <vector>

#include "chaincode/shim/codec/encode.hpp"
#include "chaincode/shim/codec/requests.hpp"
#include "chaincode/shim/errors.hpp"
#include "chaincode/shim/message.hpp"
#include "chaincode/shim/settings.hpp"

namespace tradelane::shim {

/// What carries one transaction's requests to its peer.
class PeerPort {
 public:
  virtual ~PeerPort() = default;
  /// Sends a whole message and waits for its answer, RESPONSE or ERROR. `callee` is the chaincode
  /// that the message calls, "" for any other message. Throws `Abandoned` or `Unanswered`.
  virtual PeerMessage ask(Bytes message, const std::string& callee) = 0;
};

/// How many round trips a transaction took, and how many it was spared.
struct Tally {
  std::uint64_t round_trips = 0;
  std::uint64_t saved_by_batches = 0;
  std::uint64_t saved_by_multi_get = 0;
  std::uint64_t saved_by_cache = 0;
};

/// One transaction's conversation with its peer: what every request has to obey. After a peer's
/// error, a lost peer or a limit every further request throws the same again, so that a chaincode
/// cannot go on as if nothing had happened. Used by one transaction on one thread.
class Dialogue {
 public:
  /// What `transaction` views, `settings` and `port` outlive the dialogue.
  Dialogue(const codec::TransactionRef& transaction, PeerAbilities abilities,
           const Settings& settings, PeerPort& port)
      : transaction_(transaction), abilities_(abilities), settings_(settings), port_(port) {}
  Dialogue(const Dialogue&) = delete;
  Dialogue& operator=(const Dialogue&) = delete;

  /// The answer to a request about the ledger, one of codec/requests.hpp; an ERROR is thrown as
  /// `PeerError`.
  template <class Request>
  PeerMessage ask(const Request& request) {
    return ask_measured(codec::encode_request(transaction_, request));
  }
  /// The same for a page of a query, which may be larger than an answer may: whoever asks has to
  /// `measure` it once he knows the query, so that it is closed in any case.
  template <class Request>
  PeerMessage ask_page(const Request& request) {
    return ask_unmeasured(codec::encode_request(transaction_, request));
  }
  void measure(std::size_t bytes);
  /// The answer to a call of `callee`: RESPONSE or ERROR.
  PeerMessage call(const codec::InvokeChaincode& request, const std::string& callee);

  /// Throws what has broken this transaction, if anything has.
  void require_intact() const;
  /// Breaks it with `exception`, and throws that.
  template <class Exception>
  [[noreturn]] void fail(Exception exception) {
    broken_ = std::make_exception_ptr(exception);
    throw exception;
  }

  /// Counts towards the limit on reads.
  void count_reads(std::size_t more);
  void count_write();
  /// Counts towards the limit on memory until it is released.
  void hold(std::size_t bytes);
  void release(std::size_t bytes) { held_ -= bytes; }
  /// Left before its last page: closed ahead of the next request, or of the answer.
  void close_later(std::string query) { to_close_.push_back(std::move(query)); }
  /// To be called before the transaction is answered, also when it has failed. A peer (up to
  /// v3.1.5 at least) that finds a query open then closes it from two goroutines at once, and may
  /// crash. Does nothing when the peer is not there to be asked.
  void close_left_queries();

  const codec::TransactionRef& transaction() const { return transaction_; }
  const PeerAbilities& abilities() const { return abilities_; }
  const Settings& settings() const { return settings_; }
  Tally& tally() { return tally_; }

 private:
  PeerMessage ask_measured(Bytes message);
  PeerMessage ask_unmeasured(Bytes message);
  PeerMessage exchange(Bytes message, const std::string& callee);

  codec::TransactionRef transaction_;
  PeerAbilities abilities_;
  const Settings& settings_;
  PeerPort& port_;
  Tally tally_ = {};
  std::exception_ptr broken_ = {};
  bool is_lost_ = false;  // the peer has not answered the last request
  std::size_t reads_ = 0;
  std::size_t writes_ = 0;
  std::size_t held_ = 0;
  std::vector<std::string> to_close_ = {};
};

}  // namespace tradelane::shim
