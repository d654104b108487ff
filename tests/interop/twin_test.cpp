// SPDX-License-Identifier: Apache-2.0
// The same programs on our shim and on Fabric's own for Node, before the same peer: responses,
// events, write sets in their order, read sets and ranges must be the same bytes.
#include "tests/interop/twin.hpp"

#include <algorithm>
#include <cstdlib>

#include <doctest/doctest.h>

#include "tests/interop/twin_programs.hpp"
#include "tests/support/peer/wire_text.hpp"

using namespace tradelane;
using namespace tradelane::interop;
using test::quoted;

namespace {

constexpr unsigned usual_seed = 20'240'501;
constexpr int programs = 100;  // for each line of peers

const Servant& our_server() {
  static const auto server = serve_ours();
  return *server;
}
const Servant& node_server() {
  static const auto server = serve_node();
  return *server;
}

/// Both sides with a peer of the same line each.
struct Pair {
  explicit Pair(const PeerLine& line) : ours(our_server(), line), node(node_server(), line) {}
  Side ours;
  Side node;
};

std::string text_of(const Program& program) {
  std::string out = program.is_init ? "INIT" : "";
  for (const std::string& arg : program.args)
    out += arg.size() > 60 ? " (" + std::to_string(arg.size()) + " bytes)" : " " + arg;
  return out;
}

/// Where the two texts begin to differ, and what stands there.
std::string difference_of(const std::string& ours, const std::string& node) {
  const auto at = std::mismatch(ours.begin(), ours.end(), node.begin(), node.end());
  const auto begin = std::max<std::ptrdiff_t>(0, at.first - ours.begin() - 100);
  const auto part = [begin](const std::string& text) {
    return text.substr(static_cast<std::size_t>(begin), 400);
  };
  return "\nours: ..." + part(ours) + "\nnode: ..." + part(node);
}

struct Row {
  Program program;
  std::string expected;  // Seen::summary, '@' standing for U+0000; "": whatever, if alike
};

std::string plain(std::string summary) {
  for (std::size_t at = 0; (at = summary.find("\\x00", at)) != std::string::npos;)
    summary.replace(at, 4, "@");
  return summary;
}

std::vector<std::string> repeated(const std::vector<std::string>& operation, int times) {
  std::vector<std::string> out;
  for (int i = 0; i < times; ++i) out.insert(out.end(), operation.begin(), operation.end());
  return out;
}

const std::vector<Row> table{
    // state
    {{{"get", "k"}}, "get -\n; writes 0"},
    {{{"put", "k", "v", "get", "k"}}, "put\nget -\n; writes 1"},
    {{{"get", "k", "get", "k"}}, "get \"v\"\nget \"v\"\n; writes 0"},
    {{{"put", "k", "1", "put", "l", "2", "put", "k", "3"}}, "put\nput\nput\n; writes 3"},
    {{{"get_all", "3", "l", "none", "k"}}, "get_all \"2\" - \"3\"\n; writes 0"},
    {{{"get_all", "0"}}, "get_all\n; writes 0"},
    {{{"del", "k", "get", "k", "del", "none"}}, "del\nget \"3\"\ndel\n; writes 2"},
    {{{"get", "k", "put", "k", std::string("\0\xff", 2)}}, "get -\nput\n; writes 1"},
    {{{"get", "k"}}, "get \"@\\xff\"\n; writes 0"},
    {{{"history", "k", "2"}}, ""},
    // key-level endorsement
    {{{"policy", "l", "set_policy", "l", key_policy(false)}}, "policy -\nset_policy\n; writes 1"},
    {{{"policy", "l", "put", "l", "5"}},
     "policy " + quoted(key_policy(false)) + "\nput\n; writes 1"},
    {{{"policy", "l", "del", "l"}}, "policy " + quoted(key_policy(false)) + "\ndel\n; writes 1"},
    {{{"policy", "l", "set_policy", "l", key_policy(true)}}, "policy -\nset_policy\n; writes 1"},
    {{{"policy", "l"}}, "policy -\n; writes 0"},
    {{{"put", "m", "new", "set_policy", "m", key_policy(true)}}, "put\nset_policy\n; writes 2"},
    {{{"policy", "m"}}, "policy " + quoted(key_policy(true)) + "\n; writes 0"},
    {{{"key_policy", "PEER", "2", "OneMSP", "TwoMSP", "key_policy", "MEMBER", "1", "OneMSP"}}, ""},
    // queries
    {{{"range", "r001", "r003", "0"}},
     "range \"r001\"=\"trade001\" \"r002\"=\"trade002\"\n; writes 0"},
    {{{"range", "s", "", "0", "range", "r9", "r1", "0"}}, "range\nrange\n; writes 0"},
    {{{"range", "r", "s", "1", "put", "k", "after a range"}},
     "range \"r000\"=\"trade000\"\nput\n; writes 1"},
    {{{"range", "r", "s", "150"}}, ""},
    {{{"range", "r", "s", "0"}}, ""},  // 250 rows: the rest is cut off without a word
    {{{"page", "r", "r010", "2", ""}},
     "page \"r000\"=\"trade000\" \"r001\"=\"trade001\" fetched 2 next \"r002\"\n; writes 0"},
    {{{"page", "r", "r003", "2", "r002"}},
     "page \"r002\"=\"trade002\" fetched 1 next \"\"\n; writes 0"},
    {{{"page", "r5", "", "2", ""}}, "page fetched 0 next \"\"\n; writes 0"},
    {{{"join", "bill", "2", "A", "B", "split", std::string("\0bill\0A\0B\0", 10)}},
     "join \"@bill@A@B@\"\nsplit \"bill\" \"A\" \"B\"\n; writes 0"},
    {{{"put", std::string("\0bill\0A\0B\0", 10), "1", "put", std::string("\0bill\0AA\0B\0", 11),
       "2"}},
     "put\nput\n; writes 2"},
    {{{"composite", "bill", "1", "A", "0"}}, "composite \"@bill@A@B@\"=\"1\"\n; writes 0"},
    {{{"composite", "bill", "0", "0"}},
     "composite \"@bill@A@B@\"=\"1\" \"@bill@AA@B@\"=\"2\"\n; writes 0"},
    {{{"composite", "bill", "2", "A", "B", "0"}}, "composite \"@bill@A@B@\"=\"1\"\n; writes 0"},
    {{{"page_composite", "bill", "0", "1", ""}},
     "page_composite \"@bill@A@B@\"=\"1\" fetched 1 next \"@bill@AA@B@\"\n; writes 0"},
    {{{"range", "", "k", "0"}}, "range\n; writes 0"},
    {{{"rich", "r001", "0"}}, "rich \"r001\"=\"trade001\"\n; writes 0"},
    {{{"page_rich", "r00", "1", ""}},
     "page_rich \"r000\"=\"trade000\" fetched 1 next \"r001\"\n; writes 0"},
    // private data
    {{{"pput", "deal", "k", "secret", "pget", "deal", "k"}}, "pput\npget -\n; writes 1"},
    {{{"pget", "deal", "k", "pget", "deal", "none"}}, "pget \"secret\"\npget -\n; writes 0"},
    {{{"pget_all", "deal", "2", "k", "none"}}, "pget_all \"secret\" -\n; writes 0"},
    {{{"phash", "deal", "none", "phash", "elsewhere", "secret"}},
     "phash -\nphash \"hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh\"\n; writes 0"},
    {{{"phash", "deal", "k"}}, ""},
    {{{"pset_policy", "deal", "k", key_policy(false), "ppolicy", "deal", "k"}},
     "pset_policy\nppolicy -\n; writes 1"},
    {{{"ppolicy", "deal", "k"}}, "ppolicy " + quoted(key_policy(false)) + "\n; writes 0"},
    {{{"prange", "deal", "", "", "0"}}, "prange \"k\"=\"secret\"\n; writes 0"},
    {{{"pcomposite", "deal", "bill", "0", "0"}}, "pcomposite\n; writes 0"},
    {{{"prich", "deal", "r001", "1"}}, ""},
    {{{"ppurge", "deal", "k", "pdel", "deal", "none"}}, "ppurge\npdel\n; writes 2"},
    {{{"pget", "deal", "k"}}, "pget -\n; writes 0"},
    {{{"pput", "_implicit_org_OneMSP", "k", "own"}}, "pput\n; writes 1"},
    // events and answers
    {{{"event", "first", "1", "put", "k", "v", "event", "last", ""}},
     "event\nput\nevent\n; writes 1"},
    {{{"respond", "399", "as good as 200"}}, "respond\n; writes 0"},
    {{{"event", "e", "p", "respond", "400", "no"}}, "400 no; writes 0"},
    {{{"respond", "599", ""}}, "599 ; writes 0"},
    {{}, "; writes 0"},
    {{{"arguments", "function"}}, "arguments 2\nfunction \"arguments\" 1\n; writes 0"},
    {{{"entry"}, {}, true}, "entry init\n; writes 0"},
    {{{"entry", "put", "k", "of init"}, {}, true}, "entry init\nput\n; writes 1"},
    {{{"transient"}, {{"a", ""}, {"b", "\x01"}}},
     "transient \"a\"=\"\" \"b\"=\"\\x01\"\n; writes 0"},
    {{{"own_msp", "time", "creator"}},
     "own_msp \"OneMSP\"\ntime 1700000058.0\ncreator \"OneMSP\" \"-----BEGIN CERTIFICATE-----\"\n"
     "; writes 0"},
    // other chaincodes
    {{{"put", "k", "before", "call", "greets", "", "2", "a", "b"}},
     "put\ncall 200 \"\" \"a;b;\"\n; writes 1"},
    {{{"call", "refuses", "trade", "1", "a"}}, "call 409 \"CALLEE_SAYS: no\" \"a;\"\n; writes 0"},
    {{{"call", "breaks", "", "0"}}, "call 500 \"CALLEE_SAYS: no\" \"\"\n; writes 0"},
    {{{"call", "missing", "", "0"}}, ""},
    {{{"call", "greets", "nowhere", "0"}}, ""},
    {{{"call", "tradelane", "other", "5", "get", "r001", "put", "k", "v"}},
     "call 200 \"\" \"get \\x22other001\\x22\\x0aput\\x0a\"\n; writes 0"},
    {{{"call", "tradelane", "other", "3", "respond", "404", "no such"}},
     "call 404 \"no such\" \"respond\\x0a\"\n; writes 0"},
    {{{"call", "tradelane", "other", "1", "entry", "call", "tradelane", "other", "1", "entry"}},
     "call 200 \"\" \"entry invoke\\x0a\"\ncall 200 \"\" \"entry invoke\\x0a\"\n; writes 0"}};

/// What cannot be the same: which of the two does what, and why ours does it.
struct Difference {
  std::string what;
  std::string why;
  Program program;
  std::string ours;  // how Seen::summary begins
  std::string node;
};

const std::vector<Difference> differences{
    {"a fault is ERROR, not COMPLETED 500",
     "a gateway then tries another peer; with Node a chaincode that lets an exception out of "
     "Invoke ends its process, so the twin answers 500",
     {{"put", "k", "v", "fail", "why"}},
     "ERROR why; writes 0",
     "500 why; writes 1"},
    {"a refusal has written nothing, not even in the simulation",
     "writes are kept until the chaincode has answered; nobody endorses a refusal either way",
     {{"put", "k", "v", "respond", "404", "no"}},
     "404 no; writes 0",
     "404 no; writes 1"},
    {"what the peer has against a write is known at the end",
     "writes are sent together; the transaction fails all the same",
     {{"put", "k", "v", "pput", "closed", "k", "v", "fail", "first"}},
     "ERROR first; writes 0",
     "500 PUT_STATE failed: transaction ID: @: tx creator does not have write access permission "
     "on privatedata in chaincodeName:tradelane collectionName: closed; writes 1"},
    {"an empty value is refused",
     "Fabric takes it for a delete",
     {{"put", "k", ""}},
     "ERROR an empty value would delete the key: say so with del; writes 0",
     "put\n; writes 1"},
    {"an empty key is refused",
     "Fabric's shims for Go and Java refuse it too",
     {{"put", "", "v"}},
     "ERROR a key is empty; writes 0",
     "put\n; writes 1"},
    {"a key that looks composite and is none is refused",
     "nothing else keeps it out of the composite keys",
     {{"get", std::string("\0a", 2)}},
     "ERROR a key begins with U+0000 and is no composite key; writes 0",
     "get -\n; writes 0"},
    {"a part of a composite key may be empty",
     "as with Fabric's shim for Go",
     {{"join", "bill", "1", ""}},
     "join \"\\x00bill\\x00\\x00\"\n; writes 0",
     "500 object type or attribute not a non-zero length string; writes 0"},
    {"a key that is no UTF-8 is refused",
     "Node asks for another key instead, one with U+FFFD",
     {{"get", "\xff"}},
     "ERROR a key is not UTF-8; writes 0",
     "get -\n; writes 0"},
    {"a policy of a key that nobody can meet is refused",
     "the peer takes any bytes, and then nobody can ever change the key",
     {{"set_policy", "k", "no policy"}},
     "ERROR ARG_MALFORMED: ",
     "set_policy\n; writes 1"},
    {"a policy of a key names its organisations in order",
     "as with Fabric's shim for Go: the same policy has the same bytes",
     {{"key_policy", "PEER", "2", "TwoMSP", "OneMSP"}},
     "key_policy " + quoted(key_policy(true)) + "\n",
     "key_policy"},
    {"a page without a size is refused",
     "the peer would take it for a query without pages",
     {{"page", "r", "r002", "0", ""}},
     "ERROR a page has no size; writes 0",
     "page \"r000\"=\"trade000\" \"r001\"=\"trade001\" fetched 0 next \"\"\n; writes 0"},
    {"a chaincode that waits for this call is not called",
     "the peer says no in its own words; ours knows before it asks",
     {{"call", "tradelane", "", "0"}},
     "ERROR chaincode tradelane of channel trade waits for this call: Fabric does not let it be "
     "called again; writes 0",
     "call 500 \"INVOKE_CHAINCODE failed: transaction ID: @: execute failed: error sending: "
     "txid: @(trade) exists\" \"\"\n; writes 0"},
    {"a callee's ERROR keeps its text",
     "Node reads it as a Response, which it is not",
     {{"call", "errs", "", "0"}},
     "call 500 \"the callee is overloaded\" \"\"\n; writes 0",
     ""},
    {"one transaction has limits",
     "whoever exceeds them would hold the peer's lock for too long, or end the stream",
     {repeated({"put", "k", "v"}, 1001)},
     "ERROR the writes of a transaction exceed the limit of 1000",
     ""},
    {"a status below 200 or above 599 is a fault",
     "no peer could tell what it means",
     {{"respond", "100", "?"}},
     "ERROR a response has the status 100; writes 0",
     "respond\n; writes 0"},
};

/// Where only a peer of v3.1 makes a difference.
const std::vector<Difference> differences_at_v3_1{
    {"one of several private values that this peer lacks looks absent",
     "a peer of v3.1 says so only when asked for a single key, and ours asks for all at once",
     {{"pget_all", "elsewhere", "2", "secret", "none"}},
     "pget_all - -\n; writes 0",
     "500 GET_STATE failed: transaction ID: @: private data matching public hash version is not "
     "available. Public hash version = {BlockNum: 0, TxNum: 0}, Private data version = <nil>; "
     "writes 0"},
    {"the peer's text names the request",
     "ours is one for several writes",
     {{"put", "k", "v", "pput", "closed", "k", "v"}},
     "ERROR WRITE_BATCH_STATE failed: transaction ID: @: tx creator does not have write access",
     "500 PUT_STATE failed: transaction ID: @: tx creator does not have write access"},
};

/// '@' for the txid, which is 64 hexadecimal digits.
std::string without_txid(std::string text) {
  constexpr std::size_t digits = 64;
  for (std::size_t at = 0; at + digits <= text.size(); ++at)
    if (text.find_first_not_of("0123456789abcdef", at) >= at + digits)
      text.replace(at, digits, "@");
  return text;
}

void check(Pair& pair, const Difference& difference) {
  CAPTURE(difference.what);
  const Seen ours = pair.ours.call(difference.program);
  const Seen node = pair.node.call(difference.program);
  CHECK(without_txid(ours.summary).substr(0, difference.ours.size()) == difference.ours);
  CHECK(without_txid(node.summary).substr(0, difference.node.size()) == difference.node);
  CHECK(ours.summary != node.summary);
}

}  // namespace

