// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "chaincode/contract/party_record.hpp"

namespace tradelane::contract {

/// Who may call. Deny by default; the finer question, whose act it is, belongs to the transaction.
/// Also what the metadata says of it, so that nobody has to read the table in C++.
struct Who {
  static constexpr std::string_view name = "Who";
  enum class Kind : std::uint8_t {
    anyone,     // any certificate of a member MSP of the channel
    operators,  // an MSP named by party:Bootstrap
    parties,    // a registered, active party, terms accepted or not
    members,    // a registered, active party that has accepted the terms
  };
  Kind kind = Kind::members;
  /// Not empty: the party has at least one of these roles.
  Set<Role> roles = {};

  static constexpr auto fields() {
    return listing(field("caller", &Who::kind), field("roles", &Who::roles));
  }
};
constexpr auto enum_texts(Who::Kind) {
  using T = std::string_view;
  return std::array{
      std::pair{Who::Kind::anyone, T("ANYONE")}, std::pair{Who::Kind::operators, T("OPERATOR")},
      std::pair{Who::Kind::parties, T("PARTY")}, std::pair{Who::Kind::members, T("MEMBER")}};
}

namespace who {

inline Who anyone() { return {.kind = Who::Kind::anyone}; }
inline Who operators() { return {.kind = Who::Kind::operators}; }
inline Who parties() { return {.kind = Who::Kind::parties}; }
inline Who members() { return {.kind = Who::Kind::members}; }
inline Who with(std::initializer_list<Role> roles) {
  return {.kind = Who::Kind::members, .roles = Set<Role>::of(roles)};
}

}  // namespace who

}  // namespace tradelane::contract
