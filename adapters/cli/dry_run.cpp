// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/dry_run.hpp"

#include <ostream>

#include "adapters/cli/json_texts.hpp"
#include "adapters/cli/ledger_view.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/transactions.hpp"
#include "adapters/gateway/block.hpp"
#include "adapters/gateway/invoke.hpp"

namespace tradelane::cli {

namespace {

Json to_json(const gateway::BlockTransaction& transaction, const Bytes& result) {
  Json::Array endorsers;
  for (const std::string& msp : transaction.endorsers) endorsers.emplace_back(msp);
  return Json::Object{{"dryRun", true},
                      {"endorsers", std::move(endorsers)},
                      {"event", event_json(transaction)},
                      {"result", answer_of(result)},
                      {"transactionId", transaction.id},
                      {"writes", writes_json(transaction)}};
}

void print_for_people(std::ostream& out, const gateway::BlockTransaction& transaction,
                      const Bytes& result) {
  print(out,
        Json::Object{{"endorsers", joined(transaction.endorsers, ", ")},
                     {"result", answer_of(result)},
                     {"status", "DRY RUN: nothing is on the ledger"}},
        Output::table);
  print_effects(out, transaction, 0);
  out.flush();
}

}  // namespace

void dry_run(gateway::Gateway& peer, const gateway::Call& call, const Screen& screen,
             Progress& progress, Output output) {
  const auto proposal = peer.propose(call);
  if (!proposal) throw problem_of(gateway::not_proposed(proposal.error()));
  const auto endorsed = peer.endorse(*proposal);
  progress.clear();
  if (!endorsed) throw problem_of(endorsed.failure());
  const auto transaction = gateway::read_transaction(endorsed->envelope);
  if (output == Output::table) return print_for_people(screen.out, transaction, endorsed->result);
  print(screen.out, to_json(transaction, endorsed->result), output);
}

}  // namespace tradelane::cli
