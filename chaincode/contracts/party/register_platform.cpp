// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chaincode/contracts/party/code_lists.hpp"
#include "chaincode/contracts/party/key_ring.hpp"
#include "chaincode/contracts/party/keys.hpp"
#include "chaincode/contracts/party/verbs.hpp"

namespace tradelane::party {
namespace {

constexpr std::size_t most_aliases = 16;
constexpr std::size_t longest_code = 150;

/// The platform's codes in all lists, its own first.
std::vector<ListedCode> codes_of(const RegisterPlatform& in) {
  std::vector<ListedCode> out{{.list = in.list, .code = in.code}};
  out.insert(out.end(), in.aliases.begin(), in.aliases.end());
  return out;
}

bool has_form(const ListedCode& one) {
  return is_list_provider(one.list) && !one.code.empty() && one.code.size() <= longest_code &&
         ledger::fits_a_key(one.code);
}

bool are_formed(const RegisterPlatform& in) {
  const auto codes = codes_of(in);
  return has_platform_form(in.code) && (in.list == "DCSA" || in.list == "ZZZ") &&
         (in.list != "DCSA" || is_dcsa_platform(in.code)) && in.aliases.size() <= most_aliases &&
         std::all_of(codes.begin(), codes.end(), has_form);
}

/// A code stands for one thing: not for another platform, not in two lists, and what is agreed upon
/// does not shadow what DCSA has given out.
Result<> check_codes(const RegisterPlatform& in, const Context& tx) {
  const auto codes = codes_of(in);
  std::vector<std::string> places;
  for (const ListedCode& one : codes) places.push_back(key::platform_code(one.code).text());
  tx.ledger.load_all(places);
  for (auto one = codes.begin(); one != codes.end(); ++one) {
    const auto has_it = [&](const ListedCode& other) { return other.code == one->code; };
    const bool shadows = one->list != "DCSA" && is_dcsa_platform(one->code);
    const auto known = tx.ledger.find(key::platform_code(one->code));
    const PlatformCode mine{.list = one->list, .platform = in.code};
    if (shadows || std::any_of(codes.begin(), one, has_it) || (known && *known != mine))
      return refuse(Code::ebl_code_ambiguous, "P37", one->code);
  }
  return Done{};
}

Platform described(const RegisterPlatform& in) {
  return {.code = in.code, .list = in.list, .aliases = in.aliases, .keys = in.keys};
}

/// The field that a registration cannot change; empty when only keys are new.
std::string_view fixed_difference(const Platform& old, const Platform& next) {
  Platform same = old;
  same.keys = next.keys;
  same.at = {};
  same.seq = 0;
  return first_difference(same, next);
}

}  // namespace

/// RegisterPlatform: a platform for electronic bills with its codes and keys; said again with other
/// keys, its keys are rotated. Rules: README.md, P34 to P39.
Result<Changes> register_platform(const RegisterPlatform& in, const Context& tx) {
  // authorise: operators, by the contract's table

  // check: codes that mean one thing, keys that can verify
  if (!are_formed(in)) return refuse(Code::arg_malformed, "P34");
  if (in.keys.empty() || !are_sound(in.keys, KeyUse::envelopes))
    return refuse(Code::party_key, "P35");
  if (in.keys.size() > most_keys) return refuse(Code::arg_limit, "P36", "16 keys");
  if (const auto codes = check_codes(in, tx); !codes) return codes.error();
  Platform next = described(in);
  const auto old = tx.ledger.find(key::platform(in.code));
  if (old) {
    const auto different = fixed_difference(*old, next);
    if (!different.empty()) return refuse(Code::record_conflict, "P38", std::string(different));
    if (old->keys == in.keys)
      return Changes::unchanged({.type = "party.RegisterPlatform", .id = in.code, .seq = old->seq});
    if (!follows(old->keys, in.keys, tx.time)) return refuse(Code::party_key_time, "P39");
  }

  // apply and emit
  next.at = old ? contract::later(old->at, tx.time) : tx.time;
  next.seq = old ? old->seq + 1 : 1;
  Changes changes = Changes{}.put(key::platform(in.code), next);
  if (!old)
    for (const ListedCode& one : codes_of(in))
      changes = std::move(changes).put(key::platform_code(one.code),
                                       PlatformCode{.list = one.list, .platform = in.code});
  return std::move(changes).emit(
      {.type = "party.RegisterPlatform", .id = in.code, .seq = next.seq});
}

}  // namespace tradelane::party
