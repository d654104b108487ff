// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "chaincode/contract/act.hpp"
#include "chaincode/contracts/finance/records.hpp"
#include "chaincode/contracts/finance/values.hpp"

/// The argument objects of `finance:…`: plain data, the contract's public face. `commitments` names
/// what whoever acts has committed to; `relay` holds what the lender adds to the act of another:
/// the organisations that keep copies, fingerprints, and commitments of the lender's own books.
namespace tradelane::finance {

struct OpenFacilityCommitments {
  static constexpr std::string_view name = "OpenFacilityCommitments";
  Digest facility_terms = {};
  Digest usage = {};
  static constexpr auto fields() {
    return listing(field("facilityTerms", &OpenFacilityCommitments::facility_terms),
                   field("usage", &OpenFacilityCommitments::usage));
  }
};

struct OpenFacility {
  static constexpr std::string_view name = "OpenFacility";
  FacilityId facility_id = {};
  PartyId borrower = {};
  std::int64_t forward_days = 0;
  OpenFacilityCommitments commitments = {};
  static constexpr auto fields() {
    return listing(field("facilityId", &OpenFacility::facility_id),
                   field("borrower", &OpenFacility::borrower),
                   field("forwardDays", &OpenFacility::forward_days),
                   field("commitments", &OpenFacility::commitments));
  }
};

struct ApplyCommitments {
  static constexpr std::string_view name = "ApplyCommitments";
  Digest application = {};
  static constexpr auto fields() {
    return listing(field("application", &ApplyCommitments::application));
  }
};

struct ApplyRelay {
  static constexpr std::string_view name = "ApplyRelay";
  Set<MspId> copies = {};
  std::vector<Fingerprint> fingerprints = {};
  static constexpr auto fields() {
    return listing(field("copies", &ApplyRelay::copies),
                   field("fingerprints", &ApplyRelay::fingerprints));
  }
};

struct Apply {
  static constexpr std::string_view name = "Apply";
  LoanId loan_id = {};
  FacilityId facility_id = {};
  ebl::BillId bill_id = {};
  Set<evidence::EvidenceId> evidence = {};
  evidence::MatchId match_id = {};
  Set<consent::ConsentId> consents = {};
  ApplyCommitments commitments = {};
  ApplyRelay relay = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("loanId", &Apply::loan_id), field("facilityId", &Apply::facility_id),
                   field("billId", &Apply::bill_id), field("evidence", &Apply::evidence),
                   field("matchId", &Apply::match_id), field("consents", &Apply::consents),
                   field("commitments", &Apply::commitments), field("relay", &Apply::relay),
                   optional_field("signatures", &Apply::signatures));
  }
};

struct RecordScreeningCommitments {
  static constexpr std::string_view name = "RecordScreeningCommitments";
  Digest screening = {};
  static constexpr auto fields() {
    return listing(field("screening", &RecordScreeningCommitments::screening));
  }
};

struct RecordScreening {
  static constexpr std::string_view name = "RecordScreening";
  ScreeningId screening_id = {};
  LoanId loan_id = {};
  RecordScreeningCommitments commitments = {};
  static constexpr auto fields() {
    return listing(field("screeningId", &RecordScreening::screening_id),
                   field("loanId", &RecordScreening::loan_id),
                   field("commitments", &RecordScreening::commitments));
  }
};

struct OfferCommitments {
  static constexpr std::string_view name = "OfferCommitments";
  Digest terms = {};
  static constexpr auto fields() { return listing(field("terms", &OfferCommitments::terms)); }
};

struct Offer {
  static constexpr std::string_view name = "Offer";
  LoanId loan_id = {};
  ScreeningId screening_id = {};
  Timestamp valid_until = {};
  /// Exactly the match rules whose verdict is SOFT.
  Set<std::string> soft_rules = {};
  OfferCommitments commitments = {};
  static constexpr auto fields() {
    return listing(field("loanId", &Offer::loan_id), field("screeningId", &Offer::screening_id),
                   field("validUntil", &Offer::valid_until), field("softRules", &Offer::soft_rules),
                   field("commitments", &Offer::commitments));
  }
};

struct Accept {
  static constexpr std::string_view name = "Accept";
  LoanId loan_id = {};
  Digest terms_commitment = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("loanId", &Accept::loan_id),
                   field("termsCommitment", &Accept::terms_commitment),
                   optional_field("signatures", &Accept::signatures));
  }
};

struct Secure {
  static constexpr std::string_view name = "Secure";
  LoanId loan_id = {};
  ebl::BillId bill_id = {};
  static constexpr auto fields() {
    return listing(field("loanId", &Secure::loan_id), field("billId", &Secure::bill_id));
  }
};

struct DrawdownCommitments {
  static constexpr std::string_view name = "DrawdownCommitments";
  Digest drawdown = {};
  static constexpr auto fields() {
    return listing(field("drawdown", &DrawdownCommitments::drawdown));
  }
};

struct UsageCommitments {
  static constexpr std::string_view name = "UsageCommitments";
  Digest usage = {};
  static constexpr auto fields() { return listing(field("usage", &UsageCommitments::usage)); }
};

struct DrawdownRelay {
  static constexpr std::string_view name = "DrawdownRelay";
  Set<MspId> copies = {};
  UsageCommitments commitments = {};
  static constexpr auto fields() {
    return listing(field("copies", &DrawdownRelay::copies),
                   field("commitments", &DrawdownRelay::commitments));
  }
};

