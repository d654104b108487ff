// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/delivery.hpp"

#include "chaincode/base/fault_point.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::cdi {
namespace {

/// The ledger does not tell us about this consent: to the recipient there is no such access.
Error hidden(const Error& error) {
  if (error.code != Code::cns_unknown && error.code != Code::auth_denied) return error;
  return refuse(Code::acc_unknown).with_at("/accessId");
}

/// The text that the node gives for `item`. The node is not believed: the text must hash to the
/// commitment that the source has signed.
std::string text_for(const FactsOpening& item, const std::vector<NodeOpening>& offered) {
  for (const NodeOpening& opening : offered)
    if (opening.commitment == item.commitment && opening.evidence_id == item.evidence_id &&
        crypto::sha256_hex(opening.opening) == item.commitment)
      return opening.opening;
  throw Unavailable("the data node has no opening of " + item.evidence_id.text() +
                    " that fits its commitment");
}

}  // namespace

bool DeliveryDesk::is_repeat(const DataRequestMessage& message, const Digest& body) const {
  const auto before = ports_.deliveries.find(message.access_id);
  return before && before->body == body;
}

Result<consent::ConsentView> DeliveryDesk::admit(const AccessAsk& ask) {
  const auto journal = ports_.ledger.journal(ask.message.consent_id);
  if (!journal) return hidden(journal.error());
  if (const auto access = check_access(*journal, ask); !access) return access.error();
  auto consent = ports_.ledger.consent(ask.message.consent_id);
  if (!consent) return hidden(consent.error());
  if (const auto holds = check_consent(*consent, ask); !holds) return holds.error();
  return consent;
}

/// The newest version of each record, as the ledger has it: without texts yet.
Result<std::vector<FactsOpening>> DeliveryDesk::select(const consent::ConsentView& consent,
                                                       const AccessAsk& ask) {
  std::vector<FactsOpening> out;
  for (const evidence::EvidenceId& id : ask.message.request.records) {
    const auto view = ports_.ledger.evidence(id);
    if (!view) return view.error();
    if (const auto fits = check_record(*view, consent, ask); !fits) return fits.error();
    out.push_back({.evidence_id = id,
                   .version = view->envelope.record_version,
                   .commitment = view->envelope.facts_digest});
  }
  return out;
}

void DeliveryDesk::open(std::vector<FactsOpening>& items) {
  for (FactsOpening& item : items)
    item.opening = text_for(item, ports_.node.openings(item.evidence_id));
}

Result<DataAnswer> DeliveryDesk::deliver(const PartyId& caller, const DataRequestMessage& message,
                                         const Digest& body) {
  const AccessAsk ask{.message = message, .caller = caller, .now = ports_.now(), .ttl_s = ttl_s_};
  const auto consent = admit(ask);
  if (!consent) return consent.error();
  DataAnswer answer{.access_id = message.access_id};
  const auto before = ports_.deliveries.find(message.access_id);
  if (before && before->body != body) return refuse(Code::acc_already_delivered);
  if (before) {
    answer.openings = before->items;
    open(answer.openings);
    return answer;
  }
  auto items = select(*consent, ask);
  if (!items) return items.error();
  answer.openings = std::move(*items);
  open(answer.openings);
  const bool first = ports_.deliveries.record({.access_id = message.access_id,
                                               .consent_id = message.consent_id,
                                               .recipient = caller,
                                               .body = body,
                                               .items = answer.openings,
                                               .at = ask.now});
  // Another request for this access came between: only that one is answered, unless it is this.
  if (!first && !is_repeat(message, body)) return refuse(Code::acc_already_delivered);
  fault_point("cdi.delivered");
  return answer;
}

}  // namespace tradelane::cdi
