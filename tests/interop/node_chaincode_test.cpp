// SPDX-License-Identifier: Apache-2.0
// A chaincode on Fabric's own shim for Node behind the embedded peer, with ours beside it: the same
// programs have the same effects, and each calls the other.
#include <optional>

#include <doctest/doctest.h>

#include "chaincode/ledger/endorsement_policy.hpp"
#include "tests/chaincode/devpeer/process_world.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/free_ports.hpp"
#include "tests/support/toy_chaincode_program.hpp"

using namespace tradelane;
using World = test::ProcessWorld;
using Words = std::vector<std::string>;
namespace gw = tradelane::gateway;

namespace {

/// The network of the peer's own tests with the chaincodes `node` and `ours`.
struct TwoChaincodes : World {
  Log log{2, LogLevel::error};
  const test::ProgramChaincode program;
  std::unique_ptr<shim::Server> server;
  const std::string port = std::to_string(test::free_ports(1));
  std::optional<test::Process> node;

  TwoChaincodes() {
    shim::Endpoint endpoint;
    endpoint.listener.tls = *shim::http2::TlsSource::from_pem(
        shim::http2::TlsRole::server, {.certificate_chain = net.read("chaincode/server.crt"),
                                       .private_key = net.read("chaincode/server.key"),
                                       .roots = net.read("chaincode/client-ca.crt")});
    shim::Settings settings;
    settings.package_id = "ours:devpeer";
    server = std::make_unique<shim::Server>(program, settings, std::vector{endpoint},
                                            shim::http2::Limits{}, log);
    REQUIRE(server->start().ok());
    start_node();
    config.chaincodes = {{"node", "node:devpeer", "localhost:" + port},
                         {"ours", "ours:devpeer", "localhost:" + std::to_string(server->port())}};
  }

  void start_node() {
    node.emplace(Words{
        "/usr/bin/env", "CHAINCODE_ID=node:devpeer", "CHAINCODE_SERVER_ADDRESS=localhost:" + port,
        "TLS_FOLDER=" + net.file("chaincode"), "CORE_CHAINCODE_LOGGING_LEVEL=CRITICAL",
        "NODE_NO_WARNINGS=1", "node", TRADELANE_CLIENT_FOLDER "/program.mjs"});
    REQUIRE(node->read_line() == "ready");
  }
};

/// The first word of `program` is the function.
gw::Call call(const std::string& chaincode, const Words& program, const Words& orgs) {
  return {.channel = "trade",
          .chaincode = chaincode,
          .function = program.front(),
          .args = {program.begin() + 1, program.end()},
          .organisations = orgs};
}

std::string asked(gw::Gateway& client, const gw::Call& call) {
  const auto answer = gw::query(client, call);
  return answer.ok() ? *answer : answer.failure().text();
}

/// The answer and behind it VALID, or the peers' verdict alone.
std::string sent(gw::Gateway& client, const gw::Call& call) {
  const auto done = gw::invoke(client, call);
  if (done.ok()) return done->result + done->commit.name;
  const gw::Failure& failure = done.failure();
  return failure.stage == gw::Stage::commit ? failure.validation_name : failure.text();
}

const std::string own = "_implicit_org_A";
const std::string of_a = ledger::EndorsementPolicy::of_all(
                             {{.msp = MspId::parse("A").value(), .role = ledger::MspRole::member}})
                             .value()
                             .bytes();

struct Step {
  enum { submit, ask } how;
  Words program;
  std::string answer;
  Words orgs = {"O", "A"};
};

/// In this order, on a ledger without keys.
const Step steps[] = {
    {Step::submit,
     {"put", "a", "1", "put", "b", "2", "event", "made", "a"},
     "put\nput\nevent\nVALID"},
    {Step::submit, {"put", "a", "3", "get", "a"}, "put\nget \"1\"\nVALID"},
    {Step::ask, {"get", "a", "get", "b", "get", "none"}, "get \"3\"\nget \"2\"\nget -\n"},
    {Step::ask, {"range", "a", "z", "0"}, "range \"a\"=\"3\" \"b\"=\"2\"\n"},
    {Step::ask, {"page", "a", "z", "1", ""}, "page \"a\"=\"3\" fetched 1 next \"b\"\n"},
    {Step::ask, {"page", "a", "z", "1", "b"}, "page \"b\"=\"2\" fetched 1 next \"\"\n"},
    {Step::submit, {"put", std::string("\0T\0x\0y\0", 7), "4"}, "put\nVALID"},
    {Step::ask, {"composite", "T", "1", "x", "0"}, "composite \"\\x00T\\x00x\\x00y\\x00\"=\"4\"\n"},
    {Step::submit, {"del", "b"}, "del\nVALID"},
    {Step::ask, {"get", "b", "range", "a", "z", "0"}, "get -\nrange \"a\"=\"3\"\n"},
    // Private data are read at a member's peer alone, their hash anywhere.
    {Step::submit, {"pput", own, "k", "secret"}, "pput\nVALID"},
    {Step::ask, {"pget", own, "k"}, "pget \"secret\"\n", {"A"}},
    {Step::ask, {"prange", own, "a", "z", "0"}, "prange \"k\"=\"secret\"\n", {"A"}},
    {Step::submit, {"ppurge", own, "k"}, "ppurge\nVALID"},
    {Step::ask, {"pget", own, "k", "phash", own, "k"}, "pget -\nphash -\n", {"A"}},
    // From here on B's endorsement is not enough for this key.
    {Step::submit, {"set_policy", "a", of_a}, "set_policy\nVALID"},
    {Step::submit, {"put", "a", "5"}, "ENDORSEMENT_POLICY_FAILURE", {"O", "B"}},
    {Step::submit, {"put", "c", "5"}, "put\nVALID", {"O", "B"}},
    {Step::submit, {"put", "a", "6"}, "put\nVALID"},
};

void check_steps(gw::Gateway& client, const std::string& chaincode) {
  CAPTURE(chaincode);
  int number = 0;
  for (const Step& step : steps) {
    CAPTURE(++number);
    const gw::Call asking = call(chaincode, step.program, step.orgs);
    CHECK((step.how == Step::submit ? sent(client, asking) : asked(client, asking)) == step.answer);
  }
  const auto last = asked(client, call(chaincode, {"history", "a", "1"}, {}));
  CHECK(last.find("\"=\"6\" ") != std::string::npos);
  const auto events = client.events(
      {.channel = "trade", .chaincode = chaincode, .from = gw::Checkpoint{.block = 1}});
  const auto event = events->next();
  REQUIRE(event.ok());
  CHECK(event->name == "made");
  CHECK(event->payload == "a");
}

}  // namespace

