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
  /// From when on the recipient can no longer accept; without it, the offer stands until one side
  /// ends it.
  std::optional<Timestamp> expires = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &Transfer::bill_id), field("to", &Transfer::to),
                   field("expires", &Transfer::expires),
                   optional_field("signatures", &Transfer::signatures));
  }
};

struct Nominate {
  static constexpr std::string_view name = "Nominate";
  BillId bill_id = {};
  /// Absent: nobody any more.
  std::optional<PartyId> nominee = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &Nominate::bill_id), field("nominee", &Nominate::nominee),
                   optional_field("signatures", &Nominate::signatures));
  }
};

/// Endorse and EndorseToOrder: whose the title becomes.
struct Endorsement {
  static constexpr std::string_view name = "Endorsement";
  BillId bill_id = {};
  PartyId to = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &Endorsement::bill_id), field("to", &Endorsement::to),
                   optional_field("signatures", &Endorsement::signatures));
  }
};

/// Title and possession in one act.
struct TransferOwners {
  static constexpr std::string_view name = "TransferOwners";
  BillId bill_id = {};
  PartyId owner = {};
  PartyId holder = {};
  std::optional<Timestamp> expires = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &TransferOwners::bill_id),
                   field("owner", &TransferOwners::owner), field("holder", &TransferOwners::holder),
                   field("expires", &TransferOwners::expires),
                   optional_field("signatures", &TransferOwners::signatures));
  }
};

/// BlankEndorse, RejectOwner, RejectHolder, RejectBoth, AcceptTransfer, DeclineTransfer,
/// ReleasePledge, CancelSurrender, Sign and Void: the bill says the rest.
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

enum class Enforcement : std::uint8_t { notice, enforce };
constexpr auto enum_texts(Enforcement) {
  using T = std::string_view;
  return std::array{std::pair{Enforcement::notice, T("NOTICE")},
                    std::pair{Enforcement::enforce, T("ENFORCE")}};
}

/// First the notice, then, after its period, the enforcement.
struct EnforcePledge {
  static constexpr std::string_view name = "EnforcePledge";
  BillId bill_id = {};
  Enforcement stage = Enforcement::notice;
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &EnforcePledge::bill_id), field("stage", &EnforcePledge::stage),
                   optional_field("signatures", &EnforcePledge::signatures));
  }
};

/// The document itself goes to whom it concerns outside the ledger.
struct AttachDocument {
  static constexpr std::string_view name = "AttachDocument";
  BillId bill_id = {};
  /// Commitment to the document.
  Digest document = {};
  /// Bytes.
  std::int64_t size = 0;
  std::string media_type = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(
        field("billId", &AttachDocument::bill_id), field("document", &AttachDocument::document),
        field("size", &AttachDocument::size), field("mediaType", &AttachDocument::media_type),
        optional_field("signatures", &AttachDocument::signatures));
  }
};

/// The words themselves go to whom they concern outside the ledger.
struct AddRemark {
  static constexpr std::string_view name = "AddRemark";
  BillId bill_id = {};
  /// Commitment to the remark.
  Digest comment = {};
  /// Characters.
  std::int64_t length = 0;
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &AddRemark::bill_id), field("comment", &AddRemark::comment),
                   field("length", &AddRemark::length),
                   optional_field("signatures", &AddRemark::signatures));
  }
};

struct RecordDelivery {
  static constexpr std::string_view name = "RecordDelivery";
  BillId bill_id = {};
  /// Packages handed out so far: a total, so that the same call twice counts once.
  std::int64_t delivered = 0;
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &RecordDelivery::bill_id),
                   field("delivered", &RecordDelivery::delivered),
                   optional_field("signatures", &RecordDelivery::signatures));
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

struct AmendmentCommitments {
  static constexpr std::string_view name = "AmendmentCommitments";
  Digest issuance = {};
  Digest facts = {};
  /// To the JSON pointers of all that differs between the two documents, in their order.
  Digest changes = {};
  static constexpr auto fields() {
    return listing(field("issuance", &AmendmentCommitments::issuance),
                   field("facts", &AmendmentCommitments::facts),
                   field("changes", &AmendmentCommitments::changes));
  }
};

