// SPDX-License-Identifier: Apache-2.0
// The demo on Fabric's own peers and orderer: told to its end, asked, broken off and killed.
// Tests also: tests/fabric/fabric_ground.cpp
#include <csignal>

#include "tests/fabric/fabric_backend.hpp"
#include "tests/support/running_demo.hpp"

using namespace tradelane;

namespace {

/// The player; orderer, six peers with six chaincode servers, data node, CDI, two adapters; who
/// removes the network's folder, and what it waits with.
constexpr std::size_t whole_family = 1 + 1 + 6 + 6 + 4 + 2;

std::string line() { return text_of(fabric::line_of_this_run()); }

/// What an organisation hands to others for checking its members' signatures: NAME.pem. The
/// network's folder has those of the peers' organisations beside `profile`.
std::string roots_of(const std::string& profile, const test::TempFolder& folder) {
  namespace fs = std::filesystem;
  const fs::path files = fs::path(profile).parent_path();
  for (const char* msp :
       {"OperatorMSP", "CarrierMSP", "DataMSP", "BankHMSP", "BankSMSP", "Bank2MSP"})
    fs::copy(files / msp, folder.path() / msp, fs::copy_options::recursive);
  const fs::path orderer =
      files.parent_path().parent_path() / "fabric/crypto/ordererOrganizations/orderermsp.test/msp";
  fs::copy(orderer, folder.path() / "OrdererMSP", fs::copy_options::recursive);
  return folder.path();
}

}  // namespace

TEST_CASE("demo on Fabric: told to its end, and its servers answer until they are stopped") {
  test::RunningDemo demo({"--keep", "--fabric=" + line()});
  CHECK(demo.text().find("The network is Fabric " + line()) != std::string::npos);
  demo.read_to("The story is told: 68 steps");
  demo.read_to("CDI adapter");
  test::Process asked({test::program("tradelane"), "query", "finance:Get",
                       R"({"loanId":"000000000000000000000LOAN1"})", "--output", "json",
                       "--profile", demo.printed("--profile"), "--msp", demo.printed("--msp")});
  CHECK(asked.read_line().find("RELEASED") != std::string::npos);
  CHECK(asked.wait() == 0);
  // The orderer has signed each block, so nothing is left unchecked but what nobody has told.
  const test::TempFolder folder;
  const std::string roots = roots_of(demo.printed("--profile"), folder);
  CHECK(demo.prove_bill(roots, {"--policy", "AND(OperatorMSP,OR(others))"}) == 0);
  CHECK(demo.prove_bill(roots, {"--policy", "AND(OperatorMSP,Bank2MSP)"}) == 1);
  CHECK(demo.prove_bill(roots) == 6);
  REQUIRE(demo.family().size() == whole_family);
  demo.process().signal(SIGINT);
  CHECK(demo.process().wait() == 128 + SIGINT);
  CHECK(test::all_gone(demo.family()));
  CHECK(demo.left_nothing());
}

TEST_CASE("demo on Fabric: nothing runs when its terminal is closed, or when it is killed") {
  for (const int number : {SIGHUP, SIGKILL}) {
    CAPTURE(number);
    test::RunningDemo demo({"--fabric=" + line()});
    REQUIRE(demo.family().size() == whole_family);
    demo.process().signal(number);
    CHECK(demo.process().wait() == 128 + number);
    CHECK(test::all_end(demo.family()));
    if (number != SIGKILL) CHECK(demo.left_nothing());
  }
}

TEST_CASE(
    "demo on Fabric: nothing runs and nothing lies about when it is broken off at its start") {
  test::RunningDemo demo({"--fabric=" + line()}, "The network is");
  std::vector<pid_t> family;
  // Peers are there, chaincode is not.
  for (const test::Deadline deadline; family.size() < 8 && !deadline.is_over();)
    family = test::family_of(demo.process().pid());
  demo.process().signal(SIGTERM);
  CHECK(demo.process().wait() == 128 + SIGTERM);
  CHECK(family.size() >= 8);
  CHECK(test::all_gone(family));
  CHECK(demo.left_nothing());
}

TEST_CASE("demo on Fabric: a step that cannot be taken ends it, and says why") {
  test::RunningDemo demo({"--fabric=" + line()});
  REQUIRE(demo.family().size() == whole_family);
  for (const pid_t pid : demo.family())
    if (test::content_of("/proc/" + std::to_string(pid) + "/cmdline").find("/orderer") !=
        std::string::npos)
      ::kill(pid, SIGKILL);
  CHECK(demo.process().wait() == 1);
  CHECK(demo.errors().find("demo: orderer has ended") != std::string::npos);
  CHECK(test::all_gone(demo.family()));
  CHECK(demo.left_nothing());
}

TEST_CASE("demo on Fabric: nothing runs and nothing lies about when who plays it is killed") {
  test::RunningDemo demo({"--fabric=" + line()});
  ::kill(demo.family().front(), SIGKILL);
  CHECK(demo.process().wait() == 128 + SIGKILL);
  CHECK(test::all_end(demo.family()));
  CHECK(demo.left_nothing());
}
