// SPDX-License-Identifier: Apache-2.0
#include "tests/chaincode/contracts/ebl/oracle/walk.hpp"

#include <sstream>

namespace tradelane::oracle {
namespace {

constexpr std::int64_t acts_of_an_episode = 400;
constexpr std::size_t acts_told = 12;

std::string text_of(const std::map<std::string, std::string>& values) {
  std::ostringstream out;
  for (const auto& [name, value] : values) out << " " << name << "=" << value;
  return out.str();
}

bool operator!=(const Link& a, const Link& b) {
  return a.code != b.code || a.actor != b.actor || a.recipient != b.recipient || a.at != b.at ||
         a.owner != b.owner;
}

std::string text_of(const Link& link) {
  return link.code + " by " + link.actor + " to " + link.recipient + " at " +
         std::to_string(link.at) + " owner " + link.owner;
}

}  // namespace

std::string text_of(const Act& act) {
  static constexpr const char* proofs[] = {"good",    "none",       "unknown key", "forged",
                                           "expired", "last state", "next state"};
  return act.verb + " " + act.bill + " by " + act.by + " (" +
         proofs[static_cast<std::size_t>(act.proof)] + ", brought by " + act.brought_by +
         (act.withholds_document ? ", without document" : "") + ")" + text_of(act.with);
}

void Walk::begin_episode() {
  ground_.restart();
  oracle_ = {};
  oracle_.companies = ground_.companies();
  now_ = Timestamp::parse("2026-03-05T08:00:00Z")->seconds;
  last_.reset();
  proposed_.reset();
  told_.clear();
}

std::string Walk::differences(const Act& act, const Refusal& expected, const test::Answer& answer) {
  const std::string said = answer.ok() ? "" : answer.token;
  if (said != expected.value_or(""))
    return "the oracle says " + expected.value_or("done") + ", the contract " + answer.message +
           " (" + answer.rule + ")";
  if ((expected || oracle_.was_repeated()) && !answer.changes.empty())
    return "an act that changes nothing has written";
  for (const auto& [id, bill] : oracle_.bills) {
    if (expected && id != act.bill) continue;
    const auto wanted = view(bill);
    const auto found = ground_.view(id);
    if (wanted != found)
      return id + "\n  oracle  " + text_of(wanted) + "\n  contract" + text_of(found);
    if (const Link link = ground_.link(id, bill.seq); link != bill.newest)
      return id + ": the oracle's step is " + text_of(bill.newest) + ", the contract's " +
             text_of(link);
  }
  return "";
}

std::string Walk::step() {
  const Act act = choose();
  const auto expected = oracle_.act(act);
  const auto answer = ground_.play(act);
  counts_[act.verb][expected ? *expected : oracle_.was_repeated() ? "repeated" : "done"] += 1;
  told_.push_back(text_of(act) + " -> " + expected.value_or("done"));
  if (told_.size() > acts_told) told_.pop_front();
  const bool is_done = !expected && !oracle_.was_repeated();
  if (is_done) last_ = act;
  if (answer.text("code") == "PROPOSED") proposed_ = act;
  std::string problem = differences(act, expected, answer);
  return problem;
}

std::string Walk::broken_chains() {
  for (const auto& [id, bill] : oracle_.bills)
    if (const auto problem = ground_.broken_chain(id); !problem.empty()) return problem;
  return "";
}

std::string Walk::run(std::int64_t acts) {
  for (std::int64_t i = 0; i < acts; ++i) {
    if (i % acts_of_an_episode == 0) begin_episode();
    std::string problem = step();
    const bool is_last = (i + 1) % acts_of_an_episode == 0 || i + 1 == acts;
    if (problem.empty() && is_last) problem = broken_chains();
    if (problem.empty()) continue;
    std::string out = "act " + std::to_string(i) + ": " + problem;
    for (const auto& line : told_) out += "\n  " + line;
    return out;
  }
  return "";
}

std::string Walk::table() const {
  std::ostringstream out;
  for (const auto& [verb, ends] : counts_) {
    out << verb << ":";
    for (const auto& [end, count] : ends) out << " " << end << " " << count;
    out << "\n";
  }
  return out.str();
}

}  // namespace tradelane::oracle
