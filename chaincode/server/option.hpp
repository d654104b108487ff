// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include "chaincode/server/config.hpp"

/// What a key of the configuration is, and the kinds of keys that there are.
namespace tradelane::server {

/// Both ends included.
struct Range {
  std::int64_t least;
  std::int64_t most;
};

/// One key: what it is called in the file and as a flag, which environment names mean the same, and
/// the member of the configuration behind it.
struct Option {
  std::string name;
  /// Under which heading help shows it.
  std::string group = {};
  /// Our own name first, then those of Fabric's samples and shims. The first one that is set
  /// counts.
  std::vector<std::string> environment;
  std::string unit;
  std::string help;
  std::function<Result<>(Config&, const std::string&)> set;
  std::function<std::string(const Config&)> get;
  bool is_repeatable = false;
  /// Other names of the flag, those of Fabric's shims.
  std::vector<std::string> flags = {};
  /// Of a number.
  std::optional<Range> range = {};

  std::string standard() const { return get(Config{}); }
};

/// What every kind of key has.
struct Named {
  std::string name;
  std::string help;
  std::vector<std::string> aliases = {};  // of `TRADELANE_<NAME>`, in the environment
};

/// `key: why`. What a value is quoted with `shown`, so that it is one line.
Error bad_value(const std::string& name, const std::string& why);
/// The same for an address that `key` names, with what to do about it.
Error cannot_listen(const std::string& key, const Error& why);
/// In quotes, without line breaks, and not longer than a line.
std::string shown(const std::string& text);

/// ARG_MALFORMED unless `text` is a decimal number of `range`.
Result<std::int64_t> parse_number(const std::string& name, const std::string& text, Range range);
/// `127.0.0.1:9999`, `[::1]:9999`; `:9999` is every address of IPv4.
Result<Endpoint> parse_endpoint(const std::string& name, const std::string& text);
/// The entries between commas.
std::vector<std::string> parse_list(const std::string& text);
std::string joined_list(const std::set<std::string>& entries);

Option make_option(Named named, std::string unit,
                   std::function<Result<>(Config&, const std::string&)> set,
                   std::function<std::string(const Config&)> get);
Option text_option(Named named, std::string Config::*member);

/// Entries with commas between; `member` is a set of texts.
template <typename Member>
Option list_option(Named named, std::string unit, Member member) {
  const auto set = [=](Config& config, const std::string& text) -> Result<> {
    const auto entries = parse_list(text);
    member(config) = {entries.begin(), entries.end()};
    member(config).erase("");
    return Done{};
  };
  const auto get = [=](const Config& config) { return joined_list(member(config)); };
  Option out = make_option(std::move(named), std::move(unit), set, get);
  out.is_repeatable = true;
  return out;
}

/// The path of a file, never its content: a value that looks like one is refused and not shown.
Option file_option(Named named, std::string Config::*member);

/// `member` gives the number to read or write, in a configuration that may be const.
template <typename Member>
Option count_option(Named named, std::string unit, Range range, Member member) {
  const std::string name = named.name;
  const auto set = [=](Config& config, const std::string& text) -> Result<> {
    const auto value = parse_number(name, text, range);
    if (!value) return value.error();
    member(config) = static_cast<std::remove_reference_t<decltype(member(config))>>(*value);
    return Done{};
  };
  const auto get = [=](const Config& config) {
    return std::to_string(static_cast<std::int64_t>(member(config)));
  };
  Option out = make_option(std::move(named), std::move(unit), set, get);
  out.range = range;
  return out;
}

/// As `count_option`, for a duration.
template <typename Member>
Option seconds_option(Named named, Range range, Member member) {
  const std::string name = named.name;
  const auto set = [=](Config& config, const std::string& text) -> Result<> {
    const auto value = parse_number(name, text, range);
    if (!value) return value.error();
    member(config) = std::chrono::seconds(*value);
    return Done{};
  };
  const auto get = [=](const Config& config) {
    const auto value = std::chrono::duration_cast<std::chrono::seconds>(member(config));
    return std::to_string(value.count());
  };
  Option out = make_option(std::move(named), "seconds", set, get);
  out.range = range;
  return out;
}

}  // namespace tradelane::server
