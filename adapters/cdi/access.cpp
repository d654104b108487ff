// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/access.hpp"

#include <algorithm>

#include "chaincode/crypto/digest.hpp"

namespace tradelane::cdi {
namespace {

bool covers(const consent::DataPeriod& outer, const consent::DataPeriod& inner) {
  return outer.from <= inner.from && inner.to <= outer.to;
}

/// A source's day begins up to fourteen hours before ours: one day either way is no breach.
bool happened_in(const consent::DataPeriod& period, Timestamp at) {
  const Date day = Date::of(at);
  return period.from.plus_days(-1) <= day && day <= period.to.plus_days(1);
}

const consent::Access* find_row(const consent::JournalView& journal, const AccessAsk& ask) {
  const auto row = std::find_if(journal.rows.begin(), journal.rows.end(), [&](const auto& each) {
    return each.access_id == ask.message.access_id.text();
  });
  if (row == journal.rows.end() || row->access.recipient != ask.caller) return nullptr;
  return &row->access;
}

Error denied(const consent::Access& row) {
  const auto code = find_code("CNS_" + row.reason.value_or(""));
  if (!code) throw Fault("the journal denies without a known reason");
  return refuse(*code);
}

}  // namespace

Digest request_digest(const DataRequest& request) {
  return crypto::sha256_hex(canonical(to_json(request)));
}

Result<> check_access(const consent::JournalView& journal, const AccessAsk& ask) {
  const DataRequest& request = ask.message.request;
  const consent::Access* row = find_row(journal, ask);
  if (row == nullptr) return refuse(Code::acc_unknown).with_at("/accessId");
  if (row->decision == consent::Decision::deny) return denied(*row);
  if (row->at.plus_seconds(ask.ttl_s) < ask.now) return refuse(Code::acc_expired);
  if (row->request_digest != request_digest(request))
    return refuse(Code::private_digest, "", "not the request that was decided on")
        .with_at("/request");
  if (row->purpose != request.purpose) return refuse(Code::cns_purpose).with_at("/request/purpose");
  if (!row->categories.includes(request.categories))
    return refuse(Code::cns_category).with_at("/request/categories");
  return Done{};
}

Result<> check_consent(const consent::ConsentView& view, const AccessAsk& ask) {
  const consent::Consent& consent = view.consent;
  if (consent.state == consent::State::revoked) return refuse(Code::cns_revoked_since);
  if (!consent.grant) throw Fault("an access was allowed under a consent without a grant");
  if (!(ask.now < consent.grant->not_after)) return refuse(Code::cns_expired);
  if (consent.grant->cross_border.hash_only) return refuse(Code::cns_export_basis);
  if (!covers(consent.grant->data_period, ask.message.request.data_period))
    return refuse(Code::cns_period).with_at("/request/dataPeriod");
  return Done{};
}

Result<> check_record(const evidence::EvidenceView& view, const consent::ConsentView& consent,
                      const AccessAsk& ask) {
  const DataRequest& request = ask.message.request;
  const auto refused = [](Code code) { return refuse(code).with_at("/request/records"); };
  if (view.evidence.owner != consent.consent.owner) return refused(Code::cns_not_found);
  if (!request.categories.contains(std::string(text_of(view.envelope.record_type))))
    return refused(Code::cns_category);
  if (!happened_in(request.data_period, view.envelope.event_time)) return refused(Code::cns_period);
  return Done{};
}

}  // namespace tradelane::cdi
