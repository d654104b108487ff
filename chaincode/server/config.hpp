// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "chaincode/base/log.hpp"
#include "chaincode/base/result.hpp"

/// The configuration of tradelane-chaincode: one struct, filled once, file < environment < flags.
namespace tradelane::server {

struct Config {
  std::string package_id = {};
  std::string listen_host = "127.0.0.1";
  std::uint16_t listen_port = 0;
  bool tls = true;
  std::string tls_certificate = {};  // paths of PEM files
  std::string tls_key = {};
  std::string tls_client_roots = {};
  std::string operations_host = "127.0.0.1";
  std::uint16_t operations_port = 0;
  LogLevel log_level = LogLevel::info;
  std::int64_t deadline_s = 29;
  std::int64_t drain_s = 35;
  std::int64_t time_window_s = 600;
  std::int64_t message_bytes = 16 * 1024 * 1024;
  std::int64_t transactions = 2500;
};

/// One key: how it is called in the file and as a flag, which environment names mean the same.
struct Option {
  std::string name;
  /// The first one that is set counts.
  std::vector<std::string> environment;
  std::string standard;
  std::string unit;
  std::string help;
};

/// Every key, in the order in which help prints them.
const std::vector<Option>& options();

using Values = std::map<std::string, std::string>;

/// The values of a configuration file: one JSON object of texts, numbers and booleans.
/// ARG_MALFORMED names what cannot be read and every key that is unknown.
Result<Values> read_file_values(const std::string& text);
/// What the environment says, by the names of the samples, of Fabric's own shims and of operators.
Values environment_values(const std::map<std::string, std::string>& environment);

/// Later layers win. ARG_MALFORMED names the key, what is wrong with it and how to mend it.
Result<Config> make_config(const std::vector<Values>& layers);

/// `key = value` lines of what counts; the path of a key file is shown, its content never.
std::string print(const Config& config);

}  // namespace tradelane::server
