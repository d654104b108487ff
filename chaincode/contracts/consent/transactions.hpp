// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <vector>

#include "chaincode/contract/act.hpp"
#include "chaincode/contracts/consent/records.hpp"

/// The argument objects of `consent:…`: plain data, the contract's public face.
namespace tradelane::consent {

struct Request : Terms {
  static constexpr std::string_view name = "ConsentRequest";
  ConsentId consent_id = {};
  ArrangementId arrangement_id = {};
  std::int64_t version = 1;
  PartyId owner = {};
  PartyId provider = {};
  static constexpr auto fields() {
    return joined(listing(field("consentId", &Request::consent_id),
                          field("arrangementId", &Request::arrangement_id),
                          field("version", &Request::version), field("owner", &Request::owner),
                          field("provider", &Request::provider)),
                  inherited<Request>(Terms::fields()));
  }
};

struct Grant {
  static constexpr std::string_view name = "ConsentGrant";
  ConsentId consent_id = {};
  Terms grant = {};
  Signatory signatory = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("consentId", &Grant::consent_id), field("grant", &Grant::grant),
                   field("signatory", &Grant::signatory),
                   optional_field("signatures", &Grant::signatures));
  }
};

struct Acknowledge {
  static constexpr std::string_view name = "ConsentAcknowledge";
  ConsentId consent_id = {};
  static constexpr auto fields() { return listing(field("consentId", &Acknowledge::consent_id)); }
};

struct Revoke {
  static constexpr std::string_view name = "ConsentRevoke";
  ConsentId consent_id = {};
  std::string reason = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("consentId", &Revoke::consent_id), field("reason", &Revoke::reason),
                   optional_field("signatures", &Revoke::signatures));
  }
};

struct Decide {
  static constexpr std::string_view name = "ConsentDecide";
  ConsentId consent_id = {};
  std::string purpose = {};
  Set<std::string> categories = {};
  DataPeriod data_period = {};
  /// The evidence that is asked for, by id.
  Set<std::string> records = {};
  /// Of the request as it was made, salted.
  Digest request_digest = {};
  static constexpr auto fields() {
    return listing(field("consentId", &Decide::consent_id), field("purpose", &Decide::purpose),
                   field("categories", &Decide::categories),
                   field("dataPeriod", &Decide::data_period), field("records", &Decide::records),
                   field("requestDigest", &Decide::request_digest));
  }
};

struct Get {
  static constexpr std::string_view name = "ConsentGet";
  ConsentId consent_id = {};
  static constexpr auto fields() { return listing(field("consentId", &Get::consent_id)); }
};

/// The stored record, how it was used, and what it means at the time of the query.
struct ConsentView {
  static constexpr std::string_view name = "ConsentView";
  Consent consent = {};
  ConsentUse use = {};
  /// REQUESTED GRANTED ACTIVE NOT_YET_VALID EXPIRED REVOKED EXHAUSTED
  std::string effective_state = {};
  static constexpr auto fields() {
    return listing(field("consent", &ConsentView::consent), field("use", &ConsentView::use),
                   field("effectiveState", &ConsentView::effective_state));
  }
};

struct JournalRow {
  static constexpr std::string_view name = "JournalRow";
  std::string access_id = {};
  Access access = {};
  static constexpr auto fields() {
    return listing(field("accessId", &JournalRow::access_id), field("access", &JournalRow::access));
  }
  bool operator==(const JournalRow&) const = default;
};

struct JournalView {
  static constexpr std::string_view name = "JournalView";
  ConsentId consent_id = {};
  std::vector<JournalRow> rows = {};
  static constexpr auto fields() {
    return listing(field("consentId", &JournalView::consent_id), field("rows", &JournalView::rows));
  }
};

}  // namespace tradelane::consent
