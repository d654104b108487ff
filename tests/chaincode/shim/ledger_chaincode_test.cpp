// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/ledger_chaincode.hpp"

#include <functional>

#include <doctest/doctest.h>

#include "tests/chaincode/shim/stub_peer.hpp"

using namespace tradelane;
using namespace tradelane::shim;
using test::StubPeer;
using test::v3_1;

namespace {

/// Does what the test says.
struct Scripted : ledger::Chaincode {
  std::function<ledger::Outcome(const ledger::Invocation&, ledger::ReadView&)> act =
      [](const ledger::Invocation&, ledger::ReadView&) { return ledger::Outcome{}; };
  ledger::Outcome invoke(const ledger::Invocation& call, ledger::ReadView& view) const override {
    return act(call, view);
  }
};

ledger::Changes all_kinds() {
  using Kind = ledger::Changes::Kind;
  ledger::Changes changes;
  changes.write({"", "b"}, {Kind::put, "1"});
  changes.write({"", "a"}, {Kind::erase, {}});
  changes.write({"col", "a"}, {Kind::purge, {}});
  changes.write({"col", "b"}, {Kind::put, "2"});
  changes.write({"col", "c"}, {Kind::erase, {}});
  changes.set_event("e", "x");
  return changes;
}

/// Also with keys that this transaction does not write.
ledger::Changes with_policies() {
  const auto policy = *ledger::EndorsementPolicy::parse(test::key_policy);
  ledger::Changes changes;
  changes.endorse({"", "a"}, policy);
  changes.endorse({"", "c"}, policy);
  changes.endorse({"col", "d"}, policy);
  changes.write({"", "c"}, {ledger::Changes::Kind::put, "1"});
  changes.write({"col", "d"}, {ledger::Changes::Kind::put, "2"});
  return changes;
}

}  // namespace

