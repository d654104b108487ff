// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/configuration.hpp"

#include <filesystem>

#include <doctest/doctest.h>

#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::fabric;

namespace {

Plan plan_of(const std::string& folder = "/nowhere") {
  return {.folder = folder, .binaries = "/bin", .msps = {"A", "B"}, .first_port = 20'000};
}

/// "peer.tls.enabled"
Json at(const Json& from, const std::string& path) {
  const Json* here = &from;
  for (std::size_t begin = 0; begin <= path.size();) {
    const auto end = std::min(path.find('.', begin), path.size());
    here = here->find(path.substr(begin, end - begin));
    if (here == nullptr) return "absent";
    begin = end + 1;
  }
  return *here;
}

std::size_t filters(const Plan& plan) {
  return at(peer_configuration(plan, "A"), "peer.handlers.authFilters").as_array()->size();
}

}  // namespace

TEST_CASE("configuration: everything listens on loopback, with TLS where clients call") {
  const Plan plan = plan_of();
  const Json peer = peer_configuration(plan, "B");
  for (const char* name : {"peer.listenAddress", "peer.chaincodeListenAddress",
                           "operations.listenAddress", "peer.gossip.externalEndpoint"})
    CHECK(at(peer, name).as_string()->starts_with("127.0.0.1:"));
  CHECK(at(peer, "peer.tls.enabled") == Json(true));
  const Json orderer = orderer_configuration(plan);
  CHECK(at(orderer, "General.ListenAddress") == Json("127.0.0.1"));
  CHECK(at(orderer, "General.TLS.Enabled") == Json(true));
  for (const char* name : {"Operations.ListenAddress", "Admin.ListenAddress"})
    CHECK(at(orderer, name).as_string()->starts_with("127.0.0.1:"));
}

TEST_CASE("configuration: everything that is written lies in the folder") {
  const Plan plan = plan_of();
  const Json peer = peer_configuration(plan, "A");
  CHECK(at(peer, "peer.fileSystemPath") == Json("/nowhere/data/A"));
  CHECK(at(peer, "ledger.snapshots.rootDir") == Json("/nowhere/data/A/snapshots"));
  const Json orderer = orderer_configuration(plan);
  CHECK(at(orderer, "FileLedger.Location") == Json("/nowhere/data/orderer/ledger"));
  CHECK(at(orderer, "Consensus.WALDir") == Json("/nowhere/data/orderer/wal"));
}

TEST_CASE("configuration: the 2.5 line does not know the check of times") {
  Plan plan = plan_of();
  CHECK(filters(plan) == 3);
  plan.line = Line::v2_5;
  CHECK(filters(plan) == 2);
}

TEST_CASE("configuration: the builder takes our packages and no others") {
  const test::TempFolder folder;
  const Plan plan = plan_of(folder.path());
  write_configuration(plan);
  const auto call = [&](const std::string& name, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), plan.file("builder/bin/" + name));
    Child child({.argv = arguments}, folder.file("log"));
    return child.wait();
  };
  std::filesystem::create_directories(folder.file("meta"));
  std::filesystem::create_directories(folder.file("out"));
  std::filesystem::create_directories(folder.file("source/META-INF"));
  folder.write("meta/metadata.json", R"({"label":"ccaas","type":"golang"})");
  CHECK(call("detect", {folder.file("source"), folder.file("meta")}) != 0);
  folder.write("meta/metadata.json", R"({"label":"a","type":"ccaas"})");
  CHECK(call("detect", {folder.file("source"), folder.file("meta")}) == 0);
  folder.write("source/connection.json", "{}");
  CHECK(call("build", {folder.file("source"), folder.file("meta"), folder.file("out")}) == 0);
  CHECK(std::filesystem::exists(folder.file("out/META-INF")));
  CHECK(call("release", {folder.file("out"), folder.file("released")}) == 0);
  CHECK(folder.read("released/chaincode/server/connection.json") == "{}");
}
