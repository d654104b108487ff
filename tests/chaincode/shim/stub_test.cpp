// SPDX-License-Identifier: Apache-2.0
// Reads, writes, metadata, and what is refused before it is sent.
// Tests also: chaincode/shim/dialogue.cpp
#include "chaincode/shim/stub.hpp"

#include <doctest/doctest.h>

#include "chaincode/ledger/policy_wire.hpp"
#include "tests/chaincode/shim/stub_peer.hpp"

using namespace tradelane;
using namespace tradelane::shim;
using test::StubPeer;
using test::v2_5;
using test::v3_1;

namespace {

using Keys = std::vector<std::string>;
using Values = std::vector<std::optional<Bytes>>;

Bytes metadata(const std::string& name, const Bytes& value) {
  protos::StateMetadataResult result;
  auto* entry = result.add_entries();
  entry->set_metakey(name);
  entry->set_value(value);
  return result.SerializeAsString();
}

std::string status_and_event(const Bytes& completed) {
  protos::ChaincodeMessage message;
  protos::Response response;
  CHECK(message.ParseFromString(completed));
  CHECK(response.ParseFromString(message.payload()));
  return protos::ChaincodeMessage::Type_Name(message.type()) + " " +
         std::to_string(response.status()) + " " + response.message() + " " + response.payload() +
         " " + message.chaincode_event().event_name() + " " + message.chaincode_event().payload();
}

}  // namespace

TEST_CASE("stub: what each read asks for, and what comes of an answer and of an empty one") {
  struct Row {
    const char* name;
    std::function<std::optional<Bytes>(Stub&)> read;
    Bytes answer;
    const char* asked;
  };
  const Row rows[] = {
      {"get", [](Stub& s) { return s.get("k"); }, "value", "GET_STATE {key: \"k\"}\n"},
      {"get_private", [](Stub& s) { return s.get_private("col", "k"); }, "value",
       "GET_STATE {key: \"k\" collection: \"col\"}\n"},
      {"private_hash", [](Stub& s) { return s.private_hash("col", "k"); }, "value",
       "GET_PRIVATE_DATA_HASH {key: \"k\" collection: \"col\"}\n"},
      {"validation_parameter",
       [](Stub& s) {
         return s.validation_parameter({"", "k"});
       },
       metadata("VALIDATION_PARAMETER", "value"), "GET_STATE_METADATA {key: \"k\"}\n"},
      {"validation_parameter of private data",
       [](Stub& s) {
         return s.validation_parameter({"col", "k"});
       },
       metadata("VALIDATION_PARAMETER", "value"),
       "GET_STATE_METADATA {key: \"k\" collection: \"col\"}\n"}};
  for (const Row& row : rows)
    for (const auto& abilities : {v2_5, v3_1}) {
      CAPTURE(row.name);
      StubPeer peer(abilities);
      peer.answers = {row.answer};
      CHECK(row.read(peer.stub()) == "value");
      CHECK(peer.take() == row.asked);
      CHECK(row.read(peer.stub()) == std::nullopt);
      peer.answers = {"! GET failed: transaction ID: t: broken"};
      CHECK_THROWS_AS((void)row.read(peer.stub()), PeerError);
    }
  StubPeer peer;
  peer.answers = {metadata("ANOTHER", "value")};
  CHECK(peer.stub().validation_parameter({"", "k"}) == std::nullopt);
  peer.answers = {"\xff\xff\xff"};
  CHECK_THROWS_AS((void)peer.stub().validation_parameter({"", "k"}), Fault);
}

