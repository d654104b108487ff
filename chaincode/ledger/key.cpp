// SPDX-License-Identifier: Apache-2.0
#include "chaincode/ledger/key.hpp"

#include "chaincode/base/bytes.hpp"
#include "chaincode/base/result.hpp"

namespace tradelane::ledger {
namespace {

constexpr std::string_view highest = "\xf4\x8f\xbf\xbf";

void append_part(std::string& out, std::string_view part) {
  if (!fits_a_key(part)) throw Fault("a part of a composite key is not allowed: " + to_hex(part));
  out.append(part).push_back('\0');
}

}  // namespace

bool fits_a_key(std::string_view part) {
  return is_utf8(part) && part.find('\0') == std::string_view::npos &&
         part.find(highest) == std::string_view::npos;
}

std::string composite_key(std::string_view type, const std::vector<std::string>& parts) {
  if (type.empty()) throw Fault("a composite key needs a type");
  std::string out(1, '\0');
  append_part(out, type);
  for (const std::string& part : parts) append_part(out, part);
  return out;
}

std::optional<std::pair<std::string, std::vector<std::string>>> split_key(std::string_view key) {
  if (key.size() < 3 || key.front() != '\0' || key.back() != '\0') return std::nullopt;
  std::vector<std::string> parts;
  for (std::size_t at = 1; at < key.size();) {
    const auto end = key.find('\0', at);
    parts.emplace_back(key.substr(at, end - at));
    at = end + 1;
  }
  if (parts.front().empty()) return std::nullopt;
  std::string type = std::move(parts.front());
  parts.erase(parts.begin());
  return std::pair{std::move(type), std::move(parts)};
}

}  // namespace tradelane::ledger
