// SPDX-License-Identifier: Apache-2.0
// Every limit of a transaction, at it and one above.
#include <doctest/doctest.h>

#include "tests/chaincode/shim/stub_peer.hpp"

using namespace tradelane;
using namespace tradelane::shim;
using test::StubPeer;
using test::v2_5;
using test::v3_1;

namespace {

/// `use` is all right; `too_much` breaks the transaction, so that it cannot be completed.
void check_limit(const Settings& settings, const std::function<void(Stub&)>& use,
                 const std::function<void(Stub&)>& too_much) {
  for (const auto& abilities : {v2_5, v3_1}) {
    StubPeer peer(abilities, {}, settings);
    Stub& stub = peer.stub();
    CHECK_NOTHROW(use(stub));
    CHECK_THROWS_AS(too_much(stub), LimitExceeded);
    CHECK_THROWS_AS((void)stub.complete({}), LimitExceeded);
    CHECK_THROWS_AS((void)stub.complete({.status = 400}), LimitExceeded);
  }
}

}  // namespace

TEST_CASE("stub limits: bytes of a key") {
  check_limit(
      {.limits = {.key_bytes = 10}}, [](Stub& s) { (void)s.get(std::string(10, 'k')); },
      [](Stub& s) { (void)s.get(std::string(11, 'k')); });
  check_limit(
      {.limits = {.key_bytes = 10}}, [](Stub& s) { s.put(std::string(10, 'k'), "v"); },
      [](Stub& s) { s.put(std::string(11, 'k'), "v"); });
}

TEST_CASE("stub limits: bytes of a value") {
  check_limit(
      {.limits = {.value_bytes = 10}}, [](Stub& s) { s.put("k", Bytes(10, 'v')); },
      [](Stub& s) { s.put("k", Bytes(11, 'v')); });
}

TEST_CASE("stub limits: bytes of an event") {
  check_limit(
      {.limits = {.event_bytes = 10}}, [](Stub& s) { s.set_event("name", "123456"); },
      [](Stub& s) { s.set_event("name", "1234567"); });
}

TEST_CASE("stub limits: writes of a transaction") {
  check_limit(
      {.limits = {.writes = 3}},
      [](Stub& s) {
        s.put("k", "v");
        s.del("k");
        s.set_validation_parameter({"", "k"}, test::key_policy);
      },
      [](Stub& s) { s.put("l", "v"); });
}

TEST_CASE("stub limits: reads of a transaction, also those that cost no round trip") {
  check_limit(
      {.limits = {.reads = 4}},
      [](Stub& s) {
        (void)s.get("a");
        (void)s.get("a");
        (void)s.private_hash("col", "k");
        (void)s.validation_parameter({"", "k"});
      },
      [](Stub& s) { (void)s.get("a"); });
  StubPeer several(v3_1, {}, {.limits = {.reads = 2}});
  several.answers = {test::values_of({"1", "2"})};
  CHECK_NOTHROW((void)several.stub().get_all({"a", "b"}));
  CHECK_THROWS_AS((void)several.stub().get_all({"a", "b", "c"}), LimitExceeded);
  StubPeer rows(v3_1, {}, {.limits = {.reads = 2}});
  rows.answers = {test::page_of({"a", "b"}, false), test::page_of({"a", "b", "c"}, false)};
  CHECK(test::keys_of(rows.stub().query_range("", "")) == "a b ");
  CHECK_THROWS_AS((void)rows.stub().query_range("", ""), LimitExceeded);
}

TEST_CASE("stub limits: bytes of a message to the peer") {
  StubPeer any;
  (void)any.stub().get("key");
  const std::size_t size = any.sizes.back();
  StubPeer fits(v3_1, {}, {.message_bytes = size});
  CHECK_NOTHROW((void)fits.stub().get("key"));
  StubPeer small(v3_1, {}, {.message_bytes = size - 1});
  Stub& stub = small.stub();
  CHECK_THROWS_AS((void)stub.get("key"), LimitExceeded);
  CHECK(small.asked.empty());
  CHECK_THROWS_AS((void)stub.complete({}), LimitExceeded);
}

TEST_CASE("stub limits: bytes of an answer of the peer") {
  const auto get = [](std::size_t bytes) {
    StubPeer peer(v3_1, {}, {.message_bytes = 1000});
    peer.answers = {Bytes(bytes, 'v')};
    return peer.stub().get("k")->size();
  };
  // Type, field and length of the payload take five bytes.
  CHECK(get(995) == 995);
  CHECK_THROWS_AS((void)get(996), LimitExceeded);
  const auto call = [](std::size_t bytes) {
    StubPeer peer(v3_1, {}, {.message_bytes = 1000});
    peer.answers = {"! " + Bytes(bytes, 'e')};
    return peer.stub().try_invoke_chaincode({"other", ""}, {}).message.size();
  };
  CHECK(call(995) == 995);
  CHECK_THROWS_AS((void)call(996), LimitExceeded);
}

