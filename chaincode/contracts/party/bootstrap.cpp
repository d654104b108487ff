// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/party/keys.hpp"
#include "chaincode/contracts/party/verbs.hpp"

namespace tradelane::party {

/// Bootstrap: the channel's constitution, written once. Rules: README.md, P1 to P3.
Result<Changes> bootstrap(const Bootstrap& in, const Context& tx) {
  // authorise: nothing about roles comes from outside the ledger, so the first call names itself
  if (in.operator_msps.empty() || in.fingerprint_kids.empty())
    return refuse(Code::arg_malformed, "P1");
  if (!in.operator_msps.contains(tx.caller.msp)) return refuse(Code::auth_denied, "P2");

  // check: once, and the same again is harmless
  const Boot next{.operator_msps = in.operator_msps,
                  .fingerprint_kids = in.fingerprint_kids,
                  .rulebook = in.rulebook};
  const ledger::Entry entry{.type = "party.Bootstrap", .id = in.rulebook.id};
  if (const auto old = tx.ledger.find(key::boot())) {
    const auto different = first_difference(*old, next);
    if (different.empty()) return Changes::unchanged(entry);
    return refuse(Code::boot_conflict, "P3", std::string(different));
  }

  // apply and emit: a channel that begins now begins with the newest format
  return Changes{}
      .put(key::boot(), next)
      .put(key::format(), Format{.format = Format::newest})
      .emit(entry);
}

}  // namespace tradelane::party
