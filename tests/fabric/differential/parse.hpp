// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "chaincode/base/result.hpp"

namespace tradelane::differential {

/// A message that a network gave; a `Fault` when it is none.
template <class T>
T parse(const std::string& bytes) {
  T out;
  if (!out.ParseFromString(bytes)) throw Fault("what a network gave cannot be read");
  return out;
}

}  // namespace tradelane::differential
