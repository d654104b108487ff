// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/base/bytes.hpp"

namespace tradelane {

/// A signature policy as a value: `n` of its rules, or, without rules, a signature by a peer of
/// `msp`. Each endorsement counts once, as on a peer.
struct Policy {
  std::size_t n = 0;
  std::vector<Policy> rules = {};
  std::string msp = {};

  static Policy signed_by(std::string msp) { return {.n = 0, .rules = {}, .msp = std::move(msp)}; }
  static Policy out_of(std::size_t n, std::vector<Policy> rules) {
    return {.n = n, .rules = std::move(rules), .msp = {}};
  }

  /// `AND(A, OR(B, C))`, `OutOf(2, A, B, C)`; names with or without quotes and with or without
  /// `.peer` or `.member`. `others` stands for every organisation of `all` that the text does not
  /// name. Absent for anything else, and for a name that is not in `all`.
  static std::optional<Policy> parse(std::string_view text, const std::vector<std::string>& all);

  /// A serialised common.SignaturePolicyEnvelope over roles (MEMBER or PEER). Absent for other
  /// principals and malformed bytes.
  static std::optional<Policy> decode(std::string_view bytes);

  /// `endorsers` are the MSP ids of valid endorsements, each counted once.
  bool satisfied_by(const std::vector<std::string>& endorsers) const;

  bool operator==(const Policy&) const = default;
};

}  // namespace tradelane
