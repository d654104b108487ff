// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/validate.hpp"

#include "chaincode/base/bytes.hpp"

namespace tradelane::cdi {
namespace {

constexpr std::size_t least_salt = 16;

template <class Act>
Result<Act> validate_act(const ActMessage& message, std::optional<std::string_view> consent_id) {
  auto act = from_json<Act>(message.args);
  if (!act)
    return refuse(Code::cns_bad_field, "", act.error().detail).with_at("/args" + act.error().at);
  if (consent_id && act->consent_id.text() != *consent_id)
    return refuse(Code::cns_bad_field, "", "not the consent of the address")
        .with_at("/args/consentId");
  if (act->signatures.empty()) return refuse(Code::act_missing).with_at("/args/signatures");
  return act;
}

}  // namespace

bool is_timely(Timestamp at, Timestamp now) {
  return now.plus_seconds(-time_window_s) <= at && at <= now.plus_seconds(time_window_s);
}

Result<consent::Grant> validate_grant(const ActMessage& message, std::string_view consent_id) {
  return validate_act<consent::Grant>(message, consent_id);
}

Result<consent::Revoke> validate_revoke(const ActMessage& message,
                                        std::optional<std::string_view> consent_id) {
  return validate_act<consent::Revoke>(message, consent_id);
}

Result<> validate(const DataRequestMessage& message) {
  const auto salt = from_base64url(message.request.salt);
  if (!salt || salt->size() < least_salt)
    return refuse(Code::arg_malformed, "", "not base64url of 16 bytes or more")
        .with_at("/request/salt");
  const consent::DataPeriod& period = message.request.data_period;
  if (period.to < period.from)
    return refuse(Code::arg_malformed, "", "ends before it begins").with_at("/request/dataPeriod");
  if (message.request.categories.empty())
    return refuse(Code::arg_malformed, "", "no category").with_at("/request/categories");
  if (message.request.records.size() > most_records)
    return refuse(Code::arg_limit, "", "records " + std::to_string(most_records))
        .with_at("/request/records");
  return Done{};
}

}  // namespace tradelane::cdi
