// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/endorser.hpp"

#include <doctest/doctest.h>

#include "chaincode/devpeer/transaction.hpp"
#include "tests/chaincode/devpeer/peer_world.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;
using Kind = PeerResponse::Kind;

TEST_CASE("endorser: two streams run each proposal, and agree") {
  test::PeerWorld world;
  const auto endorsed = world.endorser().endorse(world.proposal({"put", "k", "v"}), {"A"});
  REQUIRE(endorsed.responses.size() == 1);
  CHECK(endorsed.responses[0].kind == Kind::ok);
  CHECK_FALSE(endorsed.mismatch);
  CHECK(endorsed.responses[0].sets.at(0).writes.at("k").value == "v");
  CHECK(world.chaincode().ready_payloads().size() == 2);
}

TEST_CASE(
    "endorser: other bytes in the second run are refused, and the first one that differs named") {
  test::PeerWorld world;
  const auto endorsed = world.endorser().endorse(world.proposal({"differ"}), {"A", "B"});
  REQUIRE(endorsed.mismatch);
  CAPTURE(*endorsed.mismatch);
  // The written value is "abcdef" and a number that counts runs.
  CHECK(
      endorsed.mismatch->starts_with("ProposalResponsePayloads do not match: two runs of the same "
                                     "proposal differ, in the value of key 6b of toy from byte 6"));
  CHECK(endorsed.mismatch->find(": \"abcdef") != std::string::npos);
  CHECK(endorsed.mismatch->find(" against \"abcdef") != std::string::npos);
}

TEST_CASE("endorser: each organisation's peer reads its own private values") {
  test::PeerWorld world;
  REQUIRE(world.submit({"put_private", "_implicit_org_B", "p", "secret"}, {"O", "B"}) == 0);
  const auto proposal = world.proposal({"get_private", "_implicit_org_B", "p"});
  const auto endorsed = world.endorser().endorse(proposal, {"O", "A", "B"});
  REQUIRE(endorsed.responses.size() == 3);
  for (const std::size_t other : {0U, 1U}) {
    CHECK(endorsed.responses[other].kind == Kind::peer_error);
    CHECK(endorsed.responses[other].message.find("private data matching public hash version is not "
                                                 "available") != std::string::npos);
  }
  CHECK(endorsed.responses[2].kind == Kind::ok);
}

TEST_CASE("endorser: a peer's answers before and after the chaincode's") {
  test::PeerWorld world;
  Endorser& endorser = world.endorser();
  const auto answer = [&](const Proposal& proposal) { return endorser.evaluate(proposal, "A"); };
  struct Row {
    std::vector<std::string> args;
    Kind kind;
    std::string message;
  };
  const Row rows[] = {
      {{"get", "k"}, Kind::ok, ""},
      {{"refuse"}, Kind::chaincode_error, "chaincode response 409, TOY_REFUSED: no"},
      {{"fail"},
       Kind::peer_error,
       "error in simulation: transaction returned with failure: broken"},
  };
  for (const Row& row : rows) {
    const PeerResponse response = answer(world.proposal(row.args));
    CHECK(response.kind == row.kind);
    CHECK(response.message == row.message);
  }
  auto proposal = world.proposal({"get", "k"});
  proposal.chaincode = "unknown";
  CHECK(answer(proposal).message ==
        "make sure the chaincode unknown has been successfully defined on channel trade and try "
        "again: chaincode unknown not found");
  proposal = world.proposal({"get", "k"});
  proposal.channel = "elsewhere";
  CHECK(answer(proposal).message == "channel 'elsewhere' not found");
  proposal = world.proposal({"get", "k"});
  proposal.seconds -= 901;
  CHECK(answer(proposal).kind == Kind::unavailable);
  CHECK(answer(proposal).message.starts_with("request unauthorized due to incorrect timestamp"));
  proposal = world.proposal({"get", "k"});
  proposal.signature = "forged";
  CHECK(answer(proposal).kind == Kind::refused);
  CHECK(answer(proposal).message ==
        "error validating proposal: access denied: channel [trade] creator org [A]");
}

TEST_CASE("endorser: a client's certificate ends, and with it what it may propose") {
  test::PeerWorld world;
  const auto creator = world.channel().membership().find(world.network().client("A").identity);
  std::chrono::nanoseconds now = std::chrono::seconds(creator->not_after.seconds);
  Endorser endorser(world.channel(), {},
                    {.time_window = std::chrono::years(50), .now = [&] { return now; }});
  const auto proposal = world.proposal({"get", "k"});
  CHECK(endorser.evaluate(proposal, "A").message.starts_with("make sure the chaincode toy"));
  now += std::chrono::nanoseconds(1);
  const PeerResponse refused = endorser.evaluate(proposal, "A");
  CHECK(refused.kind == Kind::unavailable);
  CHECK(refused.message == "proposal client identity expired");
}

