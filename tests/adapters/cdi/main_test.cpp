// SPDX-License-Identifier: Apache-2.0
// The program between its callers, a data node and a network of ours, by its command line alone.
// Tests also: adapters/cdi/process.cpp
#include <chrono>
#include <csignal>

#include <doctest/doctest.h>

#include "adapters/http/server.hpp"
#include "chaincode/base/fault_point.hpp"
#include "tests/adapters/cdi/cdi_world.hpp"
#include "tests/scenario/network_backend.hpp"
#include "tests/scenario/player.hpp"
#include "tests/support/deadline.hpp"
#include "tests/support/http.hpp"
#include "tests/support/process.hpp"

using namespace tradelane;
using namespace tradelane::scenario;
using test::callers;
using test::http_exchange;
using test::with;

namespace {

Setting setting_now() {
  const auto clock = std::chrono::system_clock::now().time_since_epoch();
  return {.start = Timestamp{std::chrono::duration_cast<std::chrono::seconds>(clock).count()}};
}

std::string text(const Json& object, const char* name) { return *object.find(name)->as_string(); }

std::uint16_t port_in(const std::string& address) {
  return static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
}

/// The network with D1 published and C1, C2 and C3 asked for; a data node that knows D1.
struct World {
  Setting setting = setting_now();
  NetworkBackend network{setting};
  test::TempFolder folder;
  Log log{-1};
  http::Server node{{}, [this](const http::Request& request) { return openings(request); }, log};

  World() {
    for (const Step& step : story(setting)) {
      if (step.transaction == "consent:Grant") break;
      if (!step.refused) REQUIRE(play(network, step, setting).problem == "");
    }
    folder.write("clients.json", canonical(callers().file()));
    folder.write("node.token", "secret-of-the-node\n");
    REQUIRE(node.start().ok());
  }

  http::Response openings(const http::Request& request) const {
    if (request.header("authorization") != "Bearer secret-of-the-node") return {.status = 401};
    const auto record = record_of("D1", setting);
    const auto asked = request.query.find("evidenceId");
    if (asked == request.query.end() || asked->second != record.evidence_id) return {.status = 404};
    const Json opening = Json::Object{{"record", "D1"},
                                      {"evidenceId", record.evidence_id},
                                      {"version", 1},
                                      {"commitment", record.facts.commitment.text()},
                                      {"opening", record.facts.bytes}};
    return {.body = canonical(Json::Object{{"openings", Json::Array{opening}}})};
  }

  std::vector<std::string> command() const {
    return {test::program("tradelane-cdi"),
            "--tls",
            "off",
            "--listen",
            "127.0.0.1:0",
            "--clients",
            folder.file("clients.json"),
            "--node",
            "http://127.0.0.1:" + std::to_string(node.port()),
            "--node-token",
            folder.file("node.token"),
            "--profile",
            network.files() + "/connection-DataMSP.json",
            "--msp",
            network.files() + "/DataMSP/users/CDP/msp",
            "--endorsers",
            "OperatorMSP,DataMSP",
            "--store",
            folder.file("cdi.db")};
  }
  std::string effective_state(const std::string& consent) {
    const auto receipt =
        network.query({.by = "CDP",
                       .function = "consent:Get",
                       .args = Json::Object{{"consentId", test::consent_id(consent)}}});
    return text(receipt.payload, "effectiveState");
  }
};

/// The adapter at work.
struct Adapter {
  test::Process process;
  Json ready = {};

  explicit Adapter(const World& world, const std::string& fault_point = "")
      : process(world.command(), world.folder.file("log"), fault_point) {
    const auto line = parse_json(process.read_line());
    REQUIRE(line.ok());
    ready = *line;
  }
  test::HttpAnswer send(const http::Request& request) const {
    return http_exchange(port_in(text(ready, "listen")),
                         {.method = request.method,
                          .target = request.path,
                          .headers = {{"X-JWS-Signature", request.header("x-jws-signature")}},
                          .body = request.body});
  }
  /// The same request until its outcome is known.
  Json outcome(const http::Request& request) const {
    for (const test::Deadline deadline; !deadline.is_over();) {
      const auto answer = send(request);
      if (answer.status == 202) continue;
      CHECK(answer.status == 200);
      return *parse_json(answer.body);
    }
    throw Fault("no outcome of " + request.path);
  }
  void end() {
    process.signal(SIGTERM);
    CHECK(process.wait() == 0);
  }
};

/// What the owner has signed, as its gateway sends it.
http::Request act(const World& world, const Step& step, const char* verb,
                  const std::string& consent) {
  return callers().post(
      "cdi-1", "/v1/cdi/consents/" + test::consent_id(consent) + ":" + verb,
      Json::Object{{"args", sealed(step, world.setting)}, {"at", setting_now().start.text()}});
}

Json asking(World& world, const std::string& consent) {
  const Step step = decide_consent(consent, "8", world.setting);
  const auto played = play(world.network, step, world.setting);
  REQUIRE(played.problem == "");
  return Json::Object{{"accessId", played.receipt.txid},
                      {"consentId", test::consent_id(consent)},
                      {"request", data_request(consent, world.setting)},
                      {"at", setting_now().start.text()}};
}

http::Request data_request_of(const Json& body, const char* kid) {
  return callers().post(kid, "/v1/cdi/data-requests", body);
}

}  // namespace

