// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "tests/scenario/backend.hpp"

namespace tradelane::scenario {

/// A step as it was sent, and what came of it.
struct Played {
  Json args = {};
  Receipt receipt = {};
  /// `Backend::mark` before a refusal.
  std::string mark = {};
  /// In which way it went otherwise than the story tells; empty when it did not.
  std::string problem = {};
};

/// The call that a step makes with these arguments.
Call call_of(const Step& step, Json args);

/// In which way an answer is not what the story says of a step that succeeds; "" when it is.
std::string problem_of(const Step& step, const Receipt& receipt);

/// Sends a step and compares answer and event with the story. A refusal must come with its code and
/// leave `Backend::mark` and the answers to `unchanged` byte for byte as they were.
Played play(Backend& backend, const Step& step, const Setting& setting);

}  // namespace tradelane::scenario
