// SPDX-License-Identifier: Apache-2.0
#include "adapters/shanghai/feed.hpp"

#include "adapters/shanghai/decode.hpp"
#include "adapters/shanghai/map.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::shanghai {
namespace {

/// A cursor is the node's own text; nothing in it may end its place in the target.
std::string escaped(std::string_view text) {
  static constexpr std::string_view unreserved = "-._~";
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_digit(c) || is_upper(c) || is_lower(c) || unreserved.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.append({'%', digits[byte >> 4], digits[byte & 15]});
  }
  return out;
}

}  // namespace

std::string pull_target(std::string_view feed, std::string_view cursor, int limit) {
  return "/v1/feeds/" + escaped(feed) + "/records?cursor=" + escaped(cursor) +
         "&limit=" + std::to_string(limit);
}

Result<Pull> read_pull(std::string_view body) {
  const auto page = decode_page(body);
  if (!page) return page.error();
  Pull out{.cursor = page->next, .more = page->more};
  for (const NodeRecord& record : page->records)
    out.items.push_back({.id = crypto::sha256_hex(canonical(record.envelope)).text(),
                         .payload = canonical(to_json(record))});
  return out;
}

Result<Json> arguments_of(std::string_view payload) {
  const auto json = parse_json(payload, page_limits);
  const auto record = json ? from_json<NodeRecord>(*json) : json.error();
  if (!record) throw Fault("the inbox holds what is no record");
  return map(*record);
}

}  // namespace tradelane::shanghai
