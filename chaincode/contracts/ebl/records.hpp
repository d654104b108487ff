// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "chaincode/codec/money.hpp"
#include "chaincode/contract/party_record.hpp"

/// The records of electronic bills of lading: parties, states and digests only; the document itself
/// lies in private collections. Plain data.
namespace tradelane::ebl {

/// `<carrierCode>/<transport document reference>/<sub-reference>`; the first version is `1`.
struct BillTag {
  static constexpr std::string_view name = "BillId";
  static constexpr std::string_view pattern = "^[A-Z0-9]{1,20}/[A-Z0-9]{1,20}/[A-Z0-9]{1,20}$";
  static bool valid(std::string_view text);
};
using BillId = Id<BillTag>;

/// Carrier code, reference, sub-reference.
std::vector<std::string> parts_of(const BillId& id);

/// A loan's id: bills are pledged for loans, so its form is known here.
struct LoanTag : Id26Rule {
  static constexpr std::string_view name = "LoanId";
};
using LoanId = Id<LoanTag>;

/// STRAIGHT: to a named consignee, never endorsed. ORDER: endorsed from owner to owner. BLANK: to
/// bearer, so that whoever holds it owns it.
enum class Kind : std::uint8_t { order, straight, blank };
constexpr auto enum_texts(Kind) {
  using T = std::string_view;
  return std::array{std::pair{Kind::order, T("ORDER")}, std::pair{Kind::straight, T("STRAIGHT")},
                    std::pair{Kind::blank, T("BLANK")}};
}

/// REQUIRED: control stays with the sender until the recipient accepts.
enum class Acceptance : std::uint8_t { immediate, required };
constexpr auto enum_texts(Acceptance) {
  using T = std::string_view;
  return std::array{std::pair{Acceptance::immediate, T("IMMEDIATE")},
                    std::pair{Acceptance::required, T("REQUIRED")}};
}

enum class Status : std::uint8_t {
  issued,
  transfer_pending,
  surrender_pending,
  surrendered,
  amendment_pending,
  amendment_surrendered,
  voided,
  converted_to_paper,
  split,
  merged
};
constexpr auto enum_texts(Status) {
  using T = std::string_view;
  return std::array{std::pair{Status::issued, T("ISSUED")},
                    std::pair{Status::transfer_pending, T("TRANSFER_PENDING")},
                    std::pair{Status::surrender_pending, T("PENDING_SURRENDER_FOR_DELIVERY")},
                    std::pair{Status::surrendered, T("SURRENDERED_FOR_DELIVERY")},
                    std::pair{Status::amendment_pending, T("PENDING_SURRENDER_FOR_AMENDMENT")},
                    std::pair{Status::amendment_surrendered, T("SURRENDERED_FOR_AMENDMENT")},
                    std::pair{Status::voided, T("VOIDED")},
                    std::pair{Status::converted_to_paper, T("CONVERTED_TO_PAPER")},
                    std::pair{Status::split, T("SPLIT")},
                    std::pair{Status::merged, T("MERGED")}};
}

enum class PledgeState : std::uint8_t { offered, accepted, bound };
constexpr auto enum_texts(PledgeState) {
  using T = std::string_view;
  return std::array{std::pair{PledgeState::offered, T("OFFERED")},
                    std::pair{PledgeState::accepted, T("ACCEPTED")},
                    std::pair{PledgeState::bound, T("BOUND")}};
}

/// Who has the bill in hand while it is pledged; the title stays with the pledgor.
enum class Possession : std::uint8_t { pledgor, pledgee };
constexpr auto enum_texts(Possession) {
  using T = std::string_view;
  return std::array{std::pair{Possession::pledgor, T("PLEDGOR")},
                    std::pair{Possession::pledgee, T("PLEDGEE")}};
}

/// BOUND: tied to its loan; only finance releases or enforces it then. The pledgor is the bill's
/// owner.
struct Pledge {
  static constexpr std::string_view name = "Pledge";
  PartyId pledgee = {};
  PledgeState state = PledgeState::offered;
  LoanId loan = {};
  Possession possession = Possession::pledgor;
  /// When the pledgee accepted.
  std::optional<Timestamp> since = {};
  /// When the pledgee gave notice that it will enforce.
  std::optional<Timestamp> notice_at = {};
  static constexpr auto fields() {
    return listing(field("pledgee", &Pledge::pledgee), field("state", &Pledge::state),
                   field("loanId", &Pledge::loan),
                   optional_field("possession", &Pledge::possession),
                   field("since", &Pledge::since), field("noticeAt", &Pledge::notice_at));
  }
  bool operator==(const Pledge&) const = default;
};

struct Surrender {
  static constexpr std::string_view name = "Surrender";
  std::string ref = {};
  std::string code = {};
  PartyId by = {};
  /// Why it is to be amended: SWTP, COD or SWI.
  std::optional<std::string> reason = {};
  static constexpr auto fields() {
    return listing(field("ref", &Surrender::ref), field("code", &Surrender::code),
                   field("by", &Surrender::by), field("reason", &Surrender::reason));
  }
  bool operator==(const Surrender&) const = default;
};

/// The bills and the paper that this bill came from or went into.
struct Links {
  static constexpr std::string_view name = "Links";
  Set<BillId> replaces = {};
  Set<BillId> replaced_by = {};
  std::optional<BillId> split_from = {};
  std::optional<BillId> merged_into = {};
  /// The paper set's own number.
  std::optional<std::string> paper_ref = {};
  static constexpr auto fields() {
    return listing(optional_field("replaces", &Links::replaces),
                   optional_field("replacedBy", &Links::replaced_by),
                   field("splitFrom", &Links::split_from), field("mergedInto", &Links::merged_into),
                   field("paperRef", &Links::paper_ref));
  }
  bool operator==(const Links&) const = default;
};

/// One bill, one hot key, whatever its history: the chain lies in keys of its own.
struct Bill {
  static constexpr std::string_view name = "Bill";
  static constexpr std::string_view schema = "tradelane.bill/1";
  BillId id = {};
  Status status = Status::issued;
  Kind kind = Kind::order;
  Acceptance acceptance = Acceptance::required;
  PartyId issuer = {};
  PartyId holder = {};
  PartyId owner = {};
  /// Who held and who owned it before the last hop, as long as that hop may still be rejected.
  std::optional<PartyId> prev_holder = {};
  std::optional<PartyId> prev_owner = {};
  /// Whom the owner wants to be its successor; the holder carries it out.
  std::optional<PartyId> nominee = {};
  /// The last endorsement allows no other (DCSA: ENDORSE).
  bool closed = false;
  /// To whom a transfer is offered, and until when.
  std::optional<PartyId> pending_to = {};
  std::optional<Timestamp> transfer_expires = {};
  /// Whose the title will be when the recipient accepts, if it is to pass as well.
  std::optional<PartyId> pending_owner = {};
  std::optional<Pledge> pledge = {};
  std::optional<Surrender> surrender = {};
  /// Commitments to the DCSA issuance request and to the facts of the document.
  Digest issuance = {};
  Digest facts = {};
  std::string legal_basis = {};
  std::optional<Links> links = {};
  /// It was paper before.
  bool changed_medium = false;
  /// Packages handed out after the surrender.
  std::int64_t delivered = 0;
  /// SHA-256 of the newest entry of the chain.
  Digest head_hash = {};
  Timestamp at = {};
  std::int64_t seq = 0;
  Digest last_act = {};

