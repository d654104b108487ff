// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <vector>

#include "tests/fabric/differential/twin.hpp"
#include "tests/fabric/network/binaries.hpp"

namespace tradelane::differential {

/// One key space: nobody else touches its keys, so what happens there does not depend on others.
struct Space {
  std::uint64_t seed = 0;
  int number = 0;
  int submits = 0;
  int evaluates = 0;
  fabric::Line line = fabric::Line::v3_1;
  std::string channel = "trade";
  std::string chaincode = "probe";
  /// Another probe that it may call; one of the two organisations is enough for its policy.
  std::string callee = "callee";
  /// The policy of the chaincode is both of them.
  std::string first = "OneMSP";
  std::string second = "TwoMSP";
};

struct Step {
  enum class Kind : std::uint8_t {
    evaluate,
    submit,
    submit_twice,   // the same envelope
    propose_again,  // what is already committed
    together,       // two at one height
  };
  Kind kind = Kind::evaluate;
  Act act = {};
  Act other = {};
};

/// The same steps for the same space, on every machine.
std::vector<Step> make_steps(const Space& space);

/// Takes them one after the other.
void take(Twin& twin, const std::vector<Step>& steps);

}  // namespace tradelane::differential
