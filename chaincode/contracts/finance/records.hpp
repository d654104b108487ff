// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "chaincode/contracts/consent/records.hpp"
#include "chaincode/contracts/ebl/records.hpp"
#include "chaincode/contracts/evidence/records.hpp"

/// The records of finance: parties, states, dates and commitments; every amount, rate and limit is
/// a private value (values.hpp). Plain data.
namespace tradelane::finance {

using ebl::LoanId;

struct FacilityTag : Id26Rule {
  static constexpr std::string_view name = "FacilityId";
};
using FacilityId = Id<FacilityTag>;
struct ScreeningTag : Id26Rule {
  static constexpr std::string_view name = "ScreeningId";
};
using ScreeningId = Id<ScreeningTag>;
struct DrawdownTag : Id26Rule {
  static constexpr std::string_view name = "DrawdownId";
};
using DrawdownId = Id<DrawdownTag>;

/// The unique end-to-end reference of a payment: a UUID of version 4.
struct UetrTag {
  static constexpr std::string_view name = "Uetr";
  static constexpr std::string_view pattern =
      "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
  static bool valid(std::string_view text);
};
using Uetr = Id<UetrTag>;

/// What is fingerprinted: a bill by carrier code and number, a declaration by its entry number.
/// Source: hk-domain.md 3.2.
enum class FingerprintType : std::uint8_t { bill, declaration };
constexpr auto enum_texts(FingerprintType) {
  using T = std::string_view;
  return std::array{std::pair{FingerprintType::bill, T("BL")},
                    std::pair{FingerprintType::declaration, T("DECL")}};
}

/// A keyed hash of a document's number, made outside: the ledger knows neither key nor number.
struct Fingerprint {
  static constexpr std::string_view name = "Fingerprint";
  FingerprintType type = FingerprintType::bill;
  std::string kid = {};
  Digest value = {};
  static constexpr auto fields() {
    return listing(field("type", &Fingerprint::type), field("kid", &Fingerprint::kid),
                   field("value", &Fingerprint::value));
  }
  auto operator<=>(const Fingerprint&) const = default;
};

enum class ClaimState : std::uint8_t { held, financed, released };
constexpr auto enum_texts(ClaimState) {
  using T = std::string_view;
  return std::array{std::pair{ClaimState::held, T("HELD")},
                    std::pair{ClaimState::financed, T("FINANCED")},
                    std::pair{ClaimState::released, T("RELEASED")}};
}

/// Which loan rests on a fingerprint, a declaration or a bill. HELD ends by itself at `until`.
struct Claim {
  static constexpr std::string_view name = "Claim";
  static constexpr std::string_view schema = "tradelane.claim/1";
  LoanId loan = {};
  ClaimState state = ClaimState::held;
  std::optional<Timestamp> until = {};
  Timestamp at = {};
  static constexpr auto fields() {
    return listing(field("loanId", &Claim::loan), field("state", &Claim::state),
                   field("until", &Claim::until), field("at", &Claim::at));
  }
  bool operator==(const Claim&) const = default;
};

enum class FacilityState : std::uint8_t { open, frozen };
constexpr auto enum_texts(FacilityState) {
  using T = std::string_view;
  return std::array{std::pair{FacilityState::open, T("OPEN")},
                    std::pair{FacilityState::frozen, T("FROZEN")}};
}

/// A lender's promise to a borrower; limit, rate and use are private.
struct Facility {
  static constexpr std::string_view name = "Facility";
  static constexpr std::string_view schema = "tradelane.facility/1";
  FacilityId id = {};
  PartyId lender = {};
  PartyId borrower = {};
  FacilityState state = FacilityState::open;
  /// How many days ahead a value date may lie.
  std::int64_t forward_days = 0;
  Digest terms = {};
  Digest usage = {};
  Timestamp at = {};
  std::int64_t seq = 0;
  static constexpr auto fields() {
    return listing(field("id", &Facility::id), field("lender", &Facility::lender),
                   field("borrower", &Facility::borrower), field("state", &Facility::state),
                   field("forwardDays", &Facility::forward_days),
                   field("facilityTerms", &Facility::terms), field("usage", &Facility::usage),
                   field("at", &Facility::at), field("seq", &Facility::seq));
  }
  bool operator==(const Facility&) const = default;
};

/// hk-domain.md 3.3, as far as transactions lead there.
enum class LoanState : std::uint8_t {
  applied,
  offered,
  accepted,
  secured,
  drawn,
  part_repaid,
  repaid,
  released
};
constexpr auto enum_texts(LoanState) {
  using T = std::string_view;
  return std::array{std::pair{LoanState::applied, T("APPLIED")},
                    std::pair{LoanState::offered, T("OFFERED")},
                    std::pair{LoanState::accepted, T("ACCEPTED")},
                    std::pair{LoanState::secured, T("SECURED")},
                    std::pair{LoanState::drawn, T("DRAWN")},
                    std::pair{LoanState::part_repaid, T("PART_REPAID")},
                    std::pair{LoanState::repaid, T("REPAID")},
                    std::pair{LoanState::released, T("RELEASED")}};
}

/// One loan on one cargo. A drawdown that waits for its payment leaves it SECURED.
struct Loan {
  static constexpr std::string_view name = "Loan";
  static constexpr std::string_view schema = "tradelane.loan/1";
  LoanId id = {};
  PartyId lender = {};
  PartyId borrower = {};
  FacilityId facility = {};
  ebl::BillId bill = {};
  Set<evidence::EvidenceId> evidence = {};
  evidence::MatchId match = {};
  Set<consent::ConsentId> consents = {};
  Set<Fingerprint> fingerprints = {};
  LoanState state = LoanState::applied;
  /// Of the offer; exclusive.
  std::optional<Timestamp> valid_until = {};
  /// The match rules that agreed only softly, as the offer names them.
  Set<std::string> soft_rules = {};
  Digest application = {};
  std::optional<Digest> terms = {};
  std::optional<Digest> position = {};
  std::optional<DrawdownId> drawdown = {};
  Timestamp at = {};
  std::int64_t seq = 0;
  Digest last_act = {};

