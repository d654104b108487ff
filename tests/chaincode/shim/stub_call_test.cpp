// SPDX-License-Identifier: Apache-2.0
// The call itself, events, and calls of other chaincodes.
#include <doctest/doctest.h>

#include "chaincode/crypto/digest.hpp"
#include "tests/chaincode/shim/stub_peer.hpp"

using namespace tradelane;
using namespace tradelane::shim;
using test::StubPeer;
using test::v2_5;
using test::v3_1;

namespace {

const std::vector<Bytes> two_args{"f", "\xff"};

/// What a callee has answered, as its caller's peer hands it on.
Bytes nested(protos::ChaincodeMessage::Type type, const Bytes& payload) {
  protos::ChaincodeMessage message;
  message.set_type(type);
  message.set_payload(payload);
  return message.SerializeAsString();
}
Bytes nested_response(int status, const std::string& text, const Bytes& payload) {
  protos::Response response;
  response.set_status(status);
  response.set_message(text);
  response.set_payload(payload);
  return nested(protos::ChaincodeMessage::COMPLETED, response.SerializeAsString());
}

}  // namespace

TEST_CASE("stub call: arguments, function and parameters") {
  StubPeer peer(v3_1, {.args = {"ebl:Get", std::string("\0\xff", 2), ""}});
  const Stub& stub = peer.stub();
  CHECK(stub.args().size() == 3);
  CHECK(stub.function() == "ebl:Get");
  CHECK(stub.parameters().size() == 2);
  CHECK(stub.parameters()[0] == std::string_view("\0\xff", 2));
  CHECK(stub.args_joined() == std::string("ebl:Get\0\xff", 9));
  CHECK(stub.channel() == "trade");
  CHECK(stub.txid().size() == 64);
  CHECK_FALSE(stub.is_init());
  StubPeer nothing;
  CHECK(nothing.stub().function() == "");
  CHECK(nothing.stub().parameters().empty());
}

TEST_CASE("stub call: the organisation of the peer, when it is known") {
  StubPeer told(v3_1, {}, {.msp = "OneMSP"});
  CHECK(told.stub().own_msp() == "OneMSP");
  StubPeer untold;
  CHECK_THROWS_AS((void)untold.stub().own_msp(), Misuse);
}

TEST_CASE("stub call: who has called") {
  StubPeer known(v3_1, {}, {.chaincode = "tradelane"});
  CHECK_FALSE(known.stub().called_via());
  StubPeer other(v3_1, {.chaincode = "caller"}, {.chaincode = "tradelane"});
  CHECK(other.stub().called_via() == ChaincodePlace{"caller", "trade"});
  StubPeer unknown(v3_1, {.chaincode = "caller"});
  CHECK_FALSE(unknown.stub().called_via());
}

TEST_CASE("stub call: what a call of another chaincode says, after all that was written before") {
  for (const auto& abilities : {v2_5, v3_1}) {
    StubPeer peer(abilities);
    Stub& stub = peer.stub();
    stub.put("k", "v");
    peer.answers = {"", nested_response(200, "fine", "p")};
    const Response response = stub.invoke_chaincode({.chaincode = "other"}, two_args);
    CHECK(response == Response{.status = 200, .message = "fine", .payload = "p"});
    CHECK(peer.take() ==
          "PUT_STATE {key: \"k\" value: \"v\"}\nINVOKE_CHAINCODE {chaincode_id { name: \"other\" } "
          "input { args: \"f\" args: \"\\377\" }}\n");
    CHECK(peer.callees.back() == "other/trade");
  }
}

TEST_CASE("stub call: the name of another chaincode, in Fabric's ways to write it") {
  struct Row {
    ChaincodePlace callee;
    const char* name;
    const char* place;
  };
  const Row rows[] = {{{"other", ""}, "other", "other/trade"},
                      {{"other", "trade"}, "other", "other/trade"},
                      {{"other", "far"}, "other/far", "other/far"},
                      {{"other/far", ""}, "other/far", "other/far"},
                      {{"other:1.0", ""}, "other", "other/trade"},
                      {{"other:1.0/far", ""}, "other/far", "other/far"},
                      {{"tradelane", "far"}, "tradelane/far", "tradelane/far"}};
  for (const Row& row : rows) {
    StubPeer peer;
    peer.answers = {nested_response(200, "", "")};
    (void)peer.stub().invoke_chaincode(row.callee, {});
    CHECK(peer.take() == "INVOKE_CHAINCODE {chaincode_id { name: \"" + std::string(row.name) +
                             "\" } input { }}\n");
    CHECK(peer.callees.back() == row.place);
  }
}

