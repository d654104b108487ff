// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "chaincode/contracts/ebl/records.hpp"

/// What the steps of a bill's chain mean: for whoever replays it, and in DCSA's words. Pure.
namespace tradelane::ebl {

/// Where a step puts possession and title; absent: where they were.
struct Moved {
  std::optional<PartyId> holder = {};
  std::optional<PartyId> owner = {};
};
/// `kind` is the bill's before the step: to bearer, the title goes with possession.
Moved moved_by(const Step& step, Kind kind);

/// The three lists of action codes: the envelope transfer chain, the surrender request and the
/// endorsement chain API (ebl.md 2.2, 2.5).
enum class ChainForm : std::uint8_t { end, pint, sur };
constexpr auto enum_texts(ChainForm) {
  using T = std::string_view;
  return std::array{std::pair{ChainForm::end, T("END")}, std::pair{ChainForm::pint, T("PINT")},
                    std::pair{ChainForm::sur, T("SUR")}};
}

/// One act as the standard knows it.
struct ChainAct {
  std::string code = {};
  PartyId actor = {};
  std::optional<PartyId> recipient = {};
  Timestamp at = {};
  std::optional<std::string> reason_code = {};
  std::string audit_reference = {};
};

/// The acts of a chain, oldest first. What the standard has no code for is told by what it does: a
/// change of possession is a TRANSFER by who had it, a change of title an ENDORSE_TO_ORDER by who
/// had that; what changes neither is not told. So whoever replays the acts comes to the same
/// holder and owner. `kind` is the bill's kind now; to bearer, the title goes without saying.
std::vector<ChainAct> acts_of(const std::vector<Step>& steps, Kind kind, ChainForm form);

}  // namespace tradelane::ebl
