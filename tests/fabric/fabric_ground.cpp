// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/fabric_ground.hpp"

#include "tests/fabric/network/endorsers.hpp"
#include "tests/fabric/story_network.hpp"

namespace tradelane::fabric {
namespace {

class FabricGround : public scenario::Ground {
 public:
  FabricGround(Line line, const std::string& folder, const scenario::Setting& setting)
      : network_(plan_of_the_story(setting, line, folder), users_of_the_story()),
        definition_(definition_of_the_story(setting, plan())),
        packages_(make_packages(plan(), definition_)) {}

  std::string files() const override { return plan().files(); }

  std::vector<scenario::Server> servers() const override {
    std::vector<scenario::Server> out;
    for (const auto& [msp, id] : packages_)
      out.push_back({.name = "chaincode-" + msp,
                     .command = server_command(plan(), definition_, msp, id).argv});
    return out;
  }

  void open() override {
    define(plan(), definition_, packages_);
    wait_for_endorsers(plan(), definition_);
  }

  void check() override {
    network_.must_run("orderer");
    for (const std::string& msp : plan().msps) network_.must_run(msp);
  }

  scenario::Heights heights() const override { return heights_of(plan()); }
  std::string logs() const override { return plan().file("logs"); }

 private:
  const Plan& plan() const { return network_.plan(); }

  Network network_;
  Definition definition_;
  PackageIds packages_;
};

}  // namespace

std::unique_ptr<scenario::Ground> fabric_ground(Line line, const std::string& folder,
                                                const scenario::Setting& setting) {
  return std::make_unique<FabricGround>(line, folder, setting);
}

}  // namespace tradelane::fabric
