// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/dry_run.hpp"

#include "proto/ledger/kv_rwset.pb.h"
#include "proto/ledger/rwset.pb.h"
#include "proto/peer/proposal.pb.h"
#include "proto/peer/transaction.pb.h"
#include "tests/adapters/cli/expect.hpp"
#include "tests/adapters/cli/msp_files.hpp"
#include "tests/adapters/cli/paper.hpp"
#include "tests/support/parse.hpp"

using namespace tradelane;
using test::parse;

namespace {

/// Puts a write into what the peer has assembled, as a chaincode's would be there.
grpc::Status with_write(common::Envelope& envelope) {
  kvrwset::KVRWSet keys;
  auto& write = *keys.add_writes();
  write.set_key(std::string("\0bill\0B1\0", 9));
  write.set_value(R"({"seq":2})");
  auto& beside = *keys.add_metadata_writes();
  beside.set_key("k");
  beside.add_entries()->set_name("VALIDATION_PARAMETER");
  rwset::TxReadWriteSet set;
  auto& space = *set.add_ns_rwset();
  space.set_namespace_("tradelane");
  space.set_rwset(keys.SerializeAsString());

  auto payload = parse<common::Payload>(envelope.payload());
  auto transaction = parse<protos::Transaction>(payload.data());
  auto action = parse<protos::ChaincodeActionPayload>(transaction.actions(0).payload());
  auto response =
      parse<protos::ProposalResponsePayload>(action.action().proposal_response_payload());
  auto result = parse<protos::ChaincodeAction>(response.extension());
  result.set_results(set.SerializeAsString());
  response.set_extension(result.SerializeAsString());
  action.mutable_action()->set_proposal_response_payload(response.SerializeAsString());
  transaction.mutable_actions(0)->set_payload(action.SerializeAsString());
  payload.set_data(transaction.SerializeAsString());
  envelope.set_payload(payload.SerializeAsString());
  return grpc::Status::OK;
}

struct Desk {
  test::Person bank = test::person("BankHMSP");
  test::GatewayDouble peer{bank};
  test::MspFiles files{bank, peer.address()};

  test::Ran run(const std::vector<std::string>& more = {}) const {
    return test::run(test::with(
        test::with({"invoke", "ebl:Transfer", "{}", "--endorser", "OperatorMSP", "--dry-run"},
                   more),
        files.words()));
  }
};

}  // namespace

TEST_CASE("a dry run is endorsed, shows what would be written, and is sent nowhere") {
  Desk desk;
  desk.peer.on_endorse = with_write;
  const auto ran = desk.run();
  CHECK(ran.status == 0);
  CHECK(ran.out.find("DRY RUN: nothing is on the ledger") != std::string::npos);
  CHECK(ran.out.find("write   bill/B1  {\"seq\":2}\npolicy  k  that of the chaincode\n") !=
        std::string::npos);
  const Json machine = test::json(desk.run({"--output", "json"}).out);
  CHECK(*machine.find("dryRun") == Json(true));
  CHECK(*machine.find("result") == test::json(desk.peer.result.get()));
  CHECK(canonical(*machine.find("writes")) ==
        R"([{"key":["bill","B1"],"namespace":"tradelane","value":{"seq":2}},)"
        R"({"key":"k","namespace":"tradelane","policy":null}])");
  CHECK(desk.peer.endorsed.size() == 2);
  CHECK(desk.peer.submitted.empty());
  CHECK(desk.peer.statuses.empty());
}

TEST_CASE("a refusal is one in a dry run as well") {
  Desk desk;
  desk.peer.on_endorse = [](auto&) {
    return test::refused_by_chaincode("OperatorMSP", "403, EBL_NOT_HOLDER: Only the holder.");
  };
  const auto ran = desk.run();
  CHECK(ran.status == 1);
  CHECK(ran.err.find("EBL_NOT_HOLDER") != std::string::npos);
  CHECK(desk.peer.submitted.empty());
}