struct RequestDrawdown {
  static constexpr std::string_view name = "RequestDrawdown";
  LoanId loan_id = {};
  DrawdownId drawdown_id = {};
  DrawdownCommitments commitments = {};
  DrawdownRelay relay = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("loanId", &RequestDrawdown::loan_id),
                   field("drawdownId", &RequestDrawdown::drawdown_id),
                   field("commitments", &RequestDrawdown::commitments),
                   field("relay", &RequestDrawdown::relay),
                   optional_field("signatures", &RequestDrawdown::signatures));
  }
};

struct PaymentCommitments {
  static constexpr std::string_view name = "PaymentCommitments";
  Digest payment = {};
  static constexpr auto fields() { return listing(field("payment", &PaymentCommitments::payment)); }
};

struct PositionCommitments {
  static constexpr std::string_view name = "PositionCommitments";
  Digest position = {};
  static constexpr auto fields() {
    return listing(field("position", &PositionCommitments::position));
  }
};

struct DisbursementRelay {
  static constexpr std::string_view name = "DisbursementRelay";
  Set<MspId> copies = {};
  PositionCommitments commitments = {};
  static constexpr auto fields() {
    return listing(field("copies", &DisbursementRelay::copies),
                   field("commitments", &DisbursementRelay::commitments));
  }
};

struct ConfirmDisbursement {
  static constexpr std::string_view name = "ConfirmDisbursement";
  LoanId loan_id = {};
  DrawdownId drawdown_id = {};
  Uetr uetr = {};
  Date value_date = {};
  /// The other side of the payment, who signs.
  PartyId witness = {};
  PaymentCommitments commitments = {};
  DisbursementRelay relay = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("loanId", &ConfirmDisbursement::loan_id),
                   field("drawdownId", &ConfirmDisbursement::drawdown_id),
                   field("uetr", &ConfirmDisbursement::uetr),
                   field("valueDate", &ConfirmDisbursement::value_date),
                   field("witness", &ConfirmDisbursement::witness),
                   field("commitments", &ConfirmDisbursement::commitments),
                   field("relay", &ConfirmDisbursement::relay),
                   optional_field("signatures", &ConfirmDisbursement::signatures));
  }
};

struct RepaymentCommitments {
  static constexpr std::string_view name = "RepaymentCommitments";
  Digest position = {};
  Digest usage = {};
  static constexpr auto fields() {
    return listing(field("position", &RepaymentCommitments::position),
                   field("usage", &RepaymentCommitments::usage));
  }
};

struct RepaymentRelay {
  static constexpr std::string_view name = "RepaymentRelay";
  Set<MspId> copies = {};
  RepaymentCommitments commitments = {};
  static constexpr auto fields() {
    return listing(field("copies", &RepaymentRelay::copies),
                   field("commitments", &RepaymentRelay::commitments));
  }
};

struct RecordRepayment {
  static constexpr std::string_view name = "RecordRepayment";
  LoanId loan_id = {};
  Uetr uetr = {};
  Date value_date = {};
  /// The payer's bank; the borrower itself where the lender is on both sides.
  PartyId witness = {};
  PaymentCommitments commitments = {};
  RepaymentRelay relay = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("loanId", &RecordRepayment::loan_id),
                   field("uetr", &RecordRepayment::uetr),
                   field("valueDate", &RecordRepayment::value_date),
                   field("witness", &RecordRepayment::witness),
                   field("commitments", &RecordRepayment::commitments),
                   field("relay", &RecordRepayment::relay),
                   optional_field("signatures", &RecordRepayment::signatures));
  }
};

struct Release {
  static constexpr std::string_view name = "Release";
  LoanId loan_id = {};
  static constexpr auto fields() { return listing(field("loanId", &Release::loan_id)); }
};

struct Get {
  static constexpr std::string_view name = "LoanGet";
  LoanId loan_id = {};
  /// Also the private values, as far as the caller's own organisation keeps them.
  bool open = false;
  static constexpr auto fields() {
    return listing(field("loanId", &Get::loan_id), optional_field("open", &Get::open));
  }
};

/// The private values of a loan, by their names.
struct LoanValues {
  static constexpr std::string_view name = "LoanValues";
  std::optional<FacilityTerms> facility_terms = {};
  std::optional<FacilityUsage> usage = {};
  std::optional<Application> application = {};
  std::optional<LoanTerms> terms = {};
  std::optional<Drawdown> drawdown = {};
  std::optional<Position> position = {};
  static constexpr auto fields() {
    return listing(
        field("facilityTerms", &LoanValues::facility_terms), field("usage", &LoanValues::usage),
        field("application", &LoanValues::application), field("terms", &LoanValues::terms),
        field("drawdown", &LoanValues::drawdown), field("position", &LoanValues::position));
  }
};

struct LoanView {
  static constexpr std::string_view name = "LoanView";
  Loan loan = {};
  Facility facility = {};
  std::optional<DrawdownRecord> drawdown = {};
  std::optional<LoanValues> values = {};
  static constexpr auto fields() {
    return listing(field("loan", &LoanView::loan), field("facility", &LoanView::facility),
                   field("drawdown", &LoanView::drawdown), field("values", &LoanView::values));
  }
};

}  // namespace tradelane::finance