TEST_CASE("stub: what each write says, on its own to a peer of either line") {
  struct Row {
    const char* name;
    std::function<void(Stub&)> write;
    const char* asked;
  };
  const Row rows[] = {
      {"put", [](Stub& s) { s.put("k", "v"); }, "PUT_STATE {key: \"k\" value: \"v\"}\n"},
      {"del", [](Stub& s) { s.del("k"); }, "DEL_STATE {key: \"k\"}\n"},
      {"put_private", [](Stub& s) { s.put_private("col", "k", "v"); },
       "PUT_STATE {key: \"k\" value: \"v\" collection: \"col\"}\n"},
      {"del_private", [](Stub& s) { s.del_private("col", "k"); },
       "DEL_STATE {key: \"k\" collection: \"col\"}\n"},
      {"purge_private", [](Stub& s) { s.purge_private("col", "k"); },
       "PURGE_PRIVATE_DATA {key: \"k\" collection: \"col\"}\n"},
      {"set_validation_parameter",
       [](Stub& s) {
         s.set_validation_parameter({"", "k"}, test::key_policy);
       },
       "PUT_STATE_METADATA {key: \"k\" metadata { metakey: \"VALIDATION_PARAMETER\" value: "
       "\"(policy)\" "
       "}}\n"},
      {"set_validation_parameter of private data",
       [](Stub& s) {
         s.set_validation_parameter({"col", "k"}, test::key_policy);
       },
       "PUT_STATE_METADATA {key: \"k\" collection: \"col\" metadata { metakey: "
       "\"VALIDATION_PARAMETER\" value: \"(policy)\" }}\n"}};
  for (const Row& row : rows)
    for (const auto& abilities : {v2_5, v3_1}) {
      CAPTURE(row.name);
      StubPeer peer(abilities);
      Stub& stub = peer.stub();
      row.write(stub);
      CHECK(peer.take() == "");
      CHECK(status_and_event(stub.complete({})) == "COMPLETED 200    ");
      CHECK(peer.take() == row.asked);
      peer.answers = {"! PUT failed: transaction ID: t: broken"};
      Stub& refused = peer.stub();
      row.write(refused);
      CHECK_THROWS_AS((void)refused.complete({}), PeerError);
    }
}

TEST_CASE("stub: a policy that nobody could meet is refused, none at all gives the key back") {
  struct Row {
    const char* name;
    Bytes policy;
  };
  const ledger::EndorsementRule nobody =
      ledger::EndorsementRule::signed_by({*MspId::parse("OneMSP"), ledger::MspRole::client});
  const Row rows[] = {{"no policy at all", "p"},
                      {"cut short", test::key_policy.substr(0, test::key_policy.size() - 1)},
                      {"with more behind it", test::key_policy + "x"},
                      {"clients do not endorse", ledger::encode_policy(nobody)},
                      {"none of one", ledger::encode_policy({.count = 0, .rules = {nobody}})}};
  for (const Row& row : rows)
    for (const char* collection : {"", "col"}) {
      CAPTURE(row.name);
      StubPeer peer;
      Stub& stub = peer.stub();
      CHECK_THROWS_WITH_AS(stub.set_validation_parameter({collection, "k"}, row.policy),
                           doctest::Contains("ARG_MALFORMED: "), Misuse);
      CHECK_NOTHROW((void)stub.complete({}));
      CHECK(peer.take() == "");
    }
  StubPeer peer;
  Stub& stub = peer.stub();
  stub.set_validation_parameter({"", "k"}, "");
  (void)stub.complete({});
  CHECK(peer.take() ==
        "PUT_STATE_METADATA {key: \"k\" metadata { metakey: \"VALIDATION_PARAMETER\" }}\n");
}

TEST_CASE("stub: writes stay in order, in one message where the peer can, else one by one") {
  const auto write_some = [](Stub& stub) {
    stub.put("b", "1");
    stub.put_private("col", "c", "2");
    stub.del("a");
    stub.set_validation_parameter({"", "b"}, test::key_policy);
    stub.purge_private("col", "d");
    stub.put("b", "3");
    (void)stub.complete({});
  };
  StubPeer modern(v3_1);
  write_some(modern.stub());
  CHECK(modern.take() ==
        "WRITE_BATCH_STATE {rec { key: \"b\" value: \"1\" type: PUT_STATE } rec { key: \"c\" "
        "value: \"2\" collection: \"col\" type: PUT_STATE } rec { key: \"a\" type: DEL_STATE } rec "
        "{ key: \"b\" metadata { metakey: \"VALIDATION_PARAMETER\" value: \"(policy)\" } type: "
        "PUT_STATE_METADATA } rec { key: \"d\" collection: \"col\" type: PURGE_PRIVATE_DATA } rec "
        "{ key: \"b\" value: \"3\" type: PUT_STATE }}\n");
  StubPeer old(v2_5);
  write_some(old.stub());
  CHECK(old.take() ==
        "PUT_STATE {key: \"b\" value: \"1\"}\n"
        "PUT_STATE {key: \"c\" value: \"2\" collection: \"col\"}\n"
        "DEL_STATE {key: \"a\"}\n"
        "PUT_STATE_METADATA {key: \"b\" metadata { metakey: \"VALIDATION_PARAMETER\" value: "
        "\"(policy)\" "
        "}}\n"
        "PURGE_PRIVATE_DATA {key: \"d\" collection: \"col\"}\n"
        "PUT_STATE {key: \"b\" value: \"3\"}\n");
}

