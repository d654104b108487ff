// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/secrets.hpp"

#include <algorithm>

#include "tests/scenario/steps.hpp"
#include "tests/support/feeds.hpp"

namespace tradelane::scenario {
namespace {

constexpr std::size_t longest_opening = 1024 * 1024;

using Texts = std::set<std::string>;

/// Each leaf of `json` as its text.
void leaves(const Json& json, Texts& out) {
  if (const auto* object = json.as_object()) {
    for (const auto& [name, member] : *object) leaves(member, out);
  } else if (const auto* array = json.as_array()) {
    for (const Json& element : *array) leaves(element, out);
  } else if (const auto* text = json.as_string()) {
    out.insert(*text);
  } else if (const auto* number = json.as_number()) {
    out.insert(number->text);
  }
}

/// Words that stand in private values and are no secret by themselves: codes of standards, states,
/// days, ids of parties, and the number of a bill, which is a part of its id.
bool is_public_word(const std::string& text) {
  static const Texts words{"TSTCSHA2603001", "TSTCSHA2603002", "RELEASED", "ISSUED"};
  if (words.contains(text) || text.size() < 3 || Date::parse(text)) return true;
  return PartyId::parse(text).has_value() ||
         (text.size() <= 4 && std::all_of(text.begin(), text.end(), is_upper));
}

}  // namespace

Json parsed(const test::Opening& opening) {
  auto json = parse_json(opening.bytes, {.string_bytes = longest_opening});
  if (!json) throw Fault("an opening is not JSON");
  return std::move(*json);
}

std::string name_of(const test::Opening& opening) {
  const Json json = parsed(opening);
  for (const auto& [name, value] : *json.as_object())
    if (name != "salt") return name;
  throw Fault("an opening without a value");
}

void Secrets::add(const test::Opening& opening) {
  openings.emplace(opening.commitment.text(), opening);
  Texts all;
  leaves(parsed(opening), all);
  for (const std::string& leaf : all)
    if (!is_public_word(leaf)) canaries.insert(leaf);
}

Secrets secrets_of_the_story(const Setting& setting) {
  Secrets out;
  for (const Step& step : story(setting))
    for (const test::Opening& opening : step.openings) out.add(opening);
  out.add(test::declaration_opening("D2"));
  for (const char* object : {"G1", "P1"}) out.add(test::event_opening(object));
  return out;
}

bool is_long(const std::string& canary) {
  const bool hex = canary.find_first_not_of("0123456789abcdef") == std::string::npos;
  return canary.size() >= (hex ? 12 : 7);
}

bool shows(const std::string& published, const std::string& canary) {
  if (is_long(canary)) return published.find(canary) != std::string::npos;
  for (auto at = published.find(canary); at != std::string::npos;
       at = published.find(canary, at + 1)) {
    const char before = at == 0 ? ' ' : published[at - 1];
    const auto end = at + canary.size();
    const char after = end == published.size() ? ' ' : published[end];
    if (std::string_view(":\"[, ").find(before) != std::string_view::npos &&
        std::string_view("\",]} ").find(after) != std::string_view::npos)
      return true;
  }
  return false;
}

}  // namespace tradelane::scenario
