// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "chaincode/base/result.hpp"
#include "tests/fabric/network/binaries.hpp"
#include "tests/fabric/network/child.hpp"

/// A network of Fabric's own processes, as a value: who takes part, on which ports, where its files
/// are. Everything else follows from it, so that any process can look after a running network.
namespace tradelane::fabric {

struct Ports {
  std::uint16_t listen = 0;
  /// Of a peer: where it would accept chaincode. Of the orderer: its admin service.
  std::uint16_t other = 0;
  std::uint16_t operations = 0;
};

struct Plan {
  /// Everything is below it: files, data and logs.
  std::string folder = {};
  Line line = Line::v3_1;
  /// Fabric's programs of that line.
  std::string binaries = {};
  std::string channel = "trade";
  /// Of the channel: "V2_0", or "V3_0", with which nodes of 3.x also verify Ed25519.
  std::string capability = "V2_0";
  /// One to six organisations with one peer each.
  std::vector<std::string> msps = {};
  /// Of a `PortBlock`.
  std::uint16_t first_port = 0;
  /// How long the orderer waits for more before it cuts a block, and how much it takes.
  std::uint32_t batch_ms = 100;
  std::uint32_t batch_count = 100;
  std::uint32_t execute_timeout_ms = 30'000;
  /// How long a silent peer counts as there; on a busy machine one is silent for seconds.
  std::uint32_t alive_expiration_ms = 30'000;
  /// How long a block waits for private data that a peer lacks. What comes later is lost for good
  /// where nobody else may have it; what nobody has delays each such block by so much.
  std::uint32_t private_data_ms = 5'000;

  std::string program(const std::string& name) const { return binaries + "/" + name; }
  std::string file(const std::string& name) const { return folder + "/" + name; }
  /// In the layout of tradelane-devpeer --out: chaincode/devpeer/organisations.hpp.
  std::string files() const { return file("net"); }
  std::string log(const std::string& name) const { return file("logs/" + name + ".log"); }

  Ports orderer_ports() const;
  Ports peer_ports(const std::string& msp) const;
  /// Of the chaincode servers of an organisation: `slot` 0, 1 or 2.
  Ports server_ports(const std::string& msp, std::size_t slot = 0) const;
};

inline constexpr const char* orderer_msp = "OrdererMSP";
inline constexpr std::size_t most_servers_of_a_peer = 3;

/// "CarrierMSP" → "carriermsp.test"
std::string domain_of(const std::string& msp);
/// "127.0.0.1:20010"
std::string address(std::uint16_t port);

/// ARG_MALFORMED says why there can be no such network.
Result<> check(const Plan& plan);

/// FOLDER/network.json
void save(const Plan& plan);
Plan load(const std::string& folder);

/// Fabric's `peer` with these arguments as an organisation's administrator, at its own peer.
Command as_admin(const Plan& plan, const std::string& msp, std::vector<std::string> arguments);
/// What that needs in the environment of a shell.
std::map<std::string, std::string> admin_environment(const Plan& plan, const std::string& msp);

}  // namespace tradelane::fabric
