// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/party/identity.hpp"

#include <algorithm>

#include "chaincode/codec/identifier.hpp"
#include "chaincode/contracts/party/keys.hpp"

namespace tradelane::party {
namespace {

/// What the list lets through: each is in the identity, or it was sent for nothing.
Result<std::vector<Identifier>> listed(const Set<Digest>& lawful, const Identity& identity,
                                       const contract::Context& tx) {
  std::vector<Identifier> out;
  for (const Digest& commitment : lawful) {
    const auto opened = tx.openings.take<Identifier>(commitment, "lawful");
    if (!opened) return opened.error();
    const auto& all = identity.identifiers;
    if (std::find(all.begin(), all.end(), *opened) == all.end())
      return refuse(Code::private_value, "A9");
    out.push_back(*opened);
  }
  return out;
}

}  // namespace

Result<Identity> check_identity(const IdentityCommitments& commitments,
                                const contract::Context& tx) {
  for (const Digest& commitment : commitments.lawful)
    if (!tx.ledger.exists(key::lawful(commitment))) return refuse(Code::id_check_digit, "P15");
  auto identity = tx.openings.take<Identity>(commitments.identity, "identity");
  if (!identity) return identity.error();
  const auto lawful = listed(commitments.lawful, *identity, tx);
  if (!lawful) return lawful.error();
  for (const Identifier& one : identity->identifiers) {
    const bool is_listed = std::find(lawful->begin(), lawful->end(), one) != lawful->end();
    // Of an identity that is private the refusal names the type only.
    if (!is_listed && !fits_type(one.type, one.id))
      return refuse(Code::id_check_digit, "P13", one.type);
  }
  return identity;
}

std::optional<std::string> warning(const Set<Digest>& lawful) {
  return lawful.empty() ? std::nullopt : std::optional<std::string>("LEGACY_WARN");
}

}  // namespace tradelane::party