TEST_CASE("ledger chaincode: gets the call as it was proposed") {
  const test::ProposalParts parts{.time = {1'772'697'600},
                                  .args = {"ebl:Get", std::string("\0\xff", 2)},
                                  .transient = {{"k", "v"}}};
  Scripted scripted;
  ledger::Invocation seen;
  scripted.act = [&](const ledger::Invocation& call, ledger::ReadView& view) {
    seen = call;
    return ledger::Outcome{.payload = view.get("k").value_or("none")};
  };
  StubPeer peer(v3_1, parts);
  peer.answers = {"value"};
  CHECK(LedgerChaincode(scripted).invoke(peer.stub()) == Response{.payload = "value"});
  CHECK(seen.channel == "trade");
  CHECK(seen.chaincode == "tradelane");
  CHECK(seen.txid.size() == 64);
  CHECK(seen.time == parts.time);
  CHECK(seen.msp == "OneMSP");
  CHECK(seen.certificate == parts.certificate);
  CHECK(std::vector<std::string>(seen.args.begin(), seen.args.end()) == parts.args);
  CHECK(std::map<std::string, Bytes>(seen.transient.begin(), seen.transient.end()) ==
        parts.transient);
}

TEST_CASE("ledger chaincode: changes are written in the order of their places, below 400 only") {
  Scripted scripted;
  int status = 200;
  scripted.act = [&](const ledger::Invocation&, ledger::ReadView&) {
    return ledger::Outcome{.status = status, .message = "m", .changes = all_kinds()};
  };
  const LedgerChaincode chaincode(scripted);
  StubPeer peer(test::v2_5);
  Stub& stub = peer.stub();
  const Bytes done = stub.complete(chaincode.invoke(stub));
  CHECK(peer.take() ==
        "DEL_STATE {key: \"a\"}\n"
        "PUT_STATE {key: \"b\" value: \"1\"}\n"
        "PURGE_PRIVATE_DATA {key: \"a\" collection: \"col\"}\n"
        "PUT_STATE {key: \"b\" value: \"2\" collection: \"col\"}\n"
        "DEL_STATE {key: \"c\" collection: \"col\"}\n");
  CHECK(done.find("x") != Bytes::npos);
  status = 409;
  Stub& refused = peer.stub();
  const Response response = chaincode.invoke(refused);
  CHECK(response == Response{.status = 409, .message = "m"});
  (void)refused.complete(response);
  CHECK(peer.take() == "");
}

TEST_CASE("ledger chaincode: policies of keys follow the writes, in a batch and one by one") {
  Scripted scripted;
  scripted.act = [&](const ledger::Invocation&, ledger::ReadView&) {
    return ledger::Outcome{.changes = with_policies()};
  };
  const LedgerChaincode chaincode(scripted);
  StubPeer old(test::v2_5);
  Stub& one_by_one = old.stub();
  (void)one_by_one.complete(chaincode.invoke(one_by_one));
  CHECK(old.take() ==
        "PUT_STATE {key: \"c\" value: \"1\"}\n"
        "PUT_STATE {key: \"d\" value: \"2\" collection: \"col\"}\n"
        "PUT_STATE_METADATA {key: \"a\" metadata { metakey: \"VALIDATION_PARAMETER\" value: "
        "\"(policy)\" }}\n"
        "PUT_STATE_METADATA {key: \"c\" metadata { metakey: \"VALIDATION_PARAMETER\" value: "
        "\"(policy)\" }}\n"
        "PUT_STATE_METADATA {key: \"d\" collection: \"col\" metadata { metakey: "
        "\"VALIDATION_PARAMETER\" value: \"(policy)\" }}\n");
  StubPeer modern(v3_1);
  Stub& batch = modern.stub();
  (void)batch.complete(chaincode.invoke(batch));
  CHECK(
      modern.take() ==
      "WRITE_BATCH_STATE {rec { key: \"c\" value: \"1\" type: PUT_STATE } rec { key: \"d\" value: "
      "\"2\" collection: \"col\" type: PUT_STATE } rec { key: \"a\" metadata { metakey: "
      "\"VALIDATION_PARAMETER\" value: \"(policy)\" } type: PUT_STATE_METADATA } rec { key: \"c\" "
      "metadata { metakey: \"VALIDATION_PARAMETER\" value: \"(policy)\" } type: "
      "PUT_STATE_METADATA } rec { key: \"d\" collection: \"col\" metadata { metakey: "
      "\"VALIDATION_PARAMETER\" value: \"(policy)\" } type: PUT_STATE_METADATA }}\n");
}

TEST_CASE(
    "ledger chaincode: a call through another chaincode needs leave, one from afar has none") {
  const Scripted scripted;
  StubPeer own(v3_1, {}, {.chaincode = "tradelane"});
  CHECK_NOTHROW((void)LedgerChaincode(scripted).invoke(own.stub()));
  StubPeer other(v3_1, {.chaincode = "broker"}, {.chaincode = "tradelane"});
  CHECK_THROWS_WITH_AS((void)LedgerChaincode(scripted).invoke(other.stub()),
                       "chaincode broker may not call this one", Fault);
  CHECK_THROWS_AS((void)LedgerChaincode(scripted, {"bro"}).invoke(other.stub()), Fault);
  CHECK_NOTHROW((void)LedgerChaincode(scripted, {"broker"}).invoke(other.stub()));
}

TEST_CASE("ledger chaincode: a call of another channel has no leave, whoever it comes from") {
  protos::ChaincodeMessage wire = test::transaction_message({});
  wire.set_channel_id("far");
  const auto message = PeerMessage::decode(wire.SerializeAsString());
  const Settings settings;
  const crypto::IdentityCache identities;
  StubPeer peer;
  Stub stub({.message = *message,
             .input = *read_input(*message),
             .abilities = {},
             .settings = settings,
             .identities = identities},
            peer);
  CHECK(stub.called_via() == ChaincodePlace{"tradelane", "trade"});
  CHECK_THROWS_WITH_AS((void)LedgerChaincode(Scripted(), {"tradelane"}).invoke(stub),
                       "the call comes from another channel", Fault);
}