TEST_CASE("stub: a batch holds as many records as the peer announced, and as its bytes allow") {
  const auto batches = [](PeerAbilities abilities, std::size_t message_bytes, std::size_t count,
                          std::size_t value_bytes) {
    StubPeer peer(abilities, {}, {.message_bytes = message_bytes});
    Stub& stub = peer.stub();
    for (std::size_t i = 0; i < count; ++i)
      stub.put("k" + std::to_string(i), Bytes(value_bytes, 'v'));
    (void)stub.complete({});
    for (const std::size_t size : peer.sizes) CHECK(size <= message_bytes);
    CHECK(stub.tally().saved_by_batches == count - peer.asked.size());
    return peer.asked.size();
  };
  constexpr std::size_t plenty = 1'000'000;
  CHECK(batches({.write_batch = 100}, plenty, 100, 10) == 1);
  CHECK(batches({.write_batch = 100}, plenty, 101, 10) == 2);
  CHECK(batches({.write_batch = 100}, plenty, 201, 10) == 3);
  CHECK(batches({.write_batch = 1000}, 10'000, 9, 1'000) == 1);
  CHECK(batches({.write_batch = 1000}, 10'000, 10, 1'000) == 2);
  CHECK(batches({.write_batch = 1000}, 10'000, 20, 4'000) == 10);
}

TEST_CASE("stub: from status 400 on nothing is written and no event is sent") {
  StubPeer peer;
  Stub& stub = peer.stub();
  stub.put("k", "v");
  stub.set_event("first", "1");
  stub.set_event("last", "2");
  CHECK(status_and_event(stub.complete({.status = 400, .message = "no", .payload = "why"})) ==
        "COMPLETED 400 no why  ");
  CHECK(peer.take() == "");
  CHECK(status_and_event(stub.complete({.status = 399, .payload = "p"})) ==
        "COMPLETED 399  p last 2");
  CHECK(peer.take() == "PUT_STATE {key: \"k\" value: \"v\"}\n");
  for (const int status : {199, 600, 0, -1})
    CHECK_THROWS_AS((void)peer.stub().complete({.status = status}), Misuse);
  for (const int status : {200, 599}) CHECK_NOTHROW((void)peer.stub().complete({.status = status}));
}

TEST_CASE("stub: a key is read once, its own writes are never seen, absence is known as well") {
  StubPeer peer;
  Stub& stub = peer.stub();
  peer.answers = {"old", "", "secret"};
  CHECK(stub.get("k") == "old");
  stub.put("k", "new");
  CHECK(stub.get("k") == "old");
  CHECK(stub.get("none") == std::nullopt);
  CHECK(stub.get("none") == std::nullopt);
  CHECK(stub.get_private("col", "k") == "secret");
  CHECK(stub.get_private("col", "k") == "secret");
  CHECK(stub.get_all({"k", "none"}) == Values{"old", std::nullopt});
  CHECK(peer.asked.size() == 3);
  CHECK(stub.tally().round_trips == 3);
  CHECK(stub.tally().saved_by_cache == 5);
}

