// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <doctest/doctest.h>

/// The first and the last of a list that must have one: an empty list is a failed test, not a
/// program that reads what is not there.
namespace tradelane::test {

template <class List>
const auto& first_of(const List& list) {
  REQUIRE_FALSE(list.empty());
  return list.front();
}

template <class List>
const auto& last_of(const List& list) {
  REQUIRE_FALSE(list.empty());
  return list.back();
}

}  // namespace tradelane::test
