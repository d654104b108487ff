// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/shim/response.hpp"
#include "chaincode/shim/stub.hpp"

namespace tradelane::shim {

/// What a user of this library implements: one function that gets every call.
///
/// `invoke` runs in a fiber and is suspended inside calls of `stub` while the peer works, so it is
/// entered again before it has returned, and from several threads at once when there are workers:
/// it keeps no state between calls. It runs to its end on one thread. It must not block that thread
/// (locks, input, sleep), must not call `stub` inside a `catch` block or a destructor that runs
/// during unwinding (a `Fault` says so), and has 256 KiB of stack.
///
/// What it throws is contained: the transaction is answered ERROR with the exception's text, which
/// a gateway takes for a fault of this peer and may try another one. A refusal that any peer would
/// come to is therefore a `Response` with a status from 400 on, never an exception.
class Chaincode {
 public:
  virtual ~Chaincode() = default;
  /// Also called for INIT; `stub.is_init()` tells.
  virtual Response invoke(Stub& stub) const = 0;
};

}  // namespace tradelane::shim
