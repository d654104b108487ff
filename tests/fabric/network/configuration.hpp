// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/codec/json.hpp"
#include "tests/fabric/network/plan.hpp"

/// What Fabric's programs are told: only what a small network on one machine needs. The lines 3.1
/// and 2.5 differ in one key. JSON is YAML, so the files are written by our own JSON writer.
namespace tradelane::fabric {

Json crypto_configuration(const Plan& plan);
Json channel_configuration(const Plan& plan);
Json orderer_configuration(const Plan& plan);
Json peer_configuration(const Plan& plan, const std::string& msp);

/// FOLDER/cfg/{crypto,configtx,orderer}.yaml, FOLDER/cfg/<MSP>/core.yaml, and the programs of the
/// external builder in FOLDER/builder/bin.
void write_configuration(const Plan& plan);

/// The name of the profile in configtx.yaml.
inline constexpr const char* profile = "Trade";

/// Where cryptogen puts the material of a node: "<folder>/{msp,tls}".
std::string orderer_material(const Plan& plan);
std::string organisation_material(const Plan& plan, const std::string& msp);
/// `host` is "peer0" or "chaincode".
std::string host_material(const Plan& plan, const std::string& msp, const std::string& host);

}  // namespace tradelane::fabric
