// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/chain.hpp"

#include <algorithm>
#include <array>

namespace tradelane::ebl {
namespace {

/// Acts that PINT, SUR and END know under our own name.
constexpr std::array<std::string_view, 7> shared_codes{"ISSUE",
                                                       "ENDORSE",
                                                       "ENDORSE_TO_ORDER",
                                                       "BLANK_ENDORSE",
                                                       "SIGN",
                                                       "SURRENDER_FOR_DELIVERY",
                                                       "SURRENDER_FOR_AMENDMENT"};

bool is_any_of(const std::string& code, const std::vector<std::string_view>& codes) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

bool is_endorsement(const std::string& code) {
  return is_any_of(code, {"ENDORSE", "ENDORSE_TO_ORDER"});
}

/// The carrier's answer has another name in each list, and a refusal only in PINT's.
std::optional<std::string> code_in(ChainForm form, const std::string& code) {
  if (std::find(shared_codes.begin(), shared_codes.end(), code) != shared_codes.end()) return code;
  if (code == "SACC") return form == ChainForm::pint ? "SACC" : "SURRENDERED";
  if (code == "SREJ" && form == ChainForm::pint) return code;
  return std::nullopt;
}

/// Reads a chain from its beginning.
class Replay {
 public:
  Replay(Kind kind, ChainForm form) : kind_(kind), form_(form) {}

  void add(const Step& step) {
    if (step.action_code == "BLANK_ENDORSE") kind_ = Kind::blank;
    const Moved moved = moved_by(step, kind_);
    if (const auto code = code_in(form_, step.action_code)) {
      tell(step, *code, step.actor, step.recipient);
    } else {
      if (moved.owner && kind_ != Kind::blank)
        tell(step, "ENDORSE_TO_ORDER", owner_.value_or(step.actor), moved.owner);
      if (moved.holder && moved.holder != holder_)
        tell(step, "TRANSFER", holder_.value_or(step.actor), moved.holder);
    }
    if (moved.holder) holder_ = moved.holder;
    if (moved.owner) owner_ = moved.owner;
  }

  std::vector<ChainAct> acts() && { return std::move(acts_); }

 private:
  void tell(const Step& step, std::string code, PartyId actor, std::optional<PartyId> recipient) {
    acts_.push_back({.code = std::move(code),
                     .actor = std::move(actor),
                     .recipient = std::move(recipient),
                     .at = step.at,
                     .reason_code = step.reason_code,
                     .audit_reference = step.txid});
  }

  Kind kind_;
  ChainForm form_;
  std::optional<PartyId> holder_ = {};
  std::optional<PartyId> owner_ = {};
  std::vector<ChainAct> acts_ = {};
};

}  // namespace

Moved moved_by(const Step& step, Kind kind) {
  const std::string& code = step.action_code;
  if (is_endorsement(code) || code == "REJECTED_OWNER") return {.owner = step.recipient};
  if (is_any_of(code, {"TRANSFER_OWNERS", "REJECTED_BOTH", "PLEDGE_ENFORCED"}))
    return {.holder = step.recipient, .owner = step.new_owner};
  if (code == "TRANSFER" && kind == Kind::blank)
    return {.holder = step.recipient, .owner = step.recipient};
  if (is_any_of(code, {"ISSUE", "TRANSFER", "REJECTED_HOLDER", "PLEDGED", "PLEDGE_RELEASED"}))
    return {.holder = step.recipient};
  return {};
}

std::vector<ChainAct> acts_of(const std::vector<Step>& steps, Kind kind, ChainForm form) {
  const bool became_bearer = std::any_of(steps.begin(), steps.end(), [](const Step& step) {
    return step.action_code == "BLANK_ENDORSE";
  });
  Replay replay(became_bearer ? Kind::order : kind, form);
  for (const Step& step : steps) replay.add(step);
  return std::move(replay).acts();
}

}  // namespace tradelane::ebl
