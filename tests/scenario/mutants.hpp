// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "chaincode/codec/json.hpp"

/// Every way to change one thing in a JSON value: what a signature must notice.
namespace tradelane::scenario {

struct Mutant {
  /// RFC 6901 pointer to what was changed, and how: "/to changed".
  std::string what = {};
  Json value = {};
};

/// `value` with each leaf replaced by another of the same form, each member and each element left
/// out, and a member added to each object. No mutant equals `value`.
std::vector<Mutant> mutants_of(const Json& value);

/// Another value of the same form: a time a second later, the next number, another party of the
/// story, another digest.
Json another(const Json& leaf);

}  // namespace tradelane::scenario
