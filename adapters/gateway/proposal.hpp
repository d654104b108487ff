// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/gateway/outcome.hpp"
#include "chaincode/base/bytes.hpp"
#include "chaincode/base/result.hpp"
#include "chaincode/base/time.hpp"

/// The bytes that a client of Fabric signs. Pure functions over plain data: no clock, no random,
/// no network. Source: fabric-network.md 4.2.
namespace tradelane::gateway {

using Duration = std::chrono::milliseconds;

/// Who calls: an MSP id and a certificate in PEM.
struct Identity {
  std::string msp = {};
  std::string certificate = {};

  /// msp.SerializedIdentity: the creator of everything that this identity signs.
  Bytes creator() const;
};

/// One call of a transaction.
struct Call {
  std::string channel = {};
  std::string chaincode = {};
  /// `ebl:Transfer`
  std::string function = {};
  /// After the function; our contracts take one JSON object.
  std::vector<Bytes> args = {};
  std::map<std::string, Bytes> transient = {};
  /// MSP ids of those who shall endorse, or answer a query. Every one of them sees `transient`.
  std::vector<std::string> organisations = {};
  /// Instead of the client's deadline for this kind of call.
  std::optional<Duration> within = {};
};

struct Proposal {
  std::string transaction_id = {};
  std::string channel = {};
  /// protos.Proposal, and the signature over exactly these bytes ("" until it is signed).
  Bytes bytes = {};
  Bytes signature = {};
  std::vector<std::string> organisations = {};
  bool has_transient = false;
  std::optional<Duration> within = {};
};

/// What makes one proposal differ from the next.
struct ProposalSeed {
  /// 24 random bytes.
  Bytes nonce = {};
  Timestamp now = {};
};

/// Lower-case hexadecimal SHA-256 of nonce and creator.
std::string transaction_id(std::string_view nonce, std::string_view creator);

/// GW_CONFIG when channel, chaincode or function are missing.
Result<Proposal> make_proposal(const Call& call, const Identity& identity,
                               const ProposalSeed& seed);

/// An endorsed transaction before its signature.
struct EndorsedTransaction {
  std::string transaction_id = {};
  std::string channel = {};
  /// common.Payload: exactly these bytes are signed.
  Bytes payload = {};
  /// What the contract answered; it counts once the transaction is committed as valid.
  Bytes result = {};

  bool operator==(const EndorsedTransaction&) const = default;
};

/// An envelope to be submitted. Its bytes may be kept and sent again later: the ledger takes them
/// at most once.
struct SignedTransaction {
  std::string transaction_id = {};
  std::string channel = {};
  /// common.Envelope with the client's signature.
  Bytes envelope = {};
  /// What the contract answered; it counts once the transaction is committed as valid.
  Bytes result = {};
  /// Instead of the client's deadline for submit; no part of what is kept.
  std::optional<Duration> within = {};

  bool operator==(const SignedTransaction&) const = default;
};

SignedTransaction with_signature(const EndorsedTransaction& transaction,
                                 std::string_view signature);

/// What the contract answered, out of the bytes that an endorsed transaction's signature covers;
/// absent when they are of another form.
std::optional<Bytes> result_in(std::string_view payload);

/// Reads what a gateway assembled (common.Envelope). A gateway could hand out another transaction
/// to be signed, so the headers and the input must be those of `proposal`, without transient data:
/// DATA_LOSS says what differs.
Outcome<EndorsedTransaction, EndorseFailure> read_endorsed(const Proposal& proposal,
                                                           std::string_view envelope_bytes);

}  // namespace tradelane::gateway
