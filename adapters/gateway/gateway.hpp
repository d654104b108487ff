// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/gateway/connection.hpp"
#include "adapters/gateway/outcome.hpp"
#include "adapters/gateway/proposal.hpp"
#include "adapters/gateway/signer.hpp"

/// The five calls of Fabric's gateway service, and nothing hidden between them: what to keep, what
/// to send again and when to give up is decided by the caller or by `invoke.hpp`.
namespace tradelane::gateway {

/// How a transaction ended on the ledger.
struct Commit {
  std::string transaction_id = {};
  /// Fabric's TxValidationCode; 0 is VALID.
  int code = 0;
  std::string name = {};
  std::uint64_t block = 0;

  bool valid() const { return code == 0; }
};

struct StatusRequest {
  std::string transaction_id = {};
  std::string channel = {};
  std::optional<Duration> within = {};
};

/// Where a reader of events stands. Block 0 without a transaction id means: no position yet.
struct Checkpoint {
  std::uint64_t block = 0;
  /// The last transaction of `block` whose event was dealt with; "" when none was.
  std::string transaction_id = {};
  bool operator==(const Checkpoint&) const = default;
};

struct Event {
  std::uint64_t block = 0;
  std::string transaction_id = {};
  std::string chaincode = {};
  /// `tradelane.v1`
  std::string name = {};
  Bytes payload = {};
  /// No other event of this chaincode follows in this block.
  bool last_in_block = false;

  /// What to keep after this event has been dealt with.
  Checkpoint checkpoint() const {
    return last_in_block ? Checkpoint{.block = block + 1} : Checkpoint{block, transaction_id};
  }
};

struct EventsRequest {
  std::string channel = {};
  std::string chaincode = {};
  /// Absent: events of blocks yet to come. Otherwise from this position, past ones included.
  std::optional<Checkpoint> from = {};
  /// How long to listen; absent: until cancelled.
  std::optional<Duration> within = {};
};

/// Events in ledger order. `next` is for one thread, `cancel` for any; destruction cancels.
class EventStream {
 public:
  virtual ~EventStream() = default;
  /// Waits for an event. Afterwards a stream that failed, ran out of time (DEADLINE_EXCEEDED) or
  /// was cancelled (CANCELLED) gives the same failure for ever: open a new one at the checkpoint.
  virtual Outcome<Event, EventsFailure> next() = 0;
  virtual void cancel() = 0;
};

/// Port to a gateway peer for one identity. Safe from any thread.
class Gateway {
 public:
  virtual ~Gateway() = default;

  virtual const Identity& identity() const = 0;

  /// A signed proposal with a transaction id of its own. GW_ENDORSERS when it carries transient
  /// data and names no organisation: a gateway could show the data to anyone (contracts.md 3).
  virtual Result<Proposal> propose(const Call& call) = 0;

  /// The answer of a contract that is asked and changes nothing. Without organisations named the
  /// question goes to the identity's own organisation only.
  virtual Outcome<Bytes, EvaluateFailure> evaluate(const Proposal& proposal) = 0;

  /// Collects endorsements and signs the transaction. Nothing has happened on the ledger yet.
  virtual Outcome<SignedTransaction, EndorseFailure> endorse(const Proposal& proposal) = 0;

  /// Success means that an orderer took it, not that it is on the ledger; failure leaves unknown
  /// whether one did. The same bytes may be sent again.
  virtual Outcome<Done, SubmitFailure> submit(const SignedTransaction& transaction) = 0;

  /// Waits until the transaction is on the ledger, valid or not. Works long after it happened.
  virtual Outcome<Commit, CommitStatusFailure> commit_status(const StatusRequest& request) = 0;

  virtual std::unique_ptr<EventStream> events(const EventsRequest& request) = 0;
};

/// How long each kind of call may take.
struct Deadlines {
  Duration evaluate = std::chrono::seconds(5);
  Duration endorse = std::chrono::seconds(15);
  Duration submit = std::chrono::seconds(5);
  Duration commit_status = std::chrono::seconds(60);
};

struct ClientOptions {
  Identity identity = {};
  std::shared_ptr<const Signer> signer = {};
  Deadlines deadlines = {};
};

/// The gateway over gRPC.
std::unique_ptr<Gateway> make_client(const Connection& connection, ClientOptions options);

}  // namespace tradelane::gateway
