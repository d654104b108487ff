// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "adapters/gateway/event.hpp"
#include "adapters/gateway/proposal.hpp"

/// The five questions besides proposals and transactions that a client signs. Pure functions over
/// plain data: no clock, no random, no network. Source: fabric-network.md 4.1 and 4.2.
namespace tradelane::gateway {

struct StatusRequest {
  std::string transaction_id = {};
  std::string channel = {};
  /// Instead of the client's deadline for this kind of call.
  std::optional<Duration> within = {};
};

struct EventsRequest {
  std::string channel = {};
  std::string chaincode = {};
  /// Absent: events of blocks yet to come. Otherwise from this position, past ones included.
  std::optional<Checkpoint> from = {};
  /// How long to listen; absent: the client's deadline, without one until cancelled.
  std::optional<Duration> within = {};
};

struct BlocksRequest {
  std::string channel = {};
  /// The block of a checkpoint, for example. Absent: blocks yet to come.
  std::optional<std::uint64_t> from = {};
  /// The last one to be given; absent: without end.
  std::optional<std::uint64_t> until = {};
  /// Only the one that is the newest now; `from` and `until` do not count.
  bool newest = false;
  /// As for events.
  std::optional<Duration> within = {};
};

enum class RequestKind : std::uint8_t {
  commit_status,
  chaincode_events,
  blocks,
  filtered_blocks,
  blocks_and_private_data
};

/// A question in Fabric's form, with its signature or still without. What is signed is `message`,
/// by way of `digest` where the key asks for one (signer.hpp).
template <RequestKind Kind>
struct Signable {
  Bytes message = {};
  Bytes signature = {};
  /// How long to wait or to listen. Stays here: no part of the bytes.
  std::optional<Duration> within = {};

  bool operator==(const Signable&) const = default;
};
using SignableStatus = Signable<RequestKind::commit_status>;
using SignableEvents = Signable<RequestKind::chaincode_events>;
using SignableBlocks = Signable<RequestKind::blocks>;
using SignableFilteredBlocks = Signable<RequestKind::filtered_blocks>;
using SignableBlocksAndPrivateData = Signable<RequestKind::blocks_and_private_data>;

/// What the peer's Deliver service asks for besides.
struct BlocksSeed {
  Timestamp now = {};
  /// SHA-256 of the DER of the TLS client certificate; "" without one.
  Bytes tls_certificate_hash = {};
};

SignableStatus make_request(const StatusRequest& request, const Identity& identity);
SignableEvents make_request(const EventsRequest& request, const Identity& identity);
template <RequestKind Kind>
Signable<Kind> make_request(const BlocksRequest& request, const Identity& identity,
                            const BlocksSeed& seed);

/// The forms in which the official clients carry what is to be signed to where the key is and back,
/// so that any of them, ours included, can take up what another began: gateway.ProposedTransaction,
/// PreparedTransaction, SignedCommitStatusRequest, SignedChaincodeEventsRequest, common.Envelope.
Bytes bytes_of(const Proposal& proposal);
Bytes bytes_of(const EndorsedTransaction& transaction);
template <RequestKind Kind>
Bytes bytes_of(const Signable<Kind>& request);

/// Back again. ARG_MALFORMED for bytes of another form, and for a transaction id that is not the
/// one of the headers. A deadline does not travel.
Result<Proposal> proposal_from(std::string_view bytes);
Result<EndorsedTransaction> transaction_from(std::string_view bytes);
template <RequestKind Kind>
Result<Signable<Kind>> request_from(std::string_view bytes);

}  // namespace tradelane::gateway
