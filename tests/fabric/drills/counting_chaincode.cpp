// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/drills/counting_chaincode.hpp"

#include <chrono>

namespace tradelane::fabric {
namespace {

using ledger::Changes;
using ledger::Outcome;
using Clock = std::chrono::steady_clock;

// Between these lies every key of `add`.
constexpr const char* first = "!";
constexpr const char* behind_last = "~";

Outcome add(const std::string& key, ledger::ReadView& view) {
  const std::string number = std::to_string(std::stoi(view.get(key).value_or("0")) + 1);
  Outcome outcome{.payload = number};
  outcome.changes.write({"", key}, {Changes::Kind::put, number});
  outcome.changes.set_event("added", key);
  return outcome;
}

Outcome list(ledger::ReadView& view) {
  Bytes lines;
  view.range(first, behind_last, [&](std::string_view key, const Bytes& value) {
    lines.append(key).append(" ").append(value).append("\n");
    return true;
  });
  return {.payload = lines};
}

}  // namespace

Outcome CountingChaincode::invoke(const ledger::Invocation& call, ledger::ReadView& view) const {
  const std::string_view what = call.args.empty() ? "" : call.args[0];
  const std::string argument(call.args.size() > 1 ? call.args[1] : "");
  if (what == "add") return add(argument, view);
  if (what == "list") return list(view);
  if (what == "hold") {
    const auto end = Clock::now() + std::chrono::milliseconds(std::stoi(argument));
    while (Clock::now() < end) continue;
    return add("held", view);
  }
  // Ends with what the view throws. Another key each time: the peer is to be asked.
  for (int i = 0; what == "ask_for_ever"; ++i) (void)view.get(argument + std::to_string(i));
  // Whoever waits for a deployed chaincode asks for this one.
  if (what == "org.hyperledger.fabric:GetMetadata") return {};
  return {.status = 404, .message = "DRILL_UNKNOWN"};
}

}  // namespace tradelane::fabric
