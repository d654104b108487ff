// SPDX-License-Identifier: Apache-2.0
// The example on Fabric's own peers, deployed and called with Fabric's own command.
#include <doctest/doctest.h>

#include "tests/fabric/fabric_backend.hpp"
#include "tests/fabric/network/configuration.hpp"
#include "tests/fabric/network/lifecycle.hpp"
#include "tests/fabric/network/network.hpp"
#include "tests/fabric/network/node.hpp"
#include "tests/install/example.hpp"
#include "tests/support/log_file.hpp"

using namespace tradelane;
using namespace tradelane::fabric;

namespace {

/// Two organisations, each with the example as its chaincode server; both must endorse.
class Deployment {
 public:
  Deployment() : network_(plan_of_this_run(), {}) {
    const PackageIds packages = make_packages(plan(), definition_);
    for (const auto& [msp, id] : packages) servers_.push_back(serve(msp, id));
    define(plan(), definition_, packages);
  }

  /// What `peer chaincode query` prints, as the administrator of `msp` at its own peer.
  std::string query(const std::string& msp, const std::string& call) {
    return printed(msp, {"chaincode", "query", "--channelID", plan().channel, "--name",
                         definition_.name, "--ctor", call});
  }

  /// What `peer chaincode invoke` prints; both peers endorse, and the block is waited for.
  std::string invoke(const std::string& call) {
    std::vector<std::string> words{"chaincode",
                                   "invoke",
                                   "--channelID",
                                   plan().channel,
                                   "--name",
                                   definition_.name,
                                   "--ctor",
                                   call,
                                   "--orderer",
                                   address(plan().orderer_ports().listen),
                                   "--tls",
                                   "--cafile",
                                   orderer_material(plan()) + "/tls/ca.crt",
                                   "--waitForEvent"};
    for (const std::string& msp : plan().msps)
      words.insert(words.end(),
                   {"--peerAddresses", address(plan().peer_ports(msp).listen), "--tlsRootCertFiles",
                    plan().files() + "/" + msp + "/peer/tls/ca.crt"});
    return printed(plan().msps.front(), words);
  }

 private:
  static Plan plan_of_this_run() {
    const Line line = line_of_this_run();
    return {.folder = fresh_folder(),
            .line = line,
            .binaries = find_binaries(line).value(),
            .msps = {"OneMSP", "TwoMSP"}};
  }
  const Plan& plan() const { return network_.plan(); }

  Child serve(const std::string& msp, const std::string& package_id) const {
    Command command = server_command(plan(), definition_, msp, package_id);
    command.argv.front() = test::example().program();
    Child server(command, plan().log(msp + "-" + definition_.name));
    wait_until("the example of " + msp + " answers", [&] {
      if (!server.is_running()) throw Fault("it has ended: " + tail(server.log()));
      return answers(plan().server_ports(msp).operations, "/readyz");
    });
    return server;
  }

  std::string printed(const std::string& msp, const std::vector<std::string>& words) {
    const std::string log = plan().log("call-" + std::to_string(++calls_));
    run(as_admin(plan(), msp, words), log);
    return test::content_of(log);
  }

  Network network_;
  const Definition definition_ = {.name = "basic", .policy = "AND('OneMSP.peer','TwoMSP.peer')"};
  std::vector<Child> servers_;
  int calls_ = 0;
};

bool has(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("install: the example on Fabric's own peers") {
  Deployment fabric;
  fabric.invoke(R"({"Args":["InitLedger"]})");
  CHECK(has(fabric.query("TwoMSP", R"({"Args":["ReadAsset","asset3"]})"),
            R"({"AppraisedValue":500,"Color":"green","ID":"asset3","Owner":"Jin Soo","Size":10})"));
  fabric.invoke(R"({"Args":["CreateAsset","asset7","violet","5","Wing","300"]})");
  fabric.invoke(R"({"Args":["TransferAsset","asset7","Mei"]})");
  fabric.invoke(R"({"Args":["DeleteAsset","asset1"]})");
  const auto all = fabric.query("OneMSP", R"({"Args":["GetAllAssets"]})");
  CHECK(has(all, R"("ID":"asset7","Owner":"Mei")"));
  CHECK_FALSE(has(all, R"("ID":"asset1")"));
  const auto history = fabric.query("OneMSP", R"({"Args":["GetAssetHistory","asset7"]})");
  CHECK(history.find(R"("Owner":"Mei")") < history.find(R"("Owner":"Wing")"));
  CHECK(has(history, R"("Owner":"Wing")"));
  CHECK_THROWS_WITH(fabric.invoke(R"({"Args":["TransferAsset","asset1","Mei"]})"),
                    doctest::Contains("ASSET_UNKNOWN: there is no asset asset1"));
}
