// SPDX-License-Identifier: Apache-2.0
// Tests also: adapters/gateway/proof_maker.cpp adapters/gateway/proof_rows.cpp
// Tests also: adapters/gateway/proof_file.cpp adapters/gateway/proof_signers.cpp
// Tests also: adapters/gateway/proof_endorsers.cpp
#include "adapters/gateway/proof.hpp"

#include <functional>

#include <doctest/doctest.h>

#include "tests/adapters/gateway/proof_world.hpp"

using namespace tradelane;

namespace {

std::string refusal(const gateway::Proof& proof, const gateway::Trust& trust) {
  const auto report = gateway::verify_proof(proof, trust);
  return report ? "accepted" : report.failure().text();
}

}  // namespace

TEST_CASE("a proof of a bill: what is in it, and what its reader learns") {
  const test::ProofWorld world;
  const auto proof = world.proof();
  REQUIRE(proof.blocks.size() == 4);
  CHECK(proof.blocks.front().number == 3);
  CHECK(proof.blocks[0].data.size() == 2);
  CHECK(proof.blocks[1].data.empty());
  CHECK(proof.blocks.back().number == 6);

  const auto report = gateway::verify_proof(proof, world.trust());
  INFO((report ? "" : report.failure().text()));
  REQUIRE(report);
  CHECK(report->first_block == 3);
  CHECK(report->last_block == 6);
  CHECK(report->steps == 3);
  CHECK(report->acts.size() == 3);
  CHECK(report->acts[1].block == 5);
  CHECK(report->acts[1].creator_msp == "A");
  CHECK(report->acts[1].function == "toy:Put");
  CHECK(report->acts[1].endorsers == std::vector<std::string>{"O", "A"});
  CHECK(report->orderers == std::vector<std::string>{"O"});
  CHECK(report->unchecked.empty());
  CHECK(report->record.find("\"seq\":3") != std::string::npos);
}

TEST_CASE("a proof as a file is read as it was written") {
  const test::ProofWorld world;
  const std::string text = gateway::write_proof(world.proof());
  const auto read = gateway::read_proof(text);
  INFO((read ? "" : read.failure().text()));
  REQUIRE(read);
  CHECK(gateway::write_proof(*read) == text);
  CHECK(gateway::verify_proof(*read, world.trust()).ok());
  for (const std::string& other :
       {std::string(), std::string("{}"), " " + text, text + " ", "{\"also\":1," + text.substr(1),
        text.substr(0, text.size() / 2)}) {
    const auto refused = gateway::read_proof(other);
    REQUIRE_FALSE(refused);
    CHECK(gateway::token_of(refused.failure().fault) == "PROOF_FORM");
  }
}

TEST_CASE("blocks without signatures of orderers: named, never passed over in silence") {
  const test::ProofWorld world("");
  const auto report = gateway::verify_proof(world.proof(), world.trust());
  INFO((report ? "" : report.failure().text()));
  REQUIRE(report);
  CHECK(report->orderers.empty());
  CHECK(report->unchecked == std::vector<std::string>{"block 3 bears no signature of an orderer",
                                                      "block 5 bears no signature of an orderer",
                                                      "block 6 bears no signature of an orderer"});
}

TEST_CASE("a signature whose signer is a number is named as well") {
  const test::ProofWorld world;
  auto proof = world.proof();
  proof.blocks[0].signatures[0].identifier =
      std::exchange(proof.blocks[0].signatures[0].header, "");
  const auto report = gateway::verify_proof(proof, world.trust());
  REQUIRE(report);
  CHECK(report->unchecked ==
        std::vector<std::string>{"block 3, signature 0: its signer is a number in the channel's "
                                 "configuration"});
}