TEST_CASE("stub limits: one write that fits into no message, with others that do") {
  StubPeer peer(v3_1, {}, {.message_bytes = 2'000});
  Stub& stub = peer.stub();
  stub.put("k", Bytes(1'000, 'v'));
  CHECK_THROWS_AS(stub.put("l", Bytes(2'000, 'v')), LimitExceeded);
  CHECK(peer.asked.empty());
}

TEST_CASE("stub limits: no more keys at once than could all have the largest value") {
  constexpr std::size_t hundred_mib = 100 * 1024 * 1024;
  const auto keys_at_once = [](std::size_t value_bytes) {
    StubPeer peer({.get_multiple = 100'000}, {}, {.limits = {.value_bytes = value_bytes}});
    // What is small at first says nothing of what follows.
    std::vector<std::string> keys;
    for (int i = 0; i < 3'000; ++i) keys.push_back("k" + std::to_string(i));
    std::size_t most = 0;
    peer.answer_all = [&](const protos::GetStateMultiple& request) {
      most = std::max(most, static_cast<std::size_t>(request.keys_size()));
      return test::values_of(
          std::vector<std::string>(static_cast<std::size_t>(request.keys_size())));
    };
    CHECK(peer.stub().get_all(keys).size() == keys.size());
    return most;
  };
  for (const std::size_t value_bytes : {100'000U, 1024U * 1024U, 10'000'000U}) {
    CAPTURE(value_bytes);
    const std::size_t most = keys_at_once(value_bytes);
    // Each value has its field and its length in front.
    CHECK(most * (value_bytes + 5) < hundred_mib - 1000);
    CHECK((most + 1) * (value_bytes + 8) > hundred_mib - 100'000);
  }
  CHECK(keys_at_once(2 * hundred_mib) == 1);
  CHECK(keys_at_once(10) == 2'900);
}

TEST_CASE("stub limits: bytes of the whole answer to the client") {
  for (const int status : {200, 404}) {
    CAPTURE(status);
    const auto complete = [status](std::size_t bytes) {
      StubPeer peer(v3_1, {}, {.message_bytes = 1000});
      Stub& stub = peer.stub();
      stub.put("k", "v");
      try {
        return stub.complete({.status = status, .payload = Bytes(bytes, 'p')}).size();
      } catch (const LimitExceeded&) {
        CHECK(peer.asked.empty());
        throw;
      }
    };
    std::size_t bytes = 800;
    bytes += 1000 - complete(bytes);
    CHECK(complete(bytes) == 1000);
    CHECK_THROWS_AS((void)complete(bytes + 1), LimitExceeded);
  }
}

TEST_CASE("stub limits: memory over arguments, answers, open queries and unsent writes") {
  test::ProposalParts proposal{.args = {"f", std::string(10'000, 'a')}};
  StubPeer call(v3_1, proposal, {.limits = {.memory_bytes = 10'000}});
  CHECK_THROWS_AS((void)call.stub(), LimitExceeded);

  StubPeer reads(v3_1, {}, {.limits = {.memory_bytes = 10'000}});
  Stub& reader = reads.stub();
  reads.answers = {Bytes(4'000, 'v'), Bytes(4'000, 'v'), Bytes(4'000, 'v')};
  CHECK(reader.get("a"));
  CHECK(reader.get("b"));
  CHECK_THROWS_AS((void)reader.get("c"), LimitExceeded);

  StubPeer several_reads(v3_1, {}, {.limits = {.memory_bytes = 10'000}});
  several_reads.answers = {test::values_of({Bytes(4'000, 'v'), Bytes(6'000, 'v')})};
  CHECK_THROWS_AS((void)several_reads.stub().get_all({"a", "b"}), LimitExceeded);

  StubPeer calls(v3_1, {}, {.limits = {.memory_bytes = 10'000}});
  calls.answers = {"! " + Bytes(10'000, 'e')};
  CHECK_THROWS_AS((void)calls.stub().try_invoke_chaincode({"other", ""}, {}), LimitExceeded);

  StubPeer writes(v3_1, {}, {.limits = {.memory_bytes = 10'000}});
  Stub& writer = writes.stub();
  writer.put("a", Bytes(8'000, 'v'));
  CHECK_THROWS_AS(writer.put("b", Bytes(4'000, 'v')), LimitExceeded);

  // Pages that have been gone through do not count any more.
  StubPeer pages(v3_1, {}, {.limits = {.memory_bytes = 10'000}});
  for (int i = 0; i < 10; ++i)
    pages.answers.push_back(test::page_of({std::string(2'000, 'k')}, i < 9));
  Rows rows = pages.stub().query_range("", "");
  int count = 0;
  while (rows.next()) ++count;
  CHECK(count == 10);
  StubPeer open(v3_1, {}, {.limits = {.memory_bytes = 10'000}});
  for (int i = 0; i < 3; ++i)
    open.answers.push_back(test::page_of({std::string(2'000, 'k')}, true));
  Stub& several = open.stub();
  const Rows first = several.query_range("", "");
  const Rows second = several.query_range("", "");
  CHECK_THROWS_AS((void)several.query_range("", ""), LimitExceeded);
}

TEST_CASE("stub limits: the cache takes no more than its share") {
  StubPeer peer(v3_1, {}, {.limits = {.cache_bytes = 3'000}});
  Stub& stub = peer.stub();
  for (const char* key : {"a", "b", "a", "b"}) {
    peer.answers = {Bytes(2'000, 'v')};
    CHECK(stub.get(key)->size() == 2'000);
  }
  CHECK(stub.tally().saved_by_cache == 1);
  CHECK(peer.asked.size() == 3);
}

TEST_CASE("stub limits: a query that ends where peers cut off may be cut off") {
  StubPeer peer(v3_1, {}, {.limits = {.query_rows = 3}});
  Stub& stub = peer.stub();
  peer.answers = {test::page_of({"a", "b"}, true), test::page_of({"c"}, false),
                  test::page_of({"a", "b"}, false)};
  Rows full = stub.query_range("", "");
  CHECK_FALSE(full.may_be_truncated());
  CHECK(full.next());
  Rows moved = std::move(full);
  while (moved.next()) {
  }
  CHECK(moved.may_be_truncated());
  CHECK_FALSE(stub.query_range("", "").may_be_truncated());
  peer.answers = {test::page_of({"a", "b", "c"}, true)};
  CHECK_FALSE(stub.query_range("", "").may_be_truncated());
}
