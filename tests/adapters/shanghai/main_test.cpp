// SPDX-License-Identifier: Apache-2.0
// The program between a simulated data node and a network of ours, by its command line alone.
// Tests also: adapters/shanghai/process.cpp
#include <chrono>
#include <csignal>

#include <doctest/doctest.h>

#include "adapters/feed/store.hpp"
#include "chaincode/base/fault_point.hpp"
#include "tests/adapters/shanghai/records.hpp"
#include "tests/scenario/network_backend.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/steps.hpp"
#include "tests/support/deadline.hpp"
#include "tests/support/http.hpp"
#include "tests/support/process.hpp"

using namespace tradelane;
using namespace tradelane::scenario;
using test::http_exchange;

namespace {

std::uint16_t port_in(const std::string& text) {
  return static_cast<std::uint16_t>(std::stoi(text.substr(text.rfind(':') + 1)));
}

Json json_of(const std::string& text) {
  auto json = parse_json(text);
  if (!json) throw Fault("no JSON: " + text);
  return std::move(*json);
}

/// A data node with a key of its own.
struct DataNode {
  test::TempFolder folder;
  test::Process process{{test::program("simulated-data-node"), "--fixtures",
                         test::shanghai_fixtures(), "--data", folder.path(), "--source-node",
                         test::party_id("SDN").text(), "--owner", test::party_id("EXP").text()}};
  std::uint16_t port = port_in(process.read_line());

  Json key() const {
    const Json keys = json_of(http_exchange(port, {.target = "/v1/keys"}).body);
    return keys.find("keys")->as_array()->front();
  }
  void release(const std::string& record) const {
    const std::string body = canonical(Json::Object{{"record", record}});
    const auto answer =
        http_exchange(port, {.method = "POST", .target = "/v1/simulation/release", .body = body});
    REQUIRE(answer.status == 200);
  }
};

Setting setting_of(const DataNode& node) {
  const auto clock = std::chrono::system_clock::now().time_since_epoch();
  return {.start = Timestamp{std::chrono::duration_cast<std::chrono::seconds>(clock).count()},
          .source_key = node.key()};
}

/// The network after step 0 of the story: parties are registered, and the node's feeds.
struct World {
  DataNode node;
  Setting setting = setting_of(node);
  NetworkBackend network{setting};
  test::TempFolder folder;

  World() {
    Steps steps{bootstrap()};
    for (const auto& [alias, role] : test::cast().all())
      steps.push_back(register_party(alias, setting));
    for (const auto& [alias, role] : test::cast().all()) steps.push_back(accept_terms(alias));
    for (const char* feed : {"decl", "events"}) steps.push_back(register_feed(feed, setting));
    for (const Step& step : steps) REQUIRE(play(network, step, setting).problem == "");
  }
  /// Whether the adapter writes `event` into its log.
  bool logs(const std::string& event) const {
    for (const test::Deadline deadline; !deadline.is_over();)
      if (folder.read("log").find("\"" + event + "\"") != std::string::npos) return true;
    return false;
  }
  std::vector<std::string> command(const DataNode& from) const {
    return {test::program("tradelane-shanghai"),
            "--node",
            "http://127.0.0.1:" + std::to_string(from.port),
            "--feed",
            "decl",
            "--feed",
            "events",
            "--poll-ms",
            "20",
            "--profile",
            network.files() + "/connection-DataMSP.json",
            "--msp",
            network.files() + "/DataMSP/users/SDN/msp",
            "--endorsers",
            "OperatorMSP,DataMSP",
            "--store",
            folder.file("shanghai.db")};
  }
};

/// The adapter at work; asked by its operations port.
struct Adapter {
  test::Process process;
  Json ready = {};

  Adapter(const World& world, const DataNode& from, const std::string& fault_point = "")
      : process(world.command(from), world.folder.file("log"), fault_point) {}
  void await_ready() { ready = json_of(process.read_line()); }
  test::HttpAnswer ask(const std::string& path) const {
    return http_exchange(port_in(*ready.find("operations")->as_string()), {.target = path});
  }
  /// The status once `feed` has `count` records in `state`.
  Json await(const std::string& feed, const std::string& state, std::int64_t count) const {
    for (const test::Deadline deadline; !deadline.is_over();) {
      Json status = json_of(ask("/status").body);
      if (status.find("sources")->find(feed)->find(state)->as_integer() == count) return status;
    }
    throw Fault("no " + state + " of " + feed + ": " + ask("/status").body);
  }
};

/// What the ledger says of the evidence that the adapter's store knows under `number`.
Receipt evidence_of(World& world, std::int64_t number) {
  const auto store = std::move(*feed::Store::look(world.folder.file("shanghai.db")));
  const auto record = store->find(number);
  REQUIRE(record.has_value());
  const Json id = *json_of(record->result).find("id");
  return world.network.query(
      {.by = "BKH", .function = "evidence:Get", .args = Json::Object{{"evidenceId", id}}});
}

}  // namespace

