// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/party/keys.hpp"
#include "chaincode/contracts/party/verbs.hpp"

namespace tradelane::party {

std::int64_t channel_format(const Context& tx) {
  const auto row = tx.ledger.find(key::format());
  return row ? row->format : 1;
}

/// SetFormat: every endorser runs the newer chaincode, so that what it writes in its newer form is
/// read everywhere. Rules: README.md, P17 and P18.
Result<Changes> set_format(const SetFormat& in, const Context& tx) {
  // authorise: operators, by the contract's table

  // check: known, and never back, for what is written stays
  if (in.format < 1 || in.format > Format::newest) return refuse(Code::format_unknown, "P17");
  const std::int64_t now = channel_format(tx);
  if (in.format < now) return refuse(Code::format_state, "P18", "format " + std::to_string(now));
  const ledger::Entry entry{.type = "party.SetFormat", .id = std::to_string(in.format)};
  if (in.format == now) return Changes::unchanged(entry);

  // apply and emit
  return Changes{}.put(key::format(), Format{.format = in.format}).emit(entry);
}

}  // namespace tradelane::party
