// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "adapters/gateway/block.hpp"
#include "adapters/gateway/connection.hpp"
#include "adapters/gateway/event.hpp"
#include "adapters/gateway/outcome.hpp"
#include "adapters/gateway/proposal.hpp"
#include "adapters/gateway/request.hpp"
#include "adapters/gateway/stream.hpp"

/// A client whose key is elsewhere: a wallet, another machine, a person. It makes what is to be
/// signed, and sends what comes back signed. Clients that hold a signer (gateway.hpp, blocks.hpp)
/// are the same with the signature put in at once.
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

/// How long each kind of call may take. Streams without a deadline last until they are cancelled.
struct Deadlines {
  Duration evaluate = std::chrono::seconds(5);
  Duration endorse = std::chrono::seconds(15);
  Duration submit = std::chrono::seconds(5);
  Duration commit_status = std::chrono::seconds(60);
  std::optional<Duration> chaincode_events = {};
  std::optional<Duration> blocks = {};
  std::optional<Duration> filtered_blocks = {};
  std::optional<Duration> blocks_and_private_data = {};
};

/// Safe from any thread; copies share the connection. Each call that sends fails with
/// INVALID_ARGUMENT, and sends nothing, while the signature is missing.
///
///     auto proposal = client.propose(call);                      // 1 of 7: kinds that are signed
///     proposal->signature = wallet(digest(Hash::sha256, proposal->bytes));
///     const auto endorsed = client.endorse(*proposal);
///     const auto transaction = with_signature(*endorsed, wallet(digest(…, endorsed->payload)));
///     client.submit(transaction);
///     auto question = client.request(StatusRequest{transaction.transaction_id, "trade"});
///     question.signature = wallet(digest(Hash::sha256, question.message));
///     client.commit_status(question);
class OfflineClient {
 public:
  OfflineClient(const Connection& connection, Identity identity, Deadlines deadlines = {});
  ~OfflineClient();
  OfflineClient(const OfflineClient&);
  OfflineClient& operator=(const OfflineClient&) = delete;

  const Identity& identity() const;

  /// What is to be signed. GW_CONFIG as `make_proposal`; GW_ENDORSERS when it carries transient
  /// data and names no organisation: a gateway could show the data to anyone (contracts.md 3).
  Result<Proposal> propose(const Call& call) const;
  SignableStatus request(const StatusRequest& request) const;
  SignableEvents request(const EventsRequest& request) const;
  /// `Kind` is one of the three of blocks.
  template <RequestKind Kind>
  Signable<Kind> request(const BlocksRequest& request) const;

  /// What is signed. For what each does see gateway.hpp and blocks.hpp.
  Outcome<Bytes, EvaluateFailure> evaluate(const Proposal& proposal) const;
  Outcome<EndorsedTransaction, EndorseFailure> endorse(const Proposal& proposal) const;
  Outcome<Done, SubmitFailure> submit(const SignedTransaction& transaction) const;
  Outcome<Commit, CommitStatusFailure> commit_status(const SignableStatus& request) const;
  std::unique_ptr<Stream<Event>> events(const SignableEvents& request) const;
  std::unique_ptr<Stream<Block>> blocks(const SignableBlocks& request) const;
  std::unique_ptr<Stream<FilteredBlock>> blocks(const SignableFilteredBlocks& request) const;
  std::unique_ptr<Stream<BlockAndPrivateData>> blocks(
      const SignableBlocksAndPrivateData& request) const;

 private:
  struct Impl;
  std::shared_ptr<const Impl> impl_;
};

}  // namespace tradelane::gateway
