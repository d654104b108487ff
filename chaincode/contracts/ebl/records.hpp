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

enum class Kind : std::uint8_t { order };
constexpr auto enum_texts(Kind) {
  return std::array{std::pair{Kind::order, std::string_view("ORDER")}};
}

/// REQUIRED: control stays with the sender until the recipient accepts.
enum class Acceptance : std::uint8_t { immediate, required };
constexpr auto enum_texts(Acceptance) {
  using T = std::string_view;
  return std::array{std::pair{Acceptance::immediate, T("IMMEDIATE")},
                    std::pair{Acceptance::required, T("REQUIRED")}};
}

enum class Status : std::uint8_t { issued, transfer_pending, surrender_pending, surrendered };
constexpr auto enum_texts(Status) {
  using T = std::string_view;
  return std::array{std::pair{Status::issued, T("ISSUED")},
                    std::pair{Status::transfer_pending, T("TRANSFER_PENDING")},
                    std::pair{Status::surrender_pending, T("PENDING_SURRENDER_FOR_DELIVERY")},
                    std::pair{Status::surrendered, T("SURRENDERED_FOR_DELIVERY")}};
}

enum class PledgeState : std::uint8_t { offered, accepted, bound };
constexpr auto enum_texts(PledgeState) {
  using T = std::string_view;
  return std::array{std::pair{PledgeState::offered, T("OFFERED")},
                    std::pair{PledgeState::accepted, T("ACCEPTED")},
                    std::pair{PledgeState::bound, T("BOUND")}};
}

/// BOUND: tied to its loan; only finance releases or enforces it then.
struct Pledge {
  static constexpr std::string_view name = "Pledge";
  PartyId pledgee = {};
  PledgeState state = PledgeState::offered;
  LoanId loan = {};
  static constexpr auto fields() {
    return listing(field("pledgee", &Pledge::pledgee), field("state", &Pledge::state),
                   field("loanId", &Pledge::loan));
  }
  bool operator==(const Pledge&) const = default;
};

struct Surrender {
  static constexpr std::string_view name = "Surrender";
  std::string ref = {};
  std::string code = {};
  PartyId by = {};
  static constexpr auto fields() {
    return listing(field("ref", &Surrender::ref), field("code", &Surrender::code),
                   field("by", &Surrender::by));
  }
  bool operator==(const Surrender&) const = default;
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
  std::optional<PartyId> prev_holder = {};
  /// To whom a transfer is offered.
  std::optional<PartyId> pending_to = {};
  std::optional<Pledge> pledge = {};
  std::optional<Surrender> surrender = {};
  /// Commitments to the DCSA issuance request and to the facts of the document.
  Digest issuance = {};
  Digest facts = {};
  std::string legal_basis = {};
  /// SHA-256 of the newest entry of the chain.
  Digest head_hash = {};
  Timestamp at = {};
  std::int64_t seq = 0;
  Digest last_act = {};

  static constexpr auto fields() {
    return listing(field("id", &Bill::id), field("status", &Bill::status),
                   field("kind", &Bill::kind), field("acceptance", &Bill::acceptance),
                   field("issuer", &Bill::issuer), field("holder", &Bill::holder),
                   field("owner", &Bill::owner), field("prevHolder", &Bill::prev_holder),
                   field("pendingTo", &Bill::pending_to), field("pledge", &Bill::pledge),
                   field("surrender", &Bill::surrender), field("issuance", &Bill::issuance),
                   field("facts", &Bill::facts), field("legalBasis", &Bill::legal_basis),
                   field("headHash", &Bill::head_hash), field("at", &Bill::at),
                   field("seq", &Bill::seq), field("lastAct", &Bill::last_act));
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
  Timestamp at = {};
  std::optional<Digest> prev_hash = {};
  std::string txid = {};
  static constexpr auto fields() {
    return listing(field("actionCode", &Step::action_code), field("actor", &Step::actor),
                   field("recipient", &Step::recipient), field("at", &Step::at),
                   field("prevHash", &Step::prev_hash), field("txId", &Step::txid));
  }
  bool operator==(const Step&) const = default;
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
}  // namespace tradelane