TEST_CASE("stub: several keys in few round trips where the peer can, else one by one") {
  const Keys keys{"a", "b", "c"};
  StubPeer old(v2_5);
  old.answers = {"1", "", "3"};
  CHECK(old.stub().get_all(keys) == Values{"1", std::nullopt, "3"});
  CHECK(old.take() == "GET_STATE {key: \"a\"}\nGET_STATE {key: \"b\"}\nGET_STATE {key: \"c\"}\n");
  StubPeer modern({.get_multiple = 2});
  Stub& stub = modern.stub();
  modern.answers = {test::values_of({"1", ""}), test::values_of({"3"})};
  CHECK(stub.get_all(keys) == Values{"1", std::nullopt, "3"});
  CHECK(modern.take() ==
        "GET_STATE_MULTIPLE {keys: \"a\" keys: \"b\"}\nGET_STATE_MULTIPLE {keys: \"c\"}\n");
  CHECK(stub.tally().saved_by_multi_get == 1);
  CHECK(stub.get_all({}).empty());
  modern.answers = {"4"};
  CHECK(stub.get_all({"a", "d"}) == Values{"1", "4"});
  CHECK(modern.take() == "GET_STATE {key: \"d\"}\n");
}

TEST_CASE("stub: several private keys; what looks absent is asked for again by itself") {
  StubPeer peer;
  Stub& stub = peer.stub();
  peer.answers = {test::values_of({"1", ""}), "! GET_STATE failed: transaction ID: t: not here"};
  CHECK(stub.get_all_private("col", {"a", "b"}) == Values{"1", std::nullopt});
  CHECK(peer.take() == "GET_STATE_MULTIPLE {keys: \"a\" keys: \"b\" collection: \"col\"}\n");
  CHECK(stub.get_private("col", "a") == "1");
  CHECK_THROWS_AS((void)stub.get_private("col", "b"), PeerError);
}

