// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "chaincode/base/bytes.hpp"
#include "chaincode/base/id.hpp"
#include "chaincode/base/result.hpp"

/// Key-level endorsement: who must sign whatever changes one key, in place of the policy of the
/// chaincode or collection. What is made here is written as `VALIDATION_PARAMETER` of the key, and
/// a peer takes any bytes there: wrong ones make the key unchangeable, empty ones anybody's. So a
/// policy exists only if it can be met. Values; source: fabric-shim.md 1.14, 3.5.
namespace tradelane::ledger {

/// In the order of Fabric's MSPRole.
enum class MspRole : std::uint8_t { member, admin, client, peer, orderer };

/// Somebody who has `role` in the organisation `msp`. Every valid certificate of an MSP is a
/// member's.
struct Principal {
  MspId msp = {};
  MspRole role = MspRole::peer;
  auto operator<=>(const Principal&) const = default;
};

/// A signature by `principal`, or else `count` of `rules`. As on a peer, a signature counts once:
/// two of (A, A) asks for two peers of A.
struct EndorsementRule {
  std::optional<Principal> principal = {};
  std::size_t count = 0;
  std::vector<EndorsementRule> rules = {};

  static EndorsementRule signed_by(Principal principal);
  static EndorsementRule out_of(std::size_t count, std::vector<EndorsementRule> rules);
  static EndorsementRule all_of(std::vector<EndorsementRule> rules);
  static EndorsementRule any_of(std::vector<EndorsementRule> rules);
  bool operator==(const EndorsementRule&) const = default;
};

class EndorsementPolicy {
 public:
  static constexpr std::size_t most_bytes = 16 * 1024;
  static constexpr std::size_t most_rules = 256;
  static constexpr std::size_t most_depth = 8;  // a signature in one list has depth 2

  /// ARG_MALFORMED for a rule without principal or rules, for `count` of 0 or above the number of
  /// rules, beyond a limit, and for a rule that peers cannot meet: admins, clients and orderers do
  /// not endorse, so nobody could ever change the key again.
  static Result<EndorsementPolicy> from(EndorsementRule rule);
  /// Each organisation must endorse: what the state-based builders of Fabric's shims make, byte for
  /// byte. As there, the last role given for an organisation counts. Refused when empty.
  static Result<EndorsementPolicy> of_all(const std::vector<Principal>& principals);
  /// ARG_MALFORMED for bytes that are no policy over roles, that name a principal no rule asks for,
  /// or that break a rule of `from`. Empty bytes are no policy.
  static Result<EndorsementPolicy> parse(std::string_view bytes);

  /// A serialised common.SignaturePolicyEnvelope; equal policies have equal bytes.
  Bytes bytes() const;
  const EndorsementRule& rule() const { return rule_; }
  /// The organisations that are named, ascending.
  std::vector<MspId> organisations() const;

  /// Adds organisations to, or removes them from, a policy `of_all`; ARG_MALFORMED for any other
  /// shape, which Go's builder would silently turn into "all", and for removing the last.
  Result<EndorsementPolicy> with(const std::vector<Principal>& principals) const;
  Result<EndorsementPolicy> without(const std::vector<MspId>& organisations) const;

  /// ARG_MALFORMED, naming the first organisation that is not in `known`: a policy that asks for
  /// one that the channel does not have may lock its key for ever.
  Result<> only_of(const std::vector<MspId>& known) const;

  bool operator==(const EndorsementPolicy&) const = default;

 private:
  explicit EndorsementPolicy(EndorsementRule rule) : rule_(std::move(rule)) {}
  EndorsementRule rule_;
};

}  // namespace tradelane::ledger
