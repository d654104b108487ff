// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "tests/scenario/backend.hpp"

namespace tradelane::scenario {

/// What everybody can ask when the story is over: chain of title, journals, match report, loan. One
/// line each, without times and transaction ids, so that every network must give the same text.
std::string ending(Backend& backend);

inline constexpr const char* expected_ending =
    "title: ISSUE TRANSFER_OFFERED TRANSFER PLEDGE_OFFERED PLEDGED PLEDGE_BOUND PLEDGE_RELEASED "
    "SURRENDER_FOR_DELIVERY SACC\n"
    "bill: SURRENDERED_FOR_DELIVERY\n"
    "C1: ALLOW\n"
    "C2: ALLOW\n"
    "C3: ALLOW DENY(REVOKED)\n"
    "match: M01=OK M02=OK M03=OK M04=OK by SOURCE SOURCE\n"
    "loan: RELEASED\n"
    "amounts for BKH: requested 500000000 principal 500000000 drawn 0 outstanding 0 "
    "interest 6472603\n"
    "amounts without being asked for: none\n"
    "loan for BK2: FIN_UNKNOWN\n"
    "loan for BKS: FIN_UNKNOWN\n"
    "journal for BK2: AUTH_DENIED\n";

}  // namespace tradelane::scenario
