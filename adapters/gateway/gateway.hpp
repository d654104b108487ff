// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/gateway/offline.hpp"
#include "adapters/gateway/signer.hpp"

/// The five calls of Fabric's gateway service, and nothing hidden between them: what to keep, what
/// to send again and when to give up is decided by the caller or by `invoke.hpp`.
namespace tradelane::gateway {

using EventStream = Stream<Event>;

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

struct ClientOptions {
  Identity identity = {};
  std::shared_ptr<const Signer> signer = {};
  Deadlines deadlines = {};
};

/// The gateway over gRPC.
std::unique_ptr<Gateway> make_client(const Connection& connection, ClientOptions options);

}  // namespace tradelane::gateway
