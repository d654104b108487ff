// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "adapters/cdi/wire.hpp"
#include "adapters/feed/store.hpp"
#include "chaincode/base/result.hpp"

/// Wire structs to what waits in the inbox, and from there to the arguments of a transaction. Pure
/// functions.
namespace tradelane::cdi {

/// An act of an owner as it waits in the inbox: one or two transactions of one consent, in order.
struct Act {
  std::string consent_id = {};
  /// One per consent, so that the inbox keeps the order of what is said about it.
  std::string source = {};
  /// The key of the first is the digest of what the owner signed: the act's identity, which the
  /// ledger keeps as `lastAct`. The key of the second is that of the first with `+acknowledge`.
  std::vector<feed::Arrival> items = {};
};

/// What an item of the inbox asks the ledger for.
struct Submission {
  static constexpr std::string_view name = "Submission";
  std::string transaction = {};  // consent:Grant
  Json args = {};
  static constexpr auto fields() {
    return listing(field("transaction", &Submission::transaction),
                   field("args", &Submission::args));
  }
};

/// consent:Grant, and consent:Acknowledge behind it.
Act map_grant(const ActMessage& message, const consent::Grant& grant);
Act map_revoke(const ActMessage& message, const consent::Revoke& revoke);

/// The payload of an item of the inbox; anything else in there is a `Fault`.
Submission submission_of(std::string_view payload);

/// The transaction that an item becomes, by its key and that of the act: `consent:Acknowledge` for
/// the second one.
bool is_acknowledgement(std::string_view key);
/// The key of the grant that an acknowledgement follows.
std::string grant_key(std::string_view acknowledgement_key);

}  // namespace tradelane::cdi
