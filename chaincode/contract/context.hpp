// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "chaincode/contract/arguments.hpp"
#include "chaincode/contract/caller.hpp"
#include "chaincode/contract/openings.hpp"
#include "chaincode/contract/signed_acts.hpp"
#include "chaincode/ledger/reader.hpp"

namespace tradelane::contract {

/// All that a transaction function may know of the world. There is no clock, random number, file
/// or thread to reach from here, which is what makes two endorsers agree. Lives for one call.
struct Context {
  /// Committed state: never this transaction's own writes.
  const ledger::Reader& ledger;
  const Caller& caller;
  /// The client's claim; a rule that compares it says which tolerance it needs.
  Timestamp time;
  const std::string& txid;
  const std::string& channel;
  const std::string& chaincode;
  /// `ebl:Transfer`
  const std::string& transaction;
  const Arguments& args;
  const Openings& openings;
  /// What `signed_act` has verified; the router writes its rows when the call succeeds.
  const SignedActs& signed_acts;
};

/// Stored time never runs backwards.
inline Timestamp later(Timestamp last, Timestamp now) { return last < now ? now : last; }

/// For queries only: the private value `name` behind `commitment`, as far as the caller's own
/// organisation keeps it on this peer. Absent otherwise: another organisation's copy is not shown,
/// whichever peer is asked.
std::optional<Json> kept_json(const Context& tx, const Digest& commitment, std::string_view name);
template <class T>
std::optional<T> kept_value(const Context& tx, const Digest& commitment, std::string_view name) {
  const auto json = kept_json(tx, commitment, name);
  if (!json) return std::nullopt;
  auto value = from_json<T>(*json);
  if (!value) throw Fault("a kept private value has another form");
  return std::move(*value);
}

}  // namespace tradelane::contract
