// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/codec/fields.hpp"

/// What a company signs when it acts through another organisation's client: plain data, shared by
/// the contracts that verify and by the tools that sign. Source: contracts.md 2, story.md 2.
namespace tradelane::contract {

/// A detached signature inside an argument object.
struct Signature {
  static constexpr std::string_view name = "Signature";
  PartyId party = {};
  std::string kid = {};
  /// The subject's sequence number that the signer saw: the signature holds for this state only.
  std::int64_t seq = 0;
  Timestamp not_after = {};
  /// base64url: r‖s (64 bytes, ES256 and SM2) or an Ed25519 signature (64 bytes).
  std::string sig = {};

  static constexpr auto fields() {
    return listing(field("party", &Signature::party), field("kid", &Signature::kid),
                   field("seq", &Signature::seq), field("notAfter", &Signature::not_after),
                   field("sig", &Signature::sig));
  }
  bool operator==(const Signature&) const = default;
};

/// Everything that a signature covers.
struct ActStatement {
  /// The argument object; `signatures` and `relay` in it are not covered.
  Json args = {};
  std::string chaincode = {};
  std::string channel = {};
  std::string kid = {};
  Timestamp not_after = {};
  PartyId party = {};
  std::int64_t seq = 0;
  /// `party/<id>` `consent/<id>` `bill/<id>` `loan/<id>` `payment/<uetr>`
  std::string subject = {};
  /// `ebl:Transfer`
  std::string transaction = {};
};

/// `args` without `signatures` and `relay`.
Json signed_part(const Json& args);

/// The bytes to sign: RFC 8785 of the statement with `"act":"tradelane.act/1"`.
Bytes act_bytes(const ActStatement& statement);

/// What a subject remembers of its last act, as bytes to hash: RFC 8785 of {args, seq, subject,
/// transaction}, `seq` as before the act.
Bytes act_identity(const Json& args, std::int64_t seq, std::string_view subject,
                   std::string_view transaction);

}  // namespace tradelane::contract
