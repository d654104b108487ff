// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/ledger_image.hpp"

#include <doctest/doctest.h>

using namespace tradelane::simulation;

TEST_CASE("ledger image: what differs between runs is masked, and nothing else") {
  const std::string digest(64, 'a');
  CHECK(masked("EVD~" + digest + " = {\"at\":\"2026-03-05T08:00:00Z\",\"n\":7}") ==
        "EVD~DIGEST = {\"at\":\"TIME\",\"n\":7}");
  CHECK(masked("\"2026-03-05\"") == "\"DATE\"");
  CHECK(masked("\"" + std::string(43, 'x') + "\"") == "\"BYTES\"");
  CHECK(masked("\"" + std::string(42, 'x') + "\"") == "\"" + std::string(42, 'x') + "\"");
  CHECK(masked("state RELEASED seq 9") == "state RELEASED seq 9");
}

TEST_CASE("ledger image: the first difference is told") {
  const LedgerImage one{.state = {"a = 1"}, .private_values = {{"A", 2}}, .events = {"e"}};
  CHECK(difference(one, one) == "");
  LedgerImage other = one;
  other.events.push_back("f");
  CHECK(difference(one, other) == "event 1: expected nothing, got f");
  other = one;
  other.state = {"a = 2"};
  CHECK(difference(one, other) == "state 0: expected a = 1, got a = 2");
  other = one;
  other.private_values["A"] = 3;
  CHECK(difference(one, other) == "A keeps 3 private values instead of 2");
}