/// Reissue and SwitchBill.
struct ReplaceBill {
  static constexpr std::string_view name = "ReplaceBill";
  BillId bill_id = {};
  BillId new_bill_id = {};
  AmendmentCommitments commitments = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &ReplaceBill::bill_id),
                   field("newBillId", &ReplaceBill::new_bill_id),
                   field("commitments", &ReplaceBill::commitments),
                   optional_field("signatures", &ReplaceBill::signatures));
  }
};

struct ToPaper {
  static constexpr std::string_view name = "ToPaper";
  BillId bill_id = {};
  /// The number of the paper set, and how many originals are in it.
  std::string paper_set = {};
  std::int64_t originals = 0;
  /// Commitment to the statement of change of medium that the paper bears (MLETR 18).
  Digest statement = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &ToPaper::bill_id), field("paperSet", &ToPaper::paper_set),
                   field("originals", &ToPaper::originals), field("statement", &ToPaper::statement),
                   optional_field("signatures", &ToPaper::signatures));
  }
};

/// An issue in the place of paper.
struct FromPaper : Issue {
  static constexpr std::string_view name = "FromPaper";
  std::string paper_set = {};
  std::int64_t originals = 0;
  /// How many of them the carrier has taken back.
  std::int64_t surrendered = 0;
  /// Commitment to the statement of change of medium (MLETR 17).
  Digest statement = {};
  static constexpr auto fields() {
    return joined(
        inherited<FromPaper>(Issue::fields()),
        listing(field("paperSet", &FromPaper::paper_set), field("originals", &FromPaper::originals),
                field("surrenderedOriginals", &FromPaper::surrendered),
                field("statement", &FromPaper::statement)));
  }
};

struct NewBill {
  static constexpr std::string_view name = "NewBill";
  BillId bill_id = {};
  IssueCommitments commitments = {};
  static constexpr auto fields() {
    return listing(field("billId", &NewBill::bill_id), field("commitments", &NewBill::commitments));
  }
};

struct Split {
  static constexpr std::string_view name = "Split";
  BillId bill_id = {};
  std::vector<NewBill> children = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &Split::bill_id), field("children", &Split::children),
                   optional_field("signatures", &Split::signatures));
  }
};

struct Consolidate {
  static constexpr std::string_view name = "Consolidate";
  /// The first of them is the subject of the act.
  Set<BillId> bill_ids = {};
  BillId new_bill_id = {};
  IssueCommitments commitments = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billIds", &Consolidate::bill_ids),
                   field("newBillId", &Consolidate::new_bill_id),
                   field("commitments", &Consolidate::commitments),
                   optional_field("signatures", &Consolidate::signatures));
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

struct RequestRecovery {
  static constexpr std::string_view name = "RequestRecovery";
  BillId bill_id = {};
  PartyId lost = {};
  PartyId replacement = {};
  /// Commitment to why.
  Digest reason = {};
  static constexpr auto fields() {
    return listing(field("billId", &RequestRecovery::bill_id),
                   field("lost", &RequestRecovery::lost),
                   field("replacement", &RequestRecovery::replacement),
                   field("reason", &RequestRecovery::reason));
  }
};

struct CancelRecovery {
  static constexpr std::string_view name = "CancelRecovery";
  BillId bill_id = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &CancelRecovery::bill_id),
                   optional_field("signatures", &CancelRecovery::signatures));
  }
};

struct CompleteRecovery {
  static constexpr std::string_view name = "CompleteRecovery";
  BillId bill_id = {};
  BillId new_bill_id = {};
  IssueCommitments commitments = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("billId", &CompleteRecovery::bill_id),
                   field("newBillId", &CompleteRecovery::new_bill_id),
                   field("commitments", &CompleteRecovery::commitments),
                   optional_field("signatures", &CompleteRecovery::signatures));
  }
};

}  // namespace tradelane::ebl
