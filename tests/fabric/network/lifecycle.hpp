// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "tests/fabric/network/plan.hpp"

/// Chaincode on a running network: packages, servers, and the definition that all agree on.
namespace tradelane::fabric {

struct Definition {
  std::string name = "tradelane";
  std::string version = "1";
  int sequence = 1;
  /// A signature policy in Fabric's words; "" for the channel's own.
  std::string policy = {};
  /// A collections file; "" for none.
  std::string collections = {};
  /// Which ports its servers use.
  std::size_t slot = 0;
  /// The package's label; "" for name_version.
  std::string label = {};
};

/// By MSP.
using PackageIds = std::map<std::string, std::string>;

/// Writes a package for each organisation, with the address of its own server and mutual TLS, by
/// `tradelane package`: FOLDER/packages/<MSP>-<label>.tar.gz.
PackageIds make_packages(const Plan& plan, const Definition& definition);

/// The `tradelane-chaincode` of an organisation's package.
Command server_command(const Plan& plan, const Definition& definition, const std::string& msp,
                       const std::string& package_id);

/// A running `tradelane-chaincode` for an organisation's package; ready when this returns.
Child start_server(const Plan& plan, const Definition& definition, const std::string& msp,
                   const std::string& package_id, const std::vector<std::string>& flags = {});

/// Installs the packages, has every organisation approve and commits.
void define(const Plan& plan, const Definition& definition, const PackageIds& packages);

/// What the section "On your own Fabric network" of the README has its reader set.
std::map<std::string, std::string> operator_environment(const Plan& plan, const std::string& msp);

/// Of the demo: the operator and any one of the others. With one organisation, that one.
std::string policy_of_the_operator(const std::vector<std::string>& msps);

}  // namespace tradelane::fabric
