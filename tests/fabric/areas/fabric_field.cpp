// SPDX-License-Identifier: Apache-2.0
// Fabric's own peers and orderer as the field of tests/adapters/gateway/areas.
#include "tests/adapters/gateway/areas/field.hpp"
#include "tests/fabric/fabric_backend.hpp"
#include "tests/fabric/network/endorsers.hpp"
#include "tests/fabric/network/lifecycle.hpp"
#include "tests/fabric/network/network.hpp"
#include "tests/fabric/network/node.hpp"
#include "tests/support/process.hpp"

namespace tradelane::test {

namespace {

/// A peer and a server for each of both organisations; either may endorse.
class Deployed {
 public:
  Deployed() : network_(plan_of_this_run(), {}) {
    const fabric::PackageIds packages = fabric::make_packages(plan(), definition_);
    for (const auto& [msp, id] : packages) servers_.push_back(serve(msp, id));
    fabric::define(plan(), definition_, packages);
    fabric::wait_for_endorsers(plan(), definition_);
  }

  Field field() const {
    return {.files = plan().files(), .channel = plan().channel, .chaincode = definition_.name};
  }

 private:
  static fabric::Plan plan_of_this_run() {
    const fabric::Line line = fabric::line_of_this_run();
    return {.folder = fabric::fresh_folder(),
            .line = line,
            .binaries = fabric::find_binaries(line).value(),
            .capability = line == fabric::Line::v3_1 ? "V3_0" : "V2_0",
            .msps = {one, two},
            .batch_ms = 20};
  }
  const fabric::Plan& plan() const { return network_.plan(); }

  fabric::Child serve(const std::string& msp, const std::string& package_id) const {
    fabric::Command command = fabric::server_command(plan(), definition_, msp, package_id);
    command.argv.front() = program("areas-chaincode");
    fabric::Child server(command, plan().log(msp + "-program"));
    fabric::wait_until("the chaincode server of " + msp + " answers", [&] {
      if (!server.is_running()) throw Fault("it has ended: " + fabric::tail(server.log()));
      return fabric::answers(plan().server_ports(msp).operations, "/readyz");
    });
    return server;
  }

  fabric::Network network_;
  const fabric::Definition definition_ = {.name = "program",
                                          .policy = "OR('" + one + ".peer','" + two + ".peer')"};
  std::vector<fabric::Child> servers_;
};

}  // namespace

const Field& field() {
  static const Deployed deployed;
  static const Field made = deployed.field();
  return made;
}

}  // namespace tradelane::test
