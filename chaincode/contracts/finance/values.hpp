// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "chaincode/codec/money.hpp"
#include "chaincode/contract/party_record.hpp"

/// The private values of finance: they travel as openings and are kept by the lender's
/// organisation; the channel sees commitments. Amounts are minor units. Plain data.
namespace tradelane::finance {

/// How days become a part of a year: hk-domain.md 3.4.
enum class DayCount : std::uint8_t { act_360, act_365f };
constexpr auto enum_texts(DayCount) {
  using T = std::string_view;
  return std::array{std::pair{DayCount::act_360, T("ACT/360")},
                    std::pair{DayCount::act_365f, T("ACT/365F")}};
}

enum class Rounding : std::uint8_t { half_even, half_up };
constexpr auto enum_texts(Rounding) {
  using T = std::string_view;
  return std::array{std::pair{Rounding::half_even, T("HALF_EVEN")},
                    std::pair{Rounding::half_up, T("HALF_UP")}};
}

/// `facilityTerms`. Rates per year in millionths, the advance rate in ten-thousandths.
struct FacilityTerms {
  static constexpr std::string_view name = "FacilityTerms";
  Money limit = {};
  Decimal rate_e6 = {};
  DayCount day_count = DayCount::act_365f;
  Rounding rounding = Rounding::half_up;
  std::int64_t tenor_max_days = 0;
  Decimal advance_rate_e4 = {};
  /// Facts that an adapter extracted and the source did not sign are good enough.
  bool accept_adapter_facts = false;
  static constexpr auto fields() {
    return listing(field("limit", &FacilityTerms::limit), field("rateE6", &FacilityTerms::rate_e6),
                   field("dayCount", &FacilityTerms::day_count),
                   field("rounding", &FacilityTerms::rounding),
                   field("tenorMaxDays", &FacilityTerms::tenor_max_days),
                   field("advanceRateE4", &FacilityTerms::advance_rate_e4),
                   field("acceptAdapterFacts", &FacilityTerms::accept_adapter_facts));
  }
  bool operator==(const FacilityTerms&) const = default;
};

/// `usage`: what of the facility is drawn and not repaid.
struct FacilityUsage {
  static constexpr std::string_view name = "FacilityUsage";
  Money drawn = {};
  static constexpr auto fields() { return listing(field("drawn", &FacilityUsage::drawn)); }
  bool operator==(const FacilityUsage&) const = default;
};

/// `application`
struct Application {
  static constexpr std::string_view name = "Application";
  Money requested = {};
  std::int64_t tenor_days = 0;
  static constexpr auto fields() {
    return listing(field("requested", &Application::requested),
                   field("tenorDays", &Application::tenor_days));
  }
};

enum class ScreeningOutcome : std::uint8_t { clear, hit };
constexpr auto enum_texts(ScreeningOutcome) {
  using T = std::string_view;
  return std::array{std::pair{ScreeningOutcome::clear, T("CLEAR")},
                    std::pair{ScreeningOutcome::hit, T("HIT")}};
}

/// `screening`
struct Screening {
  static constexpr std::string_view name = "Screening";
  ScreeningOutcome outcome = ScreeningOutcome::clear;
  std::string list = {};
  std::string list_version = {};
  Set<PartyId> screened = {};
  static constexpr auto fields() {
    return listing(field("outcome", &Screening::outcome), field("list", &Screening::list),
                   field("listVersion", &Screening::list_version),
                   field("screened", &Screening::screened));
  }
};

/// `terms`: what is offered, and by its commitment accepted.
struct LoanTerms {
  static constexpr std::string_view name = "LoanTerms";
  Money principal = {};
  Decimal rate_e6 = {};
  DayCount day_count = DayCount::act_365f;
  Rounding rounding = Rounding::half_up;
  std::int64_t tenor_days = 0;
  /// Due with the first repayment; no interest runs on them.
  Money fees = {};
  static constexpr auto fields() {
    return listing(field("principal", &LoanTerms::principal), field("rateE6", &LoanTerms::rate_e6),
                   field("dayCount", &LoanTerms::day_count),
                   field("rounding", &LoanTerms::rounding),
                   field("tenorDays", &LoanTerms::tenor_days), field("fees", &LoanTerms::fees));
  }
};

/// `drawdown`
struct Drawdown {
  static constexpr std::string_view name = "Drawdown";
  Money amount = {};
  static constexpr auto fields() { return listing(field("amount", &Drawdown::amount)); }
};

/// `payment`: what both sides of a payment message agree on.
struct Payment {
  static constexpr std::string_view name = "Payment";
  Money amount = {};
  /// The payer's bank and the payee's bank.
  PartyId debtor_agent = {};
  PartyId creditor_agent = {};
  /// SHA-256 of the pacs message.
  Digest message_hash = {};
  static constexpr auto fields() {
    return listing(field("amount", &Payment::amount), field("debtorAgent", &Payment::debtor_agent),
                   field("creditorAgent", &Payment::creditor_agent),
                   field("messageHash", &Payment::message_hash));
  }
};

/// `position`: what is owed, from one value date on.
struct Position {
  static constexpr std::string_view name = "Position";
  Money outstanding = {};
  Date interest_from = {};
  /// All interest paid so far.
  Money interest_paid = {};
  /// Fees, and interest of earlier periods, that no payment has covered yet; absent when nothing.
  std::optional<Money> fees_due = {};
  std::optional<Money> interest_due = {};
  static constexpr auto fields() {
    return listing(field("outstanding", &Position::outstanding),
                   field("interestFrom", &Position::interest_from),
                   field("interestPaid", &Position::interest_paid),
                   field("feesDue", &Position::fees_due),
                   field("interestDue", &Position::interest_due));
  }
  bool operator==(const Position&) const = default;
};

}  // namespace tradelane::finance
