// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/process.hpp"

#include <atomic>
#include <filesystem>
#include <future>

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

#include "chaincode/devpeer/store.hpp"
#include "tests/chaincode/devpeer/process_world.hpp"
#include "tests/chaincode/devpeer/scripted_chaincode.hpp"
#include "tests/support/eventually.hpp"

using namespace tradelane;
using World = test::ProcessWorld;
namespace gw = tradelane::gateway;

namespace {

/// Whether somebody takes connections at this port of a loopback address.
bool answers(const char* address, int port) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  REQUIRE(::inet_pton(AF_INET, address, &to.sin_addr) == 1);
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  const bool taken = ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  ::close(fd);
  return taken;
}

int port_of(const std::string& address) {
  return std::stoi(address.substr(address.rfind(':') + 1));
}

}  // namespace

TEST_CASE(
    "process: one transaction over every wire, by both peer lines, and again after a restart") {
  World world;
  std::string txid;
  for (const bool batches : {true, false}) {
    world.config.announce_batches = batches;
    const auto process = world.start();
    const auto client = world.client();
    const std::string key = batches ? "k1" : "k2";
    const auto done = gw::invoke(*client, World::call("put", {key, "v"}));
    REQUIRE(done.ok());
    CHECK(done->result == "put");
    CHECK(done->commit.valid());
    CHECK(done->commit.block == (batches ? 1 : 2));
    CHECK(*gw::query(*client, World::call("get", {key}, {})) == "v");
    CHECK(*gw::query(*client, World::call("get_all", {"k1", "none"}, {})) == "v-");
    if (batches) txid = done->commit.transaction_id;
    // Also the one from before the restart.
    CHECK(client->commit_status({.transaction_id = txid, .channel = "trade"})->block == 1);
  }
}

TEST_CASE("process: a refusal arrives with its text, and with the peer that said it") {
  World world;
  const auto process = world.start();
  const auto client = world.client();
  const auto refused = gw::invoke(*client, World::call("refuse", {}));
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.failure().stage == gw::Stage::endorse);
  CHECK(refused.failure().code == gw::GrpcCode::aborted);
  REQUIRE(refused.failure().details.size() == 2);
  CHECK(refused.failure().details[0].msp == "O");
  CHECK(refused.failure().details[0].message == "chaincode response 409, TOY_REFUSED: no");
  const auto unendorsed = gw::invoke(*client, World::call("put", {"k", "v"}, {"A"}));
  REQUIRE_FALSE(unendorsed.ok());
  CHECK(unendorsed.failure().validation_name == "ENDORSEMENT_POLICY_FAILURE");
}

TEST_CASE("process: a value that depends on an address is refused, with the byte where it begins") {
  World world;
  const auto process = world.start();
  const auto client = world.client();
  const auto refused = gw::invoke(*client, World::call("address", {}));
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.failure().stage == gw::Stage::endorse);
  CHECK(refused.failure().code == gw::GrpcCode::aborted);
  REQUIRE(refused.failure().details.size() == 1);
  const std::string& told = refused.failure().details[0].message;
  CAPTURE(told);
  CHECK(told.starts_with("ProposalResponsePayloads do not match: two runs of the same proposal"));
  const std::string place = "the value of key 6b of toy from byte ";
  const auto at = told.find(place);
  REQUIRE(at != std::string::npos);
  // "object 0x" is the same in both runs, what follows is not.
  CHECK(std::stoi(told.substr(at + place.size())) >= 9);
  CHECK(told.find("\"object 0x", at) != std::string::npos);
  CHECK(told.find("against \"object 0x", at) != std::string::npos);
  CHECK(*gw::query(*client, World::call("get", {"k"}, {})) == "(none)");
}

TEST_CASE("process: events are replayed from a block, by another process on the same ledger") {
  World world;
  for (const char* key : {"k1", "k2"}) {
    const auto process = world.start();
    REQUIRE(gw::invoke(*world.client(), World::call("put", {key, "v"})).ok());
  }
  const auto process = world.start();
  const auto events = world.client()->events(
      {.channel = "trade", .chaincode = "toy", .from = gw::Checkpoint{.block = 1}});
  const auto first = events->next();
  REQUIRE(first.ok());
  CHECK(first->block == 1);
  CHECK(first->payload == "k1");
  CHECK(events->next()->payload == "k2");
}

TEST_CASE("process: every port is on 127.0.0.1 and on no other address") {
  World world;
  const auto process = world.start();
  const auto ready = parse_json(process->ready_line());
  std::vector<std::string> addresses{*ready->find("operations")->as_string()};
  for (const auto& [msp, address] : *ready->find("gateways")->as_object())
    addresses.push_back(*address.as_string());
  CHECK(addresses.size() == 4);
  for (const std::string& address : addresses) {
    CAPTURE(address);
    CHECK(answers("127.0.0.1", port_of(address)));
    // A listener on all addresses would answer here as well.
    CHECK_FALSE(answers("127.0.0.2", port_of(address)));
  }
}

