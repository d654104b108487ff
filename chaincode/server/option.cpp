// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/option.hpp"

#include <algorithm>
#include <charconv>

namespace tradelane::server {
namespace {

/// `TRADELANE_LOG_LEVEL` of log-level.
std::string environment_name(const std::string& name) {
  std::string out = "TRADELANE_";
  for (const char c : name)
    out += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

}  // namespace

Error bad_value(const std::string& name, const std::string& why) {
  return refuse(Code::arg_malformed, "", name + ": " + why);
}

Error cannot_listen(const std::string& key, const Error& why) {
  return bad_value(key, why.detail + "; give an address of this machine, and a port that is free");
}

std::string shown(const std::string& text) {
  constexpr std::size_t most = 100;
  std::string out = text.size() <= most ? text : text.substr(0, most) + "...";
  const auto breaks_line = [](unsigned char c) { return c < ' ' || c == 0x7f; };
  std::replace_if(out.begin(), out.end(), breaks_line, '?');
  return '"' + out + '"';
}

Result<std::int64_t> parse_number(const std::string& name, const std::string& text, Range range) {
  std::int64_t value = 0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc{} || end != last || value < range.least || value > range.most)
    return bad_value(name, "a number from " + std::to_string(range.least) + " to " +
                               std::to_string(range.most) + " is needed, not " + shown(text));
  return value;
}

Result<Endpoint> parse_endpoint(const std::string& name, const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos)
    return bad_value(name, "ADDRESS:PORT is needed, such as 127.0.0.1:9999, not " + shown(text));
  const auto port = parse_number(name, text.substr(colon + 1), {0, 65'535});
  if (!port) return port.error();
  std::string host = text.substr(0, colon);
  if (host.size() > 1 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  if (host.empty()) host = "0.0.0.0";
  return Endpoint{.host = std::move(host), .port = static_cast<std::uint16_t>(*port)};
}

std::vector<std::string> parse_list(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    out.push_back(text.substr(at, comma - at));
    at = comma + 1;
  }
  return out;
}

std::string joined_list(const std::set<std::string>& entries) {
  std::string out;
  for (const std::string& entry : entries) out += (out.empty() ? "" : ",") + entry;
  return out;
}

Option make_option(Named named, std::string unit,
                   std::function<Result<>(Config&, const std::string&)> set,
                   std::function<std::string(const Config&)> get) {
  named.aliases.insert(named.aliases.begin(), environment_name(named.name));
  return {.name = std::move(named.name),
          .environment = std::move(named.aliases),
          .unit = std::move(unit),
          .help = std::move(named.help),
          .set = std::move(set),
          .get = std::move(get)};
}

Option text_option(Named named, std::string Config::*member) {
  const auto set = [member](Config& config, const std::string& text) -> Result<> {
    config.*member = text;
    return Done{};
  };
  return make_option(std::move(named), "TEXT", set,
                     [member](const Config& config) { return config.*member; });
}

Option file_option(Named named, std::string Config::*member) {
  const std::string name = named.name;
  const auto set = [name, member](Config& config, const std::string& path) -> Result<> {
    if (path.find_first_of("\r\n") != std::string::npos ||
        path.find("-----BEGIN") != std::string::npos)
      return bad_value(name, "the path of a file is needed, not what stands in it");
    config.*member = path;
    return Done{};
  };
  return make_option(std::move(named), "FILE", set,
                     [member](const Config& config) { return config.*member; });
}

}  // namespace tradelane::server
