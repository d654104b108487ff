// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/steps.hpp"

namespace tradelane::scenario {
namespace {

Steps everyone(const Setting& setting) {
  Steps out{bootstrap()};
  for (const auto& [alias, role] : test::cast().all())
    out.push_back(register_party(alias, setting));
  for (const auto& [alias, role] : test::cast().all()) out.push_back(accept_terms(alias));
  return out;
}

Steps consents(const Setting& setting) {
  Steps out;
  for (const char* consent : {"C1", "C2", "C3"}) out.push_back(request_consent(consent, setting));
  for (const char* consent : {"C1", "C2", "C3"}) {
    out.push_back(grant_consent(consent, setting));
    out.push_back(acknowledge_consent(consent));
  }
  return out;
}

}  // namespace

Steps story(const Setting& setting) {
  Steps out;
  const auto tell = [&](Steps steps) {
    for (Step& step : steps) out.push_back(std::move(step));
  };
  tell(everyone(setting));
  tell({register_feed("decl", setting), register_feed("events", setting)});
  tell({open_facility("F1"), open_facility("F2")});
  tell({publish("D1", setting), publish("D2", setting)});
  tell({forged_version(setting), rewrapped_envelope(setting)});
  tell(consents(setting));
  tell({publish("G1", setting), publish("L1", setting), publish("P1", setting)});
  tell({issue_bill("B1"), issue_bill("B2"), match(setting)});
  tell({transfer_bill(), replayed_signature(setting), accept_transfer()});
  tell({decide_consent("C1", "8", setting), decide_consent("C2", "8", setting)});
  tell({apply_on_stale_evidence(setting), apply_for_loan(setting), record_screening()});
  tell({offer(setting), accept_offer(), pledge_by_stranger()});
  tell({pledge_bill(), accept_pledge(), secure()});
  tell({request_drawdown(setting), confirm_disbursement(setting)});
  tell({decide_consent("C3", "12", setting), apply_at_second_bank(setting),
        apply_with_random_fingerprints(setting)});
  tell({revoke_consent("C3"), denied_decision("C3", setting), apply_without_consent(setting)});
  tell({record_repayment(setting), release(), request_surrender(), answer_surrender()});
  return out;
}

}  // namespace tradelane::scenario
