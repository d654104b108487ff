// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "chaincode/ledger/changes.hpp"
#include "chaincode/ledger/invocation.hpp"
#include "chaincode/ledger/view.hpp"

namespace tradelane::ledger {

/// What a call answers. Below 400 the changes are written and endorsed; from 400 on nothing is.
struct Outcome {
  int status = 200;
  std::string message = {};
  Bytes payload = {};
  Changes changes = {};
};

/// The port between the shim and whatever runs on it. `invoke` is called from several threads at
/// once and may suspend inside a call to `view`; it keeps no state between calls. What it throws
/// is a fault: the caller answers with an error and writes nothing.
class Chaincode {
 public:
  virtual ~Chaincode() = default;
  virtual Outcome invoke(const Invocation& call, ReadView& view) const = 0;
};

}  // namespace tradelane::ledger