TEST_CASE("twin: programs written by hand are answered alike, and as they should be") {
  for (const PeerLine& line : peer_lines()) {
    CAPTURE(line.name);
    Pair pair(line);
    for (const Row& row : table) {
      CAPTURE(text_of(row.program));
      const Seen ours = pair.ours.call(row.program);
      const Seen node = pair.node.call(row.program);
      if (!row.expected.empty()) CHECK(plain(ours.summary) == plain(row.expected));
    }
    CHECK(pair.ours.ledger() == pair.node.ledger());
    CHECK(pair.ours.violations() == std::vector<std::string>{});
    CHECK(pair.node.violations() == std::vector<std::string>{});
  }
}

TEST_CASE("twin: programs made from a seed are answered alike") {
  const char* asked = std::getenv("TRADELANE_TWIN_SEED");
  unsigned seed = asked == nullptr ? usual_seed : static_cast<unsigned>(std::stoul(asked));
  std::map<std::string, int> made;
  for (const PeerLine& line : peer_lines()) {
    ++seed;
    Pair pair(line);
    ProgramMaker maker(seed);
    for (int i = 0; i < programs; ++i) {
      const Program program = maker.next();
      const Seen ours = pair.ours.call(program);
      const Seen node = pair.node.call(program);
      if (ours.endorsed == node.endorsed) continue;
      CAPTURE(line.name);
      CAPTURE(i);
      CAPTURE(text_of(program));
      FAIL_CHECK("TRADELANE_TWIN_SEED=" << seed - 1 << difference_of(ours.endorsed, node.endorsed));
      break;
    }
    CHECK(pair.ours.ledger() == pair.node.ledger());
    CHECK(pair.ours.violations() == std::vector<std::string>{});
    CHECK(pair.node.violations() == std::vector<std::string>{});
    for (const auto& [operation, count] : maker.made()) made[operation] += count;
    MESSAGE(line.name << ", seed " << seed << ": " << programs << " programs");
  }
  std::string counts;
  for (const auto& [operation, count] : made)
    counts += operation + " " + std::to_string(count) + " ";
  MESSAGE(counts);
  CHECK(made.size() == 39);  // all that a program can do
}

TEST_CASE("twin: what is not alike, and why") {
  for (const PeerLine& line : peer_lines()) {
    CAPTURE(line.name);
    Pair pair(line);
    for (const Difference& difference : differences) check(pair, difference);
    if (line.announced)
      for (const Difference& difference : differences_at_v3_1) check(pair, difference);
  }
  for (const auto* list : {&differences, &differences_at_v3_1})
    for (const Difference& difference : *list)
      MESSAGE("not alike: " << difference.what << ": " << difference.why);
}
