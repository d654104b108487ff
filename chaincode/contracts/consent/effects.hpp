// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>

#include "chaincode/base/codes.hpp"
#include "chaincode/contracts/consent/records.hpp"

/// Pure functions of records: what a consent means at a moment. Used by finance too.
namespace tradelane::consent {

/// One wish to see data.
struct Ask {
  PartyId recipient = {};
  Country recipient_jurisdiction = {};
  std::string purpose = {};
  Set<std::string> categories = {};
  /// Absent where the age of the data does not matter.
  std::optional<DataPeriod> data_period = {};
};

/// Why `ask` is denied at `now`, the first reason of hk-domain.md 2.5 that holds; absent when it is
/// allowed. A recipient who is no party to the consent learns as much as if there were none.
std::optional<Code> deny_reason(const std::optional<Consent>& consent, const ConsentUse& use,
                                const Ask& ask, Timestamp now);

/// The reason without the prefix of the code: CNS_REVOKED → REVOKED.
std::string reason_text(Code code);

/// The first field in which `grant` allows more than `request`; empty when it does nowhere.
std::string_view widened_field(const Terms& request, const Terms& grant);

/// The first field of `terms` that makes no sense by itself; empty when all do.
std::string_view senseless_field(const Terms& terms);

bool is_known_purpose(std::string_view code);
bool is_known_category(std::string_view code);
bool is_known_export_basis(std::string_view code);

}  // namespace tradelane::consent
