// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "chaincode/base/bytes.hpp"
#include "chaincode/devpeer/membership.hpp"

namespace protos {
class SignedProposal;
}

namespace tradelane::devpeer {

/// A proposal that could be read; nothing about it has been checked.
struct Proposal {
  int type = 0;
  std::string channel = {};
  std::string txid = {};
  std::uint64_t epoch = 0;
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;
  Bytes creator = {};
  Bytes nonce = {};
  /// The name in the header's extension: whose state it is about.
  std::string chaincode = {};
  /// A serialised protos.ChaincodeInput: what the chaincode is given.
  Bytes input = {};
  bool has_transient = false;
  /// What goes on the ledger: a common.Header and a ChaincodeProposalPayload without transient map.
  Bytes header = {};
  Bytes payload = {};
  /// What endorsers sign of it.
  Bytes hash = {};
  Bytes bytes = {};
  Bytes signature = {};
};

/// The proposal, or why it cannot be read.
std::variant<Proposal, std::string> unpack(const protos::SignedProposal& proposal);

/// The peer's checks before it asks a chaincode: type, epoch, nonce, creator, transaction id,
/// membership, signature. Absent when all hold, else the peer's words.
std::optional<std::string> check(const Proposal& proposal, const Membership& membership);

/// SHA-256 of nonce and creator in lower-case hexadecimal.
std::string transaction_id(std::string_view nonce, std::string_view creator);

/// What of a proposal is hashed: its headers as they were sent and its payload without transient.
Bytes proposal_hash(std::string_view channel_header, std::string_view signature_header,
                    std::string_view payload);

}  // namespace tradelane::devpeer