TEST_CASE("tradelane-cdi: a consent is given, data go out once, the consent is taken back") {
  World world;
  Adapter adapter(world);
  const auto grant = act(world, grant_consent("C3", world.setting), "grant", "C3");
  const Json granted = adapter.outcome(grant);
  CHECK(granted.find("transactions")->as_array()->size() == 2);
  CHECK(world.effective_state("C3") == "ACTIVE");
  const std::string height = world.network.mark();
  CHECK(adapter.outcome(grant) == granted);
  CHECK(world.network.mark() == height);

  const Json body = asking(world, "C3");
  const auto given = adapter.send(data_request_of(body, "BK2-1"));
  REQUIRE(given.status == 200);
  const Json opening = parse_json(given.body)->find("openings")->as_array()->at(0);
  CHECK(text(opening, "opening") == record_of("D1", world.setting).facts.bytes);
  CHECK(adapter.send(data_request_of(body, "BK2-1")).body == given.body);
  const Timestamp later = setting_now().start.plus_seconds(1);
  const auto again = adapter.send(data_request_of(with(body, "at", later.text()), "BK2-1"));
  CHECK(again.status == 409);
  CHECK(text(*parse_json(again.body), "code") == "ACC_ALREADY_DELIVERED");

  const auto revoke = act(world, revoke_consent("C3"), "revoke", "C3");
  CHECK(adapter.outcome(revoke).find("transactions")->as_array()->size() == 1);
  CHECK(world.effective_state("C3") == "REVOKED");
  const auto refused = adapter.send(data_request_of(body, "BK2-1"));
  CHECK(refused.status == 403);
  CHECK(text(*parse_json(refused.body), "code") == "CNS_REVOKED_SINCE");

  const auto status =
      http_exchange(port_in(text(adapter.ready, "operations")), {.target = "/status"});
  CHECK(*parse_json(status.body)->find("acts")->find("done") == Json(3));
  adapter.end();
  const std::string log = world.folder.read("log");
  CHECK(log.find("cdi_delivered") != std::string::npos);
  for (const char* secret : {"TSTCSHA2603001", "secret-of-the-node", "salt"})
    CHECK(log.find(secret) == std::string::npos);
}

TEST_CASE("tradelane-cdi: the ledger's refusal is the answer") {
  World world;
  Adapter adapter(world);
  const auto answer = adapter.send(act(world, revoke_consent("C1"), "revoke", "C1"));
  CHECK(answer.status == 409);
  CHECK(text(*parse_json(answer.body), "code") == "ACT_SEQ");
  CHECK(world.effective_state("C1") == "REQUESTED");
  http::Request bare = act(world, grant_consent("C1", world.setting), "grant", "C1");
  bare.headers.clear();
  CHECK(adapter.send(bare).status == 401);
  adapter.end();
}

TEST_CASE("tradelane-cdi: killed at each place of its way, an act has one effect") {
  if (!has_fault_points) return;
  struct Row {
    const char* point;
    const char* consent;
  };
  World world;
  for (const Row& row :
       {Row{"cdi.received", "C1"}, Row{"feed.kept", "C2"}, Row{"feed.committed", "C3"}}) {
    CAPTURE(row.point);
    const auto grant = act(world, grant_consent(row.consent, world.setting), "grant", row.consent);
    const auto height = [&] { return std::stoi(world.network.mark()); };
    const int before = height();
    {
      Adapter killed(world, row.point);
      CHECK(killed.send(grant).status == 0);
      CHECK(killed.process.wait() == 128 + SIGKILL);
    }
    Adapter adapter(world);
    CHECK(adapter.outcome(grant).find("transactions")->as_array()->size() == 2);
    CHECK(world.effective_state(row.consent) == "ACTIVE");
    CHECK(height() == before + 2);
    adapter.end();
  }
}

TEST_CASE("tradelane-cdi: killed after a delivery was recorded, the same request is answered") {
  if (!has_fault_points) return;
  World world;
  Json body;
  {
    Adapter killed(world, "cdi.delivered");
    killed.outcome(act(world, grant_consent("C1", world.setting), "grant", "C1"));
    body = asking(world, "C1");
    CHECK(killed.send(data_request_of(body, "BKH-1")).status == 0);
    CHECK(killed.process.wait() == 128 + SIGKILL);
  }
  Adapter adapter(world);
  CHECK(adapter.outcome(data_request_of(body, "BKH-1")).find("openings")->as_array()->size() == 1);
  const Json other = with(body, "at", setting_now().start.plus_seconds(1).text());
  CHECK(adapter.send(data_request_of(other, "BKH-1")).status == 409);
  adapter.end();
}

TEST_CASE("tradelane-cdi: a configuration that cannot be used is exit status 2") {
  const std::string program = test::program("tradelane-cdi");
  const test::TempFolder folder;
  folder.write("clients.json", "[]");
  CHECK(test::Process({program}).wait() == 2);
  CHECK(test::Process({program, "--no-such-key", "5"}).wait() == 2);
  for (const char* clients : {"none.json", "clients.json"})
    CHECK(test::Process({program, "--clients", folder.file(clients), "--node", "http://localhost",
                         "--profile", "p", "--msp", "m", "--endorsers", "O", "--store",
                         folder.file("db"), "--tls", "off"})
              .wait() == 2);
}
