// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "chaincode/contract/party_record.hpp"

/// The records of consent: ids, codes, dates and digests only. Plain data.
namespace tradelane::consent {

struct ConsentTag : Id26Rule {
  static constexpr std::string_view name = "ConsentId";
};
using ConsentId = Id<ConsentTag>;
struct ArrangementTag : Id26Rule {
  static constexpr std::string_view name = "ArrangementId";
};
using ArrangementId = Id<ArrangementTag>;

/// Stored state; what it means at a given time is computed, so expiry needs no sweep.
enum class State : std::uint8_t { requested, granted, active, revoked };
constexpr auto enum_texts(State) {
  using T = std::string_view;
  return std::array{std::pair{State::requested, T("REQUESTED")},
                    std::pair{State::granted, T("GRANTED")}, std::pair{State::active, T("ACTIVE")},
                    std::pair{State::revoked, T("REVOKED")}};
}

enum class UsageMode : std::uint8_t { one_off, recurring };
constexpr auto enum_texts(UsageMode) {
  using T = std::string_view;
  return std::array{std::pair{UsageMode::one_off, T("ONE_OFF")},
                    std::pair{UsageMode::recurring, T("RECURRING")}};
}

/// Days of the data themselves, both ends included.
struct DataPeriod {
  static constexpr std::string_view name = "DataPeriod";
  Date from = {};
  Date to = {};
  static constexpr auto fields() {
    return listing(field("from", &DataPeriod::from), field("to", &DataPeriod::to));
  }
  bool operator==(const DataPeriod&) const = default;
};

/// `max_uses` 0 is no limit.
struct Usage {
  static constexpr std::string_view name = "Usage";
  UsageMode mode = UsageMode::one_off;
  std::int64_t max_uses = 0;
  std::int64_t min_interval_s = 0;
  static constexpr auto fields() {
    return listing(field("mode", &Usage::mode), field("maxUses", &Usage::max_uses),
                   field("minIntervalSec", &Usage::min_interval_s));
  }
  bool operator==(const Usage&) const = default;
};

struct CrossBorder {
  static constexpr std::string_view name = "CrossBorder";
  bool allowed = false;
  Set<Country> from_jurisdictions = {};
  Set<Country> to_jurisdictions = {};
  std::string export_basis = {};
  /// No payload leaves, digests only.
  bool hash_only = false;
  static constexpr auto fields() {
    return listing(field("allowed", &CrossBorder::allowed),
                   field("fromJurisdictions", &CrossBorder::from_jurisdictions),
                   field("toJurisdictions", &CrossBorder::to_jurisdictions),
                   field("exportBasis", &CrossBorder::export_basis),
                   field("hashOnly", &CrossBorder::hash_only));
  }
  bool operator==(const CrossBorder&) const = default;
};

struct Retention {
  static constexpr std::string_view name = "Retention";
  std::int64_t days = 0;
  bool delete_on_revoke = false;
  static constexpr auto fields() {
    return listing(field("days", &Retention::days),
                   field("deleteOnRevoke", &Retention::delete_on_revoke));
  }
  bool operator==(const Retention&) const = default;
};

/// The privacy notice that was shown.
struct Notice {
  static constexpr std::string_view name = "Notice";
  std::string uri = {};
  std::string version = {};
  std::string lang = {};
  Digest sha256 = {};
  static constexpr auto fields() {
    return listing(field("uri", &Notice::uri), field("version", &Notice::version),
                   field("lang", &Notice::lang), field("sha256", &Notice::sha256));
  }
  bool operator==(const Notice&) const = default;
};

/// What is asked for, and what is granted: the same fields. Valid in [notBefore, notAfter).
struct Terms {
  static constexpr std::string_view name = "ConsentTerms";
  Set<PartyId> recipients = {};
  Set<std::string> purposes = {};
  Set<std::string> categories = {};
  DataPeriod data_period = {};
  Timestamp not_before = {};
  Timestamp not_after = {};
  Usage usage = {};
  CrossBorder cross_border = {};
  Retention retention = {};
  Set<Country> storage_locations = {};
  Notice notice = {};
  bool personal_data_present = false;
  bool sensitive_present = false;

