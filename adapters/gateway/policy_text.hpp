// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace tradelane::gateway {

/// A serialised common.SignaturePolicyEnvelope as `peer lifecycle chaincode --signature-policy`
/// spells it: `AND('OrgAMSP.peer','OrgBMSP.peer')`, `OR(…)`, `OutOf(2,…)`. What that language has
/// no word for, a unit or a single certificate, is told in brackets. Absent for bytes that are no
/// policy, which nobody can meet; "" for none at all. Pure. Source: fabric-shim.md 1.14.
std::optional<std::string> policy_text(std::string_view bytes);

}  // namespace tradelane::gateway
