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
  CHECK(endorsed.responses[0].set.writes.at("k").value == "v");
  CHECK(world.chaincode().ready_payloads().size() == 2);
}

TEST_CASE(
    "endorser: other bytes in the second run are refused, and the first one that differs named") {
  test::PeerWorld world;
  const auto endorsed = world.endorser().endorse(world.proposal({"differ"}), {"A", "B"});
  REQUIRE(endorsed.mismatch);
  CAPTURE(*endorsed.mismatch);
  // The written value is "abcdef" and a number that counts runs.
  CHECK(endorsed.mismatch->find("ProposalResponsePayloads do not match: two runs of the same "
                                "proposal differ, in the payload from byte ") == 0);
  CHECK(endorsed.mismatch->find("the value of key 6b from byte 6") != std::string::npos);
}

TEST_CASE("endorser: what differs is described") {
  PeerResponse a{.response = "same", .payload = "payload 1"};
  PeerResponse b{.response = "same", .payload = "payload 2"};
  CHECK_FALSE(describe_difference(a, a));
  CHECK(describe_difference(a, b)->ends_with("byte 8; the set of reads and writes, or the event"));
  b.response = "sane";
  CHECK(describe_difference(a, b)->ends_with("the response from byte 2"));
  b.response = a.response;
  a.set.writes["k"] = Write{.value = "v"};
  CHECK(describe_difference(a, b)->ends_with("the writes: key 6b is written once only"));
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
        "again");
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
