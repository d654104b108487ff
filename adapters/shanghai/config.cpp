// SPDX-License-Identifier: Apache-2.0
#include "adapters/shanghai/config.hpp"

#include <algorithm>
#include <set>

#include "chaincode/base/id.hpp"

namespace tradelane::shanghai {
namespace {

constexpr std::size_t longest_feed = 32;

Error bad(const std::string& name, const std::string& why) {
  return refuse(Code::arg_malformed, "", name + ": " + why);
}

bool is_feed(const std::string& text) {
  const auto fits = [](char c) { return is_lower(c) || is_digit(c) || c == '-'; };
  return !text.empty() && text.size() <= longest_feed &&
         std::all_of(text.begin(), text.end(), fits);
}

}  // namespace

service::Keys keys_of(Config& config) {
  service::Keys keys;
  keys.add_text("node", "URL", "the data node: https://host:port, or http:// on loopback",
                config.node);
  keys.add_text("node-roots", "FILE", "authorities of the node's certificate, PEM; with https",
                config.node_roots);
  keys.add_text("node-certificate", "FILE", "our certificate for the node, PEM; with its key",
                config.node_certificate);
  keys.add_text("node-key", "FILE", "its key, PEM", config.node_key);
  keys.add_text("node-token", "FILE", "a Bearer token for the node", config.node_token);
  keys.add_list("feed", "ID", "a feed of the node; may be given several times", config.feeds);
  keys.add_number("poll-ms", "milliseconds", "between two questions when there was nothing more",
                  config.poll_ms, 10, 3'600'000);
  keys.add_number("page", "records", "asked for at once", config.page, 1, 1'000);
  service::add_keys(keys, config.common);
  return keys;
}

Result<> check(const Config& config) {
  if (config.node.empty()) return bad("node", "it is missing; see --help");
  if (config.feeds.empty()) return bad("feed", "it is missing; see --help");
  std::set<std::string> seen;
  for (const std::string& feed : config.feeds) {
    if (!is_feed(feed))
      return bad("feed", "1 to 32 of a-z, 0-9 and - are needed, not \"" + feed + "\"");
    if (!seen.insert(feed).second) return bad("feed", "\"" + feed + "\" is given twice");
  }
  return service::check(config.common);
}

http::ClientOptions node_options(const Config& config) {
  return {.url = config.node,
          .roots_file = config.node_roots,
          .certificate_file = config.node_certificate,
          .key_file = config.node_key,
          .token_file = config.node_token};
}

}  // namespace tradelane::shanghai