TEST_CASE("stub: requests for many keys grow only as far as their answers are small") {
  const auto asked = [](std::size_t value_bytes) {
    StubPeer peer(v3_1, {}, {.message_bytes = 1'000'000, .limits = {.value_bytes = 10'000}});
    Keys keys;
    for (int i = 0; i < 1000; ++i) keys.push_back("key" + std::to_string(i));
    for (std::size_t left = 1000, chunk = 100; left > 0;) {
      const auto count = std::min(left, chunk);
      peer.answers.push_back(test::values_of(std::vector(count, std::string(value_bytes, 'v'))));
      left -= count;
      chunk = 1'000'000 / (2 * (value_bytes + 1));
      chunk = std::min<std::size_t>(chunk, 1000);
    }
    CHECK(peer.stub().get_all(keys).size() == 1000);
    CHECK(peer.answers.empty());
    return peer.asked.size();
  };
  CHECK(asked(100) == 2);
  CHECK(asked(1'000) == 3);
  CHECK(asked(9'000) == 18);
}

TEST_CASE("stub: an answer with another count than asked for breaks the transaction") {
  StubPeer peer;
  Stub& stub = peer.stub();
  peer.answers = {test::values_of({})};
  CHECK_THROWS_WITH_AS((void)stub.get_all({"a", "b"}),
                       "the peer answered a request for 2 keys with 0 values", Fault);
  CHECK_THROWS_AS((void)stub.complete({.status = 404}), Fault);
}

TEST_CASE("stub: after the peer's error nothing more is asked, and its text is kept") {
  StubPeer peer;
  Stub& stub = peer.stub();
  const std::string text = "GET_STATE failed: transaction ID: t: broken: \xff";
  peer.answers = {"v", "! " + text};
  CHECK(stub.get("known") == "v");
  try {
    (void)stub.get("a");
    FAIL("the error was swallowed");
  } catch (const PeerError& error) {
    CHECK(error.text() == text);
    CHECK(error.cause() == "broken: \xff");
    CHECK(std::string(error.what()) == "GET_STATE failed: transaction ID: t: broken: ?");
  }
  CHECK_THROWS_AS((void)stub.get("b"), PeerError);
  CHECK_THROWS_AS((void)stub.get("known"), PeerError);
  CHECK_THROWS_AS((void)stub.get_all({"known"}), PeerError);
  CHECK_THROWS_AS((void)stub.private_hash("col", "k"), PeerError);
  CHECK_THROWS_AS((void)stub.query_range("a", "z"), PeerError);
  CHECK_THROWS_AS((void)stub.try_invoke_chaincode({"other", ""}, {}), PeerError);
  CHECK_THROWS_AS(stub.put("b", "v"), PeerError);
  CHECK_THROWS_AS((void)stub.complete({}), PeerError);
  CHECK_THROWS_AS((void)stub.complete({.status = 404}), PeerError);
  CHECK(peer.asked.size() == 2);
}

TEST_CASE("stub: a peer that has stopped waiting is not answered any more") {
  for (const char* cause : {"no ledger context", "could not get valid transaction"}) {
    StubPeer peer;
    Stub& stub = peer.stub();
    peer.answers = {std::string("! GET_STATE failed: transaction ID: t: ") + cause};
    CHECK_THROWS_AS((void)stub.get("a"), Abandoned);
    CHECK_THROWS_AS((void)stub.complete({}), Abandoned);
    // A peer puts names into its texts that somebody may have chosen for this.
    peer.answers = {std::string("! GET_STATE failed: transaction ID: t: no collection x: ") +
                    cause};
    CHECK_THROWS_AS((void)peer.stub().get("a"), PeerError);
  }
}

TEST_CASE("stub: what may not be asked is refused before anything is sent") {
  struct Row {
    const char* name;
    std::function<void(Stub&)> call;
  };
  const std::string bad("\xff");
  const std::string forged("\0a", 2);
  const Row rows[] = {
      {"empty key", [](Stub& s) { (void)s.get(""); }},
      {"key that is no UTF-8", [&](Stub& s) { (void)s.get(bad); }},
      {"half a composite key", [&](Stub& s) { (void)s.get(forged); }},
      {"one of several keys",
       [&](Stub& s) {
         (void)s.get_all({"a", bad});
       }},
      {"put of an empty key", [](Stub& s) { s.put("", "v"); }},
      {"put of half a composite key", [&](Stub& s) { s.put(forged, "v"); }},
      {"put of nothing", [](Stub& s) { s.put("k", ""); }},
      {"private put of nothing", [](Stub& s) { s.put_private("col", "k", ""); }},
      {"del of an empty key", [](Stub& s) { s.del(""); }},
      {"no collection to get from", [](Stub& s) { (void)s.get_private("", "k"); }},
      {"no collection to get several from", [](Stub& s) { (void)s.get_all_private("", {"k"}); }},
      {"no collection to put into", [](Stub& s) { s.put_private("", "k", "v"); }},
      {"no collection to delete from", [](Stub& s) { s.del_private("", "k"); }},
      {"no collection to purge from", [](Stub& s) { s.purge_private("", "k"); }},
      {"no collection to hash from", [](Stub& s) { (void)s.private_hash("", "k"); }},
      {"collection that is no UTF-8", [&](Stub& s) { (void)s.get_private(bad, "k"); }},
      {"collection with U+0000", [&](Stub& s) { s.put_private(forged, "k", "v"); }},
      {"policy of an empty key",
       [](Stub& s) {
         (void)s.validation_parameter({"col", ""});
       }},
      {"policy in a collection that is no UTF-8",
       [&](Stub& s) {
         (void)s.validation_parameter({bad, "k"});
       }},
      {"policy into a collection with U+0000",
       [&](Stub& s) {
         s.set_validation_parameter({forged, "k"}, test::key_policy);
       }},
      {"event without a name", [](Stub& s) { s.set_event("", "p"); }},
      {"event name that is no UTF-8", [&](Stub& s) { s.set_event(bad, "p"); }},
      {"message that is no UTF-8", [&](Stub& s) { (void)s.complete({.message = bad}); }}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    StubPeer peer;
    Stub& stub = peer.stub();
    CHECK_THROWS_AS(row.call(stub), Misuse);
    CHECK_NOTHROW((void)stub.complete({}));
    CHECK(peer.take() == "");
  }
  StubPeer peer;
  CHECK_NOTHROW((void)peer.stub().get(create_composite_key("T", {"a", ""})));
}
