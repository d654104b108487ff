// SPDX-License-Identifier: Apache-2.0
#include "chaincode/ledger/key.hpp"

#include <algorithm>

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
  std::size_t size = type.size() + 2;
  for (const std::string& part : parts) size += part.size() + 1;
  std::string out;
  out.reserve(size);
  out.push_back('\0');
  append_part(out, type);
  for (const std::string& part : parts) append_part(out, part);
  return out;
}

std::optional<std::pair<std::string, std::vector<std::string>>> split_key(std::string_view key) {
  if (key.size() < 3 || key.front() != '\0' || key.back() != '\0') return std::nullopt;
  const auto end_of_type = key.find('\0', 1);
  if (end_of_type == 1) return std::nullopt;
  auto rest = key.substr(end_of_type + 1);
  std::vector<std::string> parts;
  parts.reserve(static_cast<std::size_t>(std::count(rest.begin(), rest.end(), '\0')));
  for (auto end = rest.find('\0'); end != rest.npos; end = rest.find('\0')) {
    parts.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  return std::pair{std::string(key.substr(1, end_of_type - 1)), std::move(parts)};
}

}  // namespace tradelane::ledger
