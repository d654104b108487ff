// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/shim/workload.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

using namespace tradelane::bench;

TEST_CASE("bench workload: names") {
  CHECK(workload_of("pass4", 1024).reads() == 4);
  CHECK(workload_of("pass4", 1024).writes() == 4);
  CHECK(workload_of("put2", 1024).reads() == 0);
  CHECK(workload_of("noop", 1024).writes() == 0);
  CHECK(workload_of("range250", 1024).answer() == "250");
  for (const char* wrong : {"", "pass", "pass0", "pass1x", "noop1", "swim3", "4"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(workload_of(wrong, 1024), std::invalid_argument);
  }
}

TEST_CASE("bench workload: values have the length that is asked for") {
  for (const std::size_t size : {std::size_t{128}, std::size_t{1024}, std::size_t{262'144}})
    CHECK(workload_of("pass1", size).value().size() == size);
  CHECK_FALSE(workload_of("pass1", 1).value().empty());
}

TEST_CASE("bench workload: no two slots touch the same key") {
  const auto workload = workload_of("pass2", 128);
  CHECK(workload.keys(1) == std::vector<std::string>{"slot1.0", "slot1.1"});
  CHECK(workload.keys(1) != workload.keys(11));
  CHECK(workload.args(3) == std::vector<std::string>{"pass", "2", "slot3"});
}
