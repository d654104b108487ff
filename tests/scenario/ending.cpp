// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/ending.hpp"

#include <algorithm>

#include "tests/scenario/steps.hpp"

namespace tradelane::scenario {
namespace {

Receipt ask(Backend& backend, const Query& query) {
  return backend.query({.by = query.by, .function = query.function, .args = query.args});
}

/// The payload of an answer that must come.
Json answer(Backend& backend, const Query& query) {
  Receipt receipt = ask(backend, query);
  if (!receipt.ok()) throw Fault(query.function + ": " + receipt.message);
  return std::move(receipt.payload);
}

std::string text(const Json& object, std::initializer_list<const char*> path) {
  const Json* at = &object;
  for (const char* name : path) at = at == nullptr ? nullptr : at->find(name);
  return at == nullptr || at->as_string() == nullptr ? "" : *at->as_string();
}

std::string title(Backend& backend) {
  Query query = ask_bill("B1");
  const std::string status = text(answer(backend, query), {"bill", "status"});
  query.function = "ebl:History";
  const Json history = answer(backend, query);
  std::string out = "title:";
  for (const Json& step : *history.find("steps")->as_array())
    out += " " + text(step, {"actionCode"});
  return out + "\nbill: " + status + "\n";
}

Query journal(const std::string& by, const std::string& consent) {
  return {
      .by = by, .function = "consent:Journal", .args = Json::Object{{"consentId", id26(consent)}}};
}

std::string decisions(Backend& backend, const std::string& consent) {
  Json::Array rows = *answer(backend, journal("CDP", consent)).find("rows")->as_array();
  // By transaction id on the ledger; a denial cannot come before what it ends.
  std::sort(rows.begin(), rows.end(), [](const Json& a, const Json& b) {
    return text(a, {"access", "decision"}) < text(b, {"access", "decision"});
  });
  std::string out = consent + ":";
  for (const Json& row : rows) {
    const std::string reason = text(row, {"access", "reason"});
    out += " " + text(row, {"access", "decision"}) + (reason.empty() ? "" : "(" + reason + ")");
  }
  return out + "\n";
}

std::string report(Backend& backend) {
  const Json view = answer(backend, {.by = "BKH",
                                     .function = "evidence:MatchReport",
                                     .args = Json::Object{{"matchId", id26("MATCH1")}}});
  std::string out = "match:";
  for (const Json& verdict : *view.find("match")->find("verdicts")->as_array())
    out += " " + text(verdict, {"rule"}) + "=" + text(verdict, {"level"});
  out += " by";
  for (const Json& source : *view.find("sources")->as_array())
    out += " " + text(source, {"factsBy"});
  return out + "\n";
}

std::string loan(Backend& backend) {
  Query query = ask_loan("BKH", "LOAN1");
  const Json plain = answer(backend, query);
  query.args.as_object()->emplace("open", true);
  const Json values = *answer(backend, query).find("values");
  const auto amount = [&](const char* value, const char* field) {
    return " " + text(values, {value, field, "amount"});
  };
  return "loan: " + text(plain, {"loan", "state"}) + "\namounts for BKH: requested" +
         amount("application", "requested") + " principal" + amount("terms", "principal") +
         " drawn" + amount("usage", "drawn") + " outstanding" + amount("position", "outstanding") +
         " interest" + amount("position", "interestPaid") + "\namounts without being asked for: " +
         (plain.find("values") == nullptr ? "none" : "some") + "\n";
}

}  // namespace

std::string ending(Backend& backend) {
  std::string out = title(backend);
  for (const char* consent : {"C1", "C2", "C3"}) out += decisions(backend, consent);
  out += report(backend) + loan(backend);
  for (const char* stranger : {"BK2", "BKS"})
    out += std::string("loan for ") + stranger + ": " +
           ask(backend, ask_loan(stranger, "LOAN1")).token + "\n";
  return out + "journal for BK2: " + ask(backend, journal("BK2", "C1")).token + "\n";
}

}  // namespace tradelane::scenario
