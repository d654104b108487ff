// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/shim/query.cpp
#include <doctest/doctest.h>

#include "chaincode/shim/key_rules.hpp"
#include "tests/chaincode/shim/stub_peer.hpp"

using namespace tradelane;
using namespace tradelane::shim;
using test::keys_of;
using test::page_of;
using test::StubPeer;
using test::v2_5;
using test::v3_1;

namespace {

Bytes history_page(const std::vector<KeyModification>& rows, bool more) {
  protos::QueryResponse response;
  for (const KeyModification& row : rows) {
    queryresult::KeyModification wire;
    wire.set_tx_id(row.txid);
    wire.set_value(row.value);
    wire.mutable_timestamp()->set_seconds(row.seconds);
    wire.mutable_timestamp()->set_nanos(row.nanos);
    wire.set_is_delete(row.is_delete);
    response.add_results()->set_resultbytes(wire.SerializeAsString());
  }
  response.set_has_more(more);
  response.set_id("it");
  return response.SerializeAsString();
}

constexpr PageRequest first_page{.size = 7};
constexpr PageRequest later_page{.size = 7, .bookmark = "m"};

}  // namespace

TEST_CASE("stub queries: what each asks for, and that its rows come in order") {
  struct Row {
    const char* name;
    std::function<Rows(Stub&)> query;
    const char* asked;
  };
  const Row rows[] = {
      {"range", [](Stub& s) { return s.query_range("a", "z"); },
       "GET_STATE_BY_RANGE {startKey: \"a\" endKey: \"z\"}\n"},
      {"open range", [](Stub& s) { return s.query_range("", ""); },
       "GET_STATE_BY_RANGE {startKey: \"\\001\"}\n"},
      {"composite", [](Stub& s) { return s.query_composite("T", {"a"}); },
       "GET_STATE_BY_RANGE {startKey: \"\\000T\\000a\\000\" endKey: "
       "\"\\000T\\000a\\000\\364\\217\\277\\277\"}\n"},
      {"rich", [](Stub& s) { return s.query_rich("{}"); }, "GET_QUERY_RESULT {query: \"{}\"}\n"},
      {"private range", [](Stub& s) { return s.query_private_range("col", "", "z"); },
       "GET_STATE_BY_RANGE {startKey: \"\\001\" endKey: \"z\" collection: \"col\"}\n"},
      {"private composite", [](Stub& s) { return s.query_private_composite("col", "T", {}); },
       "GET_STATE_BY_RANGE {startKey: \"\\000T\\000\" endKey: \"\\000T\\000\\364\\217\\277\\277\" "
       "collection: \"col\"}\n"},
      {"private rich", [](Stub& s) { return s.query_private_rich("col", "{}"); },
       "GET_QUERY_RESULT {query: \"{}\" collection: \"col\"}\n"}};
  for (const Row& row : rows)
    for (const auto& abilities : {v2_5, v3_1}) {
      CAPTURE(row.name);
      StubPeer peer(abilities);
      peer.answers = {page_of({"a", "b"}, true), page_of({"c"}, false)};
      CHECK(keys_of(row.query(peer.stub())) == "a b c ");
      CHECK(peer.take() == row.asked + std::string("QUERY_STATE_NEXT {id: \"it\"}\n"));
      peer.answers = {page_of({}, false)};
      CHECK(keys_of(row.query(peer.stub())) == "");
      peer.answers = {"! GET failed: transaction ID: t: broken"};
      CHECK_THROWS_AS((void)row.query(peer.stub()), PeerError);
      peer.answers = {"\xff\xff\xff"};
      CHECK_THROWS_AS((void)row.query(peer.stub()), Fault);
    }
}

