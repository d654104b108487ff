// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "chaincode/base/bytes.hpp"

/// The port through which the pipeline reaches a ledger. Plain values, no network in here.
namespace tradelane::feed {

using Milliseconds = std::chrono::milliseconds;

/// What waits to become one transaction.
struct Item {
  std::int64_t id = 0;
  /// Where it came from, and its key there.
  std::string source = {};
  std::string key = {};
  Bytes payload = {};
};

/// Signed bytes that the ledger takes at most once, however often they are sent.
struct Envelope {
  std::string transaction_id = {};
  std::string channel = {};
  Bytes bytes = {};
  /// What the contract answered; it counts once the transaction is valid.
  Bytes result = {};
  bool operator==(const Envelope&) const = default;
};

/// Why an attempt did not end on the ledger, and what that means.
struct Failure {
  enum class Next : std::uint8_t {
    give_up,     // another attempt gets the same answer: a refusal
    ask_person,  // settings, rights or an alarm: a person must look
    again,       // nothing has happened: wait, then prepare a new envelope
    unknown,     // the outcome is not known: ask and send the same envelope, never a new one
  };
  Next next = Next::ask_person;
  /// `FEED_SIG_INVALID`, `MVCC_READ_CONFLICT`; a stable token.
  std::string code = {};
  /// One line for people; no private values.
  std::string reason = {};
};

/// The transaction is on the ledger and valid.
struct Committed {
  std::uint64_t block = 0;
};

/// Turns an item into a transaction. Called by one thread per item, by several for several.
class Submitter {
 public:
  virtual ~Submitter() = default;

  /// Checks, endorses and signs. Nothing has happened on the ledger yet; never `unknown`.
  virtual std::variant<Envelope, Failure> prepare(const Item& item) = 0;

  /// Hands the bytes over. Whatever comes back, only `status` knows what became of them; a text
  /// says what went wrong on the way.
  virtual std::optional<std::string> send(const Envelope& envelope) = 0;

  /// Waits at most `within` for the outcome; `unknown` when there is none.
  virtual std::variant<Committed, Failure> status(const Envelope& envelope,
                                                  Milliseconds within) = 0;
};

}  // namespace tradelane::feed