TEST_CASE("endorser: a transaction that is committed is not proposed again") {
  test::PeerWorld world;
  const auto signed_proposal = world.signed_proposal({"put", "k", "v"});
  const auto proposal = std::get<Proposal>(unpack(signed_proposal));
  REQUIRE(world.submit(signed_proposal, {"O", "A"}) == 0);
  const PeerResponse again = world.endorser().evaluate(proposal, "A");
  CHECK(again.kind == Kind::refused);
  CHECK(
      again.message.starts_with("duplicate transaction found [" + proposal.txid + "]. Creator ["));
}

TEST_CASE("endorser: a chaincode calls another, in the same transaction") {
  test::PeerWorld world;
  const auto answer = [&](const std::vector<std::string>& args) {
    const PeerResponse response = world.endorser().evaluate(world.proposal(args), "A");
    protos::Response out;
    REQUIRE(out.ParseFromString(response.response));
    return response.kind == Kind::ok ? out.payload() : response.message;
  };
  const auto failed = [&](const std::vector<std::string>& args) {
    const std::string text = answer(args);
    const auto at = text.find(" failed: transaction ID: ");
    REQUIRE(at != std::string::npos);
    return text.substr(text.find(": ", at + 25) + 2);
  };
  CHECK(answer({"call", "side", "get", "k"}) == "COMPLETED 200 ");
  CHECK(answer({"call", "side:9.9/trade", "get", "k"}) == "COMPLETED 200 ");
  CHECK(answer({"call", "side", "refuse"}) == "COMPLETED 409 {}");
  CHECK(answer({"call", "side", "fail"}) == "ERROR broken");
  CHECK(
      failed({"call", "nosuch", "get", "k"}) ==
      "execute failed: invalid invocation: [channel trade] failed to get chaincode container info "
      "for nosuch: chaincode nosuch not found");
  CHECK(failed({"call", "side/elsewhere", "get", "k"}) ==
        "Failed to get policy manager for channel [elsewhere]");
  // Nobody enters a transaction that it is in.
  CHECK(failed({"call", "toy", "get", "k"}).starts_with("execute failed: error sending: txid: "));
  const std::string nested = answer({"call", "side", "call", "toy", "get", "k"});
  CHECK(nested.starts_with("COMPLETED 200 INVOKE_CHAINCODE failed: "));
  CHECK(nested.ends_with("(trade) exists"));
}

TEST_CASE("endorser: what the called chaincode writes is endorsed and committed with the rest") {
  test::PeerWorld world;
  const auto proposal = world.signed_proposal({"call_and_put", "side", "put", "k", "v"});
  const auto endorsed = world.endorser().endorse(std::get<Proposal>(unpack(proposal)), {"O", "A"});
  REQUIRE_FALSE(endorsed.mismatch);
  REQUIRE(endorsed.responses[1].sets.size() == 2);
  CHECK(endorsed.responses[1].sets[0].chaincode == "side");
  REQUIRE(world.submit(proposal, {"O", "A"}) == 0);
  CHECK(world.channel().store().find({"", "side", "", "k"})->value == "v");
  CHECK(world.channel().store().find({"", "toy", "", "caller"})->value == "1");
  REQUIRE(world.submit({"call", "side", "put", "k", ""}, {"O", "A"}) == 0);
  CHECK_FALSE(world.channel().store().find({"", "side", "", "k"}));
}

TEST_CASE("endorser: INIT is for chaincodes that ask for it") {
  test::PeerWorld world;
  protos::ChaincodeInput input;
  input.add_args("get");
  input.set_is_init(true);
  Proposal proposal = world.proposal({"get", "k"});
  proposal.input = input.SerializeAsString();
  CHECK(world.endorser().evaluate(proposal, "A").message ==
        "error in simulation: failed to execute transaction " + proposal.txid +
            ": invalid invocation: chaincode 'toy' does not require initialization but called as "
            "init");
}

TEST_CASE("endorser: a private value that does not reach enough peers is not endorsed") {
  test::PeerWorld world;
  REQUIRE(world.submit({"put_private", "pair", "p", "v"}, {"O", "A"}) == 0);
  const auto proposal = world.proposal({"put_private", "wide", "p", "v"});
  CHECK(world.endorser().endorse(proposal, {"A"}).responses[0].message ==
        "error in simulation: failed to distribute private collection, txID " + proposal.txid +
            ", channel trade: could not build private data dissemination plan for chaincode toy "
            "and collection wide: required to disseminate to at least 2 peers, but know of only 1 "
            "eligible peers");
  // Who is no member itself reaches both.
  CHECK(world.endorser().endorse(proposal, {"O"}).responses[0].kind == Kind::ok);
}
