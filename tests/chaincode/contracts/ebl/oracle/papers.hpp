// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/support/bills.hpp"

/// Documents for the bills of a walk, from what the oracle says that they cover.
namespace tradelane::oracle {

/// The document of `bill` that covers `goods` (`Goods::text`).
Json document_of(const std::string& bill, const std::string& goods);

/// One document, manifest and set of salts for each pair of them.
const test::BillOpenings& openings_of(const std::string& bill, const std::string& goods);

/// What differs between two documents, of which `is_short` leaves out some.
test::Opening changes_between(const Json& before, const Json& after, bool is_short);

}  // namespace tradelane::oracle
