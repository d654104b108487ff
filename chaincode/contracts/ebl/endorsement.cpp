// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/endorsement.hpp"

#include "chaincode/contracts/ebl/keys.hpp"

namespace tradelane::ebl {
namespace {

using ledger::EndorsementPolicy;
using ledger::EndorsementRule;
using ledger::Principal;

/// Those on whom a bill's policy depends.
struct Endorsers {
  PartyId issuer = {};
  PartyId holder = {};
  std::optional<PartyId> recipient = {};
  std::optional<PartyId> pledgee = {};
  bool operator==(const Endorsers&) const = default;
};

Endorsers endorsers_of(const Bill& bill) {
  Endorsers out{.issuer = bill.issuer, .holder = bill.holder};
  if (bill.status == Status::transfer_pending) out.recipient = bill.pending_to;
  if (bill.pledge && bill.pledge->state != PledgeState::offered) out.pledgee = bill.pledge->pledgee;
  return out;
}

void load(const Endorsers& who, const ledger::Reader& ledger) {
  std::vector<std::string> parties{contract::key::party(who.issuer).text(),
                                   contract::key::party(who.holder).text()};
  for (const auto& one : {who.recipient, who.pledgee})
    if (one) parties.push_back(contract::key::party(*one).text());
  ledger.load_all(parties);
}

MspId msp_of(const PartyId& id, const ledger::Reader& ledger) {
  const auto& party = ledger.find(contract::key::party(id));
  if (!party) throw Fault("a bill names a party that is not registered");
  return party->msp;
}

EndorsementPolicy sound(Result<EndorsementPolicy> policy) {
  if (!policy) throw Fault("a bill's policy: " + policy.error().message());
  return std::move(*policy);
}

EndorsementPolicy all_of(const std::vector<MspId>& organisations) {
  std::vector<Principal> peers;
  for (const MspId& msp : organisations) peers.push_back({.msp = msp});
  return sound(EndorsementPolicy::of_all(peers));
}

/// The carrier, and one of the two sides.
EndorsementPolicy pending(const MspId& issuer, const MspId& holder, const MspId& recipient) {
  // The carrier's own signature already counts for its side.
  if (issuer == holder || issuer == recipient) return all_of({issuer});
  if (holder == recipient) return all_of({issuer, holder});
  const auto peer = [](const MspId& msp) { return EndorsementRule::signed_by({.msp = msp}); };
  return sound(EndorsementPolicy::from(EndorsementRule::all_of(
      {peer(issuer), EndorsementRule::any_of({peer(holder), peer(recipient)})})));
}

EndorsementPolicy policy(const Endorsers& who, const ledger::Reader& ledger) {
  load(who, ledger);
  const MspId issuer = msp_of(who.issuer, ledger);
  const MspId holder = msp_of(who.holder, ledger);
  if (who.recipient) return pending(issuer, holder, msp_of(*who.recipient, ledger));
  std::vector<MspId> all{issuer, holder};
  if (who.pledgee) all.push_back(msp_of(*who.pledgee, ledger));
  return all_of(all);
}

}  // namespace

EndorsementPolicy policy_of(const Bill& bill, const ledger::Reader& ledger) {
  return policy(endorsers_of(bill), ledger);
}

ledger::Changes endorse_anew(const Bill& next, const ledger::Reader& ledger) {
  const auto place = key::bill(next.id);
  const Endorsers now = endorsers_of(next);
  const auto& before = ledger.find(place);
  if (before && endorsers_of(*before) == now) return {};
  EndorsementPolicy wanted = policy(now, ledger);
  if (before && policy(endorsers_of(*before), ledger) == wanted) return {};
  return ledger::Changes{}.endorse_by(place, std::move(wanted));
}

}  // namespace tradelane::ebl
