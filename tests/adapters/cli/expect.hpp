// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "adapters/cli/problem.hpp"
#include "chaincode/codec/json.hpp"

namespace tradelane::test {

/// The problem that `body` ends with; absent when it ends well. Each must say what to do next.
template <class Body>
std::optional<cli::Problem> problem_in(const Body& body) {
  try {
    body();
    return std::nullopt;
  } catch (const cli::Problem& problem) {
    CHECK_FALSE(problem.next.empty());
    CHECK_FALSE(std::string(problem.what()).empty());
    return problem;
  }
}

template <class Body>
void check_bad_input(const Body& body, const std::string& message) {
  const auto problem = problem_in(body);
  REQUIRE(problem);
  CHECK(static_cast<int>(problem->exit) == static_cast<int>(cli::Exit::bad_input));
  INFO(problem->what());
  CHECK(std::string(problem->what()).find(message) != std::string::npos);
}

inline Json json(const std::string& text) {
  auto parsed = parse_json(text);
  REQUIRE(parsed);
  return *parsed;
}

}  // namespace tradelane::test
