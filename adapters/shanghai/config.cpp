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
  service::add_keys(keys, config.node);
  keys.add_list("feed", "ID", "a feed of the node; may be given several times", config.feeds);
  keys.add_number("poll-ms", "milliseconds", "between two questions when there was nothing more",
                  config.poll_ms, 10, 3'600'000);
  keys.add_number("page", "records", "asked for at once", config.page, 1, 1'000);
  service::add_keys(keys, config.common);
  return keys;
}

Result<> check(const Config& config) {
  if (const auto named = service::check(config.node); !named) return named.error();
  if (config.feeds.empty()) return bad("feed", "it is missing; see --help");
  std::set<std::string> seen;
  for (const std::string& feed : config.feeds) {
    if (!is_feed(feed))
      return bad("feed", "1 to 32 of a-z, 0-9 and - are needed, not \"" + feed + "\"");
    if (!seen.insert(feed).second) return bad("feed", "\"" + feed + "\" is given twice");
  }
  return service::check(config.common);
}

}  // namespace tradelane::shanghai
