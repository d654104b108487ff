// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chaincode/base/log.hpp"
#include "chaincode/base/result.hpp"
#include "chaincode/devpeer/gateway_service.hpp"
#include "chaincode/devpeer/organisations.hpp"

namespace tradelane::devpeer {

struct ChaincodeDefinition {
  std::string name = {};
  std::string package_id = {};
  /// `host:port` of its server.
  std::string address = {};
  /// Its endorsement policy; empty: that of all.
  std::string policy = {};
  /// Fabric's collections file; empty: implicit collections only.
  std::string collections = {};
};

/// The configuration of tradelane-devpeer, filled once: file < environment < flags.
struct Config {
  std::vector<std::string> organisations = {};
  /// Those of them that bring their own certificates.
  std::vector<GivenOrganisation> given = {};
  std::vector<User> users = {};
  std::vector<ChaincodeDefinition> chaincodes = {};
  std::string channel = "trade";
  std::string policy = {};
  std::string out = {};
  /// Empty: everything in memory.
  std::string data = {};
  std::uint16_t listen_base = 0;
  std::uint16_t operations_port = 0;
  ClientAuthentication clients = ClientAuthentication::optional;
  bool chaincode_tls = true;
  bool announce_batches = true;
  std::uint32_t batch_count = 10;
  std::uint32_t batch_bytes = 2 * 1024 * 1024;
  std::uint32_t batch_ms = 20;
  std::uint32_t dial_timeout_ms = 3'000;
  std::uint32_t startup_timeout_ms = 10'000;
  std::uint32_t execute_timeout_ms = 30'000;
  std::uint32_t keepalive_ms = 0;
  std::uint32_t time_window_s = 900;
  LogLevel log_level = LogLevel::info;
  bool create_only = false;
  /// Name and count, as devpeer::Faults has them.
  std::vector<std::pair<std::string, std::uint64_t>> faults = {};
};

struct CommandLine {
  Config config = {};
  /// Text to print and stop with: help, version, or the configuration that counts.
  std::optional<std::string> stop_with = {};
};

/// ARG_MALFORMED names the flag, what is wrong with it and how to mend it.
Result<CommandLine> parse_command_line(const std::vector<std::string>& arguments);

}  // namespace tradelane::devpeer
