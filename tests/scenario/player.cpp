// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/player.hpp"

namespace tradelane::scenario {
namespace {

std::string text_of(const Receipt& receipt) {
  return std::to_string(receipt.status) + " " + receipt.message + canonical(receipt.payload);
}

/// The answers to the queries of a refusal, one line each.
std::string ask_all(Backend& backend, const std::vector<Query>& queries) {
  std::string out;
  for (const Query& query : queries)
    out += text_of(backend.query({.by = query.by, .function = query.function, .args = query.args}));
  return out;
}

ledger::Entry entry_of(const Step& step, const Receipt& receipt) {
  return {.type = entry_type(step.transaction),
          .id = step.id.empty() ? receipt.txid : step.id,
          .seq = step.seq,
          .code = step.code};
}

std::string judge_refusal(const Step& step, const Receipt& receipt) {
  if (receipt.status != step.refused->status || receipt.token != step.refused->token)
    return "is not refused with " + step.refused->token + ": " + text_of(receipt);
  if (!receipt.message.starts_with(receipt.token + ": ")) return "says " + receipt.message;
  return receipt.entries.empty() ? "" : "sends an event although it is refused";
}

}  // namespace

std::string problem_of(const Step& step, const Receipt& receipt) {
  if (!receipt.ok()) return "refused: " + receipt.message;
  const ledger::Entry first = entry_of(step, receipt);
  Json answer = to_json(first);
  answer.as_object()->erase("type");
  if (receipt.payload != answer)
    return "answers " + canonical(receipt.payload) + " instead of " + canonical(answer);
  Json::Array entries{to_json(first)};
  for (const ledger::Entry& entry : step.more_entries) entries.push_back(to_json(entry));
  if (Json(receipt.entries) != Json(entries))
    return "tells " + canonical(receipt.entries) + " instead of " + canonical(entries);
  return "";
}

Call call_of(const Step& step, Json args) {
  return {.by = step.by,
          .function = step.transaction,
          .args = std::move(args),
          .transient = test::transient(step.openings),
          .endorsers = msps_of(step.endorsers)};
}

Played play(Backend& backend, const Step& step, const Setting& setting) {
  Played out{.args = sealed(step, setting)};
  if (!step.refused) {
    out.receipt = backend.submit(call_of(step, out.args));
    out.problem = problem_of(step, out.receipt);
    return out;
  }
  out.mark = backend.mark();
  const std::string answers = ask_all(backend, step.unchanged);
  out.receipt = backend.submit(call_of(step, out.args));
  out.problem = judge_refusal(step, out.receipt);
  if (backend.mark() != out.mark || ask_all(backend, step.unchanged) != answers)
    out.problem += " and something was written";
  return out;
}

}  // namespace tradelane::scenario