TEST_CASE("process: its end ends what waits for a chaincode and for a commit") {
  World world;
  std::atomic<bool> entered = false;
  test::ScriptedChaincode chaincode([&](test::ScriptedChaincode::Call& call) {
    entered = true;
    return call.receive();
  });
  world.config.chaincodes = {{"toy", "toy_1:abc", chaincode.address()}};
  world.config.chaincode_tls = false;
  world.config.execute_timeout_ms = 3'600'000;
  auto process = world.start();
  const auto client = world.client();
  auto query = std::async(std::launch::async,
                          [&] { return gw::query(*client, World::call("get", {"k"}, {})); });
  auto wait = std::async(std::launch::async, [&] {
    return client->commit_status({.transaction_id = "never", .channel = "trade"});
  });
  CHECK(test::eventually([&] { return entered.load(); }));
  process.reset();
  CHECK(query.get().failure().code == gw::GrpcCode::unavailable);
  CHECK(wait.get().failure().code == gw::GrpcCode::unavailable);
}

TEST_CASE("process: what is wrong is said in one sentence") {
  World world;
  const auto refusal = [](const devpeer::Config& config) {
    const auto process = devpeer::Process::start(config);
    return process.ok() ? std::string("started") : process.error().detail;
  };
  const auto process = world.start();
  const std::string ready = world.net.read("ready.json");
  CHECK(refusal(world.config) == "--out: another tradelane-devpeer uses " + world.config.out +
                                     "; end it first, or name another folder");
  CHECK(world.net.read("ready.json") == ready);
  const World elsewhere;
  devpeer::Config other = world.config;
  other.out = elsewhere.config.out;
  CHECK(refusal(other) == "--data: another tradelane-devpeer uses " + world.config.data);
  other.data.clear();
  other.policy = "AND(O,X)";
  CHECK(refusal(other).starts_with("--policy: 'AND(O,X)' is no policy over these organisations"));
  other.policy.clear();
  other.faults = {{"sleep", 1}};
  CHECK(refusal(other) == "--fault: there is no fault 'sleep'; see --help");
}

TEST_CASE("process: what the machine refuses is one sentence too, and told from another process") {
  const auto refusal = [](const devpeer::Config& config) {
    const auto process = devpeer::Process::start(config);
    return process.ok() ? std::string("started") : process.error().detail;
  };
  World world;
  SUBCASE("a ledger whose last block cannot be read") {
    devpeer::Store(world.data.file("ledger.sqlite")).commit({.number = 0, .block = "\xff"});
    CHECK(refusal(world.config) == "a block in the store cannot be read");
  }
  SUBCASE("a lock that cannot be opened") {
    std::filesystem::create_directory(world.data.file("lock"));
    CHECK(refusal(world.config) ==
          "--data: " + world.config.data + "/lock cannot be opened: Is a directory");
    world.config.out = world.data.path();
    std::filesystem::create_directory(world.data.file(".lock"));
    CHECK(refusal(world.config) == world.config.out + "/.lock cannot be opened: Is a directory");
    CHECK(devpeer::Process::create(world.config).error().detail ==
          world.config.out + "/.lock cannot be opened: Is a directory");
  }
  SUBCASE("another process that makes the same files") {
    const int other = ::open(world.net.file(".lock").c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(::flock(other, LOCK_EX | LOCK_NB) == 0);
    const std::string used = "--out: another tradelane-devpeer uses " + world.config.out +
                             "; end it first, or name another folder";
    CHECK(refusal(world.config) == used);
    CHECK(devpeer::Process::create(world.config).error().detail == used);
    ::close(other);
    CHECK(refusal(world.config) == "started");
  }
}

TEST_CASE("process: an organisation with certificates of its own beside one that is made") {
  World elsewhere, world;
  world.config.given = {{"B", elsewhere.net.file("B/peer")}};
  world.config.users.clear();
  const auto process = world.start();
  // B's client has its certificate and TLS from where B is at home; the profile is this peer's.
  const auto profile = gw::read_profile(world.net.file("connection-B.json"));
  REQUIRE(profile.ok());
  const auto msp = gw::read_msp_folder(elsewhere.net.file("B/users/User1/msp"));
  auto settings = profile->connection;
  settings.client_certificate = elsewhere.net.read("B/users/User1/tls/client.crt");
  settings.client_key = elsewhere.net.read("B/users/User1/tls/client.key");
  const auto connection = gw::Connection::open(settings);
  REQUIRE(connection.ok());
  const auto client = gw::make_client(
      *connection, {.identity = {.msp = profile->msp, .certificate = msp->certificate},
                    .signer = *gw::signer_from_pem(msp->key)});
  const auto done = gw::invoke(*client, World::call("put", {"k", "v"}, {"O", "B"}));
  INFO((done.ok() ? "" : done.failure().text()));
  REQUIRE(done.ok());
  CHECK(done->commit.valid());
}

TEST_CASE("process: a ledger belongs to one channel and to its organisations") {
  World world;
  { const auto process = world.start(); }
  devpeer::Config other = world.config;
  other.channel = "another";
  CHECK(devpeer::Process::start(other).error().detail.find("has another channel") !=
        std::string::npos);
  const test::TempFolder fresh;
  other = world.config;
  other.out = fresh.path();
  CHECK(devpeer::Process::start(other).error().detail.find("another set of organisations") !=
        std::string::npos);
}