TEST_CASE("stub call: every way in which a callee fails is one kind of response") {
  struct Row {
    Bytes answer;
    Response response;
  };
  const Row rows[] = {
      {nested_response(404, "gone", "p"), {.status = 404, .message = "gone", .payload = "p"}},
      {nested_response(500, "", ""), {.status = 500}},
      {nested(protos::ChaincodeMessage::ERROR, "broken \xff"),
       {.status = 500, .message = "broken ?"}},
      {"! INVOKE_CHAINCODE failed: transaction ID: t: no \xff",
       {.status = 500, .message = "INVOKE_CHAINCODE failed: transaction ID: t: no ?"}}};
  for (const Row& row : rows) {
    StubPeer peer;
    Stub& stub = peer.stub();
    peer.answers = {row.answer};
    CHECK(stub.try_invoke_chaincode({"other", ""}, two_args) == row.response);
    CHECK_NOTHROW((void)stub.complete({}));  // the caller has looked at it
    for (const bool far : {false, true}) {
      Stub& careless = peer.stub();
      peer.answers = {row.answer};
      try {
        (void)careless.invoke_chaincode({"other", far ? "far" : ""}, two_args);
        FAIL("the failure was swallowed");
      } catch (const CalleeFailed& failure) {
        CHECK(failure.response() == row.response);
      }
      // What was written here stays written; on another channel nothing was.
      if (far) {
        CHECK_NOTHROW((void)careless.complete({}));
      } else {
        CHECK_THROWS_AS((void)careless.complete({}), CalleeFailed);
      }
    }
  }
  StubPeer peer;
  peer.answers = {"\xff\xff\xff"};
  CHECK_THROWS_AS((void)peer.stub().try_invoke_chaincode({"other", ""}, two_args), Fault);
  peer.answers = {"! INVOKE_CHAINCODE failed: transaction ID: t: no ledger context"};
  CHECK_THROWS_AS((void)peer.stub().try_invoke_chaincode({"other", ""}, two_args), Abandoned);
}

TEST_CASE("stub call: a chaincode that waits for this call is not called again") {
  StubPeer peer;
  peer.callers = {{"second", "trade"}};
  Stub& stub = peer.stub();
  const ChaincodePlace waiting[] = {
      {"tradelane", ""}, {"tradelane:2", ""}, {"tradelane", "trade"}, {"second", ""}};
  for (const ChaincodePlace& callee : waiting)
    CHECK_THROWS_AS((void)stub.try_invoke_chaincode(callee, {}), Misuse);
  CHECK_THROWS_WITH_AS((void)stub.invoke_chaincode({"second", ""}, {}),
                       "chaincode second of channel trade waits for this call: Fabric does not let "
                       "it be called again",
                       Misuse);
  CHECK(peer.asked.empty());
  peer.answers = {nested_response(200, "", ""), nested_response(200, "", "")};
  CHECK_NOTHROW((void)stub.invoke_chaincode({"second", "far"}, {}));
  CHECK_NOTHROW((void)stub.invoke_chaincode({"third", ""}, {}));
}

TEST_CASE("stub call: nor is this one, when its name is known and another has called it") {
  StubPeer peer(v3_1, {.chaincode = "caller"}, {.chaincode = "tradelane"});
  CHECK_THROWS_AS((void)peer.stub().try_invoke_chaincode({"tradelane", ""}, {}), Misuse);
  CHECK(peer.asked.empty());
  peer.answers = {nested_response(200, "", "")};
  CHECK_NOTHROW((void)peer.stub().invoke_chaincode({"tradelane", "far"}, {}));
}

TEST_CASE("stub call: a name that is none is refused before anything is sent") {
  StubPeer peer;
  for (const ChaincodePlace& callee :
       {ChaincodePlace{"", ""}, ChaincodePlace{"\xff", ""}, ChaincodePlace{"a", "\xff"},
        ChaincodePlace{"/far", ""}, ChaincodePlace{"other/far", "trade"}})
    CHECK_THROWS_AS((void)peer.stub().try_invoke_chaincode(callee, {}), Misuse);
  CHECK(peer.asked.empty());
}
