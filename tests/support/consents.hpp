// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/support/cast.hpp"
#include "tests/support/edit.hpp"

/// The consents of story.md: C1 BKH→EXP, C2 BKH→IMP, C3 BK2→EXP.
namespace tradelane::test {

std::string consent_id(std::string_view alias);

/// The terms that are asked for: everything an underwriting bank needs, for half a year.
Json consent_terms(const std::string& recipient);

Json consent_request(const std::string& id, const std::string& recipient, const std::string& owner);

Json consent_grant(const std::string& id, Json terms);

/// `args` with the signature of the owner `alias` over the consent in state `seq`.
Json sign_consent(const World& world, const std::string& alias, const std::string& function,
                  const std::string& id, std::int64_t seq, Json args);

/// Steps 3 and 4 of the story for one consent: Request, Grant, Acknowledge.
void give_consent(World& world, const std::string& id, const std::string& recipient,
                  const std::string& owner);

/// What a bank asks when it wants to see a declaration.
Json consent_decide(const std::string& id);

}  // namespace tradelane::test
