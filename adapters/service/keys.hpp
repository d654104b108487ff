// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "chaincode/base/log.hpp"
#include "chaincode/base/result.hpp"

/// The configuration of an adapter's process: a struct with its defaults, and the keys that are
/// written into it once, file < environment < flags.
namespace tradelane::service {

/// A numeric address and a port; port 0 takes a free one.
struct Address {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::string text() const { return host + ":" + std::to_string(port); }
  bool operator==(const Address&) const = default;
};

/// What is written into one member of a configuration. Secrets are never values: a key names the
/// file or folder that they are in.
struct Key {
  std::string name;
  std::string unit;
  std::string help;
  std::function<Result<>(const std::string&)> set;
  /// As it stands now; the default as long as nothing was set.
  std::function<std::string()> get;
  bool repeatable = false;

  /// `TRADELANE_LOG_LEVEL` of log-level.
  std::string environment() const;
};

using Values = std::map<std::string, std::string>;

/// The keys of one configuration, in the order in which help prints them. Refers to the members
/// that were added, which outlive it.
class Keys {
 public:
  void add_text(const std::string& name, const std::string& unit, const std::string& help,
                std::string& into);
  /// Separated by commas, or given several times.
  void add_list(const std::string& name, const std::string& unit, const std::string& help,
                std::vector<std::string>& into);
  /// From `least` to `most`, both included.
  void add_number(const std::string& name, const std::string& unit, const std::string& help,
                  std::int64_t& into, std::int64_t least, std::int64_t most);
  void add_address(const std::string& name, const std::string& help, Address& into);
  void add_level(const std::string& name, const std::string& help, LogLevel& into);

  const std::vector<Key>& all() const { return keys_; }

  /// ARG_MALFORMED names the key, what is wrong with it and how to mend it.
  Result<> set(const Values& values) const;
  /// `key = value` lines.
  std::string print() const;

 private:
  std::vector<Key> keys_;
};

/// With commas, as a list is given.
std::string joined(const std::vector<std::string>& items);

/// The values of a configuration file: one JSON object of texts, numbers and lists of texts.
Result<Values> read_file_values(const std::string& text);

/// What the environment says of these keys; a variable that is empty says nothing.
Values environment_values(const Keys& keys, const std::map<std::string, std::string>& environment);

}  // namespace tradelane::service
