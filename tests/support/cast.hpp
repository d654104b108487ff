// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>

#include "tests/support/world.hpp"

/// The people of story.md 1, their keys and their organisations, for the tests of all contracts.
namespace tradelane::test {

/// A party of the story under its short name.
struct Role {
  PartyId id = {};
  std::string msp = {};
  Json roles = {};
  bool acts_by_signature = false;
  bool default_party = false;
  std::optional<Signer> signer = {};
};

/// 26 characters that end in the alias: "EXP" → "00000000000000000000000EXP".
PartyId party_id(std::string_view alias);

class Cast {
 public:
  Cast();

  const Role& operator[](const std::string& alias) const { return roles_.at(alias); }
  const std::map<std::string, Role>& all() const { return roles_; }

  /// The arguments of party:Register for `alias`, and the opening of its identity.
  Json registration(const std::string& alias) const;
  Opening identity(const std::string& alias) const;

 private:
  std::map<std::string, Role> roles_;
};

/// One cast for the whole program: making keys takes time.
const Cast& cast();

Json bootstrap_args();
Json rulebook();

/// Plays step 0 of the story for the parties: Bootstrap, Register, AcceptTerms.
void admit_everyone(World& world);

/// The person who acts for `alias` under its own MSP.
Actor actor(const World& world, const std::string& alias);

}  // namespace tradelane::test