TEST_CASE("what a proof is refused for, and where") {
  const test::ProofWorld world;
  struct Row {
    const char* name;
    std::function<void(gateway::Proof&, gateway::Trust&)> change;
    const char* begins;
  };
  using P = gateway::Proof;
  using T = gateway::Trust;
  const std::vector<Row> rows{
      {"no block", [](P& p, T&) { p.blocks.clear(); }, "PROOF_FORM: blocks"},
      {"a link at the end", [](P& p, T&) { p.blocks.resize(2); }, "PROOF_FORM: blocks"},
      {"a block left out", [](P& p, T&) { p.blocks.erase(p.blocks.begin() + 1); },
       "PROOF_LINK: block 5"},
      {"another hash before", [](P& p, T&) { p.blocks[2].previous_hash[0] ^= 1; },
       "PROOF_LINK: block 5"},
      {"another hash", [](P& p, T&) { p.blocks[3].hash[31] ^= 1; }, "PROOF_LINK: block 6"},
      {"another envelope", [](P& p, T&) { p.blocks[0].data[0][9] ^= 1; }, "PROOF_DATA: block 3"},
      {"another place", [](P& p, T&) { p.blocks[0].transactions[0].place = 0; },
       "PROOF_TRANSACTION: block 3, transaction 0"},
      {"a place that is not there", [](P& p, T&) { p.blocks[0].transactions[0].place = 2; },
       "PROOF_TRANSACTION: block 3, transaction 2"},
      {"another id", [](P& p, T&) { p.blocks[2].transactions[0].id[0] ^= 1; },
       "PROOF_TRANSACTION: block 5, transaction 0"},
      {"another channel", [](P& p, T&) { p.channel = "other"; },
       "PROOF_TRANSACTION: block 3, transaction 1: it is of another channel"},
      {"another chaincode", [](P& p, T&) { p.chaincode = "other"; },
       "PROOF_TRANSACTION: block 3, transaction 1: it is of another chaincode"},
      {"another bill", [](P& p, T&) { p.bill = "HLCU/B2/1"; },
       "PROOF_TRANSACTION: block 3, transaction 1: it writes nothing of bill HLCU/B2/1"},
      {"another state", [](P& p, T&) { p.state[0] ^= 1; }, "PROOF_RECORD: state"},
      {"another value signed", [](P& p, T&) { p.blocks[3].signed_value += "x"; },
       "PROOF_ORDERER: block 6, signature 0"},
      {"another orderer", [](P&, T& t) { t.orderers = {"B"}; },
       "PROOF_ORDERER: block 3, signature 0: O is no orderer"},
      {"no unit orderer", [](P&, T& t) { t.orderers.clear(); },
       "PROOF_ORDERER: block 3, signature 0: O is no orderer"},
      {"no roots of the creator", [](P&, T& t) { t.organisations.erase("A"); },
       "PROOF_CREATOR: block 3, transaction 1: there are no roots of A"},
      {"other roots of the creator", [](P&, T& t) { t.organisations["A"] = t.organisations["B"]; },
       "PROOF_CREATOR: block 3, transaction 1: the certificate of the creator does not lead"},
      {"other roots of an endorser", [](P&, T& t) { t.organisations["O"] = t.organisations["B"]; },
       "PROOF_ENDORSER: block 3, transaction 1, endorsement 0"},
      {"the first step not there",
       [](P& p, T&) { p.blocks.erase(p.blocks.begin(), p.blocks.begin() + 2); },
       "PROOF_VERDICT: block 5, transaction 0"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    auto proof = world.proof();
    auto trust = world.trust();
    row.change(proof, trust);
    const std::string text = refusal(proof, trust);
    CAPTURE(text);
    CHECK(text.starts_with(row.begins));
  }
}

TEST_CASE("a transaction that its peer found invalid is no act, and cannot be passed off as one") {
  test::ProofWorld world;
  world.add({world.step("third")});
  auto proof = world.proof();
  REQUIRE(gateway::verify_proof(proof, world.trust()).ok());
  // The same state read twice: the second had to fail.
  test::ProofWorld twice;
  const Bytes again = twice.step("third");
  twice.add({again, again});
  const auto report = gateway::verify_proof(twice.proof(), twice.trust());
  REQUIRE_FALSE(report);
  CHECK(report.failure().text().starts_with("PROOF_VERDICT: block 8, transaction 1"));
}

TEST_CASE("what too few have endorsed is refused, as every peer has refused it") {
  const char* whole = "the chaincode's endorsement policy does not allow";
  const char* own = "the bill's own policy does not allow: AND('O.peer','A.peer')";
  struct Row {
    std::vector<std::string> endorsers;
    bool policy_is_known;
    const char* why;  // "" where they are enough
  };
  // After the issue the bill's own policy asks for O and A, whatever the verifier knows.
  const Row rows[] = {
      {{"O", "A"}, true, ""},    {{"A", "O", "B"}, true, ""}, {{"A"}, true, whole},
      {{"O", "O"}, true, whole}, {{"O", "B"}, true, own},     {{"B", "B"}, false, own},
      {{"O", "B"}, false, own},  {{"A"}, false, own},         {{"O", "A"}, false, ""}};
  for (const Row& row : rows) {
    test::ProofWorld world;
    world.add({world.step("third", row.endorsers)});
    auto trust = world.trust();
    if (!row.policy_is_known) trust.policy.reset();
    const std::string text = refusal(world.proof(), trust);
    CAPTURE(text);
    if (*row.why == '\0') CHECK(text == "accepted");
    if (*row.why != '\0') {
      CHECK(text.starts_with("PROOF_ENDORSER: block 8, transaction 0: "));
      CHECK(text.ends_with(row.why));
    }
  }
}

TEST_CASE("that the issue was endorsed by enough is checked, or named as not checked") {
  const test::ProofWorld world;
  auto trust = world.trust();
  trust.policy = Policy::parse("AND(O, B)", {"A", "B", "O"});
  CHECK(refusal(world.proof(), trust)
            .starts_with("PROOF_ENDORSER: block 3, transaction 1: O and A endorsed it"));
  trust.policy.reset();
  const auto report = gateway::verify_proof(world.proof(), trust);
  REQUIRE(report);
  CHECK(report->unchecked ==
        std::vector<std::string>{
            "the chaincode's endorsement policy is not in the file: whether each act met it"});
}

TEST_CASE("the rows of a bill") {
  const std::string id = "HLCU/B1/1";
  using test::row_key;
  CHECK(gateway::is_row_of(id, row_key({"EBL", "HLCU", "B1", "1"})));
  CHECK(gateway::is_row_of(id, row_key({"EBLTX", "HLCU", "B1", "1", "0000000001"})));
  CHECK(gateway::is_row_of(id, row_key({"EBLDOC", "HLCU", "B1", "1", "ab"})));
  CHECK(gateway::is_row_of(id, row_key({"EBLFREEZE", "HLCU", "B1", "1"})));
  CHECK(gateway::is_row_of(id, row_key({"EBLRECOVERY", "HLCU", "B1", "1"})));
  CHECK(gateway::is_row_of(id, row_key({"EBLHELD", "PARTY", "HLCU", "B1", "1"})));
  CHECK_FALSE(gateway::is_row_of(id, row_key({"EBL", "HLCU", "B1", "10"})));
  CHECK_FALSE(gateway::is_row_of(id, row_key({"EBL", "HLCU", "B11", "1"})));
  CHECK_FALSE(gateway::is_row_of(id, row_key({"EBLHELD", "PARTY", "HLCU", "B1", "12"})));
  CHECK_FALSE(gateway::is_row_of(id, row_key({"PARTY", "HLCU", "B1", "1"})));
  CHECK_FALSE(gateway::is_row_of(id, "EBL"));
  CHECK_FALSE(gateway::is_row_of(id, ""));
}
