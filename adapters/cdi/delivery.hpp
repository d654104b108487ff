// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>

#include "adapters/cdi/access.hpp"
#include "adapters/cdi/deliveries.hpp"

/// Hands facts to a recipient, once per access.
namespace tradelane::cdi {

/// The ledger or the data node cannot be asked now, or its answer cannot be used; nothing was
/// delivered and a later attempt may pass. `what()` is for the log.
struct Unavailable : Fault {
  using Fault::Fault;
};

/// What the ledger says to the provider: the contract's refusals come back, everything else is
/// `Unavailable`. Safe from any thread.
class LedgerReads {
 public:
  virtual ~LedgerReads() = default;
  virtual Result<consent::ConsentView> consent(const consent::ConsentId& id) = 0;
  virtual Result<consent::JournalView> journal(const consent::ConsentId& id) = 0;
  virtual Result<evidence::EvidenceView> evidence(const evidence::EvidenceId& id) = 0;
};

/// The data node: all openings it has of a record, whatever their version. `Unavailable` when it
/// does not say. Safe from any thread.
class NodeReads {
 public:
  virtual ~NodeReads() = default;
  virtual std::vector<NodeOpening> openings(const evidence::EvidenceId& id) = 0;
};

using Now = std::function<Timestamp()>;

/// Safe from any thread; everything passed in outlives it.
class DeliveryDesk {
 public:
  struct Ports {
    LedgerReads& ledger;
    NodeReads& node;
    Deliveries& deliveries;
    Now now;
  };
  DeliveryDesk(Ports ports, std::int64_t ttl_s) : ports_(std::move(ports)), ttl_s_(ttl_s) {}

  /// This very body was answered before: its sender may not have got the answer.
  bool is_repeat(const DataRequestMessage& message, const Digest& body) const;

  /// The openings, after the delivery was recorded. Refusals of access.hpp in their order, with
  /// ACC_ALREADY_DELIVERED and EVD_UNKNOWN between consent and records. A body that was answered
  /// before gets the same answer again while all else still holds: an answer may be lost on the
  /// way, and gives nobody more than it gave before.
  Result<DataAnswer> deliver(const PartyId& caller, const DataRequestMessage& message,
                             const Digest& body);

 private:
  Result<consent::ConsentView> admit(const AccessAsk& ask);
  Result<std::vector<FactsOpening>> select(const consent::ConsentView& consent,
                                           const AccessAsk& ask);
  void open(std::vector<FactsOpening>& items);

  Ports ports_;
  std::int64_t ttl_s_;
};

}  // namespace tradelane::cdi