TEST_CASE("node chaincode: the same programs have the same effects, on peers of both lines") {
  for (const bool batches : {true, false}) {
    CAPTURE(batches);
    TwoChaincodes world;
    world.config.announce_batches = batches;
    const auto process = world.start();
    const auto client = world.client();
    for (const char* chaincode : {"node", "ours"}) check_steps(*client, chaincode);
  }
}

TEST_CASE("node chaincode: it calls ours and ours calls it, and what they write commits together") {
  TwoChaincodes world;
  const auto process = world.start();
  const auto client = world.client();
  const auto crossing = [](const Words& program, std::string_view other) {
    Words out{"call", std::string(other), "", std::to_string(program.size())};
    out.insert(out.end(), program.begin(), program.end());
    return out;
  };
  const std::pair<const char*, const char*> ways[] = {{"node", "ours"}, {"ours", "node"}};
  for (const auto& [caller, callee] : ways) {
    CAPTURE(caller);
    Words program = crossing({"put", "k", caller}, callee);
    program.insert(program.end(), {"put", "k", callee});
    CHECK(sent(*client, call(caller, program, {"O", "A"})) ==
          "call 200 \"\" \"put\\x0a\"\nput\nVALID");
    CHECK(asked(*client, call(callee, {"get", "k"}, {})) ==
          "get \"" + std::string(caller) + "\"\n");
    CHECK(asked(*client, call(caller, {"get", "k"}, {})) ==
          "get \"" + std::string(callee) + "\"\n");
    CHECK(asked(*client, call(caller, crossing({"respond", "409", "TOY: no"}, callee), {})) ==
          "call 409 \"TOY: no\" \"respond\\x0a\"\n");
  }
}

TEST_CASE("node chaincode: refusals and faults arrive with their texts, large values whole") {
  TwoChaincodes world;
  const auto process = world.start();
  const auto client = world.client();
  const auto detail = [&](const Words& program) {
    const auto refused = gw::invoke(*client, call("node", program, {"O", "A"}));
    REQUIRE_FALSE(refused.ok());
    REQUIRE(refused.failure().details.size() == 2);
    return refused.failure().details[0].message;
  };
  CHECK(detail({"respond", "409", "TOY: no"}) == "chaincode response 409, TOY: no");
  CHECK(detail({"fail", "broken"}) == "chaincode response 500, broken");
  // Node's gRPC takes 4 MiB, and a call brings its arguments twice: in the signed proposal as well.
  const std::string large(1'900'000, 'v');
  CHECK(sent(*client, call("node", {"put", "large", large}, {"O", "A"})) == "put\nVALID");
  const bool is_whole =
      asked(*client, call("node", {"get", "large"}, {})) == "get \"" + large + "\"\n";
  CHECK(is_whole);
}

TEST_CASE("node chaincode: one that was killed is called again once it is back") {
  TwoChaincodes world;
  const auto process = world.start();
  const auto client = world.client();
  CHECK(sent(*client, call("node", {"put", "a", "1"}, {"O", "A"})) == "put\nVALID");
  world.node.reset();
  CHECK_FALSE(gw::query(*client, call("node", {"get", "a"}, {})).ok());
  world.start_node();
  CHECK(test::eventually([&] {
    return asked(*client, call("node", {"get", "a"}, {})) == "get \"1\"\n";
  }));
  CHECK(sent(*client, call("node", {"put", "a", "2"}, {"O", "A"})) == "put\nVALID");
}
