// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/stub.hpp"

#include <deque>

#include <doctest/doctest.h>

#include "proto/ledger/query_result.pb.h"

using namespace tradelane;
using namespace tradelane::shim;

namespace {

/// Answers requests from a list and writes down their types.
struct Peer {
  std::deque<Bytes> answers;
  std::vector<Message> asked;
  bool refuses = false;

  Stub stub(PeerAbilities abilities = {}, std::size_t limit = 1000) {
    return Stub({"c", "t"}, abilities, limit, [this](const Message& message) {
      asked.push_back(message);
      if (refuses) throw PeerError("GET_STATE failed: transaction ID: t: no ledger context");
      REQUIRE_FALSE(answers.empty());
      Bytes answer = answers.front();
      answers.pop_front();
      return answer;
    });
  }
  std::string types() const {
    std::string out;
    for (const Message& message : asked) out += Message::Type_Name(message.type()) + " ";
    return out;
  }
};

Bytes page(const std::vector<std::string>& keys, bool more) {
  protos::QueryResponse response;
  for (const std::string& key : keys) {
    queryresult::KV kv;
    kv.set_key(key);
    kv.set_value("v" + key);
    response.add_results()->set_resultbytes(kv.SerializeAsString());
  }
  response.set_has_more(more);
  response.set_id("it");
  return response.SerializeAsString();
}

Bytes several(const std::vector<std::string>& values) {
  protos::GetStateMultipleResult result;
  for (const std::string& value : values) result.add_values(value);
  return result.SerializeAsString();
}

std::vector<std::string> keys_seen(Stub stub, std::size_t wanted = 1000) {
  std::vector<std::string> seen;
  stub.range("a", "z", [&](std::string_view key, const Bytes& value) {
    CHECK(value == "v" + std::string(key));
    seen.emplace_back(key);
    return seen.size() < wanted;
  });
  return seen;
}

}  // namespace

TEST_CASE("stub: an empty answer is absence; collections travel along") {
  Peer peer;
  peer.answers = {"value", "", "secret"};
  Stub stub = peer.stub();
  CHECK(stub.get("k") == "value");
  CHECK_FALSE(stub.get("k"));
  CHECK(stub.get_private("col", "k") == "secret");
  protos::GetState last;
  CHECK(last.ParseFromString(peer.asked.back().payload()));
  CHECK(last.collection() == "col");
}

TEST_CASE("stub: several keys in one round trip where the peer can, in chunks, else one by one") {
  const std::vector<std::string> keys{"a", "b", "c"};
  Peer old;
  old.answers = {"1", "", "3"};
  CHECK(old.stub().get_all(keys).at(2) == "3");
  CHECK(old.types() == "GET_STATE GET_STATE GET_STATE ");
  Peer modern;
  modern.answers = {several({"1", ""}), several({"3"})};
  const auto values = modern.stub({.get_multiple = 2}).get_all(keys);
  CHECK(values == std::vector<std::optional<Bytes>>{"1", std::nullopt, "3"});
  CHECK(modern.types() == "GET_STATE_MULTIPLE GET_STATE_MULTIPLE ");
}

TEST_CASE("stub: an answer with another count than asked for is a fault") {
  Peer peer;
  peer.answers = {several({})};
  CHECK_THROWS_AS((void)peer.stub({.get_multiple = 100}).get_all({"a", "b"}), Fault);
}

TEST_CASE("stub: a range goes through its pages, and closes what it leaves early") {
  Peer peer;
  peer.answers = {page({"a", "b"}, true), page({"c"}, false)};
  CHECK(keys_seen(peer.stub()) == std::vector<std::string>{"a", "b", "c"});
  CHECK(peer.types() == "GET_STATE_BY_RANGE QUERY_STATE_NEXT ");
  Peer early;
  early.answers = {page({"a", "b"}, true), ""};
  CHECK(keys_seen(early.stub(), 1) == std::vector<std::string>{"a"});
  CHECK(early.types() == "GET_STATE_BY_RANGE QUERY_STATE_CLOSE ");
  Peer last_page;
  last_page.answers = {page({"a", "b"}, false)};
  CHECK(keys_seen(last_page.stub(), 1) == std::vector<std::string>{"a"});
  CHECK(last_page.types() == "GET_STATE_BY_RANGE ");
  Peer garbage;
  garbage.answers = {"\xff\xff\xff"};
  CHECK_THROWS_AS((void)keys_seen(garbage.stub()), Fault);
}

TEST_CASE("stub: after the peer's error nothing more is asked, and its text is kept") {
  Peer peer;
  peer.refuses = true;
  Stub stub = peer.stub();
  CHECK_THROWS_AS((void)stub.get("a"), PeerError);
  CHECK_THROWS_WITH_AS((void)stub.get("b"),
                       "GET_STATE failed: transaction ID: t: no ledger context", PeerError);
  CHECK(peer.asked.size() == 1);
}

TEST_CASE("stub: what would end the stream fails its own transaction before it is sent") {
  Peer peer;
  Stub stub = peer.stub({}, 1000);
  CHECK_THROWS_AS((void)stub.get("\xff"), Fault);
  CHECK_THROWS_AS((void)stub.get_private("\xff", "k"), Fault);
  CHECK_THROWS_AS((void)stub.get(std::string(1000, 'k')), Fault);
  CHECK(peer.asked.empty());
}

TEST_CASE("stub: the request limit, at it and one above") {
  Peer peer;
  peer.answers = {"v"};
  Stub roomy = peer.stub({}, 100'000);
  CHECK(roomy.get("key"));
  const std::size_t size = peer.asked.back().ByteSizeLong();
  peer.answers = {"v"};
  CHECK(peer.stub({}, size).get("key"));
  CHECK_THROWS_AS((void)peer.stub({}, size - 1).get("key"), Fault);
}

TEST_CASE("stub: writes in the order of their places, each with its own message") {
  ledger::Changes changes;
  using Kind = ledger::Changes::Kind;
  changes.write({"", "b"}, {Kind::put, "1"});
  changes.write({"", "a"}, {Kind::erase, {}});
  changes.write({"col", "a"}, {Kind::purge, {}});
  changes.write({"col", "b"}, {Kind::put, "2"});
  Peer peer;
  peer.answers = {"", "", "", ""};
  peer.stub().write(changes);
  CHECK(peer.types() == "DEL_STATE PUT_STATE PURGE_PRIVATE_DATA PUT_STATE ");
}