  static constexpr auto fields() {
    return listing(
        field("recipients", &Terms::recipients), field("purposes", &Terms::purposes),
        field("categories", &Terms::categories), field("dataPeriod", &Terms::data_period),
        field("notBefore", &Terms::not_before), field("notAfter", &Terms::not_after),
        field("usage", &Terms::usage), field("crossBorder", &Terms::cross_border),
        field("retention", &Terms::retention), field("storageLocations", &Terms::storage_locations),
        field("notice", &Terms::notice),
        field("personalDataPresent", &Terms::personal_data_present),
        field("sensitivePresent", &Terms::sensitive_present));
  }
  bool operator==(const Terms&) const = default;
};

/// Who signed for the owner, and how sure that is.
struct Signatory {
  static constexpr std::string_view name = "Signatory";
  std::string role = {};
  std::string assurance = {};
  Digest authority_commitment = {};
  static constexpr auto fields() {
    return listing(field("role", &Signatory::role), field("assurance", &Signatory::assurance),
                   field("authorityCommitment", &Signatory::authority_commitment));
  }
  bool operator==(const Signatory&) const = default;
};

struct Consent {
  static constexpr std::string_view name = "Consent";
  static constexpr std::string_view schema = "tradelane.consent/1";
  ConsentId id = {};
  ArrangementId arrangement = {};
  std::int64_t version = 1;
  PartyId owner = {};
  PartyId provider = {};
  PartyId requester = {};
  Terms request = {};
  State state = State::requested;
  std::optional<Terms> grant = {};
  std::optional<Signatory> signatory = {};
  /// Why it was revoked.
  std::optional<std::string> reason = {};
  Timestamp at = {};
  std::int64_t seq = 0;
  Digest last_act = {};

  static constexpr auto fields() {
    return listing(field("id", &Consent::id), field("arrangement", &Consent::arrangement),
                   field("version", &Consent::version), field("owner", &Consent::owner),
                   field("provider", &Consent::provider), field("requester", &Consent::requester),
                   field("request", &Consent::request), field("state", &Consent::state),
                   field("grant", &Consent::grant), field("signatory", &Consent::signatory),
                   field("reason", &Consent::reason), field("at", &Consent::at),
                   field("seq", &Consent::seq), field("lastAct", &Consent::last_act));
  }
  bool operator==(const Consent&) const = default;
};

/// How often a consent was used. Under a key of its own: two uses at one height are a conflict.
struct ConsentUse {
  static constexpr std::string_view name = "ConsentUse";
  static constexpr std::string_view schema = "tradelane.consentUse/1";
  std::int64_t used = 0;
  std::optional<Timestamp> last_used_at = {};
  static constexpr auto fields() {
    return listing(field("used", &ConsentUse::used),
                   field("lastUsedAt", &ConsentUse::last_used_at));
  }
  bool operator==(const ConsentUse&) const = default;
};

enum class Decision : std::uint8_t { allow, deny };
constexpr auto enum_texts(Decision) {
  using T = std::string_view;
  return std::array{std::pair{Decision::allow, T("ALLOW")}, std::pair{Decision::deny, T("DENY")}};
}

/// One row of the journal: a denial is evidence as much as a permission.
struct Access {
  static constexpr std::string_view name = "Access";
  static constexpr std::string_view schema = "tradelane.access/1";
  PartyId recipient = {};
  std::optional<PartyId> provider = {};
  std::string purpose = {};
  Set<std::string> categories = {};
  Decision decision = Decision::deny;
  std::optional<std::string> reason = {};
  Digest request_digest = {};
  Timestamp at = {};
  static constexpr auto fields() {
    return listing(field("recipient", &Access::recipient), field("provider", &Access::provider),
                   field("purpose", &Access::purpose), field("categories", &Access::categories),
                   field("decision", &Access::decision), field("reason", &Access::reason),
                   field("requestDigest", &Access::request_digest), field("at", &Access::at));
  }
  bool operator==(const Access&) const = default;
};

}  // namespace tradelane::consent

namespace tradelane {
// Compiled once, in records.cpp.
extern template struct FieldsCodec<consent::Consent>;
extern template struct FieldsCodec<consent::ConsentUse>;
extern template struct FieldsCodec<consent::Access>;
}  // namespace tradelane
