// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <string>

#include "tests/scenario/step.hpp"

/// The private values of the story, and where they must not be seen.
namespace tradelane::scenario {

struct Secrets {
  /// By commitment.
  std::map<std::string, test::Opening> openings = {};
  /// Each text and number in them, salts included, that is no public word.
  std::set<std::string> canaries = {};

  void add(const test::Opening& opening);
};

/// Of every step, and of the facts that are never sent yet committed to in public.
Secrets secrets_of_the_story(const Setting& setting);

/// The opening as JSON, and the name of its value.
Json parsed(const test::Opening& opening);
std::string name_of(const test::Opening& opening);

/// Long enough to be no accident wherever it stands.
bool is_long(const std::string& canary);
/// As a whole JSON string or number, or, when it is long, anywhere.
bool shows(const std::string& published, const std::string& canary);

}  // namespace tradelane::scenario