TEST_CASE("tradelane-shanghai: records of two feeds become evidence, then it ends at SIGTERM") {
  World world;
  Adapter adapter(world, world.node);
  adapter.await_ready();
  CHECK(adapter.ready.find("program")->as_string()->starts_with("tradelane-shanghai"));
  CHECK(adapter.ask("/readyz").status == 200);
  for (const char* record : {"D1", "D1-2", "D2", "G1", "L1", "P1"}) world.node.release(record);
  adapter.await("decl", "done", 3);
  const Json status = adapter.await("events", "done", 3);
  CHECK(*status.find("gateway")->as_string() == "good");
  CHECK(status.find("deadLetters")->as_array()->empty());
  CHECK(status.find("feeds")->find("decl")->find("trouble")->as_string()->empty());
  for (std::int64_t number = 1; number <= 6; ++number)
    CHECK(evidence_of(world, number).status == 200);
  adapter.process.signal(SIGTERM);
  CHECK(adapter.process.wait() == 0);
}

TEST_CASE("tradelane-shanghai: killed at each place of its way, a record has one effect") {
  if (!has_fault_points) return;
  struct Row {
    const char* point;
    const char* record;
    const char* feed;
  };
  const Row rows[] = {{"shanghai.pulled", "D1", "decl"}, {"feed.stored", "D1-2", "decl"},
                      {"feed.endorsed", "D2", "decl"},   {"feed.kept", "G1", "events"},
                      {"feed.sent", "L1", "events"},     {"feed.committed", "P1", "events"}};
  World world;
  std::map<std::string, std::int64_t> done;
  for (const Row& row : rows) {
    CAPTURE(row.point);
    const std::string before = world.network.mark();
    world.node.release(row.record);
    Adapter killed(world, world.node, row.point);
    CHECK(killed.process.wait() == 128 + SIGKILL);
    Adapter adapter(world, world.node);
    adapter.await_ready();
    const Json status = adapter.await(row.feed, "done", ++done[row.feed]);
    CHECK(status.find("deadLetters")->as_array()->empty());
    adapter.process.signal(SIGTERM);
    CHECK(adapter.process.wait() == 0);
    // One transaction is one block here, and nobody else sends any.
    const auto height = [](const std::string& mark) { return std::stoi(mark); };
    CHECK(height(world.network.mark()) == height(before) + 1);
  }
}

TEST_CASE("tradelane-shanghai: a record that the ledger refuses blocks its feed, and is shown") {
  World world;
  const DataNode impostor;
  for (const char* record : {"D1", "D1-2"}) impostor.release(record);
  Adapter adapter(world, impostor);
  adapter.await_ready();
  const Json status = adapter.await("decl", "dead", 1);
  CHECK(status.find("sources")->find("decl")->find("waiting")->as_integer() == 1);
  const Json& letter = status.find("deadLetters")->as_array()->at(0);
  CHECK(*letter.find("code")->as_string() == "FEED_SIG_INVALID");
  CHECK(*letter.find("source")->as_string() == "decl");
  for (const char* event : {"feed_dead_letter", "shanghai_feed_blocked"}) CHECK(world.logs(event));
  adapter.process.signal(SIGTERM);
  CHECK(adapter.process.wait() == 0);
}

TEST_CASE("tradelane-shanghai: a configuration that cannot be used is exit status 2") {
  const std::string program = test::program("tradelane-shanghai");
  CHECK(test::Process({program}).wait() == 2);
  CHECK(test::Process({program, "--no-such-key", "5"}).wait() == 2);
  test::Process print({program, "--node", "http://localhost", "--print-config"});
  CHECK(print.read_line() == "node = http://localhost");
  CHECK(print.wait() == 0);
}
