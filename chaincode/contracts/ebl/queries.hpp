// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "chaincode/contracts/ebl/chain.hpp"
#include "chaincode/contracts/ebl/records.hpp"

/// Arguments and answers of the queries of `ebl`; they write nothing. Plain data.
namespace tradelane::ebl {

struct Get {
  static constexpr std::string_view name = "BillGet";
  BillId bill_id = {};
  /// Also the issuance request, as far as the caller's own organisation keeps it.
  bool open = false;
  static constexpr auto fields() {
    return listing(field("billId", &Get::bill_id), optional_field("open", &Get::open));
  }
};

struct HistoryAsked {
  static constexpr std::string_view name = "HistoryAsked";
  BillId bill_id = {};
  /// The page behind this step.
  std::optional<std::int64_t> after = {};
  static constexpr auto fields() {
    return listing(field("billId", &HistoryAsked::bill_id), field("after", &HistoryAsked::after));
  }
};

struct BillView {
  static constexpr std::string_view name = "BillView";
  Bill bill = {};
  std::optional<Json> issuance = {};
  /// Of a bill that takes the place of another: the JSON pointers of what was amended.
  std::optional<Json> changes = {};
  static constexpr auto fields() {
    return listing(field("bill", &BillView::bill), field("issuance", &BillView::issuance),
                   field("changes", &BillView::changes));
  }
};

struct HistoryView {
  static constexpr std::string_view name = "HistoryView";
  BillId bill_id = {};
  /// In their order, the oldest first.
  std::vector<Step> steps = {};
  /// Absent on the last page; else the step behind which the next one begins.
  std::optional<std::int64_t> next = {};
  static constexpr auto fields() {
    return listing(field("billId", &HistoryView::bill_id), field("steps", &HistoryView::steps),
                   field("next", &HistoryView::next));
  }
};

struct AskChain {
  static constexpr std::string_view name = "AskChain";
  BillId bill_id = {};
  ChainForm form = ChainForm::end;
  static constexpr auto fields() {
    return listing(field("billId", &AskChain::bill_id), field("form", &AskChain::form));
  }
};

struct IdentifyingCode {
  static constexpr std::string_view name = "IdentifyingCode";
  std::string provider = {};
  std::string code = {};
  static constexpr auto fields() {
    return listing(field("codeListProvider", &IdentifyingCode::provider),
                   field("partyCode", &IdentifyingCode::code));
  }
  bool operator==(const IdentifyingCode&) const = default;
};

/// A party as DCSA's chains name it, under its id here (code list ZZZ: mutually agreed). Who knows
/// its legal name puts that in its place.
struct ChainParty {
  static constexpr std::string_view name = "ChainParty";
  std::string party_name = {};
  std::vector<IdentifyingCode> codes = {};
  static constexpr auto fields() {
    return listing(field("partyName", &ChainParty::party_name),
                   field("identifyingCodes", &ChainParty::codes));
  }
  bool operator==(const ChainParty&) const = default;
};

struct ChainEntry {
  static constexpr std::string_view name = "ChainEntry";
  /// UTC with milliseconds.
  std::string at = {};
  std::string code = {};
  ChainParty actor = {};
  std::optional<ChainParty> recipient = {};
  std::optional<std::string> reason_code = {};
  std::string audit_reference = {};
  static constexpr auto fields() {
    return listing(field("actionDateTime", &ChainEntry::at), field("actionCode", &ChainEntry::code),
                   field("actor", &ChainEntry::actor), field("recipient", &ChainEntry::recipient),
                   field("reasonCode", &ChainEntry::reason_code),
                   field("auditReference", &ChainEntry::audit_reference));
  }
  bool operator==(const ChainEntry&) const = default;
};

/// The newest entry first in END, last in PINT and SUR.
struct ChainView {
  static constexpr std::string_view name = "ChainView";
  std::string reference = {};
  std::string sub_reference = {};
  std::string carrier_code = {};
  std::vector<ChainEntry> chain = {};
  static constexpr auto fields() {
    return listing(field("transportDocumentReference", &ChainView::reference),
                   field("transportDocumentSubReference", &ChainView::sub_reference),
                   field("carrierSCACCode", &ChainView::carrier_code),
                   field("endorsementChain", &ChainView::chain));
  }
};

struct Verify {
  static constexpr std::string_view name = "BillVerify";
  BillId bill_id = {};
  /// DCSA's checksum of the transport document: SHA-256 of its RFC 8785 bytes.
  Digest checksum = {};
  /// The salt of the issuance request's opening, base64url.
  std::string salt = {};
  static constexpr auto fields() {
    return listing(field("billId", &Verify::bill_id), field("checksum", &Verify::checksum),
                   field("salt", &Verify::salt));
  }
};

enum class Verdict : std::uint8_t { matches, not_kept, other_checksum, other_salt };
constexpr auto enum_texts(Verdict) {
  using T = std::string_view;
  return std::array{std::pair{Verdict::matches, T("MATCHES")},
                    std::pair{Verdict::not_kept, T("NOT_KEPT")},
                    std::pair{Verdict::other_checksum, T("OTHER_CHECKSUM")},
                    std::pair{Verdict::other_salt, T("OTHER_SALT")}};
}

struct VerifyView {
  static constexpr std::string_view name = "VerifyView";
  bool valid = false;
  Verdict reason = Verdict::not_kept;
  static constexpr auto fields() {
    return listing(field("valid", &VerifyView::valid), field("reason", &VerifyView::reason));
  }
};

struct ProveControl {
  static constexpr std::string_view name = "ProveControl";
  BillId bill_id = {};
  /// Whoever asks makes it up, so that no older answer can be passed off as this one.
  std::string nonce = {};
  static constexpr auto fields() {
    return listing(field("billId", &ProveControl::bill_id), field("nonce", &ProveControl::nonce));
  }
};

struct ControlView {
  static constexpr std::string_view name = "ControlView";
  BillId bill_id = {};
  Status status = Status::issued;
  /// Absent when the title has ended, or went to the bill of a completed recovery.
  std::optional<PartyId> controller = {};
  std::int64_t seq = 0;
  Digest head_hash = {};
  std::string nonce = {};
  static constexpr auto fields() {
    return listing(field("billId", &ControlView::bill_id), field("status", &ControlView::status),
                   field("controller", &ControlView::controller), field("seq", &ControlView::seq),
                   field("headHash", &ControlView::head_hash), field("nonce", &ControlView::nonce));
  }
};

struct ListHeld {
  static constexpr std::string_view name = "ListHeld";
  PartyId party = {};
  /// The page behind this bill.
  std::optional<BillId> after = {};
  static constexpr auto fields() {
    return listing(field("party", &ListHeld::party), field("after", &ListHeld::after));
  }
};

struct HeldView {
  static constexpr std::string_view name = "HeldView";
  std::vector<BillId> bills = {};
  /// Absent on the last page; else the bill behind which the next one begins.
  std::optional<BillId> next = {};
  static constexpr auto fields() {
    return listing(field("bills", &HeldView::bills), field("next", &HeldView::next));
  }
};

}  // namespace tradelane::ebl
