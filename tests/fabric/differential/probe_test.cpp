// SPDX-License-Identifier: Apache-2.0
// Generated calls of the probe, the same on Fabric's own peers and on the embedded one.
#include <future>
#include <iostream>

#include <doctest/doctest.h>

#include "proto/peer/transaction.pb.h"
#include "tests/fabric/differential/generator.hpp"
#include "tests/fabric/differential/networks.hpp"
#include "tests/fabric/differential/run.hpp"

using namespace tradelane;
using namespace tradelane::differential;

namespace {

void take_all(Twin& twin) {
  std::vector<std::future<void>> running;
  for (int number = 0; number < this_run().spaces; ++number)
    running.push_back(std::async(std::launch::async, [&twin, number] {
      take(twin, make_steps({.seed = this_run().seed,
                             .number = number,
                             .submits = this_run().submits_of_a_space,
                             .evaluates = this_run().evaluates_of_a_space,
                             .line = this_run().line}));
    }));
  for (auto& space : running) space.get();
}

void print(const Twin& twin, const Ledger& ledger) {
  const auto count = [&](int code) { return std::to_string(ledger.count(code)) + " "; };
  std::cout << "differential: Fabric " << fabric::text_of(this_run().line) << ", seed "
            << this_run().seed << ", " << this_run().spaces << " spaces, " << twin.submits()
            << " submits, " << twin.evaluates() << " evaluates; on the ledger "
            << count(protos::VALID) << "valid, " << count(protos::ENDORSEMENT_POLICY_FAILURE)
            << "policy, " << count(protos::MVCC_READ_CONFLICT) << "MVCC, "
            << count(protos::PHANTOM_READ_CONFLICT) << "phantom, " << count(protos::DUPLICATE_TXID)
            << "duplicate; " << twin.differences().size() << " differ\n";
  for (const std::string& rule : left_out()) std::cout << "  not compared: " << rule << "\n";
  const auto differences = twin.differences();
  for (std::size_t i = 0; i < std::min(differences.size(), this_run().shown); ++i)
    std::cout << differences[i] << "\n";
}

}  // namespace

TEST_CASE("differential: generated calls have the same answers, sets and codes") {
  Networks networks({.line = this_run().line, .msps = {"OneMSP", "TwoMSP"}, .chaincode = "probe"});
  take_all(networks.twin());
  networks.compare_ledgers();
  print(networks.twin(), networks.ledger());
  CHECK(networks.twin().differences().empty());
  // A run in which nothing conflicts compares nothing of it.
  for (const int code : {int{protos::VALID}, int{protos::ENDORSEMENT_POLICY_FAILURE},
                         int{protos::MVCC_READ_CONFLICT}, int{protos::PHANTOM_READ_CONFLICT},
                         int{protos::DUPLICATE_TXID}})
    CHECK(networks.ledger().count(code) > 0);
}