  static constexpr auto fields() {
    return listing(field("id", &Loan::id), field("lender", &Loan::lender),
                   field("borrower", &Loan::borrower), field("facilityId", &Loan::facility),
                   field("billId", &Loan::bill), field("evidence", &Loan::evidence),
                   field("matchId", &Loan::match), field("consents", &Loan::consents),
                   field("fingerprints", &Loan::fingerprints), field("state", &Loan::state),
                   field("validUntil", &Loan::valid_until), field("softRules", &Loan::soft_rules),
                   field("application", &Loan::application), field("terms", &Loan::terms),
                   field("position", &Loan::position), field("drawdownId", &Loan::drawdown),
                   field("at", &Loan::at), field("seq", &Loan::seq),
                   field("lastAct", &Loan::last_act));
  }
  bool operator==(const Loan&) const = default;
};

/// One look at sanctions lists; what it found is private.
struct ScreeningRecord {
  static constexpr std::string_view name = "ScreeningRecord";
  static constexpr std::string_view schema = "tradelane.screening/1";
  ScreeningId id = {};
  LoanId loan = {};
  Digest screening = {};
  Timestamp at = {};
  static constexpr auto fields() {
    return listing(field("id", &ScreeningRecord::id), field("loanId", &ScreeningRecord::loan),
                   field("screening", &ScreeningRecord::screening),
                   field("at", &ScreeningRecord::at));
  }
  bool operator==(const ScreeningRecord&) const = default;
};

enum class DrawdownState : std::uint8_t { requested, disbursed };
constexpr auto enum_texts(DrawdownState) {
  using T = std::string_view;
  return std::array{std::pair{DrawdownState::requested, T("REQUESTED")},
                    std::pair{DrawdownState::disbursed, T("DISBURSED")}};
}

struct DrawdownRecord {
  static constexpr std::string_view name = "DrawdownRecord";
  static constexpr std::string_view schema = "tradelane.drawdown/1";
  DrawdownId id = {};
  LoanId loan = {};
  DrawdownState state = DrawdownState::requested;
  Digest drawdown = {};
  /// Of the payment, once there is one.
  std::optional<Uetr> uetr = {};
  std::optional<Date> value_date = {};
  Timestamp at = {};
  static constexpr auto fields() {
    return listing(
        field("id", &DrawdownRecord::id), field("loanId", &DrawdownRecord::loan),
        field("state", &DrawdownRecord::state), field("drawdown", &DrawdownRecord::drawdown),
        field("uetr", &DrawdownRecord::uetr), field("valueDate", &DrawdownRecord::value_date),
        field("at", &DrawdownRecord::at));
  }
  bool operator==(const DrawdownRecord&) const = default;
};

enum class PaymentKind : std::uint8_t { disbursement, repayment };
constexpr auto enum_texts(PaymentKind) {
  using T = std::string_view;
  return std::array{std::pair{PaymentKind::disbursement, T("DISBURSEMENT")},
                    std::pair{PaymentKind::repayment, T("REPAYMENT")}};
}

/// What is noted beside a payment that was recorded although something had changed.
enum class PaymentNote : std::uint8_t { consent_revoked_since };
constexpr auto enum_texts(PaymentNote) {
  return std::array{
      std::pair{PaymentNote::consent_revoked_since, std::string_view("CNS_REVOKED_SINCE")}};
}

/// A payment message that its other side has witnessed. Written once per UETR.
struct PaymentRecord {
  static constexpr std::string_view name = "PaymentRecord";
  static constexpr std::string_view schema = "tradelane.payment/1";
  Uetr uetr = {};
  LoanId loan = {};
  PaymentKind kind = PaymentKind::disbursement;
  Date value_date = {};
  PartyId witness = {};
  Digest payment = {};
  std::optional<PaymentNote> note = {};
  Timestamp at = {};
  std::int64_t seq = 0;
  Digest last_act = {};
  static constexpr auto fields() {
    return listing(
        field("uetr", &PaymentRecord::uetr), field("loanId", &PaymentRecord::loan),
        field("kind", &PaymentRecord::kind), field("valueDate", &PaymentRecord::value_date),
        field("witness", &PaymentRecord::witness), field("payment", &PaymentRecord::payment),
        field("note", &PaymentRecord::note), field("at", &PaymentRecord::at),
        field("seq", &PaymentRecord::seq), field("lastAct", &PaymentRecord::last_act));
  }
  bool operator==(const PaymentRecord&) const = default;
};

}  // namespace tradelane::finance

namespace tradelane {
// Compiled once, in records.cpp.
extern template struct FieldsCodec<finance::Claim>;
extern template struct FieldsCodec<finance::Facility>;
extern template struct FieldsCodec<finance::Loan>;
extern template struct FieldsCodec<finance::ScreeningRecord>;
extern template struct FieldsCodec<finance::DrawdownRecord>;
extern template struct FieldsCodec<finance::PaymentRecord>;
}  // namespace tradelane
