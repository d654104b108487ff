// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/consent/effects.hpp"

#include <algorithm>
#include <array>

namespace tradelane::consent {
namespace {

constexpr std::size_t most_recipients = 8;

constexpr std::array<std::string_view, 7> purposes{
    "CREDIT_UNDERWRITING",   "TRADE_VERIFICATION", "KYC_CDD",      "DUP_FINANCE_CHECK",
    "COLLATERAL_MONITORING", "CREDIT_INSURANCE",   "REG_REPORTING"};
constexpr std::array<std::string_view, 9> categories{
    "CUSTOMS_DECL", "EINVOICE",         "PURCHASE_ORDER", "CONTAINER_EVENT", "EBL_METADATA",
    "BANK_ACCOUNT", "REGISTRY_PROFILE", "CREDIT_REF",     "LOGISTICS_STATUS"};
constexpr std::array<std::string_view, 9> export_bases{
    "TRADE_EXEMPT", "CONTRACT_NECESSITY",  "PI_LT_100K", "STD_CONTRACT", "CERTIFICATION",
    "FTZ_OFF_LIST", "SECURITY_ASSESSMENT", "HASH_ONLY",  "GBA_SC"};

template <std::size_t N>
bool lists(const std::array<std::string_view, N>& codes, std::string_view code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

bool covers(const DataPeriod& outer, const DataPeriod& inner) {
  return outer.from <= inner.from && inner.to <= outer.to;
}

std::optional<Code> by_state(const Consent& consent, const Terms& terms, Timestamp now) {
  if (consent.state == State::requested) return Code::cns_not_granted;
  if (consent.state == State::granted) return Code::cns_not_acknowledged;
  if (now < terms.not_before) return Code::cns_not_yet_valid;
  if (!(now < terms.not_after)) return Code::cns_expired;
  if (consent.state == State::revoked) return Code::cns_revoked;
  return std::nullopt;
}

std::optional<Code> by_scope(const Terms& terms, const ConsentUse& use, const Ask& ask,
                             Timestamp now) {
  if (terms.usage.max_uses > 0 && use.used >= terms.usage.max_uses) return Code::cns_exhausted;
  if (!terms.purposes.contains(ask.purpose)) return Code::cns_purpose;
  if (ask.categories.empty() || !terms.categories.includes(ask.categories))
    return Code::cns_category;
  if (ask.data_period && !covers(terms.data_period, *ask.data_period)) return Code::cns_period;
  if (use.last_used_at && now < use.last_used_at->plus_seconds(terms.usage.min_interval_s))
    return Code::cns_too_soon;
  return std::nullopt;
}

/// The basis must fit what leaves: a trade exemption does not carry personal data, and the Greater
/// Bay Area contract covers no way to or from Shanghai.
bool basis_holds(const Terms& terms) {
  const std::string& basis = terms.cross_border.export_basis;
  if (basis == "GBA_SC" || !is_known_export_basis(basis)) return false;
  if (basis == "HASH_ONLY") return terms.cross_border.hash_only;
  return basis != "TRADE_EXEMPT" || !terms.personal_data_present;
}

std::optional<Code> by_border(const Terms& terms, const Ask& ask) {
  const CrossBorder& border = terms.cross_border;
  const bool crosses = !border.from_jurisdictions.contains(ask.recipient_jurisdiction);
  if (crosses && (!border.allowed || !border.to_jurisdictions.contains(ask.recipient_jurisdiction)))
    return Code::cns_jurisdiction;
  if (crosses && !basis_holds(terms)) return Code::cns_export_basis;
  if (terms.sensitive_present && terms.recipients.size() > 1)
    return Code::cns_sensitive_multi_recipient;
  return std::nullopt;
}

/// Fewer uses, 0 being no limit.
bool uses_widened(const Usage& request, const Usage& grant) {
  if (request.mode == UsageMode::one_off && grant.mode == UsageMode::recurring) return true;
  if (request.max_uses > 0 && (grant.max_uses == 0 || grant.max_uses > request.max_uses))
    return true;
  return grant.min_interval_s < request.min_interval_s;
}

bool border_widened(const CrossBorder& request, const CrossBorder& grant) {
  return (grant.allowed && !request.allowed) || (request.hash_only && !grant.hash_only) ||
         !request.from_jurisdictions.includes(grant.from_jurisdictions) ||
         !request.to_jurisdictions.includes(grant.to_jurisdictions) ||
         grant.export_basis != request.export_basis;
}

}  // namespace

std::optional<Code> deny_reason(const std::optional<Consent>& consent, const ConsentUse& use,
                                const Ask& ask, Timestamp now) {
  if (!consent) return Code::cns_not_found;
  const Terms& terms = consent->grant ? *consent->grant : consent->request;
  // Not a party to it: answered like an unknown id, so nobody can probe for consents.
  if (!terms.recipients.contains(ask.recipient)) return Code::cns_not_found;
  if (const auto reason = by_state(*consent, terms, now)) return reason;
  if (const auto reason = by_scope(terms, use, ask, now)) return reason;
  return by_border(terms, ask);
}

std::string reason_text(Code code) { return std::string(info(code).token.substr(4)); }

std::string_view widened_field(const Terms& request, const Terms& grant) {
  if (!request.recipients.includes(grant.recipients)) return "recipients";
  if (!request.purposes.includes(grant.purposes)) return "purposes";
  if (!request.categories.includes(grant.categories)) return "categories";
  if (!covers(request.data_period, grant.data_period)) return "dataPeriod";
  if (grant.not_before < request.not_before) return "notBefore";
  if (request.not_after < grant.not_after) return "notAfter";
  if (uses_widened(request.usage, grant.usage)) return "usage";
  if (border_widened(request.cross_border, grant.cross_border)) return "crossBorder";
  if (grant.retention.days > request.retention.days ||
      (request.retention.delete_on_revoke && !grant.retention.delete_on_revoke))
    return "retention";
  if (!request.storage_locations.includes(grant.storage_locations)) return "storageLocations";
  if (!(grant.notice == request.notice)) return "notice";
  if (grant.personal_data_present != request.personal_data_present) return "personalDataPresent";
  if (grant.sensitive_present != request.sensitive_present) return "sensitivePresent";
  return {};
}

std::string_view senseless_field(const Terms& terms) {
  if (terms.recipients.empty() || terms.recipients.size() > most_recipients) return "recipients";
  if (terms.purposes.empty()) return "purposes";
  if (terms.categories.empty()) return "categories";
  if (terms.data_period.to < terms.data_period.from) return "dataPeriod";
  if (!(terms.not_before < terms.not_after)) return "notAfter";
  if (terms.usage.mode == UsageMode::one_off && terms.usage.max_uses != 1) return "usage";
  if (!is_known_export_basis(terms.cross_border.export_basis)) return "crossBorder";
  return {};
}

bool is_known_purpose(std::string_view code) { return lists(purposes, code); }
bool is_known_category(std::string_view code) { return lists(categories, code); }
bool is_known_export_basis(std::string_view code) { return lists(export_bases, code); }

}  // namespace tradelane::consent
