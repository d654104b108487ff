// SPDX-License-Identifier: Apache-2.0
#include "chaincode/operations/environment.hpp"

#include <cstdlib>

#include <doctest/doctest.h>

using tradelane::operations::environment;

TEST_CASE("environment: each variable with all that stands behind its first equals sign") {
  REQUIRE(::setenv("TRADELANE_TEST_ENVIRONMENT", "a=b=c", 1) == 0);
  CHECK(environment().at("TRADELANE_TEST_ENVIRONMENT") == "a=b=c");
  REQUIRE(::setenv("TRADELANE_TEST_ENVIRONMENT", "", 1) == 0);
  CHECK(environment().at("TRADELANE_TEST_ENVIRONMENT") == "");
  REQUIRE(::unsetenv("TRADELANE_TEST_ENVIRONMENT") == 0);
  CHECK_FALSE(environment().contains("TRADELANE_TEST_ENVIRONMENT"));
}
