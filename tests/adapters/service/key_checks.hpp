// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "adapters/service/keys.hpp"

/// What holds for the configuration of every adapter: `Config` has `keys_of` and `check` beside it,
/// and `enough` is the least that it can do with.
namespace tradelane::test {

/// What is wrong with `values` on top of `enough`; "" when nothing is.
template <class Config>
std::string complaint_about(service::Values values, const service::Values& enough) {
  values.insert(enough.begin(), enough.end());
  Config config;
  const auto set = keys_of(config).set(values);
  if (!set) return set.error().detail;
  const auto checked = check(config);
  return checked ? "" : checked.error().detail;
}

/// Every key has a name of its own and its help, and takes its own default again.
template <class Config>
void check_every_key(const service::Values& enough) {
  Config config;
  const auto keys = keys_of(config);
  REQUIRE(keys.set(enough).ok());
  const std::string before = keys.print();
  std::set<std::string> names;
  for (const service::Key& key : keys.all()) {
    CAPTURE(key.name);
    CHECK(names.insert(key.name).second);
    CHECK_FALSE(key.help.empty());
    if (!key.get().empty()) CHECK(keys.set({{key.name, key.get()}}).ok());
  }
  CHECK(keys.print() == before);
}

}  // namespace tradelane::test
