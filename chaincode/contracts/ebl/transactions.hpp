// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <vector>

#include "chaincode/contract/act.hpp"
#include "chaincode/contracts/ebl/records.hpp"

/// The argument objects of `ebl:…`: plain data, the contract's public face.
namespace tradelane::ebl {

struct IssueCommitments {
  static constexpr std::string_view name = "IssueCommitments";
  Digest issuance = {};
  Digest facts = {};
  static constexpr auto fields() {
    return listing(field("issuance", &IssueCommitments::issuance),
                   field("facts", &IssueCommitments::facts));
  }
};

struct Issue {
  static constexpr std::string_view name = "Issue";
  BillId bill_id = {};
  Kind kind = Kind::order;
  Acceptance acceptance = Acceptance::required;
  PartyId holder = {};
  PartyId owner = {};
  /// Under which law or rulebook the bill has its effect, as a code.
  std::string legal_basis = {};
  IssueCommitments commitments = {};
  static constexpr auto fields() {
    return listing(field("billId", &Issue::bill_id), field("kind", &Issue::kind),
                   field("acceptance", &Issue::acceptance), field("holder", &Issue::holder),
                   field("owner", &Issue::owner), field("legalBasis", &Issue::legal_basis),
                   field("commitments", &Issue::commitments));
  }
};

struct Transfer {
  static constexpr std::string_view name = "Transfer";
  BillId bill_id = {};
  PartyId to = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &Transfer::bill_id), field("to", &Transfer::to),
                   optional_field("signatures", &Transfer::signatures));
  }
};

/// AcceptTransfer, DeclineTransfer, ReleasePledge and CancelSurrender: the bill says the rest.
struct OnBill {
  static constexpr std::string_view name = "OnBill";
  BillId bill_id = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &OnBill::bill_id),
                   optional_field("signatures", &OnBill::signatures));
  }
};

struct OfferPledge {
  static constexpr std::string_view name = "OfferPledge";
  BillId bill_id = {};
  LoanId loan_id = {};
  PartyId pledgee = {};
  Possession possession = Possession::pledgor;
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &OfferPledge::bill_id), field("loanId", &OfferPledge::loan_id),
                   field("pledgee", &OfferPledge::pledgee),
                   field("possession", &OfferPledge::possession),
                   optional_field("signatures", &OfferPledge::signatures));
  }
};

struct AcceptPledge {
  static constexpr std::string_view name = "AcceptPledge";
  BillId bill_id = {};
  LoanId loan_id = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &AcceptPledge::bill_id), field("loanId", &AcceptPledge::loan_id),
                   optional_field("signatures", &AcceptPledge::signatures));
  }
};

enum class SurrenderCode : std::uint8_t { for_amendment, for_delivery };
constexpr auto enum_texts(SurrenderCode) {
  using T = std::string_view;
  return std::array{std::pair{SurrenderCode::for_amendment, T("AREQ")},
                    std::pair{SurrenderCode::for_delivery, T("SREQ")}};
}

/// COD: another destination, and whatever else is amended, split or put together. SWI: a switch
/// bill. SWTP: paper in its place.
enum class AmendmentReason : std::uint8_t { destination, switch_bill, to_paper };
constexpr auto enum_texts(AmendmentReason) {
  using T = std::string_view;
  return std::array{std::pair{AmendmentReason::destination, T("COD")},
                    std::pair{AmendmentReason::switch_bill, T("SWI")},
                    std::pair{AmendmentReason::to_paper, T("SWTP")}};
}

struct RequestSurrender {
  static constexpr std::string_view name = "RequestSurrender";
  BillId bill_id = {};
  /// The requester's own reference, up to 100 characters, used once.
  std::string reference = {};
  SurrenderCode code = SurrenderCode::for_delivery;
  /// With AREQ, and only there.
  std::optional<AmendmentReason> reason = {};
  /// Commitment to what the holder says to it.
  std::optional<Digest> comment = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &RequestSurrender::bill_id),
                   field("surrenderRequestReference", &RequestSurrender::reference),
                   field("code", &RequestSurrender::code),
                   field("reasonCode", &RequestSurrender::reason),
                   field("comment", &RequestSurrender::comment),
                   optional_field("signatures", &RequestSurrender::signatures));
  }
};

struct AnswerSurrender {
  static constexpr std::string_view name = "AnswerSurrender";
  BillId bill_id = {};
  std::string reference = {};
  SurrenderAnswer answer = SurrenderAnswer::surrendered;
  /// Commitment to what the carrier says to it; a refusal has one.
  std::optional<Digest> comment = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &AnswerSurrender::bill_id),
                   field("surrenderRequestReference", &AnswerSurrender::reference),
                   field("answer", &AnswerSurrender::answer),
                   field("comment", &AnswerSurrender::comment),
                   optional_field("signatures", &AnswerSurrender::signatures));
  }
};

/// Freeze and Unfreeze.
struct FreezeBill {
  static constexpr std::string_view name = "FreezeBill";
  BillId bill_id = {};
  /// Commitment to the order that says so.
  Digest reason = {};
  static constexpr auto fields() {
    return listing(field("billId", &FreezeBill::bill_id), field("reason", &FreezeBill::reason));
  }
};

/// Pause and Resume.
struct PauseBills {
  static constexpr std::string_view name = "PauseBills";
  /// Commitment to why.
  Digest reason = {};
  static constexpr auto fields() { return listing(field("reason", &PauseBills::reason)); }
};

struct Get {
  static constexpr std::string_view name = "BillGet";
  BillId bill_id = {};
  /// Also the issuance request, as far as the caller's own organisation keeps it.
  bool open = false;
  static constexpr auto fields() {
    return listing(field("billId", &Get::bill_id), optional_field("open", &Get::open));
  }
};

struct BillView {
  static constexpr std::string_view name = "BillView";
  Bill bill = {};
  std::optional<Json> issuance = {};
  static constexpr auto fields() {
    return listing(field("bill", &BillView::bill), field("issuance", &BillView::issuance));
  }
};

struct HistoryView {
  static constexpr std::string_view name = "HistoryView";
  BillId bill_id = {};
  /// From the issue to the newest step.
  std::vector<Step> steps = {};
  static constexpr auto fields() {
    return listing(field("billId", &HistoryView::bill_id), field("steps", &HistoryView::steps));
  }
};

}  // namespace tradelane::ebl
