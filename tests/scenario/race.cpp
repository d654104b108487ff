// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/race.hpp"

#include <algorithm>
#include <latch>
#include <thread>

#include "adapters/gateway/advice.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/steps.hpp"
#include "tests/support/bills.hpp"
#include "tests/support/eventually.hpp"

namespace tradelane::scenario {
namespace {

constexpr const char* shipper = "EXP";

struct Runner {
  gateway::Gateway& client;
  gateway::Call call = {};
  std::optional<gateway::SignedTransaction> endorsed = {};
  std::string end = {};
};

std::string end_of(const gateway::Failure& failure) {
  if (!failure.validation_name.empty()) return failure.validation_name;
  const auto refusal = gateway::refusal(failure);
  return refusal ? refusal->token : failure.text();
}

void endorse(Runner& runner) {
  const auto proposal = runner.client.propose(runner.call);
  if (!proposal) throw Fault(proposal.error().message());
  const auto endorsed = runner.client.endorse(*proposal);
  if (!endorsed) throw Fault(endorsed.failure().text());
  runner.endorsed = *endorsed;
}

void run(Runner& runner) {
  if (runner.endorsed) {
    const auto commit = gateway::submit_until_known(runner.client, *runner.endorsed);
    runner.end = commit ? "VALID" : end_of(commit.failure());
  } else {
    const auto done = gateway::invoke(runner.client, runner.call);
    runner.end = done ? "VALID" : end_of(done.failure());
  }
}

Step transfer_to(const std::string& recipient, const std::string& bill) {
  return {.by = shipper,
          .transaction = "ebl:Transfer",
          .endorsers = "OSC",
          .args = Json::Object{{"billId", test::bill_id(bill)}, {"to", id26(recipient)}},
          .signatures = {{shipper, "bill/" + test::bill_id(bill), 1}}};
}

std::vector<std::string> everybody_else() {
  std::vector<std::string> out;
  for (const auto& [alias, role] : test::cast().all())
    if (alias != shipper) out.push_back(alias);
  return out;
}

/// `member` of the bill, as it is on the ledger.
Json on_ledger(GatewayBackend& clients, const std::string& bill, const std::string& member) {
  const Query ask = ask_bill(bill);
  const auto answer = clients.query({.by = ask.by, .function = ask.function, .args = ask.args});
  if (!answer.ok()) throw Fault(answer.message);
  const Json* found = answer.payload.find("bill")->find(member);
  return found == nullptr ? Json() : *found;
}

std::string told(const std::vector<std::string>& ends) {
  std::string out;
  for (const auto& end : ends) out += " " + end;
  return out;
}

}  // namespace

std::vector<std::string> race(GatewayBackend& clients, const std::vector<Call>& calls,
                              Start start) {
  std::vector<Runner> runners;
  for (const Call& call : calls)
    runners.push_back({.client = clients.client_of(call.by), .call = clients.proposal(call)});
  if (start == Start::endorsed) std::for_each(runners.begin(), runners.end(), endorse);
  std::latch all_are_there(static_cast<std::ptrdiff_t>(runners.size()));
  std::vector<std::thread> threads;
  for (Runner& runner : runners)
    threads.emplace_back([&] {
      all_are_there.arrive_and_wait();
      run(runner);
    });
  for (std::thread& thread : threads) thread.join();
  std::vector<std::string> ends;
  for (const Runner& runner : runners) ends.push_back(runner.end);
  return ends;
}

std::string transfer_to_everybody(GatewayBackend& clients, const std::string& bill, Start start,
                                  const Setting& setting) {
  const auto recipients = everybody_else();
  std::vector<Call> calls;
  for (const auto& recipient : recipients) {
    const Step step = transfer_to(recipient, bill);
    calls.push_back(call_of(step, sealed(step, setting)));
  }
  const auto ends = race(clients, calls, start);
  if (std::count(ends.begin(), ends.end(), "VALID") != 1) return "not one winner:" + told(ends);
  // Endorsed on one state, the others can only have been overtaken: they have read an older
  // version, or, in the winner's own block, the winner has just changed who has to endorse.
  const auto overtaken = std::count_if(ends.begin(), ends.end(), [](const std::string& end) {
    return end == "MVCC_READ_CONFLICT" || end == "ENDORSEMENT_POLICY_FAILURE";
  });
  if (start == Start::endorsed && overtaken + 1 != std::ssize(ends))
    return "somebody was not overtaken:" + told(ends);
  const auto winner = std::find(ends.begin(), ends.end(), "VALID") - ends.begin();
  const std::string& recipient = recipients[static_cast<std::size_t>(winner)];
  // The peer that is asked need not be one of those that told the outcomes: it may be a block
  // behind.
  if (!test::eventually([&] { return on_ledger(clients, bill, "seq") != Json(1); }))
    return "the ledger does not know of the transfer";
  if (on_ledger(clients, bill, "pendingTo") != Json(id26(recipient)))
    return "the ledger names another than " + recipient;
  return on_ledger(clients, bill, "seq") == Json(2) ? "" : "the bill has moved more than once";
}

void issue_both_bills(GatewayBackend& clients, const Setting& setting) {
  Steps steps{bootstrap()};
  for (const auto& [alias, role] : test::cast().all())
    steps.push_back(register_party(alias, setting));
  for (const auto& [alias, role] : test::cast().all()) steps.push_back(accept_terms(alias));
  steps.push_back(issue_bill("B1"));
  steps.push_back(issue_bill("B2"));
  for (const Step& step : steps)
    if (const auto played = play(clients, step, setting); !played.problem.empty())
      throw Fault(step.transaction + " " + played.problem);
}

}  // namespace tradelane::scenario
