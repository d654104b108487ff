// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

ChainParty party_called(const std::string& id) {
  return {.party_name = id, .codes = {{.provider = "ZZZ", .code = id}}};
}

/// "2026-03-05T08:00:00.000Z"
std::string with_milliseconds(Timestamp at) {
  std::string text = at.text();
  text.pop_back();
  return text + ".000Z";
}

ChainEntry entry_of(const ChainAct& act, ChainForm form) {
  ChainEntry entry{.at = with_milliseconds(act.at),
                   .code = act.code,
                   .actor = party_called(act.actor.text()),
                   .reason_code = act.reason_code,
                   .audit_reference = act.audit_reference};
  if (act.recipient) entry.recipient = party_called(act.recipient->text());
  // A surrender request names a recipient of every act.
  if (!act.recipient && form == ChainForm::sur) entry.recipient = party_called("NONE");
  return entry;
}

}  // namespace

/// EndorsementChain: the chain of title in DCSA's words, as one of its three interfaces has it.
Result<ChainView> endorsement_chain(const AskChain& in, const Context& tx) {
  const auto bill = tx.ledger.find(key::bill(in.bill_id));
  if (!bill) return refuse(Code::ebl_unknown, "B37");
  std::vector<Step> steps;
  for (auto& [parts, step] : tx.ledger.list(key::steps(in.bill_id)))
    steps.push_back(std::move(step));
  const auto parts = parts_of(in.bill_id);
  ChainView view{.reference = parts[1], .sub_reference = parts[2], .carrier_code = parts[0]};
  for (const ChainAct& act : acts_of(steps, bill->kind, in.form))
    view.chain.push_back(entry_of(act, in.form));
  if (in.form == ChainForm::end) std::reverse(view.chain.begin(), view.chain.end());
  return view;
}

}  // namespace tradelane::ebl
