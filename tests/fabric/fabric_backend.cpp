// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/fabric_backend.hpp"

#include "tests/fabric/network/endorsers.hpp"

namespace tradelane::fabric {

FabricBackend::FabricBackend(const scenario::Setting& setting)
    : network_(plan_of_the_story(setting, line_of_this_run(), fresh_folder()),
               users_of_the_story()) {
  const Plan& plan = network_.plan();
  const Definition definition = definition_of_the_story(setting, plan);
  const PackageIds packages = make_packages(plan, definition);
  for (const auto& [msp, id] : packages)
    servers_.push_back(start_server(plan, definition, msp, id));
  define(plan, definition, packages);
  wait_for_endorsers(plan, definition);
  clients_ = std::make_unique<scenario::GatewayBackend>(setting, plan.files(), heights_of(plan));
}

scenario::Receipt FabricBackend::submit(const scenario::Call& call) {
  return clients_->submit(call);
}
scenario::Receipt FabricBackend::query(const scenario::Call& call) { return clients_->query(call); }
std::string FabricBackend::mark() { return clients_->mark(); }

}  // namespace tradelane::fabric
