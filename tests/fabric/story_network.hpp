// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "tests/fabric/network/lifecycle.hpp"
#include "tests/fabric/network/network.hpp"
#include "tests/scenario/gateway_backend.hpp"

/// The network of story.md on Fabric's own processes: six organisations with a peer each.
namespace tradelane::fabric {

/// The line's programs must be here. `folder` as for `Network`.
Plan plan_of_the_story(const scenario::Setting& setting, Line line, std::string folder);
std::vector<devpeer::User> users_of_the_story();
Definition definition_of_the_story(const scenario::Setting& setting, const Plan& plan);

/// By the operations ports of the peers.
scenario::Heights heights_of(const Plan& plan);

}  // namespace tradelane::fabric