TEST_CASE("stub queries: pages by size and bookmark") {
  struct Row {
    const char* name;
    std::function<PagedRows(Stub&)> query;
    const char* asked;
  };
  const Row rows[] = {
      {"range", [](Stub& s) { return s.page_range("", "z", first_page); },
       "GET_STATE_BY_RANGE {startKey: \"\\001\" endKey: \"z\" metadata: \"\\010\\007\"}\n"},
      {"range, further on", [](Stub& s) { return s.page_range("a", "z", later_page); },
       "GET_STATE_BY_RANGE {startKey: \"a\" endKey: \"z\" metadata: "
       "\"\\010\\007\\022\\001m\"}\n"},
      {"composite", [](Stub& s) { return s.page_composite("T", {}, first_page); },
       "GET_STATE_BY_RANGE {startKey: \"\\000T\\000\" endKey: "
       "\"\\000T\\000\\364\\217\\277\\277\" metadata: \"\\010\\007\"}\n"},
      {"all composite", [](Stub& s) { return s.page_all_composite(later_page); },
       "GET_STATE_BY_RANGE {startKey: \"\\000\" endKey: \"\\000\\364\\217\\277\\277\" metadata: "
       "\"\\010\\007\\022\\001m\"}\n"},
      {"rich", [](Stub& s) { return s.page_rich("{}", later_page); },
       "GET_QUERY_RESULT {query: \"{}\" metadata: \"\\010\\007\\022\\001m\"}\n"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    StubPeer peer;
    peer.answers = {page_of({"a", "b"}, false, "next"), page_of({}, false)};
    Stub& stub = peer.stub();
    PagedRows page = row.query(stub);
    CHECK(page.fetched == 2);
    CHECK(page.bookmark == "next");
    CHECK(keys_of(std::move(page.rows)) == "a b ");
    CHECK(row.query(stub).bookmark == "");
    CHECK(peer.take() == std::string(row.asked) + row.asked);
  }
}

TEST_CASE("stub queries: history, newest first as the peer sends it") {
  StubPeer peer;
  peer.answers = {history_page({{"t2", "new", 20, 5, false}, {"t1", "", 10, 0, true}}, true),
                  history_page({{"t0", "old", 1, 0, false}}, false)};
  History history = peer.stub().history("k");
  std::string seen;
  while (history.next())
    seen += history->txid + " " + history->value + " " + std::to_string(history->seconds) + "." +
            std::to_string(history->nanos) + (history->is_delete ? " deleted\n" : "\n");
  CHECK(seen == "t2 new 20.5\nt1  10.0 deleted\nt0 old 1.0\n");
  CHECK(peer.take() == "GET_HISTORY_FOR_KEY {key: \"k\"}\nQUERY_STATE_NEXT {id: \"it\"}\n");
}

TEST_CASE("stub queries: no history of an empty key") {
  StubPeer peer;
  CHECK_THROWS_AS((void)peer.stub().history(""), Misuse);
}

TEST_CASE("stub queries: what is left early is closed with the next request, or at once if asked") {
  StubPeer peer;
  Stub& stub = peer.stub();
  peer.answers = {page_of({"a", "b"}, true)};
  {
    Rows rows = stub.query_range("a", "z");
    CHECK(rows.next());
    const Rows moved = std::move(rows);
    CHECK(moved->key == "a");
  }
  CHECK(peer.take() == "GET_STATE_BY_RANGE {startKey: \"a\" endKey: \"z\"}\n");
  (void)stub.get("k");
  CHECK(peer.take() == "QUERY_STATE_CLOSE {id: \"it\"}\nGET_STATE {key: \"k\"}\n");
  peer.answers = {page_of({"a"}, true)};
  { const Rows before_a_call = stub.query_range("a", "z"); }
  (void)stub.try_invoke_chaincode({"other", ""}, {});
  CHECK(peer.take() ==
        "GET_STATE_BY_RANGE {startKey: \"a\" endKey: \"z\"}\nQUERY_STATE_CLOSE {id: \"it\"}\n"
        "INVOKE_CHAINCODE {chaincode_id { name: \"other\" } input { }}\n");
  peer.answers = {page_of({"a"}, true)};
  Rows rows = stub.query_range("a", "z");
  rows.close();
  CHECK_FALSE(rows.next());
  rows.close();
  CHECK(peer.take() ==
        "GET_STATE_BY_RANGE {startKey: \"a\" endKey: \"z\"}\nQUERY_STATE_CLOSE {id: \"it\"}\n");
}

TEST_CASE("stub queries: a last page is not closed, and neither is one when the transaction ends") {
  StubPeer peer;
  Stub& stub = peer.stub();
  peer.answers = {page_of({"a", "b"}, false), page_of({"a", "b"}, true)};
  {
    Rows last = stub.query_range("a", "z");
    CHECK(last.next());
    last.close();
    const Rows early = stub.query_range("a", "z");
  }
  (void)stub.complete({});
  CHECK(peer.asked.size() == 2);
}

TEST_CASE("stub queries: a query that an exception leaves behind asks nothing while it is thrown") {
  StubPeer peer;
  Stub& stub = peer.stub();
  peer.answers = {page_of({"a"}, true), "value"};
  try {
    const Rows rows = stub.query_range("a", "z");
    throw 7;
  } catch (int) {
  }
  CHECK(peer.asked.size() == 1);
  (void)stub.get("k");
  CHECK(peer.asked.size() == 3);
}

TEST_CASE("stub queries: what the peer has against closing one is the end of the transaction") {
  StubPeer peer;
  Stub& stub = peer.stub();
  peer.answers = {page_of({"a"}, true), "! QUERY_STATE_CLOSE failed: transaction ID: t: no"};
  { const Rows left = stub.query_range("a", "z"); }
  CHECK_THROWS_AS((void)stub.get("k"), PeerError);
  CHECK_THROWS_AS((void)stub.complete({}), PeerError);
  CHECK(peer.asked.size() == 2);
}

TEST_CASE("stub queries: an error on the way is the end of the transaction") {
  StubPeer peer;
  Stub& stub = peer.stub();
  peer.answers = {page_of({"a"}, true), "! QUERY_STATE_NEXT failed: transaction ID: t: gone"};
  Rows rows = stub.query_range("a", "z");
  CHECK(rows.next());
  CHECK_THROWS_AS((void)rows.next(), PeerError);
  CHECK_THROWS_AS((void)stub.get("k"), PeerError);
}

TEST_CASE("stub queries: the visitor of a range stops it, and ranges over composite keys too") {
  StubPeer peer;
  Stub& stub = peer.stub();
  const auto seen = [&](std::size_t wanted) {
    std::string out;
    stub.range(std::string("\0T\0", 3), end_of_prefix(std::string("\0T\0", 3)),
               [&](std::string_view key, const Bytes& value) {
                 CHECK(value == "v" + std::string(key));
                 out.append(key);
                 return out.size() < wanted;
               });
    return out;
  };
  peer.answers = {page_of({"a", "b"}, true), page_of({"c"}, false)};
  CHECK(seen(10) == "abc");
  peer.answers = {page_of({"a", "b"}, true)};
  CHECK(seen(1) == "a");
  const std::string range =
      "GET_STATE_BY_RANGE {startKey: \"\\000T\\000\" endKey: "
      "\"\\000T\\000\\364\\217\\277\\277\"}\n";
  CHECK(peer.take() ==
        range + "QUERY_STATE_NEXT {id: \"it\"}\n" + range + "QUERY_STATE_CLOSE {id: \"it\"}\n");
}

TEST_CASE("stub queries: the peer hears of writes before a query that it refuses to writers") {
  struct Row {
    const char* name;
    std::function<void(Stub&)> query;
    bool flushes;
  };
  const Row rows[] = {
      {"page of a range", [](Stub& s) { (void)s.page_range("", "", first_page); }, true},
      {"page of composite keys", [](Stub& s) { (void)s.page_composite("T", {}, first_page); },
       true},
      {"page of all composite keys", [](Stub& s) { (void)s.page_all_composite(first_page); }, true},
      {"page of a rich query", [](Stub& s) { (void)s.page_rich("{}", first_page); }, true},
      {"private range", [](Stub& s) { (void)s.query_private_range("col", "", ""); }, true},
      {"private composite keys", [](Stub& s) { (void)s.query_private_composite("col", "T", {}); },
       true},
      {"private rich query", [](Stub& s) { (void)s.query_private_rich("col", "{}"); }, true},
      {"range", [](Stub& s) { (void)s.query_range("", ""); }, false},
      {"rich query", [](Stub& s) { (void)s.query_rich("{}"); }, false},
      {"history", [](Stub& s) { (void)s.history("k"); }, false},
      {"get", [](Stub& s) { (void)s.get("k"); }, false}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    StubPeer peer;
    Stub& stub = peer.stub();
    stub.put("k", "v");
    row.query(stub);
    CHECK(peer.asked.size() == (row.flushes ? 2 : 1));
    CHECK((peer.asked.front() == "PUT_STATE {key: \"k\" value: \"v\"}") == row.flushes);
  }
}

TEST_CASE("stub queries: what may not be asked is refused before anything is sent") {
  const std::string bad("\xff");
  const std::string composite("\0T\0", 3);
  struct Row {
    const char* name;
    std::function<void(Stub&)> query;
  };
  const Row rows[] = {
      {"start among composite keys", [&](Stub& s) { (void)s.query_range(composite, "z"); }},
      {"end among composite keys", [&](Stub& s) { (void)s.query_range("", composite); }},
      {"start that is no UTF-8", [&](Stub& s) { (void)s.query_range(bad, "z"); }},
      {"visited start that is no UTF-8",
       [&](Stub& s) { s.range(bad, "", [](std::string_view, const Bytes&) { return true; }); }},
      {"type with U+0000", [](Stub& s) { (void)s.query_composite(std::string("a\0b", 3), {}); }},
      {"part that is no UTF-8", [&](Stub& s) { (void)s.query_composite("T", {bad}); }},
      {"page without size", [](Stub& s) { (void)s.page_range("", "", {.size = 0}); }},
      {"bookmark that is no UTF-8",
       [&](Stub& s) { (void)s.page_rich("{}", {.size = 1, .bookmark = bad}); }},
      {"page among composite keys",
       [&](Stub& s) { (void)s.page_range(composite, "", {.size = 1}); }},
      {"empty selector", [](Stub& s) { (void)s.query_rich(""); }},
      {"selector that is no UTF-8", [&](Stub& s) { (void)s.query_private_rich("col", bad); }},
      {"no collection", [](Stub& s) { (void)s.query_private_range("", "a", "z"); }},
      {"no collection for composite keys",
       [](Stub& s) { (void)s.query_private_composite("", "T", {}); }},
      {"no collection for a selector", [](Stub& s) { (void)s.query_private_rich("", "{}"); }},
      {"private start among composite keys",
       [&](Stub& s) { (void)s.query_private_range("col", composite, ""); }}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    StubPeer peer;
    Stub& stub = peer.stub();
    stub.put("k", "v");
    CHECK_THROWS_AS(row.query(stub), Misuse);
    CHECK(peer.take() == "");
  }
}