  static constexpr auto fields() {
    return listing(
        field("id", &Bill::id), field("status", &Bill::status), field("kind", &Bill::kind),
        field("acceptance", &Bill::acceptance), field("issuer", &Bill::issuer),
        field("holder", &Bill::holder), field("owner", &Bill::owner),
        field("prevHolder", &Bill::prev_holder), field("prevOwner", &Bill::prev_owner),
        field("nominee", &Bill::nominee), optional_field("closed", &Bill::closed),
        field("pendingTo", &Bill::pending_to), field("transferExpires", &Bill::transfer_expires),
        field("pendingOwner", &Bill::pending_owner), field("pledge", &Bill::pledge),
        field("surrender", &Bill::surrender), field("issuance", &Bill::issuance),
        field("facts", &Bill::facts), field("legalBasis", &Bill::legal_basis),
        field("links", &Bill::links), optional_field("changedMedium", &Bill::changed_medium),
        optional_field("delivered", &Bill::delivered), field("headHash", &Bill::head_hash),
        field("at", &Bill::at), field("seq", &Bill::seq), field("lastAct", &Bill::last_act));
  }
  bool operator==(const Bill&) const = default;
};

/// One step of a bill's life, linked to the one before.
struct Step {
  static constexpr std::string_view name = "Step";
  static constexpr std::string_view schema = "tradelane.billStep/1";
  std::string action_code = {};
  PartyId actor = {};
  std::optional<PartyId> recipient = {};
  /// Whose the title becomes where possession goes to somebody else in the same step.
  std::optional<PartyId> new_owner = {};
  Timestamp at = {};
  /// A code of DCSA's lists: SWTP, COD, SWI.
  std::optional<std::string> reason_code = {};
  /// Commitment to what the actor says to it: a reason or a comment.
  std::optional<Digest> comment = {};
  /// Digest of what the step is about besides: an attached document, an order of a court.
  std::optional<Digest> payload = {};
  /// How many packages were handed out.
  std::optional<std::int64_t> packages = {};
  /// Where the actor has its place of business (UN/LOCODE).
  std::optional<std::string> place = {};
  std::optional<Digest> prev_hash = {};
  /// Also the audit reference of DCSA's chains.
  std::string txid = {};
  static constexpr auto fields() {
    return listing(field("actionCode", &Step::action_code), field("actor", &Step::actor),
                   field("recipient", &Step::recipient), field("newOwner", &Step::new_owner),
                   field("at", &Step::at), field("reasonCode", &Step::reason_code),
                   field("comment", &Step::comment), field("payload", &Step::payload),
                   field("packages", &Step::packages), field("place", &Step::place),
                   field("prevHash", &Step::prev_hash), field("txId", &Step::txid));
  }
  bool operator==(const Step&) const = default;
};

/// Index: that a party holds a bill.
struct HeldBill {
  static constexpr std::string_view name = "HeldBill";
  static constexpr std::string_view schema = "tradelane.heldBill/1";
  BillId bill = {};
  static constexpr auto fields() { return listing(field("bill", &HeldBill::bill)); }
  bool operator==(const HeldBill&) const = default;
};

/// A document that goes along with a bill and is no part of it, under the commitment to it.
struct AttachedDocument {
  static constexpr std::string_view name = "AttachedDocument";
  static constexpr std::string_view schema = "tradelane.attachedDocument/1";
  std::int64_t size = 0;
  std::string media_type = {};
  PartyId by = {};
  Timestamp at = {};
  static constexpr auto fields() {
    return listing(field("size", &AttachedDocument::size),
                   field("mediaType", &AttachedDocument::media_type),
                   field("by", &AttachedDocument::by), field("at", &AttachedDocument::at));
  }
  bool operator==(const AttachedDocument&) const = default;
};

enum class SurrenderAnswer : std::uint8_t { refused, surrendered };
constexpr auto enum_texts(SurrenderAnswer) {
  using T = std::string_view;
  return std::array{std::pair{SurrenderAnswer::refused, T("SREJ")},
                    std::pair{SurrenderAnswer::surrendered, T("SURR")}};
}

/// A surrender reference, used once and kept for ever.
struct SurrenderRef {
  static constexpr std::string_view name = "SurrenderRef";
  static constexpr std::string_view schema = "tradelane.surrenderRef/1";
  BillId bill = {};
  std::string code = {};
  std::optional<SurrenderAnswer> answer = {};
  static constexpr auto fields() {
    return listing(field("bill", &SurrenderRef::bill), field("code", &SurrenderRef::code),
                   field("answer", &SurrenderRef::answer));
  }
  bool operator==(const SurrenderRef&) const = default;
};

/// Whether a bill is frozen, or all bills are paused.
struct Safety {
  static constexpr std::string_view name = "Safety";
  static constexpr std::string_view schema = "tradelane.billSafety/1";
  bool stopped = false;
  /// Digest of the order that it was stopped, or let go, by.
  Digest reason = {};
  Timestamp at = {};
  std::int64_t seq = 0;
  static constexpr auto fields() {
    return listing(field("stopped", &Safety::stopped), field("reason", &Safety::reason),
                   field("at", &Safety::at), field("seq", &Safety::seq));
  }
  bool operator==(const Safety&) const = default;
};

enum class RecoveryState : std::uint8_t { requested, cancelled, completed };
constexpr auto enum_texts(RecoveryState) {
  using T = std::string_view;
  return std::array{std::pair{RecoveryState::requested, T("REQUESTED")},
                    std::pair{RecoveryState::cancelled, T("CANCELLED")},
                    std::pair{RecoveryState::completed, T("COMPLETED")}};
}

/// So long a party that is said to be lost has time to say that it is not.
inline constexpr std::int64_t recovery_waits_s = std::int64_t{14} * 86'400;

/// How a bill comes back to somebody whose organisation cannot act any more: never by a change of
/// the bill, but by another bill in its place.
struct Recovery {
  static constexpr std::string_view name = "Recovery";
  static constexpr std::string_view schema = "tradelane.billRecovery/1";
  RecoveryState state = RecoveryState::requested;
  /// Who lost the means to act, and who takes its place as holder, owner and pledgee.
  PartyId lost = {};
  PartyId replacement = {};
  /// Commitment to why.
  Digest reason = {};
  /// The bill as it was: one that moves on afterwards was not lost.
  std::int64_t bill_seq = 0;
  /// Before this time it may be cancelled, and not completed.
  Timestamp completes_after = {};
  /// The bill that the issuer then put in its place.
  std::optional<BillId> replaced_by = {};
  Timestamp at = {};
  std::int64_t seq = 0;
  Digest last_act = {};
  static constexpr auto fields() {
    return listing(field("state", &Recovery::state), field("lost", &Recovery::lost),
                   field("replacement", &Recovery::replacement), field("reason", &Recovery::reason),
                   field("billSeq", &Recovery::bill_seq),
                   field("completesAfter", &Recovery::completes_after),
                   field("replacedBy", &Recovery::replaced_by), field("at", &Recovery::at),
                   field("seq", &Recovery::seq), field("lastAct", &Recovery::last_act));
  }
  bool operator==(const Recovery&) const = default;
};

enum class PaperState : std::uint8_t { live, surrendered };
constexpr auto enum_texts(PaperState) {
  using T = std::string_view;
  return std::array{std::pair{PaperState::live, T("LIVE")},
                    std::pair{PaperState::surrendered, T("SURRENDERED")}};
}

/// A set of paper originals that took the place of an electronic bill, or gave way to one.
struct PaperSet {
  static constexpr std::string_view name = "PaperSet";
  static constexpr std::string_view schema = "tradelane.paperSet/1";
  PaperState state = PaperState::live;
  /// How many originals there are in it; any one of them gets the goods.
  std::int64_t originals = 0;
  /// The electronic bill that became this paper; none for paper that began as such.
  std::optional<BillId> from = {};
  /// The electronic bill in its place.
  std::optional<BillId> replaced_by = {};
  /// Commitment to the newest statement of change of medium.
  Digest statement = {};
  Timestamp at = {};
  std::int64_t seq = 0;
  static constexpr auto fields() {
    return listing(field("state", &PaperSet::state), field("originals", &PaperSet::originals),
                   field("from", &PaperSet::from), field("replacedBy", &PaperSet::replaced_by),
                   field("statement", &PaperSet::statement), field("at", &PaperSet::at),
                   field("seq", &PaperSet::seq));
  }
  bool operator==(const PaperSet&) const = default;
};

/// The private value `facts` of a bill: what is matched with evidence.
struct BillFacts {
  static constexpr std::string_view name = "BillFacts";
  std::string tdr = {};
  std::string carrier_code = {};
  Set<std::string> containers = {};
  std::int64_t packages = 0;
  Decimal gross_weight_g = {};
  Set<std::string> hs6 = {};
  bool part_load = false;
  static constexpr auto fields() {
    return listing(field("tdr", &BillFacts::tdr), field("carrierCode", &BillFacts::carrier_code),
                   field("containers", &BillFacts::containers),
                   field("packages", &BillFacts::packages),
                   field("grossWeightG", &BillFacts::gross_weight_g), field("hs6", &BillFacts::hs6),
                   field("partLoad", &BillFacts::part_load));
  }
  bool operator==(const BillFacts&) const = default;
};

}  // namespace tradelane::ebl

namespace tradelane {
// Compiled once, in records.cpp.
extern template struct FieldsCodec<ebl::Bill>;
extern template struct FieldsCodec<ebl::Step>;
extern template struct FieldsCodec<ebl::SurrenderRef>;
extern template struct FieldsCodec<ebl::HeldBill>;
extern template struct FieldsCodec<ebl::AttachedDocument>;
extern template struct FieldsCodec<ebl::Safety>;
extern template struct FieldsCodec<ebl::Recovery>;
extern template struct FieldsCodec<ebl::PaperSet>;
}  // namespace tradelane
